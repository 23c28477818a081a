"""`Book`: a ledger that is held open, as of a day, with what may be asked of it and said about it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from pledgebook import reconcile
from pledgebook.assess import Conversion, Forecast
from pledgebook.book import adding, as_of, evidence, judging, lists, naming, status
from pledgebook.book.adding import Receipt
from pledgebook.book.correcting import values_of
from pledgebook.book.days import day_of, past_day, today
from pledgebook.book.evidence import EvidenceReceipt
from pledgebook.book.lists import Filters
from pledgebook.book.merging import commitments_of, derive, features_of, merge, put_summaries
from pledgebook.book.reading import Given, ReadDocument, by_rules
from pledgebook.book.snapshots import records_of, snapshots
from pledgebook.book.status import write_statuses
from pledgebook.config import book_place
from pledgebook.errors import UsageError
from pledgebook.evidence import Change, Series, Suggestion, series, suggest
from pledgebook.ledger import (
    Confirmation,
    Correction,
    Counts,
    Derivation,
    Hit,
    JudgementBody,
    JudgementsBody,
    Ledger,
    Link,
    Reader,
    Rejection,
    Removal,
    Ruled,
    Seal,
    Undo,
    Writer,
    open_ledger,
    read_key,
    seal_of,
)
from pledgebook.model import (
    RULED,
    Addition,
    Commitment,
    Document,
    Entry,
    EntryKind,
    Judgement,
    Measure,
    Problem,
    Reading,
    Ruling,
    Snapshot,
    SourceSort,
    StatusName,
    Verdict,
)
from pledgebook.publish.answers import Checked, Commitments, Followed, Listed, Pair, Statements
from pledgebook.publish.frames import to_pandas

if TYPE_CHECKING:
    import pandas


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

    # adding

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

    def merge(self, *, again: bool = False, progress: Callable[[int], None] | None = None) -> int:
        """Give every new statement its place among the commitments; how many were placed.

        `again`: judge all statements anew by the rules of this version; what persons said stays. `progress`: told the
        number placed so far.
        """
        placed = merge(self._ledger, self._run, again=again, progress=progress)
        if placed:
            self.refresh()
        return placed

    # asking

    def commitments(self, **filters: Unpack[Filters]) -> Commitments:
        """A page of commitments.

        `filters`: actor, recipient (ids or names), kind ("commitment" unless given; None for all kinds of statement), unit,
        status, period (EDTF; whatever overlaps), text (words), strength, publisher, contradicted (True or False), since,
        until (days of the first statement), sort ("first_stated", "deadline", "amount", "actor", "statements"),
        descending, limit (50), after (the cursor of the page before).

        Raises UsageError for a filter that does not exist or has no such value.
        """
        asked = lists.query_of({"kind": "commitment", **filters}, self._day)
        with self._ledger.read() as reader:
            return lists.page(reader, asked, self.day)

    def pages(self, *, most: int | None = None, **filters: Unpack[Filters]) -> Iterator[Commitments]:
        """All that `commitments` finds, page by page, each commitment with its statements. `most`: at most so many in all; so is
        `limit`."""
        limit = filters.pop("limit", None)
        return lists.pages(self._ledger, {"kind": "commitment", **filters}, self._day, self.day, most or limit)

    def count(self, *, most: int = 10_000, **filters: Unpack[Filters]) -> int | None:
        """How many commitments fit, counted no further than `most`; None where that changes with the day (status, confidence,
        contradictions as of an earlier day) and so is not counted."""
        asked = lists.query_of({"kind": "commitment", **filters}, self._day)
        if (
            asked.status is not None
            or asked.min_confidence is not None
            or (self._day and asked.contradicted is not None)
        ):
            return None
        with self._ledger.read() as reader:
            return reader.count_commitments(asked, most)

    def nothing_fits(self, **filters: Unpack[Filters]) -> str | None:
        """Why a list with these filters is empty, where a name in them is one that the book does not have, with the nearest
        that it has; None where every name is known."""
        with self._ledger.read() as reader:
            return naming.nothing_fits(reader, lists.query_of(filters, self._day), filters)

    def frame(self, **filters: Unpack[Filters]) -> pandas.DataFrame:
        """Every commitment that fits (all kinds unless you say one) as one pandas frame. Raises SetupError where pandas is not
        installed."""
        wanted: Filters = {"kind": None, **filters}
        return to_pandas([row for page in self.pages(**wanted) for row in page.rows()], Commitments.columns)

    def commitment(self, id: str) -> Followed:
        """A commitment with all its statements, and what became of it.

        `id`: its own, the one that any of its statements would give it, or the id of a statement. Raises UsageError where
        the book holds no such commitment (as of its day).
        """
        with self._ledger.read() as reader:
            found = self._found(reader, id)
            return Followed(found, status.statuses_of(reader, found, self.day))

    def _found(self, reader: Reader, id: str) -> Commitment:
        return as_of.known_one(self._ledger, reader, id, self._day)

    def statements(self, **filters: Unpack[Filters]) -> Statements:
        """A page of statements: the filters of `commitments`, for what single documents say."""
        with self._ledger.read() as reader:
            found = reader.statements(lists.query_of(filters, self._day))
            homes = reader.ids_by_statement([one.statement.id for one in found.lines])
        return Statements(found.lines, found.cursor, homes)

    def search(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Statements that hold the words, in any form and order, the best first."""
        with self._ledger.read() as reader:
            return reader.search(words, limit=limit, as_of=self._day)

    def unsure(self, *, limit: int = 20) -> list[Pair]:
        """Pairs of statements that rules are unsure about and no person has judged, the likeliest the same first."""
        with self._ledger.read() as reader:
            judgements = reader.unsure(limit)
            numbers = reader.numbers({one for found in judgements for one in (found.left, found.right)})
            said = {one.statement.id: one for one in reader.said(numbers.values()).values()}
        return [Pair(found, said[found.left], said[found.right]) for found in judgements]

    def document(self, id: str) -> Document | None:
        """A document with its text, by its id; None where the book does not hold it."""
        with self._ledger.read() as reader:
            return reader.document(id)

    def history(self, id: str) -> list[Entry]:
        """The entries that touched a commitment, a statement or a document, the first first.

        Raises UsageError where the book holds nothing with this id.
        """
        with self._ledger.read() as reader:
            entries = reader.history(id)
        if not entries:
            raise UsageError(f"{self.place} holds nothing with the id {id!r}")
        return self._by_then(entries)

    def log(
        self, *, limit: int = 50, after: int | None = None, kind: EntryKind | None = None, run: str | None = None
    ) -> list[Entry]:
        """Entries, the latest first. `after`: only those before this sequence number."""
        with self._ledger.read() as reader:
            return self._by_then(reader.log(limit=limit, after=after, kind=kind, run=run))

    def _by_then(self, entries: list[Entry]) -> list[Entry]:
        if self._day is None:
            return entries
        return [entry for entry in entries if entry.time[:10] <= self._day.isoformat()]

    def counts(self) -> Counts:
        """How many documents, statements, commitments and entries the book holds."""
        with self._ledger.read() as reader:
            return reader.counts()

    def head(self) -> Entry | None:
        """The latest entry; its hash proves all entries before it (`verify`)."""
        with self._ledger.read() as reader:
            return reader.head()

    # saying

    def judge(self, left: str, right: str, verdict: Verdict, *, by: str, note: str | None = None) -> Entry:
        """A person says whether two statements are of one commitment. It outranks every rule, also of later versions.

        `left`, `right`: statements, or commitments (the statement that their id is made from is meant). Raises UsageError
        where the book does not hold them or they are the same statement.
        """
        with self._ledger.read() as reader:
            pair = (
                judging.statement_meant(self._ledger, reader, left),
                judging.statement_meant(self._ledger, reader, right),
            )
        return self._say([pair], verdict, by, note)

    def join(self, ids: Sequence[str], *, by: str, note: str | None = None) -> Entry:
        """A person says that two or more commitments are the same one, with all their statements: one entry, undone as a
        whole. Raises UsageError where they are one commitment already."""
        with self._ledger.read() as reader:
            pairs = judging.joined(self._ledger, reader, ids)
        return self._say(pairs, "same", by, note)

    def split(self, left: str, right: str, *, by: str, note: str | None = None) -> Entry | None:
        """A person says that the statement `right` is not of the same commitment as `left`: a statement, or every other
        statement of a commitment. One entry, undone as a whole; None where they are apart already. Raises UsageError where
        there is nothing to split, or `right` is the commitment itself."""
        with self._ledger.read() as reader:
            if self._found(reader, left).id != self._found(reader, right).id:
                return None
            pairs = judging.parted(self._ledger, reader, left, right)
        return self._say(pairs, "different", by, note)

    def _say(self, pairs: judging.Pairs, verdict: Verdict, by: str, note: str | None) -> Entry:
        found = []
        for left, right in pairs:
            if left == right:
                raise UsageError(f"{left} is one statement: there are not two to judge")
            low, high = sorted((left, right))
            found.append(Judgement(low, high, verdict, by, 1.0, (note,) if note else (), person=True))
        body = JudgementBody(found[0], note) if len(found) == 1 else JudgementsBody(tuple(found), note)
        return self._append("judgement", body)

    def _append(self, kind: EntryKind, body: object) -> Entry:
        with self._ledger.write(self._run) as writer:
            entry = writer.append(kind, body)
        self._settle()
        return entry

    def _settle(self) -> None:
        """Bring lists up to date with what a person said."""
        self.merge()
        with self._ledger.write(self._run) as writer:
            put_summaries(writer)
            write_statuses(writer, self.day)

    # reviewing

    def reject(self, id: str, *, by: str, note: str | None = None) -> Entry:
        """A person says that a commitment (with all its statements) or a statement is none: it leaves every list, and stays in
        the history. It outranks every rule. Raises UsageError where the book does not hold it."""
        return self._append("rejection", Rejection(self._statements_of(id), by, note))

    def confirm(self, id: str, *, by: str, note: str | None = None) -> Entry:
        """A person checked a commitment (with all its statements) or a statement. Raises UsageError as `reject`."""
        return self._append("confirmation", Confirmation(self._statements_of(id), by, note))

    def correct(self, id: str, values: Mapping[str, str], *, by: str, note: str | None = None) -> Entry:
        """A person sets fields of a statement; of a commitment, of the statement whose wording it has.

        `values`: what `pledgebook.book.correcting.values_of` takes, such as {"actors": "Mexico", "quantity": "1.5e9"}. Raises
        UsageError for a field or value that there is not, or where the book does not hold the statement.
        """
        with self._ledger.read() as reader:
            found = self._found(reader, id)
            wanted = id if id.startswith("st-") else found.wording or found.members[0].said.statement.id
            said = next(one.said for one in found.members if one.said.statement.id == wanted)
            document = reader.document(said.statement.document)
        if document is None:
            raise UsageError(f"the text of {id} is not in the book")
        return self._append("correction", Correction(wanted, values_of(said.statement, document, values, by), by, note))

    def forget(self, document: str, *, by: str, note: str | None = None, erase: bool = False) -> Entry:
        """Take a document with its statements out of every list; adding it again does not bring it back, `undo` does.

        `erase`: take its text out of the book, too, which cannot be undone; the hash of its entry stays, so that `verify` still
        proves the others and says what is missing. Raises UsageError where the book does not hold the document.
        """
        if not erase:
            return self._append("removal", Removal(document, by, note))
        with self._ledger.write(self._run) as writer:
            entry = writer.erase(document, by, note)
        self._settle()
        return entry

    def rejected(self, *, limit: int = 50) -> Commitments:
        """What persons rejected, the latest first: a line for each statement."""
        with self._ledger.read() as reader:
            said = reader.said([number for number, _ in reader.rejected(limit)])
            ordered = [said[number] for number, _ in reader.rejected(limit) if number in said]
        return Commitments([Listed(reconcile.commitment([one], []), (), 1, 1, one) for one in ordered])

    def _statements_of(self, id: str) -> tuple[str, ...]:
        with self._ledger.read() as reader:
            found = self._found(reader, id)
        return (id,) if id.startswith("st-") else tuple(member.said.statement.id for member in found.members)

    def undo(self, entry: int, *, by: str, note: str | None = None) -> Entry:
        """What a person said in an entry no longer counts, all of it. Raises UsageError where it cannot be undone."""
        with self._ledger.write(self._run) as writer:
            done = writer.append("undo", Undo(entry, by, note))
            write_statuses(writer, self.day)
        self._settle()
        return done

    # following

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

    def snapshots(self) -> list[tuple[Snapshot, int]]:
        """The snapshots of official records seen by the day of this book, with the number of records of each."""
        with self._ledger.read() as reader:
            return [pair for pair in snapshots(reader) if pair[0].seen <= self.day.isoformat()]

    def series(self, source: str) -> tuple[Snapshot, list[Series]]:
        """The latest snapshot of a source and the series it holds. Raises UsageError where there is none."""
        with self._ledger.read() as reader:
            snapshot = evidence.latest(reader, source, self.day)
            return snapshot, series(snapshot, records_of(reader, snapshot))

    def changes(self, source: str) -> tuple[Snapshot, Snapshot, list[Change]]:
        """The two latest snapshots of a source and what differs between them. Raises UsageError where there are not two."""
        with self._ledger.read() as reader:
            return evidence.compare_snapshots(reader, source, self.day)

    def suggest(self, id: str) -> list[Suggestion]:
        """Which official records may speak of a commitment, the likeliest first."""
        with self._ledger.read() as reader:
            return evidence.suggestions(reader, self._found(reader, id), self.day)

    def suggest_all(self) -> Iterator[tuple[Commitment, list[Suggestion]]]:
        """Every commitment of which no record counts yet and some may, with its suggestions; the snapshots are read once."""
        with self._ledger.read() as reader:
            known = [one for _, found in evidence.catalogue(reader, self.day) for one in found]
            linked = set(reader.followed())
        for page in self.pages():
            for one in page:
                if one.commitment.id not in linked and (found := suggest(one.commitment, known)):
                    yield one.commitment, found

    def link(
        self,
        id: str,
        *,
        by: str,
        suggestion: int | None = None,
        source: str | None = None,
        select: Sequence[tuple[str, str]] = (),
        sum: Addition | None = None,
        period: str | None = None,
        target: Decimal | str | None = None,
        unit: str | None = None,
        label: str | None = None,
        note: str | None = None,
        why: str | None = None,
    ) -> tuple[Entry, Measure]:
        """A person confirms which records count towards a commitment.

        `suggestion`: the place in `suggest`, from 1, to start from. The other fields are those of `model.Measure`; `note` is
        shown beside every total, `why` is kept in the entry. Raises UsageError where the measure is not whole or its
        source is not in the book.
        """
        parts = evidence.Parts(source, tuple(select), sum, period, target, unit, label, note)
        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
            measure = evidence.confirmed(reader, commitment, suggestion, parts, self.day)
        with self._ledger.write(self._run) as writer:
            entry = writer.append("link", Link(commitment.id, measure, by, why))
            write_statuses(writer, self.day, among={commitment.id})
        return entry, measure

    def links(self, id: str) -> list[tuple[int, Link]]:
        """The confirmed measures of a commitment, with the sequence of their entries."""
        with self._ledger.read() as reader:
            return reader.links(id)

    def rule(self, id: str, status: StatusName, *, by: str, note: str, ruled: str | None = None) -> Entry:
        """A person says what became of a commitment: stalled, partly kept, broken or unverifiable, and why.

        `ruled`: ISO date, today for None. Raises UsageError for a status that only evidence can give, an empty note, no date
        or one that lies ahead, a figure (which promises nothing).
        """
        day = past_day(ruled, "a ruling") if ruled else self.day
        if status not in RULED:
            raise UsageError(f"{status} follows from evidence; a person may rule: {', '.join(RULED)}")
        if not note.strip():
            raise UsageError("a ruling needs a note that says why")
        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
        if commitment.kind == "figure":
            raise UsageError(f"{commitment.id} is a figure: it promises nothing that could be kept or broken")
        with self._ledger.write(self._run) as writer:
            entry = writer.append("ruling", Ruled(commitment.id, Ruling(status, by, note, day.isoformat())))
            write_statuses(writer, self.day, among={commitment.id})
        return entry

    def refresh(self) -> None:
        """Work out anew, as of today, what became of every commitment that evidence or a ruling speaks of."""
        with self._ledger.write(self._run) as writer:
            write_statuses(writer, self.day)

    def followed(self, *, every: bool = False) -> Iterator[Followed]:
        """Commitments with what became of them: those that evidence or a ruling speaks of; all where `every` is set."""
        if every:
            return (Followed(one.commitment, one.statuses) for page in self.pages() for one in page)
        return self._spoken_of()

    def _spoken_of(self) -> Iterator[Followed]:
        with self._ledger.read() as reader:
            ids = reader.followed()
            known = as_of.as_known(reader, ids, self._day)
            for id in ids:
                if id in known:
                    yield Followed(known[id], status.statuses_of(reader, known[id], self.day))

    def check(self, id: str) -> list[Checked]:
        """Each stated number of a commitment or figure against each linked measure, with the size of the difference."""
        with self._ledger.read() as reader:
            return status.check(reader, self._found(reader, id), self.day)

    def forecasts(self, id: str) -> list[Forecast | str]:
        """For each linked measure how much will have been delivered by the deadline, or why that cannot be said."""
        with self._ledger.read() as reader:
            return status.foretell(reader, self._found(reader, id), self.day)

    def conversions(self, followed: Followed, currency: str, rates: Path | None = None) -> list[Conversion]:
        """What was promised and delivered in another currency, each with its rate. Raises UsageError where one is missing."""
        return status.in_currency(followed, currency, rates, self.day)

    # keeping

    def verify(
        self,
        head: str | None = None,
        progress: Callable[[int], None] | None = None,
        *,
        seals: Sequence[Seal] = (),
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
