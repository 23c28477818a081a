"""What a document says about itself: who publishes it, who speaks where, who belongs to whom.

Built once per document by `dossier`, read by everything that resolves a phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import slug, word_set
from pledgebook.resolve.home_country import country_of, is_press, publisher_ids
from pledgebook.resolve.mentions import given_names, title_names

_JOINT = re.compile(
    r"(?i)\bjoint\s+(?:(?:press|media|leaders['’]?|political|ministerial)\s+)?(?:statement|communiqu|declaration|press release|vision|readout)"
    r"|\bleaders['’]*\s+(?:statement|communiqu|declaration)|\bstatement\s+(?:from|by|of)\s+(?:the\s+)?\w+\s+leaders"
)
_OFFICE = r"(?:VICE PRESIDENT|PRESIDENT|PRIME MINISTER|CHANCELLOR|SECRETARY|MINISTER|DIRECTOR|AMBASSADOR|GOVERNOR|SENATOR|ADMINISTRATOR|GENERAL|ADMIRAL|KING|DR|MR|MS|MRS|PREMIER)"
_TURN = re.compile(
    rf"^[ \t]*((?:THE\s+)?{_OFFICE}\b\.?(?:[ ][A-Z][A-Za-z.'’-]+){{0,5}}|(?:MODERATOR|INTERPRETER|Q|QUESTION|REPORTER|PARTICIPANT|[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){{0,2}}))"
    r"(?:\s\([^)\n]{1,60}\))?\s?:\s",
    re.MULTILINE,
)
_SPOKEN = re.compile(
    r"(?i)remarks|briefing|gaggle|press (?:call|conference)|interview|transcript|hearing|speech|address|doorstop|statement to the press|toast|conversation"
)
_NAME_WORD = r"[A-Z][\w'’.&-]*"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Hon|Jr|Sr|Inc|Ltd|Corp|No|vs|Capt|Col|Lt|U\.S|U\.K|U\.N|D\.C)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?][\"”’')\]]*(?=\s)|\n+")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A document's facts. `names`: its mentions, by place. `home`: its country or None. `press`: a newspaper's text.
    `publisher`: ids of the publisher, () for the press. `signatories`: the ids of a joint statement, else ().
    `turns`: (start, speaker) of a transcript. `starts`: the places where sentences begin. `people`: last name → ids of
    persons that the document itself affiliates, filled as they are asked for."""

    document: Document
    names: tuple[Mention, ...]
    home: str | None
    press: bool
    publisher: tuple[str, ...]
    signatories: tuple[str, ...]
    turns: tuple[tuple[int, str], ...]
    starts: tuple[int, ...]
    title: tuple[Mention, ...] = ()
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def within(self, start: int, end: int) -> list[Mention]:
        """The names inside `[start, end)`."""
        first = bisect_right(self.names, start - 1, key=lambda m: m.start)
        found = []
        for mention in self.names[first:]:
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return found

    def before(self, place: int, reach: int = 2000) -> list[Mention]:
        """The names that end before a place, the nearest first."""
        last = bisect_right(self.names, place, key=lambda m: m.end)
        return [m for m in self.names[max(0, last - 80) : last][::-1] if m.start >= place - reach]

    def sentence(self, place: int) -> int:
        """Where the sentence that holds this place begins."""
        at = bisect_right(self.starts, place) - 1
        return self.starts[max(0, at)]

    def paragraph(self, place: int) -> tuple[int, int]:
        """The line that holds this place."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return start, end if end >= 0 else len(self.text)


def _starts(text: str, start: int, end: int) -> tuple[int, ...]:
    found = [start]
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1]):
            continue
        behind = match.end()
        while behind < end and text[behind] in " \t\r\n":
            behind += 1
        if behind < end:
            found.append(behind)
    return tuple(dict.fromkeys(found))


def _countries(mentions: Sequence[Mention]) -> tuple[str, ...]:
    found = [
        i
        for m in mentions
        if m.sort in ("country", "government", "person", "nationality", "organisation", "group")
        for i in m.ids
    ]
    return tuple(dict.fromkeys(found))


_BY = re.compile(r"\b(?:by|between|among|from|of the leaders of)\s", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:on|against|regarding|concerning|about)\s+(?!the\s+occasion)", re.IGNORECASE)


def _parties(heading: str, title: Sequence[Mention]) -> tuple[str, ...]:
    """Whom the title of a joint statement names as its parties: behind "by" or "between", else before the word
    "statement", else anywhere in it."""
    found = _JOINT.search(heading)
    if found is None:
        return ()
    by = _BY.search(heading, max(0, found.end() - 12))
    ranges = [(0, found.start())]
    if found.group().lower().startswith("statement") or "leaders" in found.group().lower():
        ranges = [(0, found.end())]
    if by:
        topic = _TOPIC.search(heading, by.end())
        ranges.insert(0, (by.end(), topic.start() if topic else len(heading)))
    for low, high in (*ranges, (0, len(heading))):
        # mentions stand in the title with run-together words parted: one place further for each
        parties = _countries([m for m in title if low <= m.start and m.end <= high + 6])
        if len(parties) > 1 or (parties and parties[0].startswith("org:")):
            return parties
    return _countries(title)


def _signatories(
    document: Document, names: Sequence[Mention], title: Sequence[Mention], publisher: tuple[str, ...]
) -> tuple[str, ...]:
    """Who speaks in a joint statement: the parties its title names, else those of its first sentences."""
    heading = document.title or ""
    if not _JOINT.search(heading):
        return ()
    parties = _parties(heading, title)
    blocs = [i for i in parties if i.startswith("org:")]
    if blocs and parties[0] == blocs[0]:
        return (blocs[0],)
    countries = tuple(i for i in parties if not i.startswith("org:"))
    if len(countries) < 2:
        end = next(
            (s for s in _starts(document.text, *document.body)[1:] if s > document.body[0] + 60), document.body[1]
        )
        lead = [m for m in names if m.start < end and not m.ids[0].startswith(("org:city", "M49"))]
        countries = tuple(dict.fromkeys((*countries, *(i for m in lead for i in m.ids))))
    return (
        tuple(dict.fromkeys(countries))
        if len(countries) > 1
        else (*publisher, *(i for i in countries if i not in publisher))
    )


def _turns(document: Document) -> tuple[tuple[int, str], ...]:
    """The turns of a transcript; () for a text that is none."""
    found = [(m.start(1), m.group(1)) for m in _TURN.finditer(document.text, *document.body)]
    offices = [who for _, who in found if re.match(rf"(?:THE\s+)?{_OFFICE}\b", who)]
    if not offices and not _SPOKEN.search(document.title or ""):
        return ()
    kept: list[tuple[int, str]] = []
    for at, who in found:
        if who.startswith(("INTERPRETER", "TRANSLATOR")) and kept:
            continue
        if (
            who in offices
            or re.match(r"(?:Q|QUESTION|REPORTER|MODERATOR|PARTICIPANT)\b", who)
            or sum(w == who for _, w in found) > 1
        ):
            kept.append((at, who))
    return tuple(kept)


def dossier(document: Document, names: Sequence[Mention]) -> Dossier:
    """The facts of a document, from its names and its own layout."""
    start, end = document.body
    publisher = publisher_ids(document.publisher)
    title = title_names(document.title)
    return Dossier(
        document,
        tuple(names),
        country_of(document, names),
        is_press(document.publisher) or not publisher,
        publisher,
        _signatories(document, names, title, publisher),
        _turns(document),
        _starts(document.text, start, end),
        tuple(title),
    )


_ROLE_GAP = re.compile(r"^(?:['’]s)?(?:\s+[\w'’.&/-]+){0,7}?\s*$")
_OF_ROLE = re.compile(r"(?i)\b([a-z][\w-]*(?:\s[\w-]+){0,4})\s+(?:of|for|at|to)\s+(?:the\s+)?$")
_APPOSED = re.compile(r"^\s*(?:,|\(|–|—)\s*(?:the\s+|a\s+|an\s+|who\s+is\s+(?:the\s+)?)?((?:[\w'’.&/-]+\s+){0,8})$")
_VERBISH = re.compile(
    r"(?i)\b(?:said|says|will|has|have|had|is|was|were|are|told|met|announced|called|and|with|that|which|by|from|in)\b"
)


def _role(words: str) -> bool:
    """The words hold a role: "Attorney General", "chief executive", "leader"."""
    low = re.sub(r"[.'’]s?\b", "", words.lower())
    roles = word_set("government-titles") | word_set("company-titles")
    return any(re.search(rf"(?<![\w-]){re.escape(role)}s?(?![\w-])", low) for role in roles)


def _before_role(facts: Dossier, start: int) -> tuple[str, ...]:
    """The holder before a name: "California Attorney General X", "Prime Minister of Chile, the Hon X"."""
    text = facts.text
    for mention in facts.before(start, 90)[:3]:
        gap = text[mention.end : start]
        if "\n" in gap or mention.sort == "person":
            return ()
        plain = re.sub(r"(?i),?\s*(?:the\s+)?(?:hon\.?|dr\.?|mr\.?|ms\.?|mrs\.?|sen\.?|rt)\b\.?", "", gap)
        lead = text[max(0, mention.start - 60) : mention.start]
        of = _OF_ROLE.search(lead)
        if of and _role(of.group(1)) and not plain.strip(" ,"):
            return mention.ids
        if mention.sort == "government" and not plain.strip(" ,'’s") and "," not in gap:
            return mention.ids
        if _ROLE_GAP.match(gap) and _role(gap) and not _VERBISH.search(gap):
            return mention.ids
    return ()


def _behind_role(facts: Dossier, end: int) -> tuple[str, ...]:
    """The holder behind a name: "X, the mayor of San Juan", "X, Ford's chief executive"."""
    text = facts.text
    limit = min(len(text), end + 110)
    for mention in facts.within(end, limit)[:2]:
        match = _APPOSED.match(text[end : mention.start])
        if not match or _VERBISH.search(match.group(1)):
            return ()
        if _role(match.group(1)) or _role(text[mention.end : mention.end + 40].split(",")[0]):
            return mention.ids
    return ()


def affiliation(facts: Dossier, last: str) -> tuple[str, ...]:
    """The ids of an unknown person's country or organisation, from any apposition in the document; () when none tells.

    `last`: the person's last name.
    """
    if last in facts.people:
        return facts.people[last]
    facts.people[last] = ()
    low, high = facts.document.body
    for place in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-])", facts.text[low:high]):
        start, end = place.start() + low, place.end() + low
        lead = re.search(rf"(?:{_NAME_WORD}\s+){{1,5}}$", facts.text[max(0, start - 70) : start])
        options = [start]
        if lead:
            words = list(re.finditer(r"\S+", lead.group()))
            base = start - len(lead.group())
            options += [base + w.start() for w in reversed(words)]
        for at in options:
            ids = _before_role(facts, at)
            if ids:
                facts.people[last] = ids
                return ids
        ids = _behind_role(facts, end)
        if ids:
            facts.people[last] = ids
            return ids
    facts.people[last] = _titled(facts, last)
    return facts.people[last]


_STATE_TITLE = re.compile(r"(?i)\b(?:governor|premier|lieutenant governor|gov\.)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$")
_CITY_TITLE = re.compile(r"(?i)\bmayor\s+(?:[A-Z][\w.'’-]*\s+){0,3}$")
_FIRM_TITLE = re.compile(
    r"(?i)\b(?:ceo|chief executive(?: officer)?|chairman|chair|managing director|founder|analyst|project manager)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$"
)
_HOME_TITLE = re.compile(
    r"(?i)\b(?:minister|secretary|treasurer|senator|congress(?:wo)?man|representative|speaker|press secretary|attorney[ -]general|spokes(?:man|woman|person)"
    r"|president|prime minister|vice president|ambassador|administrator|under secretary|ms\.|mr\.)\s+(?:[A-Z][\w.'’-]*\s+){0,3}$"
)  # fmt: skip


def _titled(facts: Dossier, last: str) -> tuple[str, ...]:
    """By title alone: a governor is of the state named last, a chief executive of the company, a minister of home."""
    low, high = facts.document.body
    for place in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-])", facts.text[low:high]):
        start = place.start() + low
        lead = facts.text[max(low, start - 70) : start]
        if _STATE_TITLE.search(lead):
            found = next(
                (
                    m.ids
                    for m in facts.before(start)
                    if (m.ids and m.ids[0].startswith(("org:state", "org:province"))) or m.ids == ("PR",)
                ),
                None,
            )
            if found:
                return found
        if _CITY_TITLE.search(lead):
            found = next((m.ids for m in facts.before(start) if m.ids and m.ids[0].startswith("org:city")), None)
            if found:
                return found
        if _FIRM_TITLE.search(lead):
            found = next((m.ids for m in facts.before(start) if m.sort == "organisation"), None)
            if found:
                return found
        if _HOME_TITLE.search(lead) and facts.home and not re.search(r"(?i)\bm[rs]s?\.\s", lead):
            return (facts.home,)
    return ()


def looks_like_person(words: Sequence[str]) -> bool:
    """Two to four capitalised words that open with a given name, or with an initial."""
    return 2 <= len(words) <= 4 and (words[0] in given_names() or re.fullmatch(r"[A-Z]\.", words[0]) is not None)


def proper_slug(name: str) -> str | None:
    """The id of an organisation that no gazetteer knows; None where nothing is left of the name."""
    made = slug(name)
    return made if len(made) > len("org:") + 1 else None
