"""What a number in running text is not: a mark of a list, a stretch of time, a part of a compound, a year. Names and dates that
hold numbers are among the `shapes`.
"""

from __future__ import annotations

from pledgebook.extract.amounts.bounds import Around
from pledgebook.extract.amounts.lexicon import number_words, pattern
from pledgebook.extract.amounts.numbers import Number
from pledgebook.language.counted_years import counts_things
from pledgebook.language.lexicon import lexicon_table


def _is_four_digits(number: Number) -> bool:
    return number.plain and number.end - number.start == 4 and number.value.denominator == 1


def is_year(text: str, number: Number, said: Around) -> bool:
    """Whether four bare digits are a year: 1900 to 2099 unless bounded ("over 2000 people"), others after "in"."""
    if not _is_four_digits(number):
        return False
    if said.side is not None and said.side.side not in ("above", "below"):
        return False
    lead = pattern("year_before").search(text, max(0, said.start - 10), said.start) is not None
    if not lead and counts_things(text, number.start, number.end):
        return False
    if said.side is not None or said.approximate:
        return 1900 <= number.value <= 2099 and (lead or number.value % 100 != 0)
    return (1000 if lead else 1900) <= number.value <= 2099


def is_time(text: str, start: int, end: int, said: Around) -> bool:
    """Whether the count at [start, end) is a period rather than a quantity: "over five years", "two weeks ago",
    "a three-year plan"; "at least 12 months" and "24 hours" are left to be counted.
    """
    if not pattern("time").match(text, end):
        return False
    if text[end] in "-‐‑" and said.side is None and not said.approximate:
        return True
    if pattern("time_tail").match(text, end):
        return True
    if said.side is not None and not pattern("over_before").match(text, said.start, start):
        return False
    if said.side is not None:
        return True
    lead = said.start
    return pattern("time_before").search(text, max(0, lead - 12), lead) is not None


def is_compound(text: str, end: int, said: Around) -> bool:
    """Whether the number is the first half of a compound that counts nothing: "two-way", "one-time"."""
    return said.side is None and not said.approximate and pattern("compound").match(text, end) is not None


def _names_a_part(text: str, number: Number) -> bool:
    """ "half of the year", "the first half", "a half-truth"."""
    if pattern("time_of").match(text, number.end) or text[number.end : number.end + 1] in ("-", "‐", "‑"):
        return True
    return pattern("half_before").search(text, max(0, number.start - 10), number.start) is not None


def _ends_a_phrase(text: str, number: Number, said: Around) -> bool:
    """ "by a third", "nearly a third." """
    hedged = said.side is not None or said.approximate
    led = hedged or pattern("part_lead").search(text, max(0, said.start - 6), said.start)
    return bool(led and pattern("part_tail").match(text, number.end))


def is_share(text: str, number: Number, said: Around) -> bool:
    """Whether a part is said of a whole: "a third of", "nearly half", "two thirds"; not "a third country",
    "the first half", "half an hour", "a quarter of a century".
    """
    words = text[number.start : number.end].lower()
    if _names_a_part(text, number):
        return False
    hedged = said.side is not None or said.approximate
    half = number_words().ordinals.get(words) == 2 and words in lexicon_table("numbers")["parts"]
    if not half and not pattern("indefinite").match(words):
        return True
    if pattern("part_of").match(text, number.end):
        return True
    if half:
        inside = pattern("in_before").search(text, max(0, number.start - 6), number.start)
        return not inside and (hedged or pattern("part_of_whole").match(text, number.end) is not None)
    return _ends_a_phrase(text, number, said)
