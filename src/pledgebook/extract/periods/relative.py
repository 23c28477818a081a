"""Atoms that count from the day of publication: "last week", "over the next two years", "the rest of the month",
"two years ago", "on Friday".
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.extract.periods.atoms import Atom, Match, Rule, certain
from pledgebook.extract.periods.calendar import (
    Clock,
    Moment,
    day_moment,
    days_moment,
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
    COUNT,
    DASH,
    MONTH,
    SPACE,
    TABLE,
    UNIT,
    WEEKDAY,
    alternatives,
    number_of,
    weekday_number,
)
from pledgebook.world.dates import shifted

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
DAYS_IN = {"hour": Decimal(1) / 24, "day": Decimal(1), "week": Decimal(7)}


def _named(m: Match, group: str) -> str:
    """The lower-case text of a group with its gaps as single spaces, "" where it did not match."""
    return " ".join((m.groupdict().get(group) or "").lower().split())


def _unit(m: Match, group: str = "unit") -> str:
    return _named(m, group).removesuffix("s")


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def current(unit: str, clock: Clock, step: int) -> Moment | None:
    """The calendar unit in which the publication lies, or the one `step` units later; None where the clock does
    not know it."""
    if unit.startswith(("fiscal", "financial")):
        if clock.fiscal is None or clock.anchor is None or (clock.month is None and clock.fiscal.starts != 1):
            return None
        return fiscal_year_of(fiscal_name(clock.anchor, clock.fiscal) + step, clock.fiscal)
    if clock.year is None:
        return None
    if unit in ("year", "calendar year"):
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


_ROLLING = frozenset(
    {"past", "the past", "this past", "the last", "the next", "this next", "the coming", "this coming"}
)
_STEPS = {
    "this": 0,
    "current": 0,
    "the current": 0,
    "last": -1,
    "next": 1,
    "upcoming": 1,
    "the upcoming": 1,
    "coming": 1,
}
_BY_CALENDAR = ("weekend", "quarter", "fiscal year", "financial year", "calendar year")


def _one_unit(m: Match, clock: Clock) -> Atom | None:
    """ "this week", "last month", "next year": of the calendar; "the past year", "the next month": from or to now."""
    det, unit = _named(m, "det"), _unit(m)
    if det == "the" and unit != "weekend":
        return None
    if det == "the":  # the weekend that is over, or the coming one: as weekdays
        around = [current(unit, clock, step) for step in (-1, 0)]
        return _by_week(certain(m, None), [r for r in around if r is not None])
    if unit == "week" and det.endswith("coming") and clock.today is not None:
        return certain(m, week_of(_plus(clock.today, -clock.today.weekday() % 7)), True)
    if det in _ROLLING and unit not in _BY_CALENDAR:
        return certain(m, rolling(unit, 1, det.endswith(("next", "coming")), clock), True)
    step = -1 if det.endswith(("last", "past")) else _STEPS.get(det, 1)
    return certain(m, current(unit, clock, step), True)


_ONE_UNIT = (
    rf"\b(?P<det>(?:(?i:this|the){SPACE})?(?i:last|past|next|coming|upcoming|current)|(?i:this)"
    rf"|(?i:the)(?={SPACE}(?i:weekend)\b))"
    rf"{SPACE}(?P<unit>(?i:(?:fiscal|financial|calendar){SPACE}year|week|weekend|month|quarter|year|decade))\b(?![-‐‑]\w)"
)


def _by_week(atom: Atom, readings: list[Moment]) -> Atom:
    return replace(atom, readings=tuple(readings), relative=bool(readings), kind="weekday")


def _beyond(m: Match, clock: Clock) -> Atom | None:
    """ "the week after next", "the year before last"."""
    return certain(m, current(_unit(m), clock, 2 if m["after"] else -2), True)


_BEYOND = (
    rf"\b(?i:the){SPACE}(?P<unit>(?i:week|weekend|month|year)){SPACE}"
    rf"(?:(?P<after>(?i:after{SPACE}(?:the{SPACE})?next))|(?i:before{SPACE}last))\b"
)


def _many_units(m: Match, clock: Clock) -> Atom | None:
    """ "the next two years", "the last 24 hours", "the past few months" (how many is not said: no value)."""
    if not m["count"]:
        return _vague(m, clock) if "next" in _named(m, "det") or "coming" in _named(m, "det") else certain(m, None)
    count = number_of(m["count2"] or m["count"])
    ahead = _named(m, "det").endswith(("next", "coming"))
    if m["fiscal"]:
        near, far = (
            current("fiscal year", clock, 1 if ahead else -1),
            current("fiscal year", clock, count if ahead else -count),
        )
        if near is None or far is None or near.first is None or far.first is None:
            return certain(m, None)
        first, last = (near, far) if ahead else (far, near)
        return certain(m, Moment(first.low, last.high, first.first, last.last, "span"), True)
    return certain(m, rolling(_unit(m), count, ahead, clock), True)


_MANY_UNITS = (
    rf"\b(?:(?i:the|this|these|those){SPACE})?(?P<det>(?i:last|past|previous|next|coming|upcoming))(?:{SPACE}(?i:few|several)"
    rf"|(?:{SPACE}|-)(?P<count>{COUNT})(?:(?:{SPACE}(?i:to|or){SPACE}|{DASH})(?P<count2>{COUNT}))?)(?:{SPACE}(?i:full|consecutive|calendar))?"
    rf"(?:{SPACE}(?P<fiscal>(?i:fiscal|financial)))?(?:{SPACE}|-)(?P<unit>{UNIT}s?)\b"
)


def _vague(m: Match, clock: Clock) -> Atom | None:
    """ "the coming weeks": the months in which the next seven days or four weeks lie; months to come have no end."""
    unit = _unit(m)
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


_COMING = rf"\b(?:(?i:the|these){SPACE})?(?i:coming|upcoming){SPACE}(?P<unit>{UNIT}s)\b"
_AHEAD = rf"\b(?i:the){SPACE}(?P<unit>{UNIT}s){SPACE}(?i:ahead|to{SPACE}come)\b"


def _ago(m: Match, clock: Clock) -> Atom | None:
    """ "two days ago" is a day, "two weeks ago" a week, "a year ago" a month, "ten years ago" a year."""
    if not m["count"] or clock.year is None:
        return certain(m, None)
    unit, count = _unit(m), number_of(m["count"])
    if unit in ("year", "month") and clock.month is not None and (unit == "month" or count == 1):
        return certain(m, month_of(*shifted(clock.year, clock.month, -count * MONTHS_IN[unit])), True)
    if unit == "year":
        return certain(m, year_of(clock.year - count), True)
    if unit not in DAYS_IN or clock.today is None:
        return certain(m, None)
    day = _plus(clock.today, -int(count * DAYS_IN[unit]))
    return certain(m, week_of(day) if unit == "week" else day_moment(day), True)


_AGO = rf"\b(?:(?i:a{SPACE}few|several|some)|(?P<count>{COUNT})){SPACE}(?P<unit>{UNIT}s?){SPACE}(?i:ago)\b"


def _from_now(m: Match, clock: Clock) -> Atom | None:
    """ "two years from now", "in five years' time"."""
    past = _ago(m, clock)
    if past is None or past.moment is None or past.moment.first is None or clock.anchor is None or clock.year is None:
        return past
    unit, count = _unit(m), number_of(m["count"])
    if unit in ("year", "month") and clock.month is not None and (unit == "month" or count == 1):
        return certain(m, month_of(*shifted(clock.year, clock.month, count * MONTHS_IN[unit])), True)
    if unit == "year":
        return certain(m, year_of(clock.year + count), True)
    day = _plus(clock.anchor, int(count * DAYS_IN[unit]))
    return certain(m, week_of(day) if unit == "week" else day_moment(day), True)


_FROM_NOW = (
    rf"\b(?P<count>{COUNT}){SPACE}(?P<unit>{UNIT}s?)"
    rf"(?:{SPACE}(?i:from{SPACE}(?:now|today)|hence)|['’]{SPACE}(?i:time))\b"
)

_DAY_WORDS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _day_word(m: Match, clock: Clock) -> Atom | None:
    """ "today", "yesterday morning", "last night", "this afternoon"; a part of a day is that day."""
    if clock.today is None:
        return certain(m, None, kind="day word")
    return certain(m, day_moment(_plus(clock.today, _DAY_WORDS.get(_named(m, "word"), 0))), True, kind="day word")


_PART = rf"(?:{SPACE}(?i:morning|afternoon|evening|night)\b)"
_TODAY = rf"(?i:today|tonight|this{SPACE}(?:morning|afternoon|evening))"
_DAY_WORD = rf"\b(?P<word>{alternatives(_DAY_WORDS)}|{_TODAY})\b{_PART}?(?![-‐‑]\w)"


def _now(m: Match, clock: Clock) -> Atom | None:
    """ "now", as the end of a range."""
    if clock.today is not None:
        return certain(m, day_moment(clock.today), True, "range")
    if clock.year is not None and clock.month is not None:
        return certain(m, month_of(clock.year, clock.month), True, "range")
    return certain(m, None if clock.year is None else year_of(clock.year), True, "range")


_NOW = r"\b(?i:now)\b"


def _weekday(m: Match, clock: Clock) -> Atom | None:
    """ "Friday": the last one or, read as future, the next; "last Friday", "next Friday"; "this Friday"."""
    det, name = _named(m, "det"), m["weekday"]
    before = re.search(r"([A-Za-z]+)\s\Z", m.string[max(0, m.start() - 12) : m.start()])
    if (not det and name.islower()) or (not det and before and before[1].lower() in TABLE["no_weekday"]["before"]):
        return None
    today = clock.today
    if today is None:
        return certain(m, None)
    ahead = (weekday_number(name) - today.weekday()) % 7
    if det.endswith(("last", "past")):
        return certain(m, day_moment(_plus(today, ahead - 7)), True)
    if det.endswith(("next", "coming")):
        return certain(m, day_moment(_plus(today, ahead or 7)), True)
    if det == "this":
        return certain(m, day_moment(_plus(today, weekday_number(name) - today.weekday())), True)
    readings = [day_moment(_plus(today, ahead - 7))] if ahead else []
    return _by_week(certain(m, None), [*readings, day_moment(_plus(today, ahead))])


_WEEKDAY_NAME = rf"(?P<weekday>{WEEKDAY}){_PART}?(?![-‐‑]\w)"
_WEEKDAY = (
    rf"(?<![\w-])(?:(?P<det>(?:(?i:this|the){SPACE})?(?i:last|past|next|coming)|(?i:this)){SPACE})?{_WEEKDAY_NAME}"
)


def _part_of_unit(m: Match, clock: Clock) -> Atom | None:
    """ "the end of the year", "later in the month": the unit itself; "the rest of the week": from today to its end."""
    groups = m.groupdict()
    moment = current(_unit(m) if groups.get("unit") else "year", clock, 0)
    if moment is None or not _named(m, "edge").startswith(("rest", "remainder", "balance")):
        return certain(m, moment, True)
    if clock.today is None or moment.last is None:
        return certain(m, None)
    return certain(m, days_moment(clock.today, moment.last), True)


_OF_UNIT = rf"(?P<unit>(?:(?i:fiscal|financial|calendar){SPACE})?(?i:year|month|week|quarter|decade))\b(?![-‐‑]\w)"
_PART_OF_UNIT = (
    rf"\b(?:(?i:the|this){SPACE})?(?P<edge>(?i:end|close|start|beginning|middle|remainder|rest|balance|(?:early|latter|first|last){SPACE}part))"
    rf"(?:{SPACE}(?i:of))?{SPACE}(?:(?i:the{SPACE}current|the|this|my|our|current){SPACE})?{_OF_UNIT}(?!{SPACE}(?i:of){SPACE}(?:{MONTH}|[0-9]))"
)
_IN_UNIT = rf"\b(?P<edge>(?i:late|later|early|earlier)){SPACE}(?i:in|on{SPACE}in){SPACE}(?i:the|this){SPACE}{_OF_UNIT}"
_AT_YEAR_END = r"(?i:(?<=by )year end|(?<=at )year end)"
_YEAR_END = (
    rf"(?<![\w-])(?:(?i:year-end|year['’]s{SPACE}end|end-of-(?:the-)?year|end{SPACE}of{SPACE}year)|{_AT_YEAR_END})\b"
)


RULES: tuple[Rule, ...] = (
    (_ONE_UNIT, _one_unit),
    (_BEYOND, _beyond),
    (_MANY_UNITS, _many_units),
    (_COMING, _vague),
    (_AHEAD, _vague),
    (_AGO, _ago),
    (_FROM_NOW, _from_now),
    (_DAY_WORD, _day_word),
    (_NOW, _now),
    (_WEEKDAY, _weekday),
    (_PART_OF_UNIT, _part_of_unit),
    (_IN_UNIT, _part_of_unit),
    (_YEAR_END, _part_of_unit),
)
"""Stretches counted from the publication."""
