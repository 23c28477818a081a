"""The plain rows of a book that an older program wrote, made from its entries."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from pledgebook.ledger.bodies import Link, decode
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.plain import measure_row
from pledgebook.ledger.store.rows import insert
from pledgebook.ledger.tables.restating import restate

_AT_ONCE = 2_000


def fill(connection: Connection) -> None:
    """Make the plain rows of all statements and confirmed measures; those of commitments come with their summaries."""
    last = connection.execute(select(func.max(schema.statements.c.number))).scalar() or 0
    for first in range(1, last + 1, _AT_ONCE):
        restate(connection, connection, range(first, min(first + _AT_ONCE, last + 1)))
    notes, book = schema.notes.c, schema.entries.c
    query = (
        select(notes.sequence, notes.body, book.time)
        .join_from(schema.notes, schema.entries, notes.sequence == book.sequence)
        .where(notes.kind == "link")
        .order_by(notes.sequence)
    )
    rows = []
    for row in connection.execute(query):
        link = decode(bytes(row.body), Link)
        rows.append(measure_row(row.sequence, link.measure, link.by, row.time[:10], link.note))
    insert(connection, schema.plain_measures, rows)
