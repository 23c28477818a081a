"""What a book answers with: pages of commitments and statements, also as flat rows and tables for Arrow, pandas and polars."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pledgebook.model import Commitment, Judgement, Said, Status, commitment_record, record_of
from pledgebook.publish import frames
from pledgebook.publish.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS, Row, commitment_row, statement_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas
    import polars
    import pyarrow

    from pledgebook.assess import Difference

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed:
    """A commitment in a list: its summary (without its statements unless they were asked for), what became of it, how many
    statements of how many documents make it, and the statement whose wording it has."""

    commitment: Commitment
    statuses: tuple[Status, ...]
    statements: int
    documents: int
    best: Said | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that rules are unsure about: the judgement, and both."""

    judgement: Judgement
    left: Said
    right: Said


@dataclass(frozen=True, slots=True)
class Followed:
    """A commitment and what became of it: one status, or one for each reading that evidence is held against."""

    commitment: Commitment
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A stated figure beside what official records add up to."""

    said: Said
    difference: Difference


class Page(ABC, tuple[T, ...]):
    """A page of an answer, in the order asked for. `cursor`: what to give as `after` for the next page, None at the end."""

    columns: ClassVar[dict[str, type]]
    cursor: str | None

    def __new__(cls, lines: Iterable[T] = (), cursor: str | None = None) -> Self:
        page = super().__new__(cls, lines)
        page.cursor = cursor
        return page

    @abstractmethod
    def rows(self) -> list[Row]:
        """A flat row each, with the columns of `columns`; see `pledgebook.publish.rows`."""

    def to_arrow(self) -> pyarrow.Table:
        """As an Arrow table. Raises SetupError where pyarrow is not installed."""
        return frames.to_arrow(self.rows(), self.columns)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame. Raises SetupError where pandas is not installed."""
        return frames.to_pandas(self.rows(), self.columns)

    def to_polars(self) -> polars.DataFrame:
        """As a polars frame. Raises SetupError where polars is not installed."""
        return frames.to_polars(self.rows(), self.columns)


class Commitments(Page[Listed]):
    """A page of commitments."""

    columns = COMMITMENT_COLUMNS

    def rows(self) -> list[Row]:
        """A flat row each, with the columns of `pledgebook.publish.rows.COMMITMENT_COLUMNS`."""
        return [
            commitment_row(
                one.commitment, one.statuses, statements=one.statements, documents=one.documents, best=one.best
            )
            for one in self
        ]

    def records(self) -> list[dict[str, Any]]:
        """The public record of each, as `pledgebook list --format jsonl` prints it."""
        return [commitment_record(one.commitment, one.statuses) for one in self]


class Statements(Page[Said]):
    """A page of statements. `commitments`: for the id of each, that of the commitment it belongs to."""

    commitments: Mapping[str, str]

    def __new__(
        cls, lines: Iterable[Said] = (), cursor: str | None = None, commitments: Mapping[str, str] | None = None
    ) -> Self:
        page = super().__new__(cls, lines, cursor)
        page.commitments = commitments or {}
        return page

    columns = STATEMENT_COLUMNS

    def rows(self) -> list[Row]:
        """A flat row each, with the columns of `pledgebook.publish.rows.STATEMENT_COLUMNS`."""
        return [statement_row(one, self.commitments.get(one.statement.id)) for one in self]

    def records(self) -> list[dict[str, Any]]:
        """The public record of each, with the id of its commitment and what persons said of it."""
        return [
            {
                **record_of(one.statement, one.imprint),
                "commitment": self.commitments.get(one.statement.id),
                "superseded": one.imprint.superseded,
                "reviews": [
                    {
                        "kind": said.kind,
                        "by": said.by,
                        "note": said.note,
                        "entry": said.entry,
                        "fields": list(said.fields),
                    }
                    for said in one.reviews
                ],
            }
            for one in self
        ]
