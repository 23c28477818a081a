"""Periods of tables as EDTF: years of any calendar, quarters, months, days, from one cell or put together from several."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from pledgebook.evidence.description import MONTHS, PeriodShape
from pledgebook.evidence.rows import Cell

_YEAR = re.compile(
    r"(?:fy|fiscal year|calendar year|cy)?\s*([0-9]{4})(?![0-9])(?:\s*[/–-]\s*([0-9]{4}|[0-9]{2})(?![0-9]))?",
    re.IGNORECASE,
)
_ISO_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_COMPACT_MONTH = re.compile(r"([0-9]{4})M?(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(?:q|quarter)?\s*([1-4])(?:st|nd|rd|th)?(?:\s*(?:q|quarter))?", re.IGNORECASE)
_YEAR_QUARTER = re.compile(r"([0-9]{4})[\s-]*Q([1-4])|Q([1-4])[\s-]*([0-9]{4})", re.IGNORECASE)
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?[\s,-]+([0-9]{4})|([0-9]{4})[\s-]+([^\W\d]+)\.?")


def whole(cell: Cell, shape: PeriodShape) -> str | None:
    """The EDTF of a cell that holds a whole period: a day, "2022-05", "May 2022", "2022 Q3", "FY2022"; None for none."""
    if isinstance(cell, date):
        return cell.isoformat()[: 7 if shape.grain == "month" else 10]
    text = _text(cell)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][\d:.]+Z?)?", text):
            return date.fromisoformat(text[:10]).isoformat()[: 7 if shape.grain == "month" else 10]
    except ValueError:
        return None
    # "2011/12" is December where years begin in January, and a year of any other calendar
    double = shape.starts != 1 and (found := _YEAR.fullmatch(text)) is not None and _follows(found)
    if not double and (found := _ISO_MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)) is not None:
        return _month(int(found[1]), int(found[2]))
    if (found := _YEAR_QUARTER.fullmatch(text)) is not None:
        return quarter_of(int(found[1] or found[4]), int(found[2] or found[3]), shape)
    if (found := _NAMED_MONTH.fullmatch(text)) is not None:
        number = month_number(found[1] or found[4], shape)
        if number is not None:
            return _month(int(found[2] or found[3]), number)
    year = year_number(text, shape)
    return None if year is None else year_of(year, shape)


def year_number(cell: Cell, shape: PeriodShape) -> int | None:
    """The year that a cell names, whatever stands behind it ("2025 (FYTD)", "FY 2022"); None for none.

    "2022/23" is the year that starts in 2022 and ends in 2023, and is named as the calendar names years.
    """
    if isinstance(cell, date):
        return cell.year
    found = _YEAR.match(_text(cell))
    if found is None or not 1000 <= int(found[1]) <= 9998:
        return None
    return int(found[1]) + (1 if shape.named == "end" and shape.starts != 1 and _follows(found) else 0)


def _follows(found: re.Match[str]) -> bool:
    """Whether a second year stands behind the first and is the next: 2022/23, 2022-2023."""
    return found[2] is not None and int(found[2]) == (int(found[1]) + 1) % 10 ** len(found[2])


def month_number(cell: Cell, shape: PeriodShape) -> int | None:
    """The month, 1 to 12, that a cell names: its name, an abbreviation of at least three letters, or its number."""
    if isinstance(cell, date):
        return cell.month
    text = _text(cell).casefold().rstrip(".")
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    if text == "sept":
        return 9
    named = [i for i, name in enumerate(shape.months, 1) if len(text) >= 3 and name.startswith(text)]
    return named[0] if len(named) == 1 else None


def quarter_number(cell: Cell) -> int | None:
    """The quarter, 1 to 4, that a cell names ("Q3", "3", "2nd quarter"); None for none."""
    found = _QUARTER.fullmatch(_text(cell))
    return int(found[1]) if found else None


def year_of(year: int, shape: PeriodShape) -> str:
    """A year of the calendar: "2022" where it begins in January, else the days of it.

    >>> year_of(2023, PeriodShape(starts=10))
    '2022-10-01/2023-09-30'
    """
    if shape.starts == 1:
        return f"{year:04d}"
    first = _first_year(year, shape)
    end = shape.starts - 1
    return f"{first:04d}-{shape.starts:02d}-01/{first + 1:04d}-{end:02d}-{monthrange(first + 1, end)[1]:02d}"


def month_of(year: int, month: int, shape: PeriodShape) -> str | None:
    """A calendar month of a year of the calendar: October of the US fiscal year 2022 is "2021-10"."""
    if shape.starts == 1:
        return _month(year, month)
    first = _first_year(year, shape)
    return _month(first if month >= shape.starts else first + 1, month)


def quarter_of(year: int, quarter: int, shape: PeriodShape) -> str:
    """A quarter of a year of the calendar: EDTF's codes 33 to 36 where the year begins in January, else the days of it."""
    if shape.starts == 1:
        return f"{year:04d}-{32 + quarter}"
    months = [(shape.starts - 1 + (quarter - 1) * 3 + i) % 12 + 1 for i in (0, 2)]
    first = _first_year(year, shape)
    years = [first if month >= shape.starts else first + 1 for month in months]
    last = monthrange(years[1], months[1])[1]
    return f"{years[0]:04d}-{months[0]:02d}-01/{years[1]:04d}-{months[1]:02d}-{last:02d}"


def day_in(text: str, template: str) -> date | None:
    """The day that a cell names in the words of a template with {day}, {month} (its name or number) and {year}.

    >>> day_in("as of 31-December-2024", "as of {day}-{month}-{year}")
    datetime.date(2024, 12, 31)
    """
    shapes = {
        "day": r"(?P<day>[0-9]{1,2})",
        "month": r"(?P<month>[^\W\d]+\.?|[0-9]{1,2})",
        "year": r"(?P<year>[0-9]{4})",
    }
    pattern = "".join(
        shapes.get(part[1:-1], re.escape(part)) if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{\w+\})", " ".join(template.split()))
    )
    found = re.search(pattern, " ".join(text.split()), re.IGNORECASE)
    if found is None:
        return None
    parts = found.groupdict()
    month = month_number(parts.get("month") or "", PeriodShape(months=MONTHS))
    if month is None or not parts.get("year"):
        return None
    try:
        year = int(parts["year"])
        return date(year, month, int(parts.get("day") or monthrange(year, month)[1]))
    except ValueError:
        return None


def _first_year(year: int, shape: PeriodShape) -> int:
    return year - 1 if shape.named == "end" else year


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() and abs(cell) < 10**9 else str(cell)
    return " ".join(str(cell).split())
