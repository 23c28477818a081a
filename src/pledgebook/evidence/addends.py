"""The records of a snapshot that a measure may add up, and a tally of those that it may not, with the reason of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pledgebook.evidence.select import Fit, fit, names_of
from pledgebook.model import Direction, Measure, Observation, Record, Result, Transaction, days_of
from pledgebook.world.currencies import codes

Sides = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Addend:
    """A record that fits, as far as adding needs it: the fields are those of the records, `value` in the measure's unit."""

    id: str
    period: str
    start: date
    end: date
    value: Decimal
    side: Sides = ()
    total: bool = False
    total_of: tuple[str, ...] = ()
    type: str = ""
    direction: Direction | None = None
    rung: str | None = None
    activity: str | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()
    ref: str | None = None
    carried_over: bool = False
    shared: bool = False
    converted: bool = False


@dataclass(slots=True)
class Tally:
    """What was met while the records went by.

    `left_out`: reasons and how many records each holds back. `periods`: of the figures of the source. `names`: by which records
    can be selected. `latest`: how far the source reaches. `open_value`: what records in the measure's unit would add of which nobody
    knows whether or how far they count; `foreign`: how many records stand in another currency;
    `count`: of all records.
    """

    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    latest: tuple[date, str] | None = None
    periods: dict[str, tuple[date, date]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    open_value: Decimal = Decimal(0)
    foreign: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def keep(self, found: list[Addend], test: Callable[[Addend], bool], reason: str) -> list[Addend]:
        """Those that pass a test; the others are tallied under a reason."""
        kept = [one for one in found if test(one)]
        if len(kept) < len(found):
            self.left_out[reason] += len(found) - len(kept)
        return kept

    def open(self, value: Decimal, reason: str) -> None:
        """Tallies a record that may count, and cannot be counted."""
        self.left_out[reason] += 1
        self.open_value += max(Decimal(0), value)


def collect(measure: Measure, records: Iterable[Record], as_of: date | None, seen: str, tally: Tally) -> list[Addend]:
    """The records that a measure selects, within its period, in its unit and over by `as_of`. `seen`: of the snapshot."""
    found: list[Addend] = []
    ids: set[str] = set()
    for record in records:
        tally.count += 1
        tally.names.update(names_of(record))
        _met(record, seen, tally)
        if isinstance(record, Transaction) != (measure.sum == "amount"):
            continue
        fits = fit(record, measure.select)
        if fits is None:
            continue
        if record.id in ids:
            tally.left_out["a second time under the same id"] += 1
            continue
        ids.add(record.id)
        addend = _addend(measure, record, fits, as_of, tally)
        if addend is not None:
            found.append(addend)
    return found


def _period(record: Record) -> str | None:
    return record.date if isinstance(record, Transaction) else record.period


def _met(record: Record, seen: str, tally: Tally) -> None:
    """Notes how far the source reaches, whether or not the record fits."""
    period = _period(record)
    start, end = days_of(period)
    if period is None or start is None or end is None:
        return
    reach = (end, period) if end.isoformat() <= seen else (date.fromisoformat(seen), seen)
    if _happened(record, seen) and (tally.latest is None or reach > tally.latest):
        tally.latest = reach
    if not isinstance(record, Transaction):
        tally.periods[period] = (start, end)


def _happened(record: Record, seen: str) -> bool:
    """Whether a record tells what happened, not what is planned."""
    if isinstance(record, Transaction):
        return record.rung is not None and record.date is not None and record.date <= seen
    return isinstance(record, Observation) or record.actual is not None


def _addend(measure: Measure, record: Record, fits: Fit, as_of: date | None, tally: Tally) -> Addend | None:
    """A record as an addend; None, with a tally of the reason, where it is none."""
    value, fault, converted = _value(measure, record)
    period = _period(record)
    start, end = days_of(period)
    if fits.fault is not None:
        tally.open(value or Decimal(0), fits.fault)
        return None
    if period is None or start is None or end is None:
        tally.open(value or Decimal(0), "without a date")
        return None
    first, last = days_of(measure.period)
    if (first is not None and end < first) or (last is not None and start > last):
        return None
    if (first is not None and start < first) or (last is not None and end > last):
        tally.open(value or Decimal(0), f"partly outside {measure.period}")
        return None
    if as_of is not None and end > as_of:
        tally.left_out[f"not over by {as_of.isoformat()}"] += 1
        return None
    if value is None:
        tally.left_out[fault] += 1
        unit = _unit(record)
        if unit != measure.unit and {unit, measure.unit} <= codes():
            tally.foreign[unit] += 1
        return None
    return _of(record, period, start, end, value * fits.share, converted)


def _unit(record: Record) -> str:
    return record.currency if isinstance(record, Transaction) else record.unit


def _value(measure: Measure, record: Record) -> tuple[Decimal | None, str, bool]:
    """What a record gives in the measure's unit, why it gives nothing, and whether its publisher converted it."""
    if isinstance(record, Transaction):
        if record.currency == measure.unit:
            return record.amount, "", False
        if measure.unit == "USD" and record.usd is not None:
            return record.usd, "", True
        return None, f"in {record.currency}, not {measure.unit}", False
    if record.unit != measure.unit:
        return None, f"in {record.unit}, not {measure.unit}", False
    if isinstance(record, Result):
        return record.actual, "a target without an actual value", False
    return record.value, "", False


def _of(record: Record, period: str, start: date, end: date, value: Decimal, converted: bool) -> Addend:
    if isinstance(record, Observation):
        return Addend(record.id, period, start, end, value, record.dimensions, record.total, record.total_of)
    if isinstance(record, Result):
        side = (("activity", record.activity), ("indicator", record.indicator))
        return Addend(record.id, period, start, end, value, side)
    return Addend(
        record.id,
        period,
        start,
        end,
        value,
        type=record.type,
        direction=record.direction,
        rung=record.rung,
        activity=record.activity,
        parent=record.parent,
        children=record.children,
        ref=record.ref,
        carried_over=record.flow == "Carryover",
        shared=record.shared,
        converted=converted,
    )
