"""What a list is filtered by, as conditions on commitments: each can be asked of a row at hand, or for all that pass it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from pledgebook.ledger import summaries
from pledgebook.ledger.queries.query import Query
from pledgebook.ledger.queries.search import WORDS, matching
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import made, within
from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_DAY
from pledgebook.ledger.store.values import days, facet, short
from pledgebook.ledger.store.words import Terms, stems, terms

COMMON = 5_000
"""Statements with a phrase that are gone through at once; where more hold it, the order is walked, since some are met soon."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on commitments: `passes` of a row at hand, `numbers` a query for all that pass it. `facet`: where it asks
    for a facet, which. `few`: whether few pass it, None where that has to be counted; `plain`: whether the row at hand itself
    tells; `costly`: whether asking costs much."""

    passes: ColumnElement[bool]
    numbers: Select[Any] | CompoundSelect[Any]
    facet: str | None = None
    few: bool | None = None
    plain: bool = False
    costly: bool = False


def of_followed() -> Filter:
    """Commitments that a link or a ruling speaks of."""
    notes, places, lines = schema.notes.c, schema.places.c, schema.commitments.c
    source = schema.notes.join(schema.places, notes.statement == places.statement)
    spoken = select(places.commitment).select_from(source).where(notes.undone.is_(False))
    return Filter(lines.number.in_(spoken), spoken.distinct())


def filters(connection: Connection, asked: Query) -> list[Filter] | None:
    """The conditions of a list; None where nothing can pass."""
    found = [*_columns(asked), *(_faceted(name) for name in _facets(asked))]
    if asked.status == "no_public_evidence":  # also what nobody has followed yet
        table = schema.commitments
        unknown = table.c.status.is_(None)
        told = _faceted(facet("status", asked.status))
        found.append(Filter(or_(unknown, told.passes), union_all(select(table.c.number).where(unknown), told.numbers)))
    if asked.period is not None:
        found.append(_overlapping(asked.period))
    found += _days(asked)
    if asked.text is not None:
        sought = terms(asked.text)
        if not sought:
            return None
        said = _saying(connection, sought)
        if not said:
            return None
        found += said
    return found


def _columns(asked: Query) -> list[Filter]:
    """What the row of a commitment tells itself; the facets still find all that pass."""
    table, found = schema.commitments.c, []
    for column, value in ((table.kind, asked.kind), (table.unit, asked.unit), (table.strength, asked.strength)):
        if value is not None:
            name = facet(column.name, value)
            found.append(replace(_faceted(name), passes=column == short(value), plain=True))
    if isinstance(asked.contradicted, bool):
        name = facet("contradicted", "yes" if asked.contradicted else "no")
        found.append(replace(_faceted(name), passes=table.contradicted.is_(asked.contradicted), plain=True))
    return found


def _facets(asked: Query) -> list[str]:
    pairs: list[tuple[str, str | None]] = []
    if asked.publisher is not None:
        pairs.append(("publisher", asked.publisher.casefold()))
    if asked.venue is not None:
        pairs.append(("venue", asked.venue.casefold()))
    if asked.status != "no_public_evidence":
        pairs.append(("status", asked.status))
    if asked.reviewed is not None:
        pairs.append(("reviewed", "yes" if asked.reviewed else "no"))
    if not isinstance(asked.contradicted, bool):
        pairs.append(("contradicted", asked.contradicted))
    pairs += [(sort, named(value)) for sort, value in (("actor", asked.actor), ("recipient", asked.recipient))]
    return [facet(sort, value) for sort, value in pairs if value is not None]


def named(value: str | None) -> str | None:
    """An id as it is, a name in lower case as facets hold it."""
    if value is None or ":" in value or (len(value) == 2 and value.isupper()):
        return value
    return value.upper() if len(value) == 2 and value.isalpha() else value.casefold()


@functools.lru_cache(maxsize=4_096)
def _faceted(name: str) -> Filter:
    table, rows, again = schema.commitments.c, schema.facets.c, schema.facets.alias().c
    same = (again.first_stated == table.first_stated, again.commitment == table.number)
    holds = exists().where(again.facet == name, *same)
    return Filter(holds, select(rows.commitment).where(rows.facet == name), name)


def _overlapping(period: str) -> Filter:
    """Commitments whose period meets another: class by class of length, so that one long period in the book does not make
    every search look at everything."""
    table = schema.commitments.c
    first, last = days(period)
    meets = and_(table.begins <= last, table.ends >= first, table.span != summaries.NONE)
    classes: list[Select[Any]] = []
    for place, longest in enumerate(summaries.SPANS):
        classes.append(
            select(table.number).where(
                table.span == place, table.begins >= first - longest, table.begins <= last, table.ends >= first
            )
        )
    classes.append(select(table.number).where(table.span == summaries.LONG, table.begins <= last, table.ends >= first))
    classes.append(select(table.number).where(table.span == summaries.OPEN, table.ends >= first))
    return Filter(meets, union_all(*classes))


def _days(asked: Query) -> list[Filter]:
    table, found = schema.commitments.c, []
    first = asked.since.toordinal() if asked.since else NO_DAY
    last = asked.until.toordinal() if asked.until else UNKNOWN_DAY
    if asked.since is not None or asked.until is not None:
        within = and_(table.first_stated >= first, table.first_stated <= last, table.first_stated != UNKNOWN_DAY)
        day = (
            table.first_stated + 0
        )  # of a row at hand: no index of days is to be walked and sorted instead of that of the order
        found.append(Filter(and_(day >= first, day <= last, day != UNKNOWN_DAY), select(table.number).where(within)))
    if asked.as_of is not None:
        known = table.known <= asked.as_of.toordinal()
        found.append(Filter(known, select(table.number).where(known)))
    return found


def _saying(connection: Connection, sought: Terms) -> list[Filter]:
    """Commitments whose statements hold all the words, hold each phrase in one of them, and nothing of what is unwanted."""
    phrases = [(phrase, True) for phrase in sought.wanted] + [(phrase, False) for phrase in sought.unwanted]
    found: list[Filter] = []
    for phrase, wanted in phrases:
        words = phrase.split()
        stem_of = stems([word.lower() for word in words])
        if wanted:
            found += [_faceted(facet(summaries.WORD, stem)) for stem in dict.fromkeys(stem_of.values())]
        if len(words) > 1:
            found.append(_phrase(connection, phrase, wanted))
        elif stem_of and not wanted:
            found.append(_without(_faceted(facet(summaries.WORD, stem_of[phrase.lower()])).passes))
    return found


def _without(passes: ColumnElement[bool]) -> Filter:
    return Filter(~passes, select(schema.commitments.c.number).where(~passes), few=False)


def _phrase(connection: Connection, phrase: str, wanted: bool) -> Filter:
    """Commitments with a statement that holds the words side by side; without one where not `wanted`."""
    table, places = schema.commitments.c, schema.places.c
    matches, number = matching(connection, Terms((phrase,)))
    source = schema.places.join(WORDS, number == places.statement)
    said = list(connection.execute(select(number).where(matches).limit(COMMON + 1)).scalars())
    if len(said) <= COMMON:
        numbers = select(places.commitment).where(within(connection, places.statement, said)).distinct()
        among_few = table.number.in_(numbers)
        return Filter(among_few, numbers, few=True) if wanted else _without(among_few)
    numbers = select(places.commitment).select_from(source).where(matches).distinct()
    held = exists(select(literal(1)).select_from(source).where(places.commitment == table.number, matches))
    if wanted:
        return Filter(held, numbers, few=False, costly=True)
    return Filter(~held, select(table.number).where(table.number.not_in(numbers)), few=False, costly=True)


def size_of(connection: Connection, asked: Filter, most: int) -> int:
    """How many commitments pass a filter, counted no further than `most`."""
    if asked.few is not None:
        return 0 if asked.few else most
    if asked.facet is None:
        return count(connection, asked.numbers, most)
    found: int = connection.execute(made(connection, _with_facet), {"facet": asked.facet, "most": most}).scalar_one()
    return found


def _with_facet(connection: Connection) -> Select[Any]:
    rows = schema.facets.c
    some = select(rows.commitment).where(rows.facet == bindparam("facet")).limit(bindparam("most", type_=Integer))
    return select(func.count()).select_from(some.subquery())


def count(connection: Connection, query: Select[Any] | CompoundSelect[Any], most: int) -> int:
    """How many rows a query has, counted no further than `most`."""
    return connection.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()
