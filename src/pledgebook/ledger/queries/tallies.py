"""How much a book holds of what: numbers over all commitments, worked out by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, func, select

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
