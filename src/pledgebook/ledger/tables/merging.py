"""What a merge means for the tables: to which commitment each statement belongs, and what rules say of pairs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete, select, update

from pledgebook.errors import UsageError
from pledgebook.ledger import summaries
from pledgebook.ledger.bodies import Change, MergeBody, encode
from pledgebook.ledger.store import ids, schema
from pledgebook.ledger.store.rows import among, each, listed, parts
from pledgebook.ledger.store.rows import insert as insert_rows
from pledgebook.ledger.tables.documents import DocumentTables
from pledgebook.model import Entry, Judgement


class MergeTables(DocumentTables):
    """The same with the places of statements among commitments."""

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
        for row in each(self.connection, query, "numbers", places):
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
                told = (judgement.relation, promise_of(judgement, numbers))
                rows.append((entry.sequence, position, left, right, False, False, doubt, *told, encode(judgement)))
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


def promise_of(judgement: Judgement, numbers: Mapping[str, int]) -> int | None:
    """Of a judgement that something delivers, or does not: the number of the statement that promised."""
    if judgement.relation not in ("delivers", "unrelated"):
        return None
    return numbers[judgement.right if judgement.source == judgement.left else judgement.left]


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
