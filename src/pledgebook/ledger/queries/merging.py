"""What merging asks of the book: features, neighbours, components, judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, exists, or_, select, union_all

from pledgebook.ledger.queries.reviews import hidden, numbers_hidden
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, rows_for
from pledgebook.ledger.store.view import View
from pledgebook.model import Judgement, Kind

_judgement = msgspec.json.Decoder(Judgement)


def pending(view: View, limit: int) -> list[int]:
    """Statements that merging has to place, for the first time or again, lowest number first."""
    connection = view.connection
    column = schema.pending.c.statement
    return list(connection.execute(select(column).order_by(column).limit(limit)).scalars())


def featureless(view: View, limit: int, after: int = 0) -> list[int]:
    """Statements above a number for which no features are stored, lowest first."""
    connection = view.connection
    lines, made = schema.statements.c, schema.features.c
    query = (
        select(lines.number)
        .join_from(schema.statements, schema.features, lines.number == made.statement, isouter=True)
        .where(lines.number > after, made.statement.is_(None), lines.length > 0)
        .order_by(lines.number)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def features(view: View, numbers: Collection[int]) -> dict[int, bytes]:
    """The features of statements; those without are left out."""
    return {row.statement: bytes(row.body) for row in rows_for(view.connection, _features, numbers)}


def _features(connection: Connection) -> Select[Any]:
    table = schema.features.c
    query = select(table.statement, table.body).where(among(connection, table.statement, "numbers"))
    return query.order_by(table.statement)


def neighbours(view: View, wanted: Collection[int]) -> set[int]:
    """The numbers of the statements that have any of these block keys."""
    return {row.statement for row in rows_for(view.connection, _with_keys, wanted, "keys")} - hidden(view)


def _with_keys(connection: Connection) -> Select[Any]:
    table = schema.keys.c
    return select(table.statement).distinct().where(among(connection, table.key, "keys"))


def components(view: View, numbers: Collection[int]) -> dict[int, list[int]]:
    """The components that hold these statements, each with all its members, lowest first."""
    found: dict[int, list[int]] = defaultdict(list)
    ids = {row.component for row in rows_for(view.connection, _component_of, numbers)}
    for component, number in rows_for(view.connection, _in_component, ids):
        found[component].append(number)
    return {component: sorted(members) for component, members in sorted(found.items())}


def _component_of(connection: Connection) -> Select[Any]:
    table = schema.places.c
    return select(table.component).where(among(connection, table.statement, "numbers"))


def _in_component(connection: Connection) -> Select[Any]:
    table = schema.places.c
    return select(table.component, table.statement).where(among(connection, table.component, "numbers"))


def homes(view: View, numbers: Collection[int]) -> dict[int, int]:
    """The commitments of statements, all by number; those without a place are left out."""
    return {row.statement: row.commitment for row in rows_for(view.connection, _homes, numbers)}


def _homes(connection: Connection) -> Select[Any]:
    table = schema.places.c
    return select(table.statement, table.commitment).where(among(connection, table.statement, "numbers"))


def members(view: View, commitments: Collection[int]) -> dict[int, list[int]]:
    """The statements of commitments, both by number, lowest first."""
    found = defaultdict(list)
    for commitment, number in rows_for(view.connection, _members, commitments):
        found[commitment].append(number)
    return {commitment: sorted(numbers) for commitment, numbers in sorted(found.items())}


def _members(connection: Connection) -> Select[Any]:
    table = schema.places.c
    return select(table.commitment, table.statement).where(among(connection, table.commitment, "numbers"))


def judgement_rows(
    connection: Connection, numbers: Collection[int], *, persons: bool = False, related: bool = False
) -> dict[tuple[int, int], tuple[int, int, bool, bytes]]:
    """Judgements in force that one of these statements has a part in, by the place of their entry; `persons`: only theirs;
    `related`: only theirs and those that say how one commitment stands to another."""
    make = _of_persons if persons else _related if related else _judged
    return {(row[0], row[1]): (row[2], row[3], row[4], bytes(row[5])) for row in rows_for(connection, make, numbers)}


def _judged(connection: Connection, *more: ColumnElement[bool]) -> CompoundSelect[Any]:
    table = schema.judgements.c
    columns = (table.sequence, table.position, table.left, table.right, table.person, table.body)
    either = (
        select(*columns).where(table.undone.is_(False), among(connection, end, "numbers"), *more)
        for end in (table.left, table.right)
    )
    return union_all(*either)


def _of_persons(connection: Connection) -> CompoundSelect[Any]:
    return _judged(connection, schema.judgements.c.person.is_(True))


def _related(connection: Connection) -> CompoundSelect[Any]:
    table = schema.judgements.c
    return _judged(connection, or_(table.relation.is_not(None), table.person.is_(True)))


def judgements(
    view: View, numbers: Collection[int], *, persons: bool = False, related: bool = False
) -> list[Judgement]:
    """What persons and rules (`persons`, `related`: see `judgement_rows`) say of these statements and hold to, the earliest said first.

    Of several judgements of persons about the same two statements the last counts.
    """
    found: dict[object, Judgement] = {}
    rows = judgement_rows(view.connection, numbers, persons=persons, related=related)
    away = hidden(view) if rows else set()
    for place, (left, right, person, body) in sorted(rows.items()):
        if left in away or right in away:
            continue
        judgement = _judgement.decode(body)
        key = (left, right, "person") if person else place
        found.pop(key, None)
        found[key] = judgement
    return list(found.values())


class Doubt(NamedTuple):
    """A pair that a rule is unsure about and no person has judged.

    `entry`, `position`: where the judgement stands. `score`: how likely the two are the same, 0 to 1. `ends`: the numbers of the two
    commitments, the lower first. `kinds`: of these. `documents`: how many speak of each. `amounts`: what each promises, in its
    own unit, None for no number. `units`: of these.
    """

    entry: int
    position: int
    score: float
    ends: tuple[int, int]
    kinds: tuple[Kind, Kind]
    documents: tuple[int, int]
    amounts: tuple[float | None, float | None]
    units: tuple[str | None, str | None]


def doubts(view: View) -> list[Doubt]:
    """All pairs about which rules are unsure and no person has said anything, with the commitments that they might join, the earliest
    judged first. Pairs that are together by now are left out."""
    table, persons = schema.judgements, schema.judgements.alias()
    decided = exists().where(
        persons.c.left == table.c.left,
        persons.c.right == table.c.right,
        persons.c.person.is_(True),
        persons.c.undone.is_(False),
    )
    places = schema.places.alias(), schema.places.alias()
    lines = schema.commitments.alias(), schema.commitments.alias()
    columns = [
        column for line in lines for column in (line.c.number, line.c.kind, line.c.documents, line.c.amount, line.c.unit)
    ]  # fmt: skip
    query = select(table.c.sequence, table.c.position, table.c.doubt, *columns)
    for end, place, line in zip((table.c.left, table.c.right), places, lines, strict=True):
        query = query.join(place, place.c.statement == end).join(line, line.c.number == place.c.commitment)
    query = (
        query.where(table.c.doubt.is_not(None), ~decided, places[0].c.commitment != places[1].c.commitment)
        .where(table.c.left.not_in(numbers_hidden()), table.c.right.not_in(numbers_hidden()))
        .order_by(table.c.sequence, table.c.position)
    )
    found = []
    for entry, position, doubt, *both in view.connection.execute(query):
        ends = sorted((tuple(both[:5]), tuple(both[5:])))
        numbers, kinds, documents, amounts, units = zip(*ends, strict=True)
        found.append(
            Doubt(
                entry, position, 1 - doubt, numbers, kinds, documents, (_amount(amounts[0]), _amount(amounts[1])), units
            )
        )
    return found


def _amount(stored: float) -> float | None:
    return None if stored == schema.UNKNOWN_AMOUNT else stored


def doubted(view: View, places: Collection[tuple[int, int]]) -> list[Judgement]:
    """The judgements that stand at these places (entry and position), in their order."""
    table = schema.judgements.c
    found = []
    for entry, position in places:
        query = select(table.body).where(table.sequence == entry, table.position == position)
        found.append(_judgement.decode(bytes(view.connection.execute(query).scalar_one())))
    return found
