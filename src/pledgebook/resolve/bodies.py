"""Names of bodies that no gazetteer knows: where a text spells them, by which short forms, and what kind it says they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import proper_slug, word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.own_names import opens_and_speaks, own_organisation
from pledgebook.resolve.people import affiliation, is_a_last_name
from pledgebook.resolve.proper import PROPER, conjuncts, government_words, instrument_words, openers, organisation_words
from pledgebook.world.names import given_names
from pledgebook.world.words import singular

_TOKEN = re.compile(r"[\w&'’.-]+")
_OWNER = re.compile(r"['’]s?(?!\w)")
_ACTS = expression("resolve", "acts-behind")
_SHORT = expression("resolve", "acronym-behind")
_OF = expression("resolve", "inner-link")


def nouns_of(name: str) -> list[str]:
    """The nouns of a name by which the text may take it up again: "bank" of the Bank of the South, "trust" of Acme Trust; those before a
    preposition, where there are any."""
    core, *_ = _OF.split(name)
    return list(_nouns(core)) or list(_nouns(name))


def _nouns(name: str) -> Iterator[str]:
    for word in _TOKEN.findall(name):
        low = singular(word.lower())
        if word[0].isupper() and (low in body_nouns() or word in organisation_words()):
            yield low


def body_nouns() -> frozenset[str]:
    """Nouns that mean a body by its kind: "bank", "airline"."""
    return word_set("organisation-nouns")


_KIND_BEFORE = expression("resolve", "kind-before")
_KIND_BEHIND = expression("resolve", "kind-behind")


def kind_before(memory: Memory, start: int) -> str:
    """The noun of a body right before a place: "airline" in "the airline Acme", "" where there is none."""
    before = _KIND_BEFORE.search(memory.text, max(0, start - 30), start)
    return before.group("kind") if before and before.group("kind") in body_nouns() else ""


def kinds_beside(memory: Memory, start: int, end: int) -> Iterator[str]:
    """What the words beside a name say that it is: "the airline Acme", "Acme, a maker of ships"."""
    before = kind_before(memory, start)
    if before:
        yield before
    behind = _KIND_BEHIND.match(memory.text, end, min(len(memory.text), end + 90))
    said = expression("resolve", "head-ends").split(behind.group("said"), maxsplit=1)[0] if behind else ""
    yield from (word for word in said.split() if word in body_nouns())


def unlisted_bodies(memory: Memory) -> list[Mention]:
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
    organ = len(core) == 1 < len(words) and core[0].lower() in words_of("descriptions", "organs")  # "the Board of Acme"
    if organ or only_nouns(words) or _of_a_government(memory, words):
        return False
    head = core[-1] if core[-1] in organisation_words() else words[-1]
    if len(words) > 1 and head in organisation_words() and not set(words) & government_words():
        # a programme or fund is one that acts
        return head not in instrument_words() or _acts(memory, start, end)
    if words[0] in given_names() or words[-1] in instrument_words():
        return False
    if opens_and_speaks(memory, start, end) and not set(words) & government_words():
        return not (affiliation(memory, words[-1]) or is_a_last_name(memory, words[-1]))
    alone = len(words) == 1 and memory.text[end : end + 1] != ","
    if alone and start == memory.sentence(start) and memory.text.count(words[0]) < 2:
        return False  # the verb that opens an item of a list: "Established a group"
    return _abbreviated(memory, start, end) or any(kinds_beside(memory, start, end))


def _of_a_government(memory: Memory, words: Sequence[str]) -> bool:
    """A committee or a fund that a government's own text names without saying whose is that government's."""
    if memory.press:
        return False
    own = bool(memory.publisher) and len(memory.publisher[0]) == 2
    return bool(set(words) & word_set("government-bodies")) or (own and words[-1] in instrument_words())


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


def only_nouns(words: Sequence[str]) -> bool:
    """Nothing but nouns of bodies: "Bank Group"."""
    return len(words) > 1 and set(nouns_of(" ".join(words))) == {singular(word.lower()) for word in words}


def _acts(memory: Memory, start: int, end: int) -> bool:
    name = memory.text[start:end]
    return re.search(rf"(?<!\w){re.escape(name)}(?:{_SHORT.pattern})?{_ACTS.pattern}", memory.text) is not None


def _abbreviated(memory: Memory, start: int, end: int) -> bool:
    """A name of three words and more whose letters stand in brackets behind it and act elsewhere."""
    short = _SHORT.match(memory.text, end, end + 20)
    letters = short.group(1) if short else ""
    if len(letters) < 3 or not initials(memory.text[start:end]).startswith(letters):
        return False
    return re.search(rf"(?<!\w){letters}{_ACTS.pattern}", memory.text) is not None


def initials(name: str) -> str:
    """The first letters of the capitalised words of a name."""
    return "".join(word[0] for word in name.split() if word[0].isupper())
