"""Atoms that count: from the day of publication ("last week", "over the next two years", "two years ago", "on Friday"),
and lengths of time ("over three years", "a five-year plan", deadlines such as "within 120 days").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.extract.periods.atoms import Atom, Builder, certain
from pledgebook.extract.periods.calendar import (
    Clock,
    Moment,
    day_moment,
    days_moment,
    exists,
    fiscal_name,
    fiscal_year_of,
    month_of,
    months_of,
    week_of,
    weekend_of,
    year_of,
    years_of,
)
from pledgebook.extract.periods.words import (
    TABLE,
    Match,
    number_of,
    pattern,
    said,
    step_of,
    unit_of,
    weekday_number,
)
from pledgebook.world.dates import shifted

_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s\Z")
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
DAYS_IN = {"hour": Decimal(1) / 24, "day": Decimal(1), "week": Decimal(7)}


def _whole(m: Match) -> str:
    """The unit of the calendar that a match names, "fiscal" for a fiscal year."""
    return "fiscal" if m["fiscal"] else unit_of(m)


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def current(unit: str, clock: Clock, step: int) -> Moment | None:
    """The calendar unit in which the publication lies, or the one `step` units later; None where the clock does
    not know it."""
    if unit == "fiscal":
        if clock.fiscal is None or clock.anchor is None or (clock.month is None and clock.fiscal.starts != 1):
            return None
        return fiscal_year_of(fiscal_name(clock.anchor, clock.fiscal) + step, clock.fiscal)
    if clock.year is None:
        return None
    if unit == "year":
        return year_of(clock.year + step)
    if unit == "decade":
        first = clock.year // 10 * 10 + 10 * step
        return years_of(first, first + 9, "decade", f"{first // 10}X")
    if unit == "month":
        return None if clock.month is None else month_of(*shifted(clock.year, clock.month, step))
    if unit == "quarter":
        if clock.month is None:
            return None
        return months_of(*shifted(clock.year, (clock.month - 1) // 3 * 3 + 1, 3 * step), 3, "quarter")
    if clock.today is None:
        return None
    day = _plus(clock.today, 7 * step)
    return weekend_of(day) if unit == "weekend" else week_of(day)


def rolling(unit: str, count: int, ahead: bool, clock: Clock) -> Moment | None:
    """`count` units up to the publication or on from it: by months for months and longer, by days below."""
    if unit in MONTHS_IN:
        if clock.year is None or count * MONTHS_IN[unit] > 12 * 900:
            return None
        if clock.month is None:
            years = count * MONTHS_IN[unit] // 12
            first = clock.year if ahead else clock.year - years
            return years_of(first, first + years, "span") if years else None
        months = count * MONTHS_IN[unit]
        start = (clock.year, clock.month) if ahead else shifted(clock.year, clock.month, -months)
        return months_of(*start, months + 1)
    if clock.today is None:
        return None
    days = int(-(-(count * DAYS_IN[unit]) // 1))
    first_day = clock.today if ahead else _plus(clock.today, -days)
    return days_moment(first_day, _plus(first_day, days))


def _one_unit(m: Match, clock: Clock) -> Atom | None:
    """ "this week", "last month", "next year": of the calendar; "the past year", "the next month": from or to now."""
    det, unit, determiners = said(m, "det"), _whole(m), TABLE["determiners"]
    step = step_of(det) or 0
    if det in determiners["article"]:
        return _the_unit(m, unit, clock)
    if unit == "week" and det in determiners["ahead"] and clock.today is not None:
        return certain(m, week_of(_plus(clock.today, -clock.today.weekday() % 7)), True)
    by_calendar = unit in ("weekend", "quarter", "fiscal") or m["calendar"]
    if det in determiners["rolling"] and not by_calendar:
        return certain(m, rolling(unit, 1, step > 0, clock), True)
    return certain(m, current(unit, clock, step), True)


def _the_unit(m: Match, unit: str, clock: Clock) -> Atom:
    """ "the weekend": that which is over, or the coming one, as weekdays."""
    around = [current(unit, clock, step) for step in (-1, 0)]
    return _by_week(certain(m, None), [r for r in around if r is not None])


def _by_week(atom: Atom, readings: list[Moment]) -> Atom:
    return replace(atom, readings=tuple(readings), relative=bool(readings), kind="weekday")


def _beyond(m: Match, clock: Clock) -> Atom | None:
    """ "the week after next", "the year before last"."""
    return certain(m, current(unit_of(m), clock, 2 if m["after"] else -2), True)


def _many_units(m: Match, clock: Clock) -> Atom | None:
    """ "the next two years", "the last 24 hours", "the past few months" (how many is not said: no value)."""
    step = step_of(said(m, "det")) or 0
    ahead = step > 0
    if not m["count"]:
        return _vague(m, clock) if ahead else certain(m, None)
    count = number_of(m["count2"] or m["count"])
    if m["fiscal"]:
        return certain(m, _fiscal_years(step, count, clock), True)
    return certain(m, rolling(unit_of(m), count, ahead, clock), True)


def _fiscal_years(step: int, count: int, clock: Clock) -> Moment | None:
    """The `count` fiscal years before or after the one in which the publication lies."""
    near, far = current("fiscal", clock, step), current("fiscal", clock, step * count)
    if near is None or far is None:
        return None
    first, last = (near, far) if step > 0 else (far, near)
    return Moment(first.low, last.high, first.first, last.last, "span")


def _vague(m: Match, clock: Clock) -> Atom | None:
    """ "the coming weeks": the months in which the next seven days or four weeks lie; months to come have no end."""
    unit = unit_of(m)
    if clock.year is None or clock.month is None:
        return certain(m, None)
    start = month_of(clock.year, clock.month)
    if unit in MONTHS_IN:
        return certain(m, Moment(start.low, "..", start.first, None, "span"), True)
    if clock.today is None:
        return certain(m, None)
    last = _plus(clock.today, {"hour": 1, "day": 7, "week": 28}[unit])
    months = (last.year - clock.year) * 12 + last.month - clock.month + 1
    return certain(m, months_of(clock.year, clock.month, months), True)


def _away(m: Match, clock: Clock, way: int) -> Atom | None:
    """ "two days ago" is a day, "two weeks ago" a week, "a year ago" a month, "ten years ago" a year; "from now" as well."""
    if not m.groupdict()["count"] or clock.year is None:
        return certain(m, None)
    unit, count = unit_of(m), way * number_of(m["count"])
    by_month = unit == "month" or (unit == "year" and abs(count) == 1)
    if by_month and clock.month is not None:
        return certain(m, month_of(*shifted(clock.year, clock.month, count * MONTHS_IN[unit])), True)
    if unit == "year":
        return certain(m, year_of(clock.year + count), True)
    return certain(m, _day_away(unit, count, clock), True)


def _day_away(unit: str, count: int, clock: Clock) -> Moment | None:
    """The day or week so many hours, days or weeks away."""
    if clock.today is None or unit not in DAYS_IN:
        return None
    day = _plus(clock.today, int(count * DAYS_IN[unit]))
    return week_of(day) if unit == "week" else day_moment(day)


def _day_word(m: Match, clock: Clock) -> Atom | None:
    """ "today", "yesterday morning", "last night", "this afternoon"; a part of a day is that day."""
    if clock.today is None:
        return certain(m, None, kind="day word")
    return certain(
        m, day_moment(_plus(clock.today, TABLE["day_words"]["shifts"][said(m, "word")])), True, kind="day word"
    )


def _now(m: Match, clock: Clock) -> Atom | None:
    """ "now", as the end of a range."""
    if clock.today is not None:
        return certain(m, day_moment(clock.today), True, "range")
    if clock.year is not None and clock.month is not None:
        return certain(m, month_of(clock.year, clock.month), True, "range")
    return certain(m, None if clock.year is None else year_of(clock.year), True, "range")


def _is_no_day(m: Match) -> bool:
    """Whether a weekday is another word ("they sat") or part of a name ("Black Friday")."""
    before = _WORD_BEFORE.search(m.string, max(0, m.start() - 12), m.start())
    return m["weekday"].islower() or (before is not None and before[1].lower() in TABLE["no_weekday"]["before"])


def _weekday(m: Match, clock: Clock) -> Atom | None:
    """ "Friday": the last one or, read as future, the next; "last Friday", "next Friday"; "this Friday"."""
    det, name, today = said(m, "det"), m["weekday"], clock.today
    if not det and _is_no_day(m):
        return None
    if today is None:
        return certain(m, None)
    ahead = (weekday_number(name) - today.weekday()) % 7
    step = step_of(det)
    if step is not None:
        days = ahead - 7 if step < 0 else (ahead or 7) if step > 0 else weekday_number(name) - today.weekday()
        return certain(m, day_moment(_plus(today, days)), True)
    readings = [day_moment(_plus(today, ahead - 7))] if ahead else []
    return _by_week(certain(m, None), [*readings, day_moment(_plus(today, ahead))])


def _part_of_unit(m: Match, clock: Clock) -> Atom | None:
    """ "the end of the year", "later in the month": the unit itself; "the rest of the week": from today to its end."""
    moment = current(_whole(m) if m.groupdict().get("unit") else "year", clock, 0)
    if moment is None or said(m, "edge") not in TABLE["edges"]["rests"]:
        return certain(m, moment, True)
    if clock.today is None or moment.last is None:
        return certain(m, None)
    return certain(m, days_moment(clock.today, moment.last), True)


def length_in_years(count: int, unit: str) -> Decimal:
    """A length of time in years, to four places; weeks, days and hours by a year of 365 days."""
    years = Decimal(count * MONTHS_IN[unit]) / 12 if unit in MONTHS_IN else count * DAYS_IN[unit] / 365
    exact = round(years, 4)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def lasting(start: Moment, count: int, unit: str) -> Moment | None:
    """The stretch that begins with a day, month or year and lasts `count` units; None where the start is vaguer."""
    if start.first is None or count == 0:
        return None
    first, months = start.first, count * MONTHS_IN.get(unit, 0)
    if months > 12 * 900:
        return None
    if start.unit == "day":
        return _from_day(first, months, int(count * DAYS_IN.get(unit, 0)))
    if start.unit == "month" and months:
        return months_of(first.year, first.month, months)
    if start.unit == "year" and months and months % 12 == 0:
        return years_of(first.year, first.year + months // 12 - 1, "span")
    return None


def _from_day(first: date, months: int, days: int) -> Moment:
    """The stretch of so many months, or without them of so many days, that begins with a day."""
    if not months:
        return days_moment(first, first + timedelta(days=max(0, days - 1)))
    year, month = shifted(first.year, first.month, months)
    day = first.day if exists(year, month, first.day) else 28
    return days_moment(first, date(year, month, day) - timedelta(days=1))


def _length(m: Match, clock: Clock) -> Atom | None:
    """ "over three years", "five-year": a length with no start; of "three to five years" the longer."""
    count = number_of(m["count2"] or m["count"])
    return replace(certain(m, None), length=(count, unit_of(m)), kind="duration")


def _deadline(m: Match, clock: Clock) -> Atom | None:
    """ "within 120 days": a deadline counted from today, unless it is counted from something else."""
    length = _length(m, clock)
    if length is None or length.length is None or pattern("counted_from").match(m.string, m.end()):
        return length
    moment = rolling(length.length[1], length.length[0], True, clock)
    return length if moment is None else replace(length, moment=moment, relative=True, kind="deadline")


RULES: Mapping[str, Builder] = {
    "one_unit": _one_unit,
    "beyond": _beyond,
    "many_units": _many_units,
    "coming": _vague,
    "ahead": _vague,
    "ago": functools.partial(_away, way=-1),
    "from_now": functools.partial(_away, way=1),
    "day_word": _day_word,
    "now": _now,
    "weekday_alone": _weekday,
    "part_of_unit": _part_of_unit,
    "in_unit": _part_of_unit,
    "year_end": _part_of_unit,
    "lasting": _length,
    "deadline": _deadline,
    "hyphened_length": _length,
}
"""Stretches counted from the publication, and lengths: the name of each pattern and what reads its match."""
