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

from pledgebook.extract.clauses.governors import NOMINAL, governor, listing_above, verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.spans import object_span
from pledgebook.model import Amount, Stretch

__all__ = ["CLAUSE_ROLES", "NOMINAL", "OBJECT_ROLES", "Candidate", "candidates", "verb_above"]

OBJECT_ROLES = frozenset(
    {"dobj", "nsubjpass", "attr", "oprd", "pobj", "ROOT", "appos", "nsubj", "dep", "npadvmod", "dative"}
)
CLAUSE_ROLES = frozenset({"xcomp", "ccomp", "advcl", "relcl", "acl", "conj", "pcomp", "ROOT", "parataxis", "csubj"})


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
        if token.pos_ == "PRON" and token.lower_ not in ("those", "some", "all", "more", "that", "this"):
            return False
        if token.dep_ in OBJECT_ROLES:
            return True
        if token.dep_ == "conj":
            return True
        end = token.idx + len(token) + offset
        return any(a.start <= token.idx + offset and end <= a.end + 1 for a in amounts) and token.dep_ not in (
            "nummod",
            "compound",
            "quantmod",
        )
    if token.pos_ in ("VERB", "AUX") and (token.dep_ in CLAUSE_ROLES):
        return not any(c.dep_ in ("dobj", "nsubjpass", "attr") for c in token.children) and not _passes_on(token)
    return (
        token.pos_ == "ADJ"
        and token.dep_ in ("dobj", "pobj", "attr", "ROOT")
        and any(c.dep_ in ("det", "poss") for c in token.children)
    )


def _passes_on(verb: Any) -> bool:
    """The verb only leads to another that has an object of its own ("continue to buy feed", "invest in securing borders")."""
    for child in verb.children:
        below = (
            child if child.dep_ in ("xcomp", "ccomp") else next((c for c in child.children if c.dep_ == "pcomp"), None)
        )
        if below is not None and (any(c.dep_ in ("dobj", "nsubjpass") for c in below.children) or _passes_on(below)):
            return True
    return False


_WORD = re.compile(r"\w")


def _first_of(token: Any) -> Any:
    listing = listing_above(token)
    if listing is not None:
        return listing
    here = token
    for _ in range(12):
        if here.dep_ != "conj" or here.head.i == here.i:
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
        act, role = (token, token.dep_) if token.pos_ in ("VERB", "AUX") else governor(token)
        first, last = object_span(token, amounts, stretches, offset)
        start = doc[first].idx + offset
        end = doc[last].idx + len(doc[last]) + offset
        yield Candidate(index, token.i, act.i, role, start, end, _first_of(token).i)
