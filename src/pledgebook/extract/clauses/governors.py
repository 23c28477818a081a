"""What stands above a word in a parse: the verb or nominal act that governs a noun, and the lists in which it stands."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.roles import (
    AGENT,
    CONTENT,
    COORDINATE,
    LINK,
    LINKED,
    NOMINAL,
    OBJECT,
    PARTICLE,
    RECEIVER,
    is_top,
    is_verb,
)
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of

_LISTING = words_of("clauses", "listing")
_RENDERING = words_of("clauses", "rendering")
_LINKS = LINK | AGENT | PARTICLE | RECEIVER


@once_a_word
def listing_above(token: Any) -> Any | None:
    """The "including" that opens the list in which a noun stands ("commitments, including A in B, C and D"): what is
    done to the whole is done to its parts. The parser often hangs C and D on the last noun of A."""
    here, through_list = token, False
    for _ in range(10):
        parent = here.head
        if parent.i == here.i:
            return None
        if parent.pos_ in ("ADP", "VERB", "SCONJ") and parent.lower_ in _LISTING and parent.dep_ in LINK:
            direct = here.dep_ in LINKED and (here.i == token.i or through_list)
            return parent if direct and parent.head.pos_ in NOMINAL else None
        if here.dep_ in COORDINATE and parent.pos_ in NOMINAL:
            through_list = True
        elif not through_list or parent.pos_ not in ("ADP", *NOMINAL):
            return None
        here = parent
    return None


def governor(token: Any) -> tuple[Any, str]:
    """The verb (or nominal act) above a noun and the role by which it hangs there.

    Climbs through conjunctions, prepositions and appositions: "invest in roads and ports": ports → invest.
    """
    listing = listing_above(token)
    if listing is not None:
        return governor(listing.head)[0], "listed"
    here, role = token, token.dep_
    for _ in range(8):
        parent = here.head
        if is_top(here):
            break
        if here.dep_ not in COORDINATE or parent.pos_ not in NOMINAL:
            return _without_links(parent, role)
        here = parent
        role = role if here.dep_ in COORDINATE else here.dep_
    return here, role


def _without_links(parent: Any, role: str) -> tuple[Any, str]:
    """What governs a word whose parent may be a preposition, particle or adjective in between."""
    if parent.pos_ in ("ADP", "SCONJ") or parent.dep_ in _LINKS:
        return (parent if is_top(parent) else parent.head), role
    if parent.pos_ == "ADJ" and parent.dep_ in CONTENT and parent.head.lemma_ in _RENDERING:
        return parent.head, next(iter(OBJECT))  # "made 300 visas available"
    return parent, role


@once_a_word
def verb_above(token: Any) -> Any:
    """The nearest verb at or above a token, or the root of the sentence."""
    here = token
    for _ in range(12):
        if is_verb(here) or is_top(here):
            return here
        here = here.head
    return here
