"""What an entry means for the tables: the only place that interprets bodies.

Adding to a book and rebuilding it go through the same methods, with values at hand or decoded from a body.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, func, select, update

from pledgebook.errors import UsageError
from pledgebook.ledger import summaries
from pledgebook.ledger.bodies import (
    BODIES as BODIES,
)
from pledgebook.ledger.bodies import (
    Change,
    Confirmation,
    Correction,
    Erased,
    JudgementBody,
    JudgementsBody,
    Link,
    MergeBody,
    Rejection,
    Removal,
    Ruled,
    SnapshotBody,
    Undo,
    decode,
    decode_document,
    encode,
    is_erased,
    read,
    spans,
)
from pledgebook.ledger.store import ids, schema
from pledgebook.ledger.store.rows import BATCH, Rows, among, listed, parts
from pledgebook.ledger.store.rows import insert as insert_rows
from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_DAY
from pledgebook.ledger.store.values import actor_facets, column, days, known_day, origin, short
from pledgebook.model import Document, Entry, Imprint, Judgement, Statement

ERASED = "erased"
"""The kind and strength of a statement whose text was erased."""
_UNDOABLE = (schema.judgements, schema.reviews, schema.notes, schema.snapshots, schema.undone)
"""The tables of what persons say: each entry has its rows in one of them."""


class Tables:
    """The derived tables, within one transaction."""

    def __init__(self, connection: Connection, rows: Rows) -> None:
        self.connection = connection
        self.rows = rows
        last = connection.execute(select(func.max(schema.statements.c.number))).scalar()
        self.next = (last or 0) + 1
        # what is known of the documents in hand: by id their number and how many sources have them as the latest text
        self.documents: dict[str, int | None] = {}
        self.latest: dict[str, tuple[int, int] | None] = {}  # origin → sequence and document of its latest text
        self.seen: set[tuple[str, int]] = set()  # origin and document

    def flush(self) -> None:
        """Put all waiting rows into their tables."""
        self.rows.flush()

    # -- documents ---------------------------------------------------------------------------------------------------

    def look_up(self, texts_held: Collection[str], origins: Collection[str]) -> None:
        """Learn in two queries what the book holds of these texts and of these sources."""
        if len(self.documents) > 10 * BATCH:
            self.flush()
            self.documents.clear()
            self.latest.clear()
            self.seen.clear()
        texts, places = schema.documents.c, schema.sources.c
        unknown = [one for one in dict.fromkeys(texts_held) if one not in self.documents]
        if unknown:
            self.documents.update(dict.fromkeys(unknown))
            query = select(texts.id, texts.number).where(among(self.connection, texts.id, "ids", words=True))
            for row in self.connection.execute(query, {"ids": listed(self.connection, unknown)}):
                self.documents[row.id] = row.number
        fresh = [one for one in dict.fromkeys(origins) if one not in self.latest]
        if fresh:
            self.latest.update(dict.fromkeys(fresh))
            query = select(places.origin, places.sequence, places.document, places.latest).where(
                among(self.connection, places.origin, "origins", words=True)
            )
            for place in self.connection.execute(query, {"origins": listed(self.connection, fresh)}):
                self.seen.add((place.origin, place.document))
                if place.latest:
                    self.latest[place.origin] = place.sequence, place.document

    def document(
        self, entry: Entry, document: Document, statements: Sequence[Statement], lengths: Sequence[int]
    ) -> None:
        """A new text with its statements."""
        sequence, first = entry.sequence, self.next
        known = known_day(document.published, entry.time[:10])
        of, number = self.rows.of, first
        lines, names, pending, words = of[schema.statements], of[schema.names], of[schema.pending], self.rows.words
        for statement, start, length in zip(statements, spans(len(entry.body), lengths), lengths, strict=True):
            begins, ends = days(statement.period.edtf) if statement.period else (UNKNOWN_DAY, NO_DAY)
            unit = short(statement.quantity.unit) if statement.quantity else None
            lines.append(
                (number, statement.id, sequence, start, length, statement.kind, unit, statement.strength, begins, ends)
            )
            for facet in actor_facets("actor", statement.actors):
                names.append((facet, number))
            for facet in actor_facets("recipient", statement.recipients):
                names.append((facet, number))
            pending.append((number,))
            words.append((number, statement.quote.text))
            number += 1
        self.next = number
        of[schema.documents].append(
            (
                sequence,
                document.id,
                column(document.source),
                column(document.title),
                column(document.publisher),
                column(document.published),
                column(document.url),
                known,
                first,
                len(statements),
                1,
            )
        )
        self.documents[document.id] = sequence
        self._found(entry, origin(document.source, document.url), sequence, document, known_text=False)
        if self.rows.size() > BATCH:
            self.flush()

    def copy(self, entry: Entry, imprint: Imprint) -> None:
        """A text that the book holds already, found at a further source."""
        number = self.documents[imprint.id]
        if number is None:
            raise UsageError(f"entry {entry.sequence} is a copy of a document that the book does not hold")
        self._found(entry, origin(imprint.source, imprint.url), number, imprint, known_text=True)

    def erased(self, entry: Entry, body: Erased) -> None:
        """A text that was erased: its statements keep their numbers and ids, and nothing else."""
        imprint, first = body.erased, self.next
        self.look_up((imprint.id,), (origin(imprint.source, imprint.url),))
        lines = self.rows.of[schema.statements]
        for number, one in enumerate(body.statements, first):
            lines.append((number, one, entry.sequence, 0, 0, ERASED, None, ERASED, UNKNOWN_DAY, NO_DAY))
            self.rows.of[schema.pending].append((number,))
        self.next = first + len(body.statements)
        known = known_day(imprint.published, entry.time[:10])
        source, url = column(imprint.source), column(imprint.url)
        row = (entry.sequence, imprint.id, source, None, column(imprint.publisher), column(imprint.published), url)
        self.rows.of[schema.documents].append((*row, known, first, len(body.statements), 1))
        self.documents[imprint.id] = entry.sequence
        where = origin(imprint.source, imprint.url)
        self._found(entry, where, entry.sequence, imprint, known_text=False)

    def statements_of(self, document: str) -> range:
        """The numbers of the statements of a document. Raises UsageError where the book does not hold it."""
        self.flush()
        texts = schema.documents.c
        row = self.connection.execute(select(texts.first, texts.statements).where(texts.id == document)).first()
        if row is None:
            raise UsageError(f"the book has no document {document}")
        return range(row[0], row[0] + row[1])

    def _found(self, entry: Entry, where: str, number: int, document: Document | Imprint, *, known_text: bool) -> None:
        """A source has a text: its version before, if any, no longer is the latest."""
        before = self.latest[where]
        self.rows.of[schema.sources].append(
            (
                entry.sequence,
                where,
                number,
                before[0] if before else None,
                True,
                column(document.source),
                column(document.publisher),
                column(document.published),
            )
        )
        self.latest[where] = entry.sequence, number
        self.seen.add((where, number))
        if known_text:
            self._count(number, 1)
        if before is not None:
            self.flush()
            places = schema.sources
            self.connection.execute(
                update(places).where(places.c.sequence == bindparam("old")).values(latest=False), {"old": before[0]}
            )
            self._count(before[1], -1)

    def _count(self, number: int, change: int) -> None:
        """So many more sources have this text as their latest; when the first comes or the last goes, merge it anew."""
        self.flush()
        texts = schema.documents
        self.connection.execute(
            update(texts)
            .where(texts.c.number == bindparam("text"))
            .values(current=texts.c.current + bindparam("more")),
            {"text": number, "more": change},
        )
        row = self.connection.execute(select(texts).where(texts.c.number == number)).one()
        if row.current == max(change, 0):
            self.place_again(range(row.first, row.first + row.statements))

    def place_again(self, numbers: Collection[int]) -> None:
        """Let merging look at these statements again, those left out that no list shows."""
        self.flush()
        again = sorted(set(numbers) - self.hidden())
        insert_rows(self.connection, schema.pending, [(number,) for number in again], known=True)

    def hidden(self) -> set[int]:
        """The statements that a person took out of every list."""
        table = schema.reviews.c
        query = select(table.statement).where(table.kind.in_(("rejection", "removal")), table.undone.is_(False))
        return set(self.connection.execute(query).scalars())

    # -- merging -----------------------------------------------------------------------------------------------------

    def numbers(self, wanted: Collection[str]) -> dict[str, int]:
        """The numbers of statements. Raises UsageError for one that the book does not hold."""
        self.flush()
        found = ids.numbers(self.connection, wanted)
        for one in sorted(wanted):
            if one not in found:
                raise UsageError(f"the book has no statement {one}")
        return found

    def merge(self, entry: Entry, body: MergeBody, numbers: dict[str, int] | None = None) -> None:
        """Set the components and commitments of statements, and what rules say about them."""
        self.flush()
        ids.index(self.connection)
        if numbers is None:
            numbers = self.numbers(mentioned(body.components))
        places: dict[int, tuple[int, int]] = {}
        for component in body.components:
            sets = [[numbers[one] for one in members] for members in component.commitments]
            least = min(min(members) for members in sets)
            for members in sets:
                commitment = min(members)
                places.update(dict.fromkeys(members, (least, commitment)))
        changed, vanished = self._move(places)
        self._judge(entry, body.components, numbers)
        insert_rows(
            self.connection, schema.touches, [(number, entry.sequence) for number in sorted(changed)], known=True
        )
        self._forget(vanished)
        self._placed(places)
        stale = sorted({commitment for _, commitment in places.values()})
        insert_rows(self.connection, schema.stale, [(number,) for number in stale], known=True)

    def _move(self, places: dict[int, tuple[int, int]]) -> tuple[list[int], set[int]]:
        """Store new places. Gives the statements that were not in them before, and the commitments that are no more."""
        table, held = schema.places, {}
        query = select(table).where(among(self.connection, table.c.statement, "numbers"))
        for some in parts(places):
            for row in self.connection.execute(query, {"numbers": listed(self.connection, some)}):
                held[row.statement] = row.component, row.commitment
        fresh = [(number, *place) for number, place in sorted(places.items()) if number not in held]
        moved = [(number, *place) for number, place in sorted(places.items()) if held.get(number, place) != place]
        insert_rows(self.connection, table, fresh)
        if moved:
            change = (
                update(table)
                .where(table.c.statement == bindparam("number"))
                .values(component=bindparam("to_component"), commitment=bindparam("to_commitment"))
            )
            self.connection.execute(
                change, [{"number": n, "to_component": to, "to_commitment": c} for n, to, c in moved]
            )
        vanished = {commitment for _, commitment in held.values()} - {commitment for _, commitment in places.values()}
        changed = [row[0] for row in fresh]
        changed += [number for number, _, commitment in moved if held[number][1] != commitment]
        return changed, vanished

    def _judge(self, entry: Entry, components: Sequence[Change], numbers: dict[str, int]) -> None:
        """Exchange what rules say."""
        table = schema.judgements
        dropped = [(numbers[left], numbers[right]) for component in components for left, right in component.dropped]
        if dropped:
            gone = delete(table).where(
                table.c.left == bindparam("one"), table.c.right == bindparam("other"), table.c.person.is_(False)
            )
            self.connection.execute(gone, [{"one": left, "other": right} for left, right in dropped])
        rows, position = [], 0
        for component in components:
            for judgement in component.added:
                left, right = sorted((numbers[judgement.left], numbers[judgement.right]))
                doubt = 1 - judgement.score if judgement.verdict == "unsure" else None
                rows.append((entry.sequence, position, left, right, False, False, doubt, encode(judgement)))
                position += 1
        insert_rows(self.connection, table, rows)

    def _forget(self, commitments: Collection[int]) -> None:
        """Commitments that are no more leave the lists."""
        if commitments:
            summaries.remove(self.connection, commitments)

    def _placed(self, numbers: Collection[int]) -> None:
        """Merging has dealt with these statements."""
        table = schema.pending
        gone = delete(table).where(among(self.connection, table.c.statement, "numbers"))
        for some in parts(numbers):
            self.connection.execute(gone, {"numbers": listed(self.connection, some)})

    # -- what persons say --------------------------------------------------------------------------------------------

    def judgement(self, entry: Entry, judgements: Sequence[Judgement]) -> None:
        """A person's judgements, one act: merging looks at all statements that they name again."""
        numbers = self.numbers({end for one in judgements for end in (one.left, one.right)})
        rows = []
        for position, one in enumerate(judgements):
            left, right = sorted((numbers[one.left], numbers[one.right]))
            rows.append((entry.sequence, position, left, right, True, False, None, encode(one)))
        insert_rows(self.connection, schema.judgements, rows)
        self._touch(entry, numbers.values())
        self.place_again(numbers.values())

    def review(self, entry: Entry, numbers: Collection[int]) -> None:
        """What a person says of single statements."""
        self.flush()
        rows = [(entry.sequence, number, entry.kind, False) for number in sorted(set(numbers))]
        insert_rows(self.connection, schema.reviews, rows)
        self._touch(entry, numbers)
        self._reviewed(entry.kind, numbers)

    def _reviewed(self, kind: str, numbers: Collection[int]) -> None:
        """What follows for lists and merging when persons said something of statements, or took it back."""
        if kind in ("rejection", "removal"):
            away = set(numbers) & self.hidden()
            self._take_out(away)
            self.place_again(set(numbers) - away)
        elif kind == "correction":
            self.place_again(numbers)
        else:
            table = schema.places.c
            query = select(table.commitment).distinct().where(among(self.connection, table.statement, "numbers"))
            homes = {
                one
                for some in parts(set(numbers))
                for one in self.connection.execute(query, {"numbers": listed(self.connection, some)}).scalars()
            }
            insert_rows(self.connection, schema.stale, [(one,) for one in sorted(homes)], known=True)

    def _take_out(self, numbers: Collection[int]) -> None:
        """Statements leave their commitments; merging looks at those that were beside them again."""
        table = schema.places
        inside = among(self.connection, table.c.statement, "numbers")
        touched: set[tuple[int, int]] = set()
        for some in parts(numbers):
            bound = {"numbers": listed(self.connection, some)}
            rows = self.connection.execute(select(table.c.component, table.c.commitment).where(inside), bound)
            touched |= {(row[0], row[1]) for row in rows}
            self.connection.execute(delete(table).where(inside), bound)
        self._placed(numbers)
        left: dict[int, int] = {}
        beside = select(table.c.statement, table.c.commitment).where(
            among(self.connection, table.c.component, "components")
        )
        for some in parts({component for component, _ in touched}):
            for row in self.connection.execute(beside, {"components": listed(self.connection, some)}):
                left[row.statement] = row.commitment
        self.place_again(left)
        self._forget({commitment for _, commitment in touched} - set(left.values()))

    def _touch(self, entry: Entry, numbers: Collection[int]) -> None:
        rows = [(number, entry.sequence) for number in sorted(set(numbers))]
        insert_rows(self.connection, schema.touches, rows, known=True)

    def note(self, entry: Entry, commitment: str) -> None:
        """A link or a ruling. It hangs on a statement, and so follows it wherever merging puts it."""
        statement = "st-" + commitment[3:]
        number = self.numbers((statement,))[statement]
        self.flush()
        insert_rows(self.connection, schema.notes, [(entry.sequence, entry.kind, number, False, entry.body)])
        self._touch(entry, (number,))

    def check_judgement(self, judgement: Judgement) -> None:
        """Raises UsageError for a judgement that makes no sense."""
        if judgement.left == judgement.right:
            raise UsageError("a judgement is about two statements")
        if not judgement.person:
            raise UsageError("only what a person says is an entry of its own: rules speak in a merge")
        self.numbers((judgement.left, judgement.right))

    def check_undo(self, target: int) -> None:
        """Raises UsageError where the line is not one that can be undone, or is undone already."""
        self.flush()
        for table in _UNDOABLE if 0 < target < 1 << 63 else ():
            query = select(table.c.undone).where(table.c.sequence == target)
            if table is schema.judgements:
                query = query.where(table.c.person.is_(True))
            if (already := self.connection.execute(query).scalar()) is not None:
                if already:
                    raise UsageError(f"entry {target} is undone already")
                return
        raise UsageError(f"entry {target} is no word of a person and no evidence of this book: nothing to undo")

    def undo(self, entry: Entry, target: int) -> None:
        """An earlier line no longer counts; where that line is itself an undo, what it undid counts again."""
        self.flush()
        insert_rows(self.connection, schema.undone, [(entry.sequence, target, False)])
        self._set(entry, target, True)

    def _set(self, entry: Entry, target: int, undone: bool) -> None:
        for table in _UNDOABLE:
            query = select(table).where(table.c.sequence == target)
            if table is schema.judgements:
                query = query.where(schema.judgements.c.person.is_(True))
            rows = self.connection.execute(query).mappings().all()
            if not rows:
                continue
            self.connection.execute(update(table).where(table.c.sequence == target).values(undone=undone))
            if table is schema.judgements:
                ends = {row[end] for row in rows for end in ("left", "right")}
                self._touch(entry, ends)
                self.place_again(ends)
            elif table is schema.reviews:
                numbers = {row["statement"] for row in rows}
                self._touch(entry, numbers)
                self._reviewed(rows[0]["kind"], numbers)
            elif table is schema.notes:
                self._touch(entry, {row["statement"] for row in rows})
            elif table is schema.undone:
                self._set(entry, rows[0]["target"], not undone)

    # -- evidence ----------------------------------------------------------------------------------------------------

    def snapshot(self, entry: Entry, body: SnapshotBody) -> None:
        """A new snapshot of a source of evidence."""
        self.flush()
        one = body.snapshot
        row = (entry.sequence, short(one.source), one.seen, one.hash, body.records, False, encode(one))
        insert_rows(self.connection, schema.snapshots, [row])

    def chunk(self, entry: Entry, of: int) -> None:
        """Some records of a snapshot: they stay in their entry."""
        self.rows.of[schema.chunks].append((entry.sequence, of))

    # -- replay ------------------------------------------------------------------------------------------------------

    def apply(self, entry: Entry) -> None:
        """Everything that an entry means, from its body."""
        if entry.kind == "document" and is_erased(entry.body):
            self.erased(entry, decode(entry.body, Erased))
            return
        if entry.kind == "document":
            found = decode_document(entry.body)
            if isinstance(found, Imprint):
                self.look_up((found.id,), (origin(found.source, found.url),))
                self.copy(entry, found)
            else:
                document, statements, lengths = found
                self.look_up((document.id,), (origin(document.source, document.url),))
                self.document(entry, document, statements, lengths)
            return
        body = read(entry)
        if isinstance(body, MergeBody):
            self.merge(entry, body)
        elif isinstance(body, JudgementBody):
            self.judgement(entry, (body.judgement,))
        elif isinstance(body, JudgementsBody):
            self.judgement(entry, body.judgements)
        elif isinstance(body, Rejection | Confirmation):
            self.review(entry, self.numbers(body.statements).values())
        elif isinstance(body, Correction):
            self.review(entry, self.numbers((body.statement,)).values())
        elif isinstance(body, Removal):
            self.review(entry, self.statements_of(body.document))
        elif isinstance(body, Undo):
            self.undo(entry, body.entry)
        elif isinstance(body, Link | Ruled):
            self.note(entry, body.commitment)
        elif isinstance(body, SnapshotBody):
            self.snapshot(entry, body)
        else:
            self.chunk(entry, body.of)


def mentioned(components: Sequence[Change]) -> set[str]:
    """The ids of all statements that a merge names."""
    found: set[str] = set()
    for component in components:
        for members in component.commitments:
            found.update(members)
        for judgement in component.added:
            found.update((judgement.left, judgement.right))
        for pair in component.dropped:
            found.update(pair)
    return found
