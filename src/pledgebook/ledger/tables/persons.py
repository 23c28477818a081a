"""What the word of a person means for the tables: judgements, reviews, notes, and taking one back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, update

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import Link, Ruled, encode
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.plain import measure_row
from pledgebook.ledger.store.rows import among, each, listed, parts
from pledgebook.ledger.store.rows import insert as insert_rows
from pledgebook.ledger.tables.merging import MergeTables, promise_of
from pledgebook.ledger.tables.restating import restate
from pledgebook.model import Entry, Judgement

_UNDOABLE = (schema.judgements, schema.reviews, schema.notes, schema.snapshots, schema.undone)
"""The tables of what persons say: each entry has its rows in one of them."""


class PersonTables(MergeTables):
    """The same with what persons say, which outranks every rule."""

    def judgement(self, entry: Entry, judgements: Sequence[Judgement]) -> None:
        """A person's judgements, one act: merging looks at all statements that they name again."""
        numbers = self.numbers({end for one in judgements for end in (one.left, one.right)})
        rows = []
        for position, one in enumerate(judgements):
            left, right = sorted((numbers[one.left], numbers[one.right]))
            told = (one.relation, promise_of(one, numbers))
            rows.append((entry.sequence, position, left, right, True, False, None, *told, encode(one)))
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
            restate(self.connection, self.book, numbers)
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
        for row in each(self.connection, beside, "components", {component for component, _ in touched}):
            left[row.statement] = row.commitment
        self.place_again(left)
        self._forget({commitment for _, commitment in touched} - set(left.values()))

    def _touch(self, entry: Entry, numbers: Collection[int]) -> None:
        rows = [(number, entry.sequence) for number in sorted(set(numbers))]
        insert_rows(self.connection, schema.touches, rows, known=True)

    def note(self, entry: Entry, body: Link | Ruled) -> None:
        """A link or a ruling. It hangs on a statement, and so follows it wherever merging puts it."""
        statement = "st-" + body.commitment[3:]
        number = self.numbers((statement,))[statement]
        self.flush()
        insert_rows(self.connection, schema.notes, [(entry.sequence, entry.kind, number, False, entry.body)])
        if isinstance(body, Link):
            row = measure_row(entry.sequence, body.measure, body.by, entry.time[:10], body.note)
            insert_rows(self.connection, schema.plain_measures, [row])
        self._touch(entry, (number,))

    def check_judgement(self, judgement: Judgement) -> None:
        """Raises UsageError for a judgement that makes no sense."""
        if judgement.left == judgement.right:
            raise UsageError("a judgement is about two statements")
        if not judgement.person:
            raise UsageError("only what a person says is an entry of its own: rules speak in a merge")
        if judgement.relation is not None and judgement.source not in (judgement.left, judgement.right):
            raise UsageError("a judgement that relates two statements says which of them bears the relation")
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
