"""`Book`: a ledger that is kept, with what may be asked of it and said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pledgebook.book import adding, asking, following, saying
from pledgebook.book.adding import Receipt
from pledgebook.book.following import EvidenceReceipt
from pledgebook.book.merging import commitments_of, derive, features_of, merge
from pledgebook.book.opened import Opened, past_day
from pledgebook.errors import UsageError
from pledgebook.ledger import Hit
from pledgebook.model import (
    Commitment,
    Document,
    Entry,
    EntryKind,
    Measure,
    Problem,
    Reading,
    Snapshot,
    StatusName,
    Verdict,
)
from pledgebook.publish.answers import Checked, Commitments, Followed, Pair, Statements

if TYPE_CHECKING:
    from pledgebook.assess import Conversion, Forecast
    from pledgebook.evidence import Change, Series, Suggestion
    from pledgebook.ledger import Counts, Link, Reader
    from pledgebook.model import SourceSort


class Book(Opened):
    """A ledger of commitments in a file or on a server.

    >>> with Book.open("summit.db") as book:  # doctest: +SKIP
    ...     book.add(["fact-sheet.txt"], published="2022-06-10", publisher="The White House")
    ...     book.commitments(actor="MX", unit="USD").to_pandas()

    Use it as a context manager, or close it. One book may be used by several processes at once; writers take turns.
    """

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
        return adding.adding(self._ledger, self._run, sources, published, publisher, title, allow_private_network)

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

    def commitments(self, **filters: Any) -> Commitments:
        """A page of commitments.

        `filters`: actor, recipient (ids or names), kind ("commitment" unless given; None for all kinds of statement), unit,
        status, period (EDTF; whatever overlaps), text (words), strength, publisher, contradicted (True or False), since,
        until (days of the first statement), sort ("first_stated", "deadline", "amount", "actor", "statements"),
        descending, limit (50), after (the cursor of the page before).

        Raises UsageError for a filter that does not exist or has no such value.
        """
        asked = asking.wanted({"kind": "commitment", **filters}, self._day)
        return asking.page(self._ledger, asked, self.day, whole=False)

    def pages(self, *, limit: int | None = None, **filters: Any) -> Iterator[Commitments]:
        """All that `commitments` finds, page by page, each commitment with its statements. `limit`: at most so many in all."""
        return asking.pages(self._ledger, {"kind": "commitment", **filters}, self._day, self.day, limit)

    def commitment(self, id: str) -> Followed:
        """A commitment with all its statements, and what became of it.

        `id`: its own, the one that any of its statements would give it, or the id of a statement. Raises UsageError where
        the book holds no such commitment (as of its day).
        """
        with self._ledger.read() as reader:
            return following.follow(reader, self._found(reader, id), self.day)

    def _found(self, reader: Reader, id: str) -> Commitment:
        return asking.found_in(self._ledger, reader, id, self._day)

    def statements(self, **filters: Any) -> Statements:
        """A page of statements: the filters of `commitments`, for what single documents say."""
        return asking.statements(self._ledger, asking.wanted(filters, self._day))

    def search(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Statements that hold the words, in any form and order, the best first."""
        return asking.search(self._ledger, words, limit, self._day)

    def unsure(self, *, limit: int = 20) -> list[Pair]:
        """Pairs of statements that rules are unsure about and no person has judged, the likeliest the same first."""
        return asking.unsure(self._ledger, limit)

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
            pair = self._statement(reader, left), self._statement(reader, right)
        return self._say([pair], verdict, by, note)[0]

    def join(self, ids: Sequence[str], *, by: str, note: str | None = None) -> list[Entry]:
        """A person says that two or more commitments are the same one, with all their statements: an entry for each
        statement with the first. Raises UsageError where they are one commitment already."""
        with self._ledger.read() as reader:
            if len({self._found(reader, id).id for id in ids}) < 2:
                raise UsageError(f"{' and '.join(ids)} are one commitment already")
            pairs = saying.joined(self._ledger, reader, ids)
        return self._say(pairs, "same", by, note)

    def split(self, left: str, right: str, *, by: str, note: str | None = None) -> list[Entry]:
        """A person says that the statement `right` is not of the same commitment as `left`: a statement, or every other
        statement of a commitment. Raises UsageError where there is nothing to split, or `right` is the commitment itself."""
        with self._ledger.read() as reader:
            pairs = saying.parted(self._ledger, reader, left, right)
        return self._say(pairs, "different", by, note)

    def _say(self, pairs: list[tuple[str, str]], verdict: Verdict, by: str, note: str | None) -> list[Entry]:
        entries = saying.judge(self._ledger, self._run, pairs, verdict, by, note)
        self.merge()
        return entries

    def _statement(self, reader: Reader, id: str) -> str:
        return saying.statement_meant(self._ledger, reader, id)

    def undo(self, entry: int, *, by: str, note: str | None = None) -> Entry:
        """A judgement, link or ruling no longer counts. Raises UsageError where the entry cannot be undone."""
        with self._ledger.read() as reader:
            before = reader.followed()
        done = saying.undo(self._ledger, self._run, entry, by, note)
        self.merge()
        self.refresh()
        self._refresh(*before)  # what nothing speaks of any more is not among those that are refreshed
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
        receipt = following.keep_evidence(
            self._ledger,
            self._run,
            Path(path),
            description=given,
            seen=seen,
            source=source,
            sort=sort,
            progress=progress,
        )
        if receipt.outcome == "new":
            self.refresh()
        return receipt

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
            return following.compare_snapshots(reader, source, self.day)

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
        parts = following.Parts(source, tuple(select), sum, period, target, unit, label, note)
        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
            measure = following.confirmed(reader, commitment, suggestion, parts, self.day)
        entry = saying.link(self._ledger, self._run, commitment.id, measure, by, why)
        self._refresh(commitment.id)
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
        with self._ledger.read() as reader:
            commitment = self._found(reader, id)
        if commitment.kind == "figure":
            raise UsageError(f"{commitment.id} is a figure: it promises nothing that could be kept or broken")
        entry = saying.rule(self._ledger, self._run, commitment.id, status, by, note, day)
        self._refresh(commitment.id)
        return entry

    def _refresh(self, *ids: str) -> None:
        """Write what became of commitments beside their summaries, so that lists can filter by it."""
        if not ids:
            return
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
            return (Followed(one.commitment, one.statuses) for page in self.pages() for one in page)
        return following.all_followed(self._ledger, self._day, self.day)

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
        from pledgebook.ledger import Derivation

        derivation = Derivation(
            features_of, commitments_of, lambda reader, found, day: following.follow(reader, found, day).statuses
        )
        return self._ledger.verify(head, progress, derivation)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> None:
        """Make all tables anew from the entries, in one transaction; the result is the same."""
        self._ledger.rebuild(derive, progress)
        self.refresh()

    def backup(self, target: str | PathLike[str]) -> None:
        """Copy the book to one new file. Raises UsageError where the file is there already."""
        self._ledger.backup(Path(target))
