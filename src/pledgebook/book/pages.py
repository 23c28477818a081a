"""What a book answers with: pages of commitments and statements, also as flat rows and tables for Arrow, pandas and polars."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pledgebook.book import rows as flat
from pledgebook.model import Commitment, Judgement, Said, Status, commitment_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas
    import polars
    import pyarrow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed:
    """A commitment in a list: its summary (without its statements unless they were asked for), what became of it, and how
    many statements of how many documents make it."""

    commitment: Commitment
    statuses: tuple[Status, ...]
    statements: int
    documents: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement found by its words, with the id of its commitment. `marks`: half-open offsets into the quote's text of
    the words that were sought."""

    said: Said
    commitment: str | None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that rules are unsure about: the judgement, and both."""

    judgement: Judgement
    left: Said
    right: Said


class Page(ABC, tuple[T, ...]):
    """A page of an answer, in the order asked for. `cursor`: what to give as `after` for the next page, None at the end."""

    columns: ClassVar[dict[str, type]]
    cursor: str | None

    def __new__(cls, lines: Iterable[T] = (), cursor: str | None = None) -> Self:
        page = super().__new__(cls, lines)
        page.cursor = cursor
        return page

    @abstractmethod
    def rows(self) -> list[flat.Row]:
        """A flat row each, with the columns of `columns`; see `pledgebook.book.rows`."""

    def to_arrow(self) -> pyarrow.Table:
        """As an Arrow table. Raises SetupError where pyarrow is not installed."""
        return flat.to_arrow(self.rows(), self.columns)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame. Raises SetupError where pandas is not installed."""
        return flat.to_pandas(self.rows(), self.columns)

    def to_polars(self) -> polars.DataFrame:
        """As a polars frame. Raises SetupError where polars is not installed."""
        return flat.to_polars(self.rows(), self.columns)


class Commitments(Page[Listed]):
    """A page of commitments."""

    columns = flat.COMMITMENT_COLUMNS

    def rows(self) -> list[flat.Row]:
        """A flat row each, with the columns of `pledgebook.book.rows.COMMITMENT_COLUMNS`."""
        return [
            flat.commitment_row(one.commitment, one.statuses, statements=one.statements, documents=one.documents)
            for one in self
        ]

    def records(self) -> list[dict[str, Any]]:
        """The public record of each, as `pledgebook list --format jsonl` prints it."""
        return [commitment_record(one.commitment, one.statuses) for one in self]


class Statements(Page[Said]):
    """A page of statements."""

    columns = flat.STATEMENT_COLUMNS

    def rows(self) -> list[flat.Row]:
        """A flat row each, with the columns of `pledgebook.book.rows.STATEMENT_COLUMNS`."""
        return [flat.statement_row(one) for one in self]
