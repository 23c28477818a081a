"""Whether a confidence of 0.8 means that eight of ten are right, and how good the surest statements are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHARES = (0.3, 0.5, 0.7, 1.0)
"""The parts of all statements, the surest first, whose precision is told."""
BINS = 10

Sure = tuple[float, bool]
"""The confidence of a statement, and whether kind, actors and quantity are all right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements whose confidence lies from `low` to `high` (the last bin holds 1 too): how many, their mean confidence,
    and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def bins(judged: Sequence[Sure]) -> list[Bin]:
    """The calibration table, without empty bins."""
    found = []
    for place in range(BINS):
        own = [one for one in judged if min(BINS - 1, math.floor(one[0] * BINS + 1e-9)) == place]
        if own:
            mean = math.fsum(confidence for confidence, _ in own) / len(own)
            right = sum(right for _, right in own) / len(own)
            found.append(Bin(place / BINS, (place + 1) / BINS, len(own), mean, right))
    return found


def calibration_error(judged: Sequence[Sure]) -> float:
    """How far confidence and share of right ones lie apart, mean over the statements (expected calibration error)."""
    return math.fsum(b.count * abs(b.confidence - b.right) for b in bins(judged)) / max(1, len(judged))


def precision_of_surest(judged: Sequence[Sure], share: float) -> float:
    """The share of right ones among the surest part. Of statements with the same confidence at its edge each counts by
    the same fraction, so that the order in which they come says nothing."""
    wanted = left = share * len(judged)
    right = 0.0
    for level in sorted({confidence for confidence, _ in judged}, reverse=True):
        own = [good for confidence, good in judged if confidence == level]
        taken = min(left, len(own))
        right += sum(own) * taken / len(own)
        left -= taken
        if left <= 0:
            break
    return right / wanted if wanted else 0.0


def lines(judged: Sequence[Sure]) -> Iterator[str]:
    """The table and the figures, for people."""
    yield "  confidence   statements   mean confidence   right"
    for b in bins(judged):
        yield f"  {b.low:.1f} to {b.high:.1f}   {b.count:10}   {100 * b.confidence:15.1f}   {100 * b.right:5.1f}"
    surest = "   ".join(f"{100 * share:.0f} %: {100 * precision_of_surest(judged, share):.1f}" for share in SHARES)
    yield f"  calibration error {100 * calibration_error(judged):.1f}; right among the surest {surest}"
