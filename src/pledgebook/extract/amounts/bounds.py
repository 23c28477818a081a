"""What stands around a number: "more than", "up to an additional", "or so"; and the raw ranges they make.

Phrases are data (`language/en/bounds.toml`). `around` serves running text; `ranges` is the grammar alone, in which
also "equal to 5" and ">= 30" are ranges.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.extract.amounts.lexicon import Bound, bound_words, joins, pattern
from pledgebook.extract.amounts.numbers import Number, numbers
from pledgebook.language.grammar import alternatives
from pledgebook.language.lexicon import lexicon_table
from pledgebook.language.plain import FOLDED, padded

_WINDOW = 72  # characters before a number in which its bounds and hedges stand
Prefixes = Mapping[int, tuple[int, Bound]]


def _pattern_of(place: str) -> re.Pattern[str]:
    worded = alternatives(phrase for phrase in bound_words(place) if phrase[0].isalpha())
    signs = alternatives(phrase for phrase in bound_words(place) if not phrase[0].isalpha())
    return re.compile(rf"(?<![^\W_]){worded}(?![^\W\d_])|{signs}", re.IGNORECASE)


@functools.cache
def _before_patterns() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[bytes]]:
    """What bounds the number behind it; the signs among it; and of each phrase its longest word, folded."""
    signs = "".join(phrase[0] for phrase in bound_words("before") if not phrase[0].isalpha())
    words = (FOLDED(phrase).split() for phrase in bound_words("before"))
    return _pattern_of("before"), re.compile(f"[{re.escape(signs)}]"), frozenset(max(w, key=len) for w in words if w)


@functools.cache
def _after_pattern() -> re.Pattern[str]:
    return _pattern_of("after")


def prefixes(text: str, starts: Sequence[int]) -> Prefixes:
    """The phrases that stand before numbers: the offset of each one's end → its start and what it does.

    `starts`: where the numbers begin, in order; a window before each is read.
    """
    words = bound_words("before")
    found: dict[int, tuple[int, Bound]] = {}
    phrases, signs, telling = _before_patterns()
    folded = padded(text, FOLDED)
    for start in starts:
        low = max(0, start - _WINDOW)
        if telling.isdisjoint(folded[low + 1 : start + 1].split()) and not signs.search(text, low, start):
            continue
        for match in phrases.finditer(text, low, start):
            bound = words[re.sub(r"\s+", " ", match[0]).lower()]
            if bound.side != "none":
                found[match.end()] = (match.start(), bound)
            else:
                found.pop(match.end(), None)
    return found


@dataclass(frozen=True, slots=True)
class Around:
    """What the words around a number say: the span with bounds and hedges, the open side, the flags.

    `side`: the Bound that opens an end, None where both ends hold. An "additional" alone is no part of the span.
    """

    start: int
    end: int
    side: Bound | None = None
    approximate: bool = False
    additional: bool = False


_DIGIT = re.compile(r"\s{0,2}[0-9]")


def _back(text: str, position: int) -> int:
    """The offset before the white space that ends at `position`, three characters at most."""
    for _ in range(3):
        if position and text[position - 1].isspace():
            position -= 1
    return position


def around(text: str, start: int, end: int, before: Prefixes) -> Around:
    """What is said around the number at [start, end); `before` comes from `prefixes` of the same text."""
    side: Bound | None = None
    approximate = additional = False
    edge = position = start
    for _ in range(4):
        found = before.get(_back(text, position))
        if found is None:
            article = pattern("article").search(text, max(0, position - 5), position)
            found = before.get(_back(text, article.start(1))) if article else None
            if found is None:
                break
        position, bound = found
        if text[position] in "<>" and position and not (text[position - 1].isspace() or text[position - 1] == "("):
            break
        if bound.side == "additional":
            additional = True
            continue
        if bound.side == "about":
            approximate = True
        elif side is None:
            side = bound
        edge = position
    after, is_more = _after(text, end)
    if after is not None:
        if after[1].side == "about":
            approximate, end = True, after[0]
        elif side is None:
            side, end = after[1], after[0]
    else:
        trailing = pattern("trailing").match(text, end)
        if trailing is not None:
            bound = bound_words("after")[re.sub(r"\s+", " ", trailing[1]).lower()]
            approximate = approximate or bound.side == "about"
            side = side or (None if bound.side == "about" else bound)
    return Around(edge, end, side, approximate, additional or is_more)


def _after(text: str, end: int) -> tuple[tuple[int, Bound] | None, bool]:
    """The phrase behind a number that bounds or hedges it, and whether it says that the number is additional."""
    at = end
    while at < len(text) and at - end < 2 and text[at].isspace():
        at += 1
    match = _after_pattern().match(text, at)
    if match is None:
        return None, False
    phrase = re.sub(r"\s+", " ", match[0]).lower()
    bound = bound_words("after")[phrase]
    if bound.side == "additional":
        return None, not pattern("more_than").match(text, match.end())
    adding = phrase in lexicon_table("bounds")["adding"]["words"]
    if adding and (_DIGIT.match(text, match.end()) or phrase[0].isalpha() == (at == end)):
        return None, False
    if pattern("new_bound").match(text, match.end()):
        return None, False
    return (match.end(), bound), False


@dataclass(frozen=True, slots=True)
class Range:
    """A raw range of numbers; `low`/`high` None for an open end, `low_open`/`high_open` where the end is excluded."""

    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


_EQUALITY = re.compile(r"<>|=>|=<")


def _one_sided(text: str, number: Number, before: Prefixes) -> Range | None:
    """ "more than 5", "5 or less", "equal to 5", ">= 5"."""
    start, end, value = number.start, number.end, number.value
    found = before.get(_back(text, start))
    if found is not None and found[1].side in ("about", "additional"):
        found = None
    more = pattern("or_equal").match(text, end)
    if found is not None and _EQUALITY.match(text, found[0] - (text[found[0] - 1 : found[0]] in "<=")):
        return None
    equal = pattern("equal_before").search(text, max(0, start - 14), start)
    if found is None:
        than = pattern("or_than").match(text, end)
        trailing, _ = _after(text, end)
        if than is not None or (trailing is not None and trailing[1].side != "about"):
            opens_up = than["up"] is not None if than else trailing is not None and trailing[1].opens_up
            begins = equal.start() if equal else start
            ends = than.end() if than else (trailing[0] if trailing else end)
            return Range(begins, ends, value if opens_up else None, None if opens_up else value)
        return Range(equal.start(), end, value, value) if equal else None
    opened, bound = found
    strict = bound.strict and more is None
    end = more.end() if more else end
    if bound.opens_up:
        return Range(opened, end, value, None, low_open=strict)
    return Range(opened, end, None, value, high_open=strict)


def _two_sided(text: str, first: Number, second: Number) -> Range | None:
    """ "between 20 and 30", "from 20 to 30", "20-30", "20 through 30"."""
    gap = text[first.end : second.start]
    if len(gap) > 12 or first.value >= second.value:
        return None
    between = pattern("between").search(text, max(0, first.start - 10), first.start)
    if between and joins("and", gap.strip().lower()):
        return Range(between.start(), second.end, first.value, second.value, high_open=True)
    if not pattern("range_to").fullmatch(gap):
        return None
    led = pattern("from").search(text, max(0, first.start - 7), first.start)
    return Range(led.start() if led else first.start, second.end, first.value, second.value, high_open=True)


def _pair(text: str, some: Sequence[Number]) -> Range | None:
    """The range of the first two of some numbers, unless it is a date ("2020-05") or goes on ("1-2-3")."""
    pair = _two_sided(text, *some[:2]) if len(some) > 1 else None
    if pair is None or (len(some) > 2 and text[pair.end : some[2].start] in ("-", "/")):
        return None
    date = text[some[0].end : some[1].start] == "-" and text[some[1].start] == "0"
    return None if date else pair


def ranges(text: str) -> list[Range]:
    """Every range of bare numbers, in order; two bounds joined by "and" that fit together are one range.

    Between two numbers the lower is included and the upper is not, as the public test cases have it.
    """
    found = numbers(text)
    before = prefixes(text, [number.start for number in found])
    single: list[Range] = []
    i = 0
    while i < len(found):
        pair = _pair(text, found[i : i + 3])
        if pair is not None:
            single.append(pair)
            i += 2
            continue
        one = _one_sided(text, found[i], before)
        if one is not None:
            single.append(one)
        i += 1
    return _joined(text, single)


def _both(first: Range, second: Range) -> Range | None:
    """Two ranges that are open to different sides as one, where they fit together."""
    low, high = (first, second) if first.high is None else (second, first)
    if low.high is not None or high.low is not None or low.low is None or high.high is None:
        return None
    fits = low.low < high.high
    return Range(first.start, second.end, low.low, high.high, low.low_open, high.high_open) if fits else None


def _joined(text: str, single: Sequence[Range]) -> list[Range]:
    """Two neighbours that are open to different sides and fit together are one range."""
    joined: list[Range] = []
    for item in single:
        last = joined[-1] if joined else None
        if last is not None and pattern("both_bounds").fullmatch(text, last.end, item.start):
            both = _both(last, item)
            if both is not None:
                joined[-1] = both
                continue
        joined.append(item)
    return joined
