"""From a statement to what of it is compared."""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from typing import Final

import msgspec

from pledgebook.model import Actor, Quantity, Said, days_of, without_markup
from pledgebook.reconcile.features import ADDITIONAL, DEFINITE, KNOWN, NAMED, OWN, PART, REVISE, TOTAL, Features
from pledgebook.reconcile.weigh import names_itself
from pledgebook.reconcile.words import bits, pieces, stem, words_of
from pledgebook.world.data import table

_CUES: Final = (("part", PART), ("total", TOTAL), ("revise", REVISE), ("additional", ADDITIONAL), ("own", OWN))
_DEFINITE = re.compile(r"(?:^|\W)(?:the|this|that|these|those|its|their|said)(?:\s+[a-z-]+){0,2}\s*$", re.IGNORECASE)
_APART: Final = 1.1
"""How far "more than X" and "up to X" reach: people round to the last handsome number, not further."""
_HEDGE: Final = 0.05
"""How far "about X" and "nearly X" reach, as a part of X."""


def features(said: Said) -> Features:
    """What of a statement is compared with others."""
    statement = said.statement
    quantity = statement.quantity
    first, last = _days(statement.period.edtf) if statement.period is not None else (0, 0)
    # who acts and who receives is compared for itself
    names = frozenset(
        piece
        for actor in (*statement.actors, *statement.recipients)
        for word in actor.name.split()
        for piece in pieces(word.strip(",.;:()"))
    )
    words = words_of(without_markup(statement.object.text)) - names
    if quantity is not None and quantity.measure == "money":
        words -= words_of(quantity.text)  # "JPY", "Rs"
    unit, anchor, floor, ceiling, per = None, 0.0, 0.0, 0.0, None
    if quantity is not None and (bounds := _bounds(quantity)) is not None:
        anchor, floor, ceiling = bounds
        unit = quantity.unit.upper() if quantity.measure == "money" else quantity.unit.lower()
        per = quantity.per
    found = Features(
        statement.id,
        statement.document,
        statement.quote.start,
        statement.quote.end,
        _days(said.imprint.published)[0] if said.imprint.published else 0,
        statement.kind,
        statement.act.polarity == "negated",
        _ids(statement.actors),
        _ids(statement.recipients),
        unit,
        anchor,
        floor,
        ceiling,
        per,
        first,
        last,
        None if statement.venue is None else statement.venue.name.casefold(),
        stem(statement.act.lemma),
        frozenset(words),
        sum(map(bits, words)),
        _cues(said, quantity),
    )
    return msgspec.structs.replace(found, cues=found.cues | NAMED) if names_itself(found) else found


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
        anchor, floor, ceiling = low, low, low * _APART
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
        words = "|".join(
            re.escape(word).replace(r"\ ", r"\s+")
            for word in table("reconcile", "data/rules.toml")["cues"][name]["words"]
        )
        groups.append(f"(?P<{name}>{words})")
    return re.compile(rf"\b(?:{'|'.join(groups)})\b")


@functools.cache
def _firsts() -> frozenset[str]:
    """The first words of all cues: a text without any of them holds no cue."""
    return frozenset(
        word.split()[0] for name, _ in _CUES for word in table("reconcile", "data/rules.toml")["cues"][name]["words"]
    )


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


_AROUND: Final = 60


@functools.cache
def _known_promise() -> re.Pattern[str]:
    """An object that names a promise as known: a definite article or an owner, few words (the number), then the promise."""
    words = "|".join(map(re.escape, table("reconcile", "data/rules.toml")["known"]["words"]))
    return re.compile(
        rf"(?:the|its|their|his|her|our|\w+['’]s?)\s+(?:\S+\s+){{0,4}}?(?:\S+-)?(?:{words})\b", re.IGNORECASE
    )


def names_known_promise(text: str) -> bool:
    """Whether an object takes a promise for known ("the $3 million commitment from Norway") and does not make it."""
    return _known_promise().match(text) is not None


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
    if names_known_promise(target):
        found |= KNOWN
    return found | ADDITIONAL if quantity.additional else found & ~ADDITIONAL
