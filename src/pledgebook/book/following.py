"""From commitments to what became of them: official records, confirmed measures, rulings, status.

Everything here speaks as of a day: snapshots seen by then, statements made by then, rulings made by then.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pledgebook.book.snapshots import records_of, snapshots
from pledgebook.errors import UsageError
from pledgebook.model import Commitment, Delivery, Measure, Problem, Snapshot, Status, days_of
from pledgebook.publish.answers import Checked, Followed

if TYPE_CHECKING:
    from pledgebook.assess import Conversion, Forecast
    from pledgebook.evidence import Change, Series, Suggestion
    from pledgebook.ledger import Ledger, Reader
    from pledgebook.model import Record, SourceSort


@dataclass(frozen=True, slots=True)
class EvidenceReceipt:
    """What became of a file of official records: `outcome` "new", "known" (the same file of the same source is there already) or
    "failed"; `snapshot`: None where it failed; `records`: how many are kept; `problems`: what of it could not be read; `remarks`:
    what was read and kept, and should be known."""

    outcome: Literal["new", "known", "failed"]
    snapshot: Snapshot | None
    records: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


def keep_evidence(
    ledger: Ledger,
    run: str,
    path: Path,
    *,
    description: Path | str | None,
    seen: str | None,
    source: str | None,
    sort: SourceSort | None,
    progress: Callable[[int], None] | None,
) -> EvidenceReceipt:
    """Read a file of official records and keep it as a snapshot, wholly or not at all; faulty records are problems."""
    from pledgebook.evidence import REMARKS, read_evidence

    reading = read_evidence(path, description=description, seen=seen, sort=sort, source=source)
    problems: list[Problem] = []

    def records() -> Iterator[Record]:
        for count, record in enumerate(reading.records, 1):
            if isinstance(record, Problem):
                problems.append(record)
            else:
                yield record
            if progress is not None and count % 1000 == 0:
                progress(count)

    def receipt(outcome: Literal["new", "known", "failed"], snapshot: Snapshot | None, count: int) -> EvidenceReceipt:
        remarks = tuple(one for one in problems if one.rule in REMARKS)
        return EvidenceReceipt(
            outcome, snapshot, count, tuple(one for one in problems if one.rule not in REMARKS), remarks
        )

    readable = records()
    first = list(islice(readable, 1))
    if reading.snapshot is None or not first:  # nothing is kept of a file that gives nothing
        if reading.snapshot is not None:
            problems.append(Problem(str(path), "holds no record that can be kept", "nothing"))
        return receipt("failed", None, len(first) + sum(1 for _ in readable))
    with ledger.write(run) as writer:
        added = writer.add_evidence(reading.snapshot, chain(first, readable))
        held = [one for one, _ in writer.snapshots(reading.snapshot.source) if one.hash == reading.snapshot.hash]
    # of a file that is there already the day counts on which it was seen first
    return receipt(added.outcome, held[0] if held else reading.snapshot, added.records)


def latest(reader: Reader, source: str, day: datetime.date) -> Snapshot:
    """The snapshot of a source that was seen last by a day. Raises UsageError where there is none."""
    found = [one for one, _ in snapshots(reader, source) if one.seen <= day.isoformat()]
    if not found:
        known = sorted({one.source for one, _ in snapshots(reader)})
        by_then = "" if day == datetime.date.max else f" seen by {day}"
        raise UsageError(f"the ledger holds no evidence of {source!r}{by_then}; it holds: {', '.join(known) or 'none'}")
    return found[-1]


def _seen_by(reader: Reader, source: str, day: datetime.date) -> Snapshot | None:
    """The snapshot of a source that was seen last by a day; where none had been, the first that was seen afterwards, so that
    it can be said when evidence came."""
    found = [one for one, _ in snapshots(reader, source)]
    by_then = [one for one in found if one.seen <= day.isoformat()]
    return by_then[-1] if by_then else found[0] if found else None


def deliveries(
    reader: Reader, commitment: Commitment, day: datetime.date, *, whole_series: bool = False
) -> list[Delivery]:
    """What each confirmed measure of a commitment adds up to, by the latest snapshot that had been seen by a day; nothing
    where the first was seen only afterwards.

    `whole_series`: all that the source holds, before the promise, too: what a forecast learns from.
    """
    from pledgebook.evidence import deliver

    found = []
    for _, link in reader.links(commitment.id):
        snapshot = _seen_by(reader, link.measure.source, day)
        if snapshot is not None:
            measure = replace(link.measure, period=None) if whole_series else link.measure
            found.append(deliver(measure, snapshot, records_of(reader, snapshot), as_of=day))
    return found


def follow(reader: Reader, commitment: Commitment, day: datetime.date) -> Followed:
    """A commitment with what became of it by a day. A figure promises nothing, so nothing became of it: see `check`."""
    from pledgebook.assess import assess

    if commitment.kind == "figure":
        return Followed(commitment, ())
    rulings = [one.ruling for _, one in reader.rulings(commitment.id)]
    return Followed(commitment, assess(commitment, deliveries(reader, commitment, day), rulings, as_of=day))


def unfollowed(commitment: Commitment, day: datetime.date) -> tuple[Status, ...]:
    """The same for a commitment of which no evidence and no ruling speaks."""
    from pledgebook.assess import assess

    return () if commitment.kind == "figure" else assess(commitment, [], [], as_of=day)


def all_followed(ledger: Ledger, day: datetime.date | None, today: datetime.date) -> Iterator[Followed]:
    """Every commitment that evidence or a ruling speaks of, as it could be known on a day, with what became of it."""
    from pledgebook.book.asking import as_known

    with ledger.read() as reader:
        for id in reader.followed():
            found = as_known(reader, id, day)
            if found is not None:
                yield follow(reader, found, today)


def check(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Checked]:
    """Each stated figure against each confirmed measure."""
    from pledgebook.assess import check_figure

    return [
        Checked(member.said, check_figure(member.said.statement, delivery))
        for delivery in deliveries(reader, commitment, day)
        for member in commitment.members
        if member.said.statement.quantity is not None
    ]


def foretell(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Forecast | str]:
    """For each measure how much will have been delivered by the deadline, or why that cannot be said."""
    from pledgebook.assess import forecast

    found: list[Forecast | str] = []
    start, deadline = days_of(commitment.period)
    if deadline is None:
        return ["the commitment has no deadline"]
    for delivery in deliveries(reader, commitment, day, whole_series=True):
        told = forecast(delivery, deadline=deadline, target=delivery.measure.target, start=start)
        found.append(told.what if isinstance(told, Problem) else told)
    return found or ["no evidence is linked to it (pledgebook evidence suggest)"]


def suggestions(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Suggestion]:
    """Which records of the latest snapshots may speak of a commitment, the likeliest first."""
    from pledgebook.evidence import suggest

    return suggest(commitment, [one for _, found in catalogue(reader, day) for one in found])


def catalogue(reader: Reader, day: datetime.date) -> Iterator[tuple[Snapshot, list[Series]]]:
    """The series of the latest snapshot of every source seen by a day."""
    from pledgebook.evidence import series

    newest = {one.source: one for one, _ in snapshots(reader) if one.seen <= day.isoformat()}
    for snapshot in newest.values():
        yield snapshot, series(snapshot, records_of(reader, snapshot))


def compare_snapshots(reader: Reader, source: str, day: datetime.date) -> tuple[Snapshot, Snapshot, list[Change]]:
    """What differs between the two latest snapshots of a source seen by a day. Raises UsageError where there are not two."""
    from pledgebook.evidence import changes

    found = [one for one, _ in snapshots(reader, source) if one.seen <= day.isoformat()]
    if len(found) < 2:
        raise UsageError(
            f"the ledger holds {len(found)} snapshot{'' if len(found) == 1 else 's'} of {source!r} seen by {day}; two are needed"
        )
    older, newer = found[-2:]
    return older, newer, changes(records_of(reader, older), records_of(reader, newer))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a person says of a measure; what is None (or empty) is taken from a suggestion or from the commitment. The fields are
    those of `model.Measure`."""

    source: str | None = None
    select: tuple[tuple[str, str], ...] = ()
    sum: Literal["value", "last", "amount"] | None = None
    period: str | None = None
    target: Decimal | str | None = None
    unit: str | None = None
    label: str | None = None
    note: str | None = None


def confirmed(
    reader: Reader, commitment: Commitment, suggestion: int | None, parts: Parts, day: datetime.date
) -> Measure:
    """The measure that a person confirms. `suggestion`: its place among `suggestions`, from 1, to start from.

    Raises UsageError where there is no such suggestion, the measure is not whole, its source is not in the ledger, or it
    selects nothing of it.
    """
    from pledgebook.evidence import nothing_selected

    base = None
    if suggestion is not None:
        found = suggestions(reader, commitment, day)
        if not 1 <= suggestion <= len(found):
            raise UsageError(f"there are {len(found)} suggestions for {commitment.id}, and no number {suggestion}")
        base = found[suggestion - 1].measure
    measure = measure_from(commitment, base, parts)
    snapshot = latest(reader, measure.source, datetime.date.max)
    if base is None and parts.sum is None and snapshot.sort != "table" and "indicator" not in dict(measure.select):
        measure = replace(measure, sum="amount")
    reason = nothing_selected(measure, records_of(reader, snapshot))
    if reason is not None:
        raise UsageError(reason)
    return measure


def measure_from(commitment: Commitment, base: Measure | None, parts: Parts) -> Measure:
    """A measure from a suggestion (or nothing) and what is set anew; target, unit and period are the commitment's where
    nobody says otherwise. Raises UsageError where it names no source or no unit."""
    if base is None:
        base = _bare(commitment, parts)
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in parts.select:
        if not name or not value:
            raise UsageError(f"what counts is selected by NAME=VALUE, not {name!r}")
        chosen[name] = (*chosen.get(name, ()), value)
    if parts.period is not None and days_of(parts.period) == (None, None):
        raise UsageError(f"period takes EDTF such as 2023, 2022-10/2024-09 or ../2028, not {parts.period!r}")
    kept = tuple(pair for pair in base.select if pair[0] not in chosen)
    return replace(
        base,
        source=parts.source or base.source,
        select=(*kept, *chosen.items()),
        sum=parts.sum or base.sum,
        period=parts.period or base.period,
        target=_decimal(parts.target) if parts.target is not None else base.target,
        unit=parts.unit or base.unit,
        label=parts.label or base.label,
        note=parts.note or base.note,
    )


def _bare(commitment: Commitment, parts: Parts) -> Measure:
    total = commitment.quantity
    if parts.source is None:
        raise UsageError("say which source counts (--source), or take a suggestion (--suggestion)")
    unit = parts.unit or (total.unit if total else None)
    if unit is None:
        raise UsageError("say in which unit is counted (--unit): the commitment has no number")
    stated = None if total is None or unit != total.unit else total.low if total.low is not None else total.high
    return Measure(parts.source, (), "value", unit, commitment.period, stated)


def _decimal(value: Decimal | str) -> Decimal:
    try:
        found = Decimal(str(value).replace(",", "").replace("_", ""))
    except InvalidOperation as error:
        raise UsageError(f"a target is a number, not {value!r}") from error
    if not found.is_finite() or found <= 0:
        raise UsageError(f"a target is a number above 0, not {value!r}")
    return found


def in_currency(followed: Followed, currency: str, rates: Path | None, day: datetime.date) -> list[Conversion]:
    """What was promised and what was delivered, in another currency: each with the rate, its day and its source.

    `rates`: a table of the user's, else the one that ships. Raises UsageError where a rate is missing or the table is wrong.
    """
    from pledgebook.assess import convert, read_rates, shipped_rates

    if rates is None:
        table = shipped_rates()
    else:
        try:
            text = rates.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"{rates}: cannot be read ({error.strerror or error})") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{rates}: is not UTF-8") from error
        table, problems = read_rates(text, rates.name)
        if problems:
            raise UsageError(str(problems[0]))
    stated = days_of(followed.commitment.first_stated)[1] or day
    total = followed.commitment.quantity
    amounts: list[tuple[Decimal, str, datetime.date]] = []
    if total is not None and len(total.unit) == 3 and total.unit.isupper():
        amounts += [
            (value, total.unit, stated) for value in dict.fromkeys((total.low, total.high)) if value is not None
        ]
    amounts += [
        (status.delivered, status.unit, day)
        for status in followed.statuses
        if status.delivered is not None and status.unit and len(status.unit) == 3 and status.unit.isupper()
    ]
    return [convert(amount, unit, currency, on, table) for amount, unit, on in amounts]
