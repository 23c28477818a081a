"""The book as the other parts see it: opened, read in snapshots, written by one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import text

from pledgebook.ledger import maintenance
from pledgebook.ledger.derivation import Derivation
from pledgebook.ledger.reader import Reader
from pledgebook.ledger.seals import Seal
from pledgebook.ledger.store import migrate
from pledgebook.ledger.store.connect import Place, place_of, plain_errors, transaction
from pledgebook.ledger.writer import Writer
from pledgebook.model import Entry, Problem

WAIT = 60.0  # seconds to wait for another writer


class Ledger:
    """A book. Use it as a context manager, or close it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def place(self) -> str:
        """Where the book lies, for people: without a password."""
        return self._place.shown

    def __repr__(self) -> str:
        return f"<Ledger {self.place}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        with plain_errors(self._place):
            self._place.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent snapshot, whatever others write meanwhile. Raises LedgerError."""
        with transaction(self._place, write=False) as connection:
            yield Reader(connection)

    @contextmanager
    def write(self, run: str, *, time: str | None = None) -> Iterator[Writer]:
        """One transaction as the only writer: all of it is kept when the block ends, none of it on an error.

        `run`: which run of the program writes, one line. `time`: of all its entries, for a replay; else each has its own.
        Raises LedgerError, also where another writer does not end in time.
        """
        with transaction(self._place, write=True) as connection:
            if not self._place.sqlite:
                connection.execute(text("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE"))
            writer = Writer(connection, run, time)
            yield writer
            writer.flush()

    def verify(
        self,
        head: str | None = None,
        progress: Callable[[int], None] | None = None,
        derivation: Derivation | None = None,
        seals: Sequence[Seal] = (),
    ) -> list[Problem]:
        """Everything that does not fit: changed, missing or exchanged entries, quotes, tables. Empty when all is well.

        `head`: the hash of a line that was noted down, which the book must still hold. `derivation`: what the book works out
        from the rest; without it features, summaries and statuses are not looked at. `seals`: taken of the book before.
        """
        with self.read() as reader:
            return maintenance.verify(reader.connection, head, progress, derivation, seals)

    def rebuild(
        self, derive: Callable[[Writer], None] | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Empty all derived tables and fill them again from the entries, in one transaction.

        `derive`: works out what the entries do not hold, features and the summaries of stale commitments, with the writer.
        """
        with self.write("rebuild") as writer:
            maintenance.rebuild(writer.connection, progress)
            if derive is not None:
                fresh = Writer(writer._at, "rebuild", None)
                derive(fresh)
                fresh.flush()

    def restore(self, lines: Iterable[Entry], derive: Callable[[Writer], None]) -> None:
        """Fill an empty book with the entries of another one, in one transaction; the hashes stay.

        `derive`: as in `rebuild`. Raises UsageError where the book is not empty, an entry is missing or was changed.
        """
        with self.write("restore") as writer:
            maintenance.restore(writer.connection, lines)
            fresh = Writer(writer._at, "restore", None)
            derive(fresh)
            fresh.flush()

    def backup(self, target: Path) -> None:
        """Copy the book to a new SQLite file, which appears whole or not at all. Raises UsageError where it exists."""
        maintenance.backup(self._place, target)


def copy_ledger(source: str, target: str, *, wait: float = WAIT) -> str:
    """Copy a book from one place to another, file or server, with the same entries and the same hashes; where it lies then, for
    people. The place must be empty. An older schema of the source is brought up to date first.

    Raises UsageError where the source is no book or the target holds something, LedgerError as `open_ledger`.
    """
    with open_ledger(source, create=False, wait=wait) as ledger:
        sink = place_of(target, create=True, wait=wait)
        try:
            with plain_errors(sink):
                maintenance.copy(ledger._place, sink)
        finally:
            sink.engine.dispose()
    return sink.shown


def open_ledger(place: str, *, create: bool = True, wait: float = WAIT) -> Ledger:
    """Open a book, made where there is none and `create` is set; an older schema is brought up to date.

    `place`: a path, "sqlite:///…" or "postgresql://…". `wait`: seconds to wait for another writer.

    Raises UsageError for what is not a book, SetupError for a newer schema or a missing driver, LedgerError for a server
    that does not answer, a full disk, a read-only place.
    """
    found = place_of(place, create=create, wait=wait)
    try:
        with plain_errors(found):
            migrate.prepare(found, create=create, fill=maintenance.fill)
    except BaseException:
        found.engine.dispose()
        raise
    return Ledger(found)
