"""`Book`: a ledger that is kept, with what may be asked of it and said about it."""

from __future__ import annotations

import datetime
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from pledgebook.book.merging import merge
from pledgebook.book.reading import Reading, check_date, reading_of, sources_of
from pledgebook.book.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS, Row, commitment_row, statement_row
from pledgebook.errors import UsageError
from pledgebook.model import Commitment, Document, Entry, Judgement, Problem, Relation, Said, Status, Verdict, days_of

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from pledgebook.ledger import Counts, Hit, Ledger, Reader, Wanted
    from pledgebook.read import Item

Outcome = Literal["new", "known", "version", "copy", "failed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one source that was to be added.

    `outcome`: "new"; "known", the same text from the same source was there already; "version", the source is there with an
    older text; "copy", the text is there from another source; "failed", it could not be read. `document`: its id, None
    where it failed. `statements`: how many it makes.
    """

    source: str
    outcome: Outcome
    document: str | None
    statements: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A commitment in a list: its summary, what became of it, and how many statements of how many documents make it."""

    commitment: Commitment
    statuses: tuple[Status, ...]
    statements: int
    documents: int


class Commitments(tuple[Listed, ...]):
    """A page of commitments, in the order asked for. `cursor`: what to give as `after` for the next page, None at the end."""

    cursor: str | None = None

    def rows(self) -> list[Row]:
        """Flat rows, see `pledgebook.book.rows.COMMITMENT_COLUMNS`."""
        return [
            commitment_row(one.commitment, one.statuses, statements=one.statements, documents=one.documents)
            for one in self
        ]

    def to_arrow(self) -> pyarrow.Table:
        """As an Arrow table; needs pyarrow."""
        from pledgebook.book.rows import to_arrow

        return to_arrow(self.rows(), COMMITMENT_COLUMNS)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame; needs pandas."""
        from pledgebook.book.rows import to_pandas

        return to_pandas(self.rows(), COMMITMENT_COLUMNS)

    def to_polars(self) -> polars.DataFrame:
        """As a polars frame; needs polars."""
        from pledgebook.book.rows import to_polars

        return to_polars(self.rows(), COMMITMENT_COLUMNS)


class Statements(tuple[Said, ...]):
    """A page of statements. `cursor`: what to give as `after` for the next page, None at the end."""

    cursor: str | None = None

    def rows(self) -> list[Row]:
        """Flat rows, see `pledgebook.book.rows.STATEMENT_COLUMNS`."""
        return [statement_row(one) for one in self]

    def to_arrow(self) -> pyarrow.Table:
        """As an Arrow table; needs pyarrow."""
        from pledgebook.book.rows import to_arrow

        return to_arrow(self.rows(), STATEMENT_COLUMNS)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame; needs pandas."""
        from pledgebook.book.rows import to_pandas

        return to_pandas(self.rows(), STATEMENT_COLUMNS)

    def to_polars(self) -> polars.DataFrame:
        """As a polars frame; needs polars."""
        from pledgebook.book.rows import to_polars

        return to_polars(self.rows(), STATEMENT_COLUMNS)


def day_of(text: str) -> datetime.date:
    """The last day that an ISO date, month or year covers. Raises UsageError where it is none."""
    _, last = days_of(check_date(text))
    assert last is not None
    return last


class Book:
    """A ledger of commitments in a file or on a server.

    >>> with Book.open("summit.db") as book:  # doctest: +SKIP
    ...     book.add(["fact-sheet.txt"], published="2022-06-10", publisher="The White House")
    ...     book.commitments(actor="MX", unit="USD").to_pandas()

    Use it as a context manager, or close it. One book may be used by several processes at once; writers take turns.
    """

    def __init__(self, ledger: Ledger, day: datetime.date | None = None) -> None:
        self._ledger = ledger
        self._day = day
        self._run = f"run-{uuid.uuid4().hex[:12]}"

    @classmethod
    def open(cls, place: str | PathLike[str] | None = None, *, create: bool = True) -> Self:
        """Open a book.

        `place`: a file or postgresql://…; where it is not given, PLEDGEBOOK_BOOK, `pledgebook.toml`, then "pledgebook.db".
        `create`: make it where there is none.

        Raises UsageError for what is not a book, SetupError for a book of a newer pledgebook or a missing driver,
        LedgerError for a server that does not answer, a full disk, a place that cannot be written.
        """
        from pledgebook.config import book_place
        from pledgebook.ledger import open_ledger

        return cls(open_ledger(book_place(place), create=create))

    @property
    def place(self) -> str:
        """Where the book lies, for people: without a password."""
        return self._ledger.place

    @property
    def ledger(self) -> Ledger:
        """The ledger below."""
        return self._ledger

    def __repr__(self) -> str:
        return f"<Book {self.place}{f' as of {self._day}' if self._day else ''}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self._ledger.close()

    # adding

    def adding(
        self,
        sources: Sequence[str | PathLike[str]],
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        allow_private_network: bool = False,
    ) -> Iterator[Receipt]:
        """Read sources and keep each document with its statements: a receipt as soon as a document is safely kept.

        Sources and options are those of `pledgebook.read_all`. A text that the book holds from the same source is not
        read again. Statements get their place among commitments by `merge`, which is up to the caller.
        """
        for item in sources_of(sources, published):
            document = document_of(item, published, publisher, title, allow_private_network)
            if isinstance(document, Problem):
                yield Receipt(document.source, "failed", None, 0, (document,))
                continue
            yield self._keep(document)

    def _keep(self, document: Document) -> Receipt:
        with self._ledger.read() as reader:
            known = reader.knows(document)
        statements = () if known else statements_of(document)
        with self._ledger.write(self._run) as writer:
            added = writer.add_document(document, statements)
        return Receipt(document.source, added.outcome, document.id, added.statements)

    def add(
        self,
        sources: Sequence[str | PathLike[str]],
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        allow_private_network: bool = False,
    ) -> list[Receipt]:
        """Read sources, keep what they say, and merge it with what others said. A source that fails loses nothing else.

        Raises UsageError where `published` is not a date, LedgerError where the book cannot be written.
        """
        receipts = list(
            self.adding(
                sources,
                published=published,
                publisher=publisher,
                title=title,
                allow_private_network=allow_private_network,
            )
        )
        self.merge()
        return receipts

    def keep(self, readings: Iterable[Reading], *, batch: int = 100) -> Iterator[Receipt]:
        """Keep what was read elsewhere, `batch` documents a transaction: for those who read in bulk."""
        for some in _batches(readings, batch):
            whole = [(one.document, one.statements) for one in some if one.document is not None]
            with self._ledger.write(self._run) as writer:
                added = iter(writer.add_documents(whole))
            for one in some:
                if one.document is None:
                    yield Receipt(one.source, "failed", None, 0, one.problems)
                else:
                    found = next(added)
                    yield Receipt(one.source, found.outcome, one.document.id, found.statements, one.problems)

    def merge(self, *, again: bool = False, progress: Callable[[int], None] | None = None) -> int:
        """Give every new statement its place among the commitments; how many were placed.

        `again`: judge all statements anew by the rules of this version; what persons said stays. `progress`: told the
        number placed so far.
        """
        return merge(self._ledger, self._run, again=again, progress=progress)

    # asking

    def as_of(self, day: str | datetime.date) -> Book:
        """The same book as a reader of that day could have known it: what had been said and seen by then."""
        return Book(self._ledger, day_of(day) if isinstance(day, str) else day)

    def commitments(self, **wanted: Any) -> Commitments:
        """A page of commitments.

        `wanted`: the fields of `pledgebook.ledger.Wanted`: actor, recipient (ids or names), kind ("commitment" unless
        given; None for all), unit, status, period (EDTF, overlapping), text (words), strength, publisher, contradicted,
        since, until (days of the first statement), sort, descending, limit, after (a cursor).
        """
        page, asked = Commitments(), self._wanted(wanted)
        with self._ledger.read() as reader:
            found = reader.commitments(asked)
            page = Commitments(
                Listed(one.commitment, one.statuses, one.statements, one.documents)
                for one in (self._then(reader, line) for line in found.lines)
                if one is not None
            )
        page.cursor = found.cursor
        return page
