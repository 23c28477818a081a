"""Whether four digits that could be a year count things: "build 2030 homes"."""

from __future__ import annotations

import re

from pledgebook.language.lexicon import words_of

_THINGS = re.compile(r"\s{1,2}(?:[a-z]{2,14}\s){0,2}(?P<noun>[a-z]{2,20}s)\b")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z])[a-z’'-]{2,20}\s{1,2}$")


def counts_things(text: str, start: int, end: int) -> bool:
    """Whether four bare digits count what follows: "build 2030 homes", "sent 1975 trucks"; not "Agenda 2030 goals", nor
    "2024 sees" at the head of a sentence."""
    found = _THINGS.match(text, end)
    if found is None or not _WORD_BEFORE.search(text, max(0, start - 22), start):
        return False
    between = text[end : found.start("noun")].split()
    return found["noun"] not in words_of("numbers", "no-plural") and not words_of("numbers", "no-adjective") & {
        *between
    }
