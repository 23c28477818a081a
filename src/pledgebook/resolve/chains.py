"""Chains of mentions: for everybody who takes part in a document its id, all that it is called there, and where.

A body is named in full once and then by a part of its name, by its abbreviation, by its kind ("the fund", "the airline"). A chain
holds all of these; what a noun, a short name or a pronoun stands for is looked up in the chains and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import proper_slug, word_set
from pledgebook.resolve.gazetteer import words_of as gazetteer_words
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.own_names import own_organisation
from pledgebook.resolve.proper import PROPER, conjuncts, government_words, instrument_words, openers, organisation_words
from pledgebook.resolve.publishers import publisher_in
from pledgebook.world.names import given_names
from pledgebook.world.words import singular

_TOKEN = re.compile(r"[\w&'’.-]+")
_OWNER = re.compile(r"['’]s?(?!\w)")
_ACTS = expression("resolve", "acts-behind")
_SHORT = expression("resolve", "acronym-behind")
_OF = expression("resolve", "inner-link")


@dataclass(frozen=True)
class Chain:
    """A participant. `names`: what it is called by name, the full name first; `nouns`: those of its name ("bank" of the Bank of the
    South), `kinds`: those the text says of it ("Acme, an airline"), both singular and lower case; `places`: the spans of its names in
    order, empty for a publisher whom its text doesn't name."""

    id: str
    names: tuple[str, ...]
    nouns: frozenset[str]
    kinds: frozenset[str] = frozenset()
    places: tuple[tuple[int, int], ...] = ()

    @cached_property
    def starts(self) -> list[int]:
        """Where its names begin."""
        return [start for start, _ in self.places]

    def before(self, place: int) -> tuple[int, int] | None:
        """The span of its name that ends last before a place."""
        at = bisect_left(self.starts, place) - 1
        return self.places[at] if at >= 0 else None


@dataclass(frozen=True)
class Chains:
    """The chains of a document. `unlisted`: the names that no gazetteer knows, as mentions in order."""

    every: tuple[Chain, ...]
    unlisted: tuple[Mention, ...] = field(default=(), repr=False)

    @cached_property
    def by_name(self) -> Mapping[str, Chain]:
        """Name or short name → its chain."""
        return {name: chain for chain in reversed(self.every) for name in chain.names}


def chains(memory: Memory) -> Chains:
    """The chains of a document, found once."""
    if not memory.chains:
        memory.chains.append(_chains(memory))
    found: Chains = memory.chains[0]
    return found


def _chains(memory: Memory) -> Chains:
    known = [m for m in memory.names if m.sort == "organisation" and m.ids[0].startswith("org:")]
    names: dict[str, dict[str, None]] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    kinds: dict[str, set[str]] = {}
    for mention in known:
        names.setdefault(mention.ids[0], {})[mention.text] = None
        places.setdefault(mention.ids[0], []).append((mention.start, mention.end))
    unlisted = _unlisted(memory)
    for mention in unlisted:
        names.setdefault(mention.ids[0], {})[mention.text] = None
        places.setdefault(mention.ids[0], []).append((mention.start, mention.end))
    for identity, spans in places.items():
        kinds[identity] = {kind for span in spans[:MOST] for kind in _kinds(memory, *span)}
    own = publisher_in(memory.document)
    if memory.publisher and memory.publisher[0].startswith("org:"):
        found = names.setdefault(memory.publisher[0], {})
        found |= dict.fromkeys(own.names or ((memory.document.publisher or "",)))
    every = []
    for identity, called in names.items():
        ordered = sorted(called, key=lambda name: (-len(name), name))
        every.append(
            Chain(
                identity,
                tuple(ordered),
                frozenset(noun for name in ordered for noun in nouns_of(name)),
                frozenset(kinds.get(identity, ())),
                tuple(sorted(places.get(identity, ()))),
            )
        )
    return Chains(tuple(every), tuple(unlisted))


MOST = 12
"""Mentions of a body at which the text is asked what kind of body it is."""


def nouns_of(name: str) -> Iterator[str]:
    """The nouns of a name by which the text may take it up again: "bank" of the Bank of the South, "trust" of Acme Trust."""
    for word in _TOKEN.findall(name):
        low = singular(word.lower())
        if word[0].isupper() and (low in _bodies() or word in organisation_words()):
            yield low


def _bodies() -> frozenset[str]:
    return word_set("organisation-nouns")


_KIND_BEFORE = expression("resolve", "kind-before")
_KIND_BEHIND = expression("resolve", "kind-behind")


def _kinds(memory: Memory, start: int, end: int) -> Iterator[str]:
    """What the words beside a name say that it is: "the airline Acme", "Acme, a maker of ships"."""
    before = _KIND_BEFORE.search(memory.text, max(0, start - 30), start)
    if before and before.group("kind") in _bodies():
        yield before.group("kind")
    behind = _KIND_BEHIND.match(memory.text, end, min(len(memory.text), end + 90))
    said = expression("resolve", "head-ends").split(behind.group("said"), maxsplit=1)[0] if behind else ""
    yield from (word for word in said.split() if word in _bodies())


def _unlisted(memory: Memory) -> list[Mention]:
    """The names of bodies that no gazetteer knows, with their short forms, wherever they stand; in order, none overlapping another."""
    text, (low, high) = memory.text, memory.document.body
    forms: dict[str, str] = {}
    for start, end in _spelled(memory, low, high):
        name = text[start:end]
        made = proper_slug(name)
        if made:
            forms[name] = made
            short = _SHORT.match(text, end, min(high, end + 20))
            if short and _abbreviates(short.group(1), name):
                forms.setdefault(short.group(1), made)
    full = set(forms.values())
    for name, made in list(forms.items()):
        for form in _short_forms(name):
            if proper_slug(form) not in full:
                forms.setdefault(form, made)
    if not forms:
        return []
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return [
        Mention(*match.span(), match.group(), (forms[match.group()],), "organisation")
        for match in re.compile(rf"(?<![\w-])(?:{either})(?![\w-])").finditer(text, low, high)
        if not any(m.start <= match.start() and match.end() <= m.end for m in _touching(memory, *match.span()))
    ]


def _touching(memory: Memory, start: int, end: int) -> Iterator[Mention]:
    """The known names that share characters with a span."""
    return (m for m in memory.within(start - EDGE, end + EDGE) if m.start < end and m.end > start)


EDGE = 60
"""Characters around a span in which the known names that touch it begin and end."""


def _abbreviates(short: str, name: str) -> bool:
    return sum(c.isupper() for c in short) > 1 and short[0] == name[0]


def _short_forms(name: str) -> Iterator[str]:
    """The first words of a name of three and more, and the first alone where it is no common word."""
    words = name.split()
    common = openers() | organisation_words() | government_words() | given_names() | instrument_words()
    if len(words) > 1 and words[0] not in common and len(words[0]) > 3:
        yield words[0]
    if len(words) > 2 and words[1][0].isupper() and words[1] not in common:
        yield " ".join(words[:2])


def _spelled(memory: Memory, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Where a name that no gazetteer knows stands and ends as that of a body, or is said to be one."""
    bounds = [low, *(start for start in memory.starts if low < start < high), high]
    proper = (m.span() for begin, stop in pairwise(bounds) for m in PROPER.finditer(memory.text, begin, stop))
    for part in (one for run in proper for one in conjuncts(memory.text, *run, memory.joined)):
        span = _without_opener(memory.text, *part)
        if span is None:
            continue
        touching = list(_touching(memory, *span))
        if touching:
            own = own_organisation(memory, *span, touching[0])
            if own and all(own.start <= m.start and m.end <= own.end for m in touching):
                yield own.start, own.end
            continue
        if _is_a_body(memory, *span):
            yield span


def _is_a_body(memory: Memory, start: int, end: int) -> bool:
    """A run of capitalised words ends as the name of a body, or the text says that it is one."""
    words = memory.text[start:end].split()
    core = _OF.split(memory.text[start:end])[0].split()
    if _only_nouns(words) or (not memory.press and set(words) & word_set_of_state()):
        return False
    if len(words) > 1 and {words[-1], core[-1]} & organisation_words() and not set(words) & government_words():
        return True
    said = _abbreviated(memory, start, end) or any(_kinds(memory, start, end))
    return said and words[0] not in given_names() and words[-1] not in instrument_words()


def _without_opener(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A run of capitalised words without what opens its sentence, up to a possessive."""
    for word in re.finditer(r"\S+", text[start:end]):
        if word.group() not in openers() or expression("resolve", "newcomer").fullmatch(word.group()):
            start += word.start()
            break
    else:
        return None
    owner = _OWNER.search(text, start, end)
    words = text[start : owner.start() if owner else end].rstrip(" .,'’")
    return (start, start + len(words)) if words[:1].isupper() and words not in openers() else None


def full_name(memory: Memory, words: str, place: int) -> str | None:
    """The id of the body of which these words are a short name at a place: its first words ("Blue Lake" of Blue Lake Holdings), its
    letters, or no more than the nouns of its name ("the Bank Group"); None where they are nobody's."""
    found = chains(memory)
    same = found.by_name.get(words)
    if same is None and words.isupper() and len(words) > 2:
        same = next((c for c in found.every if any(_initials(name) == words for name in c.names)), None)
    if same is None:
        same = next((c for c in found.every if any(name.startswith(f"{words} ") for name in c.names)), None)
    if same is None and _only_nouns(words.split()):
        ahead = (c for c in found.every if c.before(place) or c.id in memory.publisher)
        near = sorted(ahead, key=lambda chain: -(chain.before(place) or (-1, -1))[0])
        same = next((c for c in near if any(name.endswith(f" {words}") for name in c.names)), None)
    return same.id if same else None


def _only_nouns(words: Sequence[str]) -> bool:
    """Nothing but nouns of bodies: "Bank Group"."""
    return len(words) > 1 and set(nouns_of(" ".join(words))) == {singular(word.lower()) for word in words}


def word_set_of_state() -> frozenset[str]:
    """Words of bodies that a government's own text names without saying whose: they are that government's."""
    return word_set("government-bodies")


def _abbreviated(memory: Memory, start: int, end: int) -> bool:
    """A name of three words and more whose letters stand in brackets behind it and act elsewhere."""
    short = _SHORT.match(memory.text, end, end + 20)
    letters = short.group(1) if short else ""
    if len(letters) < 3 or not _initials(memory.text[start:end]).startswith(letters):
        return False
    return re.search(rf"(?<!\w){letters}{_ACTS.pattern}", memory.text) is not None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def called(memory: Memory, noun: str, place: int) -> Sequence[Chain]:
    """Those who can be meant by a noun at a place, the likeliest first: whose name holds it, whom the text calls so; the nearer first."""
    found = [
        chain
        for chain in chains(memory).every
        if (noun in chain.nouns or noun in chain.kinds) and (chain.before(place) or chain.id in memory.publisher)
    ]
    return sorted(found, key=lambda chain: -(chain.before(place) or (-1, -1))[0])


def firms(memory: Memory, place: int) -> Sequence[Chain]:
    """The firms that "the company" can mean at a place, the nearest first; the publisher where its text does not name it before."""
    found = [
        chain
        for chain in chains(memory).every
        if _may_be_a_firm(chain) and (chain.before(place) or chain.id in memory.publisher)
    ]
    return sorted(found, key=lambda chain: -(chain.before(place) or (-1, -1))[0])


def may_be_a_firm(memory: Memory, identity: str) -> bool:
    """Nothing says that this body is no firm."""
    chain = next((chain for chain in chains(memory).every if chain.id == identity), None)
    return _may_be_a_firm(chain or Chain(identity, (), frozenset(identity[4:].split("-")) & _bodies()))


def _may_be_a_firm(chain: Chain) -> bool:
    """It is called a firm or has a firm's name; a body of another kind is none ("the Fund"), nor is one of the gazetteers' that are."""
    if chain.kinds & words_of("descriptions", "firms"):
        return True
    if chain.id in _other_bodies() or chain.id.startswith(("org:city-of", "org:state-of", "org:province-of")):
        return False
    return not (chain.nouns | chain.kinds) - words_of("descriptions", "firms") - words_of("descriptions", "of-any-body")


@cache
def _other_bodies() -> frozenset[str]:
    """The ids of bodies in the gazetteers that are no companies."""
    groups = ((name, group) for name, group in gazetteer_words("organisations").items() if isinstance(group, dict))
    return frozenset(i for name, group in groups if name != "companies" for ids in group["names"] for i in ids.split())


def unlisted_before(memory: Memory, place: int, reach: int) -> Iterable[Mention]:
    """The names that no gazetteer knows and that end before a place, the nearest first."""
    unlisted = chains(memory).unlisted
    last = bisect_right(unlisted, place, key=lambda m: m.end)
    return [m for m in unlisted[max(0, last - 40) : last][::-1] if m.start >= place - reach]
