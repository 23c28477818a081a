"""What the book works out, worked out anew: features, summaries and statuses as they should be."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy import Connection, func, select

from pledgebook.ledger import summaries
from pledgebook.ledger.derivation import Derivation
from pledgebook.ledger.reader import Reader
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import insert
from pledgebook.model import Commitment, Status

_STATEMENTS = 2_000  # worked out at a time
_COMMITMENTS = 500
_status = msgspec.json.Decoder(Status)


def derive_again(connection: Connection, second: Connection, derivation: Derivation, waiting: Collection[int]) -> None:
    """Fill the tables of `second`, which hold what the entries say, with what the book works out from these.

    `connection`: the book itself, whose other tables are known to be right. `waiting`: commitments, in order, that are left
    out.
    """
    reader = Reader(connection)
    _features(reader, second, derivation)
    followed = set(reader.followed())
    skipped = set(waiting)
    for numbers in _numbers_of_commitments(second):
        _summaries(reader, second, derivation, [one for one in numbers if one not in skipped], followed)


def _features(reader: Reader, second: Connection, derivation: Derivation) -> None:
    """Of statements that have a place; of others only where the book holds some already."""
    held, places = schema.features.c.statement, schema.places.c.statement
    last = second.execute(select(func.max(schema.statements.c.number))).scalar() or 0
    for first in range(1, last + 1, _STATEMENTS):
        within = first + _STATEMENTS - 1
        numbers = set(second.execute(select(places).where(places.between(first, within))).scalars())
        numbers.update(reader.connection.execute(select(held).where(held.between(first, within))).scalars())
        rows = sorted(derivation.features(reader, sorted(numbers)))
        packed = [(number, struct.pack(f">{len(keys)}q", *keys), body) for number, body, keys in rows]
        insert(second, schema.features, packed)
        insert(second, schema.keys, sorted({(key, number) for number, _, keys in rows for key in keys}))


def _numbers_of_commitments(second: Connection) -> Iterator[Sequence[int]]:
    column, after = schema.places.c.commitment, 0
    while True:
        query = select(column).where(column > after).distinct().order_by(column).limit(_COMMITMENTS)
        numbers = second.execute(query).scalars().all()
        if not numbers:
            return
        yield numbers
        after = numbers[-1]


def _summaries(
    reader: Reader, second: Connection, derivation: Derivation, numbers: Sequence[int], followed: Collection[str]
) -> None:
    connection, table = reader.connection, schema.statuses.c
    found = sorted((min(reader.numbers(_ids(one)).values()), one) for one in derivation.commitments(reader, numbers))
    bodies: dict[int, list[bytes]] = {}
    query = select(table.commitment, table.body).where(table.commitment.in_([number for number, _ in found]))
    for number, body in connection.execute(query.order_by(table.commitment, table.position)):
        bodies.setdefault(number, []).append(bytes(body))
    words: dict[int, str | None] = {}
    for number, one in found:
        statuses: Sequence[Status] = ()
        if number in bodies or one.id in followed:
            whole = reader.commitment(one.id)
            day = _day(bodies.get(number, []))
            statuses = () if whole is None else derivation.statuses(reader, whole, day)
        insert(second, schema.statuses, summaries.status_rows(number, statuses))
        words[number] = summaries.status_words(statuses)
    rows = summaries.rows_of(second, dict(found), words)
    summaries.insert_rows(second, rows)
    insert(second, schema.facets, sorted(rows.facets))


def _ids(one: Commitment) -> list[str]:
    return [member.said.statement.id for member in one.members]


def _day(bodies: Sequence[bytes]) -> date:
    """The day as of which statuses were worked out; today where that cannot be read, and so nothing will fit."""
    try:
        return date.fromisoformat(_status.decode(bodies[0]).as_of)
    except (IndexError, ValueError, msgspec.DecodeError):
        return datetime.now(UTC).date()
