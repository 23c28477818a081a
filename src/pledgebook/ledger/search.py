"""Statements by their words, the best first, the same on both engines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import sqrt

from sqlalchemy import Connection, select

from pledgebook.ledger import documents, schema
from pledgebook.ledger.lists import WORDS, matching
from pledgebook.ledger.rows import among, listed
from pledgebook.ledger.words import Terms, plain, terms
from pledgebook.model import Said

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


def search(connection: Connection, words: str, *, limit: int = 20, as_of: date | None = None) -> list[Hit]:
    """Statements that hold all the words, in any form: those where they make up most of the sentence first.

    Whatever is typed is taken: signs only divide words, quotation marks hold a phrase together, a minus leaves out.
    """
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
        .where(matches)
        .order_by(lines.number.desc())
        .limit(LOOKED_AT)
    )
    if as_of is not None:
        query = query.where(texts.known <= as_of.toordinal())
    said = documents.said(connection, list(connection.execute(query).scalars()))
    ranked = []
    for place, one in said.items():
        marks = marked(one.statement.quote.text, sought)
        length = len(_WORD.findall(one.statement.quote.text)) or 1
        ranked.append((-len(marks) / sqrt(length), one.statement.id, place, one, marks))
    best = sorted(ranked, key=lambda row: row[:2])[:limit]
    homes = _homes(connection, [place for _, _, place, _, _ in best])
    return [Hit(one, homes.get(place), marks) for _, _, place, one, marks in best]


def marked(text: str, sought: Terms) -> tuple[tuple[int, int], ...]:
    """Where the words that were sought stand in a text, in any of their forms.

    A form is told by its beginning, as the stemmer of the engine would mostly do: words of which one is the other with
    at most three letters more or changed at the end.
    """
    wanted = [word.casefold() for phrase in sought.wanted for word in plain(phrase).split()]
    return tuple(
        found.span()
        for found in _WORD.finditer(text)
        if any(_alike(plain(found.group()).casefold(), one) for one in wanted)
    )


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    stem = max(3, len(short) - 2)
    return len(short) > 3 and len(long) - len(short) <= 3 and long[:stem] == short[:stem]


def _homes(connection: Connection, numbers: list[int]) -> dict[int, str]:
    places, table = schema.places.c, schema.commitments.c
    query = (
        select(places.statement, table.id)
        .join_from(schema.places, schema.commitments, places.commitment == table.number)
        .where(among(connection, places.statement, "numbers"))
    )
    return {row.statement: row.id for row in connection.execute(query, {"numbers": listed(connection, numbers)})}
