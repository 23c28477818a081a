"""What a document says about itself: who publishes it, who speaks where, who belongs to whom.

Built once per document by `remember`, read by everything that resolves a phrase.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pledgebook.language.grammar import expression, piece
from pledgebook.language.turns import Turn, turns_of
from pledgebook.model import Document, Mention, without_markup
from pledgebook.resolve.home_country import country_of, is_sure
from pledgebook.resolve.proper import joined_names, runs
from pledgebook.resolve.publishers import is_person, publisher_of, speaks_for
from pledgebook.resolve.search import title_names

_JOINT = expression("resolve", "joint-statement")
_ABBREVIATION = expression("resolve", "abbreviation")
_END = re.compile(r"[.!?][\"”’')\]]*(?=\s)|\n+")


_DATELINE = re.compile(
    rf"[^\w\n]{{0,4}}(?P<town>[A-Z][\w.'’/-]*(?:[ ](?:{piece('resolve', 'and')}[ ])?[A-Z][\w.'’/-]*){{0,3}}[ ]?)"
    r"(?P<more>(?:,\s[^–—\n:;]{1,40}?)?(?:\s*\([^()\n]{2,30}\)|\s*/[^/\n]{2,20}/)?)"
    r"\s*(?:--|[–—-])\s+(?=[\"“A-Z])"
)
DATELINE = 100
"""Characters that a dateline has at most."""
_ITEM = re.compile(r"[ \t]*(?:[•●▪*–—-]|\(?\w{1,2}[.)])\s|.*\t")
"""An entry of a list or a row of a table: no heading."""
_BULLET = re.compile(r"[ \t]*(?:[•●▪➢*–-]|\(?\w{1,2}[.)])\s|[ \t]*$", re.MULTILINE)
"""An entry of a list, or an empty line."""
HEADING_LENGTH, HEADING_LINES = 80, 12
"""Characters of a heading, and lines above another in which it is looked for."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A document's facts. `names`: its mentions, by place. `home`: its country or None, `at_home`: surely of that one. `press`: a newspaper's text.
    `publisher`: ids of the publisher, () for the press. `signatories`: the ids of a joint statement, else ().
    `turns`: of a transcript. `starts`: the places where sentences begin. `people`: last name → ids of
    persons that the document itself affiliates, filled as they are asked for. `joined`: names with an "and" of their
    own. `runs`: all runs of capitalised words. `counts`: how often each id is named. `chains`: of mentions, found when they are asked
    for (`chains.py`)."""

    document: Document
    names: tuple[Mention, ...]
    home: str | None
    at_home: bool
    press: bool
    publisher: tuple[str, ...]
    signatories: tuple[str, ...]
    turns: tuple[Turn, ...]
    starts: tuple[int, ...]
    title: tuple[Mention, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()
    runs: tuple[tuple[int, int], ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chains: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def within(self, start: int, end: int) -> list[Mention]:
        """The names inside `[start, end)`."""
        first = bisect_right(self.names, start - 1, key=lambda m: m.start)
        found = []
        for mention in self.names[first:]:
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return found

    def before(self, place: int, reach: int = 2000) -> list[Mention]:
        """The names that end before a place, the nearest first."""
        last = bisect_right(self.names, place, key=lambda m: m.end)
        return [m for m in self.names[max(0, last - 80) : last][::-1] if m.start >= place - reach]

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """The span with the proper names whole into which its ends cut: "’s Encrypt" → "Let’s Encrypt"."""
        for low, high in _around(self.joined, start):
            start = low if low < start < high else start
        for low, high in _around(self.joined, end):
            end = high if low < end < high else end
        for low, high in _around(self.runs, start):  # only where the cut goes through a word
            start = low if low < start < high and not self.text[start - 1].isspace() else start
        for low, high in _around(self.runs, end):
            end = high if low < end < high and not self.text[end].isspace() else end
        return start, end

    def sentence(self, place: int) -> int:
        """Where the sentence that holds this place begins."""
        at = bisect_right(self.starts, place) - 1
        return self.starts[max(0, at)]

    def paragraph(self, place: int) -> tuple[int, int]:
        """The line that holds this place."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return start, end if end >= 0 else len(self.text)

    def dateline(self, place: int) -> int:
        """Where the dateline ends that opens the line of a place ("OSLO, 4 May –"), else where the line begins."""
        start, end = self.paragraph(place)
        match = _DATELINE.match(self.text, start, min(end, start + DATELINE))
        told = match is not None and (match.group("more") or match.group("town").isupper())
        return match.end() if match is not None and told else start

    def lead(self, line: int) -> tuple[int, int]:
        """The line over a list ("Norway will invest in:"), as its span, for an entry of it that begins at `line`; else an empty
        span."""
        start = line
        while start > self.document.body[0] and _BULLET.match(self.text, start):
            end = start - 1
            start = max(self.document.body[0], self.text.rfind("\n", 0, end) + 1)
            if self.text[start:end].rstrip().endswith(":"):
                return start, end
        return line, line

    def heading(self, line: int) -> tuple[int, int] | None:
        """The nearest line above one that begins at `line` which is short and ends in no full stop, as its span."""
        end = line - 1
        for _ in range(HEADING_LINES):
            if end <= self.document.body[0]:
                return None
            start = self.text.rfind("\n", self.document.body[0], end) + 1
            start = max(start, self.document.body[0])
            words = self.text[start:end].strip(" \t#*_=-•")
            if _ITEM.match(self.text, start, end):
                words = ""
            if words and len(words) <= HEADING_LENGTH and words[-1] not in ".!?,;" and not words[:1].islower():
                opening = self.text.index(words[0], start)
                return opening, opening + len(words)
            end = start - 1
        return None


def _around(spans: Sequence[tuple[int, int]], place: int) -> Sequence[tuple[int, int]]:
    """The last span that begins before a place, if any."""
    at = bisect_right(spans, place, key=lambda span: span[0])
    return spans[max(0, at - 2) : at]


def _starts(text: str, start: int, end: int) -> tuple[int, ...]:
    found = [start]
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1]):
            continue
        behind = match.end()
        while behind < end and text[behind].isspace():
            behind += 1
        if behind < end:
            found.append(behind)
    return tuple(dict.fromkeys(found))


def _countries(mentions: Sequence[Mention]) -> tuple[str, ...]:
    found = [
        i
        for m in mentions
        if m.sort in ("country", "government", "person", "nationality", "organisation", "group")
        for i in m.ids
    ]
    return tuple(dict.fromkeys(found))


_BY = expression("resolve", "before-parties")
_TOPIC = expression("resolve", "before-a-topic")


def _parties(heading: str, title: Sequence[Mention]) -> tuple[str, ...]:
    """Whom the title of a joint statement names as its parties: behind "by" or "between", else before the word
    "statement", else anywhere in it."""
    found = _JOINT.search(heading)
    if found is None:
        return ()
    by = _BY.search(heading, max(0, found.end() - 12))
    ranges = [(0, found.start())]
    if expression("resolve", "of-all-leaders").search(found.group()):
        ranges = [(0, found.end())]
    if by:
        topic = _TOPIC.search(heading, by.end())
        ranges.insert(0, (by.end(), topic.start() if topic else len(heading)))
    for low, high in (*ranges, (0, len(heading))):
        # mentions stand in the title with run-together words parted: one place further for each
        parties = _countries([m for m in title if low <= m.start and m.end <= high + 6])
        if len(parties) > 1 or (parties and parties[0].startswith("org:")):
            return parties
    return _countries(title)


_LISTED = expression("resolve", "between-parties")
"""What stands between the names of a list: commas, "and", titles."""
LEAD = 60
"""Characters that the opening of a joint statement has at least."""


def _signatories(
    document: Document, names: Sequence[Mention], title: Sequence[Mention], publisher: tuple[str, ...]
) -> tuple[str, ...]:
    """Who speaks in a joint statement: the parties its title names, else those of its first sentences."""
    heading = document.title or ""
    if not _JOINT.search(heading):
        return ()
    parties = _parties(heading, title)
    if parties and parties[0].startswith("org:"):
        return (parties[0],)
    countries = [i for i in parties if not i.startswith("org:")]
    if not countries and len(publisher) == 1 and publisher[0].startswith("org:"):
        return ()  # a body's own statement, which names no parties
    if len(countries) < 2:
        countries += _of_the_opening(document, names)
    found = tuple(dict.fromkeys(countries))
    return found if len(found) > 1 else (*publisher, *(i for i in found if i not in publisher))


def _of_the_opening(document: Document, names: Sequence[Mention]) -> list[str]:
    """Those who are named in the first sentences: where these open with a list ("We, the leaders of Canada, France and
    Italy, condemn Russia's attack on …"), only who stands in it."""
    start, end = document.body
    until = next((at for at in _starts(document.text, start, end)[1:] if at > start + LEAD), end)
    named = [m for m in names if m.start < until and not m.ids[0].startswith(("org:city", "M49"))]
    gaps = (document.text[one.end : other.start] for one, other in itertools.pairwise(named))
    listed = 1 + sum(1 for _ in itertools.takewhile(_LISTED.fullmatch, gaps))
    return [i for m in (named[:listed] if listed > 1 else named) for i in m.ids]


def remember(document: Document, names: Sequence[Mention]) -> Memory:
    """What a document says of itself, from its names (`mentions`) and its own layout."""
    start, end = document.body
    country = country_of(document, names)
    named, publisher = publisher_of(document.publisher), speaks_for(document)
    if not publisher and country and (named.official or is_person(document.publisher)):
        publisher = (country,)  # who gives a speech says "we" of his country, as does "the Ministry of Health"
    title = title_names(document.title)
    return Memory(
        document,
        tuple(names),
        country,
        is_sure(document, names),
        named.press or not (publisher or named.member_of),
        publisher,
        _signatories(document, names, title, publisher),
        tuple(turn for turn in turns_of(document.text) if start <= turn.start < end),
        _starts(without_markup(document.text), start, end),
        tuple(title),
        tuple(joined_names(document.text, start, end, names)),
        runs(document.text, start, end),
        Counter(i for m in names for i in m.ids),
    )
