"""Countries, their parts and the regions of the United Nations: names, codes, and which lies in which.

`territories` has every name of a country or of its first-level parts (ISO 3166), for finding names in a text; `place_of`
reads one name or code of a table; `lies_in` and `members` know what a region holds.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.world.data import table

_NOISE = frozenset({"the", "and", "of", "government", "&"})


@dataclass(frozen=True, slots=True)
class _Places:
    by_name: dict[str, str]
    by_code: dict[str, str]
    within: dict[str, tuple[str, ...]]
    names: dict[str, str]


@functools.cache
def territories() -> tuple[Mapping[str, Any], ...]:
    """The rows of the table of territories: `code`, `names`, and `region` and `subregion` (names of M49), or for a part
    of a country `parent`. Raises SetupError where the table is missing or broken."""
    return tuple(table("world", "data/territories.json")["territories"])


@functools.cache
def _places() -> _Places:
    data = table("world", "data/places.toml")
    by_name: dict[str, str] = {}
    by_code: dict[str, str] = {}
    within: dict[str, tuple[str, ...]] = {code: tuple(above) for code, above in data["within"].items()}
    names = {code: called[0] for code, called in data["regions"].items()}
    for code, row in data["countries"].items():
        by_code[row["iso3"]] = code
        within[code] = tuple(row["regions"])
        names[code] = row["names"][0]
        for name in row["names"]:
            by_name.setdefault(key(name), code)
    for code, called in data["regions"].items():
        for name in called:
            by_name.setdefault(key(name), code)
    return _Places(by_name, by_code, within, names)


def key(name: str) -> str:
    """A name without case, accents, punctuation, order and small words: "Syria, Government of" and "Syria" share one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(sorted(set(re.findall(r"[a-z0-9]+", plain)) - _NOISE))


@functools.lru_cache(maxsize=4096)
def place_of(name: str) -> str | None:
    """The id of the country or region that a name or code stands for, such as "HT" or "M49:419"; None for no place.

    >>> place_of("SYR"), place_of("Latin America Caribbean"), place_of("United States of America, Government of")
    ('SY', 'M49:419', 'US')
    """
    places = _places()
    name = name.strip()
    if name in places.within or name in places.names:
        return name
    return places.by_code.get(name) or places.by_name.get(key(name))


def lies_in(part: str, whole: str) -> bool:
    """Whether a country or region (an id) lies in a region, or is it.

    >>> lies_in("HT", "M49:419"), lies_in("M49:419", "M49:019"), lies_in("M49:019", "M49:419")
    (True, True, False)
    """
    return part == whole or whole in _places().within.get(part, ()) or (whole == "M49:001" and part in _places().names)


def place_name(code: str) -> str:
    """The English name of a country or region, the code itself where it has none here."""
    return _places().names.get(code, code)


@functools.cache
def members() -> Mapping[str, frozenset[str]]:
    """Every region of M49 and every union with the countries it holds, as ids.

    >>> "HT" in members()["M49:419"], "FR" in members()["EU"], "US" in members()["M49:419"]
    (True, True, False)
    """
    data = table("world", "data/places.toml")
    found: dict[str, set[str]] = {union: set(codes) for union, codes in data["members"].items()}
    for code, row in data["countries"].items():
        for region in (*row["regions"], *(["M49:001"] if row["regions"] else [])):
            found.setdefault(region, set()).add(code)
    return {region: frozenset(codes) for region, codes in found.items()}
