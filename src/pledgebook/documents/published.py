"""Dates of publication as pages, files and people write them, as an ISO date, year-month or year."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|2\d\d\d)"

_NUMERIC = re.compile(
    rf"{_YEAR}(?:(?P<sep>[-/.]?)(?P<month>\d\d?)(?:(?P=sep)(?P<day>\d\d?))?)?(?:$|[T\s,;|Z+])", re.ASCII
)
_DAY_FIRST = re.compile(rf"\b{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}\b", re.IGNORECASE | re.ASCII)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE | re.ASCII)
_MONTH_ONLY = re.compile(rf"\b{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE | re.ASCII)


def _iso(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year, month, day = int(parts["year"]), parts["month"], parts.get("day")
    if month is None:
        return f"{year:04}"
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        whole = date(year, number, int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else f"{year:04}-{number:02}"


def iso_date(words: str) -> str | None:
    """The date that `words` state, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None when they state none.

    A time of day is dropped, the day stays the one written (the publisher's own). Read are ISO 8601
    (also with slashes or points, year first, or without signs) and English dates with the month's name.
    "07/12/2022" is two different days on two sides of an ocean, and is none here.
    """
    words = " ".join(words.split())
    numeric = _NUMERIC.match(words)
    if numeric:
        if numeric["sep"] == "" and numeric["month"] and not numeric["day"]:
            return None  # six digits: nobody writes a year and a month so
        return _iso(numeric)
    found = _DAY_FIRST.search(words) or _MONTH_FIRST.search(words) or _MONTH_ONLY.search(words)
    return _iso(found) if found else None
