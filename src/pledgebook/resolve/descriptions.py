"""Noun phrases that name nobody but mean somebody: governments, pairs, companies, regions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor
from pledgebook.resolve.chains import called, firms, may_be_a_firm
from pledgebook.resolve.gazetteer import word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.phrases import head_noun
from pledgebook.resolve.proper import Named, has_word, instrument_words
from pledgebook.resolve.roles import (
    chamber_of,
    governs,
    home_government,
    named_at,
    pair,
    place_named,
    region,
    title_holder,
)
from pledgebook.world.words import singular

Earlier = Sequence[tuple[int, tuple[Actor, ...]]]

Reading = tuple[list[Named], str]
"""Who is meant, and the rule that says so."""


_TWO = expression("resolve", "several-sides")
_PAIR = expression("resolve", "two-sides")
_DEFINITE = expression("resolve", "definite")
_TITLES = expression("resolve", "head")
_THIS = expression("resolve", "this")
_THE = expression("resolve", "the")
_OF_A_PART = expression("resolve", "government-of-a-part")
_BODY = expression("resolve", "body-of-the-state")
_OTHERS = expression("resolve", "other-governments")
_ORGAN = expression("resolve", "organ")
_OWN_FORCES = expression("resolve", "own-forces")
_OWN = expression("resolve", "of-the-government")
_IN_OFFICE = expression("resolve", "in-office")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase without a name. `noun`: its head, lower case; `singular`: the same without its plural."""

    memory: Memory
    start: int
    words: str
    noun: str
    singular: str
    earlier: Earlier


def bare(memory: Memory, start: int, end: int, earlier: Earlier = ()) -> Reading:
    """Who a phrase without a name means, and the rule; an empty list for the unnamed ("20 countries", "officials")."""
    words = memory.text[start:end].strip()
    noun = head_noun(words)
    phrase = _Phrase(memory, start, words, noun, singular(noun), earlier)
    return next((found for reading in _READINGS if (found := reading(phrase)) is not None), ([], "unnamed"))


def _several(phrase: _Phrase) -> Reading | None:
    """ "Both leaders", "the two countries"."""
    if not _TWO.search(phrase.words):
        return None
    if phrase.noun not in word_set("pair-nouns") and phrase.noun not in words_of("descriptions", "sides"):
        return None
    found, rule = pair(phrase.memory, phrase.start)
    before = _together(phrase) if rule in ("pair-home", "pair-last") else ()
    return ([named_at(i, phrase.words, phrase.start) for i in before], "pair-before") if before else (found, rule)


def _together(phrase: _Phrase) -> tuple[str, ...]:
    """The governments that acted together last; of "both" or "two" only where they are two."""
    acted = (
        tuple(dict.fromkeys(a.id for a in actors if a.id and len(a.id) == 2)) for _, actors in reversed(phrase.earlier)
    )
    wanted = 2 if _PAIR.search(phrase.words) else None
    return next((ids for ids in acted if len(ids) > 1 and wanted in (None, len(ids))), ())


def _region(phrase: _Phrase) -> Reading | None:
    return region(phrase.memory, phrase.start) if phrase.noun in word_set("region-nouns") else None


def _head(phrase: _Phrase) -> Reading | None:
    """ "The President", "the Premier"."""
    title = _TITLES.match(phrase.words)
    if title is None or phrase.noun not in title.group(1).lower():
        return None
    wanted = title.group(1).lower()
    if wanted in words_of("descriptions", "heads-of-a-part"):
        return place_named(phrase.memory, phrase.start, "state")
    return title_holder(phrase.memory, expression("resolve", "deputy").sub("", wanted), phrase.start)


def _place(phrase: _Phrase) -> Reading | None:
    """ "The country", "our state", "the city"."""
    own = phrase.noun == phrase.singular and phrase.noun in words_of("descriptions", "places")
    if not own or not _THIS.match(phrase.words):
        return None
    publisher = phrase.memory.publisher
    if expression("resolve", "ours").match(phrase.words) and publisher:
        return [named_at(publisher[0], phrase.words, phrase.start)], "place-publisher"
    return place_named(phrase.memory, phrase.start, phrase.singular)


def _organisation(phrase: _Phrase) -> Reading | None:
    """ "The company", "the Council", "its chief executive"."""
    rule = "organisation-named-last"
    nouns = word_set("organisation-nouns")
    if phrase.noun in words_of("descriptions", "state-nouns"):
        theirs = not phrase.memory.publisher or not governs(phrase.memory.publisher[0])
        nouns = nouns if theirs and called(phrase.memory, phrase.singular, phrase.start) else nouns - {phrase.noun}
    if phrase.noun in nouns and _DEFINITE.match(phrase.words):
        found = organisation_before(phrase.memory, phrase.start, phrase.words, phrase.earlier)
        if found:
            return found, rule
        if phrase.noun in words_of("descriptions", "company-nouns"):
            return [], "organisation"
    if phrase.noun in word_set("company-titles") - word_set("government-titles") and _THE.match(phrase.words):
        return organisation_before(phrase.memory, phrase.start, phrase.words, phrase.earlier), rule
    return None


def _organ(phrase: _Phrase) -> Reading | None:
    """ "The Board", "the trustees" in a body's own text, "Ministers" in that of a body of states."""
    memory = phrase.memory
    own = memory.publisher[0] if len(memory.publisher) == 1 and not memory.turns else ""
    if not own or (len(own) == 2 and own != "EU") or not _ORGAN.fullmatch(phrase.words):
        return None
    return [named_at(own, memory.document.publisher or "", phrase.start)], "organ-publisher"


def _government(phrase: _Phrase) -> Reading | None:
    """ "The Government", "the Senate", "federal officials"."""
    memory = phrase.memory
    part = _OF_A_PART.match(phrase.words)
    if part and phrase.noun == phrase.singular:
        return place_named(memory, phrase.start, part.group(1).lower())
    if _BODY.match(phrase.words):
        chamber = chamber_of(memory.home, phrase.noun)
        if chamber:
            return [named_at(chamber, phrase.words, phrase.start)], "chamber-home"
        if memory.press and memory.home:
            return [named_at(memory.home, phrase.words, phrase.start)], "government-home"
        return home_government(memory, phrase.start)
    if has_word("government-nouns", phrase.words) and _means_government(phrase.words, phrase.noun):
        return home_government(memory, phrase.start)
    return None


_READINGS: tuple[Callable[[_Phrase], Reading | None], ...] = (
    _several,
    _region,
    _head,
    _place,
    _organisation,
    _organ,
    _government,
)


def _means_government(words: str, noun: str) -> bool:
    """ "The Government", "Treasury", "the Department": yes; "officials", "20 countries", "local governments": no."""
    if _OTHERS.match(words):
        return False
    if noun in word_set("unnamed-nouns"):
        forces = noun in words_of("descriptions", "forces") and _OWN_FORCES.match(words) is not None
        return forces or _OWN.match(words) is not None
    return (
        noun in word_set("government-nouns")
        or _IN_OFFICE.search(expression("resolve", "of").split(words)[0]) is not None
    )


FAR = 2500
"""Characters back from "the company" in which its name is looked for."""
_TOKEN = re.compile(r"[\w&'’-]+")
_NUMBERED = re.compile(r"[\d.]")
_ACTS = expression("resolve", "acts-behind")


def organisation_before(memory: Memory, place: int, words: str, earlier: Earlier = ()) -> list[Named]:
    """The organisation that a noun means at a place: one whose name holds it or that the text calls so; of "the company" any."""
    noun = singular(head_noun(words))
    if expression("resolve", "pointing").match(words) and noun.capitalize() in instrument_words():
        return []  # "this initiative": what was just told
    for chain in () if _names_something(words, noun) else called(memory, noun, place):
        span = chain.before(place) or (place, place)
        return [Named(chain.id, chain.names[0], *span)]
    if noun not in words_of("descriptions", "firms") | words_of("descriptions", "of-any-body"):
        return []
    low = max(memory.document.body[0], place - FAR)
    known = [Named(chain.id, chain.names[0], *(chain.before(place) or (low, low))) for chain in firms(memory, place)]
    known += [Named(a.id, a.name, at, at) for at, actors in earlier for a in actors if a.id and low <= at < place]
    known = [one for one in known if one.id.startswith("org:") and one.start >= low and may_be_a_firm(memory, one.id)]
    known.sort(key=lambda one: -one.start)
    return known[:1]


def _names_something(words: str, noun: str) -> bool:
    """The phrase has a name of its own before its noun: "this Pacific Partnership", not "the Partnership"."""
    return any(word[0].isupper() and noun not in word.lower() for word in words.split()[1:])
