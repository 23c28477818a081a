"""Where something is announced."""

from __future__ import annotations

import re

from pledgebook.language.lexicon import pattern_of
from pledgebook.model import Venue

_LINK, _ARTICLE, _AND = (pattern_of("venues", name) for name in ("link", "article", "and"))
_VENUE = re.compile(
    r"(?<![A-Za-z])(?:(?:[A-Z][\w’'.-]*|\d+[a-z]{2})\s+)*"
    + pattern_of("venues", "gatherings", titled=True)
    + rf"(?:\s+{_LINK}\s+(?:{_ARTICLE}\s+)?(?:[A-Z][\w’'-]*)(?:\s+(?:{_AND}\s+)?[A-Z][\w’'-]*)*)?"
)
_OPENING = re.compile(rf"^(?:{pattern_of('venues', 'openings', titled=True)}\b)?\s*")


def venue_of(text: str, start: int, end: int) -> Venue | None:
    """The summit, conference or meeting that `text[start:end]` names, the first one; None without one."""
    match = next((m for m in _VENUE.finditer(text, start, end) if " " in m.group()), None)
    if match is None:
        return None
    name = _OPENING.sub("", match.group())
    return Venue(name, match.end() - len(name), match.end())
