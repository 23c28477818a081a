"""Whose promise a noun is: "Norway's pledge", "a pledge from Norway", "Norway's commitment in June to give …"."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.roles import (
    ADNOMINAL,
    AGENT,
    AUXILIARY,
    COMPOUND,
    LINK,
    LINKED,
    NUMBER,
    OBJECT,
    OWNER,
    PASSIVE_SUBJECT,
    SUBJECT,
    is_verb,
    linked,
    noun_classes,
    one,
    those,
)
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of

_STEPS_BACK = 14
"""Tokens between a noun of promise and its infinitive: "commitment during the July meeting of our presidents to …"."""
_DOER_LINKS = words_of("clauses", "doer-links")
_SOURCE_LINKS = words_of("clauses", "source-links")
_OF = words_of("clauses", "of")
_OF_OR_IN = words_of("clauses", "of-or-in")
_PROMISERS = words_of("clauses", "promisers")
_PLEDGES = words_of("moods", "pledge-nouns")
_TO = words_of("moods", "to")
"""The parser's sorts of names that can hold a promise."""


def is_pledge(noun: Any) -> bool:
    """A noun of promising in the strict sense: what it is of is promised ("$3 million in pledges")."""
    return noun.lemma_.lower() in _PLEDGES


def is_promise(noun: Any) -> bool:
    """A noun of promising in the wide sense, plans and decisions included: its infinitive is its content."""
    read_as_verb = noun.dep_ in OBJECT | PASSIVE_SUBJECT and noun.tag_ in ("VBZ", "VBP")  # "shelved plans to buy"
    return (noun.pos_ == "NOUN" or read_as_verb) and "promise" in noun_classes(noun)


def holder_of(noun: Any) -> Any | None:
    """The possessor or source of a noun: "Norway's pledge", "a pledge from Norway", "funding by the bank"."""
    for child in noun.children:
        if child.dep_ in OWNER:
            return child
        if child.dep_ in AGENT:
            return one(child, LINKED)
        source = _source(child)
        if source is not None:
            return source
    return None


def _source(link: Any) -> Any | None:
    """What hangs on a "by", or a name that hangs on a "from"."""
    if link.dep_ not in LINK:
        return None
    if link.lower_ in _DOER_LINKS:
        return next((c for c in those(link, LINKED) if c.pos_ in ("PROPN", "NOUN")), None)
    if link.lower_ in _SOURCE_LINKS:
        return next((c for c in those(link, LINKED) if c.pos_ == "PROPN"), None)
    return None


def pledge_within(head: Any) -> Any | None:
    """The noun of promising that an amount is of: "$3 billion in commitments", "pledges of 40 million"."""
    return next((noun for noun in (head, *linked(head, _OF_OR_IN)) if is_pledge(noun)), None)


def compound_holder(head: Any) -> Any | None:
    """Whose promises an amount is of: in "$3 million in donor pledges" the donors', whoever announces them."""
    pledge = pledge_within(head)
    if pledge is None:
        return None
    return next((c for c in pledge.lefts if c.dep_ in COMPOUND and c.lemma_.lower() in _PROMISERS), None)


def promiser_of(act: Any, head: Any) -> Any | None:
    """Who holds the promise of which an act is the content, or that the object itself is.

    "welcomed the $20 million pledge from Norway": the object is a promise, so its holder acts, not who welcomes it.
    "Norway's commitment to give $5 million": the infinitive belongs to the noun before it. That noun is looked for in the
    words before "to", back to a verb or a mark, since the parser often hangs such an infinitive elsewhere.
    """
    if is_promise(head):
        return holder_of(head)
    if head.dep_ in NUMBER and is_promise(head.head):
        return holder_of(head.head)
    return owner_before(act)


def owner_before(act: Any) -> Any | None:
    """The owner of the promise that an infinitive spells out, where the promise has one; None where it has none or there
    is no such noun between the infinitive and the verb or mark before it."""
    to = next((child for child in act.lefts if child.dep_ in AUXILIARY and child.lower_ in _TO), None)
    if to is None:
        return None
    for token in reversed(to.doc[max(0, to.i - _STEPS_BACK) : to.i]):
        if is_verb(token) or token.pos_ == "PUNCT":
            return None
        if is_promise(token):
            return holder_of(token) or _name_before(token)
    return None


def _name_before(noun: Any) -> Any | None:
    """The name before an "'s" that opens the noun's phrase, where the parser gave the "'s" to something else."""
    at = noun.i - 1
    while at >= 0 and noun.doc[at].pos_ in ("ADJ", "NUM", "NOUN", "SYM"):
        at -= 1
    if at >= 1 and noun.doc[at].tag_ == "POS" and noun.doc[at - 1].pos_ in ("PROPN", "NOUN"):
        return noun.doc[at - 1]
    return None


@once_a_word
def pledged_part(head: Any) -> Any | None:
    """The verb that promises the whole of which something is a part: "of the $50 million pledged by Kuwait, $20 million
    has been paid", "$20 million of the $60 million it promised"."""
    link = head.head
    if link.lower_ not in _OF or link.dep_ not in LINK:
        return None
    before_verb = is_verb(link.head) and link.i < link.head.i
    of_amount = link.head.like_num or link.head.pos_ == "NUM"
    if not before_verb and not of_amount:
        return None
    return next((c for c in those(head, ADNOMINAL) if c.tag_ in ("VBN", "VBD", "VBP", "VBZ")), None)


@once_a_word
def part_of_pledged(head: Any) -> Any | None:
    """The promised whole of which an amount is a part: "$20 million of the $60 million it promised", "of the 40 trucks
    promised by Spain, 25 have arrived"."""
    verb = head.head if head.dep_ in SUBJECT | PASSIVE_SUBJECT | OBJECT and is_verb(head.head) else None
    ahead = [] if verb is None else [whole for whole in linked(verb, _OF) if whole.i < head.i]
    return next((whole for whole in [*linked(head, _OF), *ahead] if pledged_part(whole) is not None), None)
