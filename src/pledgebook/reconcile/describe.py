"""What is compared of a statement, found in its words."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from pledgebook.language.currency_words import may_mean
from pledgebook.model import Actor, Quantity, Said, Statement, days_of, without_markup
from pledgebook.reconcile.features import (
    ADDITIONAL,
    DEFINITE,
    DONE,
    LASTING,
    NAMED,
    OWN,
    PART,
    PLAIN,
    REVISE,
    TOTAL,
    Features,
)
from pledgebook.reconcile.names import names_of
from pledgebook.reconcile.numbers import UNNAMED
from pledgebook.reconcile.weigh import names_itself
from pledgebook.reconcile.words import bits, pieces, rarest, words_of
from pledgebook.world.data import table
from pledgebook.world.words import stem

_RULES: Final = table("reconcile", "data/rules.toml")
_CUES: Final = (("part", PART), ("total", TOTAL), ("revise", REVISE), ("additional", ADDITIONAL), ("own", OWN))
_DEFINITE = re.compile(_RULES["definite"]["pattern"], re.IGNORECASE)
_APART: Final = 1.1
"""How far "more than X" and "up to X" reach: people round to the last handsome number, not further."""
_VAGUE: Final = 10.0
"""How far "millions" and "dozens" reach."""
_PLURAL = re.compile(_RULES["amounts"]["plural"], re.IGNORECASE)
_HEDGE: Final = 0.05
"""How far "about X" and "nearly X" reach, as a part of X."""


def features(said: Said) -> Features:
    """What of a statement is compared with others."""
    statement = said.statement
    quantity = statement.quantity
    actors = _ids(statement.actors)
    first, last = _days(statement.period.edtf) if statement.period is not None else (0, 0)
    people = _stems_of(statement.actors)  # who acts is compared for itself
    target = without_markup(statement.object.text)
    words = words_of(target) - people
    if quantity is not None and quantity.measure == "money":
        words -= _few_words(quantity.text)  # "JPY", "Rs"
    clause, said_already = own_clause(statement), _compared(statement)
    if pointing := _points_back(target):
        words -= words_of(pointing.group())
        clause = f"{_sentence_before(said.before)} {clause}"
    around = _around(statement, clause, words)
    if not words:
        around -= people  # where the object is the number alone, who acts is no purpose
    unit, anchor, floor, ceiling, per = None, 0.0, 0.0, 0.0, None
    if quantity is not None and (bounds := _bounds(quantity)) is not None:
        anchor, floor, ceiling = bounds
        unit = _unit(quantity, target)
        per = quantity.per
    found = Features(
        id=statement.id,
        document=statement.document,
        sentence=statement.quote.start,
        end=statement.quote.end,
        day=_days(said.imprint.published)[0] if said.imprint.published else 0,
        kind=statement.kind,
        negated=statement.act.polarity == "negated",
        actors=actors,
        recipients=tuple(one for one in _ids(statement.recipients) if one not in actors),
        unit=unit,
        anchor=anchor,
        floor=floor,
        ceiling=ceiling,
        per=per,
        first=first,
        last=last,
        venue=None if statement.venue is None else statement.venue.name.casefold(),
        act=stem(statement.act.lemma),
        words=frozenset(words),
        mass=sum(map(bits, words)),
        around=around,
        names=_set(rarest(names_of(clause) - people - said_already, NAMED_MOST)),
        cues=_cues(said, quantity) | tense(statement.act.text),
        others=_others(statement),
        title=_title(said.imprint.title) if said.imprint.title else _NOTHING,
        takers=_set([name for one in statement.recipients if (name := " ".join(sorted(_stems(one.name))))]),
    )
    named = NAMED if names_itself(found) else 0  # whatever stands before
    return msgspec.structs.replace(found, cues=found.cues | named, context=_context(said, words | around))


_NOTHING: Final = frozenset[str]()


def _unit(quantity: Quantity, target: str) -> str:
    """What a number counts. `target`: the object."""
    if quantity.measure == "money":
        return quantity.unit.upper()
    unit = quantity.unit.lower()
    # a reader takes people for what is not said
    return unit if unit != _UNSAID or _PEOPLE.search(f"{quantity.text} {target}") else UNNAMED


_UNSAID: Final[str] = _RULES["unsaid"]["unit"]
_PEOPLE = re.compile(_RULES["unsaid"]["said"], re.IGNORECASE)


def _set(found: Sequence[str]) -> frozenset[str]:
    """What was found; nothing is one object, because a book in memory would hold many."""
    return frozenset(found) if found else _NOTHING


_BACK = re.compile(_RULES["back"]["pattern"], re.IGNORECASE)
_POINTERS: Final = tuple(_RULES["back"]["words"].split())
"""Without any of these an object points nowhere: cheaper to look for than the pattern."""
_SENTENCE_END = re.compile(r"[.!?;:]\s+|\n+")


def _points_back(target: str) -> re.Match[str] | None:
    """Where an object points back to what was said before ("to that effort")."""
    lower = target.lower()
    return _BACK.search(lower) if any(map(lower.__contains__, _POINTERS)) else None


def _sentence_before(before: str | None) -> str:
    """The last sentence of what stands before, empty where that is not known."""
    parts = [part for part in _SENTENCE_END.split(before or "") if part.strip()]
    return parts[-1] if parts else ""


NEAR: Final = 250
"""Characters before and behind a number whose words are compared, as far as they are of its sentence: what a number is for stands beside it,
often behind the next number, and a sentence of two hundred words has more than one topic."""
AROUND: Final = 24
"""So many words of a sentence without a number are compared at most, the rarest."""
NAMED_MOST: Final = 12
"""And so many names."""


def _around(statement: Statement, clause: str, words: Collection[str]) -> frozenset[str]:
    """Further words of the sentence: those near its number. `clause`: what is taken without a number, or where the number stands elsewhere;
    `words`: those of the object."""
    quote, quantity = statement.quote, statement.quantity
    if quantity is None:
        return frozenset(rarest(words_of(clause).difference(words), AROUND))
    start, end = quantity.start - quote.start, quantity.end - quote.start
    if not 0 <= start <= end <= len(quote.text):
        return frozenset(rarest(words_of(clause).difference(words), AROUND))
    lead, tail = quote.text[max(0, start - NEAR) : start], quote.text[end : end + NEAR]
    if start > NEAR:
        lead = lead.partition(" ")[2]  # not half a word
    if len(quote.text) > end + NEAR:
        tail = tail.rpartition(" ")[0]
    return frozenset(words_of(without_markup(f"{lead} {tail}")).difference(words))


@functools.lru_cache(maxsize=256)  # a document makes many statements
def _title(title: str) -> frozenset[str]:
    """The words of a title."""
    return frozenset(words_of(without_markup(title)))


CONTEXT: Final = 40
"""And so many words of all that is said here, those of the clause among them."""


_DIGIT = re.compile(r"\d")
_OTHERS = re.compile(_RULES["others"]["pattern"], re.IGNORECASE)
_SILENT = re.compile(_RULES["others"]["silent"])


def _others(statement: Statement) -> frozenset[str]:
    """The other numbers of the sentence, as they are written; none where it has no number of its own."""
    if statement.quantity is None:
        return _NOTHING
    text, at = statement.quote.text, statement.quote.start
    start, end = statement.quantity.start - at, statement.quantity.end - at
    if not _DIGIT.search(text, 0, max(start, 0)) and not _DIGIT.search(text, max(end, 0)):
        return _NOTHING
    found = _numbers_in(text)
    own = {number for number, first, last in found if first < end and start < last}
    return _set([number for number, _, _ in found if number not in own])


@functools.lru_cache(maxsize=256)  # a sentence may make several statements
def _numbers_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """Each number of a text that says something, as written, and where it stands."""
    found = (
        (" ".join(match.group().lower().replace(",", "").split()), *match.span()) for match in _OTHERS.finditer(text)
    )
    return tuple(one for one in found if not _SILENT.fullmatch(one[0]))


def _context(said: Said, known: Collection[str]) -> frozenset[str]:
    """Further words of the sentence and of the text before it; none where that is not known."""
    if not said.before:
        return _NOTHING
    return frozenset(rarest(_all_words(f"{said.before} {said.statement.quote.text}"), CONTEXT)).difference(known)


@functools.lru_cache(maxsize=256)  # a sentence may make several statements
def _all_words(text: str) -> frozenset[str]:
    return frozenset(words_of(without_markup(text)))


def _stems_of(actors: Iterable[Actor]) -> frozenset[str]:
    """The stems of their names."""
    return frozenset[str]().union(*[_stems(actor.name) for actor in actors])


@functools.lru_cache(maxsize=16_384)
def _stems(name: str) -> frozenset[str]:
    """The stems of a name."""
    return frozenset(piece for word in name.split() for piece in pieces(word.strip(",.;:()")))


def _compared(statement: Statement) -> set[str]:
    """The stems of what is compared for itself: the act, the number, when, where, and who says so."""
    found = set(_few_words(statement.act.text))
    if statement.quantity is not None:
        found |= _few_words(statement.quantity.text)
    for link in statement.attribution:
        found |= _few_words(link.source)
        if link.cue is not None:
            found |= _few_words(link.cue)
    if statement.period is not None and statement.period.text is not None:
        found |= _few_words(statement.period.text)
    if statement.venue is not None:
        found |= _few_words(statement.venue.name)
    return found


@functools.lru_cache(maxsize=16_384)
def _few_words(text: str) -> frozenset[str]:
    """The stems of what is said again and again: an act, a number, a source."""
    return frozenset(words_of(text))


_AMOUNT = re.compile(_RULES["amounts"]["pattern"], re.IGNORECASE)


def own_clause(statement: Statement) -> str:
    """The part of a sentence that speaks of the statement's own number: its object, what stands before the first and after the
    object up to the next number. Without a number the whole sentence."""
    quote, target = statement.quote, statement.object
    text = without_markup(quote.text)
    if statement.quantity is None or len(text) != len(quote.text):
        return text
    start, end = target.start - quote.start, target.end - quote.start
    if not 0 <= start <= end <= len(text):
        return f"{text} {target.text}"
    own = min(start, statement.quantity.start - quote.start)
    before = _AMOUNT.search(text, 0, max(own, 0))
    after = _AMOUNT.search(text, end)
    lead = text[: start if before is None else before.start()]
    return f"{lead} {text[start:end]} {text[end : len(text) if after is None else after.start()]}"


def _ids(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    if len(actors) == 1:
        only = actors[0].id
        return () if only is None else (only,)
    return tuple(sorted({actor.id for actor in actors if actor.id is not None}))


@functools.lru_cache(maxsize=65_536)
def _days(edtf: str) -> tuple[int, int]:
    first, last = days_of(edtf)
    return (0 if first is None else first.toordinal()), (0 if last is None else last.toordinal())


def _bounds(quantity: Quantity) -> tuple[float, float, float] | None:
    low, high = _number(quantity.low), _number(quantity.high)
    if low is None and high is None:
        return None
    if low is not None and high is not None:
        anchor = low if low == high else high
        floor, ceiling = min(low, high), max(low, high)
    elif low is not None:
        anchor, floor, ceiling = low, low, low * (_VAGUE if _PLURAL.search(quantity.text) else _APART)
    else:
        assert high is not None
        anchor, floor, ceiling = high, high / _APART, high
    if quantity.approximate:
        floor, ceiling = floor - abs(floor) * _HEDGE, ceiling + abs(ceiling) * _HEDGE
    return anchor, floor, ceiling


def _number(value: Decimal | None) -> float | None:
    if value is None or not value.is_finite():
        return None
    number = float(value)
    return number if math.isfinite(number) else None


@functools.cache
def _cue_pattern() -> re.Pattern[str]:
    groups = []
    for name, _ in _CUES:
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _RULES["cues"][name]["words"])
        groups.append(f"(?P<{name}>{words})")
    return re.compile(rf"\b(?:{'|'.join(groups)})\b")


@functools.cache
def _firsts() -> frozenset[str]:
    """The first words of all cues: a text without any of them holds no cue."""
    return frozenset(word.split()[0] for name, _ in _CUES for word in _RULES["cues"][name]["words"])


_BIT: Final = dict(_CUES)


@functools.lru_cache(maxsize=65_536)
def cues_of(text: str) -> int:
    """Which cues a stretch of text holds, added up."""
    lower = text.lower()
    if _firsts().isdisjoint(lower.split()):
        return 0
    found = 0
    for match in _cue_pattern().finditer(lower):
        found |= _BIT[match.lastgroup or ""]
    return found


_DONE_WORDS: Final = table("reconcile", "data/progress.toml")["done"]
_PAST = re.compile(_DONE_WORDS["past"], re.IGNORECASE)
_LASTING = re.compile(_DONE_WORDS["lasting"], re.IGNORECASE)


@functools.lru_cache(maxsize=16_384)
def tense(act: str) -> int:
    """Whether the words of an act tell that it was done (DONE), and that up to now (LASTING); 0 where they do not."""
    if _LASTING.search(act):
        return DONE | LASTING
    return DONE if _PAST.search(act) else 0


@functools.lru_cache(maxsize=16_384)
def _left_open(sum_of_money: str) -> bool:
    """Whether the words of a sum leave open whose currency it is."""
    return bool(may_mean(sum_of_money))


_AROUND: Final = 60


def _cues(said: Said, quantity: Quantity | None) -> int:
    statement = said.statement
    quote, target = statement.quote, without_markup(statement.object.text)
    start = statement.object.start - quote.start
    before = quote.text[max(0, start - _AROUND) : start] if start > 0 else ""
    found = cues_of(before + target)
    if found & OWN and not cues_of(target) & OWN:
        found &= ~OWN  # the sentence may point, as long as the object does not
    if quantity is None:
        return found
    at = quantity.start - quote.start
    lead = quote.text[max(0, at - 40) : at] if at > 0 else ""
    if not lead and quantity.start > statement.object.start:
        lead = target[: quantity.start - statement.object.start]
    if _DEFINITE.search(lead):
        found |= DEFINITE
    if quantity.measure == "money" and _left_open(quantity.text):
        found |= PLAIN
    return found | ADDITIONAL if quantity.additional else found & ~ADDITIONAL
