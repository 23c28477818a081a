"""Many patterns over one text, each tried only where it can match.

A grammar has dozens of patterns, and nearly all of them match nowhere in a given text. Nearly all cannot match without certain
words or signs: a pattern of months needs "january" or "jan" or …. These are read off the pattern itself, one pass of an
automaton over the text finds all of them, and a pattern is tried only at the places from which a match could reach one. The
matches are those of `finditer`, one by one.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants, _parser  # type: ignore[attr-defined]  # Python's own reading of a pattern, which has no public name
from typing import Any

Match = re.Match[str]

_ENDLESS = int(_constants.MAXREPEAT)
_MOST_SIGNS = 12
"""Characters of a set ("[0-9]") up to which each of them counts as a word to look for."""
_MOST_WORDS = 400
"""Words that are spelled out of a pattern at most."""
_TRY = 4
"""How many characters can be searched through while a match is tried once."""
_MOST_NEEDS, _USUAL = 3, 0.02
"""Things that must stand near each other before a pattern is tried: the rarest, none but the first as frequent as `_USUAL`."""
_LIKE_ASCII = {"\u017f": "s", "\u0130": "i", "\u0131": "i"}
"""What counts as an ASCII letter where case does not count, and is none in small letters: the long s, two forms of i."""
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters that stand alone, which broken texts hold and the automaton cannot take."""


def _lowered(text: str) -> str:
    """The text in small letters, as many characters, with all that counts as ASCII where case does not count as ASCII."""
    if not text.isascii():
        for sign, plain in _LIKE_ASCII.items():
            text = text.replace(sign, plain)
        text = _HALF.sub("\ufffd", text)
    return text.lower()


@dataclass(frozen=True, slots=True)
class _Need:
    """Words in small letters one of which every match holds, from `low` to `high` characters behind its beginning."""

    words: frozenset[str]
    low: int
    high: int

    @property
    def frequency(self) -> float:
        """How many such words may be expected for each character of a text, roughly."""
        return sum(math.prod(_SHARES.get(sign, _ODD_SHARE) for sign in word) for word in self.words)


_SHARES = {
    **dict.fromkeys("etaoinshr", 0.06), **dict.fromkeys("dlucmfwypgb", 0.02), **dict.fromkeys("vkjxqz", 0.004),
    **dict.fromkeys("0123456789", 0.001), **dict.fromkeys(".,", 0.01), " ": 0.17,
}  # fmt: skip
_ODD_SHARE = 0.002
"""Shares of characters in English text, roughly: they only decide which of several words is looked for."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a pattern is tried: at places that fit all its `needs`; everywhere where it has none. `reach`: characters from the
    beginning of a match to the last one that it looks at, and one more."""

    pattern: re.Pattern[str]
    needs: tuple[_Need, ...]
    reach: int


_ODD = re.compile(r"[^\x00-\x7f]+")


class Searching:
    """Patterns, to be looked for in texts together."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        from ahocorasick_rs import AhoCorasick

        self._plans = [_plan(pattern) for pattern in patterns]
        self._needs = list(dict.fromkeys(need.words for plan in self._plans for need in plan.needs))
        number = {words: place for place, words in enumerate(self._needs)}
        self._numbers = [[number[need.words] for need in plan.needs] for plan in self._plans]
        asking: dict[str, list[int]] = {}
        for place, words in enumerate(self._needs):
            for word in words:
                asking.setdefault(word, []).append(place)
        self._automaton: Any = AhoCorasick(list(asking))
        self._askers = list(asking.values())

    def __call__(self, text: str) -> list[Iterable[Match]]:
        """For each pattern its matches in a text, those of `finditer`, in the order of the patterns."""
        if not text.isascii() and any(map(str.isdecimal, "".join(_ODD.findall(text)))):
            return [plan.pattern.finditer(text) for plan in self._plans]
        places: list[list[int]] = [[] for _ in self._needs]
        for word, start, _ in self._automaton.find_matches_as_indexes(_lowered(text), overlapping=True):
            for asker in self._askers[word]:
                places[asker].append(start)
        return [
            _matches(plan, [places[number] for number in numbers], text) if plan.needs else plan.pattern.finditer(text)
            for plan, numbers in zip(self._plans, self._numbers, strict=True)
        ]


def _matches(plan: _Plan, places: Sequence[list[int]], text: str) -> Iterator[Match]:
    """The matches of a pattern in order. `places`: of each of its needs, where its words stand."""
    stretches: Iterator[Stretch] = iter(())
    if all(places):
        first, *more = (_stretches(own, need) for own, need in zip(places, plan.needs, strict=True))
        stretches = functools.reduce(_in_both, more, first)
    free = 0  # where the next match may begin: none overlaps the one before
    for low, high in stretches:
        while (low := max(low, free)) <= high:
            found = _first(plan, text, low, high)
            if found is None:
                break
            yield found
            free = found.end()


def _first(plan: _Plan, text: str, low: int, high: int) -> Match | None:
    """The first match that begins in a stretch. A search goes on behind it, to where a match that begins in it may end."""
    match = plan.pattern.match
    if _TRY * (high - low) < plan.reach:
        for at in range(low, high + 1):
            if (tried := match(text, at)) is not None:
                return tried
        return None
    found = plan.pattern.search(text, low, high + plan.reach)
    return found if found is not None and found.start() <= high else None


Stretch = tuple[int, int]
"""First and last place at which a match can begin."""


def _stretches(places: list[int], need: _Need) -> Iterator[Stretch]:
    """The stretches from which a match can reach one of these places."""
    start = end = -1
    for place in sorted(places):
        low, high = max(0, place - need.high), place - need.low
        if high < 0:
            continue
        if start >= 0 and low <= end + 1 and need.high > need.low:
            end = max(end, high)
        elif (low, high) != (start, end):
            if start >= 0:
                yield start, end
            start, end = low, high
    if start >= 0:
        yield start, end


def _in_both(some: Iterator[Stretch], others: Iterator[Stretch]) -> Iterator[Stretch]:
    """What lies in stretches of both, each in order."""
    one, other = next(some, None), next(others, None)
    while one is not None and other is not None:
        low, high = max(one[0], other[0]), min(one[1], other[1])
        if low <= high:
            yield low, high
        if one[1] < other[1]:
            one = next(some, None)
        else:
            other = next(others, None)


def _plan(pattern: re.Pattern[str]) -> _Plan:
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    width, ahead = parsed.getwidth()[1], _ahead(parsed)
    if width >= _ENDLESS or ahead >= _ENDLESS:
        return _Plan(pattern, (), 0)
    rarest = sorted(_needs(parsed), key=lambda need: need.frequency)
    telling = [need for need in rarest[1:_MOST_NEEDS] if need.frequency < _USUAL]
    return _Plan(pattern, (*rarest[:1], *telling), width + ahead + 1)


def _needs(sequence: Any) -> Iterator[_Need]:
    """What a match of a parsed sequence cannot do without, each thing by itself."""
    low = high = 0
    words, start = frozenset({""}), (0, 0)
    for kind, value in sequence:
        parts = _strings(kind, value)
        if parts is not None and len(words) * len(parts) <= _MOST_WORDS:
            start = (low, high) if words == {""} else start
            words = frozenset(word + part for word in words for part in parts)
        else:
            yield from _need(words, *start)
            words = frozenset({""})
            for need in _needs_of(kind, value):
                yield _Need(need.words, low + need.low, high + need.high)
        least, most = _width(sequence, kind, value)
        low, high = low + least, high + most
    yield from _need(words, *start)


def _need(words: frozenset[str], low: int, high: int) -> Iterator[_Need]:
    """These words as a need, without those that begin with another of them; none where one of them is empty."""
    if "" not in words:
        yield _Need(frozenset(w for w in words if not any(w != o and w.startswith(o) for o in words)), low, high)


def _needs_of(kind: Any, value: Any) -> Iterator[_Need]:
    """The same of one part of a sequence."""
    if kind is _constants.SUBPATTERN:
        yield from _needs(value[3])
    elif kind is _constants.ATOMIC_GROUP:
        yield from _needs(value)
    elif kind in _REPEATED and value[0] >= 1:
        yield from _needs(value[2])
    elif kind is _constants.BRANCH:
        rarest = [min(_needs(branch), key=lambda need: need.frequency, default=None) for branch in value[1]]
        known = [need for need in rarest if need is not None]
        if known and len(known) == len(rarest):
            words = frozenset(word for need in known for word in need.words)
            yield _Need(words, min(need.low for need in known), max(need.high for need in known))


def _strings(kind: Any, value: Any) -> frozenset[str] | None:
    """Everything that one part of a sequence matches, in small letters; None where that is too much, or not ASCII."""
    if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return frozenset({""})  # what it looks at is left open
    if kind is _constants.LITERAL:
        letter = _lowered(chr(value))
        return frozenset({letter}) if letter.isascii() else None
    if kind is _constants.IN:
        return _signs(value)
    if kind is _constants.SUBPATTERN:
        return _all_strings(value[3])
    if kind is _constants.BRANCH:
        return _any_of([_all_strings(branch) for branch in value[1]])
    if kind in _REPEATED and value[1] == 1:
        once = _all_strings(value[2])
        return once if value[0] == 1 or once is None else once | {""}
    return None


def _all_strings(sequence: Any) -> frozenset[str] | None:
    words = frozenset({""})
    for kind, value in sequence:
        parts = _strings(kind, value)
        if parts is None or len(words) * len(parts) > _MOST_WORDS:
            return None
        words = frozenset(word + part for word in words for part in parts)
    return words


def _any_of(parts: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [part for part in parts if part is not None]
    words = frozenset(word for part in known for word in part)
    return words if len(known) == len(parts) and len(words) <= _MOST_WORDS else None


_REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def _signs(members: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a small set, None for a large one and one of what must not stand there."""
    found: set[str] = set()
    for kind, value in members:
        if kind is _constants.LITERAL:
            found.add(_lowered(chr(value)))
        elif kind is _constants.RANGE and value[1] - value[0] < _MOST_SIGNS:
            found |= {_lowered(chr(code)) for code in range(value[0], value[1] + 1)}
        elif (kind, value) == (_constants.CATEGORY, _constants.CATEGORY_DIGIT):
            found |= set("0123456789")  # the only digits of a text that is searched so
        else:
            return None
    return frozenset(found) if len(found) <= _MOST_SIGNS and all(map(str.isascii, found)) else None


def _width(sequence: Any, kind: Any, value: Any) -> tuple[int, int]:
    """Fewest and most characters of one part of a sequence."""
    low, high = _parser.SubPattern(sequence.state, [(kind, value)]).getwidth()
    return int(low), int(min(_ENDLESS, high))


def _ahead(sequence: Any) -> int:
    """The most characters that a parsed sequence looks ahead, behind what it takes."""
    most = 0
    for kind, value in sequence:
        if kind in (_constants.ASSERT, _constants.ASSERT_NOT):
            direction, inner = value
            most = max(most, _ahead(inner) + (int(inner.getwidth()[1]) if direction > 0 else 0))
        elif kind is _constants.BRANCH:
            most = max([most, *map(_ahead, value[1])])
        elif kind is _constants.SUBPATTERN:
            most = max(most, _ahead(value[3]))
        elif kind is _constants.ATOMIC_GROUP:
            most = max(most, _ahead(value))
        elif kind in _REPEATED:
            most = max(most, _ahead(value[2]))
        elif kind is _constants.GROUPREF_EXISTS:
            most = max([most, *(_ahead(part) for part in value[1:] if part is not None)])
    return min(_ENDLESS, most)
