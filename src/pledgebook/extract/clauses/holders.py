"""Whose promise a noun is: "Norway's pledge", "a pledge from Norway", "Norway's commitment in June to give …"."""

from __future__ import annotations

from typing import Any

from pledgebook.language.lexicon import classes_of

_STEPS_BACK = 14
"""Tokens between a noun of promise and its infinitive: "commitment during the July meeting of our presidents to …"."""


def holder_of(noun: Any) -> Any | None:
    """The possessor or source of a noun: "Norway's pledge", "a pledge from Norway", "funding by the bank"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj" and grandchild.pos_ in ("PROPN", "NOUN") and child.lower_ == "by":
                    return grandchild
                if grandchild.dep_ == "pobj" and grandchild.ent_type_ in ("GPE", "ORG", "NORP", "PERSON"):
                    return grandchild
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


_PROMISERS = frozenset({"sector", "donor", "industry", "company", "business", "partner", "investor", "bank", "member"})


def compound_holder(head: Any) -> Any | None:
    """Whose promises an amount is of: in "$3 million in donor pledges" the donors', whoever announces them."""
    inner = [c for prep in head.children if prep.dep_ == "prep" and prep.lower_ in ("in", "of") for c in prep.children]
    for noun in (head, *inner):
        if noun.lemma_.lower() in ("commitment", "pledge", "promise"):
            return next((c for c in noun.lefts if c.dep_ == "compound" and c.lemma_.lower() in _PROMISERS), None)
    return None


def promiser_of(act: Any, head: Any) -> Any | None:
    """Who holds the promise of which an act is the content, or that the object itself is.

    "welcomed the $20 million pledge from Norway": the object is a promise, so its holder acts, not who welcomes it.
    "Norway's commitment to give $5 million": the infinitive belongs to the noun before it. That noun is looked for in the
    words before "to", back to a verb or a mark, since the parser often hangs such an infinitive elsewhere.
    """
    if _promise(head):
        return holder_of(head)
    if head.dep_ in ("nummod", "quantmod") and _promise(head.head):
        return holder_of(head.head)
    return owner_before(act)


def owner_before(act: Any) -> Any | None:
    """The owner of the promise that an infinitive spells out, where the promise has one; None where it has none or there
    is no such noun between the infinitive and the verb or mark before it."""
    to = next((child for child in act.lefts if child.dep_ == "aux" and child.lower_ == "to"), None)
    if to is None:
        return None
    for token in reversed(to.doc[max(0, to.i - _STEPS_BACK) : to.i]):
        if token.pos_ in ("VERB", "AUX", "PUNCT"):
            return None
        if _promise(token):
            return holder_of(token) or _owner_before(token)
    return None


def _promise(noun: Any) -> bool:
    return noun.pos_ == "NOUN" and "promise" in classes_of("nouns").get(noun.lemma_.lower(), ())


def _owner_before(noun: Any) -> Any | None:
    """The name before an "'s" that opens the noun's phrase, where the parser gave the "'s" to something else."""
    at = noun.i - 1
    while at >= 0 and noun.doc[at].pos_ in ("ADJ", "NUM", "NOUN", "SYM"):
        at -= 1
    if at >= 1 and noun.doc[at].tag_ == "POS" and noun.doc[at - 1].pos_ in ("PROPN", "NOUN"):
        return noun.doc[at - 1]
    return None
