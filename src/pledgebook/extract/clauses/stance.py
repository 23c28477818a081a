"""What the words above an act make of it: denied, ended, blamed on or owed to somebody else, wanted of another.

The sense of an act is that of its whole sentence: "ruled out sending", "no plans to introduce", "a court blocked the
plan to deport" send, introduce and deport nobody; in "thanked Norway for its promise" Norway promises.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Literal

from pledgebook.extract.clauses.holders import is_promise
from pledgebook.extract.clauses.roles import (
    ADNOMINAL,
    COMPLEMENT,
    CONTENT,
    CONTROLLED,
    COORDINATE,
    DETERMINER,
    LINKED,
    LINKED_CLAUSE,
    NEGATION,
    OBJECT,
    PARTICLE,
    PASSIVE_SUBJECT,
    SUBJECT,
    has,
    is_top,
    is_verb,
    labels,
    linked,
    noun_classes,
    one,
    those,
    verb_classes,
)
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import lexicon_table, words_of

Name = Literal["plain", "denied", "open", "blamed", "thanked", "wanted"]

_DENYING = words_of("stance", "denying")
_DENYING_WITH_PARTICLE = words_of("stance", "denying-with-particle")
_PARTICLES = words_of("stance", "denying-particles")
_BLOCKING = words_of("stance", "blocking")
_BLOCKING_WITH_PARTICLE = words_of("stance", "blocking-with-particle")
_BLOCKING_PARTICLES = words_of("stance", "blocking-particles")
_ARGUING = words_of("stance", "arguing")
_AGAINST = words_of("stance", "against")
_THANKFUL = words_of("stance", "thankful")
_BLAMING = words_of("stance", "blaming")
_THANKING = words_of("stance", "thanking")
_WANTING = words_of("stance", "wanting")
_FORECASTING = words_of("sense", "forecasting")
_UNDERGOING = words_of("stance", "undergoing")
_CHARGED = words_of("stance", "charged")
_FOR = words_of("moods", "called-for")
_ASKING_NOUNS = words_of("moods", "asking-nouns")
_SURE = words_of("stance", "sure-if-negated")
_TO = words_of("clauses", "taker-links")
_QUALITY = labels("adjective-predicate")
_SHORT = words_of("stance", "short")
_NO = words_of("fields", "no")
_NEVER = words_of("stance", "no-longer")
_OF_NEVER = frozenset(word for phrase in _NEVER for word in phrase.split())
_BELOW_VERB = COMPLEMENT | LINKED_CLAUSE | labels("circumstance", "object", "passive-subject")
_LOOSE = labels("circumstance")
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Stance:
    """`name`: "denied" (said not to be done or promised), "open" (neither promised nor denied: "refused to rule out"),
    "blamed" and "thanked" (done by `of`, as somebody else says), "wanted" (of `of`, by somebody else), else "plain"."""

    name: Name = "plain"
    of: Any | None = None


@once_a_word
def stance_of(act: Any) -> Stance:
    """What the verbs and nouns above an act make of it. `act`: the token of a verb or a noun that acts."""
    here, denials = act, 0
    if is_verb(act) and _is_wanted(act):
        return Stance("wanted", one(act, SUBJECT))
    if is_verb(act) and _thankful_to(act) is not None:
        return Stance("thanked", _thankful_to(act))
    for _ in range(_STEPS):
        if is_top(here):
            break
        step = _through(here)
        if step is None:
            break
        above, link = step
        if is_verb(above):
            other = _of_another(above, link)
            if other is not None:
                return other
            if here.dep_ in _LOOSE or not is_negated(above):
                denials += _denies(above, here, link)
            elif above.lemma_.lower() not in _SURE:  # "will not hesitate to send" sends
                denials += _denies(above, here, link) + 1
        elif _is_planned(above):
            denials += has(above, DETERMINER, _NO)
        elif above.lower_ in _SHORT:
            denials += 1  # "stopped short of promising"
        else:
            break
        here = above
    return Stance() if not denials else Stance("denied" if denials % 2 else "open")


def _through(token: Any) -> tuple[Any, Any | None] | None:
    """What stands above a word as its governor, and the preposition in between; None where nothing governs it."""
    parent = token.head
    if token.dep_ in COORDINATE:
        return _through(parent) if not is_top(parent) else None
    if parent.pos_ in ("ADP", "SCONJ") and token.dep_ in LINKED | LINKED_CLAUSE:
        if is_top(parent):
            return None
        above = parent.head
        return (above.head if above.dep_ in _QUALITY else above, parent)  # "is thankful for sending"
    if is_verb(parent):
        return (parent, None) if token.dep_ in _BELOW_VERB or token.dep_ in labels("attribute") else None
    return (parent, None) if token.dep_ in ADNOMINAL | CONTENT | CONTROLLED and _is_noun(parent) else None


def _is_planned(noun: Any) -> bool:
    """A promise, plan or bill: its infinitive is what it would do."""
    return is_promise(noun) or (noun.pos_ == "NOUN" and "law" in noun_classes(noun))


def _is_noun(token: Any) -> bool:
    """A noun, also a plan that the parser takes for a verb ("shelved plans to buy")."""
    return token.pos_ == "NOUN" or is_promise(token)


def _thankful_to(verb: Any) -> Any | None:
    """To whom somebody is grateful for what he does or offers: "is grateful to Japan for its offer"."""
    mood = next((c for c in those(verb, _QUALITY) if c.lower_ in _THANKFUL), None)
    return None if mood is None else next((c for place in (mood, verb) for c in linked(place, _TO)), None)


def _of_another(verb: Any, link: Any | None) -> Stance | None:
    """The deed is that of whom somebody accuses or thanks for it."""
    lemma = verb.lemma_.lower()
    name: Name | None = None
    if link is not None and lemma in _BLAMING and link.lower_ in _CHARGED:
        name = "blamed"
    elif link is not None and lemma in _THANKING and link.lower_ in _FOR:
        name = "thanked"
    elif link is not None and link.lower_ in _FOR and _thankful_to(verb) is not None:
        return Stance("thanked", _thankful_to(verb))
    if name is None:
        return None
    whom = one(verb, OBJECT) or one(verb, PASSIVE_SUBJECT)
    return Stance(name, whom)


def _denies(verb: Any, below: Any, link: Any | None) -> bool:
    """The verb says that what hangs below it, by a preposition (`link`) or not, is not done or promised."""
    lemma = verb.lemma_.lower()
    if link is not None and link.lower_ in _AGAINST and lemma in _ARGUING:
        return True
    if lemma in _DENYING_WITH_PARTICLE and has(verb, PARTICLE, _PARTICLES):
        return True
    if lemma in _DENYING:
        return True
    blocks = lemma in _BLOCKING or (lemma in _BLOCKING_WITH_PARTICLE and has(verb, PARTICLE, _BLOCKING_PARTICLES))
    return blocks and _is_planned(below) and below.dep_ in OBJECT | PASSIVE_SUBJECT


@once_a_word
def is_negated(verb: Any) -> bool:
    """The verb has a "not", or a phrase such as "no longer" or "neither"."""
    return any(
        (c.dep_ in NEGATION and not opens_bound(c)) or (c.lower_ in _OF_NEVER and _phrase(c) in _NEVER)
        for c in verb.children
    )


def opens_bound(word: Any) -> bool:
    """Whether a "no" or "not" begins a phrase that bounds a number and denies nothing: "no more than $35", "not less than 10"."""
    phrases = _bounds().get(word.lower_, ())
    return bool(phrases) and any(
        [other.lower_ for other in word.doc[word.i : word.i + len(phrase)]] == phrase for phrase in phrases
    )


@functools.cache
def _bounds() -> dict[str, list[list[str]]]:
    """The phrases that bound a number from before it, by their first words."""
    found: dict[str, list[list[str]]] = {}
    for side in lexicon_table("bounds").values():
        for phrase in side.get("before", ()):
            words = phrase.split()
            if len(words) > 1:
                found.setdefault(words[0], []).append(words)
    return found


def _phrase(top: Any) -> str:
    """A short phrase in small letters: "no longer"; of a long one its head."""
    words = [word.lower_ for word in top.subtree]
    return " ".join(words) if len(words) < 4 else str(top.lower_)


def _is_wanted(act: Any) -> bool:
    """ "Ukraine wants Germany to send": an infinitive with a subject of its own below a verb of wanting."""
    if act.dep_ not in COMPLEMENT or act.tag_ != "VB" or not is_verb(act.head):
        return False
    subject = one(act, SUBJECT)
    wanted = act.head.lemma_.lower() in _WANTING and not is_foreseen(act)
    return wanted and subject is not None and _can_act(subject)


def is_foreseen(act: Any) -> bool:
    """What somebody expects to happen to another, which is neither promised nor asked: "expect Argentina to need $11 billion"."""
    if act.dep_ not in COMPLEMENT | CONTENT or not is_verb(act.head) or act.lemma_.lower() not in _UNDERGOING:
        return False
    expecter, subject = one(act.head, SUBJECT), one(act, SUBJECT)
    return act.head.lemma_.lower() in _FORECASTING and subject is not None and expecter is not None


def _can_act(subject: Any) -> bool:
    """Somebody, not something: one expects Germany to pay and prices to fall."""
    return subject.pos_ in ("PROPN", "PRON") or "people" in noun_classes(subject)


def asking_verb(act: Any) -> Any | None:
    """The verb or noun of asking, or the verb of wanting, at or above an act that others are to do."""
    here = act
    for _ in range(_STEPS):
        if here.i != act.i and here.lemma_.lower() in _ASKING_NOUNS and here.pos_ == "NOUN":
            return here
        if is_verb(here) and ("appeal" in verb_classes(here) or (here.i != act.i and here.lemma_.lower() in _WANTING)):
            return here
        step = _through(here)
        if step is None:
            return None
        here = step[0]
    return None


def asker_of(act: Any) -> Any | None:
    """Who asks for an act that others are to do: the subject of the verb of asking or wanting."""
    verb = asking_verb(act)
    return subject_of(verb) if verb is not None and is_verb(verb) else None
