"""Descriptions of tables: a small TOML file says which column means what. The keys are explained in docs/evidence.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from pledgebook.errors import UsageError
from pledgebook.evidence.formats.layout import (
    Column,
    Description,
    Dimension,
    PeriodShape,
    RowSense,
    Test,
    Where,
)
from pledgebook.evidence.formats.scale import scale_of
from pledgebook.world.data import shipped_text
from pledgebook.world.dates import MONTHS

SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
"""What the name of a source may be."""
_KEYS = {
    "": {"source", "unit", "title", "publisher", "country", "address", "licence", "notes", "period", "value", "dimension", "table", "rows", "skip", "keep", "total", "end"},
    "table": {"header", "sheets", "delimiter", "decimal", "blank", "as_of"},
    "period": {"column", "year", "month", "quarter", "starts", "named", "months", "grain", "form"},
    "value": {"column", "columns", "dimension", "scale"},
    "dimension": {"name", "column", "fill"},
    "rows": {"add", "id"},
    "test": {"column", "values", "starts", "whole"},
}  # fmt: skip


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
    folder = resources.files("pledgebook.evidence") / "data" / "tables"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(parse_description(shipped_text("evidence", f"data/tables/{name}"), name) for name in names)


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

    def optional(self, data: Mapping[str, Any], key: str, place: str = "") -> str | None:
        return self.text(data, key, place) if key in data else None

    def words(self, data: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.fail(f"{place}{key} must be a list of words")
        return tuple(value)

    def one_of(self, data: Mapping[str, Any], key: str, allowed: tuple[str, ...], place: str) -> str:
        value = data.get(key, allowed[0])
        if value not in allowed:
            listed = " or ".join(f'"{one}"' for one in allowed)
            raise self.fail(f"{place} {key} must be {listed}")
        return str(value)

    def column(self, value: object, place: str) -> Column:
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise self.fail(f"{place} must be the name of a column or its place, counted from 1")

    def held_in(self, value: object, place: str) -> Column | None:
        """The column of `{ column = … }`, None for anything that is no such table."""
        if not isinstance(value, dict):
            return None
        if set(value) != {"column"}:
            raise self.fail(f"{place} may be {{ column = … }}")
        return self.column(value["column"], place)

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
        return tuple(self.test(entry, key) for entry in entries)

    def test(self, entry: object, key: str) -> Test:
        place = f"[[{key}]]"
        row = self.known(entry, "test", place)
        column = None if row.get("column") is None else self.column(row["column"], f"{place} column")
        values, starts = self.words(row, "values", f"{place} "), self.words(row, "starts", f"{place} ")
        if column is None and key in ("keep", "end"):
            raise self.fail(f"{place} is about rows and needs a column")
        if not values and not starts:
            raise self.fail(f"{place} needs values or starts")
        return Test(column, values, starts, row.get("whole") is True)

    def period(self, data: object) -> PeriodShape:
        row = self.known(data, "period", "[period]")
        whole, year, month, quarter = (
            self.where(row.get(k), f"[period] {k}") for k in ("column", "year", "month", "quarter")
        )
        if (whole is None) == (year is None):
            raise self.fail("[period] needs column (all of the period) or year, and not both")
        if (month or quarter) and (whole or (month and quarter)):
            raise self.fail("[period] takes month or quarter beside year, and not both")
        names = self.words(row, "months", "[period] ") or MONTHS
        if len(names) != 12:
            raise self.fail("[period] months must be twelve names")
        starts = row.get("starts", "January")
        if not isinstance(starts, str) or starts.lower() not in MONTHS:
            raise self.fail("[period] starts must be the English name of a month")
        return PeriodShape(
            whole,
            year,
            month,
            quarter,
            MONTHS.index(starts.lower()) + 1,
            self.one_of(row, "named", ("end", "start"), "[period]"),
            tuple(name.casefold() for name in names),
            self.one_of(row, "grain", ("day", "month"), "[period]"),
            self.form(row, whole),
            "starts" in row,
        )

    def form(self, row: Mapping[str, Any], whole: Where | None) -> str | None:
        if "form" not in row:
            return None
        form = self.text(row, "form", "[period] ")
        if whole is None:
            raise self.fail("[period] form goes with column")
        if form != "excel" and ("{year}" not in form or set(re.findall(r"\{(\w*)\}", form)) - {"day", "month", "year"}):
            raise self.fail(
                '[period] form is "excel" or has {year} and may have {month} and {day}, such as "{day}/{month}/{year}"'
            )
        return form

    def dimensions(self, data: Mapping[str, Any]) -> tuple[Dimension, ...]:
        entries = data.get("dimension", [])
        if not isinstance(entries, list):
            raise self.fail("dimension is written [[dimension]]")
        found = []
        for entry in entries:
            row = self.known(entry, "dimension", "[[dimension]]")
            name = self.text(row, "name", "[[dimension]] ")
            column = self.column(row.get("column", name), "[[dimension]] column")
            found.append(Dimension(name, column, bool(row.get("fill", False))))
        return tuple(found)

    def values(self, value: Mapping[str, Any]) -> tuple[Column, ...]:
        if ("column" in value) == ("columns" in value):
            raise self.fail("[value] needs column or columns, and not both")
        columns = value.get("columns", [value.get("column")])
        if not isinstance(columns, list) or not columns:
            raise self.fail("[value] columns must be a list of columns")
        return tuple(self.column(entry, "[value] columns") for entry in columns)

    def scale(self, value: Mapping[str, Any]) -> Decimal | None:
        given = value.get("scale")
        if given is None or isinstance(given, dict):
            return None
        found = None if isinstance(given, bool) else scale_of(str(given))
        if found is None:
            raise self.fail('[value] scale must be a number above 0, a word such as "millions", or { column = … }')
        return found

    def rows(self, data: Mapping[str, Any]) -> RowSense:
        row = self.known(data.get("rows", {}), "rows", "[rows]")
        if "add" in row and not isinstance(row["add"], bool):
            raise self.fail("[rows] add must be true or false")
        id = self.column(row["id"], "[rows] id") if "id" in row else None
        if id is not None and row.get("add") is False:
            raise self.fail("[rows] id tells transactions apart, which add up: add cannot be false")
        return RowSense(True if id is not None else row.get("add"), id)

    def description(self, data: Mapping[str, Any]) -> Description:
        self.known(data, "", "")
        source = self.text(data, "source")
        if not SOURCE_NAME.fullmatch(source):
            raise self.fail("source must be small letters, digits and hyphens, at most 80")
        if "period" not in data or "value" not in data:
            raise self.fail("it needs [period] and [value]")
        value = self.known(data["value"], "value", "[value]")
        table = self.known(data.get("table", {}), "table", "[table]")
        header = table.get("header", 1)
        if not isinstance(header, int) or isinstance(header, bool) or header < 0:
            raise self.fail("[table] header must be the line of the header, 0 for none")
        unit_column = self.held_in(data.get("unit"), "unit")
        found = Description(
            origin=self.origin,
            source=source,
            unit="" if unit_column is not None else self.text(data, "unit"),
            unit_column=unit_column,
            period=self.period(data["period"]),
            values=self.values(value),
            wide=self.optional(value, "dimension", "[value] "),
            scale=self.scale(value),
            scale_column=self.held_in(value.get("scale"), "[value] scale"),
            rows=self.rows(data),
            title=self.optional(data, "title"),
            publisher=self.optional(data, "publisher"),
            country=self.optional(data, "country"),
            address=self.optional(data, "address"),
            licence=self.optional(data, "licence"),
            notes=self.words(data, "notes"),
            dimensions=self.dimensions(data),
            header=header,
            sheets=self.words(table, "sheets", "[table] "),
            delimiter="\t" if table.get("delimiter") == "\t" else self.optional(table, "delimiter", "[table] "),
            decimal=self.one_of(table, "decimal", (".", ","), "[table]"),
            blank=frozenset(self.words(table, "blank", "[table] ")),
            skip=self.tests(data, "skip"),
            keep=self.tests(data, "keep"),
            totals=self.tests(data, "total"),
            end=self.tests(data, "end"),
            as_of=self.optional(table, "as_of", "[table] "),
        )
        return self.consistent(found)

    def consistent(self, found: Description) -> Description:
        names = [dimension.name for dimension in found.dimensions] + ([found.wide] if found.wide else [])
        if len(set(names)) != len(names):
            raise self.fail("two dimensions have one name")
        if len(found.values) > 1 and found.wide is None and not any(place.header for place in found.period.places()):
            raise self.fail("several [value] columns need a dimension, or a part of the period, that their names give")
        if found.header == 0 and any(isinstance(column, str) for column in found.columns()):
            raise self.fail("without a header, columns are given by their place")
        return found
