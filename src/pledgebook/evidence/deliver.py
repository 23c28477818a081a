"""A measure and the records of a snapshot → how much was delivered, with the formula and with what was left out.

Nothing is counted twice: totals are not added to their parts, money that comes in not to money within or out, children not to
parents that may hold them. Nothing unlike is added: one currency, one rung, one unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.evidence.addends import Addend, Tally, collect
from pledgebook.evidence.levels import levels
from pledgebook.evidence.totals import figures
from pledgebook.evidence.wording import counted, shorn
from pledgebook.model import Delivery, Direction, Measure, Record, Snapshot, Step, days_of

SHOWN = 6
"""How many addends a formula shows one by one."""
GAPS_SHOWN = 3
"""How many stretches without figures are named one by one."""

# of several directions only the first is added: what the giver reports where activities report, what comes in where a plan does
_FIRST: dict[str, tuple[Direction, ...]] = {"iati": ("outgoing", "incoming", "internal")}
_FIRST_ELSE: tuple[Direction, ...] = ("incoming", "outgoing", "internal")


def deliver(measure: Measure, snapshot: Snapshot, records: Iterable[Record], *, as_of: date | None = None) -> Delivery:
    """What one snapshot says was delivered of a measure.

    `records`: all of the snapshot, read once. `as_of`: nothing that was seen later, and no period that ends later, counts.
    The total is None where no record fits, or where those that fit must not be added; `left_out` says why, and `doubts` why
    the true sum may be higher. The selection may leave the direction open: the giver's side is taken in IATI, what comes in in
    FTS, and the others are left out.
    """
    notes = (*snapshot.notes, *((measure.note,) if measure.note else ()))
    if as_of is not None and snapshot.seen > as_of.isoformat():
        reason = f"the snapshot was seen on {snapshot.seen}, after {as_of.isoformat()}"
        return Delivery(
            measure, None, measure.unit, (), "nothing is added: " + reason, snapshot.seen, None, (reason,), notes
        )
    tally = Tally()
    adding = _money if measure.sum == "amount" else _figures
    found, refused = adding(measure, snapshot, collect(measure, records, as_of, snapshot.seen, tally), tally)
    steps = _steps(measure, found) if refused is None else ()
    total = steps[-1].total if steps else None
    doubts = _doubts(measure, snapshot, total, tally)
    return Delivery(
        measure,
        total,
        measure.unit,
        steps,
        refused or _formula(measure, steps, found),
        snapshot.seen,
        tally.latest[1] if tally.latest else None,
        _reasons(measure, tally, refused),
        (*notes, *tally.notes, *_shared(measure, found, total), *_negative(found, total)),
        total + tally.open_value if total is not None and doubts and not _unbounded(snapshot, tally) else None,
        doubts,
    )


def _reasons(measure: Measure, tally: Tally, refused: str | None) -> tuple[str, ...]:
    """What was left out and why, a line each."""
    reasons = [f"{counted(count)}: {reason}" for reason, count in sorted(tally.left_out.items())]
    reasons += _gaps(measure, tally)
    reasons += [
        f"no record of the source has {name!r}" for name, _ in measure.select if tally.names and name not in tally.names
    ]
    return (*reasons, refused) if refused else tuple(reasons)


def _doubts(measure: Measure, snapshot: Snapshot, total: Decimal | None, tally: Tally) -> tuple[str, ...]:
    """Why the sum may be higher than what was added, a sentence each."""
    if total is None or measure.sum == "last":
        return ()
    doubts = []
    if _pages_missing(snapshot, tally):
        doubts.append(
            f"Only {tally.count:,} of the {snapshot.count:,} records of the source are here: pages of it are missing."
        )
    if tally.foreign:
        listed = ", ".join(f"{count:,} in {unit}" for unit, count in sorted(tally.foreign.items()))
        doubts.append(f"Records in other currencies than {measure.unit} are not in the sum ({listed}).")
    if tally.open_value:
        most = shorn(total + tally.open_value)
        doubts.append(
            f"Of {shorn(tally.open_value)} {measure.unit} more nobody can say whether it counts: the sum is {shorn(total)} at least"
            + ("." if _unbounded(snapshot, tally) else f" and {most} at most.")
        )
    return tuple(doubts)


def _pages_missing(snapshot: Snapshot, tally: Tally) -> bool:
    return snapshot.count is not None and tally.count < snapshot.count


def _unbounded(snapshot: Snapshot, tally: Tally) -> bool:
    """Whether nobody can say how high the sum may be."""
    return bool(tally.foreign) or _pages_missing(snapshot, tally)


def _shared(measure: Measure, found: list[Addend], total: Decimal | None) -> tuple[str, ...]:
    """Says how much of a sum is of flows that the publisher's own totals leave out."""
    part = [one.value for one in found if one.shared]
    if total is None or not part:
        return ()
    amount = sum(part, Decimal(0))
    return (
        f"{counted(len(part), 'flow')}, {shorn(amount)} {measure.unit}, go to other places or years, too, than the file was asked for: "
        f"the publisher's own totals leave them out, {shorn(total - amount)} {measure.unit} without them.",
    )


def _negative(found: list[Addend], total: Decimal | None) -> tuple[str, ...]:
    if total is None or total >= 0 or any(one.value > 0 for one in found):
        return ()
    what = "every record that counts is negative" if len(found) > 1 else "the record that counts is negative"
    return (f"The sum is below zero, since {what}: corrections, money paid back, or a table that writes payments so.",)


def _figures(
    measure: Measure, snapshot: Snapshot, found: list[Addend], tally: Tally
) -> tuple[list[Addend], str | None]:
    return figures(measure, found, tally)


def _money(measure: Measure, snapshot: Snapshot, found: list[Addend], tally: Tally) -> tuple[list[Addend], str | None]:
    """The transactions that may be added, or why none may."""
    named = {name for name, _ in measure.select}
    if "type" not in named:
        reason = "no step of delivery (budgets, funds received, repayments)"
        found = tally.keep(found, lambda one: one.rung is not None, reason)
    reason = "money carried over from an earlier year, which counted when it came"
    found = tally.keep(found, lambda one: not one.carried_over, reason)
    found = _one_direction(snapshot, found, tally)
    rungs = Counter(one.rung for one in found if one.rung)
    if len(rungs) > 1:
        listed = ", ".join(f"{rung} ({count:,})" for rung, count in sorted(rungs.items()))
        return [], f"nothing is added: the records stand on several rungs, {listed}: the measure must name one"
    # the amount of a flow of FTS is what is left of it after its children, as its own totals show
    levelled = snapshot.sort == "fts" or "activity" in named
    return (found if levelled else _one_level(measure, found, tally)), None


def _one_direction(snapshot: Snapshot, found: list[Addend], tally: Tally) -> list[Addend]:
    present = {one.direction for one in found}
    order = [direction for direction in _FIRST.get(snapshot.sort, _FIRST_ELSE) if direction in present]
    for other in order[1:]:
        tally.left_out[f"{other}, and never added to what is {order[0]}"] += sum(
            one.direction == other for one in found
        )
    return [one for one in found if order and one.direction == order[0]]


def _one_level(measure: Measure, found: list[Addend], tally: Tally) -> list[Addend]:
    """Without what stands below a parent that holds it or may hold it; both sums are said."""
    result = levels(found)
    if result.above and result.below:
        tally.notes.append(
            f"Parents and those below them both hold money, {shorn(result.above)} and {shorn(result.below)} {measure.unit}; "
            "both are counted, since the parents cannot hold the same money."
        )
    tally.open_value += result.held
    reason = "children of a parent that is counted and may hold them"
    if result.repeated and not result.held:
        reason = "children whose sum a parent that is counted repeats"
    return tally.keep(found, lambda one: one.id not in result.left_out, reason)


def _steps(measure: Measure, found: list[Addend]) -> tuple[Step, ...]:
    """One addend for each period, earliest first."""
    sums: dict[str, Decimal] = {}
    for one in sorted(found, key=lambda one: (one.end, one.start, one.id)):
        sums[one.period] = sums.get(one.period, Decimal(0)) + one.value
    total = Decimal(0)
    steps = []
    for period, value in sums.items():
        added = value - total if measure.sum == "last" else value
        total += added
        steps.append(Step(period, added, total))
    return tuple(steps)


def _gaps(measure: Measure, tally: Tally) -> list[str]:
    """For which days between the first and the last period of the source it has no figures at all.

    A table of events, most of whose periods are single days with days between them, has none: nothing happened there.
    """
    first, last = (day or limit for day, limit in zip(days_of(measure.period), (date.min, date.max), strict=True))
    gaps = [gap for gap in _between(tally.periods.values()) if gap[1] >= first and gap[0] <= last]
    single = sum(start == end for start, end in tally.periods.values())
    if single * 2 > len(tally.periods):
        return []
    if len(gaps) <= GAPS_SHOWN:
        return [f"the source has no figures from {start} to {end}" for start, end in gaps]
    longest = max(gaps, key=lambda gap: gap[1] - gap[0])
    between = f"between {gaps[0][0]} and {gaps[-1][1]}"
    return [
        f"the source has no figures for {len(gaps)} stretches {between}, the longest from {longest[0]} to {longest[1]}"
    ]


def _between(periods: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The stretches of days that lie between periods."""
    reached: date | None = None
    for start, end in sorted(periods):
        if reached is not None and start > reached + timedelta(days=1):
            yield reached + timedelta(days=1), start - timedelta(days=1)
        reached = end if reached is None else max(reached, end)


def _formula(measure: Measure, steps: tuple[Step, ...], found: list[Addend]) -> str:
    what = "; ".join(f"{name} = {' or '.join(values)}" for name, values in measure.select) or "all records"
    scope = f"{measure.source}: {what}" + (f"; {measure.period}" if measure.period else "")
    if not steps:
        return f"no record fits ({scope})"
    converted = sum(one.converted for one in found)
    count = counted(len(found))
    if converted:
        count += f", {converted:,} in US dollars as their publisher converted them"
    sort = " ".join(sorted({one.rung for one in found if one.rung} | {one.direction for one in found if one.direction}))
    return f"{_sum(measure, steps)} [{scope}; {count}{'; ' + sort if sort else ''}]"


def _sum(measure: Measure, steps: tuple[Step, ...]) -> str:
    """The addition itself, shortened where there are many addends."""
    total = f"{shorn(steps[-1].total)} {measure.unit}"
    if measure.sum == "last":
        return f"the latest figure, of {steps[-1].period}: {total}"
    shown = [f"{shorn(step.value)} ({step.period})" for step in steps]
    if len(shown) > SHOWN:
        shown = [*shown[: SHOWN // 2], f"… {len(steps) - SHOWN + 1} more …", *shown[-(SHOWN // 2) + 1 :]]
    return " + ".join(shown) + f" = {total}"
