"""Currencies of the world: the codes of ISO 4217, and which of them a country pays in."""

from __future__ import annotations

import functools

from pledgebook.world.data import table


@functools.cache
def active_codes() -> frozenset[str]:
    """The codes of ISO 4217 that are in force, those of funds and metals included."""
    return frozenset(table("world", "data/currencies.toml")["active"])


@functools.cache
def codes() -> frozenset[str]:
    """The codes of ISO 4217, in force and withdrawn."""
    return active_codes() | frozenset(table("world", "data/currencies.toml")["withdrawn"])


@functools.cache
def codes_of(country: str) -> frozenset[str]:
    """The codes in force in a country (ISO 3166-1 alpha-2, or `EU`): those that begin with its own code, as in the standard, and those of its currency union; none where
    it is no country.

    >>> sorted(codes_of("NO")), sorted(codes_of("SN"))
    (['NOK'], ['XOF'])
    """
    if len(country) != 2 or not country.isupper():
        return frozenset()
    unions = table("world", "data/currencies.toml")["unions"]
    shared = {code for code, members in unions.items() if country in members}
    return frozenset(shared | {code for code in active_codes() if code[:2] == country})
