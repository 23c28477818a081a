"""The phrase of a candidate: its number, determiner, modifiers and length, whether it is new to the text, and the signs these give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from pledgebook.extract.clauses.clause import Clause, head_classes
from pledgebook.extract.clauses.frames import frame_of
from pledgebook.extract.clauses.governors import NOMINAL
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.language.lexicon import classes_of
from pledgebook.model import Amount, Mention


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
    if head.ent_type_:
        found.append(f"head-entity:{head.ent_type_}")
    if head.i in names:
        found.append(f"head-is:{names[head.i].sort}")
    span = [t for t in doc if candidate.start <= t.idx + offset < candidate.end]
    found += _amount_signs(clause, span, amounts, offset)
    found += _determiner_signs(clause, found)
    if head.pos_ in NOMINAL and head.lemma_.lower() in earlier:
        found += ["given", f"given×role:{candidate.role}"]
    found += _modifier_signs(clause)
    found.append(f"length:{min(len(span) // 3, 6)}")
    found.append(f"characters:{min((candidate.end - candidate.start) // 15, 8)}")
    if any(t.pos_ == "PROPN" for t in span):
        found.append("holds-name")
    if any(t.i in names for t in span):
        found.append("holds-place")
    if head.lower_ in ("that", "this", "those", "all", "some", "more"):
        found.append(f"pronoun:{head.lower_}")
    if re.match(r"(?:\s|</?\w+>)*:", text[candidate.end : candidate.end + 8]):
        found += ["before-colon", f"before-colon×role:{candidate.role}"]
    found += [f"role×head:{candidate.role}×{c}" for c in clause.heads]
    return found


def _amount_signs(clause: Clause, span: Sequence[Any], amounts: Sequence[Amount], offset: int) -> list[str]:
    """What is counted, whether the amount is the head itself, and the kind that grammar alone suggests."""
    candidate, head, about, mood = clause.candidate, clause.head, clause.about, clause.mood
    own = [a for a in amounts if a.start < candidate.end and a.end > candidate.start and a.measure != "multiple"]
    first = next((a for a in own if a.start <= (span[0].idx + offset if span else 0) + 18), None)
    at_head = next((a for a in own if a.start <= head.idx + offset < a.end), None)
    found = []
    if at_head is not None:
        found.append(f"amount-is-head:{at_head.measure}")
    if any(t.dep_ == "nummod" or t.like_num for t in head.lefts):
        found.append("amount-counts-head")
    measure = first.measure if first is not None else "none"
    if first is not None:
        found.append(f"amount:{measure}")
        found += [f"amount×act:{measure}×{c}" for c in clause.verbs]
        found.append(f"amount×tense:{measure}×{clause.tenses[0]}")
        found.append(f"amount×{about[0]}")
        found.append(f"amount×mood:{measure}×{mood}")
        found.append(f"amount×mood×{about[0]}:{measure}×{mood}")
    elif own:
        found.append(f"amount-later:{own[0].measure}")
    else:
        found.append("amount:none")
    found.append(f"amount×role:{measure}×{candidate.role}")
    found += [f"amount×head:{measure}×{c}" for c in clause.heads]
    counted = at_head or (first if first is not None and first.start <= head.idx + offset else None)
    frame = frame_of(clause, counted.measure if counted else None)
    return [*found, f"frame:{frame}", f"frame×mood:{frame}×{mood}"]


def _determiner_signs(clause: Clause, found: Sequence[str]) -> list[str]:
    """ "a" introduces, "the two" and "this" refer back: with what is counted, acted on, and how."""
    head = clause.head
    determiner = next((c for c in head.children if c.dep_ in ("det", "poss")), None)
    if determiner is None:
        word = "none-plural" if head.tag_ in ("NNS", "NNPS") else "none"
    else:
        word = determiner.lower_ if determiner.dep_ == "det" or determiner.pos_ == "PRON" else "poss"
    measure = next((s.removeprefix("amount:") for s in found if s.startswith("amount:")), "later")
    return [
        f"determiner:{word}",
        f"determiner×amount:{word}×{measure}",
        f"determiner×mood:{word}×{clause.mood}",
        f"determiner×role:{word}×{clause.candidate.role}",
        f"determiner×role×amount:{word}×{clause.candidate.role}×{measure}",
        *(f"determiner×head:{word}×{c}" for c in clause.heads),
    ]


def _modifier_signs(clause: Clause) -> list[str]:
    """What colours the head: adjectives and compounds before it, prepositions and clauses behind it."""
    found = []
    for child in clause.head.children:
        if child.dep_ in ("amod", "nummod", "compound", "advmod"):
            found += [f"adjective:{c}" for c in classes_of("words").get(child.lower_, ())]
        if child.dep_ in ("amod", "compound"):
            found += [f"modifier:{c}" for c in classes_of("nouns").get(child.lemma_.lower(), ())]
            if child.ent_type_:
                found.append(f"modifier-entity:{child.ent_type_}")
            if child.pos_ == "PROPN":
                found.append("modifier-name")
        if child.dep_ == "prep":
            found += [f"holds:{child.lower_}×{c}" for c in clause.heads]
            if child.lower_ == "of":
                of = next((c for c in child.children if c.dep_ == "pobj"), None)
                if of is not None:  # "a range of measures": what the range is of
                    found += [f"of:{c}" for c in head_classes(of)]
    for child in clause.head.rights:
        if child.dep_ == "prep":
            found.append(f"then:{child.lower_}")
        elif child.dep_ in ("acl", "relcl"):
            found.append(f"then-clause:{child.dep_}:{child.tag_}")
    return found
