"""Which country or region a name or code stands for, and which lies in which."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from pledgebook.world.data import table

_NOISE = frozenset({"the", "and", "of", "government", "&"})


@dataclass(frozen=True, slots=True)
class _Places:
    by_name: dict[str, str]
    by_code: dict[str, str]
    within: dict[str, tuple[str, ...]]
    names: dict[str, str]


@functools.cache
def _places() -> _Places:
    data = table("evidence", "data/places.toml")
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
