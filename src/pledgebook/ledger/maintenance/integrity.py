"""What the database itself says of its files, and whether its guards stand."""

from __future__ import annotations

import functools
import sqlite3

from sqlalchemy import Connection, create_engine, text

from pledgebook.ledger.maintenance.compare import MEND
from pledgebook.ledger.store import migrate, schema
from pledgebook.model import Problem

_TOLD = 3  # faults of one check that are named


def damage(connection: Connection) -> list[Problem]:
    """What the engine's own check finds: broken pages, rows that are missing from an index. Empty when nothing is wrong.

    On PostgreSQL the extension amcheck is asked where it is installed; what the server reads it checks by itself where
    its checksums are on.
    """
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"PRAGMA integrity_check({_TOLD})").scalars().all()
        return [] if found == ["ok"] else [_damaged(str(one)) for one in found]
    asked = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'amcheck')"
    if connection.execute(text(asked)).scalar():
        connection.execute(
            text(
                "SELECT bt_index_check(c.oid) FROM pg_class c JOIN pg_am a ON c.relam = a.oid JOIN pg_index i ON "
                "i.indexrelid = c.oid JOIN pg_class t ON i.indrelid = t.oid WHERE a.amname = 'btree' AND "
                "c.relpersistence <> 't' AND t.relname = ANY(:names)"
            ),
            {"names": [table.name for table in schema.metadata.sorted_tables]},
        )
    return []


def _damaged(what: str) -> Problem:
    line = " ".join(what.removeprefix("*** in database main ***").split())
    return Problem("the database", f"is damaged ({line}): take the last backup and add what came since", "damaged")


def unguarded(connection: Connection) -> list[Problem]:
    """Tables, indexes and triggers that are not as the program makes them; the triggers keep entries from being changed."""
    return [
        Problem("the database", f"has not the {name} that this program makes: {MEND}", "guard")
        for name in _not_as_made(connection)
    ]


def _not_as_made(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master")
        held: dict[str, str | None] = {row[0]: row[1] for row in rows}
        return [name for name, sql in made_by_sqlite() if held.get(name) != sql]
    query = text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'entries'::regclass AND tgenabled IN ('O', 'A')")
    standing = set(connection.execute(query).scalars())
    return [name for name in ("entries_stay", "entries_remain") if name not in standing]


def guard(connection: Connection) -> None:
    """Put back triggers and indexes that are gone, changed or switched off."""
    definitions = dict(made_by_sqlite())
    for name in _not_as_made(connection):
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"ALTER TABLE entries ENABLE TRIGGER {name}"))
        elif (sql := definitions[name]) is not None and sql.startswith(("CREATE TRIGGER", "CREATE INDEX")):
            connection.exec_driver_sql(f"DROP {sql.split()[1]} IF EXISTS {name}")
            connection.exec_driver_sql(sql)


@functools.cache
def made_by_sqlite() -> tuple[tuple[str, str | None], ...]:
    """Name and definition of everything that the migrations make in an SQLite file, in the order in which it is made."""
    engine = create_engine("sqlite+pysqlite://", creator=lambda: sqlite3.connect(":memory:", isolation_level=None))
    try:
        with engine.begin() as connection:
            migrate.upgrade(connection)
            query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid"
            return tuple((str(row[0]), row[1]) for row in connection.exec_driver_sql(query))
    finally:
        engine.dispose()
