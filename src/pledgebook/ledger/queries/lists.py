"""Lists of commitments, filtered and sorted by indexes, page by page without ever counting everything.

What decides how long a page takes is how many rows are looked at, not how many there are. A filter that few commitments pass
is taken whole; where all filters let many pass, the index of the order is walked until the page is full. Where that walk
finds too little, because the filters exclude each other, the smallest is taken whole after all. Words are facets like actors
and units; only phrases are asked of the full text, commitment by commitment.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from pledgebook.ledger import summaries
from pledgebook.ledger.queries.filters import Filter, count, filters, of_followed, size_of
from pledgebook.ledger.queries.progress import of_told
from pledgebook.ledger.queries.query import Line, Page, Query, cursor_of, position_after
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, listed, rows_for
from pledgebook.ledger.store.schema import UNKNOWN_AMOUNT, UNKNOWN_DAY, UNKNOWN_NAME
from pledgebook.ledger.store.values import days
from pledgebook.ledger.store.view import View
from pledgebook.model import Status

FEW = 2_000
"""A filter that no more commitments pass than this is taken whole and sorted; otherwise so many rows of the index of the order
are walked and the filters asked of each: the root of commitments times lines of a page, at which both cost the same, for a
hundred thousand commitments."""
MANY = 40_000
"""Beyond it all facets count as equally large."""
DEAR = 1_000
"""Commitments of which a walk asks what costs much; then all that pass it are sought instead."""

_status = msgspec.json.Decoder(Status)
_SORTS: dict[str, Column[Any]] = {
    "first_stated": schema.commitments.c.first_stated,
    "deadline": schema.commitments.c.deadline,
    "amount": schema.commitments.c.amount,
    "actor": schema.commitments.c.actor,
    "statements": schema.commitments.c.statements,
}
_UNKNOWN: dict[str, float | str] = {
    "first_stated": UNKNOWN_DAY,
    "deadline": UNKNOWN_DAY,
    "amount": UNKNOWN_AMOUNT,
    "actor": UNKNOWN_NAME,
}


Position = tuple[float | str, int]
"""Where a line stands in an order: the value that it is sorted by, and the number of the commitment."""


def commitments(view: View, asked: Query, *, followed: bool = False) -> Page[Line]:
    """A page of commitments. What the order does not know (no date, no amount) stands last, whichever way it runs.

    `followed`: only those that a link or a ruling speaks of. Raises UsageError for a cursor that does not fit.
    """
    connection = view.connection
    after = position_after(asked)
    conditions = filters(connection, asked)
    if conditions is None:
        return Page((), None)
    if followed:
        conditions.append(of_followed())
    if asked.progress:
        conditions.append(of_told())
    few, many = _narrow(connection, conditions)
    found = _places(connection, asked, few, many, after)
    page = found[: asked.limit]
    more = len(found) > asked.limit
    lines = _lines(connection, [number for _, number in page])
    return Page(lines, cursor_of(asked, *page[-1]) if more else None)


def count_commitments(view: View, asked: Query, most: int) -> int:
    """How many commitments fit, counted no further than `most`; order and cursor do not matter."""
    conditions = filters(view.connection, asked)
    if conditions is None:
        return 0
    table = schema.commitments.c
    return count(view.connection, select(table.number).where(*(one.passes for one in conditions)), most)


def facet_counts(view: View, sort: str) -> dict[str, int]:
    """The values that commitments have of a sort of facet ("actor", "unit" …), with how many have each."""
    table = schema.facets.c
    start, end = f"{sort}:", f"{sort};"  # ";" follows ":"
    query = select(table.facet, func.count()).where(table.facet >= start, table.facet < end).group_by(table.facet)
    return {row[0].removeprefix(start): row[1] for row in view.connection.execute(query)}


def _lines(connection: Connection, numbers: Sequence[int]) -> tuple[Line, ...]:
    rows = {row.number: row for row in rows_for(connection, _shown, numbers)}
    statuses = _statuses(connection, numbers)
    return tuple(
        Line(
            summaries.stored(bytes(rows[number].body)).commitment,
            statuses.get(number, ()),
            rows[number].statements,
            rows[number].documents,
            date.fromordinal(rows[number].last_known),
        )
        for number in numbers
    )


def _shown(connection: Connection) -> Select[Any]:
    lines, bodies = schema.commitments.c, schema.summaries.c
    return (
        select(lines.number, bodies.body, lines.statements, lines.documents, lines.last_known)
        .join_from(schema.commitments, schema.summaries, lines.number == bodies.commitment)
        .where(among(connection, lines.number, "numbers"))
    )


def _places(
    connection: Connection, asked: Query, few: Sequence[Filter], many: Sequence[Filter], after: Position | None
) -> list[Position]:
    """The places of a page in its order, and one more where there is one."""
    unknown = _UNKNOWN.get(asked.sort)
    if not asked.descending or unknown is None:
        return _first(connection, asked, few, many, after, None, asked.limit + 1)
    found: list[Position] = []
    if after is None or after[0] != unknown:
        found = _first(connection, asked, few, many, after, False, asked.limit + 1)
        after = None
    if len(found) <= asked.limit:
        found += _first(connection, asked, few, many, after, True, asked.limit + 1 - len(found))
    return found


def _first(
    connection: Connection,
    asked: Query,
    few: Sequence[Filter],
    many: Sequence[Filter],
    after: Position | None,
    unknown: bool | None,
    size: int,
) -> list[Position]:
    """The first `size` places behind `after`. `unknown`: only those whose value is (True) or is not (False) unknown.

    What is costly is asked only of those that pass all else, in the order, until the page is full; where that takes too long,
    all that pass one of the costly are sought.
    """
    costly = [one for one in many if one.costly]
    cheap = [one for one in many if not one.costly]
    if not costly:
        return _walk(connection, asked, few, cheap, after, unknown, size)
    found: list[Position] = []
    looked, at, some = 0, after, size + 1
    while looked < DEAR:
        places = _walk(connection, asked, few, cheap, at, unknown, some)
        table = schema.commitments.c.number
        query = select(table).where(among(connection, table, "numbers"), *(one.passes for one in costly))
        passing = set(
            connection.execute(query, {"numbers": listed(connection, [place[1] for place in places])}).scalars()
        )
        found += [place for place in places if place[1] in passing]
        if len(found) >= size or len(places) < some:
            return found[:size]
        looked, at, some = looked + some, places[-1], 2 * some
    rest = (*few, *cheap, *costly[1:])
    return found + _taken(connection, asked, costly[0].numbers, rest, at, unknown, size - len(found))


def _walk(
    connection: Connection,
    asked: Query,
    few: Sequence[Filter],
    many: Sequence[Filter],
    after: Position | None,
    unknown: bool | None,
    size: int,
) -> list[Position]:
    """The first `size` places behind `after`. `unknown`: only those whose value is (True) or is not (False) unknown."""
    first = few[0] if few else next(iter(sorted((one for one in many if one.facet), key=lambda one: one.plain)), None)
    ordered = (
        asked.sort == "first_stated" and first is not None and first.facet is not None
    )  # its rows stand in this order
    if few and not ordered:
        return _taken(connection, asked, few[0].numbers, (*few[1:], *many), after, unknown, size)
    lines, rows = schema.commitments, schema.facets.c
    source: FromClause = lines
    key, number, rest = _SORTS[asked.sort], lines.c.number, [*few, *many]
    base = []
    if ordered and first is not None:
        source = schema.facets.join(lines, rows.commitment == number)
        key, number = rows.first_stated, rows.commitment
        base.append(rows.facet == first.facet)
        rest.remove(first)
    base += [*_range(asked, key, number, after, unknown), *_bounds(asked, key, unknown)]
    order = (key.desc(), number.desc()) if asked.descending else (key, number)
    query = select(key, number).select_from(source).where(*base, *(one.passes for one in rest)).order_by(*order)
    if few or not rest:
        return _run(connection, query.limit(size))
    within = source if source is lines else schema.facets
    last = connection.execute(
        select(key, number).select_from(within).where(*base).order_by(*order).offset(FEW).limit(1)
    )
    if (end := last.one_or_none()) is None:
        return _run(connection, query.limit(size))
    place = tuple_(literal(end[0], key.type), literal(end[1]))
    at = tuple_(key, number)
    found = _run(connection, query.where(at >= place if asked.descending else at <= place).limit(size))
    if len(found) == size:
        return found
    faceted = [one for one in many if one.facet is not None]
    if not faceted:
        return _taken(connection, asked, select(lines.c.number), many, after, unknown, size)
    smallest = min(faceted, key=lambda one: (size_of(connection, one, MANY), one.plain))
    rest = [one for one in many if one is not smallest]
    return _taken(connection, asked, smallest.numbers, rest, after, unknown, size)


def _taken(
    connection: Connection,
    asked: Query,
    numbers: Select[Any] | CompoundSelect[Any],
    rest: Sequence[Filter],
    after: Position | None,
    unknown: bool | None,
    size: int,
) -> list[Position]:
    """Of these commitments the first places in the order."""
    lines, key, drawn = schema.commitments, _SORTS[asked.sort], numbers.subquery()
    query = (
        select(key, lines.c.number)
        .select_from(drawn.join(lines, lines.c.number == drawn.c[0]))
        .where(*_range(asked, key, lines.c.number, after, unknown), *(one.passes for one in rest))
    )
    # SQLite would rather walk the index of the order, which its sign for "no index" forbids
    by: ColumnElement[Any] = (
        UnaryExpression(key, operator=custom_op("+")) if connection.dialect.name == "sqlite" else key
    )
    order = (by.desc(), lines.c.number.desc()) if asked.descending else (by, lines.c.number)
    return _run(connection, query.order_by(*order).limit(size))


def _run(connection: Connection, query: Select[Any]) -> list[Position]:
    return [(row[0], row[1]) for row in connection.execute(query)]


def _range(
    asked: Query, key: ColumnElement[Any], number: ColumnElement[Any], after: Position | None, unknown: bool | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if unknown is not None:
        beyond = _UNKNOWN[asked.sort]
        found.append(key == beyond if unknown else key < beyond)
    if after is not None:
        place, at = tuple_(literal(after[0], key.type), literal(after[1])), tuple_(key, number)
        found.append(at < place if asked.descending else at > place)
    return found


def _bounds(asked: Query, key: ColumnElement[Any], unknown: bool | None) -> list[ColumnElement[bool]]:
    """What the filters say of the value that is sorted by: where a walk begins, so that it does not pass by thousands in vain."""
    found: list[ColumnElement[bool]] = []
    if asked.sort == "first_stated":
        if asked.since is not None:
            found.append(key >= asked.since.toordinal())
        if asked.until is not None:
            found.append(key <= asked.until.toordinal())
        if asked.as_of is not None and unknown is False:
            found.append(key <= asked.as_of.toordinal())
    elif asked.sort == "deadline" and asked.period is not None:
        found.append(key >= days(asked.period)[0])
    return found


def _narrow(connection: Connection, conditions: Sequence[Filter]) -> tuple[list[Filter], list[Filter]]:
    """The filters that let few pass, the narrowest first, and the others."""
    sizes = [(size_of(connection, one, FEW + 1), place) for place, one in enumerate(conditions)]
    few = [conditions[place] for size, place in sorted(sizes) if size <= FEW]
    return few, [conditions[place] for size, place in sizes if size > FEW]


def _statuses(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[Status, ...]]:
    found: dict[int, tuple[Status, ...]] = {}
    for number, body in rows_for(connection, _became, numbers):
        found[number] = (*found.get(number, ()), _status.decode(bytes(body)))
    return found


def _became(connection: Connection) -> Select[Any]:
    table = schema.statuses.c
    query = select(table.commitment, table.body).where(among(connection, table.commitment, "numbers"))
    return query.order_by(table.commitment, table.position)
