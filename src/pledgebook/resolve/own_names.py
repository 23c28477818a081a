"""Names of bodies with a place or people inside them ("Hawaiian Electric", "Australian Multicultural Council"), and bare names that act as
only a body does."""

from __future__ import annotations

import re

from pledgebook.language.grammar import expression
from pledgebook.model import Mention
from pledgebook.resolve.gazetteer import proper_slug
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.proper import (
    PROPER,
    Named,
    government_words,
    has_word,
    instrument_words,
    openers,
    organisation_words,
)
from pledgebook.world.names import given_names

_POINTING = expression("resolve", "pointing")
_ARTICLE = expression("resolve", "with-article")
_TOKEN = re.compile(r"[\w&'’-]+")
_INNER_LINK = expression("resolve", "inner-link")


def own_organisation(memory: Memory, start: int, end: int, mention: Mention) -> Named | None:
    """A longer proper name around a place or people: "Hawaiian Electric", "Australian Multicultural Council"."""
    if mention.sort not in ("country", "nationality", "region", "organisation", "person"):
        return None
    if _POINTING.match(memory.text, start, end):
        return None
    for match in PROPER.finditer(memory.text, start, end):
        if match.start() <= mention.start and mention.end <= match.end():
            words = _ARTICLE.sub("", match.group())
            span = match.end() - len(words), match.end()
            return _as_named(memory, span) if _is_own(memory, span, mention) else None
    return None


def _as_named(memory: Memory, span: tuple[int, int]) -> Named | None:
    words = memory.text[slice(*span)]
    made = proper_slug(words)
    return Named(made, words, *span) if made else None


def _is_own(memory: Memory, span: tuple[int, int], mention: Mention) -> bool:
    """The name around a mention is that of an organisation of its own."""
    words = memory.text[slice(*span)]
    ahead = _TOKEN.findall(memory.text[span[0] : mention.start])
    rest = memory.text[mention.end : span[1]]
    behind = _TOKEN.findall(rest)
    if _POSSESSIVE.match(rest) or _BASED.match(rest) or has_word("government-titles", words):
        return False
    if not behind:
        return _closes_a_name(memory, words, ahead, mention)
    of_a_town = mention.sort == "organisation" and mention.ids[0].startswith("org:city")
    alone = not ahead and len(behind) > 1 and not set(behind) & government_words()
    if of_a_town and alone and opens_and_speaks(memory, *span):
        return True  # "Bristol Myers Squibb announced"
    if not ahead and len(behind) == 1 and mention.sort == "country" and _recurs(memory, words, behind):
        return True
    return _ends_as_body(words, behind, mention, opens=not ahead)


_POSSESSIVE = expression("resolve", "possessive")
_BASED = expression("resolve", "based")


def _closes_a_name(memory: Memory, words: str, ahead: list[str], mention: Mention) -> bool:
    """A country or people that closes a name: "Auto Skills Australia", "Fonterra Australia"."""
    if not ahead or set(ahead) & government_words():
        return False
    if mention.sort in ("region", "organisation"):  # "Children's Hospital Los Angeles"
        return ahead[-1] in organisation_words()
    if mention.sort not in ("country", "nationality"):
        return False
    if any(expression("resolve", "small-word").fullmatch(word) for word in ahead):
        return False
    if len(ahead) > 1 and (mention.sort == "country" or memory.text.count(words) > 1):
        return True
    return _recurs(memory, words, ahead)


def _recurs(memory: Memory, words: str, others: list[str]) -> bool:
    """The document says the name more than once, and its other words are names only."""
    common = openers() | government_words() | instrument_words() | organisation_words() | given_names()
    if set(others) & common or any(not word[0].isupper() or word.isupper() for word in others):
        return False
    text = memory.text
    return text.count(words) > 1 and not any(re.search(rf"(?<!\w){re.escape(w.lower())}(?!\w)", text) for w in others)


def _ends_as_body(words: str, behind: list[str], mention: Mention, opens: bool) -> bool:
    own = _TOKEN.findall(words)
    core = _TOKEN.findall(_INNER_LINK.split(words)[0])
    if not {own[-1], core[-1]} & organisation_words() or any(
        expression("resolve", "government").fullmatch(word) for word in own
    ):
        return False
    if (
        mention.sort != "person"
        and set(behind) & government_words()
        and not expression("resolve", "body-of-its-people").fullmatch(own[-1])
    ):
        return False
    return not (mention.sort == "organisation" and opens and not mention.ids[0].startswith("org:city"))


_SPEAKS = expression("resolve", "speaks-behind")
_TAKEN_UP = expression("resolve", "taken-up-behind")
_ITEM = expression("resolve", "item-before")


def opens_and_speaks(memory: Memory, start: int, end: int) -> bool:
    """A name opens its sentence, alone and no plural, and announces, pledges, invests: "Acme Foods announced a plant". A single word may be
    anybody's name; it is a firm's in an item of a list, or where "it" takes it up: "Acme announced it will hire"."""
    name = memory.text[start:end]
    plural = expression("resolve", "plural-end").search(name) is not None
    if plural or _SPEAKS.match(memory.text, end) is None:
        return False
    before = memory.text[memory.sentence(start) : start]
    item = _ITEM.search(before) is not None
    if " " not in name and not (item or _TAKEN_UP.match(memory.text, end)):
        return False
    return item or not any(map(str.isalnum, before))
