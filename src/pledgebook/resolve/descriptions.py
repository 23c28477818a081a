"""Noun phrases that name nobody but mean somebody: governments, pairs, companies, regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pledgebook.model import Actor
from pledgebook.resolve.gazetteer import proper_slug, word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.phrases import head_noun
from pledgebook.resolve.proper import PROPER, organisation_words
from pledgebook.resolve.roles import home_government, named_at, pair, place_named, region, title_holder
from pledgebook.resolve.unlisted import Named, has_word, openers, stranger

Earlier = Sequence[tuple[int, tuple[Actor, ...]]]

_TWO = re.compile(
    r"(?i)\b(?:both|two|the\s+leaders|each\s+(?:country|side)|three|our\s+(?:two\s+)?(?:countries|nations)|the\s+(?:parties|sides|presidents|participants|prime ministers))\b"
)
_DEFINITE = re.compile(
    r"(?i)^(?:the|this|that|our|his|her|its|their|my|federal|all|each|relevant|senior|a|an|current|u\.s\.)\b"
)
_TITLES = re.compile(
    r"(?i)^(?:the\s+|madam\s+)?(vice president|president|deputy prime minister|prime minister|chancellor|premier|governor|king|queen|taoiseach)\b"
)


def bare(memory: Memory, start: int, end: int, earlier: Earlier = ()) -> tuple[list[Named], str]:
    """Who a phrase without a name means, and the rule; an empty list for the unnamed ("20 countries", "officials")."""
    words = memory.text[start:end].strip()
    noun = head_noun(words)
    low = words.lower()
    singular = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    if _TWO.search(words) and (
        noun in word_set("pair-nouns") or noun in ("we", "sides", "both", "us") or low == "both"
    ):
        return pair(memory, start)
    if noun in ("region", "hemisphere", "continent", "subregion"):
        return region(memory, start)
    title = _TITLES.match(words)
    if title and head_noun(words) in title.group(1).lower():
        wanted = title.group(1).lower()
        if wanted in ("premier", "governor"):
            return place_named(memory, start, "state")
        return title_holder(memory, "president" if wanted == "vice president" else wanted, start)
    if (
        re.match(r"(?i)(?:the|this|our|your)\s+", words)
        and singular in ("country", "nation", "state", "province", "city", "territory", "island", "commonwealth")
        and not noun.endswith("s")
    ):
        if low.startswith("our") and memory.publisher:
            return [named_at(memory.publisher[0], words, start)], "place-publisher"
        return place_named(memory, start, singular)
    if (
        noun in word_set("organisation-nouns")
        and noun not in ("agency", "court", "authority", "commission")
        and _DEFINITE.match(words)
    ):
        found = organisation_before(memory, start, words, earlier)
        if found:
            return found, "organisation-named-last"
        if noun in ("company", "firm", "corporation"):
            return [], "organisation"
    if noun in word_set("company-titles") - word_set("government-titles") and re.match(
        r"(?i)(?:the|its|their)\s", words
    ):
        return organisation_before(memory, start, words, earlier), "organisation-named-last"
    if re.match(r"[Tt]he\s+(?:House|Senate|Court|Embassy|Army|Navy|Police|State|Executive)$", words):
        if memory.press and memory.home:
            return [named_at(memory.home, words, start)], "government-home"
        return home_government(memory, start)
    if has_word("government-nouns", words) and _means_government(words, noun):
        return home_government(memory, start)
    return [], "unnamed"


def _means_government(words: str, noun: str) -> bool:
    """ "The Government", "Treasury", "the Department": yes; "officials", "20 countries", "local governments": no."""
    if re.match(
        r"(?i)^\s*(?:\d|more than|over|several|some|many|dozens|hundreds|other|local|foreign|state and|partner|regional|international|world|global|african|private)\b",
        words,
    ):
        return False
    if noun in word_set("unnamed-nouns"):
        return re.match(
            r"(?i)^(?:senior\s+)?(?:administration|government|federal|defen[cs]e|our|my|his|american)\b", words
        ) is not None or (
            noun
            in (
                "agency",
                "agencies",
                "army",
                "navy",
                "military",
                "police",
                "troops",
                "court",
                "embassy",
                "task force",
                "delegation",
                "regulator",
                "guard",
                "forces",
                "authorities",
                "soldiers",
            )
            and re.match(r"(?i)^(?:the|our|federal)\b", words) is not None
        )
    return (
        noun in word_set("government-nouns")
        or re.search(
            r"(?i)\b(?:government|administration|president|minister|secretary|cabinet|department|treasury|congress)\b",
            words.split(" of ")[0],
        )
        is not None
    )


FAR = 2500
"""Characters back from "the company" in which its name is looked for."""
_TOKEN = re.compile(r"[\w&'’-]+")
_NUMBERED = re.compile(r"[\d.]")
_ACTS = re.compile(r"\s+(?:will|has|have|is|plans|[a-z]{3,}(?:ed|s))\b")


def organisation_before(memory: Memory, place: int, words: str, earlier: Earlier = ()) -> list[Named]:
    """The organisation named last before a place; one whose name holds the noun goes first ("the Council")."""
    noun = head_noun(words)
    low = max(memory.document.body[0], place - FAR)
    known = [Named(m.ids[0], m.text, m.start, m.end) for m in memory.before(place, FAR) if m.sort == "organisation"]
    known += [Named(a.id, a.name, at, at) for at, actors in earlier for a in actors if a.id and low <= at < place]
    known = [one for one in known if one.id.startswith("org:") and not one.id.startswith(("org:city", "org:state"))]
    known += _spelled(memory, low, place, known)
    known.sort(key=lambda one: -one.start)
    own = next((one for one in known if noun.rstrip("s") in one.name.lower()), None)
    if own is not None:
        return [own]
    return [] if noun in word_set("nouns-of-a-name") else known[:1]


def _spelled(memory: Memory, low: int, high: int, known: Sequence[Named]) -> Iterator[Named]:
    """Names that no gazetteer knows: those that end as an organisation's do, and those that open a sentence and act."""
    bounds = [low, *(start for start in memory.starts if low < start < high), high]
    for match in (m for begin, stop in pairwise(bounds) for m in PROPER.finditer(memory.text, begin, stop)):
        if any(one.start <= match.start() < max(one.end, one.start + 1) for one in known):
            continue
        tokens = _TOKEN.findall(match.group())
        while tokens and tokens[0] in openers() - {"New"}:
            tokens.pop(0)
        if len(tokens) < 2:
            continue
        start = match.start() + match.group().find(tokens[0])
        dateline = memory.dateline(start)
        opening = dateline if dateline > memory.paragraph(start)[0] else memory.sentence(start)
        acts = start == opening and _ACTS.match(memory.text, match.end()) is not None
        if tokens[-1] in organisation_words():
            made = proper_slug(memory.text[start : match.end()])
            if made:
                yield Named(made, memory.text[start : match.end()], start, match.end())
        elif acts and not _NUMBERED.search(match.group()) and not memory.within(start, match.end()):
            found = stranger(memory, start, match.end())
            if found is not None:
                yield found
