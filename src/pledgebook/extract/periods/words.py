"""The vocabulary of the grammar for time: pieces of pattern built from `language/en/periods.toml`, and what they mean.

Pieces are strings for use inside larger patterns. All repetition in them is bounded, so that a scan of a text
stays linear in its length; digits are the ASCII ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pledgebook.language.lexicon import lexicon_table
from pledgebook.world.dates import MONTHS

TABLE = lexicon_table("periods")


def alternatives(words: Iterable[str], ignore_case: bool = True) -> str:
    """A group of the words, longest first; a space in a word stands for any one gap."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    inner = "|".join(re.escape(word).replace(r"\ ", SPACE) for word in ordered)
    return f"(?{'i' if ignore_case else ''}:{inner})"


SPACE = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]{0,2})"
"""One gap between words: a few spaces, or one line break, never a blank line."""
GAP = rf"{SPACE}?"
DASH = r"[-‐‑–—−]"

MONTH_NUMBERS: dict[str, int] = {name: number for number, name in enumerate(MONTHS, 1)} | TABLE["months"]["short"]
CAREFUL_MONTHS = frozenset(TABLE["months"]["careful"])
MONTH = rf"(?:{alternatives(MONTHS)}\b|{alternatives(TABLE['months']['short'])}(?:\.|\b))"

WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(TABLE["weekdays"]["names"])} | TABLE["weekdays"][
    "short"
]
WEEKDAY = rf"{alternatives(TABLE['weekdays']['names'])}\b"
ANY_WEEKDAY = rf"(?:{WEEKDAY}|{alternatives(TABLE['weekdays']['short'])}(?:\.|\b))"

SEASONS: dict[str, int] = TABLE["seasons"]["names"]
SOUTHERN = frozenset(TABLE["seasons"]["southern"])
ORDINALS: dict[str, int] = TABLE["numbers"]["ordinals"]
ORDINAL = rf"{alternatives(ORDINALS)}\b"

DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:(?i:st|nd|rd|th)\b|(?![0-9]))(?!,[0-9]{3}|\.[0-9])"

_TENS = {word: value for word, value in TABLE["numbers"]["words"].items() if value >= 20}
_SMALL = {word: value for word, value in TABLE["numbers"]["words"].items() if value < 20 and word not in ("a", "an")}
_UNITS = alternatives(word for word, value in _SMALL.items() if value < 10)
_TEENS = alternatives(word for word, value in _SMALL.items() if value >= 10)
_JOIN = rf"(?:{SPACE}|-)"
_BELOW_100 = rf"(?:{alternatives(_TENS)}(?:{_JOIN}{_UNITS}\b)?|{_TEENS}|{_UNITS})"
WRITTEN_YEAR = (
    rf"(?:(?i:two{SPACE}thousand)(?:{SPACE}(?i:and){SPACE}{_BELOW_100}|{SPACE}{_TEENS})?"
    rf"|(?i:eighteen|nineteen|twenty){_JOIN}(?:{alternatives(_TENS)}(?:{_JOIN}{_UNITS})?|{_TEENS}))\b"
)
YEAR = r"(?:1[5-9]|20|21)[0-9]{2}(?![0-9%]|[.,][0-9])"
ANY_YEAR = rf"(?:{YEAR}\b|{WRITTEN_YEAR})"

NUMBER = rf"(?:(?<![0-9][,.])[0-9]{{1,3}}\b|{_BELOW_100}\b|(?i:an?)\b)"
COUNT = rf"(?:{alternatives(TABLE['numbers']['pairs'])}|{NUMBER})"
UNIT = r"(?i:hour|day|week|month|quarter|year|decade)"


def month_number(text: str) -> int:
    """1 to 12 for the name of a month."""
    return MONTH_NUMBERS[text.lower().rstrip(".")]


def weekday_number(text: str) -> int:
    """0 (Monday) to 6 for the name of a weekday."""
    return WEEKDAYS[text.lower().rstrip(".")]


def day_number(text: str) -> int:
    """1 to 31 for a day of the month, ordinal ending or not."""
    return int(text.rstrip("stndrhSTNDRH"))


def number_of(text: str) -> int:
    """The number that digits or words up to ninety-nine write; "couple of" is two."""
    text = text.strip().lower()
    if text.isdigit():
        return int(text)
    if "couple" in text:
        return 2
    return sum(
        _TENS.get(word, 0) or _SMALL.get(word, 0) or int(word in ("a", "an")) for word in re.split(r"[\s-]+", text)
    )


def year_number(text: str) -> int:
    """The year that digits or words ("nineteen ninety-nine", "two thousand and ten") write."""
    if text[0].isdigit():
        return int(text)
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word != "and"]
    if words[:2] == ["two", "thousand"]:
        return 2000 + number_of(" ".join(words[2:]) or "zero")
    return number_of(words[0]) * 100 + number_of(" ".join(words[1:]))
