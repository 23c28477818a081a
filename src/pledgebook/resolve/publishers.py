"""Who gives a text out: what the name of a publisher says of it, and what its text calls it."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of as lexical
from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import proper_slug, words_of
from pledgebook.resolve.proper import government_words, organisation_words
from pledgebook.resolve.search import base
from pledgebook.world.names import given_names
from pledgebook.world.words import folded

PUBLISHERS = 10_000
"""Publishers that are remembered, those asked for last: a crawl has millions."""
_STATES = ("country", "government", "nationality")


@dataclass(frozen=True, slots=True)
class Publisher:
    """What the name of a publisher says. `ids`: whom it speaks for, as far as the gazetteers know: a country for its ministries and
    heads, an organisation's own id. `names`: of an organisation that no gazetteer knows, the one it goes by first. `country`: the one that
    its name names, for what "$" means. `press`: its own "we" is no government's. `member_of`: the country whose parliament
    it is a member of. `official`: an office of a government that does not say which. `perhaps`: as `names`, where the name does not
    tell a body from a paper: the text does. All are empty for persons whom no gazetteer knows."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    country: str | None = None
    press: bool = False
    member_of: str | None = None
    official: bool = False
    perhaps: tuple[str, ...] = ()


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\s*(?:{pattern})\s*", re.IGNORECASE), country)
        for country, patterns in words_of("publishers")[table].items()
        for pattern in patterns
    )


def _country_by(table: str, name: str) -> str | None:
    """The country under which a table of publishers lists this one ("" for none in particular), None where it does not."""
    return next((country for p, country in _patterns(table) if p.fullmatch(name)), None)


@lru_cache(maxsize=PUBLISHERS)
def publisher_of(name: str | None) -> Publisher:
    """What the name of a publisher says of it."""
    if not name:
        return Publisher()
    country = _country_by("press", name)
    if country is not None:
        return Publisher(country=country or None, press=True)
    member_of = _country_by("legislators", name)
    if member_of:
        return Publisher(member_of=member_of, country=member_of)
    government = _country_by("governments", name)
    if government:
        return Publisher((government,), country=government)
    known = [m for m in base(name, 0, len(name)) if m.ids != ("home",)]
    head, described = _parted(name)
    states = (m for m in known if m.sort in _STATES and (m.sort == "country" or m.start < len(head)))
    country = next((m.ids[0] for m in states if len(m.ids) == 1), None)
    if _sounds_like_press(head, described, known):
        return Publisher(country=country, press=True)
    official = _official(name)
    if not known and expression("resolve", "office-of-state").search(head):
        return Publisher(official=True)
    if country and not official and _of_the_state(head, known):
        return Publisher((country,), country=country)
    if not (official and country):
        names = _own_names(head, described, [m for m in known if m.start < len(head)])
        made = proper_slug(names[0]) if names else None
        if made:
            return Publisher((made,), names, country)
    presidency = expression("resolve", "presidency").match(name)
    if presidency and known and known[0].start == presidency.start("body") and known[0].end == presidency.end("body"):
        return Publisher(known[0].ids, country=country)  # a bloc speaks, whoever is in the chair
    found = [m for m in known if official or (m.sort != "nationality" and m.start < len(head))]
    ranked = sorted(found, key=lambda m: (m.sort not in _STATES) + (m.sort not in ("country", "nationality")))
    ids = ranked[0].ids if ranked else ()
    perhaps = () if ids or is_person(head) or not _may_be_a_name(head) else (head,)
    return Publisher(ids, country=next((i for i in ids if len(i) == 2), country), perhaps=perhaps)


def _may_be_a_name(head: str) -> bool:
    words = head.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


def _of_the_state(head: str, known: Sequence[Mention]) -> bool:
    """An office that only a state has, or a body whose name says that it is a country's: "Chilean Fisheries Authority"."""
    firms, words = words_of("publishers")["firms"], words_in(head)
    nations = any(m.start == len(_article(head)) and m.sort in ("country", "nationality") for m in known)
    return bool(words & set(firms["of-state"]) or (nations and words & set(firms["of-a-nation"])))


def words_in(name: str) -> set[str]:
    """The words of a name, its abbreviations without their stops."""
    return set(re.findall(r"[\w&/-]+", name.replace(".", "")))


@lru_cache(maxsize=PUBLISHERS)
def publisher_names(name: str | None) -> tuple[Mention, ...]:
    """What the gazetteers know in the name of a publisher: "British Columbia" in that of a newspaper there."""
    return tuple(base(name, 0, len(name))) if name else ()


def _parted(name: str) -> tuple[str, str]:
    """A publisher's name, and what is said of it behind: "Hill Pumps A/S (company announcement)"."""
    forms = "|".join(re.escape(form) for form in words_of("offices")["legal-forms"] if "/" in form)
    held = re.sub(rf"(?<=\s)(?:{forms})(?!\w)", lambda form: form.group().replace("/", "\0"), name.strip())
    found = re.match(r"([^(,/|–]+)(.*)", held, re.DOTALL)
    if found is None:
        return name, ""
    return found[1].strip().replace("\0", "/"), found[2].strip(" ,/|–").replace("\0", "/")


def _sounds_like_press(head: str, described: str, known: Sequence[Mention]) -> bool:
    """Its last word is that of a paper or station ("Kampala Evening Courier"), or it is described as one. No office is one."""
    words = words_of("publishers")["papers"]
    parts = head.split()
    if expression("resolve", "office-of-state").search(head):
        return False
    if len(parts) > 1 and parts[-2] in words["of-agencies"] and parts[-1] in words["agencies"]:
        return True
    if _official(head):
        return False
    if _is_described(described, words["described"]):
        return True
    if len(parts) < 2 or any(m.sort == "organisation" and m.end == len(head) for m in known):
        return False
    national = any(m.start == 0 and m.end == len(head) - len(parts[-1]) - 1 for m in known)
    return (
        parts[0] in words["first"]
        or parts[-1] in words["last"]
        or (parts[-1] in words["last-but-not-national"] and not national)
    )


def _article(name: str) -> str:
    found = expression("resolve", "article-of-a-name").match(name)
    return found.group() if found else ""


def _is_described(described: str, words: Sequence[str]) -> bool:
    return any(re.search(rf"(?i)\b{re.escape(word)}\b", described) for word in words)


def _own_names(head: str, described: str, known: Sequence[Mention]) -> tuple[str, ...]:
    """The names of an organisation that no gazetteer knows, the one it goes by first: of "Internet Security Research Group
    (Let's Encrypt)" the one in brackets. Places inside them do not matter: "Lake Chad Trust"."""
    opening = [m for m in known if m.start <= len(_article(head))]
    if any(m.sort in ("organisation", "person", "group") or m.text == head for m in opening):
        return ()
    firms = words_of("publishers")["firms"]
    words = words_in(head)
    if any(m.sort in _STATES for m in known) and words & set(firms["national"]):
        return ()
    forms = {form.replace(".", "") for form in words_of("offices")["legal-forms"]}
    own = organisation_words() | set(firms["words"]) | forms
    of_a_place = expression("resolve", "of-a-place").match(head) is not None
    if not (words & own or of_a_place or _is_described(described, firms["described"])):
        return ()
    bracket = re.match(r"\(([^(),]+)\)", described)
    short = bracket[1] if bracket else ""
    named = short[:1].isupper() and not base(short, 0, len(short)) and not _is_described(short, firms["described"])
    return (short, head) if named else (head,)


def _official(name: str) -> bool:
    return expression("resolve", "of-a-government").search(name) is not None


def is_person(name: str | None) -> bool:
    """A person whom no gazetteer knows gives his name to the text: a speech, a letter."""
    words = (name or "").split()
    return 2 <= len(words) <= 4 and words[0] in given_names() and all(word[0].isupper() for word in words)


def publisher_in(document: Document) -> Publisher:
    """What is known of the publisher of a document: what its name says, and where that does not tell a body from a paper, whether its
    text says "we" as a body does."""
    publisher = publisher_of(document.publisher)
    if publisher.perhaps and _says_we(document.text):
        return replace(publisher, names=publisher.perhaps, perhaps=())
    return publisher


WE = 3
"""How often a body's own text says "we" at least, and never within quotation marks."""


@lru_cache(maxsize=2)
def _says_we(text: str) -> bool:
    outside, quoted = 0, False
    for match in expression("resolve", "own-voice").finditer(text):
        sign = match.group()
        if sign in '\n“”"':
            quoted = sign == "“" or (sign == '"' and not quoted)
        elif quoted:
            return False
        else:
            outside += 1
    return outside >= WE


def speaks_for(document: Document) -> tuple[str, ...]:
    """The ids of whom a document's publisher speaks for: those that its name gives; for an organisation that no gazetteer
    knows the form of its name that the text has most."""
    publisher = publisher_in(document)
    if not publisher.names:
        return publisher.ids
    made = proper_slug(_called(publisher, document.text))
    return (made,) if made else publisher.ids


@lru_cache(maxsize=2)
def _called(publisher: Publisher, text: str) -> str:
    """What the text calls its publisher: "Brightwater" for "Brightwater Pumps A/S"; of forms that are as common the longest, its first
    name where there is none."""
    counts = Counter(form for form, _ in _places(publisher, folded(text), []))
    return max(counts, key=lambda form: (counts[form], len(form)), default=publisher.names[0])


def _places(publisher: Publisher, text: str, known: Sequence[tuple[int, int]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The forms of a publisher's name in a folded text, the longest first, each with its span; outside the spans `known` but for what
    lies inside a form."""
    taken = sorted(known)
    widest = max((high - low for low, high in taken), default=0)
    for form in _forms(publisher):
        widest = max(widest, len(form))
        for match in re.finditer(rf"(?<![\w-]){re.escape(folded(form))}(?![\w-])", text):
            low, high = match.span()
            near = taken[bisect_left(taken, (low - widest,)) : bisect_left(taken, (high,))]
            over = [one for one in near if one[1] > low]
            if all(low <= one[0] and one[1] <= high and one != (low, high) for one in over):
                insort(taken, (low, high))
                yield form, (low, high)


@lru_cache(maxsize=PUBLISHERS)
def _forms(publisher: Publisher) -> tuple[str, ...]:
    """The names of a publisher with their short forms, the longest first."""
    return tuple(sorted({*publisher.names, *_short_forms(publisher.names[-1])}, key=lambda form: (-len(form), form)))


LONGEST = 6
"""Words that the short form of a name has at most."""


def _short_forms(name: str) -> Iterator[str]:
    """Beginnings of a name that say whose it is: no place, and no word that many share ("Kilmore University" is not Kilmore)."""
    words = name.split()
    shared = {*organisation_words(), *government_words(), *words_of("offices")["openers"]}
    shared |= set(words_of("publishers")["firms"]["shared"]) | {
        word.capitalize() for word in lexical("publishing", "self-governing")
    }
    local = set(words) & set(words_of("publishers")["firms"]["named-after-places"])
    for length in range(min(len(words) - 1, LONGEST), 0, -1):
        form = " ".join(words[:length])
        if length == 1 and (local or form in shared or form in given_names()):
            continue
        if words[length - 1][0].isupper() and not any(m.start == 0 for m in base(form, 0, len(form))):
            yield form


def named_publisher(document: Document, text: str, start: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    """The names of a publisher that no gazetteer knows, wherever its text says them; a place inside its name is a part of it
    ("the Kenya Flower League"), a longer name that holds it is another's. `known`: what the gazetteers find."""
    publisher = publisher_in(document)
    if publisher.names:
        ids = speaks_for(document)
        for _, (low, high) in _places(publisher, folded(text), [(m.start, m.end) for m in known]):
            if start <= low and high <= end:
                yield Mention(low, high, text[low:high], ids, "organisation")
