"""A ledger that is held open, and the day as of which it speaks."""

from __future__ import annotations

import datetime
import uuid
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pledgebook.book.reading import check_date
from pledgebook.errors import UsageError
from pledgebook.model import days_of

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger


def day_of(text: str) -> datetime.date:
    """The last day that an ISO date, month or year covers. Raises UsageError where it is none."""
    _, last = days_of(check_date(text, "a day"))
    assert last is not None
    return last


def past_day(text: str, what: str) -> datetime.date:
    """The same, of something that has happened. Raises UsageError where the day lies ahead everywhere on earth.

    `what`: named in the error, such as "a ruling".
    """
    day = day_of(text)
    first, _ = days_of(text)
    # where it is already tomorrow, tomorrow's date in UTC is right
    if first is not None and first > today() + datetime.timedelta(days=1):
        raise UsageError(f"{what} cannot be of {text}, which lies ahead")
    return day


def today() -> datetime.date:
    """The day it is now (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()


class Opened:
    """A ledger that is held open."""

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

        ledger = open_ledger(book_place(place), create=create)
        try:
            with ledger.read() as reader:
                stale = bool(reader.stale_commitments(1))
            if stale:  # a book of an older schema was brought up to date: what its lists need is worked out anew
                from pledgebook.book.merging import derive

                with ledger.write("upgrade") as writer:
                    derive(writer)
        except BaseException:
            ledger.close()
            raise
        return cls(ledger)

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

    def as_of(self, day: str | datetime.date) -> Self:
        """The same book as a reader of that day could have known it: what had been said, seen and ruled by then.

        Raises UsageError where `day` is no date. Close the book, not what this gives.
        """
        return type(self)(self._ledger, day_of(day) if isinstance(day, str) else day)

    @property
    def day(self) -> datetime.date:
        """The day as of which the book speaks: that of `as_of`, else today (UTC)."""
        return self._day or today()
