"""Proper names as a text spells them: runs of capitalised words, and names that hold an "and" of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from pledgebook.language.grammar import expression, piece
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import word_set, words_of

PROPER = expression("resolve", "proper")
"""A run of capitalised words with the small words that names hold."""


_SPLIT = expression("resolve", "names-split")


def conjuncts(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The members of a coordination, as spans; a name with "and" or a comma in it is never parted."""
    at = start
    for match in _SPLIT.finditer(text, start, end):
        if any(low < match.end() and high > match.start() for low, high in names):
            continue
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


@dataclass(frozen=True, slots=True)
class Named:
    """One resolved name: its id, its words and where they stand."""

    id: str
    name: str
    start: int
    end: int


_WORD = r"[A-Z][\w'’-]*"
_JOINED = expression("resolve", "name-of-two")
_FIRM_OF_TWO = expression("resolve", "firm-of-two")
_OFFICE = expression("resolve", "office-with-tasks")
"""The name of an office with several tasks: "Ministry of Trade, Industry and Labour"."""
_UPPER = piece("resolve", "upper")
_RUN = re.compile(rf"{_UPPER}[\w'’&+-]*(?:[ \u00a0]{_UPPER}[\w'’&+-]*)*")


@cache
def organisation_words() -> frozenset[str]:
    """Last words of the names of organisations: "Council", "Bank"."""
    return frozenset(words_of("offices")["organisation-words"])


@cache
def government_words() -> frozenset[str]:
    """Words of the names of offices of a government: "Ministry", "Treasury"."""
    return frozenset(words_of("offices")["government-words"])


@cache
def instrument_words() -> frozenset[str]:
    """Last words of the names of laws, plans and programmes: "Act", "Project"."""
    return frozenset(words_of("offices")["instrument-words"])


@cache
def _whole_words() -> frozenset[str]:
    """Last words of a name that is one by itself before an "and": "the Treasury and World Bank"."""
    return organisation_words() | instrument_words() | frozenset(words_of("offices")["whole-offices"])


@cache
def words_pattern(group: str) -> re.Pattern[str]:
    """Any word of a group of offices.toml, in whatever case."""
    words = sorted(word_set(group), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(w) for w in words)})(?:['’]s?)?(?![\w-])", re.IGNORECASE)


def has_word(group: str, words: str) -> bool:
    """The phrase holds a word of this group of offices.toml."""
    return words_pattern(group).search(words) is not None


@cache
def openers() -> frozenset[str]:
    """Words that open a sentence or phrase with a capital without being a name."""
    return word_set("openers")


def joined_names(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Names with an "and" inside, each as its span: "the Peace and Security Council", not "the Treasury and World Bank".

    One article holds both halves, the last word is that of a body or programme, and the first half is no name by itself.
    """
    heads = organisation_words() | government_words() | instrument_words()
    ordered = sorted(mentions, key=lambda one: one.start)
    widest = max((one.end - one.start for one in ordered), default=0)

    def near(match: re.Match[str]) -> Sequence[Mention]:
        low = bisect_left(ordered, match.start() - widest, key=lambda one: one.start)
        return ordered[low : bisect_left(ordered, match.end(), key=lambda one: one.start)]

    found = []
    for match in _JOINED.finditer(text, start, end):
        first, second = match.group(1).split(), match.group(2).split()
        last = next((k for k in range(len(second) - 1, -1, -1) if second[k] in heads), None)
        if last is None or first[-1] in _whole_words() or _apart(match, near(match)):
            continue
        words = list(re.finditer(r"\S+", match.group(2)))
        found.append((match.start(1), match.start(2) + words[last].end()))
    if " & " in text:
        found += [match.span() for match in _FIRM_OF_TWO.finditer(text, start, end) if not near(match)]
    offices = (m for m in _OFFICE.finditer(text, start, end) if m.group(1) in government_words())
    tasks = (m.span() for m in offices if not any(_reaches_into(m, one) for one in near(m)))
    return sorted([*found, *tasks])


def _reaches_into(office: re.Match[str], mention: Mention) -> bool:
    """A name that the tasks of an office cannot hold; the office up to its first task may be known."""
    first = mention.start == office.start() and mention.end < office.end()
    return not first and mention.start < office.end() and mention.end > office.end(1)


def _apart(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """A half names somebody whom the gazetteers know; a body that closes the name does not count ("Security Council")."""
    for mention in mentions:
        if mention.start < match.end() and mention.end > match.start(1):
            closing = mention.start >= match.start(2) and mention.sort in ("organisation", "government")
            if not closing:
                return True
    return False


def without(mentions: Sequence[Mention], spans: Sequence[tuple[int, int]]) -> list[Mention]:
    """The mentions that lie in none of these spans."""
    ordered = sorted(spans)
    ends = list(accumulate((high for _, high in ordered), max))

    def outside(mention: Mention) -> bool:
        at = bisect_right(ordered, mention.start, key=lambda span: span[0])
        return at == 0 or ends[at - 1] <= mention.start

    return [m for m in mentions if outside(m)]


def runs(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Every run of capitalised words, as spans in order: a phrase that cuts into one is widened to it."""
    return tuple(match.span() for match in _RUN.finditer(text, start, end))
