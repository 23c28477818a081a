"""Proper names that no gazetteer knows: persons whom the document places, organisations with an id of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pledgebook.language.lexicon import lexicon_table
from pledgebook.resolve.gazetteer import proper_slug, word_set, words_of
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.people import affiliation, looks_like_person
from pledgebook.resolve.proper import PROPER, organisation_words
from pledgebook.world.names import given_names

_PERSON = re.compile(r"[A-Z][\w'’-]+(?:-[A-Z][\w'’-]+)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """One resolved name: its id, its words and where they stand."""

    id: str
    name: str
    start: int
    end: int


@cache
def words_pattern(group: str) -> re.Pattern[str]:
    words = sorted(word_set(group), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(w) for w in words)})(?:['’]s?)?(?![\w-])", re.IGNORECASE)


def has_word(group: str, words: str) -> bool:
    """The phrase holds a word of this group of offices.toml."""
    return words_pattern(group).search(words) is not None


@cache
def openers() -> frozenset[str]:
    """Words that open a sentence or phrase with a capital without being a name."""
    return word_set("openers")


def stranger(memory: Memory, start: int, end: int) -> Named | None:
    """A proper name that no gazetteer knows: a person's country or organisation, or an organisation's own id."""
    text = memory.text
    tail = text[start:end].rstrip().split()[-1:]
    if tail and tail[0].islower() and tail[0].capitalize() in words_of("offices")["instrument-words"]:
        return None
    match = next((m for m in PROPER.finditer(text, start, end) if _opens_a_name(m.group())), None)
    if match is None:
        return None
    words = re.sub(r"['’]s?$", "", match.group())
    words = re.sub(r"^(?:The|This|These|Our|Its|Both|All|In|Under|Each)\s+", "", words)
    at = match.start() + match.group().find(words)
    local = re.match(r"\s+(police|council|university|hospital)\b", text[at + len(words) : end])
    if local and words not in openers():
        words += local.group()
    tokens = words.split()
    if local and len(tokens) == 2:
        made = proper_slug(words)
        return Named(made, words, at, at + len(words)) if made else None
    if tokens and re.fullmatch(r"[\d.,%$]+|(?:[A-Z]\.)+", tokens[0]):
        return None  # a number, or that of a bill ("H.R. 1555")
    if len(tokens) > 1 and tokens[0] in openers() and tokens[1].isdigit():
        return None  # a day: "June 30"
    if re.search(r"\.(?:gov|com|org|net)\b|www\.", words, re.IGNORECASE):
        return None
    if not tokens or (len(tokens) == 1 and tokens[0] in openers()):
        return None
    lead = text[max(start, at - 40) : at]
    title = re.compile(
        rf"^(?:Representatives\b|Senators\b|Ministers\b|{words_pattern('government-titles').pattern}|{words_pattern('courtesy-titles').pattern})\s*",
        re.IGNORECASE,
    )
    stripped = words
    while True:
        shorter = title.sub("", stripped, count=1).strip()
        if shorter == stripped or not shorter:
            break
        stripped = shorter
    bearer = stripped.split()
    if not bearer or _bare_title(words) or (_government_body(tokens) and not memory.press):
        return None
    last = re.sub(r"['’]s?$", "", bearer[-1])
    is_organisation = bool(set(tokens) & organisation_words()) or "&" in words or any(c.isdigit() for c in words)
    if not is_organisation and (
        stripped != words or looks_like_person(bearer) or _titled_before(lead) or _shortened(memory, bearer)
    ):
        ids = affiliation(memory, last)
        return Named(ids[0], words, at, at + len(words)) if ids else None
    if not is_organisation and len(tokens) <= 3:
        ids = affiliation(memory, last)
        if ids:
            return Named(ids[0], words, at, at + len(words))
    longer = _longer(memory, words)
    if longer and not memory.press and _government_body([p.capitalize() for p in longer[4:].split("-")]):
        return None
    if _is_instrument(tokens) or (longer and _is_instrument([p.capitalize() for p in longer[4:].split("-")])):
        return None
    if (
        len(tokens) == 1
        and not (words.isupper() or any(c.isupper() for c in words[1:]))
        and (_person_elsewhere(memory, words) or not _known_organisation(memory, words, at))
    ):
        return None
    made = longer or proper_slug(words)
    return Named(made, words, at, at + len(words)) if made else None


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
    return bool(tokens) and (
        tokens[-1] in instruments
        or (any(t in instruments for t in tokens[:-1]) and tokens[-1] not in organisation_words())
    )


def _bare_title(words: str) -> bool:
    """Nothing but a title or a noun of government or of bodies: "Vice President", "Commonwealth", "Fund"."""
    low = words.lower()
    nouns = word_set("government-titles") | word_set("government-nouns") | word_set("courtesy-titles")
    if low.split()[-1] in word_set("company-titles") and len(low.split()) < 4:
        return True
    if low.endswith("s") and low.split()[-1].removesuffix("s") in word_set("government-nouns"):
        return True  # "State and Territory Governments": several, and none of them by name
    if low.split()[0] in word_set("title-openers") and not set(words.split()) & organisation_words():
        return True
    return low in nouns or low.removesuffix("s") in nouns or low.removesuffix("s") in word_set("organisation-nouns")


def _government_body(tokens: list[str]) -> bool:
    """A body that a government's own text names without saying whose: it is that government's."""
    return bool(set(tokens) & word_set("government-bodies"))


def _known_organisation(memory: Memory, word: str, at: int) -> bool:
    """A single capitalised word that is a name: in mid-sentence, or set off by an apposition ("Acme, a maker of …")."""
    name = re.escape(word)
    if re.match(
        r",?\s+(?:an?|the|which|one of)\s|,\s", memory.text[at + len(word) : at + len(word) + 12]
    ) and at != memory.sentence(at):
        return True
    if re.match(r",\s+an?\s", memory.text[at + len(word) : at + len(word) + 6]):
        return True
    if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", memory.text):
        return False
    return (
        re.search(rf"(?<=[a-z,;] ){name}(?:['’]s)?(?!\w)", memory.text) is not None
        or len(re.findall(rf"(?<!\w){name}(?!\w)", memory.text)) > 1
    )


def _person_elsewhere(memory: Memory, word: str) -> bool:
    """The word stands behind a title or a given name somewhere: it is somebody's last name."""
    for match in re.finditer(rf"([A-Z][\w'’.-]*)\s+{re.escape(word)}(?!\w)", memory.text):
        if match.group(1) in given_names() or match.group(1).lower() in word_set("courtesy-titles") | word_set(
            "government-titles"
        ):
            return True
    return False


def _longer(memory: Memory, words: str) -> str | None:
    """The full name of which these are the short form: "Blue Lake" → "Blue Lake Holdings", "AMC" by its letters."""
    text = memory.text
    low, high = memory.document.body
    if words.isupper() and len(words) <= 8:
        spelled = re.search(
            rf"((?:[A-Z][\w'’&-]*\s+(?:(?:of|for|and|the|on)\s+)*){{1,7}})\(\s?(?:the\s)?[\"“']?{re.escape(words)}[\"”']?\)",
            text[low:high],
        )
        if spelled:
            full = re.sub(r"^The\s+", "", spelled.group(1).strip())
            return proper_slug(full)
        letters = [c for c in words if c.isalpha()]
        for match in PROPER.finditer(text, low, high):
            initials = [w[0] for w in match.group().split() if w[0].isupper()]
            if len(letters) > 2 and initials == letters:
                return proper_slug(match.group())
        return None
    longer = re.search(rf"(?<![\w-]){re.escape(words)}((?:\s+[A-Z][\w'’&-]*)*\s+([A-Z][\w'’&-]*))", text[low:high])
    if longer and longer.group(2) in organisation_words():
        return proper_slug(words + longer.group(1))
    return None


def _shortened(memory: Memory, words: list[str]) -> bool:
    """The last word stands alone elsewhere, as people's names do: "Xavier Becerra … Becerra said"."""
    if len(words) < 2 or not _PERSON.match(words[-1]):
        return False
    lead = re.escape(words[-2])
    return (
        re.search(
            rf"(?<!{lead} )(?<![A-Z][a-z] )(?<!\w){re.escape(words[-1])}(?!\w)(?=\s+(?:said|told|added|also|announced|has|will|was|is))",
            memory.text,
        )
        is not None
    )


def _titled_before(lead: str) -> bool:
    return (
        re.search(
            r"(?i)\b(?:mr|mrs|ms|dr|sir|captain|minister|president|secretary|governor|senator|spokes\w+|director|mayor|chief)\.?\s+$",
            lead,
        )
        is not None
    )
