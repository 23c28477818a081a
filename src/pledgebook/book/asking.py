"""`ReadableBook`: a ledger that is held open, as of a day, with what may be asked of it."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from pledgebook import reconcile
from pledgebook.assess import Conversion, Forecast
from pledgebook.book import as_of, evidence, exporting, lists, naming, status
from pledgebook.book.days import day_of, today
from pledgebook.book.exporting import RowsOf
from pledgebook.book.lists import Filters
from pledgebook.book.snapshots import records_of, snapshots
from pledgebook.book.whole import Whole, whole
from pledgebook.errors import UsageError
from pledgebook.evidence import Change, Series, Suggestion, series, suggest
from pledgebook.ledger import Catalogued, Counts, Doubt, Hit, Ledger, Link, Reader, Totals, document_of
from pledgebook.model import Commitment, Delivery, Document, Entry, EntryKind, Snapshot
from pledgebook.publish.answers import Checked, Commitments, Followed, Listed, Pair, Statements
from pledgebook.publish.exchange import URN, Reporter
from pledgebook.publish.formats import Content
from pledgebook.publish.frames import to_pandas

if TYPE_CHECKING:
    import pandas


class ReadableBook:
    """A ledger that is held open, as of a day, with what may be asked of it. `Book` adds what may be said and kept."""

    def __init__(self, ledger: Ledger, day: datetime.date | None = None) -> None:
        self._ledger = ledger
        self._day = day

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

    # asking

    def commitments(self, **filters: Unpack[Filters]) -> Commitments:
        """A page of commitments.

        `filters`: actor, recipient (ids or names), kind ("commitment" unless given; None for all kinds of statement), unit,
        status, period (EDTF; whatever overlaps), text (words), strength, publisher, venue, contradicted (True or False), since,
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
        """How many commitments fit, counted no further than `most`; None where that changes with the day (status, confidence, progress,
        contradictions as of an earlier day) and so is not counted."""
        asked = lists.query_of({"kind": "commitment", **filters}, self._day)
        if (
            asked.status is not None
            or asked.min_confidence is not None
            or asked.progress is not None
            or (self._day and asked.contradicted is not None)
        ):
            return None
        with self._ledger.read() as reader:
            return reader.count_commitments(asked, most)

    def totals(self, *, most: int = 10_000, **filters: Unpack[Filters]) -> Totals:
        """How many commitments fit and what they add up to, unit by unit, looked at no further than `most`. What became of them
        is taken as it was written down last."""
        asked = lists.query_of({"kind": "commitment", **filters}, self._day)
        with self._ledger.read() as reader:
            return reader.totals(asked, most)

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

    def whole(self, id: str) -> Whole:
        """A commitment with everything that is told of it, read in one transaction. `id`, errors: as `commitment`."""
        with self._ledger.read() as reader:
            return whole(self._ledger, reader, id, self._day, self.day)

    @contextmanager
    def export(
        self,
        *,
        rows: RowsOf = "commitments",
        most: int | None = None,
        base: str = URN,
        reporter: Reporter | None = None,
        **filters: Unpack[Filters],
    ) -> Iterator[Content]:
        """The whole book for other programs, as a content that `pledgebook.publish.formats.render` gives a format; all of it as
        it was at one moment.

        `rows`: what a row of a table is, a commitment or a statement. `most`: at most so many commitments. `base`: what the ids
        of linked data begin with, the address of a site. `reporter`: who publishes an IATI file. `filters`: those of
        `commitments`, of all kinds unless you say one.
        """
        limit = filters.pop("limit", None)
        wanted: Filters = {"kind": None, **filters}
        with self._ledger.read() as reader:
            yield exporting.content(
                reader, wanted, self._day, self.day, most or limit, rows, base, reporter or Reporter()
            )

    def _found(self, reader: Reader, id: str) -> Commitment:
        return as_of.known_one(self._ledger, reader, id, self._day)

    def statements(self, **filters: Unpack[Filters]) -> Statements:
        """A page of statements: the filters of `commitments`, for what single documents say."""
        with self._ledger.read() as reader:
            found = reader.statements(lists.query_of(filters, self._day))
            homes = reader.ids_by_statement([one.statement.id for one in found.lines])
        return Statements(found.lines, found.cursor, homes)

    def stated_in(self, document: str, *, rejected: bool = False) -> Statements:
        """What a document says, by its id, in the order of the text, without what persons rejected (`rejected`: with it); nothing
        where the document was taken out or had not been published by the day of this book."""
        with self._ledger.read() as reader:
            if not self._shown(reader, document):
                return Statements()
            said = [
                one
                for one in reader.stated_in(document)
                if rejected or not any(review.kind in ("rejection", "removal") for review in one.reviews)
            ]
            return Statements(said, None, reader.ids_by_statement([one.statement.id for one in said]))

    def catalogue(self, *, limit: int = 50, after: int | None = None) -> tuple[list[Catalogued], int | None]:
        """A page of documents, the latest added first, and what to give as `after` for the next, None at the end. Those that
        persons took out are not among them."""
        with self._ledger.read() as reader:
            found = reader.catalogue(limit=limit, after=after)
        return list(found.lines), None if found.cursor is None else int(found.cursor)

    def catalogued(self, document: str) -> Catalogued | None:
        """One document of that list by its id; None where it is not in it, or had not been published by the day of this book."""
        with self._ledger.read() as reader:
            return reader.catalogued(document) if self._shown(reader, document) else None

    def entry(self, sequence: int) -> Entry | None:
        """One entry by its number; None where there is none, or where the document that it brought was taken out."""
        with self._ledger.read() as reader:
            found = reader.entry(sequence)
            return None if found is None or document_of(found) in reader.taken_out() else found

    def _shown(self, reader: Reader, document: str) -> bool:
        if document in reader.taken_out():
            return False
        known = reader.known_days([document]).get(document)
        return known is not None and (self._day is None or known <= self._day)

    def search(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Statements that hold the words, in any form and order, the best first."""
        with self._ledger.read() as reader:
            return reader.search(words, limit=limit, as_of=self._day)

    def unsure(self, *, limit: int = 20) -> list[Pair]:
        """Pairs of statements that rules are unsure about and no person has judged, one for two commitments, those first whose
        answer would change most (see `pledgebook.reconcile.stake`)."""
        with self._ledger.read() as reader:
            likeliest: dict[tuple[int, int], Doubt] = {}
            for doubt in reader.doubts():
                if doubt.ends not in likeliest or doubt.score > likeliest[doubt.ends].score:
                    likeliest[doubt.ends] = doubt
            costliest = heapq.nsmallest(limit, likeliest.values(), key=_by_stake)
            judgements = reader.doubted([(doubt.entry, doubt.position) for doubt in costliest])
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

    def recent(self, *, limit: int = 50, actor: str | None = None) -> list[tuple[Entry, Commitment]]:
        """What changed lately, the latest first: entries, each with a commitment that it says something of, as that is now.

        `actor`: an id or a name; only what is theirs. Only the latest 2,000 entries are looked at.
        """
        with self._ledger.read() as reader:
            pairs = reader.recent(limit=limit, actor=None if actor is None else naming.id_of(actor))
            found = reader.in_full({id for _, id in pairs})
        kept = [(entry, found[id]) for entry, id in pairs if id in found]
        return [pair for pair in kept if self._day is None or pair[0].time[:10] <= self._day.isoformat()]

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

    def rejected(self, *, limit: int = 50) -> Commitments:
        """What persons rejected, the latest first: a line for each statement."""
        with self._ledger.read() as reader:
            said = reader.said([number for number, _ in reader.rejected(limit)])
            ordered = [said[number] for number, _ in reader.rejected(limit) if number in said]
        return Commitments([Listed(reconcile.commitment([one], []), (), 1, 1, one) for one in ordered])

    # following

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

    def links(self, id: str) -> list[tuple[int, Link]]:
        """The confirmed measures of a commitment, with the sequence of their entries."""
        with self._ledger.read() as reader:
            return reader.links(id)

    def followed(self, *, every: bool = False) -> Iterator[Followed]:
        """Commitments with what became of them: those that evidence or a ruling speaks of; all where `every` is set."""
        if every:
            return (Followed(one.commitment, one.statuses) for page in self.pages() for one in page)
        return self._spoken_of()

    def _spoken_of(self) -> Iterator[Followed]:
        with self._ledger.read() as reader:
            ids = reader.followed()
            known = as_of.as_known(reader, ids, self._day)
            became = status.statuses_of_all(reader, list(known.values()), self.day)
            for id in ids:
                if id in known:
                    yield Followed(known[id], became[known[id].id])

    def check(self, id: str) -> list[Checked]:
        """Each stated number of a commitment or figure against each linked measure, with the size of the difference."""
        with self._ledger.read() as reader:
            return status.check(reader, self._found(reader, id), self.day)

    def deliveries(self, id: str) -> list[Delivery]:
        """What each confirmed measure of a commitment adds up to, record by record, as far as had been seen by the day."""
        with self._ledger.read() as reader:
            return status.deliveries(reader, self._found(reader, id), self.day)

    def forecasts(self, id: str) -> list[Forecast | str]:
        """For each linked measure how much will have been delivered by the deadline, or why that cannot be said."""
        with self._ledger.read() as reader:
            return status.foretell(reader, self._found(reader, id), self.day)

    def conversions(self, followed: Followed, currency: str, rates: Path | None = None) -> list[Conversion]:
        """What was promised and delivered in another currency, each with its rate. Raises UsageError where one is missing."""
        return status.in_currency(followed, currency, rates, self.day)


def _by_stake(doubt: Doubt) -> tuple[float, int, int]:
    """What hangs on a question, the most first; of equals the earliest judged."""
    stake = reconcile.stake(doubt.score, doubt.kinds, doubt.documents, doubt.amounts, doubt.units)
    return -stake, doubt.entry, doubt.position
