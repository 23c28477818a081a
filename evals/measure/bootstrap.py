"""How sure a figure is: intervals from drawing the documents anew.

Statements of one document are alike, so whole documents are drawn with replacement, not statements (Efron's
percentile bootstrap over clusters). The draws are fixed by a seed: the same counts give the same interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evals.measure.accuracy import ratios

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 2000
SEED = 20220610
LEVEL = 0.95


def intervals(
    documents: Sequence[Mapping[str, int]], *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """For every figure the bounds of its 95 % interval, 0 to 1, low first.

    `documents`: the counts of each. A draw without anything to count for a figure is left out for it; a figure that no
    draw could count, or fewer than two documents, has no interval and is not in the answer.
    """
    import numpy as np

    size = len(documents)
    if size < 2:
        return {}
    drawn = np.random.default_rng(seed).integers(0, size, (draws, size))
    times = np.zeros((draws, size))
    np.add.at(times, (np.arange(draws)[:, None], drawn), 1.0)

    def total(name: str) -> NDArray[np.float64]:
        return times @ np.array([counts.get(name, 0) for counts in documents], dtype=np.float64)

    tail = (1 - LEVEL) / 2
    found = {}
    for name, ratio in ratios().items():
        whole = sum((total(w) for w in ratio.wholes), np.zeros(draws))
        counted = whole > 0
        if counted.any():
            values = len(ratio.wholes) * total(ratio.part)[counted] / whole[counted]
            low, high = np.quantile(values, [tail, 1 - tail])
            found[name] = (float(low), float(high))
    return found
