"""Official records in the book: files kept as snapshots, what they hold, and which of them a person says count."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pledgebook.book.days import today
from pledgebook.book.snapshots import records_of, snapshots
from pledgebook.book.status import write_statuses
from pledgebook.errors import UsageError
from pledgebook.evidence import (
    REMARKS,
    Change,
    Series,
    Suggestion,
    changes,
    nothing_selected,
    read_evidence,
    series,
    suggest,
)
from pledgebook.model import Commitment, Measure, Problem, Record, Snapshot, SourceSort, days_of

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Reader


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
        write_statuses(writer, today())
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


def suggestions(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Suggestion]:
    """Which records of the latest snapshots may speak of a commitment, the likeliest first."""
    return suggest(commitment, [one for _, found in catalogue(reader, day) for one in found])


def catalogue(reader: Reader, day: datetime.date) -> Iterator[tuple[Snapshot, list[Series]]]:
    """The series of the latest snapshot of every source seen by a day."""
    newest = {one.source: one for one, _ in snapshots(reader) if one.seen <= day.isoformat()}
    for snapshot in newest.values():
        yield snapshot, series(snapshot, records_of(reader, snapshot))


def compare_snapshots(reader: Reader, source: str, day: datetime.date) -> tuple[Snapshot, Snapshot, list[Change]]:
    """What differs between the two latest snapshots of a source seen by a day. Raises UsageError where there are not two."""
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
