"""A copy of the book in a new file, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, select, text

from pledgebook.errors import LedgerError, UsageError
from pledgebook.ledger.maintenance.scratch import scratch_folder
from pledgebook.ledger.queries.documents import said
from pledgebook.ledger.store import migrate, schema
from pledgebook.ledger.store.connect import Place, place_of, plain_errors, transaction
from pledgebook.ledger.store.rows import insert, insert_words
from pledgebook.ledger.store.view import View


def backup(place: Place, target: Path) -> None:
    """Copy a book to `target`, a new SQLite file with the same entries and the same hashes.

    Raises UsageError where the file exists or its folder does not, LedgerError where it cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target} exists: a backup goes to a new file")
    if not target.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {target.absolute().parent} for the backup")
    try:
        with scratch_folder("backup", target.absolute().parent) as folder:
            part = folder / "book.db"
            if place.sqlite:
                _copy_file(place, part)
            else:
                _copy_rows(place, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            try:
                os.link(part, target)  # fails where another program made the target meanwhile
            except FileExistsError:
                raise UsageError(f"{target} exists: a backup goes to a new file") from None
            except OSError:  # a file system without hard links
                part.rename(target)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {(error.strerror or str(error)).lower()}") from error


def _copy_file(place: Place, part: Path) -> None:
    """SQLite's own copy of a consistent snapshot, while others read and write."""
    with plain_errors(place), place.engine.connect() as connection:
        source: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
        try:
            part.touch(0o600)
            target = sqlite3.connect(part)
            try:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
                if target.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                    raise sqlite3.DatabaseError("database disk image is malformed")
            finally:
                target.close()
        except sqlite3.OperationalError as error:
            if "full" in str(error) or "I/O" in str(error):
                raise LedgerError(
                    f"there is no room for the backup in {part.parent.parent}: nothing was kept"
                ) from error
            raise
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{place.shown} is damaged, so there is no backup of it: take the last one") from error


def copy(place: Place, target: Place) -> None:
    """Copy a book to an empty place of either engine: every row of every table, in one transaction.

    Raises UsageError where the place holds something already.
    """
    migrate.prepare(target, create=True)
    with transaction(place, write=False) as source, transaction(target, write=True) as sink:
        if sink.execute(select(schema.entries.c.sequence).limit(1)).first() is not None:
            raise UsageError(f"{target.shown} holds entries already: a copy goes to an empty place")
        for table in schema.metadata.sorted_tables:
            rows = source.execute(select(table), execution_options={"yield_per": 2000})
            for some in rows.partitions():
                insert(sink, table, [tuple(row) for row in some])
        _copy_words(source, sink)


def _copy_rows(place: Place, part: Path) -> None:
    """Every row of every table into a new SQLite book."""
    target = place_of(str(part), create=True, wait=10)
    try:
        copy(place, target)
        with target.engine.connect() as connection:
            connection.connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.engine.dispose()


def _copy_words(source: Connection, target: Connection) -> None:
    last = target.execute(text(f"SELECT coalesce(max(number), 0) FROM {schema.statements.name}")).scalar_one()
    for first in range(1, last + 1, 5000):
        found = said(View(source), range(first, min(first + 5000, last + 1)))
        insert_words(target, [(number, one.statement.quote.text) for number, one in sorted(found.items())])
