"""`Book`: a ledger that is kept, with what may be asked of it and said about it."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from pledgebook.book import following
from pledgebook.book.following import Checked, EvidenceReceipt, Followed
from pledgebook.book.merging import derive, merge
from pledgebook.book.pages import Commitments, Hit, Listed, Pair, Statements
from pledgebook.book.reading import Reading, check_date, document_of, sources_of, statements_of
from pledgebook.errors import UsageError
from pledgebook.model import (
    Commitment,
    Document,
    Entry,
    EntryKind,
    Judgement,
    Measure,
    Problem,
    Ruling,
    Snapshot,
    StatusName,
    Verdict,
    days_of,
)

if TYPE_CHECKING:
    from pledgebook.assess import Conversion, Forecast
    from pledgebook.evidence import Change, Series, Suggestion
    from pledgebook.ledger import Counts, Ledger, Reader
    from pledgebook.model import SourceSort

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

    def as_of(self, day: str | datetime.date) -> Self:
        """The same book as a reader of that day could have known it: what had been said, seen and ruled by then.

        Raises UsageError where `day` is no date. Close the book, not what this gives.
        """
        return type(self)(self._ledger, day_of(day) if isinstance(day, str) else day)

    @property
    def day(self) -> datetime.date:
        """The day as of which the book speaks: that of `as_of`, else today (UTC)."""
        return self._day or datetime.datetime.now(datetime.UTC).date()

    def commitments(self, **wanted: Any) -> Commitments:
        """A page of commitments.

        `wanted`: actor, recipient (ids or names), kind ("commitment" unless given; None for all kinds of statement), unit,
        status, period (EDTF; whatever overlaps), text (words), strength, publisher, contradicted (True or False), since,
        until (days of the first statement), sort ("first_stated", "deadline", "amount", "actor", "statements"),
        descending, limit (50), after (the cursor of the page before).

        Raises UsageError for a filter that does not exist or has no such value.
        """
        return self._page(wanted, whole=False)

    def pages(self, *, limit: int | None = None, **wanted: Any) -> Iterator[Commitments]:
        """All that `commitments` finds, page by page, each commitment with its statements. `limit`: at most so many in all."""
        left = limit
        while True:
            size = PAGE if left is None else min(left, PAGE)
            page = self._page({**wanted, "limit": size}, whole=True)
            yield page
            left = None if left is None else left - len(page)
            if page.cursor is None or left == 0:
                return
            wanted["after"] = page.cursor

    def _page(self, wanted: dict[str, Any], *, whole: bool) -> Commitments:
        from pledgebook.ledger import Wanted

        try:
            asked = Wanted(**{"kind": "commitment", **wanted, "as_of": self._day})
        except TypeError as error:
            raise UsageError(f"there is no such filter: {error}") from error
        with self._ledger.read() as reader:
            found = reader.commitments(asked)
            lines = []
            for line in found.lines:
                commitment = line.commitment
                statements, documents = line.statements, line.documents
                if whole or (self._day is not None and line.last_known > self._day):
                    whole_one = self._then(reader, commitment.id)
                    if whole_one is None:
                        continue
                    commitment = whole_one
                    statements = len(commitment.members)
                    documents = len({member.said.imprint.id for member in commitment.members})
                statuses = following.follow(reader, commitment, self.day).statuses if whole or line.statuses else ()
                lines.append(Listed(commitment, statuses, statements, documents))
        return Commitments(lines, found.cursor)

    def _then(self, reader: Reader, id: str) -> Commitment | None:
        """A commitment with its statements, as it could be known on the day of this book."""
        from pledgebook import reconcile

        found = reader.commitment(id)
        if found is None or self._day is None:
            return found
        known = reader.known_days({member.said.imprint.id for member in found.members})
        kept = [member.said for member in found.members if known[member.said.imprint.id] <= self._day]
        if not kept:
            return None
        if len(kept) == len(found.members):
            return found
        judgements = reader.judgements(reader.numbers([one.statement.id for one in kept]).values())
        return reconcile.commitment(kept, judgements, found.relations)

    def commitment(self, id: str) -> Followed:
        """A commitment with all its statements, and what became of it.

        `id`: its own, the one that any of its statements would give it, or the id of a statement. Raises UsageError where
        the book holds no such commitment (as of its day).
        """
        with self._ledger.read() as reader:
            return following.follow(reader, self._found(reader, id), self.day)

    def _found(self, reader: Reader, id: str) -> Commitment:
        found = self._then(reader, id)
        if found is None:
            when = f" as of {self._day}" if self._day else ""
            raise UsageError(f"{self.place} holds no commitment {id!r}{when}")
        return found

    def statements(self, **wanted: Any) -> Statements:
        """A page of statements: the filters of `commitments`, for what single documents say."""
        from pledgebook.ledger import Wanted

        try:
            asked = Wanted(**{**wanted, "as_of": self._day})
        except TypeError as error:
            raise UsageError(f"there is no such filter: {error}") from error
        with self._ledger.read() as reader:
            found = reader.statements(asked)
        return Statements(found.lines, found.cursor)

    def search(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Statements that hold the words, in any form and order, the best first."""
        with self._ledger.read() as reader:
            return [
                Hit(one.said, one.commitment, one.marks) for one in reader.search(words, limit=limit, as_of=self._day)
            ]

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
        """The entries that touched a commitment, a statement or a document, the first first."""
        with self._ledger.read() as reader:
            return self._by_then(reader.history(id))

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

        `left`, `right`: statements, or commitments (their earliest statement is meant). Raises UsageError where the book
        does not hold them or they are the same statement.
        """
        with self._ledger.read() as reader:
            one, other = (self._statement(reader, id) for id in (left, right))
        entry = self._say(one, other, verdict, by, note)
        self.merge()
        return entry

    def join(self, ids: Sequence[str], *, by: str, note: str | None = None) -> list[Entry]:
        """A person says that two or more commitments are the same one: an entry for each pair with the first."""
        with self._ledger.read() as reader:
            statements = [self._statement(reader, id) for id in ids]
        entries = [self._say(statements[0], other, "same", by, note) for other in statements[1:]]
        self.merge()
        return entries

    def split(self, left: str, right: str, *, by: str, note: str | None = None) -> list[Entry]:
        """A person says that the statement `right` is not of the same commitment as `left`: a statement, or every other
        statement of a commitment. Raises UsageError where there is nothing to split."""
        with self._ledger.read() as reader:
            away = self._statement(reader, right)
            if left.startswith("st-"):
                others = [left]
            else:
                others = [member.said.statement.id for member in self._found(reader, left).members]
        others = [one for one in others if one != away]
        if not others:
            raise UsageError(f"{left} holds nothing but {right}: there is nothing to split")
        entries = [self._say(one, away, "different", by, note) for one in others]
        self.merge()
        return entries

    def _say(self, left: str, right: str, verdict: Verdict, by: str, note: str | None) -> Entry:
        from pledgebook.ledger import JudgementBody

        if left == right:
            raise UsageError(f"{left} is one statement: there are not two to judge")
        low, high = sorted((left, right))
        reasons = (note,) if note else ()
        judgement = Judgement(low, high, verdict, by, 1.0, reasons, person=True)
        with self._ledger.write(self._run) as writer:
            return writer.append("judgement", JudgementBody(judgement, note))

    def _statement(self, reader: Reader, id: str) -> str:
        found = self._found(reader, id)
        return id if id.startswith("st-") else found.members[0].said.statement.id

    def undo(self, entry: int, *, by: str, note: str | None = None) -> Entry:
        """A judgement, link or ruling no longer counts. Raises UsageError where the entry cannot be undone."""
        from pledgebook.ledger import Undo

        with self._ledger.write(self._run) as writer:
            done = writer.append("undo", Undo(entry, by, note))
        self.merge()
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
        return following.keep_evidence(
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
            return [pair for pair in reader.snapshots() if pair[0].seen <= self.day.isoformat()]

    def series(self, source: str) -> tuple[Snapshot, list[Series]]:
        """The latest snapshot of a source and the series it holds. Raises UsageError where there is none."""
        from pledgebook.evidence import series

        with self._ledger.read() as reader:
            snapshot = following.latest(reader, source, self.day)
            return snapshot, series(snapshot, reader.records(snapshot))

    def changes(self, source: str) -> tuple[Snapshot, Snapshot, list[Change]]:
        """The two latest snapshots of a source and what differs between them. Raises UsageError where there are not two."""
        with self._ledger.read() as reader:
            return following.compare_snapshots(reader, source)

    def suggest(self, id: str) -> list[Suggestion]:
        """Which official records may speak of a commitment, the likeliest first."""
        with self._ledger.read() as reader:
            return following.suggestions(reader, self._found(reader, id), self.day)

    def link(
        self,
        id: str,
        *,
        by: str,
        suggestion: int | None = None,
        source: str | None = None,
        select: Sequence[tuple[str, str]] = (),
        sum: Literal["value", "last", "amount"] | None = None,
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
        from pledgebook.ledger import Link

        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
            base = None
            if suggestion is not None:
                found = following.suggestions(reader, commitment, self.day)
                if not 1 <= suggestion <= len(found):
                    raise UsageError(
                        f"there are {len(found)} suggestions for {commitment.id}, and no number {suggestion}"
                    )
                base = found[suggestion - 1].measure
            measure = following.measure_from(
                commitment,
                base,
                source=source,
                select=select,
                sum=sum,
                period=period,
                target=target,
                unit=unit,
                label=label,
                note=note,
            )
            following.latest(reader, measure.source, datetime.date.max)
        with self._ledger.write(self._run) as writer:
            entry = writer.append("link", Link(commitment.id, measure, by, why))
        self._refresh(commitment.id)
        return entry, measure

    def rule(self, id: str, status: StatusName, *, by: str, note: str, ruled: str | None = None) -> Entry:
        """A person says what became of a commitment: stalled, partly kept, broken or unverifiable, and why.

        `ruled`: ISO date, today for None. Raises UsageError for a status that only evidence can give, an empty note, no date.
        """
        from pledgebook.ledger import Ruled
        from pledgebook.model import RULED

        if status not in RULED:
            raise UsageError(f"{status} follows from evidence; a person may rule: {', '.join(RULED)}")
        if not note.strip():
            raise UsageError("a ruling needs a note that says why")
        day = day_of(ruled).isoformat() if ruled else self.day.isoformat()
        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
        with self._ledger.write(self._run) as writer:
            entry = writer.append("ruling", Ruled(commitment.id, Ruling(status, by, note, day)))
        self._refresh(commitment.id)
        return entry

    def _refresh(self, *ids: str) -> None:
        """Write what became of commitments beside their summaries, so that lists can filter by it."""
        with self._ledger.write(self._run) as writer:
            for id in ids:
                found = writer.commitment(id)
                if found is not None:
                    writer.put_status(found.id, following.follow(writer, found, self.day).statuses)

    def refresh(self) -> None:
        """Work out anew, as of today, what became of every commitment that evidence or a ruling speaks of."""
        with self._ledger.read() as reader:
            ids = reader.followed()
        self._refresh(*ids)

    def followed(self, *, every: bool = False) -> Iterator[Followed]:
        """Commitments with what became of them: those that evidence or a ruling speaks of; all where `every` is set."""
        if every:
            for page in self.pages():
                yield from (Followed(one.commitment, one.statuses) for one in page)
            return
        with self._ledger.read() as reader:
            for id in reader.followed():
                found = self._then(reader, id)
                if found is not None:
                    yield following.follow(reader, found, self.day)

    def check(self, id: str) -> list[Checked]:
        """Each stated number of a commitment or figure against each linked measure, with the size of the difference."""
        with self._ledger.read() as reader:
            return following.check(reader, self._found(reader, id), self.day)

    def forecasts(self, id: str) -> list[Forecast | str]:
        """For each linked measure how much will have been delivered by the deadline, or why that cannot be said."""
        with self._ledger.read() as reader:
            return following.foretell(reader, self._found(reader, id), self.day)

    def conversions(self, followed: Followed, currency: str, rates: Path | None = None) -> list[Conversion]:
        """What was promised and delivered in another currency, each with its rate. Raises UsageError where one is missing."""
        return following.in_currency(followed, currency, rates, self.day)

    # keeping

    def verify(self, head: str | None = None, progress: Callable[[int], None] | None = None) -> list[Problem]:
        """Everything that is not as it was written: entries, quotes, tables. Empty when all is well."""
        return self._ledger.verify(head, progress)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Make all tables anew from the entries, in one transaction; the result is the same."""
        self._ledger.rebuild(derive, progress)
        self.refresh()

    def backup(self, target: str | PathLike[str]) -> None:
        """Copy the book to one new file. Raises UsageError where the file is there already."""
        self._ledger.backup(Path(target))


PAGE = 500
"""Commitments of a page where all are asked for."""


def _batches(readings: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    left = iter(readings)
    while some := list(itertools.islice(left, size)):
        yield some
