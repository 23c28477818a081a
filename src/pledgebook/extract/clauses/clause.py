"""The clause around a candidate: its verb, tense, mood and subject, what stands above it, and the signs these give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.candidates import Candidate
from pledgebook.extract.clauses.governors import NOMINAL, verb_above
from pledgebook.extract.clauses.mood import carried_mood
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.language.lexicon import classes_of
from pledgebook.model import Mention

_MODALS = {"will": "will", "'ll": "will", "’ll": "will", "shall": "will", "wo": "will", "would": "would", "'d": "would",
           "should": "should", "must": "must", "can": "can", "could": "could", "may": "may", "might": "may", "ought": "should", "need": "must"}  # fmt: skip
_SUBJECTS = {"we": "we", "i": "i", "he": "he", "she": "he", "they": "they", "it": "it", "you": "you", "who": "who", "which": "which",
             "that": "which", "this": "this", "these": "this", "there": "there", "those": "they", "each": "they", "both": "they"}  # fmt: skip


def subject_of(verb: Any) -> Any | None:
    """The grammatical subject of a verb, its agent in a passive, or the subject it takes over by control, raising or coordination."""
    here = verb
    for _ in range(8):
        passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in here.children)
        if passive:
            for child in here.children:
                if child.dep_ == "agent":
                    return next((c for c in child.children if c.dep_ == "pobj"), None)
            if here.dep_ != "conj":
                return None
        else:
            for child in here.children:
                if child.dep_ in ("nsubj", "csubj", "expl"):
                    return child
        parent = here.head
        if parent.i == here.i:
            return None
        if here.dep_ in ("relcl", "acl") and parent.pos_ in NOMINAL:
            return parent if here.dep_ == "relcl" or here.tag_ == "VBG" else None
        if parent.pos_ in ("ADP", "SCONJ", "NOUN", "PROPN") and here.dep_ not in ("conj",):
            parent = verb_above(parent.head if parent.head.i != parent.i else parent)
            if parent.i == here.i or parent.pos_ not in ("VERB", "AUX"):
                return None
        here = parent
    return None


def tense_of(verb: Any) -> tuple[str, ...]:
    """Modal, tense, aspect and voice of a verb, taking over what coordinated verbs share."""
    found: list[str] = []
    here = verb
    for _ in range(4):
        auxiliaries = [c for c in here.children if c.dep_ in ("aux", "auxpass")]
        modal = next((_MODALS[c.lower_] for c in auxiliaries if c.lower_ in _MODALS), None)
        if modal:
            found.append(modal)
        if any(c.lower_ == "to" for c in auxiliaries):
            found.append("to")
        if any(c.lemma_ == "have" for c in auxiliaries):
            found.append("perfect")
        if any(c.dep_ == "auxpass" for c in auxiliaries):
            found.append("passive")
        if here.tag_ == "VBG":
            found.append("ing" if any(c.lemma_ == "be" for c in auxiliaries) else "gerund")
        if found or here.dep_ != "conj" or here.head.pos_ not in ("VERB", "AUX") or here.tag_ in ("VBD", "VBZ", "VBP"):
            break
        here = here.head
    if not found:
        found.append(
            {"VBD": "past", "VBZ": "present", "VBP": "present", "VBN": "participle", "VB": "base"}.get(
                verb.tag_, "none"
            )
        )
    return tuple(found)


def _classes(table: str, lemma: str) -> tuple[str, ...]:
    return classes_of(table).get(lemma.lower(), ("other",))


def _subject_signs(subject: Any, names: Mapping[int, Mention]) -> list[str]:
    if subject is None:
        return ["subject:none"]
    word = _SUBJECTS.get(subject.lower_)
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
    if subject.ent_type_:
        found.append(f"subject-entity:{subject.ent_type_}")
    if subject.pos_ != "PROPN":
        found += [f"subject-class:{c}" for c in _classes("nouns", subject.lemma_)]
    return found


def _is_under_way(verb: Any) -> bool:
    """Something says that it is done already ("is currently accepting", "already runs")."""
    return any("under-way" in classes_of("words").get(c.lower_, ()) for c in verb.children)


_PARTIES = frozenset(
    {"country", "state", "nation", "government", "leader", "minister", "party", "side", "ally", "member", "president",
     "partner", "organisation", "organization", "company", "firm", "union", "signatory", "official"}
)  # fmt: skip


def _is_several(subject: Any) -> bool:
    """Two or more parties: names in coordination ("Chile and Peru"), or parties in the plural ("twelve states")."""
    if subject.pos_ == "PROPN":
        return any(c.dep_ == "conj" and c.pos_ == "PROPN" for c in subject.children)
    return subject.tag_ == "NNS" and subject.lemma_.lower() in _PARTIES


def _act_signs(act: Any, head: Any) -> list[str]:
    if act.pos_ in ("VERB", "AUX"):
        lemma = act.lemma_.lower()
        particle = next((c.lower_ for c in act.children if c.dep_ == "prt"), None)
        found = [f"act:{c}" for c in _classes("verbs", lemma)]
        found.append(f"act-word:{lemma}" + (f" {particle}" if particle else ""))
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
    whether the clause says that it is under way.
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

    @property
    def is_verbal(self) -> bool:
        """Whether a verb stands at or above the act at all."""
        return bool(self.verb.pos_ in ("VERB", "AUX"))


def head_classes(token: Any) -> tuple[str, ...]:
    """The classes of a noun; "clause" for a verb, "name" for a proper noun."""
    if token.pos_ in ("VERB", "AUX"):
        return ("clause",)
    return ("name",) if token.pos_ == "PROPN" else _classes("nouns", token.lemma_)


def clause_of(candidate: Candidate, parsed: Parsed, names: Mapping[int, Mention]) -> Clause:
    """The clause of a candidate. `names`: token index → the mention that covers it, of this sentence."""
    head, act = parsed.doc[candidate.head], parsed.doc[candidate.act]
    verb = verb_above(act)
    verbal = verb.pos_ in ("VERB", "AUX")
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
    )


def clause_signs(clause: Clause, names: Mapping[int, Mention]) -> list[str]:
    """The signs of act, tense, mood and subject, and of what stands above the act."""
    head, act, verb, heads, verbs = clause.head, clause.act, clause.verb, clause.heads, clause.verbs
    role, mood, tenses, about = clause.candidate.role, clause.mood, clause.tenses, clause.about
    found = _act_signs(act, head)
    found += [f"tense:{t}" for t in tenses]
    found.append("tenses:" + "+".join(tenses))
    found.append(f"mood:{mood}")
    found += [f"mood×act:{mood}×{c}" for c in verbs]
    found += [f"mood×head:{mood}×{c}" for c in heads]
    found += [f"mood×head×act:{mood}×{h}×{c}" for h in heads for c in verbs]
    if any(c.dep_ == "neg" for c in verb.children):
        found.append("negated")
    found += about
    found.append(f"mood×{about[0]}×{mood}")
    found += [f"tense×act:{t}×{c}" for t in tenses[:1] for c in verbs]
    found += [f"subject×tense:{about[0]}×{tenses[0]}", *(f"subject×act:{about[0]}×{c}" for c in verbs)]
    if about[0] in ("subject:name", "subject:noun") and len(about) > 1:
        found.append(f"{about[1]}×{tenses[0]}")
    found += [f"role×act:{role}×{c}" for c in verbs]
    found += [f"{sign}×{tenses[0]}" for sign in about if sign.startswith("subject-class:")]
    subject = clause.subject
    determined = next((c.lower_ for c in subject.children if c.dep_ == "det"), None) if subject is not None else None
    if determined in ("this", "these", "the", "such", "that"):
        found.append(f"subject-determiner:{determined}×{tenses[0]}")
    found += [f"head×act:{h}×{c}" for h in heads for c in verbs]
    found += _nouns_between(clause)
    found += _above_signs(clause, names)
    found += _marked_signs(verb)
    found += _preposition_signs(clause)
    if head.dep_ == "conj":
        found.append("conj")
    if head.pos_ in ("VERB", "AUX"):
        found.append(f"clause:{head.dep_}")
        found += [f"clause-act:{c}" for c in verbs]
    objects = [c for c in act.children if c.dep_ in ("dobj", "attr", "nsubjpass", "dative", "prep", "xcomp", "ccomp")]
    if role == "pobj" and any(c.dep_ in ("dobj", "nsubjpass") for c in objects):
        found.append("beside-object")
    found += [f"act-also:{c.dep_}" for c in objects if c.i != head.i][:3]
    return found


def _nouns_between(clause: Clause) -> list[str]:
    levels, here = 0, clause.act
    while here.pos_ not in ("VERB", "AUX") and here.head.i != here.i and levels < 4:
        levels += here.pos_ in NOMINAL
        here = here.head
    if not levels:
        return []
    return [f"nouns-between:{levels}", *(f"nouns-between×act:{levels}×{c}" for c in clause.verbs)]


def _above_signs(clause: Clause, names: Mapping[int, Mention]) -> list[str]:
    """The verbs above the act: the next one, the last one, and whether one of them has an object of its own, of which
    the act is a purpose or a description ("invest $5 million to build roads")."""
    depth, here, above = 0, clause.verb, []
    while here.head.i != here.i and depth < 8:
        parent = here.head
        if parent.pos_ in ("VERB", "AUX"):
            above.append((here.dep_, parent))
        here, depth = parent, depth + 1
    found = []
    if above:
        dep, parent = above[0]
        found.append(f"above-role:{dep}")
        found += [f"above:{c}" for c in _classes("verbs", parent.lemma_)]
        found.append(f"above-word:{parent.lemma_.lower()}")
        found += [f"above-tense:{t}" for t in tense_of(parent)[:1]]
        found.append("root-" + _subject_signs(subject_of(above[-1][1]), names)[0])
    for dep, parent in above:
        upper = next((c for c in parent.children if c.dep_ in ("dobj", "nsubjpass", "attr")), None)
        if upper is not None and upper.i != clause.head.i and not upper.is_ancestor(clause.act):
            found.append(f"under-object:{dep}")
            break
    return found


def _marked_signs(verb: Any) -> list[str]:
    found = []
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in verb.children):
        found.append("if-clause")
    if any(
        c.dep_ == "mark" and c.lower_ in ("as", "because", "since", "while", "when", "after", "before")
        for c in verb.children
    ):
        found.append("aside-clause")
    if any(c.dep_ == "advmod" and c.lower_ in ("when", "where", "how", "why") for c in verb.children):
        found.append("wh-clause")
    for child in verb.children:
        for c in classes_of("words").get(child.lower_, ()):
            if c in ("hedge", "condition"):
                found.append(f"verb-{c}")
    return found


def _preposition_signs(clause: Clause) -> list[str]:
    """The preposition between act and head."""
    if clause.candidate.role != "pobj":
        return []
    here = clause.head
    while here.dep_ == "conj":
        here = here.head
    prep, act = here.head.lower_, clause.act
    found = [f"prep:{prep}"]
    if act.pos_ in ("VERB", "AUX"):
        return found + [f"prep×act:{prep}×{c}" for c in clause.verbs]
    found += [f"prep×act:{prep}×{c}" for c in _classes("nouns", act.lemma_)]
    return [*found, "under-noun", *(f"noun-under:{c}" for c in clause.verbs)]
