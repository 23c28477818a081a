"""Which statement has an id."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, rows_for

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
    found = {row.id: row.number for row in rows_for(connection, _known, wanted, "ids")}
    if missing := set(wanted) - found.keys():
        found |= {row.id: row.number for row in rows_for(connection, _behind, missing, "ids")}
    return found


def _known(connection: Connection) -> Select[Any]:
    table = schema.ids.c
    return select(table.id, table.number).where(among(connection, table.id, "ids", words=True))


def _behind(connection: Connection) -> Select[Any]:
    """Of those that are not in the index yet."""
    lines, end = schema.statements.c, select(func.coalesce(func.max(schema.ids.c.number), 0)).scalar_subquery()
    return select(lines.id, lines.number).where(lines.number > end, among(connection, lines.id, "ids", words=True))


def _end(connection: Connection) -> int:
    """The number of the last statement that is in the index."""
    return connection.execute(select(func.max(schema.ids.c.number))).scalar() or 0
