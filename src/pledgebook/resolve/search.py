"""All names of a document: one pass of the automaton, then what the context decides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from pledgebook.language.grammar import expression, piece
from pledgebook.language.lexicon import words_of as lexical
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import Entry, Sort, gazetteer, word_set, words_of
from pledgebook.world.names import given_names
from pledgebook.world.words import folded

_GLUED = re.compile(r"(?<=[a-zé])(?=[A-Z])")
_SPELLED = expression("resolve", "acronym-spelled")
_WORD_BEFORE = re.compile(r"([\w.'-]+)\s$")
_WORD_BEHIND = re.compile(r"\s([\w.'-]+)")


def _bounded(text: str, start: int, end: int) -> bool:
    """The name is no part of a longer word, of an amount ("US$") or of an address."""
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    if before.isalnum() or before in "_@#" or behind in "$£€¥_@":
        return False
    if behind.isalnum() and text[end - 1] != ".":
        return False
    return not (
        before == "." and start > 1 and text[start - 2].isalnum() and not text[start - 2].isupper() and behind in "./"
    )


def candidates(text: str, start: int, end: int) -> list[tuple[int, int, Entry, str]]:
    """Every bounded name within `[start, end)`, the longer of two that overlap; sorted by place."""
    data = gazetteer()
    plain = folded(text[start:end])
    found = [
        (s, e, k)
        for k, s, e in data.automaton.find_matches_as_indexes(plain, overlapping=True)
        if _bounded(plain, s, e)
    ]
    found.sort(key=lambda m: (m[0] - m[1], m[0]))
    taken = bytearray(len(plain))
    kept = []
    for s, e, k in found:
        if not any(taken[s:e]):
            taken[s:e] = b"\1" * (e - s)
            kept.append((s + start, e + start, data.entries[k], data.patterns[k]))
    return sorted(kept, key=lambda m: m[0])


_HEAD_TITLE = expression("resolve", "head-title")


@cache
def _titles() -> re.Pattern[str]:
    words = sorted(_all_titles(), key=lambda w: (-len(w), w))
    joined = "|".join(re.escape(word) for word in words)
    return re.compile(
        rf"(?:^|[^\w])(?:{joined})(?:{piece('resolve', 'elect')})?\s+(?:[A-Z][\w.'-]*\s+)?$", re.IGNORECASE
    )


def titled(text: str, start: int) -> bool:
    """A title stands before the name that starts here: "President ", "Mr ", "Prime Minister Theresa "."""
    return _titles().search(folded(text[max(0, start - 60) : start])) is not None


_GIVEN = re.compile(r"([A-Z][\w'’-]+)\s$")
_OF_A_BODY = re.compile(r"([\w&'’.-]+)\s+$")


def _is_politician(text: str, start: int, last: str) -> bool:
    """A surname behind a title means the person whom the gazetteer knows, unless another given name stands before it
    ("President Anne Wong") or the title is that of a company or club ("club president Trudeau")."""
    if not titled(text, start) or text[max(0, start - 1) : start] not in (" ", "\n", "\u00a0"):
        return False
    given = _GIVEN.search(text, max(0, start - 30), start)
    if given and given.group(1).lower() not in _all_titles() and given.group(1) not in gazetteer().given[last]:
        return False
    return not _is_somebody_else(text, start, last)


def _is_somebody_else(text: str, start: int, last: str) -> bool:
    """Another given name stands before the surname, or a title that is one of a company."""
    given = _GIVEN.search(text, max(0, start - 30), start)
    opening = start
    if given and given.group(1).lower() not in _all_titles():
        if given.group(1) in given_names() and given.group(1) not in gazetteer().given.get(last, ()):
            return True
        opening = given.start()
    title = _titles().search(folded(text[max(0, opening - 60) : opening]))
    if title is None:
        return False
    before = max(0, opening - 60) + title.start() + (title.group()[:1].isspace())
    holder = _OF_A_BODY.search(text, max(0, before - 30), before)
    return holder is not None and _is_body(text, holder)


@cache
def _all_titles() -> frozenset[str]:
    return word_set("government-titles") | word_set("courtesy-titles") | word_set("company-titles")


def _is_body(text: str, holder: re.Match[str]) -> bool:
    """The word before a title is a company, a club, or a name that is no place's and opens no sentence."""
    word = holder.group(1)
    if word.lower() in word_set("organisation-nouns"):
        return True
    known = word in word_set("openers") or word.lower() in word_set("state-adjectives")
    if not word[0].isupper() or known or word[-1] in ".,;:":
        return False
    return not candidates(text, holder.start(1), holder.end(1))


def _capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not word.isupper()


def _borne(text: str, start: int, end: int, taken: set[int]) -> bool:
    """A place name that is part of an unknown person's name: "Michael Jordan", "Chad Smith", "Queen Victoria"."""
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    if before and (before.start() > 0 or start < 30) and start - 1 not in taken:
        word = before.group(1)
        if word in given_names() or word.lower() in lexical("names", "royal-titles"):
            return True
    behind = _WORD_BEHIND.match(text, end)
    if behind is None:
        return False
    if end + 1 in taken:  # "Senator Chad Holland", not "Jordan France"
        return titled(text, start)
    word = behind.group(1).rstrip(".,'")
    companion = word.lower() in word_set("government-titles") or word in _companions()
    return _capitalised(word) and len(word) > 2 and not companion


@cache
def _companions() -> frozenset[str]:
    return frozenset(words_of("contexts")["companions"])


@cache
def _towns() -> frozenset[str]:
    return frozenset(name for line in words_of("metonyms")["names"].values() for name in line)


@cache
def _instruments() -> frozenset[str]:
    loose = expression("resolve", "no-instrument-alone")
    return frozenset(word for word in word_set("instrument-words") if not loose.fullmatch(word))


def _read(name: str, whole: str) -> tuple[str, Sort] | None:
    readings, needs_sign = gazetteer().readings[name]
    scores = [sum(1 for sign in r.signs if sign in whole) for r in readings]
    best = max(range(len(readings)), key=lambda k: (scores[k], -k))
    if needs_sign and not scores[best]:
        return None
    return readings[best].id, readings[best].sort


def _shouted(text: str, start: int, end: int) -> bool:
    """The line is all in capitals, so that "US" may be the pronoun."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    return line.isupper() and len(line) > 12


_TONGUE = expression("resolve", "language")
_SPEAKING = expression("resolve", "speaking")
_IN = expression("resolve", "in-before")


def _language(text: str, start: int, end: int) -> bool:
    """ "In English", "Spanish language", "translated from French": a tongue, no people."""
    lead = text[max(0, start - 20) : start]
    alone = not text[end : end + 2].strip()[:1].isalpha()
    return bool(_TONGUE.match(text, end) or _SPEAKING.search(lead) or (alone and _IN.search(lead)))


def _gives_its_name(text: str, end: int, found: Sequence[tuple[int, int, Entry, str]], capital: bool) -> bool:
    """A town that only gives its name to a treaty ("the Los Angeles Declaration"), or another town ("Paris, Texas")."""
    behind = _WORD_BEHIND.match(text, end)
    if behind and behind.group(1).rstrip(".,'’s") in _instruments():
        return True
    if not capital or text[end : end + 2] != ", ":
        return False
    at = bisect_left(found, end + 2, key=lambda m: m[0])
    part = found[at][2] if at < len(found) and found[at][0] == end + 2 else None
    return part is not None and part.ids[:1] != () and part.ids[0].startswith(("org:state", "org:province"))


def _spelled_otherwise(text: str, found: Sequence[tuple[int, int, Entry, str]]) -> frozenset[str]:
    """The acronyms that the document itself spells out as something no gazetteer knows: "Foreign Assistance Act (FAA)"."""
    known: dict[str, bool] = {}
    for place in _SPELLED.finditer(text):
        short = place.group(1)
        if short in known:
            continue
        before = re.split(r"[^\w'’.&-]+", text[max(0, place.start() - 90) : place.start()].rstrip())
        initials = [w[0] for w in before if w[:1].isupper()]
        letters = [c for c in short if c.isalpha()]
        spelled = len(initials) >= len(letters) and initials[-len(letters) :] == letters
        low = bisect_left(found, place.start() - 120, key=lambda m: m[0])
        near = [m for m in found[low : low + 20] if 0 <= place.start() - m[1] <= 25]
        known[short] = spelled and not any(entry.use == "name" and entry.ids for _, _, entry, _ in near)
    return frozenset(short for short, otherwise in known.items() if otherwise)


Hit = tuple[int, int, Entry, str]
"""Start, end, entry and name of a place where the automaton found something."""


@dataclass(frozen=True)
class _Text:
    """A text with what was found in it, for deciding each find among the others. `whole`: the words that decide what an
    ambiguous name means."""

    text: str
    whole: str
    found: Sequence[Hit]
    read: dict[str, tuple[str, Sort] | None] = field(default_factory=dict)

    @cached_property
    def names(self) -> list[Hit]:
        return [hit for hit in self.found if hit[2].use == "name"]

    @cached_property
    def bearers(self) -> dict[str, Counter[str]]:
        """Last name → the ids of those whose full names stand in the text."""
        known: dict[str, Counter[str]] = {}
        for _, _, entry, _ in self.names:
            if entry.last:
                known.setdefault(entry.last, Counter()).update(entry.ids)
        return known

    @cached_property
    def spoken(self) -> Counter[str]:
        """How often each id is named."""
        return Counter(i for _, _, entry, _ in self.names for i in entry.ids)

    def reading(self, name: str) -> tuple[str, Sort] | None:
        """What an ambiguous name means in this text."""
        if name not in self.read:
            self.read[name] = _read(name, self.whole)
        return self.read[name]

    @cached_property
    def taken(self) -> set[int]:
        """The places that names cover."""
        return {i for start, end, _, _ in self.names for i in range(start, end)}

    @cached_property
    def otherwise(self) -> frozenset[str]:
        """The acronyms that the text spells out as something else."""
        return _spelled_otherwise(self.text, self.found)


def base(text: str, start: int, end: int, whole: str | None = None) -> list[Mention]:
    """The names of the gazetteers within `[start, end)`, ambiguous ones decided by the words of `whole`."""
    around = _Text(text, text if whole is None else whole, candidates(text, start, end))
    mentions = []
    for hit in around.found:
        meaning = _meaning(around, hit)
        if meaning is not None and not _is_another_thing(around, hit, *meaning):
            mentions.append(Mention(hit[0], hit[1], text[hit[0] : hit[1]], *meaning))
    return mentions


def _meaning(around: _Text, hit: Hit) -> tuple[tuple[str, ...], Sort] | None:
    """What a find stands for, None for nothing."""
    start, end, entry, name = hit
    if entry.use == "hide" or (name == "US" and _shouted(around.text, start, end)):
        return None
    if entry.use == "reading":
        reading = around.reading(name)
        return None if reading is None else ((reading[0],), reading[1])
    if entry.use == "surname":
        bearer = _bearer(around, start, entry)
        return None if bearer is None else ((bearer,), entry.sort)
    if entry.sort == "person" and " " not in name and _is_somebody_else(around.text, start, entry.last or name):
        return None
    return entry.ids, entry.sort


def _bearer(around: _Text, start: int, entry: Entry) -> str | None:
    """Whom a last name means: the one whose full name stands in the text, else the politician behind his title."""
    if entry.last in around.bearers:
        return around.bearers[entry.last].most_common(1)[0][0]
    if not _is_politician(around.text, start, entry.last):
        return None
    best = max(entry.ids, key=lambda i: (around.spoken[i], -entry.ids.index(i)))
    # many a Secretary Smith is nobody that a gazetteer knows
    known = around.spoken[best] or _HEAD_TITLE.search(around.text[max(0, start - 40) : start])
    return best if known else None


def _is_another_thing(around: _Text, hit: Hit, ids: tuple[str, ...], sort: Sort) -> bool:
    """The name is only a part of something else: of a treaty's name, a tongue, a compound, a person's name."""
    start, end, _, name = hit
    text, town = around.text, name in _towns()
    if (town or ids[0].startswith("org:city")) and _gives_its_name(text, end, around.found, town):
        return True
    if sort == "nationality":
        if _language(text, start, end):
            return True
    elif sort == "region":
        if text[max(0, start - 1) : start] in ("-", "–"):
            return True
    elif sort in ("government", "organisation") and name.isupper() and name in around.otherwise:
        return True
    if sort == "person":
        return False
    return _named_so(text, start) or (name in gazetteer().personal and _borne(text, start, end, around.taken))


def _named_so(text: str, start: int) -> bool:
    """A title and another name stand before a name, which then is a surname: "Prime Minister Manuel Israel"."""
    given = _GIVEN.search(text, max(0, start - 30), start)
    if given is None or given.group(1).isupper() or given.group(1).lower() in _all_titles():
        return False
    return titled(text, given.start())


def title_names(title: str | None) -> list[Mention]:
    """The names of a title; words that a page has run together ("StatementBy") are parted first."""
    if not title:
        return []
    parted = _GLUED.sub(" ", title)
    return [m for m in base(parted, 0, len(parted)) if m.ids != ("home",)]
