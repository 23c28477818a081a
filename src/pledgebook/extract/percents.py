"""Percentages: "40%", "7.5 per cent", "two percentage points", "percent of twenty"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.extract.numbers import numbers

BEHIND = re.compile(
    r"\s?[%％]|[\s\-‐‑]{1,2}(?:percent(?:age)?(?:\s{1,2}points?|s)?|per[\s-]{1,2}cent(?:age)?(?:\s{1,2}points?)?|pct)(?![^\W_])",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![^\W_])(?:percent(?:age)?s?|per\s{1,2}cent)(?![^\W_])|[%％]", re.IGNORECASE)
_OF = re.compile(r"\s{1,2}of\s{1,2}$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, or the word without a number (`value` None); `value` in percent."""

    start: int
    end: int
    value: Fraction | None


def percents(text: str) -> list[Percentage]:
    """Every percentage, and every "percent" or "%" said without a number, in order; none in addresses of the web."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    found: list[Percentage] = []
    for number in numbers(text):
        behind = BEHIND.match(text, number.end)
        if behind is not None:
            found.append(Percentage(number.start, behind.end(), number.value))
            continue
        of = _OF.search(text, max(0, number.start - 6), number.start)
        if of is not None:
            named = _NAMED.search(text, max(0, of.start() - 11), of.start())
            if named is not None and named.end() == of.start():
                found.append(Percentage(named.start(), number.end, number.value))
    ends = {item.end for item in found} | {item.start for item in found}
    for match in _NAMED.finditer(text):
        if match.end() not in ends and match.start() not in ends and not _inside(found, match.start()):
            found.append(Percentage(match.start(), match.end(), None))
    kept = [item for item in found if not any(a <= item.start < b for a, b in addresses)]
    return sorted(kept, key=lambda item: item.start)


def _inside(found: list[Percentage], at: int) -> bool:
    return any(item.start <= at < item.end for item in found)
