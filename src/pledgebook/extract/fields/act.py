"""The act of a statement: its words, whether it is denied, and how sure the clause is of it."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    ADVERB,
    AUXILIARY,
    CIRCUMSTANCE,
    CONJUNCTION,
    COORDINATE,
    NEGATION,
    SUBJECT,
    has,
    is_top,
    is_verb,
    labels,
    those,
)
from pledgebook.extract.clauses.stance import is_negated, opens_bound, stance_of
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.language.lexicon import words_of
from pledgebook.model import Act, Modality

_VERB_GROUP = AUXILIARY | NEGATION | labels("particle")
_NOR = words_of("stance", "nor")
_OR = words_of("stance", "or")
_NO = words_of("fields", "no")
_NONE = words_of("fields", "none")
_OF = words_of("clauses", "of")
_IF = words_of("fields", "if")
_WOULD = words_of("fields", "would")
_DEPENDENT = words_of("fields", "dependent")
_POSSIBLE = words_of("fields", "possible")
_PERHAPS = words_of("fields", "perhaps")


def act_of(candidate: Candidate, parsed: Parsed, text: str) -> Act:
    """The verb with its auxiliaries and particle ("will contribute"), or the noun that acts."""
    doc, offset = parsed.doc, parsed.start
    token = doc[candidate.act]
    target = (candidate.start - offset, candidate.end - offset)
    first, last = _verb_group(token, parsed.sentence.start - offset, target)
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    stance = stance_of(token)
    denied = _is_denied(token) or _is_none(doc[candidate.head]) or stance.name == "denied"
    modality = "possible" if stance.name == "open" else _modality(token)
    return Act(token.lemma_.lower(), start, end, text[start:end], "negated" if denied else "positive", modality)


def _verb_group(token: Any, begins: int, target: tuple[int, int]) -> tuple[int, int]:
    """First and last token of a verb with what belongs to it close by; the token alone where that would be long. `begins`:
    where the sentence begins in the parse, behind the words of its lead, whose "will" is not beside the item's verb.
    `target`: the object, whose "up to" is no part of the verb."""
    same = [c for c in those(token, _VERB_GROUP) if (c.idx < begins) == (token.idx < begins)]
    same = [c for c in same if not target[0] <= c.idx < target[1]]
    near = [c.i for c in same if abs(c.i - token.i) <= 6] if is_verb(token) else []
    first, last = min([token.i, *near]), max([token.i, *near])
    return (first, last) if last - first <= 8 else (token.i, token.i)


def _is_none(noun: Any) -> bool:
    """ "no troops", "none of the troops": none of what the noun names."""
    whole = noun.head.head if noun.head.lower_ in _OF else noun
    return any(one.lower_ in _NONE for one in (noun, whole)) or any(
        c.lower_ in _NO and not opens_bound(c) for c in noun.lefts
    )


def _is_denied(verb: Any) -> bool:
    if not is_verb(verb):
        return False
    if is_negated(verb):
        return True
    subject = subject_of(verb)
    return (subject is not None and _is_none(subject)) or _denied_beside(verb)


def _denied_beside(verb: Any) -> bool:
    """A verb behind "nor", or behind the "or" of a denied verb whose subject and auxiliary it shares: "will neither send
    troops nor pay", "will not send troops or pay"."""
    if verb.dep_ not in COORDINATE or is_top(verb) or not is_verb(verb.head):
        return False
    links = {c.lower_ for c in verb.head.children if verb.head.i < c.i < verb.i}
    if links & _NOR:
        return True
    shares = not has(verb, SUBJECT | AUXILIARY)
    return bool(links & _OR) and shares and _is_denied(verb.head)


def _modality(token: Any) -> Modality:
    verb = verb_above(token)
    above = verb if is_top(verb) else verb.head
    if has(verb, CONJUNCTION, _IF) or has(above, CONJUNCTION, _IF):
        return "hypothetical"
    for child in verb.children:
        if child.dep_ in CIRCUMSTANCE and has(child, CONJUNCTION, _IF):
            return "hypothetical" if any(c.lower_ in _WOULD for c in verb.children) else "conditional"
        if child.lower_ in _DEPENDENT:
            return "conditional"
        if (child.dep_ in AUXILIARY and child.lower_ in _POSSIBLE) or (
            child.dep_ in ADVERB and child.lower_ in _PERHAPS
        ):
            return "possible"
    return "asserted"
