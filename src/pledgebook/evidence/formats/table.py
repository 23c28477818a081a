"""Tables of statistics or of transactions: rows and a description of their layout become observations of series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pledgebook.evidence.formats.fingerprints import Fingerprints, Occurrences
from pledgebook.evidence.formats.layout import Column, Description, Dimension, RowSense, Test, Where
from pledgebook.evidence.formats.numerals import Hidden, NotANumber, number
from pledgebook.evidence.formats.periods import (
    day_in,
    month_number,
    month_of,
    quarter_number,
    quarter_of,
    whole,
    year_number,
    year_of,
)
from pledgebook.evidence.formats.rows import Cell, Row, rows
from pledgebook.evidence.formats.scale import scale_of
from pledgebook.model import Observation, Problem, Record, days_of

Figures = Iterator[Observation | Problem]


def read_table(path: Path, description: Description) -> Iterator[Record | Problem]:
    """The observations of a table, in the order of the file, and what was wrong with other cells.

    Raises OSError where the file cannot be opened, SetupError where a Parquet file meets no pyarrow.
    """
    return told_apart(str(path), table_figures(path, description), description.rows)


def table_figures(path: Path, description: Description) -> Figures:
    """Every figure of a table with the key that it has by its dimensions and period, which may come several times."""
    table = rows(path, sheets=description.sheets, delimiter=description.delimiter)
    return _withheld_once(str(path), figures(str(path), table, description))


def told_apart(source: str, found: Figures, sense: RowSense) -> Iterator[Record | Problem]:
    """Figures with ids of their own: rows that add up are numbered, of others with one key the first counts."""
    adding = bool(sense.add) and sense.id is None
    known, met = Fingerprints(), Occurrences()
    for one in found:
        if isinstance(one, Problem):
            yield one
        elif adding:
            time = met.count(one.id)
            yield replace(one, id=f"{one.id} #{time}") if time > 1 else one
        elif known.new(one.id):
            yield one
        else:
            what = f"line {one.line}: a second figure for {one.id}; the first counts, this one is left out"
            yield Problem(source, what, "same-id")


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


def figures(source: str, table: Iterable[Row | Problem], description: Description) -> Figures:
    """The figures of the rows of a table. `source`: the file, for problems."""
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
            yield from _above(source, sheet, row, description)
            if description.header or sheet.done:
                continue
        yield from _row(source, sheet, row, description)
    if sheet is not None:
        yield from _close(source, sheet, description)
    elif not faulty:
        yield Problem(source, "the file has no rows", "empty")


def _withheld_once(source: str, found: Figures) -> Figures:
    """The same with one problem for all figures that are withheld."""
    hidden, first = 0, ""
    for one in found:
        if isinstance(one, Problem) and one.rule == "withheld":
            hidden += 1
            first = first or one.what
        else:
            yield one
    if hidden:
        yield Problem(source, f"{first}; {hidden} such in all: totals are too low by them", "withheld")


def _above(source: str, sheet: _Sheet, row: Row, description: Description) -> Iterator[Problem]:
    """A row above the figures: it may say the day of the table, or be the header."""
    if description.as_of and sheet.as_of is None:
        days = (day_in(words_of(cell), description.as_of) for cell in row.cells)
        sheet.as_of = next((day for day in days if day), None)
    if row.line >= description.header:
        yield from _open(source, sheet, row, description)


def _open(source: str, sheet: _Sheet, row: Row, description: Description) -> Iterator[Problem]:
    """Reads the header and finds the columns of the description in it."""
    names = [words_of(cell) for cell in row.cells]
    sheet.header = dict(enumerate(names)) if description.header else {}
    missing = []
    for column in description.columns():
        place = place_in(names, column)
        if place is None:
            missing.append(column)
        else:
            sheet.places[column] = place
    if missing:
        shown = ", ".join(name for name in names if name)[:200] or "nothing"
        gone = ", ".join(map(str, missing))
        yield Problem(source, f"{row.place}: the header has no column {gone}; it has {shown}", "columns")
        sheet.done = True


def place_in(header: Sequence[str], column: Column) -> int | None:
    """Where a column stands: by its very name ("DONOR" beside "Donor"), else by its name without regard to case."""
    if isinstance(column, int):
        return column - 1
    if column in header:
        return header.index(column)
    lowered = [name.casefold() for name in header]
    return lowered.index(column.casefold()) if column.casefold() in lowered else None


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
        return words_of(self.at(column))

    def fitting(self, tests: Iterable[Test]) -> list[Test]:
        """Those of the tests about rows that the row fits."""
        return [test for test in tests if test.column is not None and test.fits(self.words(test.column))]

    def filled(self, dimension: Dimension) -> str:
        """The value of a dimension: its cell's, or what stood above an empty one."""
        said = self.words(dimension.column)
        return said or (self.sheet.filled.get(dimension.name, "") if dimension.fill else "")

    def held(self, where: Where, name: str) -> Cell:
        """What stands where a part of a period is. `name`: of the value's column."""
        if where.sheet:
            return self.sheet.name
        return name if where.column is None else self.at(where.column)


def _row(source: str, sheet: _Sheet, row: Row, description: Description) -> Figures:
    cells = _Cells(sheet, row)
    for dimension in description.dimensions:
        sheet.filled[dimension.name] = cells.filled(dimension)
    if cells.fitting(description.end):
        sheet.done = True
        return
    said = [text for cell in row.cells if (text := words_of(cell))]
    if all(text.startswith("#") for text in said) or cells.fitting(description.skip):  # nothing, or the tags of HXL
        return
    if len(cells.fitting(description.keep)) < len(description.keep):
        return
    if _ragged(sheet, row, description):
        what = f"{row.place}: {len(row.cells)} cells under {len(sheet.header or ())} columns; the row is left out"
        yield Problem(source, what, "ragged")
        return
    for found in _figures_of(cells, description):
        if isinstance(found, Problem):
            yield Problem(source, f"{row.place}: {found.what}", found.rule)
            if found.rule in ("no-date", "unit", "scale"):  # of the row, not of the column
                return
        else:
            yield found


def _figures_of(cells: _Cells, description: Description) -> Figures:
    """The figures of a row, one for each column of values."""
    totals = cells.fitting(description.totals)
    everything = any(test.whole for test in totals)
    sides = tuple(
        (one.name, cells.words(one.column) if everything else cells.filled(one)) for one in description.dimensions
    )
    of = [one.name for one in description.dimensions if any(test.whole or test.column == one.column for test in totals)]
    for column in description.values:
        name = (cells.sheet.header or {}).get(cells.sheet.places[column], str(column))
        if _named(description.skip, name):
            continue
        named = _named(description.totals, name)
        wide = ((description.wide, name),) if description.wide else ()
        total_of = (*of, description.wide) if named and description.wide else tuple(of)
        base = Observation("", "", (*sides, *wide), Decimal(0), "", cells.row.line, bool(named or totals), total_of)
        found = _figure(cells, column, name, base, description)
        if found is not None:
            yield found


def _figure(
    cells: _Cells, column: Column, name: str, base: Observation, description: Description
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
    unit = _unit(cells, description)
    scale = _scale(cells, description)
    if isinstance(unit, Problem) or isinstance(scale, Problem):
        return unit if isinstance(unit, Problem) else scale if isinstance(scale, Problem) else None
    key = [f"{side}={said}" for side, said in base.dimensions] + ([unit] if description.unit_column else []) + [period]
    id = cells.words(description.rows.id) if description.rows.id is not None else ""
    if id and len(description.values) > 1:
        id = f"{id}; {name}"
    return replace(base, id=id or "; ".join(key), period=period, value=value * scale, unit=unit)


def _unit(cells: _Cells, description: Description) -> str | Problem:
    if description.unit_column is None:
        return description.unit
    return cells.words(description.unit_column) or Problem(
        "", "the cell of the unit is empty; the row is left out", "unit"
    )


def _scale(cells: _Cells, description: Description) -> Decimal | Problem:
    if description.scale_column is None:
        return Decimal(1) if description.scale is None else description.scale
    said = cells.words(description.scale_column)
    found = scale_of(said, powers=True) if said else Decimal(1)
    return found if found is not None else Problem("", f"{said!r} is no scale; the row is left out", "scale")


def _named(tests: Iterable[Test], name: str) -> bool:
    """Whether the name of a column fits one of the tests that are about columns."""
    return any(test.column is None and test.fits(name) for test in tests)


def _ragged(sheet: _Sheet, row: Row, description: Description) -> bool:
    """Whether a row of a text file has more cells than the header, or none where a figure should stand."""
    if not sheet.header or sheet.name is not None:
        return False
    last = max(sheet.places[column] for column in description.values)
    return any(map(words_of, row.cells[len(sheet.header) :])) or last >= len(row.cells)


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
    if shape.whole is not None:
        cell = cells.held(shape.whole, name)
        return whole(cell, shape), f"{_shown(cell)} is no period"
    if shape.year is None:
        return None, "the description has no year"
    cell = cells.held(shape.year, name)
    year = year_number(cell, shape)
    if year is None:
        return None, f"{_shown(cell)} is no year"
    if shape.month is not None:
        cell = cells.held(shape.month, name)
        return _part_of(
            year, month_number(cell, shape), lambda y, m: month_of(y, m, shape)
        ), f"{_shown(cell)} is no month"
    if shape.quarter is not None:
        cell = cells.held(shape.quarter, name)
        return _part_of(
            year, quarter_number(cell), lambda y, q: quarter_of(y, q, shape)
        ), f"{_shown(cell)} is no quarter"
    return year_of(year, shape), ""


def _part_of(year: int, part: int | None, made: Callable[[int, int], str | None]) -> str | None:
    return None if part is None else made(year, part)


def words_of(cell: Cell) -> str:
    """A cell as words: white space folded, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() and abs(cell) < 10**12 else str(cell)
    return " ".join(str(cell).split())


def _shown(cell: Cell) -> str:
    text = words_of(cell)
    return repr(text if len(text) <= 40 else text[:39] + "…")
