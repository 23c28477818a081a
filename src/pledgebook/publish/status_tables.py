"""What became of commitments, for people: the table of statuses and what stands behind each, checked figures, forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pledgebook.assess import Conversion, Forecast
from pledgebook.model import Commitment, Status
from pledgebook.publish.answers import Checked, Followed
from pledgebook.publish.commitment_tables import COLOURS, progress, total
from pledgebook.publish.terminal import Hanging, drawn, plain_grid
from pledgebook.publish.wording import DATE, harmless, promised, short_number

_UNLINKED = "nothing_linked"
"""The row of the decision table for a commitment of which no record in the ledger speaks."""
_UNLINKED_TOLD = (
    "no public evidence: no official record of this ledger is linked to it. That is not the same as nothing delivered."
)


_WIDE = 120  # from here amounts and dates have columns of their own
_NARROW = 60  # below this the status stands under the words, too


def status_table(rows: Sequence[Followed], *, to_terminal: bool) -> str:
    """The table of `pledgebook status`: a row for each reading of each commitment."""

    def draw(console: Console) -> None:
        wide, narrow = console.width >= _WIDE, console.width < _NARROW
        columns: list[tuple[str, int | None]] = [("promise, and why", None)]
        if not narrow:
            columns.append(("status", 18))
        if wide:
            columns += [("who", 9), ("promised", 18), ("by when", DATE), ("delivered", 18)]
        table = plain_grid(*columns)
        for one in rows:
            for status in one.statuses:
                table.add_row(*_row(one.commitment, status, wide=wide, narrow=narrow))
        console.print(table)
        if any(status.rule == _UNLINKED for one in rows for status in one.statuses):
            console.print(Text(f"\n{_UNLINKED_TOLD}", style="dim"))

    return drawn(draw, to_terminal=to_terminal)


def _row(commitment: Commitment, status: Status, *, wide: bool, narrow: bool) -> list[Text | Hanging]:
    became = Text(status.status.replace("_", " "), style=COLOURS.get(status.status, ""))
    if status.label:
        became.append(f"{' ' if narrow else chr(10)}({harmless(status.label)})", style="dim")
    if commitment.progress:
        became.append(f"{' ' if narrow else chr(10)}progress reported", style="not dim cyan")
    amount = total(commitment.quantity)
    if status.label and status.target is not None and status.unit:
        amount = f"{short_number(status.target)} {harmless(status.unit)}"
    delivered, actors = _delivered(status), ", ".join(map(harmless, commitment.actors))
    words = [Text(promised(commitment), style="bold")]
    words += [became] if narrow else []
    if not wide:
        facts = [actors] if actors else []
        facts += [f"promised {amount}", f"delivered {' '.join(delivered.split()) or '?'}"] if amount else []
        words += [Text("; ".join(facts))] if facts else []
    if status.reasons and status.rule != _UNLINKED:
        words.append(Text(harmless(status.reasons[0])))
    if commitment.progress:
        last = commitment.progress[-1].said
        by = last.imprint.publisher or last.imprint.source
        told = f"{last.imprint.published or 'undated'}, {harmless(by)}: “{harmless(last.statement.promise)}”"
        words.append(Text(f"progress reported: {told}"))
    words.append(Text(commitment.id, style="dim"))
    cells: list[Text | Hanging] = [Hanging(*words)]
    if not narrow:
        cells.append(became)
    if wide:
        when = harmless(commitment.period or "")
        when = when.replace("/", "/\n") if len(when) > DATE else when
        cells += [Text(actors or "–"), Text(amount), Text(when), Text(delivered)]
    return cells


def _delivered(status: Status) -> str:
    if status.delivered is None:
        return ""
    share = f"\n{(status.share * 100).normalize():,.0f} %" if status.share is not None else ""
    reached = f", reached {status.reached}" if status.reached else ""
    return f"{short_number(status.delivered)} {harmless(status.unit or '')}{share}{reached}"


def statuses_told(one: Followed, conversions: Sequence[Conversion], *, to_terminal: bool) -> str:
    """Everything that is known of the delivery of one commitment: each reading with all its reasons and what is added up."""
    commitment = one.commitment

    def draw(console: Console) -> None:
        console.print(Text(promised(commitment), style="bold"))
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
        progress(console, commitment)
        for conversion in conversions:
            console.print(Padding(Text(harmless(conversion.formula)), (1, 1, 0, 2)))

    return drawn(draw, to_terminal=to_terminal)


def checks_told(found: Sequence[Checked], *, to_terminal: bool) -> str:
    """Stated figures beside official records: what was stated, what the records add up to, and the difference."""

    def draw(console: Console) -> None:
        for one in found:
            console.print(Text(f"\nstated: {harmless(one.said.statement.quote.text)}", style="bold"))
            console.print(Padding(Text(harmless(one.difference.words)), (0, 1, 0, 2)))
            for reason in one.difference.reasons:
                console.print(Padding(Text(harmless(reason), style="dim"), (0, 1, 0, 2)))

    return drawn(draw, to_terminal=to_terminal)


def outlooks_told(found: Sequence[Forecast | str], *, to_terminal: bool) -> str:
    """Forecasts in words, or why there is none."""

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
