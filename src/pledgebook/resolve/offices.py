"""Ministries, departments and ministers that a text names without saying of which country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Mention
from pledgebook.world.names import given_names

_OFFICE = expression("resolve", "office")
_OF = expression("resolve", "of-a-state")
_MORE = expression("resolve", "more-of-an-office")
_WORD = re.compile(r"\s+([A-Z][\w'’-]*)")
_LOOSE_END = expression("resolve", "loose-end")
_HELD = expression("resolve", "time-of-office")
BEFORE = 12
"""Characters between a country and its office."""


def _end(text: str, match: re.Match[str], limit: int) -> int:
    """Where the name of the office ends: "Minister for Health and Ageing"; the person behind it stays outside."""
    end = match.end()
    while True:
        more = _MORE.match(text, end, limit)
        word = _WORD.match(text, end, limit)
        last = text[match.start() : end].split()[-1].lower()
        if (
            more is None
            and word
            and expression("resolve", "for").search(match.group())
            and word.group(1) not in given_names()
        ):
            more = word
        if more is None and last in words_of("offices", "never-last"):
            more = word
        if more is None:
            return end
        end = more.end()


def offices(text: str, start: int, end: int, known: Sequence[Mention], country: str | None) -> Iterator[Mention]:
    """Offices within `[start, end)` that overlap no known name, with the country they belong to.

    The country stands before ("Mexico's Ministry of Finance"), behind ("Minister of Defence of Chile") or is the
    document's; without any the office is left out.
    """
    by_start = {m.start: m for m in known}
    by_end = {m.end: m for m in known}
    taken = bytearray(end - start)
    for mention in known:
        taken[mention.start - start : mention.end - start] = b"\1" * (mention.end - mention.start)
    for match in _OFFICE.finditer(text, start, end):
        if any(taken[match.start() - start : match.end() - start]):
            continue
        last = _end(text, match, end)
        while last > match.end() and any(taken[match.end() - start : last - start]):
            last -= 1
        last = match.start() + len(text[match.start() : last].rstrip(" ,\n"))
        last = match.start() + len(_LOOSE_END.sub("", text[match.start() : last]))
        ids = _holder(text, match.start(), last, by_start, by_end) or ((country,) if country else ())
        if ids:
            yield Mention(match.start(), last, text[match.start() : last], ids, "government")


def _holder(
    text: str, start: int, end: int, by_start: Mapping[int, Mention], by_end: Mapping[int, Mention]
) -> tuple[str, ...]:
    """Whose office it is by the names around it: behind "of", of the person who holds it, before it."""
    of = _OF.match(text, end)
    behind = by_start.get(of.end()) if of else None
    if behind and behind.sort in ("country", "region"):
        return behind.ids
    bearer = by_start.get(end + 1)
    if bearer and bearer.sort == "person" and text[end].isspace():
        return bearer.ids
    gap = _HELD.search(text, max(0, start - BEFORE), start)
    before = by_end.get(gap.start()) if gap else None
    return before.ids if before and before.sort in ("country", "nationality", "region", "government") else ()
