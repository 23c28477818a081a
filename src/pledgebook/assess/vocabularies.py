"""How others call our statuses: PolitiFact, Global Refugee Forum, IATI, G20 Research Group."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from pledgebook.errors import SetupError
from pledgebook.model import StatusName
from pledgebook.world.data import table


@dataclass(frozen=True, slots=True)
class Term:
    """The other vocabulary's word for one of our statuses, and its code where it has one; both None where it has no
    equivalent. `note`: what the map adds or loses, a sentence."""

    term: str | None = None
    code: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Another vocabulary for the outcome of promises. `source`: the address that was read, on the day `seen`. `terms`:
    one for each of our eight statuses."""

    name: str
    title: str
    publisher: str
    source: str
    seen: str
    about: str
    terms: Mapping[StatusName, Term]


@functools.cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """The vocabularies that ship, in the order of their table. Raises SetupError where it is missing or broken."""
    try:
        raw = table("assess", "data/vocabularies.toml")
        return tuple(
            Vocabulary(
                **{name: entry[name] for name in ("name", "title", "publisher", "source", "seen", "about")},
                terms={name: Term(**entry["terms"][name]) for name in get_args(StatusName)},
            )
            for entry in raw["vocabulary"]
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise SetupError(f"assess/data/vocabularies.toml is broken ({fault!r}); reinstall pledgebook") from fault
