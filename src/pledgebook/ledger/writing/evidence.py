"""Adding official records: a snapshot whole or not at all."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from pledgebook.ledger.bodies import RecordsBody, SnapshotBody, encode, encode_record
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.values import short
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Record, Snapshot

CHUNK = 1_000
"""Records in one entry: few entries for a large file, and no entry too large to hold in memory."""


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """What became of a snapshot: "new", or "known" where the book holds the same file of the same source. `records`: how
    many it has in the book. `sequence`: of its first entry."""

    outcome: Literal["new", "known"]
    records: int
    sequence: int


def add_evidence(writer: Transaction, snapshot: Snapshot, records: Iterable[Record]) -> EvidenceAdded:
    """Add a snapshot of official records, CHUNK of them an entry; the same file of the same source is known and adds nothing.

    The records are gone through once, and only one chunk of them is in memory at a time.
    """
    chain, tables = writer.chain, writer.tables
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
