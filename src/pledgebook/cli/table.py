"""The table that a person likes to read in a terminal."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import get_args

from pledgebook.book import Reading
from pledgebook.cli.formats import harmless
from pledgebook.model import Actor, Document, Kind, Quantity, Statement

_COLOURS: dict[str, str] = {"commitment": "bold green", "action": "cyan", "agreement": "magenta", "appeal": "yellow", "figure": "blue"}
_WIDE = 120
_NARROW = 90


def tables(readings: Iterable[Reading], *, to_terminal: bool) -> Iterator[str]:
    """One table a document, then a closing line of counts. Without a terminal: plain text of 160 columns, no colours."""
    from rich.console import Console

    counts: Counter[str] = Counter()
    documents = 0
    for reading in readings:
        if reading.document is None:
            continue
        documents += 1
        counts.update(s.kind for s in reading.statements)
        sink = io.StringIO()
        console = Console(file=sink, force_terminal=True, highlight=False) if to_terminal else Console(file=sink, width=160, highlight=False, no_color=True, force_terminal=False)  # fmt: skip
        _print(console, reading.document, reading.statements)
        yield sink.getvalue()
    if documents:
        total = sum(counts.values())
        parts = [f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}" for kind in get_args(Kind) if counts[kind]]
        yield f"{total} statement{'' if total == 1 else 's'} in {documents} document{'' if documents == 1 else 's'}" + (
            f": {', '.join(parts)}\n" if parts else "\n"
        )


def _print(console: object, document: Document, statements: tuple[Statement, ...]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not isinstance(console, Console):
        raise TypeError("a rich Console is needed")
    heading = Text(harmless(document.title or document.source), style="bold")
    beside = " · ".join(harmless(part) for part in (document.publisher, document.published) if part)
    console.print(heading)
    if beside:
        console.print(Text(beside, style="dim"))
    if not statements:
        console.print(Text("no statements found\n", style="dim"))
        return
    width = console.width
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), expand=width >= _NARROW, show_edge=False)
    table.add_column("kind", no_wrap=True)
    table.add_column("who", max_width=18 if width < _WIDE else 24, overflow="fold")
    table.add_column("how much", justify="right", no_wrap=width >= _NARROW, overflow="fold")
    table.add_column("what", ratio=3, overflow="fold", min_width=20)
    if width >= _NARROW:
        table.add_column("for whom", max_width=16, overflow="fold")
        table.add_column("when", max_width=21, overflow="fold")
    if width >= _WIDE:
        table.add_column("who says so", max_width=24, overflow="fold")
    for statement in statements:
        negated = "not " if statement.act.polarity == "negated" else ""
        row = [
            Text(statement.kind, style=_COLOURS[statement.kind]),
            Text(_who(statement.actors)),
            Text(how_much(statement.quantity)),
            Text(f"{negated}{harmless(statement.act.lemma)}: {harmless(statement.object.text)}"),
        ]
        if width >= _NARROW:
            row.append(Text(_who(statement.recipients)))
            row.append(Text(statement.period.edtf if statement.period else ""))
        if width >= _WIDE:
            row.append(Text(" < ".join(harmless(link.source) for link in statement.attribution)))
        table.add_row(*row)
    console.print(table)
    console.print()


def _who(actors: tuple[Actor, ...]) -> str:
    return ", ".join(dict.fromkeys(harmless(actor.id or actor.name) for actor in actors))


def how_much(quantity: Quantity | None) -> str:
    """A quantity in few characters: "USD 1.5 bn", "≥ 3,000 arrest", "200 m–1 bn USD"."""
    if quantity is None:
        return ""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        number = _short(low) if low == high else f"{_short(low)}–{_short(high)}"
        number = f"≈ {number}" if quantity.approximate else number
    elif low is not None:
        number = f"≥ {_short(low)}"
    elif high is not None:
        number = f"≤ {_short(high)}"
    else:
        number = "?"
    if quantity.measure == "percent":
        return f"{number} %"
    unit = harmless(quantity.unit)
    rate = f"/{quantity.per}" if quantity.per else ""
    return f"{unit} {number}{rate}" if quantity.measure == "money" else f"{number} {unit}{rate}"


def _short(value: Decimal) -> str:
    for size, word in ((10**12, "tn"), (10**9, "bn"), (10**6, "m")):
        if abs(value) >= size:
            return f"{(value / size).normalize():,f} {word}"
    return f"{value.normalize():,f}"
