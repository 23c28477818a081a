"""Every place of a parse that could hold the object of a statement, proposed widely.

A candidate is a head word (the noun or number that is promised, done, asked or counted, or a verb that
has no object of its own) with the word that acts on it. Whether it is a statement is decided elsewhere
(`decide`), by weighing many weak signs; here only what English grammar allows is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import governor, listing_above
from pledgebook.extract.clauses.holders import is_pledge, is_promise, pledged_part
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    CLAUSE_ROLES,
    COMPLEMENT,
    COMPOUND,
    CONTENT,
    CONTROLLED,
    COORDINATE,
    DETERMINER,
    LINKED_CLAUSE,
    NOMINAL,
    NUMBER,
    OBJECT,
    OBJECT_ROLES,
    OWNER,
    PARTICIPLE,
    PATIENT,
    SUBJECT,
    has,
    is_top,
    is_verb,
    labels,
    linked,
    one,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.series import in_rows
from pledgebook.extract.clauses.spans import object_span
from pledgebook.extract.clauses.transfers import provided, takes_with
from pledgebook.language.lexicon import classes_of, words_of
from pledgebook.model import Amount, Stretch

_ATTRIBUTE = labels("attribute")
_ADJECTIVE_ROLES = labels("object", "linked", "attribute", "top")
_STAND_INS = words_of("clauses", "stand-ins")
_ENDING = words_of("stance", "ending")
_PREVENTING = words_of("stance", "preventing")
_FROM = words_of("clauses", "source-links")
_OF = words_of("clauses", "of")
_CALLED_FOR = words_of("moods", "called-for")
_LIGHT = words_of("clauses", "light")
_OBJECT_ROLE = next(iter(OBJECT))
_AHEAD = words_of("moods", "future") | words_of("moods", "would")
_UNDERTAKING = frozenset({"give", "undertake", "announce", "appeal"})
_BEFALLING = frozenset({"receive", "measure", "be", "think"})
"""Classes of verbs whose counted subject may itself be what a statement is about ("40 people will lose their homes")."""
_WORD = re.compile(r"\w")


def _worth_proposing(token: Any, amounts: Sequence[Amount], offset: int) -> bool:
    if token.pos_ in NOMINAL:
        return _noun_is_worth(token, amounts, offset)
    if is_verb(token):
        return token.dep_ in CLAUSE_ROLES and not has(token, PATIENT | _ATTRIBUTE) and not _passes_on(token)
    return token.pos_ == "ADJ" and token.dep_ in _ADJECTIVE_ROLES and has(token, DETERMINER | OWNER | NUMBER)


def _noun_is_worth(token: Any, amounts: Sequence[Amount], offset: int) -> bool:
    if (token.pos_ == "PRON" and token.lower_ not in _STAND_INS) or _undertakes(token):
        return False
    if _only_leads_on(token) or takes_with(token) or _is_asked(token):
        return False
    if token.dep_ in OBJECT_ROLES or token.dep_ in COORDINATE:
        return True
    start, end = token.idx + offset, token.idx + len(token) + offset
    return token.dep_ not in NUMBER | COMPOUND and any(a.start <= start and end <= a.end + 1 for a in amounts)


def _only_leads_on(noun: Any) -> bool:
    """A noun of promise whose infinitive has an object, a plan only where somebody has or makes it ("has plans to help
    40", "its pledge to build 12 schools"): the infinitive says what is promised."""
    held = is_promise(noun) and noun.dep_ in OBJECT | _ATTRIBUTE and noun.head.lemma_.lower() in _LIGHT
    if not (held or is_pledge(noun)) or any(t.pos_ == "NUM" for c in noun.lefts for t in c.subtree):
        return False
    return any(has(c, PATIENT) for c in those(noun, PARTICIPLE))


def _undertakes(noun: Any) -> bool:
    """A counted subject that gives or undertakes something else, and is not what is given ("12 donors pledged $5 billion")."""
    verb = noun.head
    if (
        noun.dep_ not in SUBJECT
        or noun.pos_ not in ("NOUN", "PROPN")
        or not is_verb(verb)
        or not has(noun, NUMBER)
        or not has(verb, OBJECT | CONTROLLED)
    ):
        return False
    classes = set(classes_of("verbs").get(verb.lemma_.lower(), ()))
    ahead = any(child.lower_ in _AHEAD for child in verb.children)
    return bool(classes & _UNDERTAKING) or (ahead and not classes & _BEFALLING)


def _is_asked(noun: Any) -> bool:
    """Whom somebody asks for something: "asked the EU for 200 generators", not "requested $2 billion for Yemen"."""
    if noun.dep_ not in OBJECT or noun.pos_ == "NUM" or "appeal" not in verb_classes(noun.head):
        return False
    return any(True for place in (noun, noun.head) for _ in linked(place, _CALLED_FOR))


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
    found = [_candidate(index, token, amounts, stretches, offset) for token in _heads(parsed, amounts, stretches)]
    yield from in_rows(found, doc, amounts, stretches, offset, index)


def _heads(parsed: Parsed, amounts: Sequence[Amount], stretches: Sequence[Stretch]) -> Iterator[Any]:
    """The words that could head an object: none of a date, unless an amount is there too."""
    for token in parsed.doc:
        if not _worth_proposing(token, amounts, parsed.start) or not (_WORD.search(token.text) or token.text == "%"):
            continue
        at = token.idx + parsed.start
        dated = any(s.start <= at < s.end for s in stretches)
        if not dated or any(x.start <= at < x.end for x in amounts):
            yield token


def _candidate(
    index: int, token: Any, amounts: Sequence[Amount], stretches: Sequence[Stretch], offset: int
) -> Candidate:
    doc = token.doc
    act, role = (token, token.dep_) if is_verb(token) else governor(token)
    if _is_label(act, token):
        act, role = token, doc[act.i].dep_
    first, last = object_span(token, amounts, stretches, offset)
    turned = _turning(act, token)
    if turned is not None:
        first, act = turned
    pledged = pledged_part(token)
    if pledged is not None:
        act, role = pledged, _OBJECT_ROLE
    if is_verb(act) and provided(act, token) is not None:
        role = _OBJECT_ROLE  # "supplied Kenya with 18 boats": the boats are what is given
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    # the parser may take the "up" of "up to 4,000" for a part of the verb
    start = next((a.start for a in amounts if a.start < start < a.end), start)
    return Candidate(index, token.i, act.i, role, start, end, _first_of(token).i)


def _is_label(act: Any, head: Any) -> bool:
    """What stands before the colon of a line does not act: "Japan: $7 million for Laos"."""
    if is_verb(act) or act.i >= head.i:
        return False
    return any(t.text == ":" for t in act.doc[act.i + 1 : min(act.i + 3, head.i)])


def _turning(act: Any, head: Any) -> tuple[int, Any] | None:
    """Where the verb above ends or prevents the act, the ending is the act, and the object begins at what is ended:
    "will stop supporting rebels" stops, it does not support."""
    if not is_verb(act) or act.tag_ != "VBG":
        return None
    above = act.head
    if act.dep_ in CONTROLLED | CONTENT and is_verb(above) and above.lemma_.lower() in _ENDING:
        return int(act.i), above
    if act.dep_ in LINKED_CLAUSE and above.lower_ in _FROM and above.head.lemma_.lower() in _PREVENTING:
        return int(act.i), above.head
    return None
