"""Proper names that no gazetteer knows: persons whom the document places, organisations with an id of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pledgebook.language.grammar import expression, piece
from pledgebook.language.lexicon import lexicon_table, pattern_of
from pledgebook.language.lexicon import words_of as words
from pledgebook.resolve.chains import behind_its_kind, full_name
from pledgebook.resolve.gazetteer import is_legal_form, proper_slug, word_set, words_of
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.own_names import opens_and_speaks
from pledgebook.resolve.people import affiliation, is_a_last_name, is_member, looks_like_person
from pledgebook.resolve.proper import PROPER, Named, instrument_words, openers, organisation_words, words_pattern
from pledgebook.world.words import singular

_PERSON = re.compile(r"[A-Z][\w'’-]+(?:-[A-Z][\w'’-]+)?$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A run of capitalised words in a phrase: the words, where they stand, and what leads to them."""

    words: str
    start: int
    lead: str
    local: bool

    @property
    def tokens(self) -> list[str]:
        return self.words.split()

    def named(self, identity: str) -> Named:
        return Named(identity, self.words, self.start, self.start + len(self.words))


_ARTICLE = expression("resolve", "before-a-name")
_LOCAL = expression("resolve", "local-body")
_POSSESSIVE = expression("resolve", "possessive-end")
_INNER_LINK = expression("resolve", "inner-link")
_PLACE = expression("resolve", "place-of")
_NEXT_WORD = re.compile(r",? ([\w.]+)")
_NUMBER = re.compile(r"[\d.,%$]+|(?:[A-Z]\.)+")
_OWNER = expression("resolve", "possessive")
_THING_BEHIND = expression("resolve", "thing-behind")
_ADDRESS = expression("resolve", "site")
_TITLED = expression("resolve", "titled")


def stranger(memory: Memory, start: int, end: int) -> Named | None:
    """A proper name that no gazetteer knows: a person's country or organisation, or an organisation's own id."""
    if _ends_as_instrument(memory.text[start:end]):
        return None
    told = behind_its_kind(memory, start, end)
    if told is not None:
        return Named(told.ids[0], told.text, told.start, told.end)
    found = _run(memory.text, start, end)
    if found is None:
        return None
    if found.local and len(found.tokens) in (2, 3):
        made = proper_slug(found.words)
        return found.named(made) if made else None
    theirs = not memory.publisher and not memory.press and len(found.tokens) > 1
    if theirs and memory.home and _government_body(found.tokens):
        return found.named(memory.home)  # what a member of a parliament names without saying whose is his government's
    if _only_modifies(memory.text, found, end):
        return None
    if _is_no_name(found) or _is_office(memory, found):
        return None
    if not _is_organisation(found):
        person = _person(memory, found)
        if person is not None:
            return found.named(person[0]) if person else None
    made = _own_id(memory, found)
    return found.named(made) if made else None


def _ends_as_instrument(phrase: str) -> bool:
    """A phrase about a programme or law: "the Cities Forward programme"."""
    tail = phrase.rstrip().split()[-1:]
    if _OWNER.search(phrase):
        return False  # "Acme's programme": Acme
    return bool(tail) and tail[0].islower() and tail[0].capitalize() in instrument_words()


def _run(text: str, start: int, end: int) -> _Found | None:
    """The first run of capitalised words that can be a name, without its article; "Irving police" is one."""
    match = next((m for m in PROPER.finditer(text, start, end) if _opens_a_name(m.group())), None)
    if match is None:
        return None
    words = _ARTICLE.sub("", _POSSESSIVE.sub("", match.group()))
    at = match.start() + match.group().find(words)
    local = _LOCAL.match(text, at + len(words), end)
    local = None if words in openers() else local
    words += local.group() if local else ""
    lead = text[max(start, at - 40) : at]
    place = _PLACE.search(lead) if words else None
    if place:  # "the town of Kilmore"
        return _Found(place.group() + words, at - len(place.group()), lead[: place.start()], True)
    return _Found(words, at, lead, local is not None) if words else None


def _is_no_name(found: _Found) -> bool:
    """A number or that of a bill ("H.R. 1555"), a day ("June 30"), an address, a word that only opens the sentence."""
    tokens = found.tokens
    if _NUMBER.fullmatch(tokens[0]) or _ADDRESS.search(found.words):
        return True
    return tokens[0] in openers() and (len(tokens) == 1 or tokens[1].isdigit())


def _only_modifies(text: str, found: _Found, end: int) -> bool:
    """The name of a thing stands before what the phrase is about: "the CO2 emission rating of the car"."""
    if found.tokens[-1] in organisation_words():
        return False
    behind = _THING_BEHIND.match(text, found.start + len(found.words), end)
    return behind is not None and behind.group(1) not in _actors()


@cache
def _actors() -> frozenset[str]:
    """Nouns of those who act, behind a name too: "Acme officials"."""
    groups = (
        "organisation-nouns",
        "unnamed-nouns",
        "government-nouns",
        "company-titles",
        "government-titles",
        "courtesy-titles",
        "pair-nouns",
    )
    return frozenset().union(*(word_set(group) for group in groups)) | words("descriptions", "people-of-a-body")


def _is_office(memory: Memory, found: _Found) -> bool:
    """A title alone, or a body that a government's own text names without saying whose."""
    return _bare_title(found.words) or (_government_body(found.tokens) and not memory.press)


def _is_organisation(found: _Found) -> bool:
    return bool(set(found.tokens) & organisation_words()) or "&" in found.words or any(c.isdigit() for c in found.words)


@cache
def _title() -> re.Pattern[str]:
    titles = "|".join(words_pattern(group).pattern for group in ("government-titles", "courtesy-titles"))
    return re.compile(rf"^(?:{pattern_of('names', 'plural-titles')}\b|{titles})\s*", re.IGNORECASE)


def _without_titles(words: str) -> str:
    while True:
        shorter = _title().sub("", words, count=1).strip()
        if shorter == words or not shorter:
            return words
        words = shorter


def _person(memory: Memory, found: _Found) -> tuple[str, ...] | None:
    """The ids of a person's country or organisation, () of one whom the document does not place, None for no person."""
    bearer = _without_titles(found.words).split()
    ids = affiliation(memory, _POSSESSIVE.sub("", bearer[-1]))
    sure = (
        " ".join(bearer) != found.words
        or looks_like_person(bearer)
        or _TITLED.search(found.lead) is not None
        or _holds_a_post(found.words)
        or _shortened(memory, bearer)
        or is_member(memory, bearer[-1])
    )
    return ids if sure or (ids and len(found.tokens) <= 3) else None


def _holds_a_post(words: str) -> bool:
    """A post with its field and a name of two behind it: "Housing Secretary Jane Roe"."""
    posts = list(words_pattern("government-titles").finditer(words))
    rest = words[posts[-1].end() :].split() if posts else []
    return len(rest) == 2 and not set(rest) & organisation_words() and rest[-1] not in instrument_words()


def _own_id(memory: Memory, found: _Found) -> str | None:
    """The id of an organisation by its longest name in the document; None for a law, a programme, a mere capital."""
    longer = full_name(memory, found.words, found.start)
    parts = [part.capitalize() for part in longer[4:].split("-")] if longer else []
    if (
        (parts and not memory.press and _government_body(parts))
        or _is_instrument(parts)
        or _is_instrument(found.tokens)
    ):
        return None
    single = len(found.tokens) == 1 and not any(c.isupper() for c in found.words[1:])
    if single and (is_a_last_name(memory, found.words) or not _known_organisation(memory, found.words, found.start)):
        return None
    return longer or proper_slug(found.words)


@cache
def _hedges() -> frozenset[str]:
    """The first words of what bounds a number: "Over 140 leaders" names nobody."""
    sides = lexicon_table("bounds").values()
    return frozenset(phrase.split()[0] for side in sides for phrase in side.get("before", ()))


def _opens_a_name(words: str) -> bool:
    """Not a mere opener, not a number; "4iG" and "3M" are names."""
    if words in openers() or (words[-1].isdigit() and words.split()[0].lower() in _hedges()):
        return False
    return not words[0].isdigit() or " " in words or re.search(r"[A-Z]", words) is not None


def _is_instrument(tokens: list[str]) -> bool:
    """The name of a law, plan, programme or post, not of somebody who acts."""
    instruments = words_of("offices")["instrument-words"]
    core = _INNER_LINK.split(" ".join(tokens))[0].split()
    if len(core) < len(tokens) and core and core[-1] in organisation_words() - instrument_words():
        return False  # "Association of Deck Officers"
    return bool(tokens) and (
        tokens[-1] in instruments
        or (any(t in instruments for t in tokens[:-1]) and tokens[-1] not in organisation_words())
    )


def _place_nouns() -> frozenset[str]:
    return words("descriptions", "places")


def _bare_title(words: str) -> bool:
    """Nothing but a title or a noun of government or of bodies: "Vice President", "Commonwealth", "Fund"."""
    low = words.lower()
    last, one = low.split()[-1], singular(low)
    nouns = word_set("government-titles") | word_set("government-nouns") | word_set("courtesy-titles")
    if last in word_set("company-titles") and len(low.split()) < 4:
        return True
    if last != singular(last) and singular(last) in word_set("government-nouns"):
        return True  # "State and Territory Governments": several, and none of them by name
    if low.split()[0] in word_set("title-openers") and not set(words.split()) & organisation_words():
        return True
    return low in nouns or one in nouns | word_set("organisation-nouns") | _place_nouns()


def _government_body(tokens: list[str]) -> bool:
    """A body that a government's own text names without saying whose: it is that government's."""
    return bool(set(tokens) & word_set("government-bodies"))


def _known_organisation(memory: Memory, word: str, at: int) -> bool:
    """A single capitalised word that is a name: in mid-sentence, or set off by an apposition ("Acme, a maker of …")."""
    name = re.escape(word)
    if expression("resolve", "apposition").match(
        memory.text[at + len(word) : at + len(word) + 12]
    ) and at != memory.sentence(at):
        return True
    if expression("resolve", "indefinite-apposition").match(memory.text[at + len(word) : at + len(word) + 6]):
        return True
    behind = _NEXT_WORD.match(memory.text, at + len(word))
    if behind and is_legal_form(behind.group(1)):
        return True
    small = word.lower()
    if small in memory.text and re.search(rf"(?<!\w){re.escape(small)}(?!\w)", memory.text):
        return False
    return (
        re.search(rf"(?<=[a-z,;] ){name}(?:['’]s)?(?!\w)", memory.text) is not None
        or len(re.findall(rf"(?<!\w){name}(?!\w)", memory.text)) > 1
        or opens_and_speaks(memory, at, at + len(word))
    )


def _shortened(memory: Memory, words: list[str]) -> bool:
    """The last word stands alone elsewhere, as people's names do: "Xavier Becerra … Becerra said"."""
    if len(words) < 2 or not _PERSON.match(words[-1]):
        return False
    lead = re.escape(words[-2])
    if memory.text.count(words[-1]) == memory.text.count(f"{words[-2]} {words[-1]}"):
        return False  # it stands nowhere alone
    return (
        re.search(
            rf"(?<!{lead} )(?<![A-Z][a-z] )(?<!\w){re.escape(words[-1])}(?!\w)(?=\s+{piece('resolve', 'plain_acts')})",
            memory.text,
        )
        is not None
    )
