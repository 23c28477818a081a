"""Percentages: "40%", "7.5 per cent", "two percentage points", "percent of twenty"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.extract.amounts.numbers import numbers

BEHIND = re.compile(
    r"\s?[%％]|[\s\-‐‑]{1,2}(?:percent(?:age)?(?:\s{1,2}points?|s)?|per[\s-]{1,2}cent(?:age)?(?:\s{1,2}points?)?|pct)(?![^\W_])",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![^\W_])(?:percent(?:age)?s?|per\s{1,2}cent)(?![^\W_])|[%％]", re.IGNORECASE)
_NAMED_BEFORE = re.compile(rf"(?:{_NAMED.pattern})$", re.IGNORECASE)
_OF = re.compile(r"\s{1,2}of\s{1,2}$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S{1,2000}")


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, or the word without a number (`value` None); `value` in percent."""

    start: int
    end: int
    value: Fraction | None


def percents(text: str) -> list[Percentage]:
    """Every percentage, and every "percent" or "%" said without a number, in order; none in addresses of the web."""
    addresses = {at for match in _ADDRESS.finditer(text) for at in range(*match.span())}
    found: list[Percentage] = []
    for number in numbers(text):
        behind = BEHIND.match(text, number.end)
        if behind is not None:
            found.append(Percentage(number.start, behind.end(), number.value))
            continue
        of = _OF.search(text, max(0, number.start - 6), number.start)
        if of is not None:
            named = _NAMED_BEFORE.search(text, max(0, of.start() - 12), of.start())
            if named is not None:
                found.append(Percentage(named.start(), number.end, number.value))
    inside = {at for item in found for at in range(item.start, item.end)}
    for match in _NAMED.finditer(text):
        if match.start() not in inside:
            found.append(Percentage(match.start(), match.end(), None))
    return sorted((item for item in found if item.start not in addresses), key=lambda item: item.start)
