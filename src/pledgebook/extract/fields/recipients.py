"""Who receives or benefits: which of the places and peoples in and around a sentence belong to a statement.

This module alone decides it. Every name that could receive is described by signs (the preposition it hangs on, the
noun it colours, whether it stands inside the object or inside that of another statement, whether it is the actor) and
judged by a small linear model, as candidates are. `resolve.actors` afterwards gives ids to those that are not named
("the region") and decides nothing.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extract.clauses.governors import verb_above
from pledgebook.extract.clauses.roles import (
    APPOSITION,
    COORDINATE,
    DETERMINER,
    LINKED,
    NOMINAL,
    NUMBER,
    RELATIVE,
    is_verb,
    labels,
    noun_classes,
    verb_classes,
)
from pledgebook.extract.clauses.transfers import is_currency
from pledgebook.extract.fields.places import PLACES, Around, named_in, topic_of
from pledgebook.extract.fields.takers import Case, has_own_taker, of_the_doer, transfer_signs
from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.model import Actor, Mention


@dataclass(frozen=True, slots=True)
class Option:
    """One mention that could receive, with its signs. `group`: options of one group receive together or not at all
    ("Cubans, Haitians and Nicaraguans"). `unnamed`: the sentence does not name it."""

    mention: Mention
    signs: tuple[str, ...]
    group: int
    unnamed: bool = False


def _hook(token: Any) -> tuple[str, Any]:
    """The preposition (or bare role) by which a name hangs, and the word it hangs on; coordinations are climbed."""
    here = token
    for _ in range(8):
        if here.dep_ in COORDINATE | APPOSITION and here.head.pos_ in (*NOMINAL, "ADJ"):
            here = here.head
        elif here.dep_ in _COLOURS:
            return here.dep_, here.head
        else:
            break
    if here.dep_ in LINKED or here.head.pos_ == "ADP":
        return here.head.lower_, here.head.head
    return here.dep_, here.head


def _overlaps(mention: Mention, start: int | None, end: int | None) -> bool:
    return start is not None and end is not None and mention.start < end and mention.end > start


def _acting(case: Case) -> set[str]:
    """The ids that the words of the actors name."""
    return {i for a in case.actors for m in case.names.values() if _overlaps(m, a.start, a.end) for i in m.ids}


_HYPHENS = ("-", "–", "‑", "‐")
_HELD = rf"(?:(?i:{pattern_of('recipients', 'held')})\s+{pattern_of('clauses', 'of')}\s+(?:{pattern_of('places', 'article')}\s+)?)"
_LEAD = re.compile(rf"([A-Za-z]+)\s+(?:{pattern_of('recipients', 'passed-over')}\s+)*{_HELD}?$")
_LEADS = words_of("recipients", "leads")
_GIVEN_TO = words_of("recipients", "given-to")
_COLOURS = labels("adjective", "compound", "noun-modifier", "owner", "determiner")
_PARTS_OF_NAMES = labels("compound", "noun-modifier")


def _lead(text: str, start: int) -> str:
    """The word before a name, articles and "the Government of" passed over; "" at the opening."""
    match = _LEAD.search(text, max(0, start - 60), start)
    word = match.group(1).lower() if match else ""
    return word if word in _LEADS else "other" if word else ""


_PEOPLE = pattern_of("recipients", "people")
_OF_PEOPLE = re.compile(
    rf"\s+(?:{pattern_of('recipients', 'and')}\s+[A-Z][\w-]+\s+)?(?:[\w-]+\s+)?{_PEOPLE}\b", re.IGNORECASE
)
_FROM = re.compile(
    rf"{_PEOPLE}\s+(?:[\w-]+\s+)?{pattern_of('clauses', 'source-links')}\s+(?:{pattern_of('places', 'article')}\s+)?$",
    re.IGNORECASE,
)


def _form(mention: Mention, role: str) -> str:
    """The form of a people's name: "plural" ("Cubans"), "colours" ("Cuban families"), "bare" ("in Spanish": mostly
    the language), "" for other names."""
    if mention.sort != "nationality":
        return ""
    if role in _COLOURS - DETERMINER:
        return "colours"
    return "plural" if expression("extract", "plural").search(mention.text) else "bare"


def _zone(token: Any, above: Any, mention: Mention, case: Case) -> str:
    """Where a name stands: "inside" the object, in "another" object of the sentence, at the statement's "own" verb or
    under some "other" one."""
    doc, candidate = case.parsed.doc, case.candidate
    if candidate.start <= mention.start < candidate.end:
        return "inside"
    if any(start <= mention.start < end for start, end in case.others):
        return "another"
    nearest = verb_above(above if is_verb(above) else token)
    return "own" if nearest.i == verb_above(doc[candidate.act]).i else "other"


@dataclass(frozen=True, slots=True)
class _Place:
    """A name in the sentence of a statement: its token, how it hangs on what, where it stands, and what it names."""

    token: Any
    mention: Mention
    role: str
    above: Any
    zone: str
    sort: str
    topic: str
    form: str
    peopled: bool


def _place(at: int, mention: Mention, case: Case, around: Around) -> _Place:
    token = case.parsed.doc[at]
    role, above = _hook(token)
    sort = mention.sort if mention.ids else "anaphor" if mention.sort == "region" else "stranger"
    topic = around.topic(mention)
    form = _form(mention, role)
    behind = _OF_PEOPLE.match(around.text, mention.end)
    peopled = form == "plural" or (behind is not None and (sort != "country" or behind.group().islower()))
    return _Place(token, mention, role, above, _zone(token, above, mention, case), sort, topic, form, peopled)


def place_signs(at: int, mention: Mention, case: Case, around: Around, inside_others: bool) -> list[str]:
    """The signs of one name in the sentence of a statement. `at`: its token; `inside_others`: whether the object holds
    another name that could receive."""
    place = _place(at, mention, case, around)
    zone, sort, topic = place.zone, place.sort, place.topic
    facts = _facts(place, case, around)
    return [
        *("bias", zone, *facts),
        *(f"{zone}×{fact}" for fact in facts),
        *_measured_signs(place, case, around),
        *(f"role×sort:{place.role}×{sort}", f"topic×sort:{topic}×{sort}", f"topic×kind:{topic}×{case.kind}"),
        *_people_signs(place, case, around),
        *([] if zone == "inside" else _outside_signs(place, case, inside_others)),
        *transfer_signs(place.token, case),
        *_actor_signs(mention, case),
        *([] if place.peopled else _name_signs(at, mention, place.role, place.above, case, around)),
    ]


def _facts(place: _Place, case: Case, around: Around) -> list[str]:
    doc, candidate = case.parsed.doc, case.candidate
    head, act = doc[candidate.head], doc[candidate.act]
    verb = verb_above(act)
    return [
        f"sort:{place.sort}",
        f"role:{place.role}",
        f"topic:{place.topic}",
        f"kind:{case.kind}",
        f"lead:{_lead(around.text, place.mention.start)}",
        *(f"above:{c}" for c in _nouns_of(place.above)),
        *(f"act:{c}" for c in verb_classes(verb) or ("other",)),
        f"on:{_standing(place.token, place.above, head, act, verb)}",
        *([f"form:{place.form}"] if place.form else []),
    ]


def _measured_signs(place: _Place, case: Case, around: Around) -> list[str]:
    """How a name hangs on a sum of money, or on what is counted: "$9 million for clinics in Malawi", "3 clinics across Kenya"."""
    if place.zone == "another":
        return []
    head = case.parsed.doc[case.candidate.head]
    what = "money" if any(c.tag_ == "$" for c in head.subtree) else "counted" if _is_counted(head) else "thing"
    lead = _lead(around.text, place.mention.start)
    return [
        f"{place.zone}×{what}×{lead}",
        f"{place.zone}×{what}×{lead}×{place.sort}",
        f"{place.zone}×{what}×{place.form}×{place.role in _COLOURS}",
        f"{place.zone}×{what}×{case.kind}",
    ]


def _is_counted(head: Any) -> bool:
    return any(c.dep_ in NUMBER for c in head.children)


def _people_signs(place: _Place, case: Case, around: Around) -> list[str]:
    """Whether the name is that of people ("Haitian families"), and whether they are given to or come from there."""
    start, inside = place.mention.start, place.zone == "inside"
    found = []
    if place.peopled and inside:
        found += ["people", f"people×topic:{place.topic}", f"people×kind:{case.kind}"]
    elif place.peopled and place.zone != "another" and _lead(around.text, start) in _GIVEN_TO:
        found.append("people-given")
    if inside and _FROM.search(around.text, max(case.candidate.start, start - 60), start):
        found.append("people-from")
    return found


def _outside_signs(place: _Place, case: Case, inside_others: bool) -> list[str]:
    low, high = sorted((place.mention.start, case.candidate.start))
    behind = any(low <= start < high for start, _ in case.others)
    found = ["behind-another-object"] if behind else []
    return found + (["object-has-its-own", f"object-has-its-own×{place.zone}"] if inside_others else [])


def _actor_signs(mention: Mention, case: Case) -> list[str]:
    if not _acting(case) & set(mention.ids):
        return []
    itself = any(_overlaps(mention, a.start, a.end) for a in case.actors)
    return ["same-as-actor", *(["is-actor"] if itself else [])]


def _nouns_of(token: Any) -> tuple[str, ...]:
    return (noun_classes(token) or ("other",)) if token.pos_ in NOMINAL else ("verb",)


def _standing(token: Any, above: Any, head: Any, act: Any, verb: Any) -> str:
    if above.i == head.i:
        return "head"
    if above.i in (act.i, verb.i):
        return "act"
    return "below-head" if head.is_ancestor(token) else "below-act" if verb.is_ancestor(token) else "elsewhere"


def _name_signs(at: int, mention: Mention, role: str, above: Any, case: Case, around: Around) -> list[str]:
    """What makes a name a part of something else: of a longer name, of a compound, of a clause of its own."""
    doc, text = case.parsed.doc, around.text
    token, head = doc[at], doc[case.candidate.head]
    found = []
    held = re.search(rf"{_HELD}$", text[max(0, mention.start - 30) : mention.start])
    if held is None and (
        (above.pos_ == "PROPN" and not is_currency(above)) or (token.pos_ == "PROPN" and role in _PARTS_OF_NAMES)
    ):
        found.append(f"in-a-name:{role}")
    if _TITLE_OF.search(text, max(0, mention.start - 40), mention.start):
        found.append("in-a-title")
    if text[mention.end : mention.end + 1] in _HYPHENS or text[max(0, mention.start - 1) : mention.start] in _HYPHENS:
        found.append("hyphened")
    if any(a.dep_ in RELATIVE for a in token.ancestors if head.is_ancestor(a)):
        found.append("in-relative-clause")
    if mention.start - case.parsed.sentence.start < 4:
        found.append("opens-sentence")
    return found


_TITLE_OF = re.compile(
    rf"\b(?!{pattern_of('recipients', 'governing', titled=True)})[A-Z]\w+\s+{pattern_of('clauses', 'of')}\s+(?:{pattern_of('places', 'article')}\s+)?$"
)
"""A place in the name of something: "Bank of England", "Summit of the Americas"."""


def _received(mention: Mention, case: Case, zone: str) -> list[str]:
    ids = set(mention.ids)
    if ids & case.before:
        return ["received-before", f"received-before:{zone}"]
    return ["received-earlier", f"received-earlier:{zone}"] if ids & case.earlier else []


def subject_signs(case: Case, around: Around, subject: Mention, own: Sequence[Mention]) -> list[str]:
    """The signs of the place that the document is about, which the sentence does not name. `own`: the names in it."""
    candidate, doc = case.candidate, case.parsed.doc
    head, verb = doc[candidate.head], verb_above(doc[candidate.act])
    held = any(candidate.start <= m.start < candidate.end for m in own)
    named = "object" if held else "sentence" if any(m.ids and m.sort in PLACES for m in own) else "none"
    found = ["unnamed", f"unnamed×kind:{case.kind}", f"unnamed×sort:{subject.sort}", f"unnamed×named:{named}"]
    found += [f"unnamed×act:{c}" for c in verb_classes(verb) or ("other",)]
    found += [f"unnamed×head:{c}" for c in _nouns_of(head)]
    if any(c.tag_ == "$" for c in head.subtree):
        found += ["unnamed×money", f"unnamed×money×named:{named}"]
    if case.parsed.sentence.bullet:
        found.append("unnamed×bullet")
    if _acting(case) & set(subject.ids):
        found.append("unnamed×same-as-actor")
    found += _received(subject, case, "unnamed")
    return found


def options(case: Case, around: Around) -> list[Option]:
    """Everybody who could receive by a statement, with the signs for and against."""
    found = []
    own = named_in(case.parsed, case.names, around.text)
    start, end = case.candidate.start, case.candidate.end
    inner = [m for _, m in own if start <= m.start < end]
    acting, apart = _acting(case), has_own_taker(case)
    if case.candidate.place is not None:  # "to Laos and Cambodia, respectively"
        chains = {m.start: m.start for _, m in own}
    else:
        chains = _chains(inner, around.text) | _chains([m for _, m in own if m not in inner], around.text)
    for at, mention in own:
        inside = start <= mention.start < end
        if not inside and (acting & set(mention.ids) or of_the_doer(case.parsed.doc[at], case)):
            continue  # nobody receives from himself, unless the object itself says so; nor where he is ("donors in Bermuda")
        if apart and any(low <= mention.start < high for low, high in case.others):
            continue  # "$5 million to Kenya and 40 trucks to Moldova": Kenya gets no trucks
        signs = place_signs(at, mention, case, around, any(m is not mention for m in inner))
        found.append(Option(mention, tuple(dict.fromkeys(signs)), chains[mention.start]))
    subject = topic_of(around, case.parsed.sentence)
    if subject is not None:
        signs = subject_signs(case, around, subject, [m for _, m in own])
        found.append(Option(subject, tuple(dict.fromkeys(signs)), -1, True))
    return found


def recipients_of(case: Case, around: Around, weights: Mapping[str, float]) -> tuple[Actor, ...]:
    """The recipients of a statement: those of the options whose signs speak for them, each id once.

    A mention that stands for several countries gives several; "the region" and a proper name that no gazetteer knows
    give one without an id. One that the sentence does not name carries the rule "document-subject".
    """
    scored = options(case, around)
    scores: dict[int, float] = {}
    for option in scored:
        score = math.fsum(weights.get(sign, 0.0) for sign in option.signs)
        scores[option.group] = max(scores.get(option.group, -math.inf), score)
    receiving: list[Actor] = []
    known: set[str] = set()
    for option in scored:
        if scores[option.group] > 0:
            mention, rule = option.mention, "document-subject" if option.unnamed else None
            ids: tuple[str | None, ...] = mention.ids or (None,)
            receiving += [
                Actor(i, mention.text, mention.start, mention.end, rule) for i in ids if i is None or i not in known
            ]
            known |= set(mention.ids)
    return tuple(receiving)


_THE = rf"(?:{pattern_of('places', 'article')}\s+)?"
_LIST_GAP = re.compile(rf",?\s+{pattern_of('recipients', 'joining')}\s+{_THE}|,\s+{_THE}|/")


def _chains(mentions: Sequence[Mention], text: str) -> dict[int, int]:
    """Start of a mention → number of the list it belongs to: "Guatemala, Honduras, and El Salvador" is one list, and so
    are "Haitian and Cuban families"; two names with only a comma are a place within another ("Lima, Peru")."""
    chains: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        gap = text[chains[-1][-1].end : mention.start] if chains else ""
        if chains and _LIST_GAP.fullmatch(gap):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    found: dict[int, int] = {}
    for chain in chains:
        gaps = [text[a.end : b.start] for a, b in itertools.pairwise(chain)]
        if any(gap.strip(", ") for gap in gaps):
            found |= {m.start: chain[0].start for m in chain}
        else:
            found |= {m.start: m.start for m in chain}
    return found
