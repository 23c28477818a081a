"""Whom an appeal asks, as words of the sentence."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    CONTENT,
    LINK,
    LINKED,
    NOMINAL,
    OBJECT_OR_RECEIVER,
    SUBJECT,
    is_top,
    labels,
    one,
    those,
)
from pledgebook.extract.fields.phrase import named
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor

_CALLING = words_of("fields", "calling")
_ON = words_of("fields", "called-on")
_FROM = words_of("fields", "asked-from")
_GOVERNED = labels("controlled", "content", "coordinate", "linked-clause", "link")


def addressees_of(candidate: Candidate, parsed: Parsed, text: str) -> tuple[Actor, ...]:
    """Whom an appeal asks: the object of "urge", what follows "call on", the "from" of "more action from"."""
    doc = parsed.doc
    asked = _asked_by_verb(candidate, doc)
    if asked is None:
        places = (doc[candidate.head], doc[candidate.act])  # "requested 40 trucks from Germany"
        links = (c for place in places for c in those(place, LINK) if c.lower_ in _FROM)
        asked = next((target for link in links if (target := one(link, LINKED)) is not None), None)
    return () if asked is None else (named(asked, parsed, text),)


def _asked_by_verb(candidate: Candidate, doc: Any) -> Any | None:
    verb = verb_above(doc[candidate.act])
    for _ in range(3):
        target = _target(verb, candidate)
        if target is not None:
            return target
        if verb.dep_ not in _GOVERNED or is_top(verb):
            return None
        if verb.dep_ in CONTENT and (own := one(verb, SUBJECT)) is not None:
            return own
        verb = verb_above(verb.head)
    return None


def _target(verb: Any, candidate: Candidate) -> Any | None:
    """The object of a verb of asking, or what hangs on its "on" or "to"."""
    for child in verb.children:
        other = (
            child.pos_ in NOMINAL
            and child.i != candidate.head
            and (verb.i != candidate.act or candidate.role in LINKED)
        )
        if child.dep_ in OBJECT_OR_RECEIVER and other:
            return child
        if child.dep_ in LINK and child.lower_ in _ON and verb.lemma_ in _CALLING:
            target = next((c for c in those(child, LINKED) if c.i != candidate.head), None)
            if target is not None:
                return target
    return None
