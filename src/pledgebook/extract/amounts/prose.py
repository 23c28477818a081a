"""What a number in running text is not: a date, a name, a mark of a list, a stretch of time, a part of a compound.

The names and dates are data: `language/en/numbers.toml`, table `names`, each with sentences that show it.
"""

from __future__ import annotations

import functools
import re

from pledgebook.errors import SetupError
from pledgebook.extract.amounts.bounds import Around
from pledgebook.extract.amounts.lexicon import alternatives, table
from pledgebook.extract.amounts.numbers import Number
from pledgebook.language.counted_years import counts_things


@functools.cache
def name_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of names and dates with what each is called. Raises SetupError where one is no expression."""
    entries = table("numbers")["names"]
    try:
        return tuple((entry["name"], re.compile(entry["pattern"])) for entry in entries)
    except (re.error, KeyError) as error:
        raise SetupError(f"language/en/numbers.toml has a broken pattern: {error}") from error


def names(text: str) -> list[tuple[int, int]]:
    """The spans of all names and dates that hold numbers, in order of their start."""
    return sorted(match.span() for _, pattern in name_patterns() for match in pattern.finditer(text))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = table("numbers")
    time = alternatives(raw["time"]["words"])
    return {
        "time": re.compile(rf"[\s\-‐‑]{{1,2}}(?:{time})s?(?![^\W_])", re.IGNORECASE),
        "time_of": re.compile(rf"\s{{1,2}}of\s{{1,2}}(?:a|an|the|our|this|each)\s{{1,2}}(?:{time})s?\b", re.IGNORECASE),
        "led": re.compile(rf"(?:^|\W)(?:{alternatives(raw['time']['leads'])})\s{{1,3}}$", re.IGNORECASE),
        "tail": re.compile(
            rf"[\s-]{{1,2}}(?:{time})s?\s{{1,2}}(?:{alternatives(raw['time']['tails'])})\b", re.IGNORECASE
        ),
        "compound": re.compile(rf"[-‐‑](?:{alternatives(raw['compounds']['words'])})s?(?![^\W_])", re.IGNORECASE),
    }


_YEAR_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|before|after|from|circa|of|the|for|to|and|through|during|late|early|mid|around)\s{1,2}$",
    re.IGNORECASE,
)
_HALF_LEAD = re.compile(
    r"\b(?:first|second|third|fourth|last|latter|other|previous|next|either|better|former|one|same|final)[\s-]{1,2}$",
    re.IGNORECASE,
)
_HALF_IN = re.compile(r"\b(?:in|into|on)\s{1,2}$", re.IGNORECASE)
_PART_TAIL = re.compile(
    r"\s{1,2}(?:of|as|the|its|their|his|her|our|all|more|less|that)\b|\s{0,1}[,.;:)]|$", re.IGNORECASE
)
_PART_LEAD = re.compile(r"\b(?:by|than|to|at)\s{1,2}$", re.IGNORECASE)
_PART_OF = re.compile(r"\s{1,2}(?:of|as|more|less)\b", re.IGNORECASE)


def is_year(text: str, number: Number, said: Around) -> bool:
    """Whether four bare digits are a year: 1900 to 2099 unless bounded ("over 2000 people"), others after "in"."""
    if not number.plain or number.end - number.start != 4 or number.value.denominator > 1:
        return False
    if said.side is not None and said.side.side not in ("above", "below"):
        return False
    lead = _YEAR_LEAD.search(text, max(0, said.start - 10), said.start) is not None
    if not lead and counts_things(text, number.start, number.end):
        return False
    if said.side is not None or said.approximate:
        round_number = number.value % 100 == 0
        return 1900 <= number.value <= 2099 and (lead or not round_number)
    return 1900 <= number.value <= 2099 or (lead and 1000 <= number.value <= 1899)


def is_time(text: str, start: int, end: int, said: Around) -> bool:
    """Whether the count at [start, end) is a period rather than a quantity: "over five years", "two weeks ago",
    "a three-year plan"; "at least 12 months" and "24 hours" are left to be counted.
    """
    patterns = _patterns()
    if not patterns["time"].match(text, end):
        return False
    if text[end] in "-‐‑" and said.side is None and not said.approximate:
        return True
    if patterns["tail"].match(text, end):
        return True
    if said.side is not None and not text[said.start : start].lower().strip().startswith("over"):
        return False
    if said.side is not None:
        return True
    lead = said.start
    return patterns["led"].search(text, max(0, lead - 12), lead) is not None


def is_compound(text: str, end: int, said: Around) -> bool:
    """Whether the number is the first half of a compound that counts nothing: "two-way", "one-time"."""
    return said.side is None and not said.approximate and _patterns()["compound"].match(text, end) is not None


def is_share(text: str, number: Number, said: Around) -> bool:
    """Whether a part is said of a whole: "a third of", "nearly half", "two thirds"; not "a third country",
    "the first half", "half an hour", "a quarter of a century".
    """
    words = text[number.start : number.end].lower()
    if _patterns()["time_of"].match(text, number.end) or _HALF_LEAD.search(
        text, max(0, number.start - 10), number.start
    ):
        return False
    if text[number.end : number.end + 1] in ("-", "‐", "‑"):
        return False
    hedged = said.side is not None or said.approximate
    if words == "half":
        if _PART_OF.match(text, number.end):
            return True
        if _HALF_IN.search(text, max(0, number.start - 6), number.start):
            return False
        return hedged or _of_whole(text, number.end)
    if words.startswith(("a ", "an ")):
        led = _PART_LEAD.search(text, max(0, said.start - 6), said.start)
        return bool(_PART_OF.match(text, number.end)) or (
            (hedged or bool(led)) and bool(_PART_TAIL.match(text, number.end))
        )
    return True


def _of_whole(text: str, end: int) -> bool:
    """ "half the population", "half its fleet"."""
    return (
        re.compile(r"\s{1,2}(?:the|its|their|his|her|our|all|these|those)\s", re.IGNORECASE).match(text, end)
        is not None
    )
