"""The book as the other parts see it: opened, read in snapshots, written by one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, select, text

from pledgebook.errors import UsageError
from pledgebook.ledger import (
    documents,
    entries,
    evidence,
    history,
    ids,
    lists,
    merging,
    migrate,
    reading,
    schema,
    search,
    summaries,
)
from pledgebook.ledger.bodies import JudgementBody, Link, Merge, Ruled, Undo, convert, encode
from pledgebook.ledger.connect import Place, place_of, told, transaction
from pledgebook.ledger.documents import Added, Version
from pledgebook.ledger.entries import Chain
from pledgebook.ledger.evidence import EvidenceAdded
from pledgebook.ledger.rows import Rows
from pledgebook.ledger.search import Hit
from pledgebook.ledger.tables import BODIES, Tables
from pledgebook.ledger.wanted import Lines, Sayings, Wanted
from pledgebook.model import (
    Commitment,
    Document,
    Entry,
    EntryKind,
    Imprint,
    Judgement,
    Problem,
    Record,
    Said,
    Snapshot,
    Statement,
    Status,
)

WAIT = 60.0  # seconds to wait for another writer


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a book holds."""

    documents: int
    statements: int
    commitments: int
    entries: int


class Reader:
    """One consistent view of the book."""

    def __init__(self, connection: Connection) -> None:
        self._at = connection

    @property
    def connection(self) -> Connection:
        """The transaction, with everything written to it so far."""
        return self._at

    def said(self, numbers: Collection[int]) -> dict[int, Said]:
        """Statements with their imprints, by number."""
        return documents.said(self.connection, numbers)

    def document(self, one: str) -> Document | None:
        """A document with its text, by its id."""
        return documents.document(self.connection, one)

    def versions(self, source: str) -> list[Version]:
        """The texts that a source (address or path) had, the earliest added first."""
        return documents.versions(self.connection, source)

    def copies(self, one: str) -> list[Imprint]:
        """Where a document was found, by its id, the first source first."""
        return documents.copies(self.connection, one)

    def pending(self, limit: int) -> list[int]:
        """Statements that merging has to place, for the first time or again, lowest number first."""
        return merging.pending(self.connection, limit)

    def featureless(self, limit: int, after: int = 0) -> list[int]:
        """Statements above a number for which no features are stored, lowest first."""
        return merging.featureless(self.connection, limit, after)

    def features(self, numbers: Collection[int]) -> dict[int, bytes]:
        """The features of statements; those without are left out."""
        return merging.features(self.connection, numbers)

    def neighbours(self, keys: Collection[int]) -> dict[int, list[int]]:
        """For each block key the numbers of the statements that have it; keys that none has are left out."""
        return merging.neighbours(self.connection, keys)

    def components(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """The components that hold these statements, by the lowest number of each, with all their members."""
        return merging.components(self.connection, numbers)

    def judgements(self, numbers: Collection[int], *, persons: bool = False) -> list[Judgement]:
        """What persons and rules say of these statements and hold to; `persons`: what persons alone say."""
        return merging.judgements(self.connection, numbers, persons=persons)

    def numbers(self, wanted: Collection[str]) -> dict[str, int]:
        """The numbers of statements by id; those that the book does not hold are left out."""
        return ids.numbers(self.connection, wanted)

    def knows(self, document: Document) -> bool:
        """Whether the book holds this very text from this very source, so that adding it would change nothing."""
        return documents.knows(self.connection, document)

    def known_days(self, ids: Collection[str]) -> dict[str, date]:
        """For documents, by id, the day by which each had surely been published."""
        return reading.known_days(self.connection, ids)

    def commitments(self, wanted: Wanted, *, followed: bool = False) -> Lines:
        """A page of commitments; `followed`: of those that a link or a ruling speaks of. Raises UsageError for a cursor that
        does not fit."""
        return lists.commitments(self.connection, wanted, followed=followed)

    def commitment(self, one: str) -> Commitment | None:
        """A commitment with its statements and relations, by the id that any of its statements gives it."""
        return reading.commitment(self.connection, one)

    def statements(self, wanted: Wanted) -> Sayings:
        """A page of statements, in the order in which they were added."""
        return reading.statements(self.connection, wanted)

    def search(self, words: str, *, limit: int = 20, as_of: date | None = None) -> list[Hit]:
        """Statements that hold all the words, the best first."""
        return search.search(self.connection, words, limit=limit, as_of=as_of)

    def unsure(self, limit: int = 20) -> list[Judgement]:
        """Pairs about which rules are unsure and no person has said anything, the likeliest the same first."""
        return reading.unsure(self.connection, limit)

    def history(self, one: str) -> list[Entry]:
        """The entries that touched a commitment, a statement or a document, the first first."""
        return history.history(self.connection, one)

    def snapshots(self, source: str | None = None) -> list[tuple[Snapshot, int]]:
        """The snapshots of official records, by source and day, with their number of records."""
        return evidence.snapshots(self.connection, source)

    def records(self, snapshot: Snapshot) -> Iterator[Record]:
        """The records of a snapshot, streamed. Raises UsageError where the book does not hold it."""
        return evidence.records(self.connection, snapshot)

    def links(self, commitment: str) -> list[tuple[int, Link]]:
        """The confirmed measures of a commitment with the sequence of their entries, the earliest first."""
        return evidence.links(self.connection, commitment)

    def rulings(self, commitment: str) -> list[tuple[int, Ruled]]:
        """What persons ruled about a commitment, the earliest first."""
        return evidence.rulings(self.connection, commitment)

    def followed(self) -> list[str]:
        """The ids of commitments that a link or a ruling speaks of."""
        return evidence.followed(self.connection)

    def stale_commitments(self, limit: int) -> list[int]:
        """Commitments whose summary must be worked out anew, by the lowest number of their statements."""
        return summaries.stale(self.connection, limit)

    def members(self, commitments: Collection[int]) -> dict[int, list[int]]:
        """The statements of commitments, both by number."""
        return merging.members(self.connection, commitments)

    def head(self) -> Entry | None:
        """The last line, None in an empty book."""
        return entries.head(self.connection)

    def entry(self, sequence: int) -> Entry | None:
        """One line."""
        return entries.entry(self.connection, sequence)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """All lines in order, streamed."""
        return entries.stream(self.connection, after=after)

    def log(
        self, *, limit: int = 50, after: int | None = None, kind: EntryKind | None = None, run: str | None = None
    ) -> list[Entry]:
        """Lines, the latest first. `after`: the sequence of the last line of the page before."""
        return entries.log(self.connection, limit=limit, after=after, kind=kind, run=run)

    def counts(self) -> Counts:
        """How much the book holds."""

        def count(table: object) -> int:
            return self.connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]

        last = self.connection.execute(select(func.max(schema.entries.c.sequence))).scalar() or 0
        lines = self.connection.execute(select(func.max(schema.statements.c.number))).scalar() or 0
        return Counts(count(schema.documents), lines, count(schema.commitments), last)


class Writer(Reader):
    """The only writer of a book, within one transaction."""

    def __init__(self, connection: Connection, run: str, time: str | None) -> None:
        super().__init__(connection)
        self._rows = Rows(connection)
        self._chain = Chain(connection, self._rows, run, time)
        self._tables = Tables(connection, self._rows)

    @property
    def connection(self) -> Connection:
        """The transaction, with everything written to it so far."""
        self._rows.flush()
        return self._at

    def add_document(self, document: Document, statements: Sequence[Statement]) -> Added:
        """Add a document with its statements, wholly or, where anything is wrong, not at all.

        Raises SpanError where a quote does not stand in the text, UsageError where an id is not what it must be.
        """
        return documents.add_all(self._chain, self._tables, ((document, statements),))[0]

    def add_documents(self, found: Iterable[tuple[Document, Sequence[Statement]]]) -> list[Added]:
        """Add documents in order; quicker than one by one."""
        return documents.add_all(self._chain, self._tables, found)

    def append(self, kind: EntryKind, body: object) -> Entry:
        """Add what a person says: a "judgement", an "undo", a "link" or a "ruling"; the tables follow.

        `body`: a value of `pledgebook.ledger.bodies` (a `Judgement` for a judgement) or a mapping with its fields. Raises
        UsageError where it names a statement or line that the book does not hold, or undoes what cannot be undone.
        """
        if kind not in BODIES:
            raise UsageError(f"an entry of kind {kind} is not added by hand")
        if isinstance(body, Judgement):
            body = JudgementBody(body)
        value: JudgementBody | Undo | Link | Ruled = convert(body, BODIES[kind])
        if isinstance(value, Undo):
            self._tables.check_undo(value.entry)
        elif isinstance(value, JudgementBody):
            self._tables.check_judgement(value.judgement)
        else:
            self._tables.numbers(("st-" + value.commitment[3:],))
        entry = self._chain.append(kind, encode(value))
        self._tables.apply(entry)
        return entry

    def put_features(self, rows: Iterable[tuple[int, bytes, Sequence[int]]]) -> None:
        """Store features (opaque) and block keys (64 bit, signed) of statements by number."""
        merging.put_features(self.connection, rows)

    def clear_features(self) -> None:
        """Forget all features, for newer rules that compare other things."""
        merging.clear_features(self.connection)

    def store_merge(self, merge: Merge, commitments: Sequence[Commitment] = ()) -> Entry:
        """Add the outcome of merging as one entry. `commitments`: summaries; one that is missing becomes stale."""
        return merging.store_merge(self._chain, self._tables, merge, commitments)

    def wait_all(self) -> None:
        """Let merging place every statement again."""
        merging.wait_all(self.connection)

    def add_evidence(self, snapshot: Snapshot, records: Iterable[Record]) -> EvidenceAdded:
        """Add a snapshot of official records; the same file of the same source is known and adds nothing."""
        return evidence.add_evidence(self._chain, self._tables, snapshot, records)

    def put_status(self, commitment: str, statuses: Sequence[Status]) -> None:
        """Write what became of a commitment, so that lists can show it and filter by it."""
        number = reading.home(self.connection, commitment)
        if number is not None:
            summaries.put_statuses(self.connection, {number: statuses})

    def put_commitments(self, commitments: Sequence[Commitment]) -> None:
        """Write summaries that were worked out anew; they are no longer stale."""
        inside = [member.said.statement.id for one in commitments for member in one.members]
        summaries.put(self.connection, commitments, self._tables.numbers(inside))


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
        with told(self._place):
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
            writer._rows.flush()

    def verify(self, head: str | None = None, progress: Callable[[int], None] | None = None) -> list[Problem]:
        """Everything that does not fit: changed, missing or exchanged entries, quotes, tables. Empty when all is well.

        `head`: the hash of a line that was noted down, which the book must still hold.
        """
        from pledgebook.ledger.verify import verify

        with self.read() as reader:
            return verify(reader.connection, head, progress)

    def rebuild(
        self, derive: Callable[[Writer], None] | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Empty all derived tables and fill them again from the entries, in one transaction.

        `derive`: works out what the entries do not hold, features and the summaries of stale commitments, with the writer.
        """
        from pledgebook.ledger.rebuild import rebuild

        with self.write("rebuild") as writer:
            rebuild(writer.connection, progress)
            if derive is not None:
                fresh = Writer(writer._at, "rebuild", None)
                derive(fresh)
                fresh._rows.flush()

    def backup(self, target: Path) -> None:
        """Copy the book to a new SQLite file, which appears whole or not at all. Raises UsageError where it exists."""
        from pledgebook.ledger.backup import backup

        backup(self._place, target)


def open_ledger(place: str, *, create: bool = True, wait: float = WAIT) -> Ledger:
    """Open a book, made where there is none and `create` is set; an older schema is brought up to date.

    `place`: a path, "sqlite:///…" or "postgresql://…". `wait`: seconds to wait for another writer.

    Raises UsageError for what is not a book, SetupError for a newer schema or a missing driver, LedgerError for a server
    that does not answer, a full disk, a read-only place.
    """
    found = place_of(place, create=create, wait=wait)
    try:
        with told(found):
            migrate.prepare(found, create=create)
    except BaseException:
        found.engine.dispose()
        raise
    return Ledger(found)
