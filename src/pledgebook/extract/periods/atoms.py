"""The atoms of the grammar for time: phrases that name one stretch of the calendar, or a bare length of time.

A rule is a pattern of the language and a builder that reads its match against a `Clock`. An atom knows nothing of the
preposition before it or of the other end of a range: `find` puts those together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pledgebook.extract.periods.calendar import (
    Clock,
    Moment,
    day_of,
    exists,
    fiscal_year_of,
    month_of,
    season_of,
    with_days,
    year_of,
    years_of,
)
from pledgebook.extract.periods.words import (
    TABLE,
    Match,
    day_number,
    month_number,
    pattern,
    said,
    step_of,
    weekday_number,
    year_number,
)
from pledgebook.world.dates import shifted

Needs = Literal["nothing", "context", "preposition", "range"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A phrase of time, read as far as it goes by itself.

    `start`, `end`: half-open offsets. `moment`: its value where only one is possible. `readings`: the possible
    values where it names no year (or no week), in order of time. `in_year`: its value in a given year. `open`: its
    value while the year is unknown. `relative`: the value rests on the publication date. `needs`: what must stand
    around it to be a time at all. `kind`: what sort of phrase. `length`: count and unit of a
    bare duration.
    """

    start: int
    end: int
    moment: Moment | None = None
    readings: tuple[Moment, ...] = ()
    in_year: Callable[[int], Moment | None] | None = None
    open: Moment | None = None
    relative: bool = False
    needs: Needs = "nothing"
    kind: str = "date"
    length: tuple[int, str] | None = None


Builder = Callable[[Match, Clock], Atom | None]


def certain(
    m: Match, moment: Moment | None, relative: bool = False, needs: Needs = "nothing", kind: str = "date"
) -> Atom:
    """An atom with one possible value (None: found, but not to be worked out)."""
    return Atom(m.start(), m.end(), moment, relative=relative and moment is not None, needs=needs, kind=kind)


def yearless(
    m: Match,
    clock: Clock,
    in_year: Callable[[int], Moment | None],
    unknown: Moment | None,
    needs: Needs = "nothing",
    kind: str = "date",
) -> Atom:
    """An atom that names no year: it may be that of the publication, the one before or the one after."""
    base = Atom(m.start(), m.end(), in_year=in_year, open=unknown, needs=needs, kind=kind)
    if clock.year is None:
        return base
    readings = (in_year(year) for year in (clock.year - 1, clock.year, clock.year + 1))
    return replace(base, readings=tuple(r for r in readings if r is not None), relative=True)


def tail_year(m: Match, clock: Clock) -> tuple[int | None, bool]:
    """The year of a month, day or season: as written, or one of those around the publication ("of last year"). None where
    there is none or it cannot be known. And whether it was relative."""
    groups = m.groupdict()
    if groups.get("year"):
        return year_number(groups["year"]), False
    step = step_of(said(m, "which"))
    if step is not None and clock.year is not None:
        return clock.year + step, True
    return None, False


def _verb_like(m: Match) -> bool:
    """Whether the month is a lower-case "may" or "march" with nothing that makes it a date."""
    if m["month"] not in TABLE["months"]["verbs"] or m.groupdict().get("year") or m.groupdict().get("which"):
        return False
    return said(m, "day").isdigit() or not said(m, "day")


def dated(m: Match, clock: Clock) -> Atom | None:
    """ "June 10", "June 10-12, 2022", "18 and 19 January", "Friday, 10 June this year"."""
    month, day = month_number(m["month"]), day_number(m["day"])
    last = day_number(m["day2"]) if m["day2"] else None
    if _verb_like(m) or (last is not None and last <= day):
        return None

    def in_year(year: int) -> Moment | None:
        return day_of(year, month, day, last) if exists(year, month, last or day) else None

    kind = "date" if last is None else "range"
    year, relative = tail_year(m, clock)
    if year is not None:
        moment = in_year(year)
        return None if moment is None else certain(m, moment, relative, kind=kind)
    if (
        last is None
        and m["day"].isdigit()
        and m.end("month") < m.end("day")
        and pattern("in_before").search(m.string, max(0, m.start() - 6), m.start())
    ):
        # "in June 15 countries agreed": one says "on June 15"
        alone = yearless(m, clock, lambda y: month_of(y, month), month_of(None, month), kind="month")
        return replace(alone, end=m.end("month"))
    if not exists(None, month, last or day):
        return None
    atom = yearless(m, clock, in_year, day_of(None, month, day, last), kind=kind)
    if not m["weekday"]:
        return atom
    weekday = weekday_number(m["weekday"])
    fitting = tuple(r for r in atom.readings if r.first is not None and r.first.weekday() == weekday)
    return replace(atom, readings=fitting or atom.readings)


def _days_of_month(m: Match, clock: Clock) -> Atom | None:
    """ "4 to 22 of this month", "the 15th of next month"."""
    if clock.year is None or clock.month is None:
        return certain(m, None)
    year, month = shifted(clock.year, clock.month, step_of(said(m, "which")) or 0)
    day, last = day_number(m["day"]), day_number(m["day2"]) if m["day2"] else None
    if not exists(year, month, last or day) or (last is not None and last <= day):
        return None
    return certain(m, day_of(year, month, day, last), True, kind="date" if last is None else "range")


def _iso(m: Match, clock: Clock) -> Atom | None:
    """ "2022-06-10", "2019/aug/01"."""
    year, day = int(m["year"]), int(m["day"])
    month = month_number(m["month"]) if m["month"][0].isalpha() else int(m["month"])
    return certain(m, day_of(year, month, day)) if exists(year, month, day) else None


def _numeric(m: Match, clock: Clock) -> Atom | None:
    """ "01/22/2016": month first in the US and with no country, day first elsewhere and with full stops."""
    year, first, second = int(m["year"]), int(m["first"]), int(m["second"])
    month_first = m["mark"] != "." and clock.country in (None, "US")
    pair = (first, second) if (month_first and first <= 12) or second > 12 else (second, first)
    return certain(m, day_of(year, *pair)) if exists(year, *pair) else None


def _month(m: Match, clock: Clock) -> Atom | None:
    """ "August 2022", "August of last year", "last May", "August"."""
    name, det = m["month"].lower().rstrip("."), said(m, "det")
    month, months = month_number(name), TABLE["months"]
    if _verb_like(m):
        return None
    year, relative = tail_year(m, clock)
    if year is not None:
        return certain(m, month_of(year, month), relative, kind="month")
    if m.groupdict().get("which"):
        return certain(m, None)
    careful = name in months["careful"] or name not in months["names"]
    if careful and m["month"].islower() and not det.endswith(tuple(TABLE["determiners"]["which"])):
        return None
    needs: Needs = "preposition" if careful and _picked(det) is None else "nothing"
    return _determined(
        yearless(m, clock, lambda y: month_of(y, month), month_of(None, month), needs, "month"), _picked(det), clock
    )


def _determined(atom: Atom, step: int | None, clock: Clock) -> Atom:
    """The atom with the reading that its determiner picks: "last May" is over, "next June" has not begun."""
    anchor = clock.anchor
    if anchor is None or step is None or not atom.readings:
        return atom
    known = with_days(atom.readings)
    if step == 0:
        return replace(atom, moment=min(known, key=lambda item: abs(item[0].year - anchor.year))[2])
    fitting = [item[2] for item in known if (item[1] < anchor if step < 0 else item[0] > anchor)]
    return replace(atom, moment=fitting[-1 if step < 0 else 0]) if fitting else atom


def _picked(det: str) -> int | None:
    """The step that a determiner takes, None where it is an article or there is none."""
    return None if det in TABLE["determiners"]["article"] else step_of(det)


def _season(m: Match, clock: Clock) -> Atom | None:
    """ "summer 2022", "this summer", "early fall"; the winter of 2022-23 begins in 2022."""
    word, det, seasons = said(m, "season"), said(m, "det"), TABLE["seasons"]
    season, southern = seasons["names"][word], clock.country in seasons["southern"]
    year, relative = tail_year(m, clock)
    if year is not None:
        return certain(m, season_of(year, season, southern), relative)
    if m["which"]:
        return certain(m, None)
    step = _picked(det)
    needs: Needs = "preposition" if not det or (step is None and word in seasons["careful"]) else "nothing"
    atom = yearless(m, clock, lambda y: season_of(y, season, southern), None, needs, "season")
    return _this_season(atom, clock) if step == 0 else _determined(atom, step, clock)


def _this_season(atom: Atom, clock: Clock) -> Atom:
    """ "this summer": the one that runs, else that of the year."""
    if clock.anchor is None:
        return atom
    known = with_days(atom.readings)
    running = [moment for first, last, moment in known if first <= clock.anchor <= last]
    return replace(atom, moment=(running or [moment for first, _, moment in known if first.year == clock.year])[0])


def _year_alone(m: Match, clock: Clock) -> Atom | None:
    """ "2022", where the context makes it a year."""
    written = not m["year"][0].isdigit()
    return certain(m, year_of(year_number(m["year"])), needs="preposition" if written else "context", kind="year")


def _years(m: Match, clock: Clock) -> Atom | None:
    """ "2014-2018"; "2008-09", the fiscal year where that runs over two years; "2015-3" and "2016 / 11" are months."""
    first, text, mark, fiscal = int(m["first"]), m["second"], m["mark"].strip(), clock.fiscal
    spaced = mark != m["mark"]
    second = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if len(text) == 2 and first % 100 == 99 and text == "00":
        second = first + 1
    if len(text) == 2 and second == first + 1 and not spaced:
        # Americans name their fiscal year by one number: two are a school year or a season of sport
        if fiscal is not None and fiscal.starts != 1 and clock.country != "US":
            return certain(m, fiscal_year_of(first if fiscal.named_by == "start" else second, fiscal), kind="fiscal")
        return certain(m, years_of(first, second, "span"), kind="year")
    if len(text) == 4 or (len(text) == 2 and not spaced and mark != "/" and (mark in "–—" or int(text) > 12)):
        return certain(m, years_of(first, second, "span"), kind="range") if second > first else None
    if mark in "-/" and 1 <= int(text) <= 12 and (not spaced or _closes(m)):
        return certain(m, month_of(first, int(text)), kind="month")
    return None


def _closes(m: Match) -> bool:
    """Whether nothing but a mark and a gap follow: "2016 - 11" with words after it is a subtraction or an aside."""
    return re.match(r"\s?\w", m.string[m.end() : m.end() + 2]) is None


def _month_numeric(m: Match, clock: Clock) -> Atom | None:
    """ "11/2016"."""
    return (
        certain(m, month_of(int(m["year"]), int(m["month"])), kind="month") if m["mark"] in "-/" or _closes(m) else None
    )


def _hyphened(m: Match, clock: Clock) -> Atom | None:
    """ "12-Dec-2014", "05/Mar/25", "Dec-2014"; two figures are a year of this century."""
    year, month = int(m["year"]), month_number(m["month"])
    year += 2000 if year < 100 else 0
    if m["day"] is None:
        return certain(m, month_of(year, month), kind="month")
    day = int(m["day"])
    return certain(m, day_of(year, month, day)) if exists(year, month, day) else None


RULES: Mapping[str, Builder] = {
    "iso": _iso,
    "day_short_month": _hyphened,
    "short_month_year": _hyphened,
    "numeric": _numeric,
    "month_day": dated,
    "day_month": dated,
    "days_of_month": _days_of_month,
    "month_year": _month,
    "year_month": _month,
    "month_alone": _month,
    "season": _season,
    "years": _years,
    "month_numeric": _month_numeric,
    "year_alone": _year_alone,
}
"""Dates, months, seasons and years: the name of each pattern and what reads its match."""
