"""Tables of statistics: rows and a description of their layout become observations of series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

from pledgebook.evidence.description import Column, Description, Test, Where
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
    filled: dict[int, str] = field(default_factory=dict)
    as_of: date | None = None
    done: bool = False
    later: int = 0
    later_line: int = 0


def observations(source: str, table: Iterable[Row | Problem], description: Description) -> Iterator[Record | Problem]:
    """The observations of the rows of a table. `source`: the file, for problems."""
    known: set[bytes] = set()
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


def _row(
    source: str, sheet: _Sheet, row: Row, description: Description, known: set[bytes]
) -> Iterator[Observation | Problem]:
    cells = row.cells

    def at(column: Column) -> Cell:
        place = sheet.places[column]
        return cells[place] if place < len(cells) else None

    def words(column: Column) -> str:
        return _words(at(column))

    def holds(tests: tuple[Test, ...], header: str | None) -> bool:
        return any(
            test.fits(header)
            if test.column is None and header is not None
            else test.column is not None and test.fits(words(test.column))
            for test in tests
        )

    for dimension in description.dimensions:
        if dimension.fill and words(dimension.column):
            sheet.filled[sheet.places[dimension.column]] = words(dimension.column)
    if holds(description.end, None):
        sheet.done = True
        return
    if not any(_words(cell) for cell in cells) or holds(description.skip, None):
        return
    if any(test.column is not None and not test.fits(words(test.column)) for test in description.keep):
        return
    needed = [sheet.places[column] for column in description.values]
    if sheet.header and sheet.name is None and max(sheet.header) >= len(cells) and max(needed) >= len(cells):
        what = f"{row.place}: {len(cells)} cells under {len(sheet.header)} columns; the row is left out"
        yield Problem(source, what, "ragged")
        return
    if sheet.header and sheet.name is None and len(cells) > len(sheet.header):
        what = f"{row.place}: {len(cells)} cells under {len(sheet.header)} columns; the row is left out"
        yield Problem(source, what, "ragged")
        return
    sides = []
    everything = holds(tuple(test for test in description.totals if test.whole), None)
    for dimension in description.dimensions:
        side = words(dimension.column)
        if not side and dimension.fill and not everything:
            side = sheet.filled.get(sheet.places[dimension.column], "")
        sides.append((dimension.name, side))
    total = holds(description.totals, None)
    for column in description.values:
        header = (sheet.header or {}).get(sheet.places[column], str(column)) if description.header else str(column)
        if holds(tuple(test for test in description.skip if test.column is None), header):
            continue
        try:
            value = _value(at(column), description)
        except Hidden as error:
            yield Problem(source, f"{row.place}: column {header}: the figure is withheld ({error})", "withheld")
            continue
        except NotANumber as error:
            yield Problem(source, f"{row.place}: column {header}: {error} is no number; it is left out", "amount")
            continue
        if value is None:
            continue
        period, fault = _period(sheet, description, at, header)
        if period is None:
            yield Problem(source, f"{row.place}: {fault}; the row is left out", "no-date")
            return
        start, _ = days_of(period)
        if sheet.as_of is not None and start is not None and start > sheet.as_of:
            sheet.later += 1
            sheet.later_line = sheet.later_line or row.line
            continue
        parts = [*sides, (description.wide, header)] if description.wide else sides
        id = "; ".join([f"{name}={side}" for name, side in parts] + [period])
        mark = blake2b(id.encode("utf-8", "replace"), digest_size=8).digest()
        if mark in known:
            what = f"{row.place}: a second figure for {id}; the first counts, this one is left out"
            yield Problem(source, what, "same-id")
            continue
        known.add(mark)
        marked = total or holds(tuple(test for test in description.totals if test.column is None), header)
        yield Observation(
            id, period, tuple((name, side) for name, side in parts), value, description.unit, row.line, marked
        )


def _value(cell: Cell, description: Description) -> Decimal | None:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, date):
        raise NotANumber(cell.isoformat())
    percent = description.unit == "percent"
    return number(cell or "", decimal=description.decimal, blank=description.blank, percent=percent)


def _period(sheet: _Sheet, description: Description, at: object, header: str) -> tuple[str | None, str]:
    """The EDTF of a figure, or None and what is wrong."""
    shape = description.period

    def cell(where: Where) -> Cell:
        if where.sheet:
            return sheet.name
        if where.header:
            return header
        assert where.column is not None
        return at(where.column)  # type: ignore[operator,no-any-return]

    if shape.whole is not None:
        held = cell(shape.whole)
        found = whole(held, shape)
        return found, f"{_shown(held)} is no period"
    assert shape.year is not None
    held = cell(shape.year)
    year = year_number(held, shape)
    if year is None:
        return None, f"{_shown(held)} is no year"
    if shape.month is not None:
        held = cell(shape.month)
        month = month_number(held, shape)
        return (None if month is None else month_of(year, month, shape)), f"{_shown(held)} is no month"
    if shape.quarter is not None:
        held = cell(shape.quarter)
        quarter = quarter_number(held)
        return (None if quarter is None else quarter_of(year, quarter, shape)), f"{_shown(held)} is no quarter"
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
