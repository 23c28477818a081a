"""What the words of time mean: numbers, months, weekdays, units, and the step that "last" or "next" takes.

The words are in `language/en/periods.toml`, the patterns that put them together in `language/en/patterns/periods.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import lexicon_table

Match = re.Match[str]
TABLE: Mapping[str, Any] = lexicon_table("periods")
ORDINALS: Mapping[str, int] = TABLE["numbers"]["ordinals"]
STEPS: Mapping[str, int] = TABLE["determiners"]["steps"]
"""A word before a unit → by how many units it goes on: this 0, last -1, next 1."""

_MONTHS: Mapping[str, int] = TABLE["months"]["names"] | TABLE["months"]["short"]
_WEEKDAYS: Mapping[str, int] = TABLE["weekdays"]["names"] | TABLE["weekdays"]["short"]
_UNITS: Mapping[str, str] = TABLE["units"]["names"] | TABLE["units"]["others"]
_NUMBERS: Mapping[str, int] = {
    **{word: value for part in ("units", "teens", "tens") for word, value in TABLE["numbers"][part].items()},
    **dict.fromkeys(TABLE["numbers"]["one"], 1),
    **dict.fromkeys(TABLE["numbers"]["pairs"], 2),
}


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the grammar for time."""
    return expression("periods", name)


def said(m: Match, group: str) -> str:
    """The words of a group in small letters with one blank for each gap, "" where it has none."""
    return " ".join((m.groupdict().get(group) or "").lower().split())


def month_number(text: str) -> int:
    """1 to 12 for the name of a month."""
    return _MONTHS[text.lower().rstrip(".")]


def weekday_number(text: str) -> int:
    """0 (Monday) to 6 for the name of a weekday."""
    return _WEEKDAYS[text.lower().rstrip(".")]


def day_number(text: str) -> int:
    """1 to 31 for a day of the month, ordinal ending or not."""
    return int("".join(character for character in text if character.isdigit()))


def unit_of(m: Match) -> str:
    """The unit of time that a match names: "hour" to "decade", or "weekend"."""
    return _UNITS[said(m, "unit")]


def step_of(determiner: str) -> int | None:
    """The step that the last word of a determiner takes ("this past" -1); None where it says none."""
    return STEPS.get(determiner.split()[-1]) if determiner else None


def number_of(text: str) -> int:
    """The number that digits or words up to ninety-nine write; "couple of" is two."""
    text = " ".join(text.lower().split())
    if text.isdigit():
        return int(text)
    return _NUMBERS[text] if text in _NUMBERS else sum(_NUMBERS[word] for word in re.split(r"[\s-]+", text))


def year_number(text: str) -> int:
    """The year that digits or words ("nineteen ninety-nine", "two thousand and ten") write."""
    if text[0].isdigit():
        return int(text)
    numbers = TABLE["numbers"]
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word not in numbers["and"]]
    for starts in (numbers["millennia"], numbers["centuries"]):
        for start, value in starts.items():
            size = len(start.split())
            if words[:size] == start.split():
                rest: int = value + (number_of(" ".join(words[size:])) if words[size:] else 0)
                return rest
    raise ValueError(f"no year in words: {text}")
