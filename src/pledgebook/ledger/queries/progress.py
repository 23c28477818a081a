"""What later documents tell of the progress of commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from pledgebook.ledger.queries import documents, merging
from pledgebook.ledger.queries.filters import Filter
from pledgebook.ledger.queries.reviews import hidden
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, rows_for
from pledgebook.ledger.store.view import View
from pledgebook.model import Judgement, Progress

_judgement = msgspec.json.Decoder(Judgement)


@dataclass(frozen=True, slots=True)
class _Told:
    """A judgement that the statement `deed` delivers, or does not, on a commitment; `place`: of its entry in the book."""

    place: tuple[int, int]
    judgement: Judgement
    deed: int


def progress(view: View, inside: Mapping[int, Sequence[int]]) -> dict[int, tuple[Progress, ...]]:
    """What later documents tell of commitments, the earliest first; those of which nothing is told are left out.

    `inside`: the statements of each commitment, all by number. However many are asked for, the queries are the same few.
    """
    linked = _linked(view, inside)
    homes = merging.homes(view, [told.deed for some in linked.values() for told in some])
    chosen = {number: _chosen(some, homes) for number, some in linked.items()}
    beyond = {home for some in chosen.values() for home in some} - inside.keys()
    members = {**merging.members(view, beyond), **inside}
    wanted = {
        number: {
            one: (home, judgement)
            for home, (judgement, deeds) in some.items()
            for one in (deeds if home == number else members[home])
        }
        for number, some in chosen.items()
        if some
    }
    return _timelines(view, wanted, {number: inside[number] for number in wanted})


def _timelines(
    view: View,
    wanted: Mapping[int, Mapping[int, tuple[int, Judgement]]],
    inside: Mapping[int, Sequence[int]],
) -> dict[int, tuple[Progress, ...]]:
    """Of the statements that are wanted for each commitment those that were said after its promise, in the order of their days."""
    every = {one for found in wanted.values() for one in found}
    said = documents.said(view, every)
    kinds = _kinds(view, every.union(*inside.values()))
    ids = _ids(view, {home for found in wanted.values() for home, _ in found.values()})
    timelines = {}
    for number, found in wanted.items():
        promised = _promised(inside[number], kinds)
        lines = []
        for one, (home, judged) in found.items():
            if one in said and kinds[one][1] > promised:
                lines.append(Progress(said[one], ids[home], judged.by, judged.reasons, judged.person))
        lines.sort(key=lambda line: (line.said.imprint.published or "9999", line.said.statement.id))
        if lines:
            timelines[number] = tuple(lines)
    return timelines


def _linked(view: View, inside: Mapping[int, Sequence[int]]) -> dict[int, list[_Told]]:
    """What rules and persons say delivers, or does not, on each commitment."""
    owner = {one: number for number, numbers in inside.items() for one in numbers}
    found: dict[int, list[_Told]] = defaultdict(list)
    rows = rows_for(view.connection, _delivering, owner)
    away = hidden(view) if rows else set()
    for row in rows:
        deed = row.left if row.promise == row.right else row.right
        if deed not in away:
            judged = _judgement.decode(bytes(row.body))
            found[owner[row.promise]].append(_Told((row.sequence, row.position), judged, deed))
    return found


def _delivering(connection: Connection) -> Select[Any]:
    table = schema.judgements.c
    columns = (table.sequence, table.position, table.left, table.right, table.promise, table.body)
    return select(*columns).where(table.undone.is_(False), among(connection, table.promise, "numbers"))


def homes_told_of(view: View, statements: Collection[int]) -> dict[int, int]:
    """The commitments of those of these statements, all by number, on whose commitments something is said to deliver."""
    return {row.statement: row.commitment for row in rows_for(view.connection, _of_these, statements)}


def _of_these(connection: Connection) -> Select[Any]:
    told, here, beside = schema.judgements.c, schema.places.alias(), schema.places.alias()
    return (
        select(here.c.statement, here.c.commitment)
        .distinct()
        .join_from(here, beside, here.c.commitment == beside.c.commitment)
        .join(schema.judgements, told.promise == beside.c.statement)
        .where(among(connection, here.c.statement, "numbers"), told.relation == "delivers", told.undone.is_(False))
    )


def _spoken_of() -> Select[Any]:
    told, places = schema.judgements.c, schema.places.c
    return (
        select(places.commitment)
        .join_from(schema.judgements, schema.places, told.promise == places.statement)
        .where(told.relation == "delivers", told.undone.is_(False))
    )


def _chosen(told: Iterable[_Told], homes: Mapping[int, int]) -> dict[int, tuple[Judgement, set[int]]]:
    """Of all that is said of one commitment and another the word that counts, with the deeds that it was said of: the last of a
    person, else the surest of a rule."""
    by_home: dict[int, list[_Told]] = defaultdict(list)
    for one in told:
        if one.deed in homes:
            by_home[homes[one.deed]].append(one)
    chosen = {}
    for home, some in sorted(by_home.items()):
        persons = [one for one in some if one.judgement.person]
        if persons:
            word = max(persons, key=lambda one: one.place).judgement
        else:
            word = min((one.judgement for one in some), key=lambda one: (-one.score, one.reasons, one.by))
        if word.relation == "delivers":
            chosen[home] = word, {one.deed for one in some}
    return chosen


def _kinds(view: View, numbers: Collection[int]) -> dict[int, tuple[str, int]]:
    """The kind of statements, and the day by which each had surely been said."""
    return {row.number: (row.kind, row.known) for row in rows_for(view.connection, _dated, numbers)}


def _dated(connection: Connection) -> Select[Any]:
    lines, texts = schema.statements.c, schema.documents.c
    return (
        select(lines.number, lines.kind, texts.known)
        .join_from(schema.statements, schema.documents, lines.document == texts.number)
        .where(among(connection, lines.number, "numbers"))
    )


def _ids(view: View, numbers: Collection[int]) -> dict[int, str]:
    return {row.number: row.id for row in rows_for(view.connection, _named, numbers)}


def _named(connection: Connection) -> Select[Any]:
    table = schema.commitments.c
    return select(table.number, table.id).where(among(connection, table.number, "numbers"))


def _promised(own: Iterable[int], kinds: Mapping[int, tuple[str, int]]) -> int:
    """The day by which a commitment had first been promised."""
    days = [kinds[one][1] for one in own if kinds[one][0] == "commitment"]
    return min(days, default=min(kinds[one][1] for one in own))


def of_told() -> Filter:
    """Commitments that something is said to deliver on. Whether that was told by a day, and what persons say of it, is up to
    `progress`."""
    return Filter(schema.commitments.c.number.in_(_spoken_of()), _spoken_of().distinct())
