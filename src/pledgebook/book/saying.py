"""`SpokenBook`: what persons say of commitments, kept as entries of the ledger, and what follows from it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from pledgebook.book import evidence, judging
from pledgebook.book.asking import ReadableBook
from pledgebook.book.days import past_day
from pledgebook.book.merging import merge, put_summaries
from pledgebook.book.seen import Seen, check
from pledgebook.book.status import write_statuses
from pledgebook.errors import UsageError
from pledgebook.ledger import JudgementBody, JudgementsBody, Ledger, Link, Ruled, Undo, Writer
from pledgebook.model import (
    RULED,
    Addition,
    Entry,
    EntryKind,
    Judgement,
    Measure,
    RelationType,
    Ruling,
    StatusName,
    Verdict,
)


class SpokenBook(ReadableBook):
    """A book in which persons judge what belongs together, what delivers on what, and what became of it."""

    def __init__(self, ledger: Ledger, day: datetime.date | None = None) -> None:
        super().__init__(ledger, day)
        self._run = f"run-{uuid.uuid4().hex[:12]}"
        self._seen: tuple[tuple[str, ...], Seen] | None = None

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

    def deliver(self, commitment: str, deed: str, *, by: str, note: str | None = None, delivers: bool = True) -> Entry:
        """A person says that a deed (an action or a figure of the ledger) delivers on a commitment, or (`delivers` False) that it does
        not, whatever a rule says. It is shown as progress and never added to official records.

        `commitment`, `deed`: statements, or commitments (the statement that their id is made from is meant). Raises UsageError where
        the book does not hold them or they are the same statement.
        """
        with self._ledger.read() as reader:
            promise, told = (judging.statement_meant(self._ledger, reader, one) for one in (commitment, deed))
        if promise == told:
            raise UsageError(f"{told} is one statement: nothing delivers on itself")
        low, high = sorted((promise, told))
        relation: RelationType = "delivers" if delivers else "unrelated"
        reasons = (note,) if note else ()
        judged = Judgement(low, high, "different", by, 1.0, reasons, person=True, relation=relation, source=told)
        return self._append("judgement", JudgementBody(judged, note))

    def _say(self, pairs: judging.Pairs, verdict: Verdict, by: str, note: str | None) -> Entry:
        found = []
        for left, right in pairs:
            if left == right:
                raise UsageError(f"{left} is one statement: there are not two to judge")
            low, high = sorted((left, right))
            found.append(Judgement(low, high, verdict, by, 1.0, (note,) if note else (), person=True))
        body = JudgementBody(found[0], note) if len(found) == 1 else JudgementsBody(tuple(found), note)
        return self._append("judgement", body)

    def undo(self, entry: int, *, by: str, note: str | None = None) -> Entry:
        """What a person said in an entry no longer counts, all of it. Raises UsageError where it cannot be undone."""
        with self._saying() as writer:
            done = writer.append("undo", Undo(entry, by, note))
            write_statuses(writer, self.day)
        self._settle()
        return done

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
        with self._saying() as writer:
            entry = writer.append("ruling", Ruled(commitment.id, Ruling(status, by, note, day.isoformat())))
            write_statuses(writer, self.day, among={commitment.id})
        return entry

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
        with self._saying() as writer:
            entry = writer.append("link", Link(commitment.id, measure, by, why))
            write_statuses(writer, self.day, among={commitment.id})
        return entry, measure

    def merge(self, *, again: bool = False, progress: Callable[[int], None] | None = None) -> int:
        """Give every new statement its place among the commitments; how many were placed.

        `again`: judge all statements anew by the rules of this version; what persons said stays. `progress`: told the
        number placed so far.
        """
        placed = merge(self._ledger, self._run, again=again, progress=progress)
        if placed:
            self.refresh()
        return placed

    def refresh(self) -> None:
        """Work out anew, as of today, what became of every commitment that evidence or a ruling speaks of."""
        with self._ledger.write(self._run) as writer:
            write_statuses(writer, self.day)

    @contextmanager
    def _saying(self) -> Iterator[Writer]:
        """The transaction in which a person speaks, once it is sure that they know of what."""
        with self._ledger.write(self._run) as writer:
            if self._seen is not None:
                check(writer, *self._seen)
            yield writer

    def _append(self, kind: EntryKind, body: object) -> Entry:
        with self._saying() as writer:
            entry = writer.append(kind, body)
        self._settle()
        return entry

    def _settle(self) -> None:
        """Bring lists up to date with what a person said."""
        self.merge()
        with self._ledger.write(self._run) as writer:
            put_summaries(writer)
            write_statuses(writer, self.day)
