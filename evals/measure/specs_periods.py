"""How many cases of the public specification of date periods (Recognizers-Text, MIT) the grammar for time passes.

A case is a sentence, a reference date and the phrase that another project reads in it. It passes when one of our
stretches has the same span and the same value, under three conventions, each applied to every case alike:

- Span: the other project includes a preposition in some phrases ("from 4 to 22 this month") and leaves it out of
  others ("this week" in "on this week"); ours always include it. Leading prepositions and articles are cut off
  from both spans before they are compared.
- End: the specification ends whole units with the first day after them (July: 2016-07-01 to 2016-08-01), and what it
  counts in days with the last one (4 to 22 November: to 2016-11-22). Ours always end with the last day; both the same
  day and the next one count as equal to the specified end.
- Open start: the specification lets a deadline ("within 5 days") begin on the day of speaking; our `../2017-11-13`
  leaves the start open, which for the comparison is filled with the reference date.

A phrase without a year or week has two readings there, past and future, and so has ours by `direction`; a case passes
when a reading of ours is one of theirs, or when what we read with no direction is. Seasons have no days there:
year and season are compared. A case that specifies no phrase passes when we give no stretch a value.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from evals.measure.specs import SpecScore
from pledgebook.extract.periods.calendar import Direction
from pledgebook.extract.periods.find import periods

LEFT_OUT = Path(__file__).resolve().parents[2] / "tests" / "extract" / "left_out_periods.toml"
_LEADING = re.compile(
    r"(?:(?:in|on|at|during|by|from|between|within|since|until|through|over|for|of|the|a)\s+)+", re.IGNORECASE
)
_DIRECTIONS: tuple[Direction | None, ...] = (None, "past", "future")
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


def cases(folder: Path) -> list[dict[str, Any]]:
    """The cases of DatePeriodParser.json in a folder, as they stand there."""
    found: list[dict[str, Any]] = json.loads((folder / "DatePeriodParser.json").read_text(encoding="utf-8-sig"))
    return found


def left_out() -> dict[int, str]:
    """Position of a case that is left out on purpose → the reason."""
    table = tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return {number: group["reason"] for group in table["group"] for number in group["cases"]}


def bare_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without leading prepositions and articles."""
    cut = _LEADING.match(text, start, end)
    return (cut.end() if cut and cut.end() < end else start, end)


def _edge(part: str, reference: date, end: bool) -> date | None:
    """First or last day of one end of an EDTF interval."""
    if part == "..":
        return None if end else reference
    m = re.fullmatch(r"(\d{3})X|(\d{4})(?:-(\d\d))?(?:-(\d\d))?", part)
    if m is None or (m[3] and int(m[3]) > 12):
        return None
    if m[1]:
        return date(int(m[1]) * 10 + (9 if end else 0), 12 if end else 1, 31 if end else 1)
    year, month, day = int(m[2]), int(m[3] or (12 if end else 1)), m[4]
    if day:
        return date(year, month, int(day))
    if not end:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def days(edtf: str, reference: date) -> tuple[date, date] | None:
    """First and last day of an EDTF value, None where an end is open or has no days."""
    low, _, high = edtf.partition("/")
    first, last = _edge(low, reference, end=False), _edge(high or low, reference, end=True)
    return None if first is None or last is None else (first, last)


def same_value(edtf: str, value: Mapping[str, Any], reference: date | None) -> bool:
    """Whether an EDTF value is one of the two resolutions of a specified value."""
    season = re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value["Timex"])
    if season:
        return edtf == f"{season[1]}-{_SEASONS[season[2]]}"
    ours = days(edtf, reference or date(2000, 1, 1))
    for resolution in (value["FutureResolution"], value["PastResolution"]):
        if ours is None or set(resolution) != {"startDate", "endDate"}:
            continue
        first, end = (date.fromisoformat(resolution[key]) for key in ("startDate", "endDate"))
        if ours[0] == first and ours[1] in (end, end - timedelta(days=1)):
            return True
    return False


def passes(case: Mapping[str, Any]) -> bool:
    """Whether our stretches have every phrase of a case with its value."""
    text: str = case["Input"]
    moment: str | None = case.get("Context", {}).get("ReferenceDateTime")
    found = [s for way in _DIRECTIONS for s in periods(text, moment, direction=way) if s.edtf is not None]
    if not case["Results"]:
        return not found
    reference = date.fromisoformat(moment[:10]) if moment else None
    return all(
        any(
            bare_span(text, s.start, s.end) == bare_span(text, r["Start"], r["Start"] + r["Length"])
            and same_value(s.edtf or "", r["Value"], reference)
            for s in found
        )
        for r in case["Results"]
    )


def score_periods(folder: Path) -> SpecScore:
    """Pass rate on the specification in `folder`. A case that is left out on purpose never counts as passed."""
    every, out = cases(folder), left_out()
    return SpecScore(
        passed=sum(number not in out and passes(case) for number, case in enumerate(every)),
        total=len(every),
        left_out=sum(number < len(every) for number in out),
    )
