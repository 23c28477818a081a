"""All names of a document: those that the gazetteers know, the short forms that the text introduces, its offices."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pledgebook.language.clean_copy import CleanCopy, clean_copy
from pledgebook.language.grammar import expression, piece
from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import Sort, words_of
from pledgebook.resolve.home_country import country_of
from pledgebook.resolve.offices import offices
from pledgebook.resolve.proper import joined_names, without
from pledgebook.resolve.publishers import named_publisher, speaks_for
from pledgebook.resolve.search import base

_ACRONYM = expression("resolve", "acronym-behind")


def _acronyms(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The short forms that the document itself introduces: "the African Union (AU)"."""
    free = bytearray(end - start)
    for mention in mentions:
        free[mention.start - start : mention.end - start] = b"\1" * (mention.end - mention.start)
    meant: dict[str, Mention] = {}
    for mention in mentions:
        if mention.sort in ("nationality", "person"):
            continue
        match = _ACRONYM.match(text, mention.end, min(end, mention.end + 20))
        short = match.group(1) if match else ""
        if (
            sum(c.isupper() for c in short) < 2
            or short in meant
            or short[0] != expression("resolve", "article-of-a-name").sub("", mention.text)[0]
        ):
            continue
        meant[short] = mention
    if not meant:
        return
    either = "|".join(re.escape(short) for short in sorted(meant, key=lambda short: (-len(short), short)))
    for place in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text[start:end]):
        mention = meant[place.group()]
        if not any(free[place.start() : place.end()]):
            yield Mention(place.start() + start, place.end() + start, place.group(), mention.ids, mention.sort)


def _belonging(text: str, mentions: Sequence[Mention], country: str | None) -> list[Mention]:
    """Bodies of many countries under one name ("Coast Guard") get the country beside them, else the document's."""
    by_end = {m.end: m for m in mentions if m.sort in ("country", "nationality", "region")}
    by_start = {m.start: m for m in mentions if m.sort in ("country", "region")}
    persons = {m.start: m for m in mentions if m.sort == "person"}
    kept = []
    for mention in mentions:
        if mention.ids == ("home",):
            gap = expression("resolve", "possessive-gap").search(text[max(0, mention.start - 4) : mention.start])
            of = expression("resolve", "of-a-state").match(text, mention.end)
            holder = by_end.get(mention.start - len(gap.group())) if gap else None
            holder = holder or (by_start.get(of.end()) if of else None)
            bearer = persons.get(mention.end + 1)
            ids = holder.ids if holder else bearer.ids if bearer else (country,) if country else ()
            if not ids:
                continue
            mention = replace(mention, ids=ids)
        kept.append(mention)
    return kept


_HALF = expression("resolve", "half-of-a-name")


def _halves(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The first half of two regions or countries that share a noun: "Central" of "Central and South America"."""
    taken = {m.end for m in mentions}
    for mention in mentions:
        if mention.sort not in ("region", "country") or " " not in mention.text:
            continue
        half = _HALF.search(text, max(0, mention.start - 30), mention.start)
        if half is None or half.end(1) in taken:
            continue
        spelled = f"{half.group(1)} {mention.text.split(maxsplit=1)[1]}"
        whole = next((m for m in base(spelled, 0, len(spelled)) if m.sort == mention.sort and m.text == spelled), None)
        if whole is not None and whole.ids != mention.ids:
            yield Mention(half.start(1), half.end(1), half.group(1), whole.ids, whole.sort)


_NAME = expression("resolve", "long-name")


def _initials(document: Document, text: str, start: int, end: int, found: Sequence[Mention]) -> Iterator[Mention]:
    """The publisher by its initials: "CDS" in a text of the Canadian Digital Service."""
    name = _NAME.search(document.publisher or "")
    ids = speaks_for(document) if name else ()
    if name is None or not ids:
        return
    short = "".join(word[0] for word in name.group().split() if word[0].isupper())
    taken = {m.start for m in found}
    for match in re.compile(rf"(?<![\w-]){re.escape(short)}(?![\w-])").finditer(text, start, end):
        if match.start() not in taken:
            sort: Sort = "government" if len(ids[0]) == 2 else "organisation"
            yield Mention(match.start(), match.end(), short, ids, sort)


@functools.cache
def _landscape() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words_of("contexts")["landscape"]
    before, behind = ("|".join(map(re.escape, table[side])) for side in ("before", "behind"))
    article = piece("resolve", "article")
    return re.compile(rf"(?<!\w)(?:{before})\s+(?:{article}\s+)?$"), re.compile(rf"(?:['’]s)?\s+(?:{behind})(?![\w-])")


def _named_after(text: str, mention: Mention) -> bool:
    """The country only gives its name to a river, a sea, a town: "the Niger Delta", "Lake Chad"."""
    if mention.sort not in ("country", "nationality"):
        return False
    before, behind = _landscape()
    lead = before.search(text, max(0, mention.start - 30), mention.start)
    return lead is not None or behind.match(text, mention.end) is not None


def _with_states(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Territories that act for themselves with their state behind them as one name: "Hong Kong, China"."""
    territories = words_of("contexts")["territories"]
    found: list[Mention] = []
    for mention in mentions:
        first = found[-1] if found else None
        if (
            first is not None
            and mention.sort == "country"
            and first.ids[0] in territories.get(mention.ids[0], ())
            and text[first.end : mention.start] == ", "
        ):
            found[-1] = replace(first, end=mention.end, text=text[first.start : mention.end])
        else:
            found.append(mention)
    return found


def mentions(document: Document) -> tuple[Mention, ...]:
    """Every name that the gazetteers know in the body of the document, longest first, none overlapping another.

    Sorted by place; `document.text[m.start:m.end] == m.text`. A possessive ("Mexico's") matches the bare name.
    Parts of countries (states, provinces) have the sort "region", cities "organisation", capitals and
    palaces "government". Ministries and ministers named without their country take the country of the document.
    """
    copy = clean_copy(document.text)
    text = document.text if copy.same else copy.text
    start, end = copy.copied(*document.body)
    whole = f"{document.title or ''}\n{document.publisher or ''}\n{text[start:end]}"
    found = [m for m in base(text, start, end, whole) if not _named_after(text, m)]
    found = _with_states(text, found)
    found = _belonging(text, found, country_of(document, found))
    found += _acronyms(text, start, end, found)
    found += _halves(text, found)
    found.sort(key=lambda m: m.start)
    found = without(found, joined_names(text, start, end, found))
    own = list(named_publisher(document, text, start, end, found))
    found = without(found, [(m.start, m.end) for m in own]) + own
    found += _initials(document, text, start, end, found)
    found += offices(text, start, end, found, country_of(document, found))
    found.sort(key=lambda m: m.start)
    return tuple(found if copy.same else (_quoted(document, copy, mention) for mention in found))


def _quoted(document: Document, copy: CleanCopy, mention: Mention) -> Mention:
    """A name found in the clean copy, with its place and characters in the document."""
    start, end = copy.original(mention.start, mention.end)
    return replace(mention, start=start, end=end, text=document.text[start:end])
