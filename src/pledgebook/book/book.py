"""`Book`: a ledger that documents and records are added to, beside what may be asked and said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Self

from pledgebook.book import adding, evidence, status
from pledgebook.book.adding import Receipt
from pledgebook.book.days import past_day, today
from pledgebook.book.evidence import EvidenceReceipt
from pledgebook.book.merging import commitments_of, derive, features_of
from pledgebook.book.reading import Given, ReadDocument, by_rules
from pledgebook.book.reviewing import ReviewedBook
from pledgebook.book.status import write_statuses
from pledgebook.config import book_place
from pledgebook.errors import UsageError
from pledgebook.ledger import (
    Derivation,
    Seal,
    Writer,
    open_ledger,
    read_key,
    seal_of,
)
from pledgebook.model import (
    Problem,
    Reading,
    SourceSort,
)


class Book(ReviewedBook):
    """A ledger of commitments in a file or on a server.

    >>> with Book.open("summit.db") as book:  # doctest: +SKIP
    ...     book.add(["fact-sheet.txt"], published="2022-06-10", publisher="The White House")
    ...     book.commitments(actor="MX", unit="USD").to_pandas()

    Use it as a context manager, or close it. One book may be used by several processes at once; writers take turns.
    """

    @classmethod
    def open(cls, place: str | PathLike[str] | None = None, *, create: bool = True) -> Self:
        """Open a book.

        `place`: a file or postgresql://…; where it is not given, PLEDGEBOOK_BOOK, `pledgebook.toml`, then "pledgebook.db".
        `create`: make it where there is none.

        Raises UsageError for what is not a book, SetupError for a book of a newer pledgebook or a missing driver,
        LedgerError for a server that does not answer, a full disk, a place that cannot be written.
        """
        ledger = open_ledger(book_place(place), create=create)
        try:
            with ledger.read() as reader:
                stale = bool(reader.stale_commitments(1))
            if stale:  # a book of an older schema was brought up to date: what its lists need is worked out anew
                with ledger.write("upgrade") as writer:
                    derive(writer)
                    write_statuses(writer, today())
        except BaseException:
            ledger.close()
            raise
        return cls(ledger)

    def adding(
        self,
        sources: Sequence[str | PathLike[str]],
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        encoding: str | None = None,
        allow_private_network: bool = False,
        reader: ReadDocument = by_rules,
    ) -> Iterator[Receipt]:
        """Read sources and keep each document with its statements: a receipt as soon as a document is safely kept.

        Sources and options are those of `pledgebook.read_all`. A text that the book holds from the same source is not
        read again. Statements get their place among commitments by `merge`, which is up to the caller.
        """
        return adding.adding(
            self._ledger,
            self._run,
            sources,
            Given(published, publisher, title, encoding, allow_private_network),
            reader,
        )

    def add(
        self,
        sources: Sequence[str | PathLike[str]],
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        encoding: str | None = None,
        allow_private_network: bool = False,
        reader: ReadDocument = by_rules,
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
                encoding=encoding,
                allow_private_network=allow_private_network,
                reader=reader,
            )
        )
        self.merge()
        return receipts

    def keep(self, readings: Iterable[Reading], *, batch: int = 100) -> Iterator[Receipt]:
        """Keep what was read elsewhere, `batch` documents a transaction: for those who read in bulk."""
        return adding.keep(self._ledger, self._run, readings, batch)

    def add_evidence(
        self,
        path: str | PathLike[str],
        *,
        description: str | PathLike[str] | None = None,
        seen: str | None = None,
        source: str | None = None,
        sort: SourceSort | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> EvidenceReceipt:
        """Read a file of official records and keep it as a snapshot.

        `description`: of a table, a TOML file or the name of one that ships. `seen`: ISO date, today for None. `source`:
        the name that all snapshots of the source share. Raises UsageError where one of these is wrong.
        """
        given = Path(description) if isinstance(description, PathLike) else description
        if seen is not None:
            past_day(seen, "a snapshot")
        return evidence.keep_evidence(
            self._ledger,
            self._run,
            Path(path),
            description=given,
            seen=seen,
            source=source,
            sort=sort,
            progress=progress,
        )

    def verify(
        self, head: str | None = None, progress: Callable[[int], None] | None = None, *, seals: Sequence[Seal] = ()
    ) -> list[Problem]:
        """Everything that is not as it was written: the file, entries, quotes, tables. Empty when all is well.

        `head`: the hash of an entry that was noted down, or its first 12 digits. `seals`: see `seal`.
        """
        derivation = Derivation(features_of, commitments_of, status.statuses_of)
        return self._ledger.verify(head, progress, derivation, seals)

    def seal(self, key: Path | None = None) -> Seal:
        """What the last entry is now, to be kept outside the book. `key`: a file with an Ed25519 private key to sign it.

        Raises UsageError for an empty book and for a file without such a key.
        """
        last = self.head()
        if last is None:
            raise UsageError(f"{self.place} holds no entry: there is nothing to seal")
        return seal_of(last, read_key(key) if key is not None else None)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Make all tables anew from the entries, in one transaction; the result is the same."""

        def derived(writer: Writer) -> None:
            derive(writer)
            write_statuses(writer, self.day)

        self._ledger.rebuild(derived, progress)

    def backup(self, target: str | PathLike[str]) -> None:
        """Copy the book to one new file. Raises UsageError where the file is there already."""
        self._ledger.backup(Path(target))
