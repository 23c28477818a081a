"""Periods of tables as EDTF: years of any calendar, quarters, months, days, from one cell or put together from several."""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.evidence.formats.layout import PeriodShape
from pledgebook.evidence.formats.rows import Cell
from pledgebook.model import days_of
from pledgebook.world.dates import MONTHS
from pledgebook.world.dates import month_number as named_month

_YEAR = re.compile(
    r"(?:fy|fiscal year|calendar year|cy)?\s*([0-9]{4})(?![0-9])(?:\s*[/–-]\s*([0-9]{4}|[0-9]{2})(?![0-9]))?",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ][0-9][\d:.]*(?:Z|[+-][\d:]+)?)?")
_COMPACT_DAY = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_ISO_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_COMPACT_MONTH = re.compile(r"([0-9]{4})-?M?(0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/.]([0-9]{4})")
_QUARTER = re.compile(r"(?:q|quarter)?\s*([1-4])(?:st|nd|rd|th)?(?:\s*(?:q|quarter))?", re.IGNORECASE)
_YEAR_QUARTER = re.compile(r"([0-9]{4})[\s/-]*Q([1-4])|Q([1-4])[\s/-]*([0-9]{4})", re.IGNORECASE)
_HALF = re.compile(r"([0-9]{4})[\s/-]*[HS]([12])|[HS]([12])[\s/-]*([0-9]{4})", re.IGNORECASE)
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?[\s,-]+([0-9]{4})|([0-9]{4})[\s-]+([^\W\d]+)\.?")
_DAY_OF_NAMED_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[\s-]+([^\W\d]+)\.?[\s,-]+([0-9]{4})|([^\W\d]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})",
    re.IGNORECASE,
)
EXCEL = "excel"
"""The form of a column of days that a spreadsheet kept as numbers: 44562 is 1 January 2022."""
_EXCEL_START = date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119


def whole(cell: Cell, shape: PeriodShape) -> str | None:
    """The EDTF of a cell that holds a whole period: a day, "2022-05", "May 2022", "2022 Q3", "FY2022"; None for none."""
    if isinstance(cell, date):
        return _day(cell, shape)
    text = _text(cell)
    if shape.form is not None:
        found = in_form(text, shape.form, shape)
        if found is not None:
            return found
    return next((found for reader in _READERS if (found := reader(text, shape)) is not None), None) or None


def in_form(text: str, form: str, shape: PeriodShape) -> str | None:
    """The EDTF of a period that is written in a form of the description: "excel", or with {day}, {month}, {year}.

    >>> in_form("10/24/2013", "{month}/{day}/{year}", PeriodShape())
    '2013-10-24'
    """
    if form == EXCEL:
        digits = text.split(".")[0]
        if not digits.isdecimal() or int(digits) not in _EXCEL_DAYS:
            return None
        return _day(_EXCEL_START + timedelta(days=int(digits)), shape)
    found = _template(form).fullmatch(re.sub(r"(?<=[0-9])[T ]+[0-9]{1,2}:.*$", "", text) if "{day}" in form else text)
    if found is None:
        return None
    parts = found.groupdict()
    year = _four_digits(parts["year"])
    if "month" not in parts:
        return year_of(year, shape)
    month = month_number(parts["month"], shape)
    if month is None or "day" not in parts:
        return None if month is None else _month(year, month)
    return _checked(year, month, int(parts["day"]), shape)


def _iso(text: str, shape: PeriodShape) -> str | None:
    """A day or a month in digits, the year first. "" where it is one by its form and no such day exists."""
    if (found := _ISO_DAY.fullmatch(text)) is not None:
        return _checked(int(found[1]), int(found[3]), int(found[4]), shape) or ""
    if (found := _COMPACT_DAY.fullmatch(text)) is not None:
        return _checked(int(found[1]), int(found[2]), int(found[3]), shape) or ""
    # "2011/12" is December where years begin in January, and a year of any other calendar
    double = shape.starts != 1 and (year := _YEAR.fullmatch(text)) is not None and _follows(year)
    if not double and (found := _ISO_MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)) is not None:
        return _month(int(found[1]), int(found[2])) or ""
    return None


def _month_year(text: str, shape: PeriodShape) -> str | None:
    found = _MONTH_YEAR.fullmatch(text)
    return None if found is None else _month(int(found[2]), int(found[1]))


def _quarter(text: str, shape: PeriodShape) -> str | None:
    found = _YEAR_QUARTER.fullmatch(text)
    return None if found is None else quarter_of(int(found[1] or found[4]), int(found[2] or found[3]), shape)


def _half(text: str, shape: PeriodShape) -> str | None:
    found = _HALF.fullmatch(text)
    if found is None:
        return None
    year, half = int(found[1] or found[4]), int(found[2] or found[3])
    quarters = [days_of(quarter_of(year, quarter, shape)) for quarter in (2 * half - 1, 2 * half)]
    return f"{quarters[0][0]}/{quarters[1][1]}"


def _named_month(text: str, shape: PeriodShape) -> str | None:
    if (found := _NAMED_MONTH.fullmatch(text)) is not None:
        month = month_number(found[1] or found[4], shape)
        return None if month is None else _month(int(found[2] or found[3]), month)
    if (found := _DAY_OF_NAMED_MONTH.fullmatch(text)) is not None:
        month = month_number(found[2] or found[4], shape)
        return None if month is None else _checked(int(found[3] or found[6]), month, int(found[1] or found[5]), shape)
    return None


def _year(text: str, shape: PeriodShape) -> str | None:
    year = year_number(text, shape)
    return None if year is None else year_of(year, shape)


_READERS: tuple[Callable[[str, PeriodShape], str | None], ...] = (
    _iso,
    _month_year,
    _quarter,
    _half,
    _named_month,
    _year,
)


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
    text = _text(cell).rstrip(".")
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return named_month(text, shape.months)


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
    found = _template(template).search(" ".join(text.split()))
    if found is None:
        return None
    parts = found.groupdict()
    month = month_number(parts.get("month") or "", PeriodShape(months=MONTHS))
    if month is None or not parts.get("year"):
        return None
    try:
        year = _four_digits(parts["year"])
        return date(year, month, int(parts.get("day") or monthrange(year, month)[1]))
    except ValueError:
        return None


@functools.cache
def _template(template: str) -> re.Pattern[str]:
    """A form with {day}, {month} and {year} as a pattern."""
    shapes = {
        "{day}": r"(?P<day>[0-9]{1,2})",
        "{month}": r"(?P<month>[^\W\d]+\.?|[0-9]{1,2})",
        "{year}": r"(?P<year>[0-9]{4}|[0-9]{2}(?![0-9]))",
    }
    parts = re.split(r"(\{\w+\})", " ".join(template.split()))
    # each field is taken where it stands first: a pattern cannot name a group twice
    fields = [shapes.pop(part, "") or re.escape(part) for part in parts]
    return re.compile("".join(fields), re.IGNORECASE)


def _first_year(year: int, shape: PeriodShape) -> int:
    return year - 1 if shape.named == "end" else year


def _day(day: date, shape: PeriodShape) -> str:
    return day.isoformat()[: 7 if shape.grain == "month" else 10]


def _checked(year: int, month: int, day: int, shape: PeriodShape) -> str | None:
    """The EDTF of a day, None where there is no such day."""
    try:
        return _day(date(year, month, day), shape)
    except ValueError:
        return None


def _four_digits(year: str) -> int:
    """A year of two digits as the one that is nearest: 68 and below in this century, as POSIX reads them."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number <= 68 else 1900)


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() and abs(cell) < 10**9 else str(cell)
    return " ".join(str(cell).split())
