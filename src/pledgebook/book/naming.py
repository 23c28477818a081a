"""Names as people write them: "United States" for US, "dollars" for USD; and what comes nearest where nothing fits."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pledgebook.extract.amounts.find import amounts
from pledgebook.model import Document
from pledgebook.publish.wording import counted
from pledgebook.resolve import mentions
from pledgebook.world.countries import place_name, place_of
from pledgebook.world.currencies import codes
from pledgebook.world.words import noun_forms

if TYPE_CHECKING:
    from pledgebook.ledger import Query, Reader

_NEAREST = 3
_NO_CURRENCY = "XXX"  # ISO 4217 for an amount whose currency nobody knows
_FIELDS = ("actor", "recipient", "unit", "publisher", "venue")
"""Filters whose values are names, which can be mistyped."""


def id_of(name: str) -> str:
    """The id that a name of a country, region or organisation stands for; the name itself where nobody is known by it.

    >>> id_of("Mexico"), id_of("United States"), id_of("Central America"), id_of("mx"), id_of("The Bank")
    ('MX', 'US', 'M49:013', 'MX', 'The Bank')
    """
    name = name.strip().encode("utf-8", "replace").decode("utf-8")  # bytes of a call that are no text name nobody
    if ":" in name:
        return name
    bare = name[4:] if name.lower().startswith("the ") else name
    whole = [
        one for one in mentions(Document("", bare)) if (one.start, one.end) == (0, len(bare)) and len(one.ids) == 1
    ]
    if whole:
        return whole[0].ids[0]
    return place_of(name) or (place_of(name.upper()) if len(name) == 2 else None) or name


def unit_of(name: str) -> str:
    """The unit that a word stands for: a code of ISO 4217, or the singular of the noun.

    >>> unit_of("dollars"), unit_of("eur"), unit_of("refugees"), unit_of("H-2B visas")
    ('USD', 'EUR', 'refugee', 'visa')
    """
    name = name.strip()
    if name.upper() in codes():
        return name.upper()
    found = amounts(f"They counted 5 {name}.")
    if found and found[0].measure == "money" and found[0].unit in codes() and found[0].unit != _NO_CURRENCY:
        return found[0].unit
    noun = name.split()[-1].lower() if name else name
    singular = (noun[: len(noun) - cut] + end for cut, end in ((3, "y"), (1, ""), (2, "")))
    return next((one for one in singular if one and noun in noun_forms(one)), noun)


@dataclass(frozen=True, slots=True)
class _Near:
    value: str
    count: int


def nothing_fits(reader: Reader, asked: Query, given: Mapping[str, object]) -> str | None:
    """Why a list is empty, where a name in its filters is one that the book does not have: with the nearest that it has.
    `given`: the filters as the person wrote them. None where every name is known."""
    for field in _FIELDS:
        value = getattr(asked, field)
        if value is None:
            continue
        held = reader.facet_counts(field)
        if value in held or value.casefold() in held:
            continue
        nearest = [f"{_shown(one.value)}, {counted(one.count, 'commitment')}" for one in _near(str(given[field]), held)]
        told = f"; nearest: {'; '.join(nearest)}" if nearest else ""
        return f"no {field} {str(given[field])!r}{told}"
    return None


def _near(name: str, held: Mapping[str, int]) -> list[_Near]:
    called: dict[str, str] = {}
    for value in held:
        called.setdefault(value.casefold(), value)
        called.setdefault(place_name(value).casefold(), value)
    close = difflib.get_close_matches(name.casefold(), called, n=_NEAREST, cutoff=0.6)
    close = close or [one for one in called if name.casefold() in one][:_NEAREST]
    return [_Near(value, held[value]) for value in dict.fromkeys(called[one] for one in close)]


def _shown(value: str) -> str:
    name = place_name(value)
    return f"{name} ({value})" if name != value else value
