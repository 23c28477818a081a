"""Many patterns over one text, each tried only where it can match.

A grammar has dozens of patterns, and nearly all of them match nowhere in a given text. What a match cannot do without is
read off each pattern (`needs`), one pass of an automaton over the text finds all such words, and a pattern is tried only at
the places from which a match could reach all that it needs. The matches are those of `finditer`, one by one.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.language.needs import ENDLESS, Need, Traits, begins, traits
from pledgebook.language.plain import CASED, EXACT, FOLDED, Plain, padded

Match = re.Match[str]
Stretch = tuple[int, int]
"""First and last place at which a match can begin."""

_FEW = 32
"""Places at which a pattern is tried without a bound for what it may look at."""
_TRY = 4
"""How many characters can be searched through while a match is tried once."""
_MOST_NEEDS, _USUAL = 3, 0.002
"""Things that must stand near each other before a pattern is tried: the rarest, none but the first as frequent as `_USUAL`."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a pattern is tried: at places that fit all its `needs`; everywhere where it has none. `numbers`: of each need, which
    list of places is its own. `reach`: characters from the beginning of a match to the last one that it looks at, and one
    more. `opens_word`: no letter or digit stands before a match."""

    pattern: re.Pattern[str]
    needs: tuple[Need, ...]
    numbers: tuple[int, ...]
    reach: int
    opens_word: bool


class Searching:
    """Patterns, to be looked for in texts together. `words`: of the first patterns, the words with one of which every match begins,
    as they are written (a blank is any white space), where that is more than can be read off a pattern."""

    def __init__(self, patterns: Iterable[re.Pattern[str]], words: Sequence[Iterable[str]] = ()) -> None:
        known: dict[tuple[frozenset[str], Plain], int] = {}
        self._plans = []
        for pattern, own in itertools.zip_longest(patterns, words):
            told = traits(pattern)
            needs = _telling(told) if own is None else (begins(own),)
            numbers = tuple(known.setdefault((need.words, need.plain), len(known)) for need in needs)
            self._plans.append(_Plan(pattern, needs, numbers, told.reach, told.opens_word))
        self._lists = len(known)
        self._passes = [
            _Pass(plain, {place: words for place, (words, way) in enumerate(known) if way is plain})
            for plain in (FOLDED, EXACT, CASED)
        ]

    def __call__(self, text: str) -> list[Iterable[Match]]:
        """For each pattern its matches in a text, those of `finditer`, in the order of the patterns."""
        found = self.found(text)
        return [found.matches(number) for number in range(len(self._plans))]

    def found(self, text: str) -> Found:
        """Where in a text the patterns can match."""
        places: list[list[int]] = [[] for _ in range(self._lists)]
        for each in self._passes:
            each.find(text, places)
        return Found(text, self._plans, places)


class Found:
    """The places of a text where patterns can match; these are told by their numbers, in their order."""

    def __init__(self, text: str, plans: Sequence[_Plan], places: Sequence[list[int]]) -> None:
        self._text, self._plans, self._places = text, plans, places

    def matches(self, number: int) -> Iterable[Match]:
        """The matches of a pattern in the text, those of `finditer`."""
        plan = self._plans[number]
        if not plan.numbers:
            return plan.pattern.finditer(self._text)
        places = [*map(self._places.__getitem__, plan.numbers)]
        return _matches(plan, places, self._text) if all(places) else ()

    def near(self, number: int, low: int, high: int) -> bool:
        """Whether a match of a pattern may begin within `text[low:high]`. The pattern must not end where a word has to end, or
        it must be searched in the whole text: within a part of it a word ends where the part does."""
        plan = self._plans[number]
        if not plan.numbers:
            return True
        own, need = self._places[plan.numbers[0]], plan.needs[0]
        own.sort()
        at = bisect_left(own, low + need.low)
        return at < len(own) and own[at] < high + need.high


class _Pass:
    """One pass of an automaton over a text made plain. `wanted`: by the number of a list, the words whose places go there."""

    def __init__(self, plain: Plain, wanted: Mapping[int, frozenset[str]]) -> None:
        from ahocorasick_rs import BytesAhoCorasick

        asking: dict[str, list[int]] = {}
        for number, words in wanted.items():
            for word in sorted(words):
                asking.setdefault(word, []).append(number)
        self._plain = plain
        self._automaton: Any = BytesAhoCorasick([word.encode("latin-1") for word in asking]) if asking else None
        self._askers = [tuple(askers) for askers in asking.values()]

    def find(self, text: str, places: Sequence[list[int]]) -> None:
        """Put the places of all words into the lists that ask for them."""
        if self._automaton is None:
            return
        askers = self._askers
        for word, start, _ in self._automaton.find_matches_as_indexes(padded(text, self._plain), overlapping=True):
            for asker in askers[word]:
                places[asker].append(start - 1)


def _telling(told: Traits) -> tuple[Need, ...]:
    """The needs of a pattern that are looked for: none where a match may begin at any distance before them, or reach any distance
    and begin at many places."""
    most = _FEW if told.reach >= ENDLESS else ENDLESS - 1
    near = [need for need in told.needs[:_MOST_NEEDS] if need.high - need.low <= most]
    return (*near[:1], *(need for need in near[1:] if need.frequency < _USUAL))


def _matches(plan: _Plan, places: Sequence[list[int]], text: str) -> Iterator[Match]:
    """The matches of a pattern in order. `places`: of each of its needs, where its words stand."""
    for own in places:
        own.sort()  # words of unlike lengths come by their ends
    rarest, *others = (
        sorted(zip(places, plan.needs, strict=True), key=_count)
        if len(places) > 1
        else zip(places, plan.needs, strict=True)
    )
    nearest, farthest = rarest[1].low, rarest[1].high
    free = 0  # where the next match may begin: none overlaps the one before, and none began earlier
    for place in rarest[0]:
        low, high = place - farthest, place - nearest
        if low < free:
            low = free
            if low > high:
                continue
        free = high + 1
        if others:
            low, high = _narrowed(low, high, others)
        while low <= high and (found := _first(plan, text, low, high)) is not None:
            yield found
            low = found.end()
            free = max(free, low)


def _count(one: tuple[list[int], Need]) -> int:
    return len(one[0])


def _narrowed(low: int, high: int, others: Sequence[tuple[list[int], Need]]) -> Stretch:
    """The part of a stretch from which a match can reach a word of each of other needs, too; empty for none."""
    for own, need in others:
        at = bisect_left(own, low + need.low)
        if at == len(own) or own[at] > high + need.high:
            return 1, 0
        low = max(low, own[at] - need.high)
        high = min(high, own[bisect_right(own, high + need.high, at) - 1] - need.low)
    return low, high


def _first(plan: _Plan, text: str, low: int, high: int) -> Match | None:
    """The first match that begins from `low` to `high`. A search goes on behind that, to where such a match may end."""
    match = plan.pattern.match
    if low == high:
        return match(text, low)
    if plan.opens_word:
        before = padded(text, FOLDED)
        at = before.find(b" ", low, high + 1)
        while at >= 0:
            if (tried := match(text, at)) is not None:
                return tried
            at = before.find(b" ", at + 1, high + 1)
        return None
    if _TRY * (high - low) < plan.reach:
        for at in range(low, high + 1):
            if (tried := match(text, at)) is not None:
                return tried
        return None
    found = plan.pattern.search(text, low, high + plan.reach)
    return found if found is not None and found.start() <= high else None
