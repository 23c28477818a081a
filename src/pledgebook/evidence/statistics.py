"""Tables of statistics: rows and a description of their layout become observations of series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from pledgebook.evidence.description import Column, Description, Dimension, Test, Where
from pledgebook.evidence.fingerprints import Fingerprints
from pledgebook.evidence.numerals import Hidden, NotANumber, number
from pledgebook.evidence.periods import (
    day_in,
    month_number,
    month_of,
    quarter_number,
    quarter_of,
    whole,
    year_number,
    year_of,
)
from pledgebook.evidence.rows import Cell, Row, rows
from pledgebook.model import Observation, Problem, Record, days_of


def read_table(path: Path, description: Description) -> Iterator[Record | Problem]:
    """The observations of a table, in the order of the file, and what was wrong with other cells.

    Raises OSError where the file cannot be opened, SetupError where a Parquet file meets no pyarrow.
    """
    return observations(str(path), rows(path, sheets=description.sheets, delimiter=description.delimiter), description)


@dataclass(slots=True)
class _Sheet:
    """What is known of the sheet at hand while its rows go by."""

    name: str | None
    header: dict[int, str] | None = None
    places: dict[Column, int] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    as_of: date | None = None
    done: bool = False
    later: int = 0
    later_line: int = 0


def observations(source: str, table: Iterable[Row | Problem], description: Description) -> Iterator[Record | Problem]:
    """The observations of the rows of a table. `source`: the file, for problems."""
    known = Fingerprints()
    hidden: Counter[str] = Counter()
    first_hidden = ""
    sheet: _Sheet | None = None
    faulty = False
    for row in table:
        if isinstance(row, Problem):
            faulty = True
            yield row
            continue
        if sheet is None or sheet.name != row.sheet:
            if sheet is not None:
                yield from _close(source, sheet, description)
            sheet = _Sheet(row.sheet)
        if sheet.done:
            continue
        if sheet.header is None:
            if description.as_of and sheet.as_of is None:
                sheet.as_of = next(
                    (day for cell in row.cells if (day := day_in(_words(cell), description.as_of))), None
                )
            if row.line >= description.header:
                yield from _open(source, sheet, row, description)
            if description.header or sheet.done:
                continue
        for record in _row(source, sheet, row, description, known):
            if isinstance(record, Problem) and record.rule == "withheld":
                hidden[record.rule] += 1
                first_hidden = first_hidden or record.what
                continue
            yield record
    if sheet is None and not faulty:
        yield Problem(source, "the file has no rows", "empty")
    if sheet is not None:
        yield from _close(source, sheet, description)
    if hidden:
        yield Problem(source, f"{first_hidden}; {hidden.total()} such in all: totals are too low by them", "withheld")


def _open(source: str, sheet: _Sheet, row: Row, description: Description) -> Iterator[Problem]:
    """Reads the header and finds the columns of the description in it."""
    names = [_words(cell) for cell in row.cells]
    sheet.header = dict(enumerate(names)) if description.header else {}
    lowered = [name.casefold() for name in names]
    missing = []
    for column in description.columns():
        if isinstance(column, int):
            sheet.places[column] = column - 1
        elif column.casefold() in lowered:
            sheet.places[column] = lowered.index(column.casefold())
        else:
            missing.append(column)
    if missing:
        shown = ", ".join(name for name in names if name)[:200] or "nothing"
        gone = ", ".join(str(column) for column in missing)
        yield Problem(source, f"{row.place}: the header has no column {gone}; it has {shown}", "columns")
        sheet.done = True


def _close(source: str, sheet: _Sheet, description: Description) -> Iterator[Problem]:
    place = "" if sheet.name is None else f"sheet {sheet.name}, "
    if sheet.header is None:
        yield Problem(source, f"{place}line {description.header}: there is no header", "columns")
    elif description.as_of and sheet.as_of is None:
        what = f"{place}line 1: nothing above the header says {description.as_of!r}"
        yield Problem(source, what, "as-of")
    if sheet.later:
        what = f"{sheet.later} figures are of periods that begin after {sheet.as_of}, the day of the table; they are left out"
        yield Problem(source, f"{place}line {sheet.later_line}: {what}", "later")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row by the columns of the description."""

    sheet: _Sheet
    row: Row

    def at(self, column: Column) -> Cell:
        place = self.sheet.places[column]
        return self.row.cells[place] if place < len(self.row.cells) else None

    def words(self, column: Column) -> str:
        return _words(self.at(column))

    def fits(self, tests: Iterable[Test]) -> bool:
        """Whether the row fits one of the tests that are about rows."""
        return any(test.column is not None and test.fits(self.words(test.column)) for test in tests)

    def filled(self, dimension: Dimension) -> str:
        """The value of a dimension: its cell's, or what stood above an empty one."""
        said = self.words(dimension.column)
        return said or (self.sheet.filled.get(dimension.name, "") if dimension.fill else "")


def _row(
    source: str, sheet: _Sheet, row: Row, description: Description, known: Fingerprints
) -> Iterator[Observation | Problem]:
    cells = _Cells(sheet, row)
    for dimension in description.dimensions:
        sheet.filled[dimension.name] = cells.filled(dimension)
    if cells.fits(description.end):
        sheet.done = True
        return
    said = [text for cell in row.cells if (text := _words(cell))]
    if all(text.startswith("#") for text in said) or cells.fits(description.skip):  # nothing, or the tags of HXL
        return
    if not all(cells.fits((test,)) for test in description.keep):
        return
    if _ragged(sheet, row, description):
        what = f"{row.place}: {len(row.cells)} cells under {len(sheet.header or ())} columns; the row is left out"
        yield Problem(source, what, "ragged")
        return
    everything = cells.fits(test for test in description.totals if test.whole)
    sides = tuple(
        (one.name, cells.words(one.column) if everything else cells.filled(one)) for one in description.dimensions
    )
    for column in description.values:
        name = (sheet.header or {}).get(sheet.places[column], str(column))
        if _named(description.skip, name):
            continue
        total = _named(description.totals, name) or cells.fits(description.totals)
        found = _figure(cells, column, name, sides, total, description, known)
        if isinstance(found, Problem):
            yield Problem(source, f"{row.place}: {found.what}", found.rule)
            if found.rule == "no-date":
                return
        elif found is not None:
            yield found


def _figure(
    cells: _Cells,
    column: Column,
    name: str,
    sides: tuple[tuple[str, str], ...],
    total: bool,
    description: Description,
    known: Fingerprints,
) -> Observation | Problem | None:
    """The figure in a cell, what is wrong with it, or None where there is none. `name`: of its column."""
    try:
        value = _value(cells.at(column), description)
    except Hidden as error:
        return Problem("", f"column {name}: the figure is withheld ({error})", "withheld")
    except NotANumber as error:
        return Problem("", f"column {name}: {error} is no number; it is left out", "amount")
    if value is None:
        return None
    period, fault = _period(cells, description, name)
    if period is None:
        return Problem("", f"{fault}; the row is left out", "no-date")
    sheet = cells.sheet
    start, _ = days_of(period)
    if sheet.as_of is not None and start is not None and start > sheet.as_of:
        sheet.later += 1
        sheet.later_line = sheet.later_line or cells.row.line
        return None
    if description.wide:
        sides = (*sides, (description.wide, name))
    id = "; ".join([f"{side}={said}" for side, said in sides] + [period])
    if not known.new(id):
        return Problem("", f"a second figure for {id}; the first counts, this one is left out", "same-id")
    return Observation(id, period, sides, value, description.unit, cells.row.line, total)


def _named(tests: Iterable[Test], name: str) -> bool:
    """Whether the name of a column fits one of the tests that are about columns."""
    return any(test.column is None and test.fits(name) for test in tests)


def _ragged(sheet: _Sheet, row: Row, description: Description) -> bool:
    """Whether a row of a text file has more cells than the header, or none where a figure should stand."""
    if not sheet.header or sheet.name is not None:
        return False
    last = max(sheet.places[column] for column in description.values)
    return any(map(_words, row.cells[len(sheet.header) :])) or last >= len(row.cells)


def _value(cell: Cell, description: Description) -> Decimal | None:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, date):
        raise NotANumber(cell.isoformat())
    percent = description.unit == "percent"
    return number(cell or "", decimal=description.decimal, blank=description.blank, percent=percent)


def _period(cells: _Cells, description: Description, name: str) -> tuple[str | None, str]:
    """The EDTF of a figure, or None and what is wrong."""
    shape = description.period

    def held(where: Where) -> Cell:
        if where.sheet:
            return cells.sheet.name
        return name if where.column is None else cells.at(where.column)

    if shape.whole is not None:
        cell = held(shape.whole)
        return whole(cell, shape), f"{_shown(cell)} is no period"
    if shape.year is None:
        return None, "the description has no year"
    cell = held(shape.year)
    year = year_number(cell, shape)
    if year is None:
        return None, f"{_shown(cell)} is no year"
    if shape.month is not None:
        cell = held(shape.month)
        month = month_number(cell, shape)
        return (None if month is None else month_of(year, month, shape)), f"{_shown(cell)} is no month"
    if shape.quarter is not None:
        cell = held(shape.quarter)
        quarter = quarter_number(cell)
        return (None if quarter is None else quarter_of(year, quarter, shape)), f"{_shown(cell)} is no quarter"
    return year_of(year, shape), ""


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() and abs(cell) < 10**12 else str(cell)
    return " ".join(str(cell).split())


def _shown(cell: Cell) -> str:
    text = _words(cell)
    return repr(text if len(text) <= 40 else text[:39] + "…")
