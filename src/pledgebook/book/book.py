"""`Book`: what may be said about a ledger and kept in it, beside what may be asked of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Self

from pledgebook.book import adding, evidence, judging, status
from pledgebook.book.adding import Receipt
from pledgebook.book.asking import ReadableBook
from pledgebook.book.correcting import values_of
from pledgebook.book.days import past_day, today
from pledgebook.book.evidence import EvidenceReceipt
from pledgebook.book.merging import commitments_of, derive, features_of, merge, put_summaries
from pledgebook.book.reading import Given, ReadDocument, by_rules
from pledgebook.book.seen import Seen, check, seen_now
from pledgebook.book.status import write_statuses
from pledgebook.config import book_place
from pledgebook.errors import UsageError
from pledgebook.ledger import (
    Confirmation,
    Correction,
    Derivation,
    JudgementBody,
    JudgementsBody,
    Ledger,
    Link,
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
    Entry,
    EntryKind,
    Judgement,
    Measure,
    Problem,
    Reading,
    RelationType,
    Ruling,
    SourceSort,
    StatusName,
    Verdict,
)


class Book(ReadableBook):
    """A ledger of commitments in a file or on a server.

    >>> with Book.open("summit.db") as book:  # doctest: +SKIP
    ...     book.add(["fact-sheet.txt"], published="2022-06-10", publisher="The White House")
    ...     book.commitments(actor="MX", unit="USD").to_pandas()

    Use it as a context manager, or close it. One book may be used by several processes at once; writers take turns.
    """

    def __init__(self, ledger: Ledger, day: datetime.date | None = None) -> None:
        super().__init__(ledger, day)
        self._run = f"run-{uuid.uuid4().hex[:12]}"
        self._seen: tuple[tuple[str, ...], Seen] | None = None

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

    def seen(self, ids: Sequence[str]) -> Seen:
        """What somebody who looks at commitments or statements now sees, to be given to `seeing` when they decide. Raises
        ChangedError for one that is in no list any more, UsageError for one that the book never held."""
        with self._ledger.read() as reader:
            return seen_now(reader, ids)

    def seeing(self, ids: Sequence[str], seen: Seen) -> Self:
        """The same book for somebody who saw these commitments or statements so. What they say is kept only if nobody spoke of them
        meanwhile and they still hold the same statements: the check and the entry are one transaction. Close the book, not what
        this gives.

        Raises ChangedError where that is so already, as does every act later.
        """
        with self._ledger.read() as reader:
            check(reader, ids, seen)
        book = type(self)(self._ledger, self._day)
        book._seen = tuple(ids), seen
        return book

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

    # reviewing

    def reject(self, id: str, *, by: str, note: str | None = None) -> Entry:
        """A person says that a commitment (with all its statements) or a statement is none: it leaves every list, and stays in
        the history. It outranks every rule. Raises UsageError where the book does not hold it."""
        return self._append("rejection", Rejection(self._statements_of(id), by, note))

    def confirm(self, id: str, *, by: str, note: str | None = None, needs_second: bool = False) -> Entry:
        """A person checked a commitment (with all its statements) or a statement. `needs_second`: it counts as reviewed only when
        somebody else has, too. Raises UsageError as `reject`."""
        return self._append("confirmation", Confirmation(self._statements_of(id), by, note, needs_second))

    def correct(
        self, id: str, values: Mapping[str, str], *, by: str, note: str | None = None, needs_second: bool = False
    ) -> Entry:
        """A person sets fields of a statement; of a commitment, of the statement whose wording it has. `needs_second`: see `confirm`.

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
        found_values = values_of(said.statement, document, values, by)
        return self._append("correction", Correction(wanted, found_values, by, note, needs_second))

    def forget(self, document: str, *, by: str, note: str | None = None, erase: bool = False) -> Entry:
        """Take a document with its statements out of every list; adding it again does not bring it back, `undo` does.

        `erase`: take its text out of the book, too, which cannot be undone; the hash of its entry stays, so that `verify` still
        proves the others and says what is missing. Raises UsageError where the book does not hold the document.
        """
        if not erase:
            return self._append("removal", Removal(document, by, note))
        if not document.isascii():  # an id is, and what is no text cannot be asked of a database
            raise UsageError(f"{document!a} is no id of a document")
        with self._saying() as writer:
            entry = writer.erase(document, by, note)
        self._settle()
        return entry

    def _statements_of(self, id: str) -> tuple[str, ...]:
        with self._ledger.read() as reader:
            found = self._found(reader, id)
        return (id,) if id.startswith("st-") else tuple(member.said.statement.id for member in found.members)

    def undo(self, entry: int, *, by: str, note: str | None = None) -> Entry:
        """What a person said in an entry no longer counts, all of it. Raises UsageError where it cannot be undone."""
        with self._saying() as writer:
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

    def refresh(self) -> None:
        """Work out anew, as of today, what became of every commitment that evidence or a ruling speaks of."""
        with self._ledger.write(self._run) as writer:
            write_statuses(writer, self.day)

    # keeping

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
