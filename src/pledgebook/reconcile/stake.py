"""What hangs on a question: how much a person's answer is expected to change what readers see."""

from __future__ import annotations

import math
from typing import Final

from pledgebook.model import Kind

_INTEREST: Final[dict[Kind, float]] = {"commitment": 1.0, "agreement": 1.0, "appeal": 0.7, "action": 0.7, "figure": 0.3}
"""How much readers of a book of promises care for a row of each kind; set by hand."""
_THOUSANDS: Final = 3.0
"""So many digits of an amount that is counted twice weigh as much as one row too many."""


def stake(
    score: float,
    kinds: tuple[Kind, Kind],
    documents: tuple[int, int],
    amounts: tuple[float | None, float | None],
    units: tuple[str | None, str | None],
) -> float:
    """What is expected to change where a person is asked whether two commitments are one; above 0, to compare and sort only.

    The change is that of the answer "same", times its probability `score`, for "different" leaves all as it is: there is a row
    less; all `documents` of the smaller commitment speak for the larger; and where both promise an amount of one unit, the
    smaller of the two no longer counts twice in sums. Each digit of it adds a third of a row, so that large sums come
    first without hiding all else. The kind that readers care for more says how much it matters.
    """
    change = 1.0 + min(documents)
    one, other = amounts
    if one is not None and other is not None and units[0] == units[1]:
        change += math.log10(1 + min(abs(one), abs(other))) / _THOUSANDS
    return score * change * max(_INTEREST[kind] for kind in kinds)
