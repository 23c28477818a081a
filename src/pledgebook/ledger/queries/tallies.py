"""How much a book holds of what: numbers over all commitments, worked out by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, case, func, select, true

from pledgebook.ledger.queries.filters import Filter, filters, size_of
from pledgebook.ledger.queries.query import Query
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.schema import UNKNOWN_AMOUNT, UNKNOWN_DAY
from pledgebook.ledger.store.view import View

COMMITMENT = schema.commitments.c.kind == "commitment"


@dataclass(frozen=True, slots=True)
class Part:
    """How many commitments of a kind and with a status a name has. `status`: the word of the row, several joined by blanks where
    readings differ; None where no evidence and no ruling speaks of it."""

    name: str
    kind: str
    status: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Money:
    """What was promised on a rung in a unit: how many commitments name an amount, and what these add up to. Of a range or a bound
    the lower number is taken, of "up to" the upper."""

    rung: str | None
    unit: str
    count: int
    total: float


def status_counts(view: View) -> dict[str | None, int]:
    """How many commitments have each status; see `Part`."""
    table = schema.commitments.c
    query = select(table.status, func.count()).where(COMMITMENT).group_by(table.status)
    return {row[0]: row[1] for row in view.connection.execute(query)}


def parts_by(view: View, sort: str) -> list[Part]:
    """What each name of a sort of facet ("actor", "recipient", "venue") has, by kind and status."""
    rows, table = schema.facets.c, schema.commitments.c
    start, end = f"{sort}:", f"{sort};"  # ";" follows ":"
    query = (
        select(rows.facet, table.kind, table.status, func.count())
        .join_from(schema.facets, schema.commitments, rows.commitment == table.number)
        .where(rows.facet >= start, rows.facet < end)
        .group_by(rows.facet, table.kind, table.status)
        .order_by(rows.facet, table.kind, table.status)
    )
    return [Part(row[0].removeprefix(start), *row[1:]) for row in view.connection.execute(query)]


def money(view: View, units: tuple[str, ...]) -> list[Money]:
    """What commitments promise on each rung in each of these units, the largest number of them first."""
    table = schema.commitments.c
    query = (
        select(table.rung, table.unit, func.count(), func.sum(table.amount))
        .where(COMMITMENT, table.unit.in_(units), table.amount < UNKNOWN_AMOUNT)
        .group_by(table.rung, table.unit)
    )
    found = [Money(*row) for row in view.connection.execute(query)]
    return sorted(found, key=lambda one: (-one.count, one.rung or "", one.unit))


@dataclass(frozen=True, slots=True)
class Sum:
    """What the commitments of a list add up to in one unit; see `Money`. `count`: those with an amount in it."""

    unit: str
    count: int
    total: float


@dataclass(frozen=True, slots=True)
class Totals:
    """How many commitments a list has, and their sums, the commonest unit first. `whole`: whether all were looked at."""

    count: int
    sums: tuple[Sum, ...]
    whole: bool


COSTLY = 200
"""Commitments that are looked at for totals at the most where asking each costs much."""


def totals(view: View, asked: Query, most: int) -> Totals:
    """How many commitments fit and what they add up to; order and cursor do not matter. No more than `most` are looked at, of those
    that pass the narrowest filter. What became of them is taken as it was written down last."""
    connection, table = view.connection, schema.commitments.c
    conditions = filters(connection, asked)
    if conditions is None:
        return Totals(0, (), True)
    if any(one.costly for one in conditions):
        most = min(most, COSTLY)
    every = Filter(true(), select(table.number))
    narrow = [one for one in conditions if one.few is not False] or [every]
    size, place = min((size_of(connection, one, most + 1), place) for place, one in enumerate(narrow))
    near = narrow[place].numbers.limit(most).subquery()
    rest = [one.passes for one in conditions if one is not narrow[place]]
    known = case((table.amount < UNKNOWN_AMOUNT, table.amount))
    query = select(table.unit, func.count(), func.count(known), func.sum(known))
    query = (
        query.select_from(near.join(schema.commitments, table.number == near.c[0])).where(*rest).group_by(table.unit)
    )
    rows = connection.execute(query).all()
    sums = [Sum(row[0], row[2], row[3]) for row in rows if row[0] is not None and row[2]]
    count = sum(row[1] for row in rows)
    return Totals(count, tuple(sorted(sums, key=lambda one: (-one.count, one.unit))), size <= most)


def venue_names(view: View) -> dict[str, str]:
    """How each venue is written, by its name in lower case: of several ways the first in the order of letters."""
    column = schema.commitments.c.venue
    query = select(column).where(column.is_not(None)).distinct().order_by(column)
    found: dict[str, str] = {}
    for name in view.connection.execute(query).scalars():
        found.setdefault(name.casefold(), name)
    return found


def announced_by_year(view: View) -> dict[int, int]:
    """How many commitments were first stated in each year; those without a date are left out."""
    return _by_year(view, schema.commitments.c.first_stated)


def due_by_year(view: View) -> dict[int, int]:
    """How many commitments have their deadline in each year; those without one are left out."""
    return _by_year(view, schema.commitments.c.deadline)


def _by_year(view: View, column: Column[int]) -> dict[int, int]:
    query = select(column, func.count()).where(COMMITMENT, column > 0, column < UNKNOWN_DAY).group_by(column)
    found: dict[int, int] = {}
    for day, count in view.connection.execute(query):
        year = date.fromordinal(day).year
        found[year] = found.get(year, 0) + count
    return dict(sorted(found.items()))
