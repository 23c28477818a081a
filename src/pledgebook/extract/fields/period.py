"""Which of the dates of a sentence belongs to an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pledgebook.extract.clauses.candidates import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.periods.side import seen_from
from pledgebook.model import Period, Stretch

_VAGUE_TIME = re.compile(r"\b(?:coming|ahead|near future|years to come)\b", re.I)
_TELLING = frozenset(
    {
        "announce",
        "say",
        "tell",
        "unveil",
        "reveal",
        "declare",
        "confirm",
        "state",
        "report",
        "speak",
        "discuss",
        "convey",
        "note",
    }
)


def period_of(
    candidate: Candidate, parsed: Parsed, stretches: Sequence[Stretch], kind: str, published: str | None = None
) -> Period | None:
    """The time phrase that belongs to this act: inside the object, on the act's verb, or opening the sentence
    where the act is the main verb or coordinated with it. The day of an announcement is not the period of what
    is announced, "in the coming months" is none, and nobody promises or asks for what is past."""
    dated = [s for s in stretches if s.edtf and not _VAGUE_TIME.search(s.text)]
    if kind in ("commitment", "appeal"):
        dated = [s for s in dated if seen_from(published, s.edtf or "") != "past"]
    if not dated:
        return None
    doc, offset = parsed.doc, parsed.start
    act = verb_above(doc[candidate.act])
    head = doc[candidate.head]
    best: tuple[int, int, Stretch] | None = None
    for stretch in dated:
        tokens = [t for t in doc if stretch.start <= t.idx + offset < stretch.end]
        if not tokens:
            continue
        top = min(tokens, key=lambda t: sum(1 for _ in t.ancestors))
        hook = top.head
        if hook.pos_ == "ADP" or hook.dep_ == "prep":
            hook = hook.head
        if (
            any(a.dep_ == "relcl" and a.i != act.i and not a.is_ancestor(act) for a in (hook, *hook.ancestors))
            and head.i != hook.i
        ):
            continue
        above = verb_above(hook)
        if (
            kind in ("commitment", "figure")
            and above.lemma_.lower() in _TELLING
            and not head.is_ancestor(top)
            and hook.i != head.i
        ):
            continue
        inside = candidate.start <= stretch.start < candidate.end
        fronted = tokens[0].i < min(above.i, act.i)
        closing = (
            tokens[0].i > 0 and doc[tokens[0].i - 1].lower_ in (",", "all", "both") and tokens[-1].i >= len(doc) - 8
        )
        if hook.i in (head.i, act.i, candidate.act):
            rank = 0
        elif inside and head.is_ancestor(top):
            rank = 1
        elif above.i == act.i:
            rank = 2
        elif _governs(above, act) and (fronted or closing or act.dep_ in ("xcomp", "ccomp")):
            rank = 3
        elif act.is_ancestor(top) and not any(
            a.dep_ in ("conj", "relcl", "ccomp") for a in top.ancestors if act.is_ancestor(a)
        ):
            rank = 4
        elif closing and (_governs(act, above) or _all_of(doc[tokens[0].i - 1], above, act)):
            rank = 5
        elif fronted and _shares(above, act):
            rank = 6
        else:
            continue
        distance = abs(stretch.start - candidate.start)
        if best is None or (rank, distance) < best[:2]:
            best = (rank, distance, stretch)
    if best is None:
        return None
    stretch = best[2]
    return Period(
        stretch.edtf or "", stretch.start, stretch.end, stretch.text, "publication-date" if stretch.relative else None
    )


def _governs(upper: Any, lower: Any) -> bool:
    """The lower verb is coordinated with the upper, its complement, or that of its promise ("reaffirms its commitment to
    grant")."""
    here = lower
    for _ in range(4):
        if here.i == upper.i:
            return True
        promised = here.dep_ == "acl" and here.head.dep_ == "dobj" and here.tag_ == "VB"
        if (here.dep_ not in ("conj", "xcomp", "ccomp") and not promised) or here.head.i == here.i:
            return False
        here = here.head.head if promised else here.head
    return False


def _all_of(before: Any, above: Any, act: Any) -> bool:
    """ "hired guards, built a fence and opened a gate, all since May": the date is that of every act in the coordination."""
    return before.lower_ in ("all", "both") and _first_act(above).i == _first_act(act).i


def _first_act(verb: Any) -> Any:
    here = verb
    for _ in range(6):
        if here.dep_ not in ("conj", "dep") or here.head.pos_ != "VERB" or here.head.i == here.i:
            break
        here = here.head
    return here


def _shares(upper: Any, lower: Any) -> bool:
    """The lower verb is a participle beside the upper, without a tense of its own, and so of the same time ("In May they
    met in Oslo, each appointing an envoy")."""
    here = _first_act(lower)
    if here.tag_ != "VBG" or any(c.dep_ == "aux" for c in here.children):
        return False
    if here.dep_ == "pcomp" and here.head.lower_ == "with":
        return bool(here.head.head.i == upper.i)
    return here.dep_ == "advcl" and bool(here.head.i == upper.i)
