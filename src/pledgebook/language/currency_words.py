"""Which currencies the words of a sum may mean that do not say whose they are: "kroner", "pesos", a bare "$"."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from pledgebook.language.lexicon import lexicon_table


@functools.cache
def _shared_names() -> tuple[Mapping[str, frozenset[str]], re.Pattern[str]]:
    """Names and signs of money that several countries use → their codes, and a pattern for them."""
    table = lexicon_table("currencies")
    shared = table["signs"]["shared"]
    codes: dict[str, frozenset[str]] = {sign: frozenset(own) for sign, own in shared.items()}
    for entry in table["names"].values():
        alone = shared["$"] if entry["alone"] == "$" else [entry["alone"]]
        own = {code for code in (*alone, *entry.get("of", {}).values()) if "/" not in code and code != "XXX"}
        codes |= {word: frozenset(own) for word in entry["words"] if len(own) > 1}
    words = sorted(codes, key=lambda word: (-len(word), word))
    return codes, re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])")


@functools.cache
def _owners() -> re.Pattern[str]:
    """Words and codes that say whose a currency is: "Norwegian", "US", "NOK"."""
    table = lexicon_table("currencies")
    owners = {owner for entry in table["names"].values() for owner in entry.get("of", {})}
    owned = "|".join(map(re.escape, sorted(owners, key=lambda word: (-len(word), word))))
    return re.compile(rf"(?<![^\W\d_])(?:{owned}|[A-Z]{{3}})(?![^\W\d_])|[A-Za-z]\.?\s?\$")


def may_mean(words: str) -> frozenset[str]:
    """The codes of the currencies that the words of a sum may mean; none where the words themselves say whose it is.

    >>> sorted(may_mean("30 million kroner"))[:2], may_mean("30 million Danish kroner"), may_mean("€5 million")
    (['CZK', 'DKK'], frozenset(), frozenset())
    """
    codes, pattern = _shared_names()
    found = pattern.search(words)
    return frozenset() if found is None or _owners().search(words) else codes[found[0]]


@functools.cache
def namesakes(code: str) -> frozenset[str]:
    """The codes of all currencies that share a name or a sign with one, itself among them where there is any.

    >>> "CAD" in namesakes("USD"), "EUR" in namesakes("USD")
    (True, False)
    """
    return frozenset[str]().union(*(own for own in _shared_names()[0].values() if code in own))
