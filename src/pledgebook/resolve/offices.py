"""Ministries, departments and ministers that a text names without saying of which country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pledgebook.model import Mention
from pledgebook.world.names import given_names

_NAME = r"(?:the\s+)?[A-Z][\w'’-]*"
_LONG = rf"(?:Departments|Ministries|Ministers|Secretaries|Department|Ministry|Minister|Secretary|Under Secretary|Secretariat|Parliamentary Secretary|Office|Bureau|Directorate|Director)\s+(?:of|for)\s+{_NAME}"
_SHORT = (
    r"(?:Foreign|Finance|Defen[cs]e|Interior|Health|Education|Energy|Environment|Trade|Justice|Labou?r|Agriculture|Transport|Economy|Home|Treasury|Housing|Security)"
    r"\s+(?:Minister|Ministry|Department|Secretary)"
)
_OFFICE = re.compile(rf"(?<!\w)(?:{_LONG}|{_SHORT})")
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?:(?:Republic|Kingdom|State)\s+of\s+)?")


def _end(text: str, match: re.Match[str], limit: int) -> int:
    """Where the name of the office ends: "Minister for Health and Ageing"; the person behind it stays outside."""
    end = match.end()
    while True:
        more = re.compile(
            r",?\s+(?:and|&)\s+(?!(?:Minister|Secretary|Treasurer|Premier|Director|Attorney|Mr|Ms|Mrs|Dr|Hon|President|Prime|Chancellor)\b)[A-Z][\w'’-]*|,\s+[A-Z][\w'’-]*(?=,?\s+(?:and|&)\s)"
        ).match(text, end, limit)
        if more is None and " for " in match.group():
            longer = re.compile(r"\s+([A-Z][\w'’-]*)").match(text, end, limit)
            more = longer if longer and longer.group(1) not in given_names() else None
        if more is None and text[match.start() : end].split()[-1] in ("Foreign", "International", "Home", "Climate", "Small", "Indigenous", "Human", "Social", "Health", "Public", "Higher", "National", "Homeland", "Regional", "Northern", "Veterans", "Veterans'", "Economic", "Water", "Labor", "Rural", "Natural", "External", "Internal"):  # fmt: skip
            more = re.compile(r"\s+[A-Z][\w'’-]*").match(text, end, limit)
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
        while any(taken[match.end() - start : last - start]) and last > match.end():
            last -= 1
        last = max(match.end(), last)
        last = match.start() + len(text[match.start() : last].rstrip(" ,\n"))
        last = match.start() + len(re.sub(r"(?:,|\s+(?:and|&))+$", "", text[match.start() : last]))
        ids: tuple[str, ...] = (country,) if country else ()
        before = re.search(
            r"(?:['’]s)?\s+(?:(?:new|former|current|then|acting|own)\s+)?$",
            text[max(start, match.start() - 12) : match.start()],
        )
        if before:
            holder = by_end.get(match.start() - len(before.group()))
            if holder and holder.sort in ("country", "nationality", "region", "government"):
                ids = holder.ids
        bearer = by_start.get(last + 1)
        if bearer and bearer.sort == "person" and text[last].isspace():
            ids = bearer.ids
        of = _OF.match(text, last)
        if of and of.end() in by_start and by_start[of.end()].sort in ("country", "region"):
            ids = by_start[of.end()].ids
        if ids:
            yield Mention(match.start(), last, text[match.start() : last], ids, "government")
