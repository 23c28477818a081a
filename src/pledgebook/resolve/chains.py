"""Chains of mentions: for everybody who takes part in a document its id, all that it is called there, and where.

A body is named in full once and then by a part of its name, by its abbreviation, by its kind ("the fund", "the airline"). A chain
holds all of these; what a noun, a short name or a pronoun stands for is looked up in the chains and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Mention
from pledgebook.resolve.bodies import (
    body_nouns,
    initials,
    kind_before,
    kinds_beside,
    nouns_of,
    only_nouns,
    unlisted_bodies,
)
from pledgebook.resolve.gazetteer import proper_slug
from pledgebook.resolve.gazetteer import words_of as gazetteer_words
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.proper import PROPER
from pledgebook.resolve.publishers import publisher_in


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
    unlisted = unlisted_bodies(memory)
    listed = [m for m in memory.names if m.sort == "organisation" and m.ids[0].startswith("org:")]
    named: dict[str, list[Mention]] = {i: [] for i in memory.publisher[:1] if i.startswith("org:")}
    for mention in (*listed, *unlisted):
        named.setdefault(mention.ids[0], []).append(mention)
    own = publisher_in(memory.document).names or (memory.document.publisher or "",)
    every = (_chain(memory, i, found, own if i in memory.publisher else ()) for i, found in named.items())
    return Chains(tuple(every), tuple(unlisted))


def _chain(memory: Memory, identity: str, found: Sequence[Mention], more: Sequence[str]) -> Chain:
    """The chain of a body. `more`: what it is called outside the text."""
    names = sorted({*more, *(m.text for m in found)}, key=lambda name: (-len(name), name))
    nouns = _known_nouns().get(identity, frozenset())
    return Chain(
        identity,
        tuple(names),
        nouns.union(noun for name in names for noun in nouns_of(name)),
        frozenset(kind for m in found[:MOST] for kind in kinds_beside(memory, m.start, m.end)),
        tuple(sorted((m.start, m.end) for m in found)),
    )


@cache
def _known_nouns() -> Mapping[str, frozenset[str]]:
    """Id of a body that the gazetteers know → the nouns that mean one of its group."""
    groups = [group for group in gazetteer_words("organisations").values() if isinstance(group, dict)]
    return {identity: frozenset(group.get("called", ())) for group in groups for identity in group["names"]}


MOST = 12
"""Mentions of a body at which the text is asked what kind of body it is."""


def full_name(memory: Memory, words: str, place: int) -> str | None:
    """The id of the body of which these words are a short name at a place: its first words ("Blue Lake" of Blue Lake Holdings), its
    letters, or no more than the nouns of its name ("the Bank Group"); None where they are nobody's."""
    found = chains(memory)
    if words in found.by_name:
        return found.by_name[words].id
    tests: list[Callable[[str], bool]] = [lambda name: name.startswith(f"{words} ")]
    if words.isupper() and len(words) > 2:
        tests.insert(0, lambda name: initials(name) == words)
    same = (c for test in tests for c in found.every if any(map(test, c.names)))
    if only_nouns(words.split()):
        same = (c for c in _before(memory, place, found.every) if any(name.endswith(f" {words}") for name in c.names))
    return next((chain.id for chain in same), None) or _spelled_before(memory, words)


def _spelled_before(memory: Memory, letters: str) -> str | None:
    """The id of the name behind which an abbreviation stands in brackets: "Department of the Interior (DOI)"."""
    if not letters.isupper() or len(letters) > LETTERS or f"({letters}" not in memory.text:
        return None
    low, high = memory.document.body
    for match in re.finditer(rf"\(\s?{re.escape(letters)}\s?\)", memory.text[low:high]):
        lead = memory.text[max(low, low + match.start() - NAME) : low + match.start()]
        names = [run.group() for run in PROPER.finditer(lead) if not lead[run.end() :].strip()]
        if names:
            return proper_slug(expression("resolve", "with-article").sub("", names[-1]))
    return None


LETTERS, NAME = 8, 90
"""Characters of an abbreviation and of the name before it, at most."""


def _before(memory: Memory, place: int, every: Iterable[Chain]) -> list[Chain]:
    """Those of these chains who can be meant at a place, the nearest first: who is named before it; last the publisher where its own
    text has not named it yet."""
    ahead = [(chain.before(place), chain) for chain in every]
    found = [(span or (-1, -1), chain) for span, chain in ahead if span or chain.id in memory.publisher]
    return [chain for _, chain in sorted(found, key=lambda one: one[0], reverse=True)]


def called(memory: Memory, noun: str, place: int) -> list[Chain]:
    """Those who can be meant by a noun at a place, the nearest first: whose name holds it, or whom the text calls so."""
    return _before(memory, place, (c for c in chains(memory).every if noun in c.nouns or noun in c.kinds))


def firms(memory: Memory, place: int) -> list[Chain]:
    """The firms that "the company" can mean at a place, the nearest first."""
    return _before(memory, place, (chain for chain in chains(memory).every if _may_be_a_firm(chain)))


def may_be_a_firm(memory: Memory, identity: str) -> bool:
    """Nothing says that this body is no firm."""
    chain = next((chain for chain in chains(memory).every if chain.id == identity), None)
    return _may_be_a_firm(chain or Chain(identity, (), frozenset(identity[4:].split("-")) & body_nouns()))


def _may_be_a_firm(chain: Chain) -> bool:
    """It is called a firm or has a firm's name; a body of another kind is none ("the Fund"), nor is one of the gazetteers' that are."""
    if chain.kinds & words_of("descriptions", "firms"):
        return True
    if chain.id in _otherbody_nouns() or chain.id.startswith(("org:city-of", "org:state-of", "org:province-of")):
        return False
    return not (chain.nouns | chain.kinds) - words_of("descriptions", "firms") - words_of("descriptions", "of-any-body")


@cache
def _otherbody_nouns() -> frozenset[str]:
    """The ids of bodies in the gazetteers that are no companies."""
    groups = ((name, group) for name, group in gazetteer_words("organisations").items() if isinstance(group, dict))
    return frozenset(i for name, group in groups if name != "companies" for ids in group["names"] for i in ids.split())


def behind_its_kind(memory: Memory, start: int, end: int) -> Mention | None:
    """The body that ends a phrase, behind its kind: "Cement maker Acme Foods"."""
    unlisted = chains(memory).unlisted
    at = bisect_right(unlisted, start, key=lambda m: m.start)
    for mention in unlisted[at:]:
        if mention.start >= end:
            break
        if not memory.text[mention.end : end].strip() and kind_before(memory, mention.start):
            return mention
    return None


def unlisted_before(memory: Memory, place: int, reach: int) -> Iterable[Mention]:
    """The names that no gazetteer knows and that end before a place, the nearest first."""
    unlisted = chains(memory).unlisted
    last = bisect_right(unlisted, place, key=lambda m: m.end)
    return [m for m in unlisted[max(0, last - 40) : last][::-1] if m.start >= place - reach]
