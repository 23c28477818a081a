"""Calendar values of the grammar for time: a `Moment` is a stretch of the calendar with its EDTF ends.

Everything here is arithmetic of the Gregorian calendar; nothing reads text. EDTF is ISO 8601-2
(https://www.loc.gov/standards/datetime/): `2022-08`, `2022-22` (summer), `199X`, `XXXX-05` (a May of some year).
"""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from pledgebook.language.lexicon import lexicon_table
from pledgebook.world.dates import fiscal_year, last_day, shifted

Unit = Literal["day", "week", "month", "season", "quarter", "half", "year", "fiscal", "decade", "century", "span"]
Direction = Literal["past", "future"]
Lean = Literal["past", "future", "deadline"] | None

EARLIEST, LATEST = 1450, 2500
"""Years of publication that are believed; all values that follow from them have four digits."""

_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}  # northern; the first of the season's three months


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar.

    `low`, `high`: EDTF of its first and last part ("2022-10-01" and "2023-09-30" for a fiscal year; equal for
    what EDTF names with one string). `first`, `last`: its inclusive days, None while the year is unknown.
    `unit`: what kind of stretch. `whole`: its EDTF as one string where that is not made from the ends.
    """

    low: str
    high: str
    first: date | None
    last: date | None
    unit: Unit
    whole: str | None = None

    @property
    def edtf(self) -> str:
        """The EDTF string of the whole stretch."""
        return self.whole or (self.low if self.low == self.high else f"{self.low}/{self.high}")


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A fiscal calendar: the month (1 to 12) on whose first day the year starts, and which of its calendar
    years names it."""

    starts: int
    named_by: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative phrases are measured against.

    `year`, `month`, `day`: the publication date as far as it is known. `country`: alpha-2 id or None.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    country: str | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, None unless it is known to the day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def anchor(self) -> date | None:
        """The day to which distances are measured: the middle of what is known of the publication date."""
        return None if self.year is None else date(self.year, self.month or 7, self.day or 15)

    @property
    def fiscal(self) -> Fiscal | None:
        """The fiscal calendar of the country, None where it is not known."""
        return fiscal_calendars().get(self.country or "")


@functools.cache
def fiscal_calendars() -> Mapping[str, Fiscal]:
    """Country (alpha-2, or EU) → its fiscal calendar."""
    return MappingProxyType(
        {
            country: Fiscal(entry["starts"], entry["named_by"])
            for entry in lexicon_table("fiscal_years").values()
            for country in entry["countries"]
        }
    )


def clock_of(published: str | None, country: str | None) -> Clock:
    """The clock for a publication date "2022-07-12", "2022-07" or "2022" (a time after the day is ignored).

    A date that does not exist, or is no date, leaves the clock without a date: the document's own faults
    are reported where documents are read.
    """
    parts = (published or "").strip()[:10].replace("/", "-").split("-")
    if not all(part.isascii() and part.isdigit() for part in parts[:3]) or len(parts[0]) != 4:
        return Clock(country=country)
    numbers = [int(part) for part in parts[:3]]
    if not EARLIEST <= numbers[0] <= LATEST:
        return Clock(country=country)
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return Clock(country=country)
    year, month, day = (*numbers, None, None)[:3]
    return Clock(year, month, day, country)


def exists(year: int | None, month: int, day: int) -> bool:
    """Whether the day exists (29 February does where the year is unknown)."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 and year is None else monthrange(year or 2001, month)[1])


def day_moment(day: date) -> Moment:
    """A day."""
    return Moment(day.isoformat(), day.isoformat(), day, day, "day")


def days_moment(first: date, last: date, unit: Unit = "span") -> Moment:
    """The days from `first` to `last`, both included."""
    return Moment(first.isoformat(), last.isoformat(), first, last, unit)


def day_of(year: int | None, month: int, day: int, last_day: int | None = None) -> Moment:
    """A day, or the days `day` to `last_day` of one month. The days must exist."""
    if year is not None:
        first = date(year, month, day)
        return day_moment(first) if last_day is None else days_moment(first, date(year, month, last_day))
    ends = [f"XXXX-{month:02}-{d:02}" for d in (day, last_day or day)]
    return Moment(ends[0], ends[1], None, None, "day" if last_day is None else "span")


def month_of(year: int | None, month: int) -> Moment:
    """A calendar month, of an unknown year where `year` is None."""
    if year is None:
        return Moment(f"XXXX-{month:02}", f"XXXX-{month:02}", None, None, "month")
    edtf = f"{year:04}-{month:02}"
    return Moment(edtf, edtf, date(year, month, 1), last_day(year, month), "month")


def months_of(year: int, month: int, count: int, unit: Unit = "span") -> Moment:
    """`count` months from `month` of `year`."""
    first, last = month_of(year, month), month_of(*shifted(year, month, count - 1))
    return Moment(first.low, last.high, first.first, last.last, unit)


def year_of(year: int) -> Moment:
    """A calendar year."""
    return Moment(f"{year:04}", f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year")


def years_of(first: int, last: int, unit: Unit, whole: str | None = None) -> Moment:
    """The calendar years `first` to `last`, both included."""
    return Moment(f"{first:04}", f"{last:04}", date(first, 1, 1), date(last, 12, 31), unit, whole)


def season_of(year: int, season: int, southern: bool = False) -> Moment:
    """A season by its EDTF number (21 spring to 24 winter); a season over the turn of the year has the year in
    which it begins."""
    edtf = f"{year:04}-{season}"
    start = _SEASON_MONTHS[season] if not southern else (_SEASON_MONTHS[season] + 5) % 12 + 1
    days = months_of(year, start, 3)
    return Moment(edtf, edtf, days.first, days.last, "season")


def fiscal_year_of(name: int, fiscal: Fiscal) -> Moment:
    """The fiscal year that a number names in a calendar."""
    if fiscal.starts == 1:
        return years_of(name, name, "fiscal")
    return days_moment(*fiscal_year(name, fiscal.starts, fiscal.named_by), "fiscal")


def fiscal_name(day: date, fiscal: Fiscal) -> int:
    """The number that names the fiscal year in which a day lies."""
    start = day.year if day.month >= fiscal.starts else day.year - 1
    return start if fiscal.named_by == "start" or fiscal.starts == 1 else start + 1


def week_of(day: date) -> Moment:
    """The week, Monday to Sunday, in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return days_moment(monday, monday + timedelta(days=6), "week")


def nth_week(stretch: Moment, nth: int) -> Moment | None:
    """The nth week (1 is the first, -1 the last) of a month or year; weeks lie where their Thursday does (ISO 8601)."""
    if stretch.first is None or stretch.last is None:
        return None
    first_thursday = stretch.first + timedelta(days=(3 - stretch.first.weekday()) % 7)
    last_thursday = stretch.last - timedelta(days=(stretch.last.weekday() - 3) % 7)
    thursday = last_thursday if nth < 0 else first_thursday + timedelta(weeks=nth - 1)
    return week_of(thursday) if thursday <= last_thursday else None


def nth_weekend(stretch: Moment, nth: int) -> Moment | None:
    """The nth Saturday and Sunday (-1 the last) that lie in a month or year."""
    if stretch.first is None or stretch.last is None:
        return None
    if nth < 0:
        sunday = stretch.last - timedelta(days=(stretch.last.weekday() - 6) % 7)
        return days_moment(sunday - timedelta(days=1), sunday)
    saturday = stretch.first + timedelta(days=(5 - stretch.first.weekday()) % 7 + 7 * (nth - 1))
    return days_moment(saturday, saturday + timedelta(days=1))


def weekend_of(day: date) -> Moment:
    """Saturday and Sunday of the week in which a day lies."""
    saturday = day + timedelta(days=5 - day.weekday())
    return days_moment(saturday, saturday + timedelta(days=1))


def after(moment: Moment) -> str | None:
    """EDTF of the first stretch of the same fineness after a moment (2024 → 2025); None while its year is unknown."""
    return None if moment.last is None else _beside(moment.high, moment.last, 1)


def before(moment: Moment) -> str | None:
    """EDTF of the last stretch of the same fineness before a moment (2030 → 2029); None while its year is unknown."""
    return None if moment.first is None else _beside(moment.low, moment.first, -1)


def _beside(edge: str, day: date, step: int) -> str:
    day = day + timedelta(days=step)
    finest = len(edge) if edge[-3:] not in ("-21", "-22", "-23", "-24") or len(edge) != 7 else 10
    return day.isoformat()[:finest]


def with_days(moments: Iterable[Moment]) -> list[tuple[date, date, Moment]]:
    """Those moments of which the first and last day are known, with these days."""
    return [(m.first, m.last, m) for m in moments if m.first is not None and m.last is not None]


def nearest(readings: Iterable[Moment], clock: Clock, lean: Lean) -> Moment | None:
    """The reading that is meant, of several that differ by their year or week.

    "past": the last that has begun by the day of publication; "future": the first that is not yet over;
    "deadline": as "future", but one that ended in the two months before; None: the nearest, the past on a tie.
    """
    anchor, dated = clock.anchor, with_days(readings)
    if anchor is None or not dated:
        return None
    if lean == "past":
        return max((item for item in dated if item[0] <= anchor), default=dated[0], key=lambda item: item[0])[2]
    if lean is not None:
        since = anchor - timedelta(days=62 if lean == "deadline" else 0)
        return min((item for item in dated if item[1] >= since), default=dated[-1], key=lambda item: item[0])[2]
    return min(dated, key=lambda item: (max((item[0] - anchor).days, (anchor - item[1]).days, 0), item[0]))[2]


_YEARS = re.compile(r"[0-9]{4}(?:-[0-9][0-9]){0,2}")


def seen_from(published: str | None, edtf: str) -> str:
    """Where a date lies, seen from the day of publication: past, future, the same day ("today"), or about it ("now");
    "by" and "since" where it is open to one side, "unknown" without that day.

    `published`: an ISO date, month or year; `edtf`: the value of a time phrase, of whose stretches the last day counts."""
    if not published:
        return "unknown"
    last = next(iter(reversed(_YEARS.findall(edtf))), "")
    today = published[: len(last)]
    when = "past" if last < today else "future" if last > today else "today" if len(last) == 10 else "now"
    return f"by-{when}" if edtf.startswith("../") else f"since-{when}" if edtf.endswith("/..") else when
