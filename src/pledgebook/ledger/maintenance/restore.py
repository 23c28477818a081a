"""A book made from the entries of another one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, select

from pledgebook.errors import UsageError
from pledgebook.ledger.maintenance.chain import chain_faults
from pledgebook.ledger.maintenance.rebuild import rebuild
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.entries import COLUMNS
from pledgebook.ledger.store.rows import insert
from pledgebook.model import Entry


def restore(connection: Connection, lines: Iterable[Entry]) -> None:
    """Write entries into an empty book as they are, prove them, and fill all tables from them.

    Raises UsageError where the book holds something already, and where an entry is missing or was changed.
    """
    if connection.execute(select(schema.entries.c.sequence).limit(1)).first() is not None:
        raise UsageError("the place holds entries already: a whole book goes to an empty place")
    left, last = iter(lines), 0
    while some := list(islice(left, 500)):
        for one in some:
            if one.sequence <= last:
                raise UsageError(f"entry {one.sequence} comes after entry {last}: the file is not as it was written")
            last = one.sequence
        insert(connection, schema.entries, [tuple(getattr(one, name) for name in COLUMNS) for one in some])
    faults = chain_faults(connection, None)
    if faults:
        raise UsageError(f"the file is not as it was written: {faults[0]}")
    rebuild(connection)
