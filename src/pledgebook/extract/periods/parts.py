"""Atoms that cut or bundle years: quarters and halves, "the first three months of 2024", decades, weeks of a month
or year, fiscal years.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pledgebook.extract.periods.atoms import (
    DAY_MONTH,
    MONTH_DAY,
    TAIL,
    Atom,
    Match,
    Rule,
    certain,
    dated,
    tail_year,
    yearless,
)
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
    ANY_YEAR,
    COUNT,
    DASH,
    GAP,
    MONTH,
    ORDINAL,
    ORDINALS,
    SPACE,
    TABLE,
    YEAR,
    alternatives,
    day_number,
    month_number,
    number_of,
)
from pledgebook.world.dates import shifted

_DECADE_WORDS: dict[str, int] = TABLE["numbers"]["decades"]
_FY = rf"(?i:FY|fiscal(?:{SPACE}year)?|financial{SPACE}year){GAP}"


def _part(m: Match, clock: Clock) -> Atom | None:
    """ "the third quarter of 2016", "Q3 2024", "H1 2016", "the second half of this year", "Q1 FY2024"."""
    groups = m.groupdict()
    name = groups.get("nth") or ""
    half = (groups.get("part") or groups["letter"]).lower().startswith("h")
    parts, months = (2, 6) if half else (4, 3)
    number = ORDINALS[name.lower()] if name else int(groups["digit"])
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
    return yearless(m, clock, in_year, None, "preposition") if groups.get("letter") and not half else None


_OF_YEAR = rf"(?P<of_year>{SPACE}(?i:of|in){SPACE}(?i:the){SPACE}(?:(?i:current|calendar){SPACE})?(?i:year)\b)"
_FISCAL_TAIL = rf"{GAP},?(?:{SPACE}(?i:of|in))?(?:{SPACE}(?i:the))?{SPACE}(?P<fiscal>{_FY})(?P<year>{YEAR})"
_NAMED_PART = rf"\b(?:(?i:the){SPACE})?(?P<nth>{ORDINAL})(?:{SPACE}|-)(?P<part>(?i:quarter|half))"
_LETTER_PART = r"(?<![\w-])(?P<letter>[QqHh])(?P<digit>[1-4])"

_QUARTER_RULES = tuple(
    (pattern, _part)
    for pattern in (
        _NAMED_PART + _FISCAL_TAIL,
        rf"{_NAMED_PART}(?:{SPACE}(?i:of|in))?{TAIL}",
        _NAMED_PART + _OF_YEAR,
        _LETTER_PART + _FISCAL_TAIL,
        rf"{_LETTER_PART}(?:(?:{SPACE}(?i:of|in))?{TAIL})?(?![\w-])",
        rf"(?<![\w-])(?P<year>{YEAR}){GAP}(?P<letter>[QqHh])(?P<digit>[1-4])(?![\w-])",
        rf"(?<![\w-])(?P<year>{YEAR}),?{SPACE}(?i:the){SPACE}(?P<nth>{ORDINAL}){SPACE}(?P<part>(?i:quarter|half))\b",
    )
)


def _some_months(m: Match, clock: Clock) -> Atom | None:
    """ "the first three months of 2024", "the last two months of last year"."""
    count = number_of(m["count"])
    year, relative = (clock.year, True) if m["of_year"] else tail_year(m, clock)
    if year is None or not 1 <= count <= 12:
        return certain(m, None) if year is None else None
    start = 1 if ORDINALS.get(m["nth"].lower(), 1) > 0 else 13 - count
    return certain(m, months_of(year, start, count), relative)


_SOME_MONTHS = (
    rf"\b(?i:the){SPACE}(?P<nth>(?i:first|last|final)){SPACE}(?P<count>{COUNT}){SPACE}(?i:months)"
    rf"(?:{SPACE}(?i:of))?(?:{TAIL}|{_OF_YEAR})"
)


def _decade(m: Match, clock: Clock) -> Atom | None:
    """ "the 1990s", "the 70s" (the last that began), "the seventies", "the nineteen seventies", "the 2010s"."""
    groups = {key: value.lower() for key, value in m.groupdict().items() if value}
    if "year" in groups:
        first = int(groups["year"])
    elif "named" in groups:
        first = 2010 if groups["named"].endswith("tens") else 2000
    else:
        within = int(groups["two"]) if "two" in groups else _DECADE_WORDS[groups["word"]]
        century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}.get(groups.get("century", ""))
        if century is None and clock.year is None:
            return certain(m, None)
        now = clock.year or 0
        first = (now // 100 * 100 if century is None else century) + within
        first -= 100 if century is None and first > now else 0
        return certain(m, years_of(first, first + 9, "decade", f"{first // 10}X"), century is None)
    return certain(m, _part_of_decade(first, groups.get("part")))


_THIRDS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def _part_of_decade(first: int, part: str | None) -> Moment:
    """A decade; of its early, middle or late years the ends, where a deadline or a start asks for one ("by the mid-2030s"):
    EDTF has a name for the whole alone."""
    low, high = _THIRDS.get(part or "", (0, 9))
    return years_of(first + low, first + high, "decade", f"{first // 10}X")


_DECADE = (
    rf"(?:(?:(?<![\w$€£.,-])(?:(?i:the){SPACE})?|(?<![\w-])(?:(?i:the){SPACE})?(?P<part>(?i:early|mid|late))(?:{SPACE}|[-‐‑–]))(?P<year>(?:1[5-9]|20|21)[0-9]0)(?:['’]?s)|\b(?i:the|late|early|mid){SPACE}['‘’]?(?P<two>[2-9]0)['’]?s"
    rf"|\b(?i:the){SPACE}(?:(?P<century>(?i:eighteen|nineteen|twenty))(?:{SPACE}|-))?(?P<word>{alternatives(_DECADE_WORDS)})"
    rf"|\b(?i:the){SPACE}(?P<named>(?i:two{SPACE}thousand{SPACE}and{SPACE}tens|twenty(?:{SPACE}|-)tens"
    rf"|two{SPACE}thousands|noughties)))\b(?!{SPACE}(?i:percent|per{SPACE}cent))"
)


def _nth_week(m: Match, clock: Clock) -> Atom | None:
    """ "the first week of October", "the last weekend of July", "the second week of 2015"."""
    nth, groups = ORDINALS[m["nth"].lower()], m.groupdict()
    year, relative = tail_year(m, clock)

    def of(stretch: Moment) -> Moment | None:
        return nth_week(stretch, nth) if m["what"].lower() == "week" else nth_weekend(stretch, nth)

    if groups.get("unit"):
        if clock.year is None or clock.month is None:
            return certain(m, None)
        step = {"this": 0, "the": 0, "last": -1, "next": 1}[groups["det"].lower()]
        stretch = (
            month_of(*shifted(clock.year, clock.month, step))
            if groups["unit"].lower() == "month"
            else year_of(clock.year + step)
        )
        return certain(m, of(stretch), True)
    if not groups.get("month"):
        return certain(m, None if year is None else of(year_of(year)), relative)
    month = month_number(groups["month"])
    if year is not None:
        return certain(m, of(month_of(year, month)), relative)
    return yearless(m, clock, lambda y: of(month_of(y, month)), None)


_NTH_WEEK = (
    rf"\b(?:(?i:the){SPACE})?(?P<nth>{ORDINAL}){SPACE}(?:(?i:full){SPACE})?(?P<what>(?i:week|weekend))"
    rf"(?:{SPACE}(?i:of|in))?"
)
_WEEK_OF = (
    rf"\b(?:(?i:the){SPACE})?(?:(?i:week{SPACE}(?:of|commencing|starting|beginning)(?:{SPACE}on)?)|(?i:w/c)){SPACE}"
    rf"(?:(?i:the){SPACE})?"
)


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


_WEEK_OF_DAY = rf"{_WEEK_OF}(?P<day>[0-9]{{1,2}}(?i:st|nd|rd|th))\b(?!{SPACE}(?:(?i:of){SPACE})?{MONTH})"


def _fiscal(m: Match, clock: Clock) -> Atom | None:
    """ "FY 2023", "fiscal years 2023 to 2024", "FY 2023 and 2024", "financial year 2008-09"; without a value in a
    country whose calendar is not known."""
    fiscal, numbers = clock.fiscal, re.findall(r"[0-9]{2,4}", m["names"])
    if fiscal is None:
        return certain(m, None, kind="fiscal")
    first = int(numbers[0]) if len(numbers[0]) == 4 else 2000 + int(numbers[0])
    last = int(numbers[-1]) if len(numbers[-1]) == 4 else first // 100 * 100 + int(numbers[-1])
    one_year = re.fullmatch(rf"[0-9]{{4}}(?:{DASH}|/)[0-9]{{2,4}}", m["names"]) and last == first + 1
    if one_year and clock.country != "US" and fiscal.starts != 1:
        first = last = first if fiscal.named_by == "start" else last
    if last < first:
        return None
    low, high = fiscal_year_of(first, fiscal), fiscal_year_of(last, fiscal)
    return certain(m, Moment(low.low, high.high, low.first, high.last, "fiscal"), kind="fiscal")


_NAME = rf"(?:{YEAR}|['’]?[0-9]{{2}})(?![0-9])"
_AND = rf"(?:{GAP}(?:{DASH}|/){GAP}|,?{SPACE}(?i:to|through|and|or){SPACE}|,{SPACE})"
_BEFORE_FY = rf"(?<![\w-])(?:(?i:the|US|U\.S\.|federal){SPACE})?"
_FY_SHORT = rf"{_BEFORE_FY}(?i:FYs?){GAP}(?P<names>{_NAME}(?:{_AND}(?:(?i:FY){GAP})?{_NAME}){{0,4}})(?!\w)"
_FY_LONG = (
    rf"{_BEFORE_FY}(?i:fiscal|(?:fiscal|financial|budget){SPACE}years?){SPACE}(?:(?i:ending){SPACE})?"
    rf"(?P<names>{YEAR}(?:{_AND}(?:{YEAR}|(?<=[-–/])[0-9]{{2}}(?![0-9]))){{0,4}})(?!\w)"
)
_FISCAL_AFTER = (
    rf"(?<![\w$€£-])(?:(?i:the){SPACE})?(?P<names>{YEAR}(?:(?:{DASH}|/)[0-9]{{2,4}})?){SPACE}"
    rf"(?i:fiscal|financial){SPACE}(?i:years?)\b"
)

RULES: tuple[Rule, ...] = (
    *_QUARTER_RULES,
    (_SOME_MONTHS, _some_months),
    (_DECADE, _decade),
    (rf"{_NTH_WEEK}{SPACE}(?P<month>{MONTH})(?!{SPACE}?[0-9]{{1,2}}\b){TAIL}?", _nth_week),
    (rf"{_NTH_WEEK}{SPACE}(?P<year>{ANY_YEAR})(?!\w)", _nth_week),
    (rf"{_NTH_WEEK}{SPACE}(?P<which>(?i:this|last|next)){SPACE}(?i:year)\b", _nth_week),
    (rf"{_NTH_WEEK}{SPACE}(?P<det>(?i:this|the|last|next)){SPACE}(?P<unit>(?i:month|year))\b", _nth_week),
    (_WEEK_OF + MONTH_DAY.removeprefix(r"\b"), _week_with),
    (_WEEK_OF + DAY_MONTH, _week_with),
    (_WEEK_OF_DAY, _week_with_day),
    (_FY_SHORT, _fiscal),
    (_FY_LONG, _fiscal),
    (_FISCAL_AFTER, _fiscal),
)
"""Parts and bundles of years, weeks, fiscal years."""
