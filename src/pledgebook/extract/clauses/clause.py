"""The clause around a candidate: its verb, tense, mood and subject, what stands above it, and the signs these give."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.mood import carried_mood
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    COORDINATE,
    DETERMINER,
    FINITE,
    LINKED,
    NEGATION,
    NOMINAL,
    PARTICLE,
    PASSIVE_AUXILIARY,
    PATIENT,
    has,
    is_top,
    is_verb,
    labels,
    one,
    those,
)
from pledgebook.extract.clauses.sense import sense_signs
from pledgebook.extract.clauses.stance import stance_of
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.extract.clauses.tokens import once_a_word
from pledgebook.language.lexicon import classes_of, words_of
from pledgebook.model import Mention

_MODALS = ("will", "would", "should", "must", "can", "could", "may")
"""Groups of modal verbs in `sets/modals.toml`, by the sign that they give."""
_SUBJECTS = ("we", "i", "he", "they", "it", "you", "who", "which", "this", "there")
"""Groups of pronouns in `sets/subjects.toml`, by the sign that they give as a subject."""
_TO = words_of("moods", "to")
_HAVE, _BE = words_of("clauses", "perfect-auxiliaries"), words_of("clauses", "progressive-auxiliaries")
_PARTIES = words_of("clauses", "parties")
_POINTING = words_of("clauses", "pointing")
_IF = words_of("clauses", "if")
_ASIDE = words_of("clauses", "aside-conjunctions")
_WH = words_of("clauses", "wh-adverbs")
_OTHER_OBJECTS = PATIENT | labels("attribute", "receiver", "link", "controlled", "content")


@functools.cache
def _group_of(table: str, groups: tuple[str, ...]) -> Mapping[str, str]:
    return {word: name for name in groups for word in words_of(table, name)}


@once_a_word
def tense_of(verb: Any) -> tuple[str, ...]:
    """Modal, tense, aspect and voice of a verb, taking over what coordinated verbs share."""
    here = verb
    for _ in range(4):
        found = _own_tense(here)
        if found:
            return tuple(found)
        if here.dep_ not in COORDINATE or not is_verb(here.head) or here.tag_ in FINITE:
            break
        here = here.head
    return (_BARE_TENSES.get(verb.tag_, "none"),)


_BARE_TENSES = {"VBD": "past", "VBZ": "present", "VBP": "present", "VBN": "participle", "VB": "base"}


def _own_tense(verb: Any) -> list[str]:
    auxiliaries = those(verb, AUXILIARY)
    modals = _group_of("modals", _MODALS)
    found = [modals[c.lower_] for c in auxiliaries if c.lower_ in modals][:1]
    if any(c.lower_ in _TO for c in auxiliaries):
        found.append("to")
    if any(c.lemma_ in _HAVE for c in auxiliaries):
        found.append("perfect")
    if has(verb, PASSIVE_AUXILIARY):
        found.append("passive")
    if verb.tag_ == "VBG":
        found.append("ing" if any(c.lemma_ in _BE for c in auxiliaries) else "gerund")
    return found


def _classes(table: str, lemma: str) -> tuple[str, ...]:
    return classes_of(table).get(lemma.lower(), ("other",))


def _subject_signs(subject: Any, names: Mapping[int, Mention]) -> list[str]:
    if subject is None:
        return ["subject:none"]
    word = _group_of("subjects", _SUBJECTS).get(subject.lower_)
    if word:
        return [f"subject:{word}"]
    found = ["subject:name" if subject.pos_ == "PROPN" else "subject:noun"]
    named = next((names[i] for i in range(subject.left_edge.i, subject.right_edge.i + 1) if i in names), None)
    own = names.get(subject.i)
    if own is not None:
        found.append(f"subject-is:{own.sort}")
    elif named is not None:
        found.append(f"subject-has:{named.sort}")
    if _is_several(subject):
        found.append("subject-several")
    if subject.pos_ != "PROPN":
        found += [f"subject-class:{c}" for c in _classes("nouns", subject.lemma_)]
    return found


def _colours(word: Any) -> tuple[str, ...]:
    """The classes of a word that colours a phrase or clause ("already": under way)."""
    return classes_of("words").get(word.lower_, ())


@once_a_word
def _is_under_way(verb: Any) -> bool:
    """Something says that it is done already ("is currently accepting", "already runs")."""
    return any("under-way" in _colours(c) for c in verb.children)


def _is_several(subject: Any) -> bool:
    """Two or more parties: names in coordination ("Chile and Peru"), or parties in the plural ("twelve states")."""
    if subject.pos_ == "PROPN":
        return any(c.pos_ == "PROPN" for c in those(subject, COORDINATE))
    return subject.tag_ == "NNS" and subject.lemma_.lower() in _PARTIES


def _act_signs(act: Any, head: Any) -> list[str]:
    if is_verb(act):
        lemma = act.lemma_.lower()
        particle = one(act, PARTICLE)
        found = [f"act:{c}" for c in _classes("verbs", lemma)]
        found.append(f"act-word:{lemma}" + (f" {particle.lower_}" if particle is not None else ""))
        found.append(f"act-role:{act.dep_}")
        return found
    if act.i == head.i:
        return ["act:bare"]
    found = [f"act-noun:{c}" for c in _classes("nouns", act.lemma_)]
    found.append(f"act-noun-word:{act.lemma_.lower()}")
    return found


@dataclass(frozen=True, slots=True)
class Clause:
    """What the signs of one candidate share.

    `head`, `act`, `verb`: tokens of the parse (the head of the object, what acts on it, the verb at or above the act);
    `heads`, `verbs`: their classes in the lexicon; `tenses`, `mood`: see `tense_of` and `mood.carried_mood`;
    `subject`: the subject's token, None without one; `about`: the signs of the subject, the plainest first, and
    whether the clause says that it is under way; `stance`: see `stance.stance_of`.
    """

    candidate: Candidate
    head: Any
    act: Any
    verb: Any
    heads: tuple[str, ...]
    verbs: tuple[str, ...]
    tenses: tuple[str, ...]
    mood: str
    subject: Any | None
    about: tuple[str, ...]
    stance: str


def head_classes(token: Any) -> tuple[str, ...]:
    """The classes of a noun; "clause" for a verb, "name" for a proper noun."""
    if is_verb(token):
        return ("clause",)
    return ("name",) if token.pos_ == "PROPN" else _classes("nouns", token.lemma_)


def clause_of(candidate: Candidate, parsed: Parsed, names: Mapping[int, Mention]) -> Clause:
    """The clause of a candidate. `names`: token index → the mention that covers it, of this sentence."""
    understood = candidate.head if candidate.like is None else candidate.like
    head, act = parsed.doc[understood], parsed.doc[candidate.act]
    verb = verb_above(act)
    verbal = is_verb(verb)
    subject = subject_of(verb) if verbal else None
    return Clause(
        candidate,
        head,
        act,
        verb,
        head_classes(head),
        _classes("verbs", verb.lemma_),
        tense_of(verb) if verbal else ("verbless",),
        carried_mood(act, head),
        subject,
        (*_subject_signs(subject, names), *(["under-way"] if _is_under_way(verb) else [])),
        stance_of(act).name,
    )


def clause_signs(clause: Clause, names: Mapping[int, Mention]) -> list[str]:
    """The signs of act, tense, mood and subject, and of what stands above the act."""
    return [
        *_act_signs(clause.act, clause.head),
        *_mood_signs(clause),
        *_doer_signs(clause),
        *sense_signs(clause.act, clause.head, clause.subject, clause.mood),
        *_nouns_between(clause),
        *_above_signs(clause, names),
        *_marked_signs(clause.verb),
        *_preposition_signs(clause),
        *_object_signs(clause),
    ]


def _mood_signs(clause: Clause) -> list[str]:
    heads, verbs, mood = clause.heads, clause.verbs, clause.mood
    found = [f"tense:{t}" for t in clause.tenses]
    found.append("tenses:" + "+".join(clause.tenses))
    found.append(f"mood:{mood}")
    found += [f"mood×act:{mood}×{c}" for c in verbs]
    found += [f"mood×head:{mood}×{c}" for c in heads]
    if has(clause.verb, NEGATION):
        found.append("negated")
    if clause.stance != "plain":
        found += [f"stance:{clause.stance}", f"stance×mood:{clause.stance}×{mood}"]
    return found


def _doer_signs(clause: Clause) -> list[str]:
    verbs, about, tense, subject = clause.verbs, clause.about, clause.tenses[0], clause.subject
    found = [*about, f"mood×{about[0]}×{clause.mood}"]
    found += [f"tense×act:{tense}×{c}" for c in verbs]
    found += [f"subject×tense:{about[0]}×{tense}", *(f"subject×act:{about[0]}×{c}" for c in verbs)]
    if about[0] in ("subject:name", "subject:noun") and len(about) > 1:
        found.append(f"{about[1]}×{tense}")
    found += [f"{sign}×{tense}" for sign in about if sign.startswith("subject-class:")]
    determiner = one(subject, DETERMINER) if subject is not None else None
    if determiner is not None and determiner.lower_ in _POINTING:
        found.append(f"subject-determiner:{determiner.lower_}×{tense}")
    return found


def _object_signs(clause: Clause) -> list[str]:
    """How the object hangs on its act, and what else hangs there."""
    head, act, verbs, role = clause.head, clause.act, clause.verbs, clause.candidate.role
    found = [f"role×act:{role}×{c}" for c in verbs]
    found += [f"head×act:{h}×{c}" for h in clause.heads for c in verbs]
    if head.dep_ in COORDINATE:
        found.append("conj")
    if is_verb(head):
        found.append(f"clause:{head.dep_}")
        found += [f"clause-act:{c}" for c in verbs]
    if role in LINKED and has(act, PATIENT):
        found.append("beside-object")
    found += [f"act-also:{c.dep_}" for c in those(act, _OTHER_OBJECTS) if c.i != head.i][:3]
    return found


def _nouns_between(clause: Clause) -> list[str]:
    levels, here = 0, clause.act
    while not is_verb(here) and not is_top(here) and levels < 4:
        levels += here.pos_ in NOMINAL
        here = here.head
    if not levels:
        return []
    return [f"nouns-between:{levels}", *(f"nouns-between×act:{levels}×{c}" for c in clause.verbs)]


def _above_signs(clause: Clause, names: Mapping[int, Mention]) -> list[str]:
    """The verbs above the act: the next one, the last one, and whether one of them has an object of its own, of which
    the act is a purpose or a description ("invest $5 million to build roads")."""
    above = _verbs_above(clause.verb)
    if not above:
        return []
    dep, parent = above[0]
    found = [f"above-role:{dep}"]
    found += [f"above:{c}" for c in _classes("verbs", parent.lemma_)]
    found.append(f"above-word:{parent.lemma_.lower()}")
    found += [f"above-tense:{t}" for t in tense_of(parent)[:1]]
    found.append("root-" + _subject_signs(subject_of(above[-1][1]), names)[0])
    for dep, parent in above:
        upper = one(parent, PATIENT | labels("attribute"))
        if upper is not None and upper.i != clause.head.i and not upper.is_ancestor(clause.act):
            return [*found, f"under-object:{dep}"]
    return found


@once_a_word
def _verbs_above(verb: Any) -> list[tuple[str, Any]]:
    """The verbs above a verb, the next first, each with the role of what hangs on it."""
    here, above = verb, []
    for _ in range(8):
        if is_top(here):
            break
        if is_verb(here.head):
            above.append((here.dep_, here.head))
        here = here.head
    return above


@once_a_word
def _marked_signs(verb: Any) -> list[str]:
    found = []
    if has(verb, CONJUNCTION, _IF):
        found.append("if-clause")
    if has(verb, CONJUNCTION, _ASIDE):
        found.append("aside-clause")
    if has(verb, ADVERB, _WH):
        found.append("wh-clause")
    for child in verb.children:
        found += [f"verb-{c}" for c in _colours(child) if c in ("hedge", "condition")]
    return found


def _preposition_signs(clause: Clause) -> list[str]:
    """The preposition between act and head."""
    if clause.candidate.role not in LINKED:
        return []
    here = clause.head
    while here.dep_ in COORDINATE:
        here = here.head
    prep, act = here.head.lower_, clause.act
    found = [f"prep:{prep}"]
    if is_verb(act):
        return found + [f"prep×act:{prep}×{c}" for c in clause.verbs]
    found += [f"prep×act:{prep}×{c}" for c in _classes("nouns", act.lemma_)]
    return [*found, "under-noun", *(f"noun-under:{c}" for c in clause.verbs)]
