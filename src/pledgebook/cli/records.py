"""Evidence and statuses for people: snapshots, series, changes, suggestions, the status table and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pledgebook.cli.commitments import COLOURS, total
from pledgebook.cli.grid import drawn, plain_grid
from pledgebook.cli.wording import DATE, harmless, short_number

if TYPE_CHECKING:
    from rich.console import Console

    from pledgebook.assess import Conversion, Forecast
    from pledgebook.book import Checked, Followed
    from pledgebook.evidence import Change, Series, Suggestion
    from pledgebook.model import Commitment, Measure, Snapshot, Status


_WIDE = 90
"""Columns of the terminal from which tables of evidence have a column for each thing; below it they stand under one another."""


def snapshots(found: Sequence[tuple[Snapshot, int]]) -> str:
    """The table of `pledgebook evidence list`: a row a snapshot with the number of its records."""
    from rich.text import Text

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
    from rich.text import Text

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
    from rich.text import Text

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
    from rich.padding import Padding
    from rich.text import Text

    def draw(console: Console) -> None:
        console.print(Text(f"{commitment.id}  {harmless(commitment.object)}", style="bold"))
        if not found:
            console.print("no record of this ledger seems to speak of it")
        for place, one in enumerate(found, 1):
            console.print(Text(f"{place}. {one.score:.2f}  {measure_told(one.measure)}"))
            for reason in one.reasons:
                console.print(Padding(Text(harmless(reason), style="dim"), (0, 1, 0, 9)))
        if found:
            console.print(Text(f"confirm with: pledgebook evidence link {commitment.id} --suggestion 1", style="dim"))

    return drawn(draw)


_UNLINKED = "nothing_linked"
"""The row of the decision table for a commitment of which no record in the ledger speaks."""
_UNLINKED_TOLD = (
    "no public evidence: no official record of this ledger is linked to it. That is not the same as nothing delivered."
)


def status_table(rows: Sequence[Followed], *, to_terminal: bool) -> str:
    """The table of `pledgebook status`: a row for each reading of each commitment."""
    from rich.text import Text

    def draw(console: Console) -> None:
        wide = console.width >= 100
        columns: list[tuple[str, int | None]] = [("status", 18)]
        if wide:
            columns += [("who", 9), ("promised", 18), ("by when", DATE), ("delivered", 18)]
        columns.append(("what, and why", None))
        table = plain_grid(*columns)
        for one in rows:
            for status in one.statuses:
                _status_row(table, one.commitment, status, wide=wide)
        console.print(table)
        if any(status.rule == _UNLINKED for one in rows for status in one.statuses):
            console.print(Text(f"\n{_UNLINKED_TOLD}", style="dim"))

    def _status_row(table: object, commitment: Commitment, status: Status, *, wide: bool) -> None:
        style = COLOURS.get(status.status, "")
        label = f"\n({harmless(status.label)})" if status.label else ""
        cells = [Text(status.status.replace("_", " "), style=style).append(label, style="dim")]
        promised = total(commitment.quantity)
        if status.label and status.target is not None and status.unit:
            promised = f"{short_number(status.target)} {harmless(status.unit)}"
        delivered = _delivered(status)
        words = Text(harmless(commitment.object), style="bold")
        if wide:
            when = harmless(commitment.period or "")
            when = when.replace("/", "/\n") if len(when) > DATE else when
            cells += [Text(", ".join(commitment.actors) or "–"), Text(promised), Text(when), Text(delivered)]
        else:
            words = Text(f"{', '.join(commitment.actors) or '–'}: ", style="bold").append(words)
            words.append(f"\npromised {promised}; delivered {delivered or '?'}" if promised else "", style="not bold")
        if status.reasons and status.rule != _UNLINKED:
            words.append(f"\n{harmless(status.reasons[0])}", style="not bold")
        words.append(f"\n{commitment.id}", style="not bold dim")
        table.add_row(*cells, words)  # type: ignore[attr-defined]

    return drawn(draw, to_terminal=to_terminal)


def _delivered(status: Status) -> str:
    if status.delivered is None:
        return ""
    share = f"\n{(status.share * 100).normalize():,.0f} %" if status.share is not None else ""
    reached = f", reached {status.reached}" if status.reached else ""
    return f"{short_number(status.delivered)} {harmless(status.unit or '')}{share}{reached}"


def statuses_told(one: Followed, conversions: Sequence[Conversion], *, to_terminal: bool) -> str:
    """Everything that is known of the delivery of one commitment: each reading with all its reasons and what is added up."""
    from rich.padding import Padding
    from rich.text import Text

    commitment = one.commitment

    def draw(console: Console) -> None:
        console.print(Text(harmless(commitment.object), style="bold"))
        facts = (
            ", ".join(commitment.actors),
            total(commitment.quantity),
            harmless(commitment.period or ""),
            commitment.id,
        )
        console.print(Text("  ".join(fact for fact in facts if fact), style="dim"))
        for status in one.statuses:
            label = f" ({harmless(status.label)})" if status.label else ""
            line = Text(f"\n{status.status.replace('_', ' ')}{label}", style=f"bold {COLOURS.get(status.status, '')}")
            line.append(
                f" as of {status.as_of}" + (f", ruled by {harmless(status.ruled_by)}" if status.ruled_by else ""),
                style="not bold",
            )
            console.print(line)
            for reason in status.reasons:
                console.print(Padding(Text(harmless(reason)), (0, 1, 0, 2)))
        for conversion in conversions:
            console.print(Padding(Text(harmless(conversion.formula)), (1, 1, 0, 2)))

    return drawn(draw, to_terminal=to_terminal)


def checks_told(found: Sequence[Checked], *, to_terminal: bool) -> str:
    """Stated figures beside official records: what was stated, what the records add up to, and the difference."""
    from rich.padding import Padding
    from rich.text import Text

    def draw(console: Console) -> None:
        for one in found:
            console.print(Text(f"\nstated: {harmless(one.said.statement.quote.text)}", style="bold"))
            console.print(Padding(Text(harmless(one.difference.words)), (0, 1, 0, 2)))
            for reason in one.difference.reasons:
                console.print(Padding(Text(harmless(reason), style="dim"), (0, 1, 0, 2)))

    return drawn(draw, to_terminal=to_terminal)


def outlooks_told(found: Sequence[Forecast | str], *, to_terminal: bool) -> str:
    """Forecasts in words, or why there is none."""
    from rich.padding import Padding
    from rich.text import Text

    def draw(console: Console) -> None:
        for one in found:
            if isinstance(one, str):
                console.print(Text(f"\nno forecast: {harmless(one)}"))
                continue
            console.print(Text(f"\nforecast ({one.method})", style="bold"))
            console.print(Padding(Text(harmless(one.words)), (0, 1, 0, 2)))
            if one.quantiles:
                _bar(console, one)
            for note in one.notes:
                console.print(Padding(Text(harmless(note), style="dim"), (0, 1, 0, 2)))

    return drawn(draw, to_terminal=to_terminal)


def _bar(console: Console, one: Forecast) -> None:
    """The middle 80 % of the forecast and the target on one scale, drawn with characters."""
    from rich.text import Text

    width = max(20, min(60, console.width - 24))
    top = max(one.high, one.target or Decimal(0)) * Decimal("1.05") or Decimal(1)

    def place(value: Decimal) -> int:
        return min(width - 1, max(0, int(value / top * width)))

    cells = ["·"] * width
    for column in range(place(one.low), place(one.high) + 1):
        cells[column] = "─"
    cells[place(one.median)] = "┼"
    if one.target is not None:
        cells[place(one.target)] = "▲" if cells[place(one.target)] != "┼" else "◆"
    target = "" if one.target is None else f", ▲ target {short_number(one.target)}"
    console.print(Text(f"  0 {''.join(cells)} {short_number(top.quantize(Decimal(1)))}"))
    console.print(Text(f"  ── 80 % of outcomes, ┼ the middle{target}", style="dim"))
