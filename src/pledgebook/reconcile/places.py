"""Who is who: which actors and recipients can be the same, are contained in each other, or exclude each other."""

from __future__ import annotations

import functools
from typing import Final

from pledgebook.world.countries import members

EQUAL: Final = 3
CONTAINED: Final = 2
OVERLAPPING: Final = 1
UNSTATED: Final = 0
APART: Final = -1


@functools.lru_cache(maxsize=65_536)
def ground(ids: tuple[str, ...]) -> frozenset[str]:
    """The ids with every region as the countries that lie in it."""
    regions = members()
    return frozenset[str]().union(*(regions.get(one, (one,)) for one in ids))


_MANY: Final = 8
"""Countries of a region that is wide: that two statements are for it says little of what they are for."""


@functools.lru_cache(maxsize=65_536)
def wide(ids: tuple[str, ...]) -> bool:
    """Whether any of the ids is a region or a union of many countries."""
    return any(len(ground((one,))) > _MANY for one in ids)


@functools.lru_cache(maxsize=262_144)
def recipients(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """How two sets of recipients stand: EQUAL, CONTAINED (one within the other, regions opened up), OVERLAPPING,
    UNSTATED (a side names nobody) or APART."""
    if not left or not right:
        return UNSTATED
    if left == right:
        return EQUAL
    a, b = ground(left), ground(right)
    if a == b:
        return EQUAL
    if a <= b or b <= a:
        return CONTAINED
    return OVERLAPPING if a & b else APART


@functools.lru_cache(maxsize=262_144)
def actors(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """How two sets of actors stand; regions and unions act for themselves and are not opened up."""
    if not left and not right:
        return UNSTATED
    a, b = frozenset(left), frozenset(right)
    if a == b:
        return EQUAL
    if not a or not b:
        return APART
    if a <= b or b <= a:
        return CONTAINED
    return OVERLAPPING if a & b else APART
