"""The derived tables, emptied and filled again from the entries by the code that adding uses."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, text

from pledgebook.ledger.maintenance.integrity import guard
from pledgebook.ledger.maintenance.replay import replay
from pledgebook.ledger.store import entries, schema


def empty(connection: Connection) -> None:
    """Empty every table but the entries."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"INSERT INTO {schema.FULL_TEXT}({schema.FULL_TEXT}) VALUES ('delete-all')"))
        for table in reversed(schema.DERIVED):
            connection.execute(delete(table))
    else:
        names = ", ".join(table.name for table in schema.DERIVED)
        connection.execute(text(f"TRUNCATE {names}, {schema.FULL_TEXT}"))


def rebuild(connection: Connection, progress: Callable[[int], None] | None = None) -> None:
    """Fill the tables anew. What only the book can work out (features, summaries) is left empty, its commitments stale."""
    guard(connection)
    empty(connection)
    replay(connection, entries.stream(connection), progress)
