"""What stands above a word in a parse: the verb or nominal act that governs a noun, and the lists in which it stands."""

from __future__ import annotations

from typing import Any

NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "SYM", "X"})

LISTING = frozenset({"including", "like", "such", "namely"})
"""Prepositions that open a list of parts."""


def listing_above(token: Any) -> Any | None:
    """The "including" that opens the list in which a noun stands ("commitments, including A in B, C and D"): what is
    done to the whole is done to its parts. The parser often hangs C and D on the last noun of A."""
    here, through_list = token, False
    for _ in range(10):
        parent = here.head
        if parent.i == here.i:
            return None
        if parent.pos_ in ("ADP", "VERB", "SCONJ") and parent.lower_ in LISTING and parent.dep_ == "prep":
            direct = here.dep_ == "pobj" and (here.i == token.i or through_list)
            return parent if direct and parent.head.pos_ in NOMINAL else None
        if here.dep_ == "conj" and parent.pos_ in NOMINAL:
            through_list = True
        elif not through_list or parent.pos_ not in ("ADP", *NOMINAL):
            return None
        here = parent
    return None


def governor(token: Any) -> tuple[Any, str]:
    """The verb (or nominal act) above a noun and the role by which it hangs there.

    Climbs through conjunctions, prepositions and appositions: "invest in roads and ports": ports → invest.
    """
    role = token.dep_
    listing = listing_above(token)
    if listing is not None:
        return governor(listing.head)[0], "listed"
    here = token
    for _ in range(8):
        parent = here.head
        if parent.i == here.i:
            return here, role
        if here.dep_ == "conj" and parent.pos_ in NOMINAL:
            here = parent
            role = here.dep_ if here.dep_ not in ("conj",) else role
            continue
        if parent.pos_ in ("ADP", "SCONJ") or parent.dep_ in ("prep", "agent", "prt", "dative", "case"):
            if parent.head.i == parent.i:
                return parent, role
            return parent.head, role
        if parent.pos_ == "ADJ" and parent.dep_ == "ccomp" and parent.head.lemma_ in ("make", "keep", "render"):
            return parent.head, "dobj"  # "made 300 visas available"
        return parent, role
    return here, role


def verb_above(token: Any) -> Any:
    """The nearest verb at or above a token, or the root of the sentence."""
    here = token
    for _ in range(12):
        if here.pos_ in ("VERB", "AUX") or here.head.i == here.i:
            return here
        here = here.head
    return here
