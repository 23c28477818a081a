"""The table that a person likes to read in a terminal: a row for each statement, under it the sentence it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import get_args

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pledgebook.model import Document, Kind, Reading, Statement
from pledgebook.publish.terminal import Hanging, drawn
from pledgebook.publish.wording import DATE, counted, harmless, number_and_unit, what, when, who, who_says_so

KINDS: tuple[str, ...] = get_args(Kind)
_COLOURS = {"commitment": "bold green", "action": "cyan", "agreement": "magenta", "appeal": "yellow", "figure": "blue"}
_WIDE = 110  # from here "for whom" and "by when" have columns of their own
_NARROW = 64  # below this who and how much stand under the words


def tables(readings: Iterable[Reading], *, to_terminal: bool, brief: bool = False) -> Iterator[str]:
    """One table for each document, then a closing line of counts by kind.

    `to_terminal`: use its width, and colours unless NO_COLOR or TERM=dumb forbid them; otherwise plain text without
    escapes. `brief`: leave the sentences out.
    """
    counts: Counter[str] = Counter()
    documents = 0
    for reading in readings:
        if reading.document is None:
            continue
        documents += 1
        counts.update(statement.kind for statement in reading.statements)
        yield drawn(_printer(reading.document, reading.statements, brief), to_terminal=to_terminal)
    if documents:
        parts = [counted(counts[kind], kind) for kind in KINDS if counts[kind]]
        told = f": {', '.join(parts)}" if parts else ""
        yield f"{counted(counts.total(), 'statement')} in {counted(documents, 'document')}{told}\n"


def _printer(document: Document, statements: tuple[Statement, ...], brief: bool) -> Callable[[Console], None]:
    return lambda console: _print(console, document, statements, brief=brief)


def _print(console: Console, document: Document, statements: tuple[Statement, ...], *, brief: bool) -> None:
    heading = Text(harmless(document.title or document.source), style="bold")
    beside = [harmless(part) for part in (document.publisher, document.published) if part]
    console.print(heading)
    console.print(Text(" · ".join([*beside, counted(len(statements), "statement")]), style="dim"))
    console.print()
    if not statements:
        return
    widths = _widths(statements, console.width)
    header = True
    for (quote, source), group in groupby(statements, key=lambda s: (s.quote, who_says_so(s.attribution))):
        table = _grid(console.width, widths, header=header)
        for statement in group:
            table.add_row(*_row(statement, console.width))
        console.print(table)
        header = False
        if not brief:
            sentence = Text(f"“{harmless(quote.text)}”", style="dim italic")
            sentence.append(f"{f' — {source}' if source else ''} [{quote.start}–{quote.end}]", style="dim not italic")
            console.print(Padding(sentence, (0, 1, 1, 4)))
    if brief:
        console.print()


def _widths(statements: tuple[Statement, ...], width: int) -> dict[str, int]:
    """Columns for what the words of this document need, so that all its rows stand in line."""

    def need(words: Iterable[str], least: int, most: int) -> int:
        return max(least, min(most, max(map(cell_len, words), default=0)))

    share = max(14, width // 8)
    numbers = [number_and_unit(statement.quantity) for statement in statements]
    return {
        "kind": max(len(statement.kind) for statement in statements),
        "who": need((who(s.actors) for s in statements), 3, share),
        "number": need((number for number, _ in numbers), 3, 14),
        "unit": need((unit for _, unit in numbers), 4, 12 if width < _WIDE else 16),
        "whom": need((who(s.recipients) for s in statements), 8, share),
        "when": need((s.period.edtf for s in statements if s.period), 7, DATE),
    }


def _grid(width: int, widths: dict[str, int], *, header: bool) -> Table:
    table = Table(
        box=None, padding=(0, 2, 0, 0), show_header=header, header_style="underline", expand=True, pad_edge=False
    )
    table.add_column("promise", ratio=1, overflow="fold")
    table.add_column("kind", width=widths["kind"], no_wrap=True)
    if width >= _NARROW:
        table.add_column("who", width=widths["who"], overflow="fold")
        table.add_column("how", width=widths["number"], justify="right", overflow="fold")
        table.add_column("much", width=widths["unit"], overflow="fold")
    if width >= _WIDE:
        table.add_column("for whom", width=widths["whom"], overflow="fold")
        table.add_column("by when", width=widths["when"], overflow="fold")
    return table


def _row(statement: Statement, width: int) -> list[Text | Hanging]:
    number, unit = number_and_unit(statement.quantity)
    actors, whom, due = who(statement.actors), who(statement.recipients), when(statement.period)
    beside = [("who", actors), ("how much", f"{number} {unit}".strip())] if width < _NARROW else []
    if width < _WIDE:
        beside += [("for whom", whom), ("by when", due.replace("\n", ""))]
    notes = [Text(f"{name}: {value}", style="dim") for name, value in beside if value]
    cells: list[Text | Hanging] = [
        Hanging(Text(what(statement)), *notes),
        Text(statement.kind, style=_COLOURS[statement.kind]),
    ]
    if width >= _NARROW:
        cells += [Text(actors), Text(number, style="bold"), Text(unit)]
    if width >= _WIDE:
        cells += [Text(whom), Text(due)]
    return cells
