"""What a description says of a table: which column means what, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pledgebook.world.dates import MONTHS

Column = str | int
"""A column by its name in the header, or by its place, counted from 1."""


@dataclass(frozen=True, slots=True)
class Test:
    """What a cell must hold: one of `values`, or words that begin with `starts`. `column` None means the name of the column
    that the value stands in. `whole`: of a total, that it is one of everything, whatever block it stands under."""

    column: Column | None
    values: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    whole: bool = False

    def fits(self, cell: str) -> bool:
        """Whether a cell, its white space folded, holds it; case does not count."""
        plain = cell.casefold()
        return plain in (value.casefold() for value in self.values) or plain.startswith(
            tuple(start.casefold() for start in self.starts)
        )


@dataclass(frozen=True, slots=True)
class Where:
    """Where a part of a period stands: in a column, in the name of the sheet, or in the name of the value's own column."""

    column: Column | None = None
    sheet: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class PeriodShape:
    """How the period of a figure is put together.

    `whole`: where all of it stands ("2022-05", "May 2022", "FY 2022"); else `year` with `month`, `quarter` or neither.
    `form`: how a whole one is written, with {day}, {month}, {year}, or "excel" for the numbers of days of a spreadsheet; None
    where the column itself says. `starts`: the month with which the year begins, 1 to 12. `named`: whether the year bears the
    number of the calendar year in which it ends or in which it starts. `months`: the names of the months, first January.
    `grain`: "month" where a cell with a day stands for the month of it, as spreadsheets keep months. `fiscal`: whether
    `starts` was said, so that "FY 2022" has a meaning.
    """

    whole: Where | None = None
    year: Where | None = None
    month: Where | None = None
    quarter: Where | None = None
    starts: int = 1
    named: str = "end"
    months: tuple[str, ...] = MONTHS
    grain: str = "day"
    form: str | None = None
    fiscal: bool = False

    def places(self) -> tuple[Where, ...]:
        """Where its parts stand."""
        return tuple(place for place in (self.whole, self.year, self.month, self.quarter) if place is not None)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the figures: its name, its column, and whether an empty cell means what stood above it."""

    name: str
    column: Column
    fill: bool = False


@dataclass(frozen=True, slots=True)
class RowSense:
    """What a row is. `add`: rows with one key are transactions that add up (True) or must not be there twice (False); None
    where nobody said. `id`: the column whose words tell rows apart; rows with an id add up."""

    add: bool | None = None
    id: Column | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A table of statistics or transactions, described: see docs/evidence.md for each key.

    `unit` is "" where `unit_column` holds it. `scale`: what every value is multiplied by, None where nobody said;
    `scale_column`: the column that holds it.
    """

    origin: str
    source: str
    unit: str
    period: PeriodShape
    values: tuple[Column, ...]
    wide: str | None = None
    title: str | None = None
    publisher: str | None = None
    country: str | None = None
    address: str | None = None
    licence: str | None = None
    notes: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    header: int = 1
    sheets: tuple[str, ...] = ()
    delimiter: str | None = None
    decimal: str = "."
    blank: frozenset[str] = field(default_factory=frozenset)
    skip: tuple[Test, ...] = ()
    keep: tuple[Test, ...] = ()
    totals: tuple[Test, ...] = ()
    end: tuple[Test, ...] = ()
    as_of: str | None = None
    unit_column: Column | None = None
    scale: Decimal | None = None
    scale_column: Column | None = None
    rows: RowSense = RowSense()

    def columns(self) -> tuple[Column, ...]:
        """Every column that the description names."""
        found: list[Column] = [place.column for place in self.period.places() if place.column is not None]
        found += [dimension.column for dimension in self.dimensions]
        found += self.values
        found += [test.column for test in (*self.skip, *self.keep, *self.totals, *self.end) if test.column is not None]
        found += [column for column in (self.unit_column, self.scale_column, self.rows.id) if column is not None]
        return tuple(dict.fromkeys(found))
