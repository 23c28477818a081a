"""Which of the dates of a sentence belongs to an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import (
    AUXILIARY,
    CIRCUMSTANCE,
    COMPLEMENT,
    COORDINATE,
    LINK,
    LINKED_CLAUSE,
    OBJECT,
    PARTICIPLE,
    RELATIVE,
    has,
    is_top,
    labels,
)
from pledgebook.extract.clauses.speech import tells
from pledgebook.extract.periods.calendar import seen_from
from pledgebook.extract.periods.find import periods
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.model import Period, Stretch

_VAGUE_TIME = re.compile(rf"\b{pattern_of('periods_of_acts', 'vague')}\b", re.IGNORECASE)
_WHEN = words_of("periods_of_acts", "when")
_MEASURED_AGAINST = words_of("periods_of_acts", "measured-against")
_PARTS = re.compile(rf"(?:(?!\b{pattern_of('periods_of_acts', 'and')}\b|,)\S+\s*)+", re.IGNORECASE)
_BESIDE = 4
"""Characters between an amount and the date that follows it at once ("200 million in 2027")."""
_ALL = words_of("periods_of_acts", "all")
_WITH = words_of("periods_of_acts", "with")
_PARTED = labels("coordinate", "relative", "content")
_CHAINED = COMPLEMENT | COORDINATE


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a time phrase stands: its first and last token, the top of its parse, what that hangs on and the verb above."""

    stretch: Stretch
    first: Any
    last: Any
    top: Any
    hook: Any
    verb: Any


def period_of(
    candidate: Candidate, parsed: Parsed, stretches: Sequence[Stretch], kind: str, published: str | None = None
) -> Period | None:
    """The time phrase that belongs to this act: inside the object, on the act's verb, or opening the sentence
    where the act is the main verb or coordinated with it. "From 2005 levels" says what is measured against. The day of an announcement is not the period of what
    is announced, "in the coming months" is none, and nobody promises or asks for what is past."""
    dated = [s for s in stretches if s.edtf and not _VAGUE_TIME.search(s.text) and not _is_measured_against(s, parsed)]
    if kind in ("commitment", "appeal"):
        dated = [s for s in dated if seen_from(published, s.edtf or "") != "past"]
    if candidate.place is not None:
        paired = _paired(candidate, dated, parsed, published)
        if paired is not None:
            return paired
    ranked = [
        (rank, abs(stretch.start - candidate.start), k)
        for k, stretch in enumerate(dated)
        if (rank := _closeness(stretch, candidate, parsed, kind)) is not None
    ]
    if not ranked:
        return None
    return _as_period(dated[min(ranked)[2]])


def _is_measured_against(stretch: Stretch, parsed: Parsed) -> bool:
    """Whether a date only says what is compared with: "from 2005 levels", "below 1990 levels"; not "in 2031 levels will rise"."""
    behind = next((token for token in parsed.doc if token.idx + parsed.start >= stretch.end), None)
    if behind is None or behind.lower_ not in _MEASURED_AGAINST:
        return False
    before = next((token for token in reversed(parsed.doc) if token.idx + parsed.start < stretch.start), None)
    first = stretch.text.split()[0].lower()
    return first not in _WHEN and (before is None or before.lower_ not in _WHEN)


def _as_period(stretch: Stretch) -> Period:
    rule = "publication-date" if stretch.relative else None
    return Period(stretch.edtf or "", stretch.start, stretch.end, stretch.text, rule)


def _closeness(stretch: Stretch, candidate: Candidate, parsed: Parsed, kind: str) -> int | None:
    """How close a time phrase is to an act: -1 right behind the amount, then as `_rank`; None where it is another's."""
    standing = _standing(stretch, parsed)
    rank = None if standing is None else _rank(standing, candidate, parsed, kind)
    beside = candidate.end <= stretch.start <= candidate.end + _BESIDE
    # "… and 200 million next year": what follows an amount of a row at once is its own
    return -1 if beside and (rank is not None or candidate.row) else rank


def _paired(candidate: Candidate, dated: Sequence[Stretch], parsed: Parsed, published: str | None) -> Period | None:
    """The one of several coordinated dates that "respectively" gives to this amount: "in 2025 and 2026, respectively"."""
    k, n = candidate.place or (0, 0)
    for stretch in dated:
        parts = [m.span() for m in _PARTS.finditer(stretch.text)]
        if len(parts) != n:
            continue
        low, high = parts[k]
        own = next((s for s in periods(stretch.text[low:high], published, None) if s.edtf), None)
        if own is not None:
            return Period(own.edtf or "", stretch.start + low, stretch.start + high, stretch.text[low:high])
    if len(dated) == n:
        return _as_period(sorted(dated, key=lambda s: s.start)[k])
    return None


def _standing(stretch: Stretch, parsed: Parsed) -> _Standing | None:
    tokens = [t for t in parsed.doc if stretch.start <= t.idx + parsed.start < stretch.end]
    if not tokens:
        return None
    top = min(tokens, key=lambda t: sum(1 for _ in t.ancestors))
    hook = top.head
    if hook.pos_ == "ADP" or hook.dep_ in LINK:
        hook = hook.head
    return _Standing(stretch, tokens[0], tokens[-1], top, hook, verb_above(hook))


def _rank(when: _Standing, candidate: Candidate, parsed: Parsed, kind: str) -> int | None:
    """How close a time phrase is to an act, 0 the closest; None where it belongs to something else."""
    doc = parsed.doc
    act, head, hook = verb_above(doc[candidate.act]), doc[candidate.head], when.hook
    if hook.i != head.i and (_in_other_relative(hook, act) or _is_of_announcement(when, head, kind)):
        return None
    if hook.i in (head.i, act.i, candidate.act):
        return 0
    if candidate.start <= when.stretch.start < candidate.end and head.is_ancestor(when.top):
        return 1
    return 2 if when.verb.i == act.i else _rank_in_sentence(when, act)


def _in_other_relative(hook: Any, act: Any) -> bool:
    return any(a.dep_ in RELATIVE and a.i != act.i and not a.is_ancestor(act) for a in (hook, *hook.ancestors))


def _is_of_announcement(when: _Standing, head: Any, kind: str) -> bool:
    """The time of saying it, not of what is said."""
    return kind in ("commitment", "figure") and tells(when.verb) and not head.is_ancestor(when.top)


def _rank_in_sentence(when: _Standing, act: Any) -> int | None:
    doc, above = act.doc, when.verb
    before = doc[when.first.i - 1] if when.first.i > 0 else None
    fronted = when.first.i < min(above.i, act.i)
    closing = before is not None and before.lower_ in {",", *_ALL} and when.last.i >= len(doc) - 8
    if _governs(above, act) and (fronted or closing or act.dep_ in COMPLEMENT):
        return 3
    if act.is_ancestor(when.top) and not any(a.dep_ in _PARTED for a in when.top.ancestors if act.is_ancestor(a)):
        return 4
    if closing and (_governs(act, above) or _all_of(before, above, act)):
        return 5
    return 6 if fronted and _shares(above, act) else None


def _governs(upper: Any, lower: Any) -> bool:
    """The lower verb is coordinated with the upper, its complement, or that of its promise ("reaffirms its commitment to
    grant")."""
    here = lower
    for _ in range(4):
        if here.i == upper.i:
            return True
        promised = here.dep_ in PARTICIPLE and here.head.dep_ in OBJECT and here.tag_ == "VB"
        if (here.dep_ not in _CHAINED and not promised) or is_top(here):
            return False
        here = here.head.head if promised else here.head
    return False


def _all_of(before: Any, above: Any, act: Any) -> bool:
    """ "hired guards, built a fence and opened a gate, all since May": the date is that of every act in the coordination."""
    return before.lower_ in _ALL and _first_act(above).i == _first_act(act).i


def _first_act(verb: Any) -> Any:
    here = verb
    for _ in range(6):
        if here.dep_ not in labels("coordinate", "loose") or here.head.pos_ != "VERB" or is_top(here):
            break
        here = here.head
    return here


def _shares(upper: Any, lower: Any) -> bool:
    """The lower verb is a participle beside the upper, without a tense of its own, and so of the same time ("In May they
    met in Oslo, each appointing an envoy")."""
    here = _first_act(lower)
    if here.tag_ != "VBG" or has(here, AUXILIARY):
        return False
    if here.dep_ in LINKED_CLAUSE and here.head.lower_ in _WITH:
        return bool(here.head.head.i == upper.i)
    return here.dep_ in CIRCUMSTANCE and bool(here.head.i == upper.i)
