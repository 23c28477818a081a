"""The tables behind the grammars for amounts: words of number, bounds and currencies, read once from TOML.

Sources of the facts are named at the head of each table in `language/en/`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import lexicon_table
from pledgebook.world.currencies import active_codes


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the grammar of numbers and money."""
    return expression("amounts", name)


def plural(word: str) -> str:
    """The plural of a word of number."""
    return f"{word}{lexicon_table('numbers')['forms']['plural']}"


def joins(link: str, words: str | None) -> bool:
    """Whether the words between two numbers are one of the links of that name ("and", "over", "out_of")."""
    return words in lexicon_table("numbers")["links"][link]


@functools.cache
def links() -> frozenset[str]:
    """All words that may stand between the parts of one number."""
    return frozenset(word for words in lexicon_table("numbers")["links"].values() for word in words)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of number with their values; plurals of scales are added here."""

    units: Mapping[str, Fraction]
    tens: Mapping[str, Fraction]
    scales: Mapping[str, Fraction]
    plurals: Mapping[str, Fraction]
    ordinals: Mapping[str, Fraction]
    ordinal_plurals: Mapping[str, Fraction]


def _values(entry: Mapping[str, int]) -> dict[str, Fraction]:
    return {word: Fraction(value) for word, value in entry.items()}


@functools.cache
def number_words() -> NumberWords:
    """The words of number of `language/en/numbers.toml`. Raises SetupError where a part is missing."""
    raw = lexicon_table("numbers")
    try:
        scales = _values(raw["scales"])
        ordinals = _values(raw["ordinals"])
        return NumberWords(
            units=_values(raw["units"]),
            tens=_values(raw["tens"]),
            scales=scales,
            plurals={plural(word): value for word, value in scales.items()} | _values(raw["groups"]),
            ordinals=ordinals | _values(raw["parts"]),
            ordinal_plurals={plural(word): v for word, v in ordinals.items()} | _values(raw["part_plurals"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SetupError(f"the lexicon table numbers.toml lacks a part: {error}") from error


@functools.cache
def vague(plural: str) -> tuple[Fraction, Fraction | None]:
    """The bounds of a vague plural as multiples of its own scale: "hundreds" is (2, 10), "millions" (2, None)."""
    raw = lexicon_table("numbers")["vague"]
    bounds = raw.get(plural, raw["others"])
    return Fraction(bounds[0]), Fraction(bounds[1]) if len(bounds) > 1 else None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a phrase around a number does: `side` is "above", "at_least", "below", "at_most", "about",
    "additional" or "none"."""

    side: str

    @property
    def opens_up(self) -> bool:
        return self.side in ("above", "at_least")

    @property
    def opens_down(self) -> bool:
        return self.side in ("below", "at_most")

    @property
    def strict(self) -> bool:
        return self.side in ("above", "below")


BOUND_GROUPS = ("above", "at_least", "below", "at_most", "about", "additional", "none")


@functools.cache
def bound_words(place: str) -> Mapping[str, Bound]:
    """Phrase (lower case, single spaces) → what it does; `place` is "before" or "after" the number."""
    raw = lexicon_table("bounds")
    try:
        return {phrase: Bound(side) for side in BOUND_GROUPS for phrase in raw[side][place]}
    except (KeyError, TypeError) as error:
        raise SetupError(f"the lexicon table bounds.toml lacks a part: {error}") from error


@dataclass(frozen=True, slots=True)
class Unit:
    """A sign, code or name of money: `code` is ISO 4217 or "$" for the publisher's dollar, `factor` its worth in
    that currency (a cent 1/100). `before`/`after`: where it may stand to its number. `careful`: also another word.
    """

    code: str
    factor: Fraction
    before: bool
    after: bool
    careful: bool = False
    weight: bool = False
    name: bool = False


def _worth(code: str) -> tuple[str, Fraction]:
    head, _, part = code.partition("/")
    return head, Fraction(1, int(part)) if part else Fraction(1)


@functools.cache
def currency_signs() -> Mapping[str, Unit]:
    """Signs and codes as they are written (case counts) → unit of money."""
    raw = lexicon_table("currencies")
    signs: dict[str, Unit] = {}
    for place in ("before", "both", "after"):
        entry = raw["signs"][place]
        for sign, code in entry.items():
            signs[sign] = Unit(*_worth(code), before=place != "after", after=place != "before")
    codes = raw["codes"]
    signs |= _code_signs(codes)
    for sign in [sign for sign in signs if " " in sign or sign.startswith(tuple(codes["small_too"]))]:
        signs.setdefault(sign.lower(), signs[sign])
    for written in codes["no_lower"]:
        signs.pop(written, None)
    return signs


def _code_signs(codes: Mapping[str, Any]) -> dict[str, Unit]:
    """Codes as they are written: alone, with a "$" behind, with an "M" for million before, a few in small letters."""
    signs: dict[str, Unit] = {}
    wordlike = set(codes["wordlike"])
    iso = {code: code for code in (*sorted(active_codes()), *codes["withdrawn"])} | dict(codes["customary"])
    for written, code in iso.items():
        before = written not in wordlike
        signs[written] = Unit(code, Fraction(1), before=before, after=True)
        signs[f"{written}$"] = signs[f"{written.lower()}$"] = Unit(code, Fraction(1), before=True, after=False)
        if before:
            signs[f"M{written}"] = Unit(code, Fraction(10**6), before=True, after=True)
    for written in codes["lower"]:
        signs[written] = Unit(iso[written.upper()], Fraction(1), before=True, after=True)
    return signs


@functools.cache
def currency_names() -> Mapping[str, Unit]:
    """Names of money in lower case, with their adjectives ("norwegian kroner") → unit of money."""
    names: dict[str, Unit] = {}
    for entry in lexicon_table("currencies")["names"].values():
        for word in entry["words"]:
            code, factor = _worth(entry["alone"])
            names[word.lower()] = Unit(
                code,
                factor,
                before=True,
                after=True,
                careful=entry.get("careful", False),
                weight=word in entry.get("weight", ()),
                name=True,
            )
            for adjective, code_of in entry.get("of", {}).items():
                code, factor = _worth(code_of)
                names[f"{adjective} {word}".lower()] = Unit(code, factor, before=False, after=True, name=True)
    return names
