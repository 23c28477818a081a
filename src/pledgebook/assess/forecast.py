"""How much will have been delivered by the deadline, and how likely does that reach the number?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from pledgebook.assess.outlook import YEAR, Fitted, Outlook
from pledgebook.assess.wording import amount, number
from pledgebook.model import Delivery, Problem, Step, days_of

METHOD = "seasonal level with its own past errors/1"
TESTED_MONTHS = 24
"""How far ahead the back-test went (docs/forecast.md)."""
PARTS = ("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95")
_NEVER_SURE = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The total by a deadline as a distribution, and the probability that it reaches the target.

    `delivered`: so far, within the window that begins with `start`. `quantiles`: pairs of a probability and the total
    below which it ends with that probability, in `unit`; `low` and `high` enclose the middle 80 %. `probability`: of
    `target` or more, 0 to 1, None without a target; never quite 0 or 1 unless the target has been reached.
    `months_known`: of the series; `months_ahead`: until the deadline, a begun one counted whole. `words`: the forecast
    in a sentence. `notes`: what a reader must know, each a sentence.
    """

    method: str
    deadline: date
    start: date | None
    unit: str
    target: Decimal | None
    delivered: Decimal
    quantiles: tuple[tuple[Decimal, Decimal], ...]
    probability: Decimal | None
    months_known: int
    months_ahead: int
    words: str
    notes: tuple[str, ...] = ()

    def quantile(self, part: str) -> Decimal:
        """The total below which it ends with a probability of `PARTS`. Raises KeyError for another one."""
        return dict(self.quantiles)[Decimal(part)]

    @property
    def low(self) -> Decimal:
        """One chance in ten that the total stays below."""
        return self.quantile("0.1")

    @property
    def median(self) -> Decimal:
        """As likely above as below."""
        return self.quantile("0.5")

    @property
    def high(self) -> Decimal:
        """One chance in ten that the total goes beyond."""
        return self.quantile("0.9")


@dataclass(frozen=True, slots=True)
class _Months:
    """A series by the month: `first` (year × 12 + month − 1), one sum each. `whole`: the records behind the sums;
    `running`: those of a month that was still running when it was seen, which would look like a fall."""

    first: int
    sums: tuple[Decimal, ...]
    whole: tuple[Step, ...]
    running: tuple[Step, ...]
    notes: tuple[str, ...]


def forecast(
    series: Delivery | Sequence[Step], *, deadline: date, target: Decimal | None = None, start: date | None = None
) -> Forecast | Problem:
    """The total by the deadline, foretold from a series of at least twelve months.

    `series`: a delivery, better one whose measure reaches back before the promise: the longer, the surer. Periods are
    months or days; days are added up by the month. `start`: the first day that counts towards the target; None:
    everything counts. `deadline`: the last day that counts.

    A Problem instead where the series does not allow it: fewer than twelve months ("short-series"), periods longer
    than a month ("no-months"), a running total ("running-total"), or no month left ("deadline-passed").
    """
    name, unit, seen = "series", "", date.max
    steps: Sequence[Step]
    if isinstance(series, Delivery):
        name, unit, steps = series.measure.source, series.unit, series.steps
        seen = days_of(series.seen)[1] or date.max
        if series.measure.sum == "last":
            return Problem(name, "a running total is not foretold, only what each month adds", "running-total")
    else:
        steps = series
    months = _by_month(steps, name, seen)
    if isinstance(months, Problem):
        return months
    next_month = months.first + len(months.sums)
    ahead = deadline.year * 12 + deadline.month - next_month
    if ahead <= 0:
        return Problem(
            name, f"no month is left before {deadline}: the series ends with {_name(next_month - 1)}", "deadline-passed"
        )
    if start is not None and start.year * 12 + start.month - 1 > next_month:
        return Problem(name, f"the promise begins on {start}, later than the month after the series", "starts-later")
    delivered = _counted(months.whole, start)
    running = _counted(months.running, start)
    part = deadline.day / monthrange(deadline.year, deadline.month)[1]
    outlook = Fitted([max(0.0, float(value)) for value in months.sums]).ahead(ahead, part)
    notes = list(months.notes)
    if ahead > TESTED_MONTHS:
        notes.append(f"{ahead} months ahead: further than the {TESTED_MONTHS} on which the method was tested.")
    if len(months.sums) < 2 * YEAR:
        notes.append("Fewer than two years are known: on such series the back-test found the middle 80 % too narrow.")
    quantiles = tuple(
        (Decimal(part), delivered + max(running, _whole(outlook.quantile(float(part))))) for part in PARTS
    )
    chance = None if target is None else _chance(outlook, target - delivered, running)
    words = _words(delivered, dict(quantiles), unit, deadline, target, chance)
    return Forecast(
        METHOD,
        deadline,
        start,
        unit,
        target,
        delivered,
        quantiles,
        chance,
        len(months.sums),
        ahead,
        words,
        tuple(notes),
    )


def _chance(outlook: Outlook, missing: Decimal, running: Decimal) -> Decimal:
    if missing <= max(running, Decimal(0)):
        return Decimal(1)
    chance = Decimal(repr(outlook.at_least(float(missing)))).quantize(_NEVER_SURE, ROUND_HALF_EVEN)
    return min(max(chance, _NEVER_SURE), 1 - _NEVER_SURE)


def _whole(value: float) -> Decimal:
    return Decimal(repr(value)).to_integral_value(ROUND_HALF_EVEN)


def _by_month(steps: Sequence[Step], name: str, seen: date) -> _Months | Problem:
    sums: dict[int, Decimal] = {}
    notes = []
    undated = 0
    whole, running = [], []
    for step in steps:
        first, last = days_of(step.period)
        if first is None or last is None:
            undated += 1
        elif (first.year, first.month) != (last.year, last.month):
            return Problem(
                name, f"its periods are longer than a month ({step.period}): only months are foretold", "no-months"
            )
        elif date(last.year, last.month, monthrange(last.year, last.month)[1]) > seen:
            running.append(step)
        else:
            month = first.year * 12 + first.month - 1
            sums[month] = sums.get(month, Decimal(0)) + step.value
            whole.append(step)
    if not sums or max(sums) - min(sums) + 1 < YEAR:
        known = max(sums) - min(sums) + 1 if sums else 0
        return Problem(name, f"a forecast takes a series of at least twelve months; it has {known}", "short-series")
    span = range(min(sums), max(sums) + 1)
    gaps = len(span) - len(sums)
    if undated:
        notes.append(f"{undated} record{'s' if undated > 1 else ''} without a date: not used.")
    if running:
        notes.append("The last month was still running when it was seen: it is foretold anew.")
    if gaps:
        notes.append(f"{gaps} month{'s' if gaps > 1 else ''} without a record counted as 0.")
    if any(value < 0 for value in sums.values()):
        notes.append("Months below zero (corrections) are learned from as 0.")
    return _Months(
        span.start, tuple(sums.get(month, Decimal(0)) for month in span), tuple(whole), tuple(running), tuple(notes)
    )


def _counted(steps: Sequence[Step], start: date | None) -> Decimal:
    """What the records since the start have brought."""
    kept = (step.value for step in steps if start is None or (days_of(step.period)[0] or date.min) >= start)
    return sum(kept, Decimal(0))


def _words(
    delivered: Decimal,
    quantiles: dict[Decimal, Decimal],
    unit: str,
    deadline: date,
    target: Decimal | None,
    chance: Decimal | None,
) -> str:
    low, middle, high = (quantiles[Decimal(part)] for part in ("0.1", "0.5", "0.9"))
    told = (
        f"By {deadline} about {amount(middle, unit)}, in 80 of 100 cases between {number(low)} and {number(high)}; "
        f"{number(delivered)} so far"
    )
    if target is None or chance is None:
        return f"{told} ({METHOD})."
    return f"{told}. The chance of {amount(target, unit)} or more is {number(chance * 100)} % ({METHOD})."


def _name(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"
