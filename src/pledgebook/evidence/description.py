"""How a table of statistics is laid out, as a person wrote it down in a small TOML file; docs/evidence.md describes it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from pledgebook.errors import UsageError

Column = str | int
"""A column by its name in the header, or by its place, counted from 1."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


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
    `starts`: the month with which the year begins, 1 to 12. `named`: whether the year bears the number of the calendar year
    in which it ends or in which it starts. `months`: the names of the months, first January. `grain`: "month" where a cell
    with a day stands for the month of it, as spreadsheets keep months.
    """

    whole: Where | None = None
    year: Where | None = None
    month: Where | None = None
    quarter: Where | None = None
    starts: int = 1
    named: str = "end"
    months: tuple[str, ...] = MONTHS
    grain: str = "day"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the figures: its name, its column, and whether an empty cell means what stood above it."""

    name: str
    column: Column
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """A table of statistics, described: see docs/evidence.md for each key."""

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

    def columns(self) -> tuple[Column, ...]:
        """Every column that the description names."""
        places = (self.period.whole, self.period.year, self.period.month, self.period.quarter)
        found: list[Column] = [place.column for place in places if place is not None and place.column is not None]
        found += [dimension.column for dimension in self.dimensions]
        found += self.values
        found += [test.column for test in (*self.skip, *self.keep, *self.totals, *self.end) if test.column is not None]
        return tuple(dict.fromkeys(found))


def read_description(path: Path) -> Description:
    """The description in a TOML file. Raises UsageError, one line that names the file and the key, where it is none."""
    try:
        return parse_description(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the description cannot be read ({error})") from error


def parse_description(text: str, origin: str) -> Description:
    """The description that a TOML text gives; `origin` names it in errors. Raises UsageError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{origin}: the description is no TOML: {error}") from error
    return _Reader(origin).description(data)


def shipped() -> tuple[Description, ...]:
    """The descriptions that come with the program, by name."""
    folder = resources.files(__package__) / "data" / "tables"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(parse_description(entry.read_text(encoding="utf-8"), entry.name) for entry in files)


_KEYS = {
    "": {"source", "unit", "title", "publisher", "country", "address", "licence", "notes", "period", "value", "dimension", "table", "skip", "keep", "total", "end"},
    "table": {"header", "sheets", "delimiter", "decimal", "blank", "as_of"},
    "period": {"column", "year", "month", "quarter", "starts", "named", "months", "grain"},
    "value": {"column", "columns", "dimension"},
    "dimension": {"name", "column", "fill"},
    "test": {"column", "values", "starts", "whole"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reader:
    origin: str

    def fail(self, what: str) -> UsageError:
        return UsageError(f"{self.origin}: the description is wrong: {what}")

    def known(self, data: object, kind: str, place: str) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            raise self.fail(f"{place} must be a table")
        if unknown := sorted(set(data) - _KEYS[kind]):
            raise self.fail(f"{place or 'the file'} has {unknown[0]!r}, which means nothing here")
        return data

    def text(self, data: Mapping[str, Any], key: str, place: str = "") -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{place}{key} must be words")
        return value.strip()

    def words(self, data: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.fail(f"{place}{key} must be a list of words")
        return tuple(value)

    def column(self, value: object, place: str) -> Column:
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise self.fail(f"{place} must be the name of a column or its place, counted from 1")

    def where(self, value: object, place: str) -> Where | None:
        if value is None:
            return None
        if isinstance(value, dict):
            if value == {"sheet": True}:
                return Where(sheet=True)
            if value == {"header": True}:
                return Where(header=True)
            raise self.fail(f"{place} may be {{ sheet = true }} or {{ header = true }}")
        return Where(self.column(value, place))

    def tests(self, data: Mapping[str, Any], key: str) -> tuple[Test, ...]:
        entries = data.get(key, [])
        if not isinstance(entries, list):
            raise self.fail(f"{key} is written [[{key}]]")
        found = []
        for entry in entries:
            row = self.known(entry, "test", f"[[{key}]]")
            column = None if row.get("column") is None else self.column(row["column"], f"[[{key}]] column")
            test = Test(
                column,
                self.words(row, "values", f"[[{key}]] "),
                self.words(row, "starts", f"[[{key}]] "),
                row.get("whole") is True,
            )
            if column is None and key in ("keep", "end"):
                raise self.fail(f"[[{key}]] is about rows and needs a column")
            if not test.values and not test.starts:
                raise self.fail(f"[[{key}]] needs values or starts")
            found.append(test)
        return tuple(found)

    def period(self, data: object) -> PeriodShape:
        row = self.known(data, "period", "[period]")
        whole, year, month, quarter = (
            self.where(row.get(k), f"[period] {k}") for k in ("column", "year", "month", "quarter")
        )
        if (whole is None) == (year is None):
            raise self.fail("[period] needs column (all of the period) or year, and not both")
        if (whole is not None and (month is not None or quarter is not None)) or (
            month is not None and quarter is not None
        ):
            raise self.fail("[period] takes month or quarter beside year, and not both")
        names = self.words(row, "months", "[period] ") or MONTHS
        if len(names) != 12:
            raise self.fail("[period] months must be twelve names")
        starts = row.get("starts", "January")
        if not isinstance(starts, str) or starts.lower() not in MONTHS:
            raise self.fail("[period] starts must be the English name of a month")
        named = row.get("named", "end")
        if named not in ("end", "start"):
            raise self.fail('[period] named must be "end" or "start"')
        grain = row.get("grain", "day")
        if grain not in ("day", "month"):
            raise self.fail('[period] grain must be "day" or "month"')
        lowered = tuple(name.casefold() for name in names)
        return PeriodShape(whole, year, month, quarter, MONTHS.index(starts.lower()) + 1, named, lowered, grain)

    def description(self, data: Mapping[str, Any]) -> Description:
        self.known(data, "", "")
        source = self.text(data, "source")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", source):
            raise self.fail("source must be small letters, digits and hyphens, at most 80")
        if "period" not in data or "value" not in data:
            raise self.fail("it needs [period] and [value]")
        value = self.known(data["value"], "value", "[value]")
        if ("column" in value) == ("columns" in value):
            raise self.fail("[value] needs column or columns, and not both")
        columns = value.get("columns", [value.get("column")])
        if not isinstance(columns, list) or not columns:
            raise self.fail("[value] columns must be a list of columns")
        table = self.known(data.get("table", {}), "table", "[table]")
        header = table.get("header", 1)
        if not isinstance(header, int) or isinstance(header, bool) or header < 0:
            raise self.fail("[table] header must be the line of the header, 0 for none")
        decimal = table.get("decimal", ".")
        if decimal not in (".", ","):
            raise self.fail('[table] decimal must be "." or ","')
        entries = data.get("dimension", [])
        if not isinstance(entries, list):
            raise self.fail("dimension is written [[dimension]]")
        dimensions = []
        for entry in entries:
            row = self.known(entry, "dimension", "[[dimension]]")
            name = self.text(row, "name", "[[dimension]] ")
            column = self.column(row.get("column", name), "[[dimension]] column")
            dimensions.append(Dimension(name, column, bool(row.get("fill", False))))

        def optional(key: str) -> str | None:
            return self.text(data, key) if key in data else None

        found = Description(
            origin=self.origin,
            source=source,
            unit=self.text(data, "unit"),
            period=self.period(data["period"]),
            values=tuple(self.column(entry, "[value] columns") for entry in columns),
            wide=self.text(value, "dimension", "[value] ") if "dimension" in value else None,
            title=optional("title"),
            publisher=optional("publisher"),
            country=optional("country"),
            address=optional("address"),
            licence=optional("licence"),
            notes=self.words(data, "notes"),
            dimensions=tuple(dimensions),
            header=header,
            sheets=self.words(table, "sheets", "[table] "),
            delimiter=self.text(table, "delimiter", "[table] ")
            if table.get("delimiter") not in (None, "\t")
            else table.get("delimiter"),
            decimal=decimal,
            blank=frozenset(self.words(table, "blank", "[table] ")),
            skip=self.tests(data, "skip"),
            keep=self.tests(data, "keep"),
            totals=self.tests(data, "total"),
            end=self.tests(data, "end"),
            as_of=self.text(table, "as_of", "[table] ") if "as_of" in table else None,
        )
        names = [dimension.name for dimension in dimensions] + ([found.wide] if found.wide else [])
        if len(set(names)) != len(names):
            raise self.fail("two dimensions have one name")
        if (
            len(found.values) > 1
            and found.wide is None
            and not any(
                place is not None and place.header
                for place in (found.period.whole, found.period.year, found.period.month, found.period.quarter)
            )
        ):
            raise self.fail("several [value] columns need a dimension, or a part of the period, that their names give")
        if header == 0 and any(isinstance(column, str) for column in found.columns()):
            raise self.fail("without a header, columns are given by their place")
        return found
