"""Percentages: "40%", "7.5 per cent", "two percentage points", "percent of twenty"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.extract.amounts.lexicon import pattern
from pledgebook.extract.amounts.numbers import Number, numbers

_ADDRESS = re.compile(r"https?://\S{1,2000}")


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, or the word without a number (`value` None); `value` in percent."""

    start: int
    end: int
    value: Fraction | None


def _percentage(text: str, number: Number) -> Percentage | None:
    """ "40 percent", or "percent of forty"."""
    behind = pattern("percent_behind").match(text, number.end)
    if behind is not None:
        return Percentage(number.start, behind.end(), number.value)
    of = pattern("of_before").search(text, max(0, number.start - 6), number.start)
    named = of and pattern("percent_before").search(text, max(0, of.start() - 12), of.start())
    return Percentage(named.start(), number.end, number.value) if named else None


def _covered(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {at for span in spans for at in range(*span)}


def percents(text: str) -> list[Percentage]:
    """Every percentage, and every "percent" or "%" said without a number, in order; none in addresses of the web."""
    addresses = _covered(match.span() for match in _ADDRESS.finditer(text))
    found = [one for number in numbers(text) if (one := _percentage(text, number)) is not None]
    inside = _covered((item.start, item.end) for item in found)
    for match in pattern("percent").finditer(text):
        if match.start() not in inside:
            found.append(Percentage(match.start(), match.end(), None))
    return sorted((item for item in found if item.start not in addresses), key=lambda item: item.start)
