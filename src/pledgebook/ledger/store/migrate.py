"""Bringing a book to the schema that this program knows: upward only, one set of migrations for both engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, inspect, text

from pledgebook.errors import LedgerError, SetupError, UsageError
from pledgebook.ledger.store.connect import Place, transaction
from pledgebook.ledger.store.schema import SCHEMA

VERSIONS = "pledgebook_version"
"""The table of Alembic that says which schema a book has; named so that it fits beside those of other programs."""
_PATIENCE = 30.0  # seconds for which other programs may be making the same book
_LOCK = 0x706C6462  # "pldb": whoever prepares a book on PostgreSQL holds this advisory lock


def prepare(place: Place, *, create: bool, fill: Callable[[Connection], None] | None = None) -> None:
    """Make the tables of a new book, or bring an older one up to date. `fill`: makes, in the same transaction, what the entries of an
    older book say and its tables did not hold.

    Raises UsageError for a file or database that holds something else, SetupError for a newer schema, LedgerError for one
    whose tables do not fit each other.
    """
    with transaction(place, write=False) as connection:
        version = _check(connection, place, create)
    if version == SCHEMA:
        return
    if place.sqlite:
        _write_ahead(place)
    with transaction(place, write=True, unbound=True) as connection:
        if not place.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if (before := _check(connection, place, create)) != SCHEMA:  # another process may have been first
            upgrade(connection)
            if before and fill is not None:
                fill(connection)
            if place.sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise LedgerError(f"{place.shown} is damaged: rows of its tables refer to rows that are not there")


def _write_ahead(place: Place) -> None:
    """Set the log that readers need not wait for. It stays with the file and cannot be set within a transaction; while another
    program opens or closes the file SQLite refuses at once, however long it was told to wait."""
    last = monotonic() + _PATIENCE
    while True:
        try:
            with place.engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > last:
                raise
        sleep(0.01)


def _check(connection: Connection, place: Place, create: bool) -> int:
    """The schema of a book, 0 for an empty place."""
    if inspect(connection).has_table(VERSIONS):
        found = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()
        version = int(found) if found and found.isascii() and found.isdigit() else SCHEMA + 1
        if version > SCHEMA:
            raise SetupError(
                f"{place.shown} was written by a newer pledgebook (its schema is {found!r}, this one knows {SCHEMA}): "
                "update with `pip install --upgrade pledgebook`"
            )
        return version
    if inspect(connection).get_table_names():
        raise UsageError(f"{place.shown} is not a book: it holds tables of another program")
    if not create:
        raise UsageError(f"{place.shown} is empty, not a book")
    return 0


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` within the transaction of this connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
