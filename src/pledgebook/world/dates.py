"""The calendar as every room counts it: months and fiscal years."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
"""The English names of the months, in small letters."""


def month_number(name: str, names: Sequence[str] = MONTHS) -> int | None:
    """1 to 12 for the name of a month or its abbreviation of at least three letters, with or without a full stop.

    >>> month_number("Sept."), month_number("Ju")
    (9, None)
    """
    plain = name.casefold().rstrip(".")
    if plain == "sept":
        return 9
    named = [i for i, whole in enumerate(names, 1) if len(plain) >= 3 and whole.startswith(plain)]
    return named[0] if len(named) == 1 else None


def shifted(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month a number of months later (earlier if negative)."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def fiscal_year(name: int, starts: int, named_by: Literal["start", "end"]) -> tuple[date, date]:
    """The first and last day of the year that a number names, in a calendar whose years begin with the month `starts` and
    are named by the calendar year in which they start or end.

    >>> fiscal_year(2023, 10, "end")
    (datetime.date(2022, 10, 1), datetime.date(2023, 9, 30))
    """
    first = name if starts == 1 or named_by == "start" else name - 1
    return date(first, starts, 1), date(*shifted(first, starts, 12), 1) - timedelta(days=1)
