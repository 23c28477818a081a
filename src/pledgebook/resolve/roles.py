"""Who stands behind a word of office or place: the government of the text, the holder of a title, a pair, a region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of as lexical
from pledgebook.model import Mention
from pledgebook.resolve.antecedents import antecedents
from pledgebook.resolve.gazetteer import gazetteer, part_id, words_of
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.proper import Named
from pledgebook.resolve.publishers import publisher_names
from pledgebook.world.countries import territories


def named_at(identity: str, name: str, place: int) -> Named:
    """An id that no words of the text name, standing at a place."""
    return Named(identity, name, place, place)


def chamber_of(country: str | None, noun: str) -> str | None:
    """The id of "the Senate" or "the House" of a country, None where it has no id of its own."""
    chambers: dict[str, str] = words_of("offices")["chambers"].get(country or "", {})
    return chambers.get(noun)


def governs(identity: str) -> bool:
    """A country, or a part of one that has a government of its own: a state, a province, a city."""
    return len(identity) == 2 or identity.startswith(_PARTS) or identity in _own_parts()


_PARTS = ("org:state-of-", "org:province-of-", "org:city-of-", "org:canton-of-", "org:county-of-", "org:town-of-")


@cache
def _own_parts() -> frozenset[str]:
    """The ids of the parts of countries, of those too that are called otherwise: Scotland, Yukon."""
    return frozenset(part_id(row["code"], row["names"][0]) for row in territories() if "parent" in row)


def home_government(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "The Government": the publisher's country, else the government named last, else the country of the text. Where that is sure, the
    government named last has to stand in the same sentence."""
    if memory.publisher and governs(memory.publisher[0]):
        return [named_at(memory.publisher[0], memory.document.publisher or "", place)], "government-publisher"
    low = memory.sentence(place) if memory.at_home else 0
    for mention in memory.before(place, 1500):
        if mention.start < low:
            break
        if mention.sort in ("government", "person", "country", "nationality") and all(len(i) == 2 for i in mention.ids):
            return [Named(mention.ids[0], mention.text, mention.start, mention.end)], "government-named-last"
    if memory.home:
        return [named_at(memory.home, memory.home, place)], "government-home"
    return [], "government"


_BESIDE, _REACH_BEHIND, _REACH_BEFORE = 8, 45, 30
"""Characters between a title and its holder behind it, and how far behind and before the title he is looked for."""


def title_holder(memory: Memory, title: str, place: int) -> tuple[list[Named], str]:
    """ "The President", "the Prime Minister": home's own where home has one, else the last named with that title."""
    heads = words_of("offices")["heads-of-government"]
    having = heads.get(title, ())
    own = memory.publisher[0] if memory.publisher else None
    if own and own in having:
        return [named_at(own, memory.document.publisher or "", place)], "title-home"
    realm = next((land for land, own in words_of("offices")["realms"].items() if memory.home in own), None)
    if realm and title in lexical("descriptions", "monarchs"):
        return [named_at(realm, title, place)], "title-realm"
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(title)})(?!\w)", re.IGNORECASE)
    for match in reversed(list(pattern.finditer(memory.text, memory.document.body[0], place))):
        for mention in _holders(memory, *match.span()):
            if title not in heads or any(i in having or len(i) != 2 for i in mention.ids):
                return [Named(mention.ids[0], mention.text, mention.start, mention.end)], "title-named"
    for mention in memory.title:
        if mention.sort in ("person", "country") and mention.ids[0] in having:
            return [named_at(mention.ids[0], mention.text, place)], "title-heading"
    return home_government(memory, place)


def _holders(memory: Memory, start: int, end: int) -> list[Mention]:
    """Who stands right behind a title ("President Roe") and right before it ("the Chilean president")."""
    behind = [
        m
        for m in memory.within(end, end + _REACH_BEHIND)
        if m.sort in ("person", "country") and m.start - end <= _BESIDE
    ]
    before = [
        m
        for m in memory.before(start, _REACH_BEFORE)
        if m.sort in ("country", "nationality") and start - m.end <= _BESIDE // 2
    ]
    return [*behind[:1], *before[:1]]


_TOPIC = expression("resolve", "before-a-topic")
_FAR = 1500
"""Characters back in which the two of "both leaders" are looked for."""


def pair(memory: Memory, place: int) -> tuple[list[Named], str]:
    """ "Both leaders", "the two countries": the parties of the title, else home and the other named last, else the last two."""
    heading = memory.document.title or ""
    titled = memory.signatories if len(memory.signatories) > 1 else two_of_title(memory)
    if titled:
        return [named_at(i, heading, place) for i in titled], "pair-title"
    if memory.publisher and len(memory.publisher[0]) == 2:
        name = memory.document.publisher or ""
        return [named_at(i, name, place) for i in _home_and_other(memory, place)], "pair-home"
    seen: dict[str, Mention] = {}
    for mention in memory.before(place, _FAR):
        if mention.sort in ("country", "person", "government", "nationality") and all(len(i) == 2 for i in mention.ids):
            for identity in mention.ids:
                seen.setdefault(identity, mention)
    last = list(seen)[:2][::-1]
    return [Named(i, seen[i].text, seen[i].start, seen[i].end) for i in last], "pair-last"


def two_of_title(memory: Memory) -> tuple[str, ...]:
    """The two countries that a title names ("Readout of the President's call with the Prime Minister of Norway"), else ()."""
    return _two(memory.title)


def who_met(memory: Memory) -> tuple[str, ...]:
    """The same of an account of a meeting, no transcript; a country right behind "on" is what it was about."""
    topics = [match.end() for match in _TOPIC.finditer(memory.document.title or "")]
    met = [m for m in memory.title if not any(0 <= m.start - end <= _BESIDE for end in topics)]
    return () if memory.turns else _two(met)


def _two(named: Sequence[Mention]) -> tuple[str, ...]:
    sorts = ("person", "country", "nationality")
    ids = tuple(dict.fromkeys(i for m in named if m.sort in sorts for i in m.ids if len(i) == 2))
    return ids if len(ids) == 2 else ()


def _home_and_other(memory: Memory, place: int) -> list[str]:
    """The publisher's country and the one it meets: that of the person named last, else the country named most."""
    home = memory.publisher[0]
    persons = (m for m in memory.before(place, _FAR) if m.sort == "person")
    guest = next((i for m in persons for i in m.ids if i != home and len(i) == 2), None)
    earlier = (m for m in memory.names if m.end <= place and m.sort in ("person", "country"))
    frequent = Counter(i for m in earlier for i in m.ids if len(i) == 2 and i != home).most_common(1)
    other = guest or next((i for i, _ in frequent), None)
    return [home, other] if other else [home]


_TITLE_OF = expression("resolve", "title-of")
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
    wider = _region_of_countries(memory)
    return ([named_at(wider, "the region", place)], "region-of-countries") if wider else ([], "region")


def _region_of_countries(memory: Memory) -> str | None:
    """The region of the countries of the text: of three or more that all lie in one subregion that one, else the wider
    region in which most lie."""
    table = gazetteer().subregion
    named = (m for m in (*memory.names, *memory.title) if m.sort in ("country", "nationality"))
    counts = Counter(table[i] for m in named for i in m.ids if i in table and i != memory.home)
    if not counts:
        return None
    places = (m for m in memory.names if m.sort in ("country", "region"))
    codes = {i for m in places for i in m.ids if i in table} - {memory.home}
    exact = {_subregions().get(code) for code in codes}
    if len(codes) > 2 and len(exact) == 1 and None not in exact:
        return exact.pop()
    return counts.most_common(1)[0][0]


@cache
def _federations() -> frozenset[str]:
    """Countries whose parts are states or provinces, so that "the State" is not the country."""
    return frozenset(row["code"][:2] for row in territories() if "parent" in row)


def place_named(memory: Memory, place: int, noun: str) -> tuple[list[Named], str]:
    """ "The state", "the city", "the country": the one of that kind named last."""
    kinds: dict[str, list[str]] = words_of("offices")["kinds-of-place"]
    if noun not in kinds:
        return _land(memory, place)
    fits = tuple(kinds[noun])
    own = next((i for i in memory.publisher if i.startswith(fits)), None)
    if own:
        return [named_at(own, memory.document.publisher or "", place)], "place-publisher"
    for mention in memory.before(place, 3000):
        for identity in mention.ids:
            if identity.startswith(fits):
                return [Named(identity, mention.text, mention.start, mention.end)], "place-named-last"
    name = memory.document.publisher or ""
    seat = next((i for m in publisher_names(name) for i in m.ids if i.startswith(fits)), None)
    if seat:
        return [named_at(seat, name, place)], "place-publisher"
    whole = noun in lexical("descriptions", "whole-states") and memory.home not in _federations()
    if whole and memory.home and memory.at_home:
        return [named_at(memory.home, memory.home, place)], "place-home"
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
