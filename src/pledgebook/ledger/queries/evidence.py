"""Official records in the book, and what persons say counts towards what."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import select

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import (
    Link,
    Ruled,
    decode,
    decode_records,
)
from pledgebook.ledger.queries import merging
from pledgebook.ledger.queries.commitments import homes, statement_of
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.ids import numbers
from pledgebook.ledger.store.rows import among, each
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


def links(view: View, commitment: str) -> list[tuple[int, Link]]:
    """The confirmed measures of a commitment with the sequence of their entries, the earliest first."""
    return [(sequence, decode(body, Link)) for sequence, body in _notes(view, commitment, "link")]


def rulings(view: View, commitment: str) -> list[tuple[int, Ruled]]:
    """What persons ruled about a commitment, the earliest first."""
    return [(sequence, decode(body, Ruled)) for sequence, body in _notes(view, commitment, "ruling")]


def notes(view: View, commitments: Collection[str]) -> dict[str, tuple[list[Link], list[Ruled]]]:
    """The confirmed measures of commitments and what persons ruled about them, the earliest first, by the ids asked for; however many
    are asked for, the queries are the same few."""
    at = homes(view, commitments)
    inside = merging.members(view, set(at.values()))
    owner = {one: number for number, numbers_inside in inside.items() for one in numbers_inside}
    table, found = schema.notes.c, {number: (list[Link](), list[Ruled]()) for number in inside}
    query = (
        select(table.statement, table.kind, table.body)
        .where(table.undone.is_(False), among(view.connection, table.statement, "numbers"))
        .order_by(table.sequence)
    )
    rows = list(each(view.connection, query, "numbers", owner))
    for row in rows:
        measures, ruled = found[owner[row.statement]]
        if row.kind == "link":
            measures.append(decode(bytes(row.body), Link))
        else:
            ruled.append(decode(bytes(row.body), Ruled))
    return {one: found[number] for one, number in at.items() if number in found}


def _notes(view: View, commitment: str, kind: str) -> list[tuple[int, bytes]]:
    """Notes hang on a statement and so follow it: those of all statements of the commitment count."""
    connection = view.connection
    number = numbers(connection, (statement_of(commitment),)).get(statement_of(commitment))
    places, notes = schema.places.c, schema.notes.c
    if number is None:
        return []
    home = connection.execute(select(places.commitment).where(places.statement == number)).scalar()
    inside = [number] if home is None else merging.members(view, (home,))[home]
    found = []
    for at in range(0, len(inside), 500):
        query = select(notes.sequence, notes.body).where(
            notes.statement.in_(inside[at : at + 500]), notes.kind == kind, notes.undone.is_(False)
        )
        found += [(row.sequence, bytes(row.body)) for row in connection.execute(query)]
    return sorted(found)


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
