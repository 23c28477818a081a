"""How much of a measure was delivered: what was added up, in words and numbers, and what was left out and why.

Nothing is counted twice: totals are not added to their parts, money that comes in not to money within or out, children not to
parents that hold them. Nothing unlike is added: one currency, one rung, one unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.evidence.families import with_a_counted_parent
from pledgebook.evidence.select import fit, names_of
from pledgebook.model import (
    Delivery,
    Direction,
    Measure,
    Observation,
    Record,
    Result,
    Snapshot,
    Step,
    Transaction,
    days_of,
)

SHOWN = 6
"""How many addends a formula shows one by one."""

# of several directions only the first is added: what the giver reports where activities report, what comes in where a plan does
_FIRST: dict[str, tuple[Direction, ...]] = {
    "iati": ("outgoing", "incoming", "internal"),
    "fts": ("incoming", "outgoing", "internal"),
    "table": ("incoming", "outgoing", "internal"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A record that fits, as far as adding needs it."""

    id: str
    period: str
    start: date
    end: date
    value: Decimal
    side: tuple[tuple[str, str], ...] = ()
    total: bool = False
    direction: Direction | None = None
    rung: str | None = None
    activity: str | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()
    converted: bool = False


@dataclass(slots=True)
class _Tally:
    left_out: Counter[str] = field(default_factory=Counter)
    latest: tuple[date, str] | None = None
    periods: dict[str, tuple[date, date]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def deliver(measure: Measure, snapshot: Snapshot, records: Iterable[Record], *, as_of: date | None = None) -> Delivery:
    """What one snapshot says was delivered of a measure.

    `records`: all of the snapshot, read once. `as_of`: nothing that was seen later, and no period that ends later, counts.
    The total is None where no record fits, or where those that fit must not be added; `left_out` says why. The selection
    may leave the direction open: the giver's side is taken in IATI, what comes in in FTS, and the others are left out.
    """
    notes = (*snapshot.notes, *((measure.note,) if measure.note else ()))
    if as_of is not None and snapshot.seen > as_of.isoformat():
        reason = f"the snapshot was seen on {snapshot.seen}, after {as_of.isoformat()}"
        return Delivery(
            measure, None, measure.unit, (), "nothing is added: " + reason, snapshot.seen, None, (reason,), notes
        )
    tally = _Tally()
    found = _collect(measure, records, as_of, snapshot.seen, tally)
    if found and measure.sum == "amount":
        found, refused = _money(measure, snapshot, found, tally)
    else:
        found, refused = _figures(measure, found, tally) if found else ([], None)
    _gaps(measure, tally)
    reasons = [
        f"{count:,} {'record' if count == 1 else 'records'}: {reason}" if count else reason
        for reason, count in sorted(tally.left_out.items())
    ]
    unknown = [name for name, _ in measure.select if tally.names and name not in tally.names]
    reasons += [f"no record of the source has {name!r}" for name in unknown]
    steps = _steps(measure, found) if refused is None else ()
    total = steps[-1].total if steps else None
    formula = refused or _formula(measure, steps, found)
    through = tally.latest[1] if tally.latest else None
    if refused:
        reasons.append(refused)
    return Delivery(measure, total, measure.unit, steps, formula, snapshot.seen, through, tuple(reasons), notes)


def _collect(measure: Measure, records: Iterable[Record], as_of: date | None, seen: str, tally: _Tally) -> list[_Found]:
    first, last = days_of(measure.period)
    found: list[_Found] = []
    ids: set[str] = set()
    for record in records:
        tally.names.update(names_of(record))
        period = record.date if isinstance(record, Transaction) else record.period
        start, end = days_of(period)
        if period is not None and start is not None and end is not None:
            reach = (end, period) if end.isoformat() <= seen else (date.fromisoformat(seen), seen)
            if _happened(record, seen) and (tally.latest is None or reach > tally.latest):
                tally.latest = reach
            if not isinstance(record, Transaction):
                tally.periods[period] = (start, end)
        if isinstance(record, Transaction) != (measure.sum == "amount"):
            continue
        fits = fit(record, measure.select)
        if fits is None:
            continue
        if record.id in ids:
            tally.left_out["a second time under the same id"] += 1
            continue
        ids.add(record.id)
        if fits.fault is not None:
            tally.left_out[fits.fault] += 1
            continue
        if period is None or start is None or end is None:
            tally.left_out["without a date"] += 1
            continue
        if (first is not None and start < first) or (last is not None and end > last):
            if not ((first is not None and end < first) or (last is not None and start > last)):
                tally.left_out[f"partly outside {measure.period}"] += 1
            continue
        if as_of is not None and end > as_of:
            tally.left_out[f"not over by {as_of.isoformat()}"] += 1
            continue
        value, fault, converted = _value(measure, record)
        if value is None:
            tally.left_out[fault] += 1
            continue
        found.append(_found(record, period, start, end, value * fits.share, converted))
    return found


def _happened(record: Record, seen: str) -> bool:
    """Whether a record tells of what was, and not of what is planned."""
    if isinstance(record, Transaction):
        return record.rung is not None and record.date is not None and record.date <= seen
    return isinstance(record, Observation) or record.actual is not None


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


def _found(record: Record, period: str, start: date, end: date, value: Decimal, converted: bool) -> _Found:
    if isinstance(record, Observation):
        return _Found(record.id, period, start, end, value, record.dimensions, record.total)
    if isinstance(record, Result):
        side = (("activity", record.activity), ("indicator", record.indicator))
        return _Found(record.id, period, start, end, value, side)
    return _Found(
        record.id,
        period,
        start,
        end,
        value,
        (),
        record.flow == "Carryover",
        record.direction,
        record.rung,
        record.activity,
        record.parent,
        record.children,
        converted,
    )


def _money(measure: Measure, snapshot: Snapshot, found: list[_Found], tally: _Tally) -> tuple[list[_Found], str | None]:
    """The transactions that may be added, or why none may."""
    if not any(name == "type" for name, _ in measure.select):
        found = _keep(
            found, lambda one: one.rung is not None, "no step of delivery (budgets, funds received, repayments)", tally
        )
    found = _keep(
        found, lambda one: not one.total, "money carried over from an earlier year, which counted when it came", tally
    )
    present = {one.direction for one in found}
    order = _FIRST[snapshot.sort]
    chosen = next((direction for direction in order if direction in present), None)
    for other in [direction for direction in order if direction in present and direction != chosen]:
        reason = f"{other}, and never added to what is {chosen}"
        tally.left_out[reason] += sum(one.direction == other for one in found)
    found = [one for one in found if one.direction == chosen]
    rungs = Counter(one.rung for one in found if one.rung)
    if len(rungs) > 1:
        listed = ", ".join(f"{rung} ({count:,})" for rung, count in sorted(rungs.items()))
        return [], f"nothing is added: the records stand on several rungs, {listed}: the measure must name one"
    children = with_a_counted_parent((one.activity, one.parent, one.children) for one in found)
    reason = "children of a parent that is counted and may hold them"
    return _keep(found, lambda one: one.activity not in children, reason, tally), None


def _figures(measure: Measure, found: list[_Found], tally: _Tally) -> tuple[list[_Found], str | None]:
    """The observations that may be added, or why none may."""
    if any(not one.total for one in found):
        found = _keep(found, lambda one: not one.total, "totals of others of the table", tally)
    else:
        several = [period for period, count in Counter(one.period for one in found).items() if count > 1]
        if several:
            return [], f"nothing is added: several totals stand for {min(several)}, and one may hold the other"
    kept: list[_Found] = []
    for side in dict.fromkeys(one.side for one in found):
        taken: list[_Found] = []
        for one in sorted((o for o in found if o.side == side), key=lambda o: (o.end - o.start, o.start)):
            if any(one.start <= other.end and other.start <= one.end for other in taken):
                tally.left_out["longer periods, whose parts are counted"] += 1
            else:
                taken.append(one)
        kept.extend(taken)
    return kept, _unlike(measure, kept)


def _unlike(measure: Measure, found: list[_Found]) -> str | None:
    """Why figures must not be added to each other, if they must not."""
    indicators = {value for one in found for name, value in one.side if name == "indicator"}
    if len(indicators) > 1:
        return f"nothing is added: {len(indicators)} indicators fit, which count different things: the measure must name one"
    together = Counter(one.period if measure.sum == "last" else "" for one in found)
    if measure.unit == "percent" and max(together.values(), default=0) > 1:
        return f"nothing is added: {len(found):,} percentages fit, and percentages do not add up"
    return None


def _keep(found: list[_Found], test: Callable[[_Found], bool], reason: str, tally: _Tally) -> list[_Found]:
    kept = [one for one in found if test(one)]
    if len(kept) < len(found):
        tally.left_out[reason] += len(found) - len(kept)
    return kept


def _steps(measure: Measure, found: list[_Found]) -> tuple[Step, ...]:
    """One addend for each period, earliest first."""
    sums: dict[str, Decimal] = {}
    order = sorted(found, key=lambda one: (one.end, one.start, one.id))
    for one in order:
        sums[one.period] = sums.get(one.period, Decimal(0)) + one.value
    total = Decimal(0)
    steps = []
    for period, value in sums.items():
        added = value - total if measure.sum == "last" else value
        total += added
        steps.append(Step(period, added, total))
    return tuple(steps)


def _gaps(measure: Measure, tally: _Tally) -> None:
    """Says for which days between the first and the last period of the source it has no figures at all."""
    first, last = days_of(measure.period)
    reached: date | None = None
    for start, end in sorted(tally.periods.values()):
        if reached is not None and start > reached + timedelta(days=1):
            gap = (reached + timedelta(days=1), start - timedelta(days=1))
            if (first is None or gap[1] >= first) and (last is None or gap[0] <= last):
                tally.left_out[f"the source has no figures from {gap[0]} to {gap[1]}"] = 0
        reached = end if reached is None else max(reached, end)


def _formula(measure: Measure, steps: tuple[Step, ...], found: list[_Found]) -> str:
    what = "; ".join(f"{name} = {' or '.join(values)}" for name, values in measure.select) or "all records"
    scope = f"{measure.source}: {what}" + (f"; {measure.period}" if measure.period else "")
    if not steps:
        return f"no record fits ({scope})"
    shown = [f"{shorn(step.value)} ({step.period})" for step in steps]
    if len(shown) > SHOWN:
        shown = [*shown[: SHOWN // 2], f"… {len(steps) - SHOWN + 1} more …", *shown[-(SHOWN // 2) + 1 :]]
    total = f"{shorn(steps[-1].total)} {measure.unit}"
    if measure.sum == "last":
        text = f"the latest figure, of {steps[-1].period}: {total}"
    elif len(steps) == 1:
        text = f"{shorn(steps[0].value)} ({steps[0].period}) = {total}"
    else:
        text = " + ".join(shown) + f" = {total}"
    count = f"{len(found):,} {'record' if len(found) == 1 else 'records'}"
    converted = sum(one.converted for one in found)
    if converted:
        count += f", {converted:,} in US dollars as their publisher converted them"
    rung = {one.rung for one in found if one.rung}
    direction = {one.direction for one in found if one.direction}
    sort = " ".join(sorted(map(str, rung | direction)))
    return f"{text} [{scope}; {count}{'; ' + sort if sort else ''}]"


def shorn(value: Decimal) -> str:
    """A number for people: thousands parted, no zeros behind the last digit.

    >>> shorn(Decimal("31670.00")), shorn(Decimal("12.50"))
    ('31,670', '12.5')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
