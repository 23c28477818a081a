"""Tables for people: columns that fit the terminal, plain text where nobody watches."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

PIPED = 120
"""Columns of a table that goes to a file or another program, unless COLUMNS says otherwise."""


def styled(to_terminal: bool) -> bool:
    """Whether colours may be used: only in a terminal, unless NO_COLOR or TERM=dumb forbid them."""
    return to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(to_terminal: bool) -> int:
    """The columns that a table may take."""
    if to_terminal:
        return max(shutil.get_terminal_size((PIPED, 24)).columns, 24)
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), 24) if columns.isdecimal() and int(columns) > 0 else PIPED


def drawn(draw: Callable[[Console], None], *, to_terminal: bool | None = None) -> str:
    """What `draw` prints on a console of the right width, without trailing blanks where it is not for a terminal."""
    if to_terminal is None:
        to_terminal = sys.stdout.isatty()
    colours = styled(to_terminal)
    sink = io.StringIO()
    console = Console(
        file=sink,
        width=width_of(to_terminal),
        force_terminal=colours,
        color_system="auto" if colours else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    draw(console)
    told = sink.getvalue()
    return told if colours else "".join(f"{line.rstrip()}\n" for line in told.splitlines())


def plain_grid(*columns: tuple[str, int | None], right: tuple[str, ...] = ()) -> Table:
    """A table without lines: (heading, width or None for a share of the rest) for each column."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline", expand=True, pad_edge=False)
    for heading, width in columns:
        justify: Literal["left", "right"] = "right" if heading in right else "left"
        if width is None:
            table.add_column(heading, ratio=1, overflow="fold", justify=justify)
        else:
            table.add_column(heading, width=width, overflow="fold", justify=justify)
    return table


class Hanging:
    """Text whose lines after the first are indented, so that one sees where a row of a table begins; each paragraph is folded
    by itself, and a word that fits a line is never broken."""

    def __init__(self, *paragraphs: Text) -> None:
        self.paragraphs = paragraphs

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - 2, 1)
        for place, paragraph in enumerate(self.paragraphs):
            for number, line in enumerate(paragraph.wrap(console, width, overflow="fold")):
                yield line if place == number == 0 else Text("  ").append_text(line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, options.max_width)
