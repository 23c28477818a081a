"""Which days an EDTF string covers.

EDTF is ISO 8601-2 (https://www.loc.gov/standards/datetime/). The subset is what the grammar for time and the readers of
records write: days, months, years, seasons and quarters, unknown digits ("199X", "XXXX-05"), the qualifiers `?`, `~`,
`%`, and intervals with open or unknown ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_POINT = re.compile(r"(\d{4}|\d{1,3}X{1,3}|X{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?")
_PARTS = {  # first month and length in months; 21-24 are seasons of the northern half (winter runs into the next year)
    21: (3, 3),
    22: (6, 3),
    23: (9, 3),
    24: (12, 3),
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    37: (1, 4),
    38: (5, 4),
    39: (9, 4),
    40: (1, 6),
    41: (7, 6),
}


def days_of(edtf: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of an EDTF value, both inclusive; None where an end is open or unknown.

    >>> days_of("2022-08")
    (datetime.date(2022, 8, 1), datetime.date(2022, 8, 31))
    >>> days_of("../2028")
    (None, datetime.date(2028, 12, 31))

    A value that is no EDTF of the subset, or that the calendar does not know, gives (None, None): a date that cannot be
    placed is not placed.
    """
    if not edtf:
        return None, None
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        return _point(start)[0], _point(end)[1]
    return _point(edtf)


def _point(text: str) -> tuple[date | None, date | None]:
    found = _POINT.fullmatch(text.strip().rstrip("?~%"))
    if found is None:
        return None, None
    years, month, day = found.groups()
    if years == "XXXX":
        return None, None
    low, high = int(years.replace("X", "0")), int(years.replace("X", "9"))
    try:
        if month in (None, "XX") or low != high:
            return date(low, 1, 1), date(high, 12, 31)
        part = int(month)
        if part in _PARTS:
            first, length = _PARTS[part]
            last = first + length - 1
            end_year, end_month = low + (last - 1) // 12, (last - 1) % 12 + 1
            return date(low, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
        if day in (None, "XX"):
            return date(low, part, 1), date(low, part, monthrange(low, part)[1])
        return date(low, part, int(day)), date(low, part, int(day))
    except ValueError:  # a thirteenth month, a 30th of February, the year 0
        return None, None
