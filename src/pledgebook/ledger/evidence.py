"""Official records in the book: snapshots kept whole or not at all, and what persons say counts towards what."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec
from sqlalchemy import Connection, select

from pledgebook.errors import UsageError
from pledgebook.ledger import merging, schema
from pledgebook.ledger.bodies import (
    Link,
    RecordsBody,
    Ruled,
    SnapshotBody,
    decode,
    decode_records,
    encode,
    encode_record,
)
from pledgebook.ledger.entries import Chain
from pledgebook.ledger.ids import numbers
from pledgebook.ledger.reading import statement_of
from pledgebook.ledger.tables import Tables
from pledgebook.ledger.values import short
from pledgebook.model import Record, Snapshot

CHUNK = 1_000
"""Records in one entry: few entries for a large file, and no entry too large to hold in memory."""
_snapshot = msgspec.json.Decoder(Snapshot)


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """What became of a snapshot: "new", or "known" where the book holds the same file of the same source. `records`: how
    many it has in the book. `sequence`: of its first entry."""

    outcome: Literal["new", "known"]
    records: int
    sequence: int


def add_evidence(chain: Chain, tables: Tables, snapshot: Snapshot, records: Iterable[Record]) -> EvidenceAdded:
    """Add a snapshot and its records, CHUNK of them an entry. The records are gone through once; of all that they hold only
    one chunk is in memory at a time."""
    tables.flush()
    held = schema.snapshots.c
    known = tables.connection.execute(
        select(held.sequence, held.records).where(
            held.source == short(snapshot.source), held.hash == snapshot.hash, held.undone.is_(False)
        )
    ).first()
    if known is not None:
        return EvidenceAdded("known", known.records, known.sequence)
    first, count, sizes = chain.sequence + 1, 0, []
    left = iter(records)
    with tempfile.TemporaryFile(prefix="pledgebook-") as waiting:  # the first entry says how many records follow
        while some := list(itertools.islice(left, CHUNK)):
            body = encode(RecordsBody(first, tuple(encode_record(record) for record in some)))
            waiting.write(body)
            sizes.append(len(body))
            count += len(some)
        opening = SnapshotBody(snapshot, count)
        tables.snapshot(chain.append("evidence", encode(opening)), opening)
        waiting.seek(0)
        for size in sizes:
            tables.chunk(chain.append("evidence", waiting.read(size)), first)
            tables.flush()
    return EvidenceAdded("new", count, first)


def snapshots(connection: Connection, source: str | None = None) -> list[tuple[Snapshot, int]]:
    """The snapshots of the book (of a source), by source and the day on which they were seen, with their number of records."""
    table = schema.snapshots.c
    query = select(table.body, table.records).where(table.undone.is_(False))
    if source is not None:
        query = query.where(table.source == short(source))
    rows = connection.execute(query.order_by(table.source, table.seen, table.sequence))
    return [(_snapshot.decode(bytes(body)), records) for body, records in rows]


def records(connection: Connection, snapshot: Snapshot) -> Iterator[Record]:
    """The records of a snapshot in the order of its file, streamed. Raises UsageError where the book does not hold it."""
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


def links(connection: Connection, commitment: str) -> list[tuple[int, Link]]:
    """The confirmed measures of a commitment with the sequence of their entries, the earliest first."""
    return [(sequence, decode(body, Link)) for sequence, body in _notes(connection, commitment, "link")]


def rulings(connection: Connection, commitment: str) -> list[tuple[int, Ruled]]:
    """What persons ruled about a commitment, the earliest first."""
    return [(sequence, decode(body, Ruled)) for sequence, body in _notes(connection, commitment, "ruling")]


def _notes(connection: Connection, commitment: str, kind: str) -> list[tuple[int, bytes]]:
    """Notes hang on a statement and so follow it: those of all statements of the commitment count."""
    number = numbers(connection, (statement_of(commitment),)).get(statement_of(commitment))
    places, notes = schema.places.c, schema.notes.c
    if number is None:
        return []
    home = connection.execute(select(places.commitment).where(places.statement == number)).scalar()
    inside = [number] if home is None else merging.members(connection, (home,))[home]
    found = []
    for at in range(0, len(inside), 500):
        query = select(notes.sequence, notes.body).where(
            notes.statement.in_(inside[at : at + 500]), notes.kind == kind, notes.undone.is_(False)
        )
        found += [(row.sequence, bytes(row.body)) for row in connection.execute(query)]
    return sorted(found)


def followed(connection: Connection) -> list[str]:
    """The ids of commitments that a link or a ruling speaks of, in the order of their first statement."""
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
