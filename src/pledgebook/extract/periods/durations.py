"""Lengths of time: "over three years", "a five-year plan", deadlines such as "within 120 days", and a length from a
stated start ("for two years from 1 July").
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.extract.periods.atoms import Atom, Match, Rule, certain
from pledgebook.extract.periods.calendar import Clock, Moment, days_moment, exists, months_of, years_of
from pledgebook.extract.periods.relative import DAYS_IN, MONTHS_IN, rolling
from pledgebook.extract.periods.words import COUNT, DASH, SPACE, UNIT, alternatives, number_of
from pledgebook.world.dates import shifted


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
    if start.unit == "day" and not months:
        return days_moment(first, first + timedelta(days=max(0, int(count * DAYS_IN[unit]) - 1)))
    if months > 12 * 900:
        return None
    if start.unit == "day":
        year, month = shifted(first.year, first.month, months)
        day = first.day if exists(year, month, first.day) else 28
        return days_moment(first, date(year, month, day) - timedelta(days=1))
    if start.unit == "month" and months:
        return months_of(first.year, first.month, months)
    if start.unit == "year" and months and months % 12 == 0:
        return years_of(first.year, first.year + months // 12 - 1, "span")
    return None


def _length(m: Match, clock: Clock) -> Atom | None:
    """ "over three years", "five-year": a length with no start; of "three to five years" the longer."""
    count = number_of(m["count2"] or m["count"])
    return replace(certain(m, None), length=(count, m["unit"].lower().removesuffix("s")), kind="duration")


def _deadline(m: Match, clock: Clock) -> Atom | None:
    """ "within 120 days": a deadline counted from today, unless it is counted from something else."""
    length = _length(m, clock)
    if length is None or length.length is None or _ELSEWHERE.match(m.string, m.end()):
        return length
    moment = rolling(length.length[1], length.length[0], True, clock)
    return length if moment is None else replace(length, moment=moment, relative=True, kind="deadline")


_ELSEWHERE = re.compile(rf"{SPACE}(?i:of|after|from|following|upon|before|prior)\b")
_ROLE = rf"(?i:over|for|in|during|across|spanning|throughout){SPACE}"
_COURSE = rf"(?:(?i:the|a){SPACE}(?i:course|period|span|space){SPACE}(?i:of){SPACE})?"
_HEDGES = (
    "at least", "up to", "about", "around", "approximately", "more than", "less than", "nearly", "almost", "over",
    "only", "just", "another", "a further", "an additional", "a minimum of", "a maximum of",
)  # fmt: skip
_AMOUNT = (
    rf"{_COURSE}(?:{alternatives(_HEDGES)}{SPACE})?"
    rf"(?P<count>{COUNT})(?:(?:{SPACE}(?i:to|or){SPACE}|{DASH})(?P<count2>{COUNT}))?"
    rf"(?:{SPACE}(?i:full|consecutive|calendar|more|additional))?(?:{SPACE}|-)(?P<unit>{UNIT}s?)\b(?:{SPACE}(?i:period)\b)?"
    rf"(?!{SPACE}(?i:ago|earlier|later|old|from{SPACE}now)\b|-old|['’]{SPACE}(?i:time))"
)
_ACT = alternatives(["order", "memorandum", "proclamation", "directive", "statement", "declaration", "agreement"])
_FROM_HERE = rf"{SPACE}(?i:of|from){SPACE}(?:(?i:today|now)|(?i:the{SPACE}date{SPACE}of{SPACE}this){SPACE}{_ACT})\b"
_HYPHENED = (
    rf"(?<![\w-])(?P<count>{COUNT})(?:(?:-(?i:to|or)-|{DASH})(?P<count2>{COUNT}))?-(?P<unit>{UNIT}s?)"
    rf"(?![\w-]|{SPACE}(?i:old|ago)\b)"
)

RULES: tuple[Rule, ...] = (
    (rf"\b{_ROLE}{_AMOUNT}", _length),
    (rf"\b(?i:within){SPACE}{_AMOUNT}(?:{_FROM_HERE})?", _deadline),
    (_HYPHENED, _length),
)
"""Lengths of time and deadlines."""
