"""Official records in the book, and what persons say counts towards what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, select, union_all

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import (
    Link,
    Ruled,
    decode,
    decode_records,
)
from pledgebook.ledger.queries.commitments import statement_of
from pledgebook.ledger.store import ids, schema
from pledgebook.ledger.store.rows import among, rows_for
from pledgebook.ledger.store.values import short
from pledgebook.ledger.store.view import View
from pledgebook.model import Record, Snapshot

_snapshot = msgspec.json.Decoder(Snapshot)


def snapshots(view: View, source: str | None = None) -> list[tuple[Snapshot, int]]:
    """The snapshots of the book (of a source), by source and the day on which they were seen, with their number of records."""
    connection = view.connection
    table = schema.snapshots.c
    query = select(table.body, table.records).where(table.undone.is_(False))
    if source is not None:
        query = query.where(table.source == short(source))
    rows = connection.execute(query.order_by(table.source, table.seen, table.sequence))
    return [(_snapshot.decode(bytes(body)), records) for body, records in rows]


def records(view: View, snapshot: Snapshot) -> Iterator[Record]:
    """The records of a snapshot in the order of its file, streamed. Raises UsageError where the book does not hold it."""
    connection = view.connection
    table, chunks, book = schema.snapshots.c, schema.chunks.c, schema.entries.c
    found = connection.execute(
        select(table.sequence)
        .where(table.source == short(snapshot.source), table.hash == snapshot.hash, table.undone.is_(False))
        .order_by(table.sequence)
    ).scalar()
    if found is None:
        raise UsageError(f"the book holds no such snapshot of {snapshot.source}")
    sequences = list(
        connection.execute(select(chunks.sequence).where(chunks.snapshot == found).order_by(chunks.sequence)).scalars()
    )
    for sequence in sequences:
        body = connection.execute(select(book.body).where(book.sequence == sequence)).scalar_one()
        yield from decode_records(bytes(body))


Noted = tuple[list[tuple[int, Link]], list[tuple[int, Ruled]]]
"""The confirmed measures of a commitment and what persons ruled about it, each with the number of its entry, the earliest first."""


def links(view: View, commitment: str) -> list[tuple[int, Link]]:
    """The confirmed measures of a commitment with the numbers of their entries, the earliest first."""
    return notes(view, [commitment]).get(commitment, ([], []))[0]


def rulings(view: View, commitment: str) -> list[tuple[int, Ruled]]:
    """What persons ruled about a commitment, the earliest first."""
    return notes(view, [commitment]).get(commitment, ([], []))[1]


def notes(view: View, commitments: Collection[str]) -> dict[str, Noted]:
    """What is noted of commitments, by the ids asked for, those alone of which something is. Notes hang on a statement and so follow
    it: those of all statements of a commitment count. However many are asked for, the queries are the same few."""
    numbers = ids.numbers(view.connection, {statement_of(one) for one in commitments})
    found: dict[int, Noted] = {}
    for row in sorted(rows_for(view.connection, _noted, numbers.values()), key=lambda row: row.sequence):
        measures, ruled = found.setdefault(row.asked, ([], []))
        if row.kind == "link":
            measures.append((row.sequence, decode(bytes(row.body), Link)))
        else:
            ruled.append((row.sequence, decode(bytes(row.body), Ruled)))
    known = {one: numbers.get(statement_of(one)) for one in commitments}
    return {one: found[number] for one, number in known.items() if number in found}


def _noted(connection: Connection) -> CompoundSelect[Any]:
    """The notes of the commitments that hold the statements asked for, and of statements without a place."""
    table, here, beside = schema.notes.c, schema.places.alias(), schema.places.alias()
    placed = (
        select(here.c.statement.label("asked"), table.sequence, table.kind, table.body)
        .join_from(here, beside, here.c.commitment == beside.c.commitment)
        .join(schema.notes, table.statement == beside.c.statement)
        .where(table.undone.is_(False), among(connection, here.c.statement, "numbers"))
    )
    alone = select(table.statement, table.sequence, table.kind, table.body).where(
        table.undone.is_(False),
        among(connection, table.statement, "numbers"),
        table.statement.not_in(select(schema.places.c.statement)),
    )
    return union_all(placed, alone)


def followed(view: View) -> list[str]:
    """The ids of commitments that a link or a ruling speaks of, in the order of their first statement."""
    connection = view.connection
    notes, places, table = schema.notes.c, schema.places.c, schema.commitments.c
    query = (
        select(table.first_stated, table.number, table.id)
        .distinct()
        .select_from(
            schema.notes.join(schema.places, notes.statement == places.statement).join(
                schema.commitments, places.commitment == table.number
            )
        )
        .where(notes.undone.is_(False))
        .order_by(table.first_stated, table.number)
    )
    return [row.id for row in connection.execute(query)]


def assessed(view: View) -> list[str]:
    """The ids of commitments of which it is written down what became of them, by number."""
    lines, table = schema.statuses.c, schema.commitments.c
    written = select(lines.commitment)
    return list(
        view.connection.execute(select(table.id).where(table.number.in_(written)).order_by(table.number)).scalars()
    )
