"""Back-test of the forecast on the real monthly series in ../shared/evidence.

    python evals/backtest.py            the table (about a minute)
    python evals/backtest.py --json     the same for programs
    python evals/backtest.py --choose   how the constants were chosen: a random search (a minute or two)

Every month of every series from the thirteenth on is an origin: nothing after it is known. At each, the total of a
window of one or two years is foretold whose last 1 … 24 months are still to come. Asked is how likely the total
reaches 0.5, 0.75, 1, 1.25 and 1.5 times what the window before brought, and for the middle 80 %. Beside it two plain
baselines: the months to come bring what the same months brought last year, and a straight line through what the window
has brought so far. They say yes or no; "with errors" gives them the spread of their own past errors in the same way as
the method, a harder comparison.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from evals.measure.series import Series, official_series
from pledgebook.assess.outlook import DEFAULT, YEAR, Constants, Fitted, Outlook, spread_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
HORIZONS = (1, 3, 6, 9, 12, 18, 24)
FACTORS = (0.5, 0.75, 1.0, 1.25, 1.5)
COVERAGE = 0.8
METHOD, LAST, LINE = "method", "last year", "straight line"


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast and what came: `brier` is the mean over the targets; `inside` whether the total lay in the middle
    80 %, None for a baseline that gives no interval."""

    who: str
    source: str
    horizon: int
    months_known: int
    brier: float
    inside: bool | None


def trials(series: Series, *, step: int = 1, constants: Constants = DEFAULT, baselines: bool = True) -> Iterator[Trial]:
    """All forecasts of a series, from every `step`-th month."""
    values = series.values
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    for origin in range(YEAR, len(values), step):
        fitted = Fitted(values[:origin], constants)
        for horizon in HORIZONS:
            window = YEAR if horizon <= YEAR else 2 * YEAR
            past = window - horizon
            if origin + horizon > len(values) or past > origin:
                continue
            done = sums[origin] - sums[origin - past]
            base = _before(sums, origin - past, origin, window)
            if base <= 0:
                continue
            came = sums[origin + horizon] - sums[origin]
            targets = [factor * base - done for factor in FACTORS]

            def trial(
                who: str,
                outlook: Outlook | float,
                horizon: int = horizon,
                came: float = came,
                targets: list[float] = targets,
                known: int = origin,
            ) -> Trial:
                return Trial(who, series.source, horizon, known, *_scored(outlook, targets, came))

            yield trial(METHOD, fitted.ahead(horizon))
            if baselines:
                for name, ahead in ((LAST, _last_year), (LINE, _line(past))):
                    point = ahead(sums, origin, horizon)
                    yield trial(name, point)
                    yield trial(f"{name}, with errors", _dressed(ahead, sums, origin, horizon, point))


def _before(sums: Sequence[float], start: int, origin: int, window: int) -> float:
    """What the window before brought, scaled up where less than it is known; the last year where less than that is
    known."""
    known = min(start, window)
    if known < YEAR:
        return (sums[origin] - sums[origin - YEAR]) / YEAR * window
    return (sums[start] - sums[start - known]) / known * window


def _scored(outlook: Outlook | float, targets: Sequence[float], came: float) -> tuple[float, bool | None]:
    if isinstance(outlook, float):
        chances = [float(outlook >= target) for target in targets]
        inside = None
    else:
        chances = [outlook.at_least(target) for target in targets]
        low, high = outlook.quantile((1 - COVERAGE) / 2), outlook.quantile((1 + COVERAGE) / 2)
        inside = math.floor(low) <= came <= math.ceil(high)
    brier = sum((chance - (came >= target)) ** 2 for chance, target in zip(chances, targets, strict=True)) / len(
        targets
    )
    return brier, inside


Ahead = Callable[[Sequence[float], int, int], float]


def _last_year(sums: Sequence[float], origin: int, months: int) -> float:
    whole, rest = divmod(months, YEAR)
    return whole * (sums[origin] - sums[origin - YEAR]) + sums[origin - YEAR + rest] - sums[origin - YEAR]


def _line(past: int) -> Ahead:
    span = past or YEAR
    return lambda sums, origin, months: (sums[origin] - sums[origin - span]) / span * months


def _dressed(ahead: Ahead, sums: Sequence[float], origin: int, months: int, point: float) -> Outlook:
    floor = max(DEFAULT.floor, DEFAULT.floor_share * sums[origin] / origin)
    errors = [
        math.log((sums[month + months] - sums[month] + floor) / (ahead(sums, month, months) + floor))
        for month in range(2 * YEAR if months > YEAR else YEAR, origin - months + 1)
    ]
    return spread_of(errors, point, months, origin, floor)


def figures(shared: Path = SHARED, *, step: int = 1) -> dict[str, float]:
    """What scripts/evaluate prints and holds to floors: Brier scores (less is better), coverage of the 80 %
    interval."""
    rows = [trial for series in official_series(shared / "evidence") for trial in trials(series, step=step)]
    return {
        "forecast_brier": _mean([row.brier for row in rows if row.who == METHOD]),
        "forecast_brier_last_year": _mean([row.brier for row in rows if row.who == LAST]),
        "forecast_brier_straight_line": _mean([row.brier for row in rows if row.who == LINE]),
        "forecast_brier_last_year_with_errors": _mean([row.brier for row in rows if row.who == f"{LAST}, with errors"]),
        "forecast_brier_straight_line_with_errors": _mean(
            [row.brier for row in rows if row.who == f"{LINE}, with errors"]
        ),
        "forecast_coverage_80": _mean(
            [float(row.inside) for row in rows if row.who == METHOD and row.inside is not None]
        ),
        "forecast_trials": float(sum(row.who == METHOD for row in rows)),
    }


def table(rows: Sequence[Trial]) -> str:
    """Brier scores and coverage by source, by months ahead and by months known, in Markdown."""
    names = (METHOD, LAST, LINE, f"{LAST}, with errors", f"{LINE}, with errors")
    groups: list[tuple[str, Callable[[Trial], bool]]] = [("all", lambda row: True)]
    groups += [(name, lambda row, name=name: row.source == name) for name in sorted({row.source for row in rows})]
    groups += [(f"{horizon} months ahead", lambda row, horizon=horizon: row.horizon == horizon) for horizon in HORIZONS]
    groups += [
        ("12 to 23 months known", lambda row: row.months_known < 24),
        ("from 24 months known", lambda row: row.months_known >= 24),
    ]
    lines = [
        "| forecasts of | number | "
        + " | ".join(names)
        + " | inside 80 % | inside 80 %, last year | inside 80 %, line |",
        "| --- |" + " --- |" * 9,
    ]
    for title, fits in groups:
        chosen = {name: [row for row in rows if row.who == name and fits(row)] for name in names}
        cells = [f"{_mean([row.brier for row in chosen[name]]):.3f}" for name in names]
        for name in (METHOD, *names[3:]):
            cells.append(f"{_mean([float(row.inside) for row in chosen[name] if row.inside is not None]):.2f}")
        lines.append(f"| {title} | {len(chosen[METHOD]):,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


SEARCHED: Mapping[str, tuple[float, ...]] = {
    "even_years": (0.1, 0.4, 1, 2),
    "season_memory": (0.6, 0.75, 0.85, 0.9),
    "level_half_life": (1, 1.5, 2, 3),
    "year_weight": (0.2, 0.6, 1.5, 3),
    "year_growth": (0, 0.05, 0.1),
    "floor_share": (0.003, 0.01, 0.03),
    "error_half_life": (24, 60, 1000),
    "largest_error": (1.5, 2.5, 4),
    "prior_spread": (0.25, 0.3, 0.35, 0.4),
    "prior_growth": (0, 0.05, 0.1),
    "prior_weight": (2, 4, 8),
    "shift_weight": (5, 10, 20),
    "youth": (0, 0.3, 0.6),
}


def choose(every: Sequence[Series], settings: int = 40, step: int = 5) -> None:
    """Print what the best of random settings score on the source that had no say in the choice."""
    draw = random.Random(5)
    tried: list[Constants] = [DEFAULT]
    tried += [replace(DEFAULT, **{name: draw.choice(of) for name, of in SEARCHED.items()}) for _ in range(settings)]
    sources = sorted({series.source for series in every})
    scores: list[dict[str, tuple[float, float]]] = []
    for constants in tried:
        rows = [row for series in every for row in trials(series, step=step, constants=constants, baselines=False)]
        scores.append({source: _score([row for row in rows if row.source == source]) for source in sources})
    for left_out in sources:
        others = [source for source in sources if source != left_out]
        best = min(range(len(tried)), key=lambda place: sum(_loss(scores[place][source]) for source in others))
        brier, inside = scores[best][left_out]
        own, own_inside = scores[0][left_out]
        print(
            f"{left_out}: Brier {brier:.3f}, inside {inside:.2f} (the constants that ship: {own:.3f}, {own_inside:.2f})"
        )


def _score(rows: Sequence[Trial]) -> tuple[float, float]:
    return _mean([row.brier for row in rows]), _mean([float(bool(row.inside)) for row in rows])


def _loss(score: tuple[float, float]) -> float:
    return score[0] + 0.3 * max(0.0, abs(score[1] - COVERAGE) - 0.02)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="figures for programs")
    parser.add_argument("--choose", action="store_true", help="how the constants were chosen")
    parser.add_argument("--step", type=int, default=1, metavar="N", help="only every N-th month as an origin")
    given = parser.parse_args(arguments)
    every = official_series(SHARED / "evidence")
    if given.choose:
        choose(every)
    elif given.json:
        print(json.dumps(figures(step=given.step), indent=2))
    else:
        print(table([trial for series in every for trial in trials(series, step=given.step)]))
        print(f"\nconstants: {asdict(DEFAULT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
