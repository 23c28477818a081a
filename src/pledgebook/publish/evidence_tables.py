"""Evidence for people: snapshots, series, changes, suggestions, measures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pledgebook.evidence import Change, Series, Suggestion
from pledgebook.model import Commitment, Measure, Snapshot
from pledgebook.publish.terminal import drawn, plain_grid
from pledgebook.publish.wording import harmless, promised, short_number

_WIDE = 90
"""Columns of the terminal from which tables of evidence have a column for each thing; below it they stand under one another."""


def snapshots(found: Sequence[tuple[Snapshot, int]]) -> str:
    """The table of `pledgebook evidence list`: a row a snapshot with the number of its records."""

    def draw(console: Console) -> None:
        wide = console.width >= _WIDE
        if wide:
            table = plain_grid(
                ("source", 36), ("seen", 10), ("records", 9), ("publisher and title", None), right=("records",)
            )
        else:
            table = plain_grid(("source, publisher and title", None), ("seen", 10))
        for snapshot, records in found:
            told = ": ".join(harmless(part) for part in (snapshot.publisher, snapshot.title) if part)
            told = told or harmless(snapshot.file)
            source = Text(harmless(snapshot.source))
            if wide:
                table.add_row(source, Text(snapshot.seen), Text(f"{records:,}"), Text(told))
            else:
                table.add_row(source.append(f"\n{records:,} records\n{told}", style="dim"), Text(snapshot.seen))
        console.print(table)

    return drawn(draw)


def source_told(snapshot: Snapshot, found: Sequence[Series]) -> str:
    """What a source holds, for `pledgebook evidence show`."""

    def draw(console: Console) -> None:
        console.print(Text(harmless(snapshot.title or snapshot.source), style="bold"))
        facts = (
            ("source", snapshot.source),
            ("publisher", snapshot.publisher),
            ("address", snapshot.address),
            ("licence", snapshot.licence),
            ("seen", snapshot.seen),
            ("file", f"{snapshot.file}, {snapshot.hash}"),
        )
        for name, value in facts:
            if value:
                console.print(Text(f"  {name:<10}", style="dim").append(harmless(value), style="not dim"))
        for note in snapshot.notes:
            console.print(Text(f"  note: {harmless(note)}", style="yellow"))
        for one in found:
            step = " ".join(part for part in (one.direction, one.rung) if part)
            heading = f"\n{harmless(one.unit)}{f', {step}' if step else ''}: {one.count:,} records, {one.first or '?'} to {one.last or '?'}"
            console.print(Text(heading, style="bold"))
            for name, values in one.dimensions:
                shown = ", ".join(harmless(value) for value in values[:12])
                more = f" and {len(values) - 12:,} more" if len(values) > 12 else ""
                console.print(Text(f"  {harmless(name)}: ", style="dim").append(f"{shown}{more}", style="not dim"))

    return drawn(draw)


def changed(older: Snapshot, newer: Snapshot, found: Sequence[Change], limit: int) -> str:
    """What differs between two snapshots, for `pledgebook evidence changes`."""

    def draw(console: Console) -> None:
        console.print(Text(f"{newer.source}: {older.seen} to {newer.seen}, {len(found):,} differences", style="bold"))
        wide = console.width >= _WIDE
        if wide:
            table = plain_grid(
                ("change", 9), ("before", 16), ("after", 16), ("unit", 12), ("record", None), right=("before", "after")
            )
        else:
            table = plain_grid(("change", 9), ("record", None))
        for one in found[:limit]:
            sort = Text(one.sort, style="red" if one.sort in ("shrank", "vanished") else "")
            before, after, unit, what = _number(one.before), _number(one.after), harmless(one.unit), harmless(one.what)
            if wide:
                table.add_row(sort, Text(before), Text(after), Text(unit), Text(what))
            else:
                table.add_row(sort, Text(f"{what}\n{before} → {after} {unit}"))
        if found:
            console.print(table)
        if len(found) > limit:
            console.print(f"{len(found) - limit:,} more: --limit {len(found)}")

    return drawn(draw)


def _number(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():,f}"


def measure_told(measure: Measure) -> str:
    """A measure in one line: which records of which source, what is added, what is to be reached."""
    where = " and ".join(f"{name} is {' or '.join(values)}" for name, values in measure.select) or "all records"
    add = {"value": "add the values", "last": "take the latest value", "amount": "add the amounts"}[measure.sum]
    told = f"{measure.source}: {add} where {where}"
    if measure.period:
        told += f", within {measure.period}"
    if measure.target is not None:
        told += f"; target {short_number(measure.target)} {measure.unit}"
    else:
        told += f"; in {measure.unit}, without a target"
    if measure.label:
        told += f" (reading: {measure.label})"
    return harmless(told + (f". {measure.note}" if measure.note else ""))


def suggested(commitment: Commitment, found: Sequence[Suggestion]) -> str:
    """The suggestions for a commitment with their reasons, numbered."""

    def draw(console: Console) -> None:
        console.print(Text(f"{commitment.id}  {promised(commitment)}", style="bold"))
        if not found:
            console.print("no record of this ledger seems to speak of it")
        for place, one in enumerate(found, 1):
            console.print(Text(f"{place}. {one.score:.2f}  {measure_told(one.measure)}"))
            for reason in one.reasons:
                console.print(Padding(Text(harmless(reason), style="dim"), (0, 1, 0, 9)))
        if found:
            console.print(Text(f"confirm with: pledgebook evidence link {commitment.id} --suggestion 1", style="dim"))

    return drawn(draw)
