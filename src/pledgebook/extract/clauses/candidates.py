"""Every place of a parse that could hold the object of a statement, proposed widely.

A candidate is a head word (the noun or number that is promised, done, asked or counted, or a verb that
has no object of its own) with the word that acts on it. Whether it is a statement is decided elsewhere
(`decide`), by weighing many weak signs; here only what English grammar allows is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.governors import governor, listing_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    CLAUSE_ROLES,
    COMPLEMENT,
    COMPOUND,
    COORDINATE,
    DETERMINER,
    LINKED_CLAUSE,
    NOMINAL,
    NUMBER,
    OBJECT_ROLES,
    OWNER,
    PATIENT,
    has,
    is_top,
    is_verb,
    labels,
    one,
)
from pledgebook.extract.clauses.spans import object_span
from pledgebook.language.lexicon import words_of
from pledgebook.model import Amount, Stretch

_ATTRIBUTE = labels("attribute")
_ADJECTIVE_ROLES = labels("object", "linked", "attribute", "top")
_STAND_INS = words_of("clauses", "stand-ins")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One head with the word that acts on it.

    `sentence`: index of the parse; `head`, `act`: token indices in it (`act == head` for a bare fragment);
    `role`: the dependency that made the candidate; `start`, `end`: half-open offsets of the object in the text;
    `first`: the head of the coordination in which the head stands ("A, B and C": A), itself where there is none.
    """

    sentence: int
    head: int
    act: int
    role: str
    start: int
    end: int
    first: int


def _worth_proposing(token: Any, amounts: Sequence[Amount], offset: int) -> bool:
    if token.pos_ in NOMINAL:
        return _noun_is_worth(token, amounts, offset)
    if is_verb(token):
        return token.dep_ in CLAUSE_ROLES and not has(token, PATIENT | _ATTRIBUTE) and not _passes_on(token)
    return token.pos_ == "ADJ" and token.dep_ in _ADJECTIVE_ROLES and has(token, DETERMINER | OWNER)


def _noun_is_worth(token: Any, amounts: Sequence[Amount], offset: int) -> bool:
    if token.pos_ == "PRON" and token.lower_ not in _STAND_INS:
        return False
    if token.dep_ in OBJECT_ROLES or token.dep_ in COORDINATE:
        return True
    start, end = token.idx + offset, token.idx + len(token) + offset
    return token.dep_ not in NUMBER | COMPOUND and any(a.start <= start and end <= a.end + 1 for a in amounts)


def _passes_on(verb: Any) -> bool:
    """The verb only leads to another that has an object of its own ("continue to buy feed", "invest in securing borders")."""
    for child in verb.children:
        below = child if child.dep_ in COMPLEMENT else one(child, LINKED_CLAUSE)
        if below is not None and (has(below, PATIENT) or _passes_on(below)):
            return True
    return False


def _first_of(token: Any) -> Any:
    listing = listing_above(token)
    if listing is not None:
        return listing
    here = token
    for _ in range(12):
        if here.dep_ not in COORDINATE or is_top(here):
            break
        here = here.head
    return here


def candidates(
    index: int, parsed: Parsed, amounts: Sequence[Amount], stretches: Sequence[Stretch]
) -> Iterator[Candidate]:
    """The candidates of one sentence, in the order of their heads. Amounts and stretches: those of the sentence, offsets in the text."""
    doc, offset = parsed.doc, parsed.start
    dated = [(s.start, s.end) for s in stretches]
    for token in doc:
        if not _worth_proposing(token, amounts, offset) or not (_WORD.search(token.text) or token.text == "%"):
            continue
        at = token.idx + offset
        if any(a <= at < b for a, b in dated) and not any(x.start <= at < x.end for x in amounts):
            continue
        act, role = (token, token.dep_) if is_verb(token) else governor(token)
        first, last = object_span(token, amounts, stretches, offset)
        start = doc[first].idx + offset
        end = doc[last].idx + len(doc[last]) + offset
        yield Candidate(index, token.i, act.i, role, start, end, _first_of(token).i)
