"""Statements by their words, the best first, the same on both engines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import sqrt

from sqlalchemy import BigInteger, ColumnElement, Connection, Text, column, func, literal, literal_column, select, table

from pledgebook.ledger.queries import documents
from pledgebook.ledger.queries.reviews import numbers_hidden
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, listed
from pledgebook.ledger.store.view import View
from pledgebook.ledger.store.words import Terms, postgres_query, sqlite_query, stems, terms
from pledgebook.model import Said
from pledgebook.world.words import plain

WORDS = table(schema.FULL_TEXT, column("rowid", BigInteger), column("statement", BigInteger), column("words", Text))
"""The full text as queries name it: numbered by `rowid` on SQLite, by `statement` on PostgreSQL."""
LOOKED_AT = 2_000
"""Of so many statements with the words, those added last, the best are sought: ranking everything would take as long as the
book is large."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that holds the words. `commitment`: the id of its commitment, None while it has no place. `marks`:
    half-open offsets into the text of its quote, of the words that were sought."""

    said: Said
    commitment: str | None
    marks: tuple[tuple[int, int], ...]


def search(view: View, words: str, *, limit: int = 20, as_of: date | None = None) -> list[Hit]:
    """Statements that hold all the words, in any form: those where they make up most of the sentence first.

    Whatever is typed is taken: signs only divide words, quotation marks hold a phrase together, a minus leaves out.
    """
    connection = view.connection
    sought = terms(words)
    if not sought:
        return []
    matches, number = matching(connection, sought)
    lines, texts = schema.statements.c, schema.documents.c
    query = (
        select(lines.number)
        .select_from(
            WORDS.join(schema.statements, lines.number == number).join(schema.documents, lines.document == texts.number)
        )
        .where(matches, lines.number.not_in(numbers_hidden()))
        .order_by(number.desc())
        .limit(LOOKED_AT)
    )
    if as_of is not None:
        query = query.where(texts.known <= as_of.toordinal())
    said = documents.said(view, list(connection.execute(query).scalars()))
    cut = {place: list(_WORD.finditer(one.statement.quote.text)) for place, one in said.items()}
    same = _forms({found.group() for words in cut.values() for found in words}, sought)
    ranked = []
    for place, one in said.items():
        marks = tuple(found.span() for found in cut[place] if found.group() in same)
        ranked.append((-len(marks) / sqrt(len(cut[place]) or 1), one.statement.id, place, one, marks))
    best = sorted(ranked, key=lambda row: row[:2])[:limit]
    homes = _homes(connection, [place for _, _, place, _, _ in best])
    return [Hit(one, homes.get(place), marks) for _, _, place, one, marks in best]


def matching(connection: Connection, sought: Terms) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """The condition that a row of the full text holds the words, and the number of its statement."""
    if connection.dialect.name == "sqlite":
        return literal_column(schema.FULL_TEXT).op("MATCH")(literal(sqlite_query(sought))), WORDS.c.rowid
    query = func.websearch_to_tsquery(literal_column("'pledgebook'"), literal(postgres_query(sought)))
    return WORDS.c.words.op("@@")(query), WORDS.c.statement


def _forms(words: set[str], sought: Terms) -> set[str]:
    """Which words are forms of those sought, told by the stemmer that found them: it is the same on both engines."""
    stem_of = stems({form for word in words for form in plain(word).split()})
    wanted = {word for phrase in sought.wanted for word in plain(phrase).split()}
    found = set(stems(wanted).values())
    return {word for word in words if any(stem_of.get(form) in found for form in plain(word).split())}


def _homes(connection: Connection, numbers: list[int]) -> dict[int, str]:
    places, table = schema.places.c, schema.commitments.c
    query = (
        select(places.statement, table.id)
        .join_from(schema.places, schema.commitments, places.commitment == table.number)
        .where(among(connection, places.statement, "numbers"))
    )
    return {row.statement: row.id for row in connection.execute(query, {"numbers": listed(connection, numbers)})}
