"""A commitment with everything about it, and which commitments must be summed up anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from pledgebook.ledger import summaries
from pledgebook.ledger.queries import documents, merging
from pledgebook.ledger.queries.progress import homes_told_of, progress
from pledgebook.ledger.store import ids as statements
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, rows_for
from pledgebook.ledger.store.view import View
from pledgebook.model import Commitment, Member, Progress, Relation


def commitment(view: View, one: str) -> Commitment | None:
    """A commitment with its statements, relations and progress, by the id that any of its statements gives it; None where the book
    holds none, or merging has not placed the statement yet."""
    return in_full(view, [one]).get(one)


def in_full(view: View, ids: Collection[str]) -> dict[str, Commitment]:
    """Commitments with their statements, relations and progress, by the ids asked for; those that the book does not hold are left out.
    However many are asked for, the queries are the same few."""
    at = homes(view, ids)
    rows = {number: summaries.stored(bytes(body)) for number, body in rows_for(view.connection, _bodies, at.values())}
    inside = merging.members(view, rows)
    said = documents.said(view, [number for numbers in inside.values() for number in numbers])
    by_id = {found.statement.id: found for found in said.values()}
    related, told = _relations(view, inside), progress(view, inside)
    found = {
        number: replace(
            held.commitment,
            members=tuple(Member(by_id[id], judged_by, reasons) for id, judged_by, reasons in held.members),
            relations=related.get(number, ()),
            progress=told.get(number, ()),
        )
        for number, held in rows.items()
    }
    return {one: found[number] for one, number in at.items() if number in found}


def _bodies(connection: Connection) -> Select[Any]:
    lines = schema.summaries.c
    return select(lines.commitment, lines.body).where(among(connection, lines.commitment, "numbers"))


def outlines(view: View, ids: Collection[str]) -> dict[str, Commitment]:
    """Commitments without their statements, relations and progress, by the ids asked for: what a line of a list shows."""
    at = homes(view, ids)
    rows: dict[int, bytes] = dict(rows_for(view.connection, _bodies, at.values()))
    return {one: summaries.stored(bytes(rows[number])).commitment for one, number in at.items() if number in rows}


def told(view: View, ids: Collection[str]) -> dict[str, tuple[Progress, ...]]:
    """What later documents tell of commitments, by their ids; those of which nothing is told are left out."""
    numbers = statements.numbers(view.connection, {statement_of(one) for one in ids})
    spoken = homes_told_of(view, numbers.values())
    found = progress(view, merging.members(view, spoken.values())) if spoken else {}
    at = {one: spoken.get(numbers.get(statement_of(one), 0)) for one in ids}
    return {one: found[number] for one, number in at.items() if number in found}


def first_known(view: View, ids: Collection[str]) -> dict[str, date]:
    """The day by which the first statement of each commitment had surely been said."""
    at = homes(view, ids)
    known = {row.number: row.known for row in rows_for(view.connection, _known, at.values())}
    return {one: date.fromordinal(known[number]) for one, number in at.items() if number in known}


def _known(connection: Connection) -> Select[Any]:
    lines = schema.commitments.c
    return select(lines.number, lines.known).where(among(connection, lines.number, "numbers"))


def homes(view: View, wanted: Collection[str]) -> dict[str, int]:
    """For each id the number of the commitment that has it, or that holds the statement that has it."""
    numbers = statements.numbers(view.connection, {statement_of(one) for one in wanted})
    home = merging.homes(view, numbers.values())
    known = {one: numbers[statement_of(one)] for one in wanted if statement_of(one) in numbers}
    return {one: home[number] for one, number in known.items() if number in home}


def ids_by_statement(view: View, wanted: Collection[str]) -> dict[str, str]:
    """For statements, by id, the ids of the commitments that hold them; those without a place are left out."""
    numbers = statements.numbers(view.connection, wanted)
    known = {row.statement: row.id for row in rows_for(view.connection, _owners, numbers.values())}
    return {one: known[number] for one, number in numbers.items() if number in known}


def _owners(connection: Connection) -> Select[Any]:
    places, table = schema.places.c, schema.commitments.c
    return (
        select(places.statement, places.commitment, table.id)
        .join_from(schema.places, schema.commitments, places.commitment == table.number)
        .where(among(connection, places.statement, "numbers"))
    )


def home(view: View, one: str) -> int | None:
    """The number of the commitment that has this id, or that holds the statement that has it."""
    return homes(view, [one]).get(one)


def inside(view: View, one: str) -> list[int]:
    """The numbers of the statements of the commitment that has this id, or that holds the statement that has it, lowest first; of a
    statement without a place itself alone."""
    number = statements.numbers(view.connection, (statement_of(one),)).values()
    return sorted(row.statement for row in rows_for(view.connection, _beside, number)) or list(number)


def _beside(connection: Connection) -> Select[Any]:
    here, beside = schema.places.alias(), schema.places.alias()
    together = here.c.commitment == beside.c.commitment
    return (
        select(beside.c.statement)
        .join_from(here, beside, together)
        .where(among(connection, here.c.statement, "numbers"))
    )


def statement_of(one: str) -> str:
    """The id of the statement that gives a commitment its id; that of a statement itself."""
    return f"st-{one[3:]}" if one.startswith("cm-") else one


def _relations(view: View, inside: Mapping[int, Sequence[int]]) -> dict[int, tuple[Relation, ...]]:
    """How commitments stand to others: what judgements about their statements say, one of each sort for each other.
    `inside`: the statements of each, all by number."""
    connection = view.connection
    ours = [number for numbers in inside.values() for number in numbers]
    about = [one for one in merging.judgements(view, ours, related=True) if one.relation is not None]
    known = statements.numbers(connection, {end for one in about for end in (one.left, one.right)})
    where = {row.statement: (row.commitment, row.id) for row in rows_for(connection, _owners, known.values())}
    found: dict[int, dict[tuple[str, str, bool], Relation]] = defaultdict(dict)
    persons: dict[tuple[int, str], str] = {}  # the last word of persons about two commitments
    for one in about:
        for end, beyond in ((one.left, one.right), (one.right, one.left)):
            here, there = where.get(known[end]), where.get(known[beyond])
            if one.relation is None or here is None or there is None or here[0] == there[0] or here[0] not in inside:
                continue
            if one.person:
                persons[here[0], there[1]] = one.relation
            inverse = one.source != end
            relation = Relation(one.relation, there[1], one.reasons, inverse)
            found[here[0]].setdefault((one.relation, there[1], inverse), relation)
    return {number: _standing(number, some, persons) for number, some in found.items()}


def _standing(
    number: int, found: Mapping[tuple[str, str, bool], Relation], persons: Mapping[tuple[int, str], str]
) -> tuple[Relation, ...]:
    """The relations of a commitment that hold: none to what a person calls unrelated; what delivers on a promise does not restate
    it besides."""
    delivering = {other for kind, other, _ in found if kind == "delivers"}
    return tuple(
        found[kind, other, inverse]
        for kind, other, inverse in sorted(found)
        if persons.get((number, other)) != "unrelated"
        and kind != "unrelated"
        and not (kind == "restates" and other in delivering)
    )


def stale_commitments(view: View, limit: int) -> list[int]:
    """Commitments whose summary must be worked out anew, by the lowest number of their statements."""
    return summaries.stale(view.connection, limit)
