"""What the columns of a table hold, seen from its first rows: names, periods, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from pledgebook.evidence.formats.dates import recognised
from pledgebook.evidence.formats.layout import PeriodShape
from pledgebook.evidence.formats.names import plain
from pledgebook.evidence.formats.numerals import NotANumber, number
from pledgebook.evidence.formats.periods import in_form, whole
from pledgebook.evidence.formats.rows import Cell, Row, rows
from pledgebook.evidence.formats.table import words_of

LOOKED_AT = 20_000
"""How many rows of a file are looked at."""
HEADER_WITHIN = 40
"""Within how many rows the header is looked for."""
MOSTLY = Decimal("0.9")
"""Which part of the cells that hold something makes a column one of numbers or of periods."""
_PLAIN = PeriodShape()


@dataclass(frozen=True, slots=True)
class Profile:
    """A column: its place from 1, its name, its cells as words (`cells`), and whether they are numbers or periods.

    `decimal`: the sign before the fraction of its numbers. `form`, `doubt`: of its periods, as `dates.recognised` says.
    `typed`: whether a workbook or a Parquet file itself says that it holds numbers.
    """

    place: int
    name: str
    cells: tuple[str, ...]
    numeric: bool
    periodic: bool
    decimal: str = "."
    form: str | None = None
    doubt: str | None = None
    typed: bool = False

    @property
    def key(self) -> str:
        """Its name in lower case without signs, as `data/columns.toml` has names."""
        return plain(self.name)

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]

    @property
    def different(self) -> set[str]:
        """The different words that it holds."""
        return set(self.filled)


@dataclass(frozen=True, slots=True)
class Look:
    """A table as far as it was looked at. `header`: the line of its header; `above`: what stands over it; `sheet`: of a workbook
    the one that was taken; `sheets`: all of its names; `whole`: whether every row was seen."""

    header: int
    above: tuple[str, ...]
    columns: tuple[Profile, ...]
    sheet: str | None
    sheets: tuple[str, ...]
    whole: bool


def look(path: Path) -> Look | None:
    """The columns of a table; None where no header stands over any rows. Raises OSError where the file cannot be opened."""
    found = [row for row in islice(rows(path), LOOKED_AT) if isinstance(row, Row)]
    sheets = tuple(dict.fromkeys(row.sheet for row in found if row.sheet is not None))
    best: tuple[int, Look] | None = None
    for sheet in sheets or (None,):
        mine = [row for row in found if row.sheet == sheet]
        header = _header(mine)
        if header is None:
            continue
        below = mine[header + 1 :]
        above = tuple(text for row in mine[:header] for cell in row.cells if (text := words_of(cell)))
        columns = tuple(
            _profile(place, words_of(cell), [row.cells[place] if place < len(row.cells) else None for row in below])
            for place, cell in enumerate(mine[header].cells)
            if words_of(cell)
        )
        seen = Look(mine[header].line, above, columns, sheet, sheets, len(found) < LOOKED_AT)
        if best is None or len(below) > best[0]:
            best = len(below), seen
    return best[1] if best else None


def _header(found: Sequence[Row]) -> int | None:
    """Which row names the columns: the first of the widest that holds words and stands over a row that holds figures."""
    widths = [sum(cell is not None and words_of(cell) != "" for cell in row.cells) for row in found]
    common = max(widths[: HEADER_WITHIN * 5], default=0)
    for place, row in enumerate(found[:HEADER_WITHIN]):
        texts = [words_of(cell) for cell in row.cells if words_of(cell)]
        if len(texts) < 2 or len(texts) * 10 < common * 6 or _figures(texts) * 2 > len(texts):
            continue
        if any(_figures([words_of(cell) for cell in after.cells]) for after in found[place + 1 : place + 6]):
            return place
    return None


def _figures(texts: Sequence[str]) -> int:
    """How many of the words are numbers; years, which may be names of columns, are none."""
    return sum(_number(text, ".") is not None and not re.fullmatch(r"(?:19|20)[0-9]{2}", text) for text in texts)


def _number(text: str, decimal: str) -> Decimal | None:
    try:
        return number(text, decimal=decimal)
    except NotANumber:
        return None


def _profile(place: int, name: str, cells: Sequence[Cell]) -> Profile:
    texts = tuple(words_of(cell) for cell in cells)
    filled = [text for text in texts if text]
    typed = any(isinstance(cell, Decimal) for cell in cells)
    decimal = _decimal_sign(filled)
    enough = len(filled) * MOSTLY
    numbers = sum(_number(text, decimal) is not None for text in filled)
    numeric = bool(filled) and numbers > 0 and sum(_fits(text, decimal) for text in filled) >= enough
    if any(isinstance(cell, date) for cell in cells):
        return Profile(place + 1, name, texts, False, True)
    different = set(filled)
    told = recognised(sorted(different), _PLAIN)
    periods = sum(_is_period(text, told.form) for text in filled) if not told.doubt else len(filled)
    periodic = bool(filled) and periods >= enough
    return Profile(place + 1, name, texts, numeric, periodic, decimal, told.form, told.doubt, typed)


def _fits(text: str, decimal: str) -> bool:
    """Whether a cell is a number or says that there is none."""
    try:
        number(text, decimal=decimal)
    except NotANumber:
        return False
    return True


def _is_period(text: str, form: str | None) -> bool:
    return bool(whole(text, PeriodShape(form=form)) if form is None else in_form(text, form, _PLAIN))


def _decimal_sign(texts: Sequence[str]) -> str:
    """A comma where numbers have one before one, two or more than three digits, and no point."""
    commas = sum(re.fullmatch(r"[-+]?[0-9. ]*,(?:[0-9]{1,2}|[0-9]{4,})", text) is not None for text in texts)
    points = sum(re.fullmatch(r"[-+]?[0-9, ]*\.[0-9]+", text) is not None and text.count(".") == 1 for text in texts)
    return "," if commas > points else "."
