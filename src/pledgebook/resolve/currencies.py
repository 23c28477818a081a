"""Whose kroner, pesos or dollars a sum is in, where its words leave it open: the giver's, else the publisher's."""

from __future__ import annotations

from dataclasses import replace

from pledgebook.language.currency_words import may_mean
from pledgebook.model import Document, Statement
from pledgebook.resolve.publishers import publisher_of
from pledgebook.world.currencies import codes_of

_WORLD_MONEY = "USD"
"""What a bare dollar is where neither giver nor publisher has a dollar of its own: banks, funds and firms count in it."""


def in_own_currency(document: Document, statement: Statement) -> Statement:
    """The statement with the currency that its giver or publisher pays in, where the words of the sum leave it open.

    A publisher who has a dollar writes "$" for it, whoever pays; kroner, pesos, rupees or pounds are the giver's.
    """
    quantity = statement.quantity
    codes = may_mean(quantity.text) if quantity is not None and quantity.measure == "money" else frozenset()
    if quantity is None or not codes:
        return statement
    publisher = publisher_of(document.publisher).country
    given = [actor.id for actor in statement.actors if actor.id]
    dollars = _WORLD_MONEY in codes
    asked = [publisher, *given] if dollars else [*given, publisher]
    meant = next((own for own in (_one(country, codes) for country in asked) if own), None)
    unit = meant or (_WORLD_MONEY if dollars else quantity.unit)
    return statement if unit == quantity.unit else replace(statement, quantity=replace(quantity, unit=unit))


def _one(country: str | None, codes: frozenset[str]) -> str | None:
    """The only one of the codes that is in force in a country."""
    own = codes & codes_of(country) if country else frozenset()
    return next(iter(own)) if len(own) == 1 else None
