"""All names of a document: one pass of the automaton, then what the context decides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import Entry, Sort, gazetteer, word_set, words_of
from pledgebook.world.names import given_names
from pledgebook.world.words import folded

_GLUED = re.compile(r"(?<=[a-zé])(?=[A-Z])")
_SPELLED = re.compile(r"\(\s?(?:the\s)?[\"“']?([A-Z][A-Za-z&.-]{1,11})[\"”']?\)")
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


_HEAD_TITLE = re.compile(r"(?i)\b(?:president|prime minister|chancellor|premier|taoiseach)\s+(?:[A-Z][\w.'’-]*\s+)?$")


@cache
def _titles() -> re.Pattern[str]:
    words = sorted(_all_titles(), key=lambda w: (-len(w), w))
    joined = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?:^|[^\w])(?:{joined})(?:-elect)?\s+(?:[A-Z][\w.'-]*\s+)?$", re.IGNORECASE)


def titled(text: str, start: int) -> bool:
    """A title stands before the name that starts here: "President ", "Mr ", "Prime Minister Theresa "."""
    return _titles().search(folded(text[max(0, start - 60) : start])) is not None


_GIVEN = re.compile(r"([A-Z][\w'’-]+)\s$")
_OF_A_BODY = re.compile(r"([\w&'’.-]+)\s+$")


def _is_politician(text: str, start: int, last: str) -> bool:
    """A surname behind a title is that of the one whom the gazetteer knows: not where another given name stands before it
    ("President Anne Wong"), nor where the title is one of a company or club ("club president Trudeau")."""
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
        if given.group(1) in given_names() and given.group(1) not in gazetteer().given[last]:
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
    behind = _WORD_BEHIND.match(text, end)
    if (before and before.start() > 0) or (before and start < 30):
        word = before.group(1)
        given = word in given_names() or word.lower() in (
            "queen",
            "king",
            "mr",
            "mr.",
            "ms",
            "ms.",
            "mrs",
            "dr",
            "dr.",
            "princess",
            "prince",
        )
        if given and start - 1 not in taken:
            return True
    if behind and end + 1 not in taken:
        word = behind.group(1).rstrip(".,'")
        return (
            _capitalised(word)
            and word.lower() not in word_set("government-titles")
            and word not in _companions()
            and len(word) > 2
        )
    return False


@cache
def _companions() -> frozenset[str]:
    return frozenset(words_of("contexts")["companions"])


@cache
def _towns() -> frozenset[str]:
    return frozenset(name for line in words_of("metonyms")["names"].values() for name in line)


@cache
def _instruments() -> frozenset[str]:
    return word_set("instrument-words") - {"Action", "Support", "Call", "Project", "Review", "Officer", "Rule", "Law"}


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


def _language(text: str, start: int, end: int) -> bool:
    """ "In English", "Spanish language", "translated from French": a tongue, no people."""
    behind = text[end : end + 10].lstrip(" -")
    lead = text[max(0, start - 20) : start]
    return (
        behind.startswith(("language", "speak"))
        or re.search(r"(?i)\b(?:speak|speaks|spoke|translated from|translated into)\s$", lead) is not None
        or (lead[-3:].lower() == "in " and not text[end : end + 2].strip()[:1].isalpha())
    )


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


def base(text: str, start: int, end: int, whole: str | None = None) -> list[Mention]:
    """The names of the gazetteers within `[start, end)`, ambiguous ones decided by the words of `whole`."""
    whole = text if whole is None else whole
    found = candidates(text, start, end)
    lasts = {entry.last for _, _, entry, _ in found if entry.use == "name" and entry.last}
    known: dict[str, Counter[str]] = {}
    for _, _, entry, _ in found:
        if entry.use == "name" and entry.last:
            known.setdefault(entry.last, Counter()).update(entry.ids)
    taken = {i for s, e, entry, _ in found if entry.use == "name" for i in range(s, e)}
    otherwise = _spelled_otherwise(text, found)
    spoken = Counter(i for _, _, entry, _ in found if entry.use == "name" for i in entry.ids)
    mentions = []
    for s, e, entry, name in found:
        ids, sort = entry.ids, entry.sort
        if entry.use == "hide" or (name == "US" and _shouted(text, s, e)):
            continue
        if entry.use == "name" and name == entry.last and _is_somebody_else(text, s, name):
            continue
        if entry.use == "surname":
            if entry.last in lasts:
                ids = (known[entry.last].most_common(1)[0][0],)
            elif _is_politician(text, s, entry.last):
                ids = (max(ids, key=lambda i: (spoken[i], -ids.index(i))),)
                if not spoken[ids[0]] and not _HEAD_TITLE.search(text[max(0, s - 40) : s]):
                    continue  # many a Secretary Smith is nobody that a gazetteer knows
            else:
                continue
        elif entry.use == "reading":
            reading = _read(name, whole)
            if reading is None:
                continue
            ids, sort = (reading[0],), reading[1]
        if (name in _towns() or ids[0].startswith("org:city")) and _gives_its_name(text, e, found, name in _towns()):
            continue
        if sort == "nationality" and _language(text, s, e):
            continue
        if sort == "region" and text[max(0, s - 1) : s] in ("-", "–"):
            continue
        if name.isupper() and sort in ("government", "organisation") and name in otherwise:
            continue
        if name in gazetteer().personal and sort != "person" and _borne(text, s, e, taken):
            continue
        mentions.append(Mention(s, e, text[s:e], ids, sort))
    return mentions


def title_names(title: str | None) -> list[Mention]:
    """The names of a title; words that a page has run together ("StatementBy") are parted first."""
    if not title:
        return []
    parted = _GLUED.sub(" ", title)
    return [m for m in base(parted, 0, len(parted)) if m.ids != ("home",)]
