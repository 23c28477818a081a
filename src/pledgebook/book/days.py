"""Days as persons write them, and today."""

from __future__ import annotations

import datetime
import re

from pledgebook.errors import UsageError
from pledgebook.model import days_of

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def check_date(published: str, what: str = "published") -> str:
    """The date itself, when it is an ISO date, month or year that the calendar knows; else UsageError.

    `what`: named in the error.
    """
    if found := _DATE.fullmatch(published):
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            pass
        else:
            return published
    raise UsageError(f"{what} takes an ISO date such as 2022-07-12, 2022-07 or 2022, not {published!r}")


def day_of(text: str) -> datetime.date:
    """The last day that an ISO date, month or year covers. Raises UsageError where it is none."""
    _, last = days_of(check_date(text, "a day"))
    assert last is not None
    return last


def past_day(text: str, what: str) -> datetime.date:
    """The same, of something that has happened. Raises UsageError where the day lies ahead everywhere on earth.

    `what`: named in the error, such as "a ruling".
    """
    day = day_of(text)
    first, _ = days_of(text)
    # where it is already tomorrow, tomorrow's date in UTC is right
    if first is not None and first > today() + datetime.timedelta(days=1):
        raise UsageError(f"{what} cannot be of {text}, which lies ahead")
    return day


def today() -> datetime.date:
    """The day it is now (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()
