"""The entries themselves, and how much the book holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from pledgebook.ledger.store import entries as chain
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, made, rows_for
from pledgebook.ledger.store.values import writable
from pledgebook.ledger.store.view import View
from pledgebook.model import Entry, EntryKind

TABLE = schema.entries


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a book holds."""

    documents: int
    statements: int
    commitments: int
    entries: int


def head(view: View) -> Entry | None:
    """The last line, None in an empty book."""
    connection = view.connection
    found = chain.found(connection, select(TABLE).order_by(TABLE.c.sequence.desc()).limit(1))
    return found[0] if found else None


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A line without what it says, which can be long: its number, when it was written, its kind and hash."""

    sequence: int
    time: str
    kind: EntryKind
    hash: str


def last_stamp(view: View) -> Stamp | None:
    """The last line without what it says, None in an empty book."""
    row = view.connection.execute(made(view.connection, _last)).one_or_none()
    return None if row is None else Stamp(*row)


def _last(connection: Connection) -> Select[Any]:
    return _stamped().order_by(TABLE.c.sequence.desc()).limit(1)


def _stamped() -> Select[Any]:
    columns = TABLE.c
    return select(columns.sequence, columns.time, columns.kind, columns.hash)


def entries_at(view: View, sequences: Collection[int]) -> list[Entry]:
    """Lines by their numbers, in their order."""
    return chain.by_sequence(view.connection, sequences)


def stamps(view: View, sequences: Collection[int]) -> list[Stamp]:
    """Lines without what they say, in their order."""
    return sorted(Stamp(*row) for row in rows_for(view.connection, _at, sequences))


def _at(connection: Connection) -> Select[Any]:
    return _stamped().where(among(connection, TABLE.c.sequence, "numbers"))


def log(
    view: View,
    *,
    limit: int = 50,
    after: int | None = None,
    kind: EntryKind | None = None,
    run: str | None = None,
) -> list[Entry]:
    """Lines, the latest first. `after`: the sequence of the last line of the page before."""
    connection = view.connection
    query = select(TABLE).order_by(TABLE.c.sequence.desc()).limit(limit)
    if after is not None:
        query = query.where(TABLE.c.sequence < after)
    if kind is not None:
        query = query.where(TABLE.c.kind == kind)
    if run is not None:
        query = query.where(TABLE.c.run == writable(run))
    return chain.found(connection, query)


def entry(view: View, sequence: int) -> Entry | None:
    """One line."""
    connection = view.connection
    if not 0 < sequence < 1 << 63:  # no engine knows such numbers
        return None
    found = chain.found(connection, select(TABLE).where(TABLE.c.sequence == sequence))
    return found[0] if found else None


def entries(view: View, after: int = 0) -> Iterator[Entry]:
    """All lines in order, streamed."""
    return chain.stream(view.connection, after=after)


def counts(view: View) -> Counts:
    """How much the book holds."""
    connection = view.connection

    def count(table: Table) -> int:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()

    last = connection.execute(select(func.max(TABLE.c.sequence))).scalar() or 0
    lines = connection.execute(select(func.max(schema.statements.c.number))).scalar() or 0
    return Counts(count(schema.documents), lines, count(schema.commitments), last)
