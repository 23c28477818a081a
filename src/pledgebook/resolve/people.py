"""Which country or organisation a person speaks for, as the document itself says: "X, Chile's minister", "Mayor X"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.publishers import publisher_names
from pledgebook.world.names import given_names

_NAME_WORD = r"[A-Z][\w'’.&-]*"
_ROLE_GAP = expression("resolve", "role-gap")
_OF_ROLE = expression("resolve", "of-role")
_APPOSED = expression("resolve", "apposed")
_VERBISH = expression("resolve", "parting")
_COURTESY = expression("resolve", "courtesy")


def _role(words: str) -> bool:
    """The words hold a role in which one speaks for a country or body: "Attorney General", "chief executive"; a member of a
    parliament speaks for himself."""
    low = expression("resolve", "possessive-ends").sub("", words.lower())
    return any(re.search(rf"(?<![\w-]){re.escape(role)}s?(?![\w-])", low) for role in _roles() if role in low)


@functools.cache
def _roles() -> frozenset[str]:
    return (word_set("government-titles") | word_set("company-titles")) - words_of("people", "legislators")


def _before_role(memory: Memory, start: int) -> tuple[str, ...]:
    """The holder before a name: "California Attorney General X", "Prime Minister of Chile, the Hon X"."""
    text = memory.text
    for mention in memory.before(start, 90)[:3]:
        gap = text[mention.end : start]
        if "\n" in gap or mention.sort == "person":
            return ()
        if _holds(text, mention, gap):
            return mention.ids
    return ()


def _holds(text: str, mention: Mention, gap: str) -> bool:
    """A name before a person's is his country's or body's: the post stands before it, in it or in the gap behind it."""
    plain = _COURTESY.sub("", gap)
    of = _OF_ROLE.search(text[max(0, mention.start - 60) : mention.start])
    if of and _role(of.group(1)) and not plain.strip(" ,"):
        return True
    if mention.sort == "government" and not plain.strip(" ,'’s") and "," not in gap:
        return True
    return _ROLE_GAP.match(gap) is not None and _role(gap) and not _VERBISH.search(gap)


def _behind_role(memory: Memory, end: int) -> tuple[str, ...]:
    """The holder behind a name: "X, the mayor of San Juan", "X, Ford's chief executive"."""
    text = memory.text
    limit = min(len(text), end + 110)
    for mention in memory.within(end, limit)[:2]:
        match = _APPOSED.match(text[end : mention.start])
        if not match or _VERBISH.search(match.group(1)):
            return ()
        if _role(match.group(1)) or _role(text[mention.end : mention.end + 40].split(",")[0]):
            return mention.ids
    return ()


def affiliation(memory: Memory, last: str) -> tuple[str, ...]:
    """The ids of an unknown person's country or organisation, from any apposition in the document; () when none tells.

    `last`: the person's last name.
    """
    if last not in memory.people:
        memory.people[last] = ()  # asked again on the way, it is nobody's
        memory.people[last] = _apposition(memory, last) or _titled(memory, last)
    return memory.people[last]


def _places(memory: Memory, last: str) -> Iterator[tuple[int, int]]:
    """Where a last name stands in the body, as a word of its own."""
    text, (low, high) = memory.text, memory.document.body
    at = text.find(last, low, high)
    while at >= 0:
        end = at + len(last)
        if not _is_of_word(text[max(0, at - 1) : at]) and (end == high or not _is_of_word(text[end : end + 1])):
            yield at, end
            at = text.find(last, end, high)
        else:
            at = text.find(last, at + 1, high)


def _is_of_word(sign: str) -> bool:
    """Whether a sign (or "" where there is none) is a part of a word."""
    return sign.isalnum() or sign in ("_", "-")


_NAMES_BEFORE = re.compile(rf"(?:{_NAME_WORD}\s+){{1,5}}$")


def _apposition(memory: Memory, last: str) -> tuple[str, ...]:
    for start, end in _places(memory, last):
        openings = [start]
        lead = _NAMES_BEFORE.search(memory.text, max(0, start - TITLE), start)
        if lead:
            openings += [lead.start() + word.start() for word in reversed(list(re.finditer(r"\S+", lead.group())))]
        ids = next((ids for at in openings if (ids := _before_role(memory, at))), ()) or _behind_role(memory, end)
        if ids:
            return ids
    return ()


_MEMBER = expression("resolve", "legislator")
_SEAT = re.compile(r"\s+\([A-Z][A-Za-z]{0,3}[-–][A-Z][A-Za-z. ]{0,8}\)")
"""Party and seat of a member of a parliament: "(D-OH)", "(R-Miss.)"."""


def is_member(memory: Memory, last: str) -> bool:
    """The document calls somebody of this last name a member of a parliament, who binds no government."""
    return any(
        _MEMBER.search(memory.text, max(0, start - TITLE), start) or _SEAT.match(memory.text, end)
        for start, end in _places(memory, last)
    )


_STATE_TITLE, _CITY_TITLE, _FIRM_TITLE, _HOME_TITLE = (
    expression("resolve", name)
    for name in ("titles-of-a-state", "titles-of-a-city", "titles-of-a-firm", "titles-of-the-country")
)
TITLE = 70
"""Characters before a last name in which a title is looked for."""


def _is_part(mention: Mention) -> bool:
    return mention.ids == ("PR",) or (
        mention.ids[:1] != () and mention.ids[0].startswith(("org:state", "org:province"))
    )


def _is_city(mention: Mention) -> bool:
    return mention.ids[:1] != () and mention.ids[0].startswith("org:city")


def _is_firm(mention: Mention) -> bool:
    return mention.sort == "organisation"


_TITLES: tuple[tuple[re.Pattern[str], Callable[[Mention], bool]], ...] = (
    (_STATE_TITLE, _is_part),
    (_CITY_TITLE, _is_city),
    (_FIRM_TITLE, _is_firm),
)


def _titled(memory: Memory, last: str) -> tuple[str, ...]:
    """By title alone: a governor is of the state named last, a chief executive of the company, a minister of home."""
    for start, _ in _places(memory, last):
        lead = memory.text[max(memory.document.body[0], start - TITLE) : start]
        for title, holds in _TITLES:
            holder = next((m for m in memory.before(start) if holds(m)), None) if title.search(lead) else None
            if holder is not None:
                return holder.ids
        seat = next((m for m in publisher_names(memory.document.publisher) if _is_part(m)), None)
        if seat is not None and _STATE_TITLE.search(lead):
            return seat.ids
        if _HOME_TITLE.search(lead) and memory.home:
            return (memory.home,)
    return ()


def looks_like_person(words: Sequence[str]) -> bool:
    """Two to four capitalised words that open with a given name, or with an initial."""
    return 2 <= len(words) <= 4 and (words[0] in given_names() or re.fullmatch(r"[A-Z]\.", words[0]) is not None)


def is_a_last_name(memory: Memory, word: str) -> bool:
    """The word stands behind a title or a given name somewhere: it is somebody's last name."""
    titles = word_set("courtesy-titles") | word_set("government-titles")
    before = (m.group(1) for m in re.finditer(rf"([A-Z][\w'’.-]*)\s+{re.escape(word)}(?!\w)", memory.text))
    return any(lead in given_names() or lead.lower() in titles for lead in before)
