"""The tables that the entries give, made by the code that adding uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import Connection

from pledgebook.errors import LedgerError, UsageError
from pledgebook.ledger.store.rows import Rows
from pledgebook.ledger.tables import Tables
from pledgebook.model import Entry


class Unfit(LedgerError):
    """A line of the book does not fit those before it."""

    def __init__(self, sequence: int, what: str) -> None:
        super().__init__(f"entry {sequence}: {what}; nothing was changed, `pledgebook verify` tells more")
        self.sequence, self.what = sequence, what


def replay(
    connection: Connection,
    book: Iterator[Entry],
    progress: Callable[[int], None] | None = None,
    entries_at: Connection | None = None,
) -> None:
    """Fill empty tables from entries. `entries_at`: where the entries are, where the tables are elsewhere. Raises Unfit for one that
    cannot be what was added."""
    tables = Tables(connection, Rows(connection), entries_at)
    for one in book:
        try:
            tables.apply(one)
        except (UsageError, msgspec.DecodeError, KeyError) as error:
            raise Unfit(one.sequence, str(error)) from error
        if progress and one.sequence % 1000 == 0:
            progress(one.sequence)
    tables.flush()
