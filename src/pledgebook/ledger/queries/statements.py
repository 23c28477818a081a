"""Lists of statements."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, func, select

from pledgebook.ledger.queries.documents import said as statements_said
from pledgebook.ledger.queries.filters import filters, named
from pledgebook.ledger.queries.query import Page, Query, cursor_of, position_after
from pledgebook.ledger.queries.reviews import numbers_hidden
from pledgebook.ledger.queries.search import matching
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.values import days, facet
from pledgebook.ledger.store.view import View
from pledgebook.ledger.store.words import terms
from pledgebook.model import Said


def statements(view: View, asked: Query) -> Page[Said]:
    """A page of statements in the order in which they were added. Filters on commitments (status, contradicted, venue) are asked
    of the commitment that a statement belongs to."""
    connection = view.connection
    after = position_after(replace(asked, sort="statements"))
    lines, texts = schema.statements.c, schema.documents.c
    query = select(lines.number).join_from(schema.statements, schema.documents, lines.document == texts.number)
    conditions = _statement_conditions(connection, asked)
    if conditions is None:
        return Page((), None)
    conditions.append(lines.number.not_in(numbers_hidden()))
    if after is not None:
        conditions.append(lines.number < after[1] if asked.descending else lines.number > after[1])
    query = query.where(*conditions).order_by(lines.number.desc() if asked.descending else lines.number)
    found = list(connection.execute(query.limit(asked.limit + 1)).scalars())
    page = found[: asked.limit]
    said = statements_said(view, page)
    more = len(found) > asked.limit
    cursor = cursor_of(replace(asked, sort="statements"), page[-1], page[-1]) if more else None
    return Page(tuple(said[number] for number in page), cursor)


def _statement_conditions(connection: Connection, asked: Query) -> list[ColumnElement[bool]] | None:
    lines, texts, names = schema.statements.c, schema.documents.c, schema.names.c
    found: list[ColumnElement[bool]] = []
    for field, value in ((lines.kind, asked.kind), (lines.unit, asked.unit), (lines.strength, asked.strength)):
        if value is not None:
            found.append(field == value)
    for sort, value in (("actor", named(asked.actor)), ("recipient", named(asked.recipient))):
        if value is not None:
            found.append(lines.number.in_(select(names.statement).where(names.facet == facet(sort, value))))
    if asked.publisher is not None:
        found.append(func.lower(texts.publisher) == asked.publisher.lower())
    if asked.period is not None:
        first, last = days(asked.period)
        found += [lines.begins <= last, lines.ends >= first, lines.ends >= lines.begins]
    if asked.as_of is not None:
        found.append(texts.known <= asked.as_of.toordinal())
    if asked.since is not None:
        found.append(texts.known >= asked.since.toordinal())
    if asked.until is not None:
        found.append(texts.known <= asked.until.toordinal())
    if asked.text is not None:
        sought = terms(asked.text)
        if not sought:
            return None
        matches, number = matching(connection, sought)
        found.append(lines.number.in_(select(number).where(matches)))
    if asked.status is not None or asked.contradicted is not None or asked.venue is not None:
        kept = Query(status=asked.status, contradicted=asked.contradicted, venue=asked.venue)
        table, places = schema.commitments.c, schema.places.c
        of = select(places.statement).join_from(schema.places, schema.commitments, places.commitment == table.number)
        for one in filters(connection, kept) or ():
            of = of.where(one.passes)
        found.append(lines.number.in_(of))
    return found
