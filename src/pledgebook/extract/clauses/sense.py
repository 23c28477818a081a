"""What a clause is about beyond its grammar: weather, forecasts, effects, questions and fragments promise nothing."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.roles import (
    ANY_SUBJECT,
    AUXILIARY,
    CONTENT,
    LINK,
    LINKED,
    RELATIVE,
    has,
    is_top,
    is_verb,
    labels,
    noun_classes,
    one,
    verb_classes,
)
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import words_of

_WEATHER = words_of("sense", "weather")
_NATURAL = words_of("sense", "natural")
_FORECASTING = words_of("sense", "forecasting")
_MOVING = words_of("sense", "moving")
_BEING = words_of("sense", "being")
_BESIDE = words_of("sense", "beside-links")
_THERE = words_of("subjects", "there")
_FOR = words_of("moods", "called-for")
_STANDING_FOR = words_of("sense", "standing-for")
_AHEAD = frozenset({"future", "would", "possible", "promised", "wished"})
_PLACEHOLDER = labels("placeholder")
_ATTRIBUTE = labels("attribute")
_QUALITY = labels("adjective-predicate")


@once_a_word
def is_natural(verb: Any, subject: Any | None) -> bool:
    """What nobody does: rain, a storm, the sun ("it will rain 30 millimetres")."""
    lemma = verb.lemma_.lower()
    if lemma in _WEATHER:
        return True
    return subject is not None and any(t.lemma_.lower() in _NATURAL for t in (subject, *subject.lefts))


@once_a_word
def is_forecast(verb: Any, subject: Any | None, mood: str) -> bool:
    """A number that moves by itself in the future ("prices will rise"), or what somebody foresees."""
    if mood not in _AHEAD and mood != "ought":
        return False
    moves = verb.lemma_.lower() in _MOVING and subject is not None and _moves(subject)
    above = verb.head
    somebody = subject is not None and subject.pos_ in ("PROPN", "PRON")
    told = verb.dep_ in CONTENT and is_verb(above) and above.lemma_.lower() in _FORECASTING and not somebody
    return moves or told


def _moves(subject: Any) -> bool:
    classes = set(noun_classes(subject))
    return bool(classes & {"change", "harm", "abstract", "money"}) and not classes & {"people"}


@once_a_word
def is_question(verb: Any) -> bool:
    """A question that is asked: "Will the minister build 20 clinics?"."""
    subject = one(verb, ANY_SUBJECT)
    if verb.doc[-1].text != "?":
        return False
    first = next((c for c in verb.children if c.dep_ in AUXILIARY), None)
    return subject is None or (first is not None and first.i < subject.i)


def fragment_of(act: Any) -> bool:
    """A gerund that stands alone: "Deploying over $9 billion for aid."."""
    return bool(is_verb(act) and act.tag_ == "VBG" and is_top(act) and not has(act, AUXILIARY))


def is_beside(head: Any, act: Any) -> bool:
    """What stands in the circumstances of the act, not under it: "with 300 million people in need, the EU announces"."""
    link = head.head
    if head.dep_ not in LINKED or link.dep_ not in LINK or link.lower_ not in _BESIDE:
        return False
    return bool(link.head.i == act.i and link.i < act.i and is_verb(act))


def is_there_for(head: Any, verb: Any) -> bool:
    """ "there is £39 billion for homes": money that is set aside."""
    there = verb.lemma_.lower() in _BEING and (has(verb, _PLACEHOLDER) or has(verb, ANY_SUBJECT, _THERE))
    following = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else head
    return there and any(c.dep_ in LINK and c.lower_ in _FOR for c in (following, *head.subtree))


def is_being(verb: Any, head: Any) -> bool:
    """ "will be a president for all": what somebody is, not what he does."""
    if verb.lemma_.lower() not in _BEING:
        return False
    quality = one(verb, _QUALITY)
    return (head.dep_ in _ATTRIBUTE and head.head.i == verb.i) or (quality is not None and quality.is_ancestor(head))


def antecedent_of(subject: Any | None) -> Any | None:
    """The noun for which a relative pronoun stands as a subject ("measures that will keep …")."""
    if subject is None or subject.lower_ not in _STANDING_FOR or subject.head.dep_ not in RELATIVE:
        return None
    return subject.head.head


def sense_signs(act: Any, head: Any, subject: Any | None, mood: str) -> list[str]:
    """The signs of all of these."""
    verb = verb_above(act)
    if not is_verb(verb):
        return []
    found = []
    if is_natural(verb, subject):
        found.append("natural")
    if is_forecast(verb, subject, mood):
        found.append("forecast")
    if is_question(verb):
        found.append("asked-question")
    if is_beside(head, verb):
        found.append("beside-act")
    if is_being(verb, head):
        found += ["be-attribute", f"be-attribute×{mood}"]
    return found + _effect_signs(verb, subject, mood)


def _effect_signs(verb: Any, subject: Any | None, mood: str) -> list[str]:
    """Whether a thing does it, as its effect, or somebody: "measures that will keep …", "the plan will empower …"."""
    noun = antecedent_of(subject)
    if noun is None:
        return []
    classes = noun_classes(noun) or ("other",)
    name = ["which-name"] if noun.pos_ == "PROPN" else [f"which-class:{c}" for c in classes]
    return [f"{sign}×{mood}" for sign in name] + [f"which×act:{c}" for c in verb_classes(verb) or ("other",)]
