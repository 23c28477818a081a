"""Who stands behind a word of office or place: the government of the text, the holder of a title, a pair, a region."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from pledgebook.model import Mention
from pledgebook.resolve.antecedents import antecedents
from pledgebook.resolve.gazetteer import gazetteer, words_of
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.unlisted import Named
from pledgebook.world.countries import territories


def named_at(identity: str, name: str, place: int) -> Named:
    """An id that no words of the text name, standing at a place."""
    return Named(identity, name, place, place)


def home_government(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "The Government": the publisher's country, else the government named last, else the country of the text."""
    if memory.publisher and len(memory.publisher[0]) == 2:
        return [named_at(memory.publisher[0], memory.document.publisher or "", place)], "government-publisher"
    for mention in memory.before(place, 1500):
        if mention.sort in ("government", "person", "country", "nationality") and all(len(i) == 2 for i in mention.ids):
            return [Named(mention.ids[0], mention.text, mention.start, mention.end)], "government-named-last"
    if memory.home:
        return [named_at(memory.home, memory.home, place)], "government-home"
    return [], "government"


def title_holder(memory: Memory, title: str, place: int) -> tuple[list[Named], str]:
    """ "The President", "the Prime Minister": home's own where home has one, else the last named with that title."""
    heads = words_of("offices")["heads-of-government"]
    own = memory.publisher[0] if memory.publisher else None
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(title)})(?!\w)", re.IGNORECASE)
    if own and own in heads.get(title, ()):
        return [named_at(own, memory.document.publisher or "", place)], "title-home"
    low = memory.document.body[0]
    for match in reversed(list(pattern.finditer(memory.text, low, place))):
        near = [
            m
            for m in memory.within(match.end(), match.end() + 45)
            if m.sort in ("person", "country") and m.start - match.end() <= 8
        ]
        before = [
            m
            for m in memory.before(match.start(), 30)
            if m.sort in ("country", "nationality") and match.start() - m.end <= 4
        ]
        for mention in (*near[:1], *before[:1]):
            if any(i in heads.get(title, ()) or len(i) != 2 for i in mention.ids) or title not in heads:
                return [Named(mention.ids[0], mention.text, mention.start, mention.end)], "title-named"
    heading = [m for m in memory.title if m.sort in ("person", "country") and m.ids[0] in heads.get(title, ())]
    if heading:
        return [named_at(heading[0].ids[0], heading[0].text, place)], "title-heading"
    return home_government(memory, place)


def pair(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "Both leaders", "the two countries": the parties of the title, else home and the other named last, else the last two."""
    if len(memory.signatories) > 1:
        return [named_at(i, memory.document.title or "", place) for i in memory.signatories], "pair-title"
    titled = tuple(
        dict.fromkeys(
            i for m in memory.title for i in m.ids if m.sort in ("person", "country", "nationality") and len(i) == 2
        )
    )
    if len(titled) == 2:
        return [named_at(i, memory.document.title or "", place) for i in titled], "pair-title"
    seen: dict[str, Mention] = {}
    for mention in memory.before(place, 1500):
        if mention.sort in ("country", "person", "government", "nationality") and all(len(i) == 2 for i in mention.ids):
            for identity in mention.ids:
                seen.setdefault(identity, mention)
    if memory.publisher and len(memory.publisher[0]) == 2:
        home = memory.publisher[0]
        frequent = Counter(
            i
            for m in memory.names
            if m.end <= place and m.sort in ("person", "country")
            for i in m.ids
            if len(i) == 2 and i != home
        )
        persons = [
            i for m in memory.before(place, 1500) if m.sort == "person" for i in m.ids if i != home and len(i) == 2
        ]
        other = persons[0] if persons else next((i for i, _ in frequent.most_common(1)), None)
        chosen = [home, *([other] if other else [])]
        return [named_at(i, memory.document.publisher or "", place) for i in chosen], "pair-home"
    chosen = list(seen)[:2][::-1]
    return [Named(i, seen[i].text, seen[i].start, seen[i].end) for i in chosen], "pair-last"


_TITLE_OF = re.compile(r"\b[A-Z]\w+\s+of\s+(?:the\s+)?$")
"""A region in the name of something: "Summit of the Americas", "Organization of American States"."""


@cache
def _subregions() -> dict[str, str]:
    """Country → the id of the subregion of the base table, for those that have one."""
    ids = {name: identity for identity, forms in words_of("regions")["names"].items() for name in forms}
    return {row["code"]: ids[row["subregion"]] for row in territories() if row.get("subregion") in ids}


def region(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "The region": the region named last, else that of the countries of the text: of three or more that all lie in one
    subregion that one, else the wider region in which most lie."""
    for mention in memory.before(place, 100_000):
        titled = _TITLE_OF.search(memory.text, max(0, mention.start - 40), mention.start)
        if mention.sort == "region" and mention.ids[0].startswith("M49:") and not titled:
            return [Named(i, mention.text, mention.start, mention.end) for i in mention.ids], "region-named-last"
    table = gazetteer().subregion
    counts = Counter(
        table[i]
        for m in (*memory.names, *memory.title)
        if m.sort in ("country", "nationality")
        for i in m.ids
        if i in table and i != memory.home
    )
    if counts:
        codes = {i for m in memory.names if m.sort in ("country", "region") for i in m.ids if i in table}
        exact = {_subregions().get(i) for i in codes - {memory.home}}
        if len(codes - {memory.home}) > 2 and len(exact) == 1 and None not in exact:
            return [named_at(str(exact.pop()), "the region", place)], "region-of-countries"
        return [named_at(counts.most_common(1)[0][0], "the region", place)], "region-of-countries"
    return [], "region"


def place_named(memory: Memory, place: int, noun: str) -> tuple[list[Named], str]:
    """ "The state", "the city", "the country": the one of that kind named last."""
    kinds = {
        "state": ("org:state",),
        "province": ("org:province", "org:state"),
        "city": ("org:city",),
        "territory": ("org:northern", "PR", "org:state"),
    }
    if noun not in kinds:
        return _land(memory, place)
    for mention in memory.before(place, 3000):
        for identity in mention.ids:
            if identity.startswith(kinds[noun]):
                return [Named(identity, mention.text, mention.start, mention.end)], "place-named-last"
    return [], "place"


def _land(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "The country": the one that did something before, of a publisher's text not its own, else the publisher's."""

    def fits(mention: Mention) -> bool:
        foreign = not memory.publisher or memory.home not in mention.ids
        return mention.sort == "country" and foreign

    found = antecedents(memory, place, fits)
    if found:
        mention = found[0].mentions[0]
        return [Named(mention.ids[0], mention.text, mention.start, mention.end)], "place-named-last"
    return ([named_at(memory.home, memory.home, place)], "place-home") if memory.home else ([], "place")
