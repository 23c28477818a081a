"""Which statement has an id."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Select, func, insert, select

from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, listed

AT_ONCE = 200_000
"""Ids that are brought into the index together: enough to write each of its pages once for many, few enough to sort in memory."""


def index(connection: Connection) -> None:
    """Bring the ids of all statements into the index that it does not have yet."""
    lines, table = schema.statements.c, schema.ids
    last = connection.execute(select(func.max(lines.number))).scalar() or 0
    first = _end(connection)
    while first < last:
        some = select(lines.id, lines.number).where(lines.number > first, lines.number <= first + AT_ONCE)
        connection.execute(insert(table).from_select(["id", "number"], some.order_by(lines.id)))
        first += AT_ONCE


def numbers(connection: Connection, wanted: Collection[str]) -> dict[str, int]:
    """The numbers of statements by id; those that the book does not hold are left out."""
    table, lines = schema.ids.c, schema.statements.c
    found = _found(
        connection, select(table.id, table.number).where(among(connection, table.id, "ids", words=True)), wanted
    )
    if missing := set(wanted) - found.keys():
        behind = lines.number > _end(connection)
        query = select(lines.id, lines.number).where(behind, among(connection, lines.id, "ids", words=True))
        found |= _found(connection, query, missing)
    return found


def _end(connection: Connection) -> int:
    """The number of the last statement that is in the index."""
    return connection.execute(select(func.max(schema.ids.c.number))).scalar() or 0


def _found(connection: Connection, query: Select[tuple[str, int]], wanted: Collection[str]) -> dict[str, int]:
    found, ordered = {}, sorted(set(wanted))
    for at in range(0, len(ordered), 10_000):
        rows = connection.execute(query, {"ids": listed(connection, ordered[at : at + 10_000])})
        found.update({row.id: row.number for row in rows})
    return found
