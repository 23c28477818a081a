"""Why the extraction said what it said at one place of a text: gate, parse, candidates, signs for and against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pledgebook.extract.decide.choice import choose
from pledgebook.extract.decide.linear import KINDS, Weights, judge, load_weights, odds_of, totals
from pledgebook.extract.gate import scan
from pledgebook.extract.layout import sentences
from pledgebook.extract.statements import examine, judged, second_look
from pledgebook.model import Amount, Document, Kind, Mention, Stretch


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate of the sentence: its words, what acts on it, how it hangs there, and how it was judged.

    `outcome`: "chosen", "gives way to a likelier one" (which it overlaps, or beside which it is a second object of the same act) or "below the threshold". `speaks_for`/`speaks_against`: the signs
    that moved it most between this kind and no statement, with their weights (natural logarithm of odds); `kind_signs`: those
    that spoke most for this kind against the next likely one. `by_signs`: the probability by the signs alone, before the
    second opinion was weighed in.
    """

    start: int
    end: int
    text: str
    act: str
    role: str
    probability: float
    by_signs: float
    kind: Kind
    outcome: str
    speaks_for: tuple[tuple[str, float], ...]
    speaks_against: tuple[tuple[str, float], ...]
    kind_signs: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything known of the sentence at an offset. `sentence` is None where no sentence stands there; `passed` says
    whether the gate let it through; `parse` holds (token, tag, role, governor) rows."""

    offset: int
    sentence: tuple[int, int] | None
    text: str
    passed: bool
    parse: tuple[tuple[str, str, str, str], ...]
    amounts: tuple[Amount, ...]
    stretches: tuple[Stretch, ...]
    names: tuple[Mention, ...]
    candidates: tuple[Weighed, ...]
    threshold: float


def _strongest(weighed: Mapping[str, int], up: bool, count: int) -> tuple[tuple[str, float], ...]:
    rows = [(sign, weight / 100) for sign, weight in weighed.items() if weight and (weight > 0) == up]
    return tuple(sorted(rows, key=lambda row: (-abs(row[1]), row[0]))[:count])


def _against_none(signs: Sequence[str], kind: Kind, weights: Weights) -> dict[str, int]:
    """Sign → its weight for this kind against no statement."""
    none = (0,) * len(KINDS)
    return {sign: weights.reading.get(sign, none)[KINDS.index(kind)] for sign in dict.fromkeys(signs)}


def _against_next(signs: Sequence[str], kind: Kind, weights: Weights) -> dict[str, int]:
    """Sign → its weight for this kind against the next likely one."""
    sums = totals(signs, weights)
    rival = max((k for k in range(len(KINDS)) if KINDS[k] != kind), key=lambda k: (sums[k], -k))
    own, other = _against_none(signs, kind, weights), _against_none(signs, KINDS[rival], weights)
    return {sign: own[sign] - other[sign] for sign in own}


def explain(
    document: Document,
    offset: int,
    names: Sequence[Mention],
    *,
    dollar: str = "USD",
    home: str | None = None,
    count: int = 6,
) -> Explanation:
    """Why the sentence at `offset` (a character of the text) gave the statements it gave, or none.

    `count`: how many signs to name on each side. The options are those of `statements`.
    """
    text, weights = document.text, load_weights()
    every = sentences(text, document.body)
    at = next((k for k, s in enumerate(every) if s.start <= offset < s.end), None)
    found = None if at is None else every[at]
    if found is None or at is None:
        return Explanation(offset, None, "", False, (), (), (), (), (), weights.threshold)
    clause = text[found.start : found.end]
    if not scan(text, every)[at]:
        return Explanation(offset, (found.start, found.end), clause, False, (), (), (), (), (), weights.threshold)
    examined = examine(document, names, dollar=dollar, home=home)
    index = next(i for i, one in enumerate(examined.parsed) if one.sentence.start == found.start)
    one = examined.parsed[index]
    every_one = judged(examined, weights, second_look(examined))
    at_hand = [k for k, p in enumerate(examined.proposals) if p.candidate.sentence == index]
    own = [examined.proposals[k] for k in at_hand]
    likely = [every_one[k] for k in at_hand]
    picked = set(choose([p.candidate for p in own], [j.odds for j in likely], odds_of(weights.threshold)))
    rows = []
    for k in sorted(range(len(own)), key=lambda k: (-likely[k].odds, own[k].candidate.start)):
        proposal, candidate = own[k], own[k].candidate
        kind = likely[k].kind
        against_none = _against_none(proposal.signs, kind, weights)
        outcome = (
            "chosen"
            if k in picked
            else "gives way to a likelier one"
            if likely[k].probability > weights.threshold
            else "below the threshold"
        )
        rows.append(
            Weighed(
                candidate.start,
                candidate.end,
                text[candidate.start : candidate.end],
                one.doc[candidate.act].text,
                candidate.role,
                likely[k].probability,
                judge(proposal.signs, weights).probability,
                kind,
                outcome,
                _strongest(against_none, True, count),
                _strongest(against_none, False, count),
                _strongest(_against_next(proposal.signs, kind, weights), True, count),
            )
        )
    return Explanation(
        offset,
        (found.start, found.end),
        clause,
        True,
        tuple((t.text, t.tag_, t.dep_, t.head.text) for t in one.doc),
        examined.amounts[index],
        examined.stretches[index],
        tuple(m for m in names if m.start < found.end and m.end > found.start),
        tuple(rows),
        weights.threshold,
    )
