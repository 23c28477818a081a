"""What the grammars find in a text: amounts (numbers, money, percent, ranges) and stretches of time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Measure = Literal["money", "count", "percent", "multiple"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number phrase with its value.

    `start`, `end`: half-open character offsets of the whole phrase, bounds and unit sign included
    ("more than $300 million"). `low`, `high`: exact inclusive bounds, None for an open end.
    `unit`: ISO 4217 code for money, "percent" for percentages, None for a bare number (the counted
    noun is found by the parse). `measure`: money, count, percent or multiple ("three-fold" is 3).
    `approximate`: said with a hedge such as "about". `per`: the period or thing of a rate ("year",
    "month", "country"), None for a total. `additional`: said to come on top of something.
    """

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    measure: Measure
    approximate: bool = False
    per: str | None = None
    additional: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time phrase with its EDTF value ("by 2030" is "../2030").

    `start`, `end`: half-open character offsets of the phrase, preposition included. `edtf`: ISO 8601-2
    string; None for a duration with no start ("over three years"). `relative`: True when the value was
    worked out from the publication date. `years`: length in years of a bare duration, else None.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    relative: bool = False
    years: Decimal | None = None
