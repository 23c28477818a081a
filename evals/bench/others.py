"""Our amounts and dates beside quantulum3 and dateparser's search: speed over official texts, and what they get right of the
public specifications in `shared/specs`.

The others are judged more mildly: of quantulum3 only values are compared, not where they stand; of dateparser only where a
phrase stands (half of it is enough), because it gives points in time for stretches.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.bench.scan import SHARED, official
from evals.measure.specs import cases, score_numbers, wanted
from evals.measure.specs_periods import cases as period_cases
from evals.measure.specs_periods import score_periods
from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.periods.find import periods

NAMES = ("currency", "number", "percent")
STRANGERS = Path(__file__).with_name("strangers.py")


AGAIN = 20
"""How often ours go over the texts in each round: once takes milliseconds, too little for a clock."""


def _seconds(function: Callable[[str], object], texts: list[str], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(AGAIN):
            for text in texts:
                function(text)
        taken.append((time.process_time() - begun) / AGAIN)
    return statistics.median(taken)


def compare(python: str, documents: int, rounds: int) -> list[str]:
    """Lines that tell both. `python`: an interpreter that has quantulum3 and dateparser."""
    folder = SHARED / "specs"
    texts = [row["text"] for row in official(documents)]
    numbers = [(name, case) for name in NAMES for case in cases(folder, name)]
    dated = period_cases(folder)
    asked = {
        "rounds": rounds,
        "texts": texts,
        "numbers": [case["Input"] for _, case in numbers],
        "periods": [[case["Input"], case.get("Context", {}).get("ReferenceDateTime")] for case in dated],
    }
    done = subprocess.run([python, str(STRANGERS)], input=json.dumps(asked), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    amounts(texts[0]), periods(texts[0])
    size = sum(len(text.encode()) for text in texts)
    lines = []
    for what, function, others in (("quantities", amounts, "quantulum3"), ("dates", periods, "dateparser")):
        here, there = _seconds(function, texts, rounds), statistics.median(told[what])
        lines.append(
            f"{what}: ours {size / here / 1e6:.3f} MB/s, {others} {size / there / 1e6:.4f} MB/s; {there / here:.0f} times as fast "
            f"(medians of {rounds} over {len(texts)} documents, {size:,} bytes)"
        )
    right = {name: [0, 0] for name in NAMES}
    for (name, case), values in zip(numbers, told["numbers"], strict=True):
        values_wanted = [
            value for _, _, value in (wanted(one, written=False) for one in case["Results"]) if value is not None
        ]
        right[name][0] += _same_values(values, [float(value) for value in values_wanted])
        right[name][1] += 1
    for name, score in score_numbers(folder).items():
        if name in right:
            passed, every = right[name]
            lines.append(
                f"cases of {name} right: ours {100 * score.rate:.1f} %, quantulum3 {100 * passed / every:.1f} %"
            )
    own = [periods(case["Input"], case.get("Context", {}).get("ReferenceDateTime")) for case in dated]
    ours = [_covers([[one.start, one.end] for one in found], case) for found, case in zip(own, dated, strict=True)]
    theirs = [_covers(found, case) for found, case in zip(told["periods"], dated, strict=True)]
    lines.append(
        f"cases of periods whose phrases are found: ours {100 * sum(ours) / len(dated):.1f} %, dateparser "
        f"{100 * sum(theirs) / len(dated):.1f} %; with place and value right: ours {100 * score_periods(folder).rate:.1f} %"
    )
    return lines


def _same_values(found: list[float], wanted: list[float]) -> bool:
    return len(found) == len(wanted) and all(
        math.isclose(one, other, rel_tol=1e-9) for one, other in zip(sorted(found), sorted(wanted), strict=True)
    )


def _covers(found: list[list[int]], case: dict[str, Any]) -> bool:
    """Whether each specified phrase is found by half, and nothing where there is none."""
    if not case["Results"]:
        return not found
    spans = [(one["Start"], one["Start"] + one["Length"]) for one in case["Results"]]
    return all(sum(max(0, min(end, e) - max(start, s)) for s, e in found) * 2 >= end - start for start, end in spans)
