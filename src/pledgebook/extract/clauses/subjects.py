"""The grammatical subject of a verb, wherever the parser leaves it."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.holders import is_promise, part_of_pledged, pledged_part
from pledgebook.extract.clauses.roles import (
    ADNOMINAL,
    AGENT,
    ANY_SUBJECT,
    AUXILIARY,
    COMPLEMENT,
    CONTENT,
    COORDINATE,
    LINKED,
    NOMINAL,
    OBJECT,
    OWNER,
    PARTICIPLE,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    RELATIVE,
    has,
    is_top,
    is_verb,
    noun_classes,
    one,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of

_LIGHT = words_of("clauses", "light")
_PASSING = words_of("subjects", "passing")
_HELPING = words_of("subjects", "helping")
_CHAMBERS = words_of("subjects", "chambers")


@once_a_word
def subject_of(verb: Any) -> Any | None:
    """The grammatical subject of a verb, its agent in a passive, or the subject it takes over by control, raising or coordination."""
    here = verb
    for _ in range(8):
        if is_passive(here):
            agent = one(here, AGENT)
            if agent is not None:
                return one(agent, LINKED)
            if here.dep_ not in COORDINATE:
                return None
        elif helped_by(here) is None:
            own = _nearest(here)
            if own is not None:
                return own
        if is_top(here):
            return None
        if here.dep_ in ADNOMINAL and here.head.pos_ in NOMINAL:
            maker = maker_of_plan(here)
            if maker is None:
                return here.head if here.dep_ in RELATIVE or here.tag_ == "VBG" else None
            here = maker
            continue
        above = _controller(here)
        if above is None:
            return None
        here = above
    return None


def helped_by(verb: Any) -> Any | None:
    """Whom somebody helps to do what the verb says, who is its subject in grammar only: "Finland will help Nepal build 9 dams"."""
    if verb.dep_ not in COMPLEMENT | CONTENT or verb.tag_ != "VB" or not is_verb(verb.head):
        return None
    return _nearest(verb) if verb.head.lemma_.lower() in _HELPING else None


def pledger_of(part: Any) -> Any | None:
    """Who promised the whole of which an amount is a part: "200 of the 500 tents that Japan promised"."""
    whole = part_of_pledged(part)
    return None if whole is None else subject_of(pledged_part(whole))


def passer_of(verb: Any) -> Any | None:
    """The chamber that passes what the grammar makes the doer: "the bill passed the Senate"."""
    law = _nearest(verb) if verb.lemma_.lower() in _PASSING and not is_passive(verb) else None
    chamber = None if law is None or ("law" not in noun_classes(law) and law.pos_ != "PROPN") else one(verb, OBJECT)
    return chamber if chamber is not None and chamber.lower_ in _CHAMBERS else None


def _nearest(verb: Any) -> Any | None:
    """The subject of a verb itself, also where the parser hangs it on the auxiliary ("Oxfam has, therefore, asked"); of two, the one
    just before it: the other heads the line over a list."""
    subjects = those(verb, ANY_SUBJECT) or [s for c in those(verb, AUXILIARY) for s in those(c, ANY_SUBJECT)]
    ahead = [subject for subject in subjects if subject.i < verb.i]
    return (ahead[-1:] or subjects[:1] or [None])[0]


def is_passive(verb: Any) -> bool:
    """Whether a verb has a passive subject, auxiliary or agent ("the fund created by Norway")."""
    return has(verb, PASSIVE_SUBJECT | PASSIVE_AUXILIARY | AGENT)


def maker_of_plan(verb: Any) -> Any | None:
    """The verb whose subject has or makes the plan that an infinitive spells out ("Oxfam has plans to help")."""
    noun = verb.head
    if verb.dep_ not in PARTICIPLE or verb.tag_ != "VB" or noun.dep_ not in OBJECT or not is_promise(noun):
        return None
    above = noun.head
    makes = above.lemma_.lower() in _LIGHT or bool({"announce", "undertake"} & set(verb_classes(above)))
    return above if makes and not has(noun, OWNER) else None


def _controller(verb: Any) -> Any | None:
    """The verb whose subject another takes over: the next above it, through prepositions and nouns."""
    parent = verb.head
    if parent.pos_ not in ("ADP", "SCONJ", "NOUN", "PROPN") or verb.dep_ in COORDINATE:
        return parent
    above = verb_above(parent if is_top(parent) else parent.head)
    return above if above.i != verb.i and is_verb(above) else None
