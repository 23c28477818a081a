"""The phrase of a candidate: its number, determiner, modifiers and length, whether it is new to the text, and the signs these give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from pledgebook.extract.clauses.clause import Clause, head_classes
from pledgebook.extract.clauses.frames import certain_kind, frame_of
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import ADNOMINAL, DETERMINER, LINK, NOMINAL, OWNER, labels, linked, one
from pledgebook.extract.clauses.sense import fragment_of
from pledgebook.extract.clauses.tokens import words_within
from pledgebook.language.lexicon import classes_of, words_of
from pledgebook.model import Amount, Mention

_STANDING_ALONE = words_of("clauses", "standing-alone")
_OF = words_of("clauses", "of")
_COLOURS = labels("adjective", "noun-number", "compound", "adverb")
_NAMED_COLOURS = labels("adjective", "compound")
_NUMERIC = frozenset({"CD", "$"})
"""Tags of numbers and signs of money."""
_OPENING = 18
"""Characters from the opening of an object within which an amount is what the object is, not what it mentions."""
_BEFORE_COLON = re.compile(r"(?:\s|</?\w+>)*:")


def phrase_signs(
    clause: Clause,
    parsed: Parsed,
    text: str,
    amounts: Sequence[Amount],
    names: Mapping[int, Mention],
    earlier: Set[str],
) -> list[str]:
    """The signs of the object's own words. `earlier`: the lemmas of the nouns of the sentences before."""
    doc, offset, candidate, head = parsed.doc, parsed.start, clause.candidate, clause.head
    found = [f"pos:{head.pos_}", *(f"head:{c}" for c in clause.heads)]
    if head.pos_ != "NUM":
        found.append(f"head-word:{head.lemma_.lower()}")
    if head.i in names:
        found.append(f"head-is:{names[head.i].sort}")
    span = words_within(doc, candidate.start - offset, candidate.end - offset)
    found += _amount_signs(clause, span, amounts, offset)
    found += _determiner_signs(clause, found)
    if head.pos_ in NOMINAL and head.lemma_.lower() in earlier:
        found += ["given", f"given×role:{candidate.role}"]
    found += _modifier_signs(clause, names)
    found.append(f"length:{min(len(span) // 3, 6)}")
    found.append(f"characters:{min((candidate.end - candidate.start) // 15, 8)}")
    if any(t.pos_ == "PROPN" for t in span):
        found.append("holds-name")
    if any(t.i in names for t in span):
        found.append("holds-place")
    if head.lower_ in _STANDING_ALONE:
        found.append(f"pronoun:{head.lower_}")
    if _BEFORE_COLON.match(text, candidate.end, candidate.end + 8):
        found += ["before-colon", f"before-colon×role:{candidate.role}"]
    found += [f"role×head:{candidate.role}×{c}" for c in clause.heads]
    if fragment_of(clause.act):
        found.append(f"gerund-fragment×{parsed.sentence.role}×bullet:{parsed.sentence.bullet}")
    return found


def _amount_signs(clause: Clause, span: Sequence[Any], amounts: Sequence[Amount], offset: int) -> list[str]:
    """What is counted, whether the amount is the head itself, and the kind that grammar alone suggests."""
    candidate, head, mood = clause.candidate, clause.head, clause.mood
    own = [a for a in amounts if a.start < candidate.end and a.end > candidate.start and a.measure != "multiple"]
    opening = (span[0].idx + offset if span else 0) + _OPENING
    first = next((a for a in own if a.start <= opening), None)
    at_head = next((a for a in own if a.start <= head.idx + offset < a.end), None)
    counted = at_head or (first if first is not None and first.start <= head.idx + offset else None)
    measure = first.measure if first is not None else "none"
    frame = frame_of(clause, counted.measure if counted else None)
    certain = certain_kind(clause, measure if first is not None else None)
    return [
        *([f"amount-is-head:{at_head.measure}"] if at_head is not None else []),
        *(["amount-counts-head"] if _is_counted(head) else []),
        *(_measure_signs(clause, measure) if first is not None else [_later(own)]),
        f"amount×role:{measure}×{candidate.role}",
        *(f"amount×head:{measure}×{c}" for c in clause.heads),
        *([f"certain:{certain}"] if certain is not None else []),
        *(f"frame:{frame}", f"frame×mood:{frame}×{mood}"),
    ]


def _is_counted(head: Any) -> bool:
    return any(t.dep_ in labels("noun-number") or t.like_num for t in head.lefts)


def _later(own: Sequence[Amount]) -> str:
    return f"amount-later:{own[0].measure}" if own else "amount:none"


def _measure_signs(clause: Clause, measure: str) -> list[str]:
    about, mood = clause.about[0], clause.mood
    return [
        f"amount:{measure}",
        *(f"amount×act:{measure}×{c}" for c in clause.verbs),
        f"amount×tense:{measure}×{clause.tenses[0]}",
        f"amount×{about}",
        f"amount×mood:{measure}×{mood}",
        f"amount×mood×{about}:{measure}×{mood}",
    ]


def _determiner_signs(clause: Clause, found: Sequence[str]) -> list[str]:
    """ "a" introduces, "the two" and "this" refer back: with what is counted, acted on, and how."""
    head = clause.head
    determiner = one(head, DETERMINER | OWNER)
    if determiner is None:
        word = "none-plural" if head.tag_ in ("NNS", "NNPS") else "none"
    else:
        word = determiner.lower_ if determiner.dep_ in DETERMINER or determiner.pos_ == "PRON" else "poss"
    measure = next((s.removeprefix("amount:") for s in found if s.startswith("amount:")), "later")
    return [
        f"determiner:{word}",
        f"determiner×amount:{word}×{measure}",
        f"determiner×role:{word}×{clause.candidate.role}",
        f"determiner×role×amount:{word}×{clause.candidate.role}×{measure}",
        *(f"determiner×head:{word}×{c}" for c in clause.heads),
    ]


def _modifier_signs(clause: Clause, names: Mapping[int, Mention]) -> list[str]:
    """What colours the head: adjectives and compounds before it, prepositions and clauses behind it."""
    found = []
    for child in clause.head.children:
        if child.dep_ in _COLOURS:
            found += [f"adjective:{c}" for c in classes_of("words").get(child.lower_, ())]
        if child.dep_ in _NAMED_COLOURS:
            found += _colour_signs(child, names)
        if child.dep_ in LINK:
            found += [f"holds:{child.lower_}×{c}" for c in clause.heads]
    for of in linked(clause.head, _OF):  # "a range of measures": what the range is of
        found += [f"of:{c}" for c in head_classes(of)]
    for child in clause.head.rights:
        if child.dep_ in LINK:
            found.append(f"then:{child.lower_}")
        elif child.dep_ in ADNOMINAL:
            found.append(f"then-clause:{child.dep_}:{child.tag_}")
    return found


def _colour_signs(word: Any, names: Mapping[int, Mention]) -> list[str]:
    found = [f"modifier:{c}" for c in classes_of("nouns").get(word.lemma_.lower(), ())]
    if word.pos_ == "PROPN":
        found.append("modifier-name")
    if word.i in names:
        found.append(f"modifier-is:{names[word.i].sort}")
    if word.tag_ in _NUMERIC:
        found.append("modifier-number")
    return found
