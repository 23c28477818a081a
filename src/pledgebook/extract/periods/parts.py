"""Atoms that cut or bundle years: quarters and halves, "the first three months of 2024", decades, weeks of a month
or year, fiscal years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pledgebook.extract.periods.atoms import Atom, Builder, certain, dated, tail_year, yearless
from pledgebook.extract.periods.calendar import (
    Clock,
    Moment,
    day_of,
    exists,
    fiscal_year_of,
    month_of,
    months_of,
    nth_week,
    nth_weekend,
    week_of,
    year_of,
    years_of,
)
from pledgebook.extract.periods.words import (
    ORDINALS,
    TABLE,
    Match,
    day_number,
    month_number,
    number_of,
    said,
    step_of,
    unit_of,
)
from pledgebook.world.dates import shifted


def _part(m: Match, clock: Clock) -> Atom | None:
    """ "the third quarter of 2016", "Q3 2024", "H1 2016", "the second half of this year", "Q1 FY2024"."""
    groups, nth = m.groupdict(), said(m, "nth")
    parts: int = TABLE["units"]["parts"][said(m, "part")]
    months, half = 12 // parts, parts == 2
    number = ORDINALS[nth] if nth else int(groups["digit"])
    number = parts if number < 0 else number
    if number > parts:
        return None
    fiscal = bool(groups.get("fiscal"))
    if fiscal and clock.fiscal is None:
        return certain(m, None)
    year, relative = tail_year(m, clock)
    if groups.get("of_year"):
        year, relative = clock.year, True

    def in_year(of: int) -> Moment | None:
        start = (of, 1)
        if fiscal and clock.fiscal is not None:
            whole = fiscal_year_of(of, clock.fiscal)
            start = (whole.first.year, whole.first.month) if whole.first else start
        return months_of(*shifted(*start, months * (number - 1)), months, "half" if half else "quarter")

    if year is not None:
        return certain(m, in_year(year), relative)
    if groups.get("which") or groups.get("of_year"):
        return certain(m, None)
    return yearless(m, clock, in_year, None, "preposition") if groups.get("digit") and not half else None


def _some_months(m: Match, clock: Clock) -> Atom | None:
    """ "the first three months of 2024", "the last two months of last year"."""
    count = number_of(m["count"])
    year, relative = (clock.year, True) if m["of_year"] else tail_year(m, clock)
    if year is None or not 1 <= count <= 12:
        return certain(m, None) if year is None else None
    start = 1 if ORDINALS[said(m, "nth")] > 0 else 13 - count
    return certain(m, months_of(year, start, count), relative)


def _decade(m: Match, clock: Clock) -> Atom | None:
    """ "the 1990s", "the 70s" (the last that began), "the seventies", "the nineteen seventies", "the 2010s"."""
    year, named = said(m, "year"), said(m, "named")
    if year or named:
        first = int(year) if year else TABLE["decades"]["named"][named]
        return certain(m, _part_of_decade(first, said(m, "part")))
    two, numbers = said(m, "two"), TABLE["numbers"]
    within = int(two) if two else numbers["decades"][said(m, "word")]
    century = numbers["centuries"].get(said(m, "century"))
    if century is not None:
        return certain(m, _part_of_decade(century + within, ""))
    return certain(m, None if clock.year is None else _part_of_decade(_last_begun(within, clock.year), ""), True)


def _last_begun(within: int, year: int) -> int:
    """The first year of the last decade of a name ("the 70s") that had begun by a year."""
    first = year // 100 * 100 + within
    return first if first <= year else first - 100


def _part_of_decade(first: int, part: str) -> Moment:
    """A decade; of its early, middle or late years the ends, where a deadline or a start asks for one ("by the mid-2030s"):
    EDTF has a name for the whole alone."""
    low, high = TABLE["decades"]["thirds"].get(part, (0, 9))
    return years_of(first + low, first + high, "decade", f"{first // 10}X")


def _nth_week(m: Match, clock: Clock) -> Atom | None:
    """ "the first week of October", "the last weekend of July", "the second week of 2015"."""
    nth, groups = ORDINALS[said(m, "nth")], m.groupdict()
    year, relative = tail_year(m, clock)
    weekly = TABLE["units"]["names"].get(said(m, "what")) == "week"

    def of(stretch: Moment) -> Moment | None:
        return nth_week(stretch, nth) if weekly else nth_weekend(stretch, nth)

    if groups.get("unit"):
        if clock.year is None or clock.month is None:
            return certain(m, None)
        step = step_of(said(m, "det")) or 0
        month = month_of(*shifted(clock.year, clock.month, step))
        return certain(m, of(month if unit_of(m) == "month" else year_of(clock.year + step)), True)
    if not groups.get("month"):
        return certain(m, None if year is None else of(year_of(year)), relative)
    number = month_number(groups["month"])
    if year is not None:
        return certain(m, of(month_of(year, number)), relative)
    return yearless(m, clock, lambda y: of(month_of(y, number)), None)


def _week_with(m: Match, clock: Clock) -> Atom | None:
    """ "the week of February 4": the week in which the day lies."""
    atom = dated(m, clock)
    if atom is None or m["day2"]:
        return None

    def week(moment: Moment | None) -> Moment | None:
        return None if moment is None or moment.first is None else week_of(moment.first)

    if atom.moment is not None:
        return certain(m, week(atom.moment), atom.relative)
    inner = atom.in_year
    return yearless(m, clock, lambda y: week(inner(y)) if inner else None, None)


def _week_with_day(m: Match, clock: Clock) -> Atom | None:
    """ "the week of the 18th": of the month in which the publication lies, or the one before or after."""
    day, today = day_number(m["day"]), clock.today
    if today is None or not 1 <= day <= 31:
        return certain(m, None)
    months = [shifted(today.year, today.month, step) for step in (-1, 0, 1)]
    days = [day_of(year, month, day) for year, month in months if exists(year, month, day)]
    weeks = tuple(week_of(d.first) for d in days if d.first is not None)
    return replace(certain(m, None), readings=weeks, relative=True)


def _fiscal(m: Match, clock: Clock) -> Atom | None:
    """ "FY 2023", "fiscal years 2023 to 2024", "FY 2023 and 2024", "financial year 2008-09"; without a value in a
    country whose calendar is not known."""
    fiscal, numbers = clock.fiscal, re.findall(r"[0-9]{2,4}", m["names"])
    if fiscal is None:
        return certain(m, None, kind="fiscal")
    first = int(numbers[0]) if len(numbers[0]) == 4 else 2000 + int(numbers[0])
    last = int(numbers[-1]) if len(numbers[-1]) == 4 else first // 100 * 100 + int(numbers[-1])
    one_year = re.fullmatch(r"[0-9]{4}[-‐‑–—−/][0-9]{2,4}", m["names"]) and last == first + 1
    if one_year and clock.country != "US" and fiscal.starts != 1:
        first = last = first if fiscal.named_by == "start" else last
    if last < first:
        return None
    low, high = fiscal_year_of(first, fiscal), fiscal_year_of(last, fiscal)
    return certain(m, Moment(low.low, high.high, low.first, high.last, "fiscal"), kind="fiscal")


RULES: Mapping[str, Builder] = {
    "part_of_fiscal": _part,
    "part_of_year": _part,
    "part_of_this_year": _part,
    "letter_of_fiscal": _part,
    "letter_of_year": _part,
    "year_letter": _part,
    "year_part": _part,
    "some_months": _some_months,
    "decade": _decade,
    "week_of_month": _nth_week,
    "week_of_year": _nth_week,
    "week_of_which_year": _nth_week,
    "week_of_unit": _nth_week,
    "week_with_month_day": _week_with,
    "week_with_day_month": _week_with,
    "week_with_day": _week_with_day,
    "fiscal_short": _fiscal,
    "fiscal_long": _fiscal,
    "fiscal_after": _fiscal,
}
"""Parts and bundles of years, weeks, fiscal years: the name of each pattern and what reads its match."""
