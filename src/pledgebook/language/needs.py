"""What no match of a pattern can do without, read off the pattern itself (CPython's own parser of expressions).

A pattern of months needs "january" or "jan" or …, so many characters behind the beginning of its match. The words are those of
a text made plain (`plain`): where a word ends is a blank in a folded text, and belongs to what is looked for.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants, _parser  # type: ignore[attr-defined]  # Python's own reading of a pattern, which has no public name
from typing import Any

from pledgebook.language.plain import ALPHANUMERIC, CASED, DIGITS, EXACT, FOLDED, Plain

ENDLESS = int(_constants.MAXREPEAT)
_MOST_SIGNS, _MOST_ENDS = 16, 26
"""Characters of a set ("[0-9]") up to which each of them counts as a word to look for, and up to which it counts where a word
ends in one or begins behind one."""
_MOST_WORDS = 400
"""Words that are spelled out of a pattern at most."""
_MOST_TIMES = 4
"""Repetitions that are spelled out at most."""
_LARGE = 96
"""Characters of a stretch ("À-Þ") up to which each of them is looked at."""
_FREQUENT = 0.0015
"""Words for each character of a text from which on a need of a folded text is a poor one."""
_CHEAP = 8
"""Places that are tried in the time that a word takes."""
_EDGE = "\0"
"""In what is spelled out of a pattern: where a letter or digit stands on one side, none stands on the other."""
_SHARES = {
    **dict.fromkeys("etaoinshr", 0.06), **dict.fromkeys("dlucmfwypgb", 0.02), **dict.fromkeys("vkjxqz", 0.004),
    **dict.fromkeys("0123456789", 0.001), **dict.fromkeys(".,?-", 0.01), " ": 0.2,
}  # fmt: skip
_GAP = f"{FOLDED.other}{EXACT.other}"
_ODD_SHARE = 0.002
"""Shares of characters in English text, roughly: they only decide which of several words is looked for."""


@dataclass(frozen=True, slots=True)
class Need:
    """Words of a text made `plain` one of which every match holds, from `low` to `high` characters behind its beginning (less
    than 0: before it)."""

    words: frozenset[str]
    low: int
    high: int
    plain: Plain

    @property
    def frequency(self) -> float:
        """How many such words may be expected for each character of a text, roughly."""
        return sum(math.prod(_SHARES.get(sign, _ODD_SHARE) for sign in word) for word in self.words)

    @property
    def cost(self) -> float:
        """How much work may be expected for each character of a text: a word asks for all places to be tried from which a match
        could reach it."""
        return self.frequency * (1 + (self.high - self.low) / _CHEAP)


@dataclass(frozen=True, slots=True)
class Traits:
    """What can be read off a pattern. `needs`: what no match can do without, each thing by itself, what saves most first; in
    folded texts where that is rare enough there, since all grammars look there. `reach`: characters from the beginning of a
    match to the last one that it looks at, and one more; at most ENDLESS. `opens_word`: no letter or digit stands before a
    match."""

    needs: tuple[Need, ...]
    reach: int
    opens_word: bool


def traits(pattern: re.Pattern[str]) -> Traits:
    """What can be read off a pattern."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    found = _rarest(FOLDED, parsed)
    if not found or found[0].frequency > _FREQUENT:
        found = _rarest(EXACT if pattern.flags & re.IGNORECASE else CASED, parsed)[:1] + found
    reach = min(ENDLESS, int(parsed.getwidth()[1]) + _ahead(parsed) + 1)
    return Traits(tuple(sorted(found, key=lambda need: need.cost)), reach, _opens_word(list(parsed)))


def begins(words: Iterable[str]) -> Need:
    """That every match begins with one of these words as they are written; any white space counts as a blank."""
    return Need(frozenset(CASED(word).decode("latin-1") for word in words), 0, 0, CASED)


def _rarest(plain: Plain, parsed: Any) -> list[Need]:
    return sorted(_reading(plain).needs(parsed), key=lambda need: (need.cost, need.low, need.high, sorted(need.words)))


def _opens_word(parts: Sequence[Any]) -> bool:
    """Whether every match of a parsed sequence begins where no letter or digit stands before."""
    empty = list(itertools.takewhile(lambda part: part[0] in _EMPTY, parts))
    if any(kind is _constants.ASSERT_NOT and value[0] < 0 and _bars_words(value[1]) for kind, value in empty):
        return True
    return (_constants.AT, _constants.AT_BOUNDARY) in empty and _are_words(parts[len(empty) :])


def _is_word(kind: Any, value: Any) -> bool:
    """Whether a part of a sequence can begin with a letter or digit only."""
    if kind in _SINGLE:
        signs = _reading(FOLDED).signs(kind, value)
        return signs is not None and FOLDED.other not in signs
    if kind is _constants.SUBPATTERN:
        return _are_words(value[3])
    if kind is _constants.BRANCH:
        return all(map(_are_words, value[1]))
    return kind in _REPEATED and value[0] >= 1 and _are_words(value[2])


def _are_words(sequence: Any) -> bool:
    for kind, value in sequence:
        if kind in _REPEATED and value[0] == 0:
            if not _are_words(value[2]):
                return False
        elif kind not in _EMPTY:
            return _is_word(kind, value)
    return False


Words = frozenset[str]
_NOTHING: Words = frozenset({""})


class _Reading:
    """A reading of parsed patterns for texts made plain in one way."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._edge = _EDGE if plain.bounded else ""
        self._known: dict[Any, Words | None] = {}

    def needs(self, sequence: Any, words: Words = _NOTHING, following: Words | None = None) -> Iterator[Need]:
        """What a match of a parsed sequence cannot do without. `words`: what is known of the place before it, `following`: what
        the first character behind it must be."""
        low = high = 0
        start = (0, 0)
        parts = list(sequence)
        for at, (kind, value) in enumerate(parts):
            least, most = _width(sequence, kind, value)
            if kind is _constants.ASSERT and words == _NOTHING:
                words, start = self._led(value) or words, (low - 1, high - 1)
                continue
            spelled = self._strings(kind, value)
            longer = None if spelled is None else _joined(words, spelled)
            if longer is not None:
                start = (low, high) if words <= {"", _EDGE} else start
                words = longer
            else:
                yield from self._need(words, start, self._ends(kind, value, 0) if least else None)
                ahead = self._following(sequence, *parts[at + 1]) if at + 1 < len(parts) else following
                for need in self._needs_of(kind, value, words if words == {_EDGE} else _NOTHING, ahead):
                    yield Need(need.words, low + need.low, high + need.high, self._plain)
                last = self._ends(kind, value, -1) if least else None
                if spelled is not None:
                    words, start = spelled, (low, high)
                elif last is not None:
                    words, start = last, (low + least - 1, high + most - 1)
                else:
                    words = _NOTHING
            low, high = low + least, min(ENDLESS, high + most)
        yield from self._need(words, start, following)

    def _following(self, sequence: Any, kind: Any, value: Any) -> Words | None:
        """What the first character of a part must be, or that it begins with an edge; None where it may be many things."""
        if kind in _EMPTY:
            return self._strings(kind, value)
        return self._ends(kind, value, 0) if _width(sequence, kind, value)[0] else None

    def _blind(self, value: Any) -> bool:
        """Whether case does not count within a group, while the text keeps it."""
        return self._plain is CASED and bool(value[1] & re.IGNORECASE)

    def _led(self, value: Any) -> Words | None:
        """The character before a place where one of a few must stand there; None where it need not."""
        behind, sequence = value
        return self._ends_of(sequence, -1) if behind < 0 else None

    def _need(self, words: Words, start: tuple[int, int], following: Words | None) -> Iterator[Need]:
        """These words as a need, with the character behind them where that is one of a few; without those that begin with
        another of them; none where one of them is empty."""
        longer = _joined(words, following) if following else None
        whole = frozenset(word.replace(_EDGE, " ") for word in longer or words)
        if whole and all(word.strip() for word in whole):
            led = [word.startswith(_EDGE) for word in words]
            shortest = frozenset(
                word for word in whole if not any(word[:size] in whole for size in range(1, len(word)))
            )
            yield Need(shortest, start[0] - any(led), start[1] - all(led), self._plain)

    def _needs_of(self, kind: Any, value: Any, words: Words, following: Words | None) -> Iterator[Need]:
        """What a match of one part of a sequence cannot do without."""
        if kind is _constants.SUBPATTERN and not self._blind(value):
            yield from self.needs(value[3], words, following)
        elif kind is _constants.ATOMIC_GROUP:
            yield from self.needs(value, words, following)
        elif kind in _REPEATED and value[0] >= 1:
            yield from self.needs(value[2], words, following if value[1] == 1 else None)
        elif kind is _constants.BRANCH:
            branches = [list(self.needs(branch, words, following)) for branch in value[1]]
            if all(branches):
                yield _either([min(branch, key=lambda need: need.cost) for branch in branches])

    def _strings(self, kind: Any, value: Any) -> Words | None:
        """Everything that one part of a sequence matches, made plain, with edges; None where that is too much, or a gap between
        words: what stands on both sides of one is looked for by itself."""
        if kind is _constants.AT:
            return frozenset({self._edge if value is _constants.AT_BOUNDARY else ""})
        if kind in _EMPTY:
            return frozenset({self._edge if kind is _constants.ASSERT_NOT and _bars_words(value[1]) else ""})
        if kind in _SINGLE:
            signs = self.signs(kind, value)
            return signs if signs is not None and len(signs) <= _MOST_SIGNS else None
        if kind is _constants.SUBPATTERN:
            return None if self._blind(value) else self._all_strings(value[3])
        if kind is _constants.ATOMIC_GROUP:
            return self._all_strings(value)
        if kind is _constants.BRANCH:
            return _any_of([self._all_strings(branch) for branch in value[1]])
        if kind in _REPEATED and value[1] <= _MOST_TIMES:
            return self._repeated(value[0], value[1], self._all_strings(value[2]))
        return None

    def _repeated(self, least: int, most: int, once: Words | None) -> Words | None:
        found, words = [], frozenset({""})
        for times in range(most + 1):
            if times >= least:
                found.append(words)
            longer = None if once is None else _joined(words, once)
            if longer is None:
                return None
            words = longer
        return _any_of(found)

    def _all_strings(self, sequence: Any) -> Words | None:
        words: Words | None = frozenset({""})
        for kind, value in sequence:
            parts = self._strings(kind, value)
            words = None if parts is None or words is None else _joined(words, parts)
            if words is None:
                return None
        return words

    def signs(self, kind: Any, value: Any) -> Words | None:
        """The characters of a set or a single one, made plain; None where that is not known. With more than there are where case
        decides."""
        members = ((kind, value),) if kind is _constants.LITERAL else tuple(value)
        if members not in self._known:
            self._known[members] = self._signs(members)
        return self._known[members]

    def _signs(self, members: tuple[tuple[Any, Any], ...]) -> Words | None:
        plain, found = self._plain, set[str]()
        if members[0][0] is _constants.NEGATE:
            return frozenset(
                {plain.other, *(sign for one, sign in plain.every.items() if not _holds(members[1:], one))}
            )
        for kind, value in members:
            if kind is _constants.LITERAL:
                found.add(plain.sign(chr(value)))
            elif kind is _constants.RANGE and value[1] - value[0] < _LARGE:
                found |= {plain.sign(chr(code)) for code in range(value[0], value[1] + 1)}
            elif (kind, value) == (_constants.CATEGORY, _constants.CATEGORY_DIGIT):
                found |= set(DIGITS)
            elif kind is _constants.CATEGORY:
                found |= {plain.other, *(sign for one, sign in plain.every.items() if _holds([(kind, value)], one))}
            else:
                return None
        return frozenset(found)

    def _ends(self, kind: Any, value: Any, at: int) -> Words | None:
        """The first (`at` 0) or last (-1) character of whatever a part of a sequence matches that holds one, made plain; None
        where these are many, or where it need not hold one."""
        if kind in _SINGLE:
            signs = self.signs(kind, value)
            return signs if signs is not None and len(signs) <= _MOST_ENDS else None
        if kind is _constants.SUBPATTERN:
            return None if self._blind(value) else self._ends_of(value[3], at)
        if kind is _constants.ATOMIC_GROUP:
            return self._ends_of(value, at)
        if kind is _constants.BRANCH:
            return _any_of([self._ends_of(branch, at) for branch in value[1]])
        return self._ends_of(value[2], at) if kind in _REPEATED else None

    def _ends_of(self, sequence: Any, at: int) -> Words | None:
        found: Words = frozenset()
        for kind, value in list(sequence)[:: -1 if at else 1]:
            least, most = _width(sequence, kind, value)
            own = self._ends(kind, value, at) if most else frozenset()
            if own is None:
                return None
            found |= own
            if least:
                return found if len(found) <= _MOST_ENDS else None
        return None


def _either(some: Sequence[Need]) -> Need:
    """One need of several of which one must be met."""
    words = frozenset(word for need in some for word in need.words)
    return Need(words, min(need.low for need in some), max(need.high for need in some), some[0].plain)


@functools.cache
def _reading(plain: Plain) -> _Reading:
    return _Reading(plain)


def _any_of(parts: Sequence[Words | None]) -> Words | None:
    known = [part for part in parts if part is not None]
    words: Words = frozenset().union(*known)
    return words if len(known) == len(parts) and len(words) <= _MOST_WORDS else None


def _joined(words: Words, parts: Words) -> Words | None:
    """Each of these words with each of those parts behind it, as far as their edges let them; None for too many, and where a
    part is a gap of one length or another."""
    if len(words) * len(parts) > _MOST_WORDS or (
        len(parts) > 1 and not any(part.strip(_GAP) for part in parts) and "" not in parts
    ):
        return None
    return frozenset(one for pair in itertools.product(words, parts) if (one := _behind(*pair)) is not None)


def _behind(word: str, part: str) -> str | None:
    """A word with a part behind it; None where no edge can be where one is said to be."""
    before, behind = word.rstrip(_EDGE), part.lstrip(_EDGE)
    if before == word and behind == part:
        return word + part
    if not before:
        return behind if behind[:1] == " " else _EDGE + behind
    if not behind:
        return before if before[-1] == " " else before + _EDGE
    return None if " " not in (before[-1], behind[0]) else before + behind


_EMPTY = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)
_SINGLE = (_constants.LITERAL, _constants.IN)
_REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: re.compile(r"\d"), _constants.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    _constants.CATEGORY_SPACE: re.compile(r"\s"), _constants.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    _constants.CATEGORY_WORD: re.compile(r"\w"), _constants.CATEGORY_NOT_WORD: re.compile(r"\W"),
}  # fmt: skip


def _holds(members: Iterable[tuple[Any, Any]], sign: str) -> bool:
    """Whether a set of characters holds one."""
    return any(
        ord(sign) == value
        if kind is _constants.LITERAL
        else value[0] <= ord(sign) <= value[1]
        if kind is _constants.RANGE
        else _CATEGORIES[value].match(sign) is not None
        for kind, value in members
    )


def _bars_words(sequence: Any) -> bool:
    """Whether what must not stand beside a place is any letter or digit, or more than these."""
    if len(sequence) != 1:
        return False
    kind, value = sequence[0]
    if kind is _constants.BRANCH:
        return any(_bars_words(branch) for branch in value[1])
    if kind is not _constants.IN:
        return False
    negated, members = value[0][0] is _constants.NEGATE, [one for one in value if one[0] is not _constants.NEGATE]
    return all(_holds(members, sign) != negated for sign in ALPHANUMERIC)


def _width(sequence: Any, kind: Any, value: Any) -> tuple[int, int]:
    """Fewest and most characters of one part of a sequence."""
    low, high = _parser.SubPattern(sequence.state, [(kind, value)]).getwidth()
    return int(low), int(min(ENDLESS, high))


def _ahead(sequence: Any) -> int:
    """The most characters that a parsed sequence looks ahead, behind what it takes."""
    most = 0
    for kind, value in sequence:
        if kind in (_constants.ASSERT, _constants.ASSERT_NOT):
            direction, inner = value
            most = max(most, _ahead(inner) + (int(inner.getwidth()[1]) if direction > 0 else 0))
        elif kind is _constants.BRANCH:
            most = max([most, *map(_ahead, value[1])])
        elif kind in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP, *_REPEATED):
            most = max(most, _ahead(value if kind is _constants.ATOMIC_GROUP else value[-1]))
        elif kind is _constants.GROUPREF_EXISTS:
            most = max([most, *(_ahead(part) for part in value[1:] if part is not None)])
    return min(ENDLESS, most)
