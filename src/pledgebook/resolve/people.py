"""Which country or organisation a person speaks for, as the document itself says: "X, Chile's minister", "Mayor X"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pledgebook.resolve.gazetteer import word_set
from pledgebook.resolve.memory import Memory
from pledgebook.world.names import given_names

_NAME_WORD = r"[A-Z][\w'’.&-]*"
_ROLE_GAP = re.compile(r"^(?:['’]s)?(?:\s+[\w'’.&/-]+){0,7}?\s*$")
_OF_ROLE = re.compile(r"(?i)\b([a-z][\w-]*(?:\s[\w-]+){0,4})\s+(?:of|for|at|to)\s+(?:the\s+)?$")
_APPOSED = re.compile(r"^\s*(?:,|\(|–|—)\s*(?:the\s+|a\s+|an\s+|who\s+is\s+(?:the\s+)?)?((?:[\w'’.&/-]+\s+){0,8})$")
_VERBISH = re.compile(
    r"(?i)\b(?:said|says|will|has|have|had|is|was|were|are|told|met|announced|called|and|with|that|which|by|from|in)\b"
)


def _role(words: str) -> bool:
    """The words hold a role: "Attorney General", "chief executive", "leader"."""
    low = re.sub(r"[.'’]s?\b", "", words.lower())
    roles = word_set("government-titles") | word_set("company-titles")
    return any(re.search(rf"(?<![\w-]){re.escape(role)}s?(?![\w-])", low) for role in roles)


def _before_role(memory: Memory, start: int) -> tuple[str, ...]:
    """The holder before a name: "California Attorney General X", "Prime Minister of Chile, the Hon X"."""
    text = memory.text
    for mention in memory.before(start, 90)[:3]:
        gap = text[mention.end : start]
        if "\n" in gap or mention.sort == "person":
            return ()
        plain = re.sub(r"(?i),?\s*(?:the\s+)?(?:hon\.?|dr\.?|mr\.?|ms\.?|mrs\.?|sen\.?|rt)\b\.?", "", gap)
        lead = text[max(0, mention.start - 60) : mention.start]
        of = _OF_ROLE.search(lead)
        if of and _role(of.group(1)) and not plain.strip(" ,"):
            return mention.ids
        if mention.sort == "government" and not plain.strip(" ,'’s") and "," not in gap:
            return mention.ids
        if _ROLE_GAP.match(gap) and _role(gap) and not _VERBISH.search(gap):
            return mention.ids
    return ()


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
    if last in memory.people:
        return memory.people[last]
    memory.people[last] = ()
    low, high = memory.document.body
    for place in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-])", memory.text[low:high]):
        start, end = place.start() + low, place.end() + low
        lead = re.search(rf"(?:{_NAME_WORD}\s+){{1,5}}$", memory.text[max(0, start - 70) : start])
        options = [start]
        if lead:
            words = list(re.finditer(r"\S+", lead.group()))
            base = start - len(lead.group())
            options += [base + w.start() for w in reversed(words)]
        for at in options:
            ids = _before_role(memory, at)
            if ids:
                memory.people[last] = ids
                return ids
        ids = _behind_role(memory, end)
        if ids:
            memory.people[last] = ids
            return ids
    memory.people[last] = _titled(memory, last)
    return memory.people[last]


_STATE_TITLE = re.compile(r"(?i)\b(?:governor|premier|lieutenant governor|gov\.)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$")
_CITY_TITLE = re.compile(r"(?i)\bmayor\s+(?:[A-Z][\w.'’-]*\s+){0,3}$")
_FIRM_TITLE = re.compile(
    r"(?i)\b(?:ceo|chief executive(?: officer)?|chairman|chair|managing director|founder|analyst|project manager)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$"
)
_HOME_TITLE = re.compile(
    r"(?i)\b(?:minister|secretary|treasurer|senator|congress(?:wo)?man|representative|speaker|press secretary|attorney[ -]general|spokes(?:man|woman|person)"
    r"|president|prime minister|vice president|ambassador|administrator|under secretary|ms\.|mr\.)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$"
)  # fmt: skip


def _titled(memory: Memory, last: str) -> tuple[str, ...]:
    """By title alone: a governor is of the state named last, a chief executive of the company, a minister of home."""
    low, high = memory.document.body
    for place in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-])", memory.text[low:high]):
        start = place.start() + low
        lead = memory.text[max(low, start - 70) : start]
        if _STATE_TITLE.search(lead):
            found = next(
                (
                    m.ids
                    for m in memory.before(start)
                    if (m.ids and m.ids[0].startswith(("org:state", "org:province"))) or m.ids == ("PR",)
                ),
                None,
            )
            if found:
                return found
        if _CITY_TITLE.search(lead):
            found = next((m.ids for m in memory.before(start) if m.ids and m.ids[0].startswith("org:city")), None)
            if found:
                return found
        if _FIRM_TITLE.search(lead):
            found = next((m.ids for m in memory.before(start) if m.sort == "organisation"), None)
            if found:
                return found
        if _HOME_TITLE.search(lead) and memory.home and not re.search(r"(?i)\bm[rs]s?\.\s", lead):
            return (memory.home,)
    return ()


def looks_like_person(words: Sequence[str]) -> bool:
    """Two to four capitalised words that open with a given name, or with an initial."""
    return 2 <= len(words) <= 4 and (words[0] in given_names() or re.fullmatch(r"[A-Z]\.", words[0]) is not None)
