"""What the grammar of amounts looks for in a text: words of number, signs of money, names that hold numbers. One pass for all.

Patterns are compiled on first use. The names and dates are data: `language/en/numbers.toml`, table `names`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from pledgebook.errors import SetupError
from pledgebook.extract.amounts.lexicon import currency_signs, number_words, pattern
from pledgebook.language.grammar import alternatives
from pledgebook.language.lexicon import lexicon_table
from pledgebook.language.plain import CASED
from pledgebook.language.searching import Found, Searching

Match = re.Match[str]
Kind = Literal["numeral", "unit", "tens", "scale", "plural", "ordinal", "ordinals"]

_FINISH = re.compile(r"(?<![\d:])([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(?![\d:])")
_NO_LETTERS = [sign for sign in (*CASED.every, "\uffff") if not sign.isalpha()]


@functools.cache
def word_kinds() -> Mapping[str, tuple[Kind, Fraction]]:
    """Words of number in small letters → what they are and their value."""
    words = number_words()
    groups: tuple[tuple[Kind, Mapping[str, Fraction]], ...] = (
        ("unit", words.units),
        ("tens", words.tens),
        ("scale", words.scales),
        ("plural", words.plurals),
        ("ordinal", words.ordinals),
        ("ordinals", words.ordinal_plurals),
    )
    return {word: (kind, value) for kind, entry in reversed(groups) for word, value in entry.items()}


@functools.cache
def name_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of names and dates with what each is called. Raises SetupError where one is no expression."""
    entries = lexicon_table("numbers")["names"]
    try:
        return tuple((entry["name"], re.compile(entry["pattern"])) for entry in entries)
    except (re.error, KeyError) as error:
        raise SetupError(f"language/en/numbers.toml has a broken pattern: {error}") from error


def _word_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){alternatives(word_kinds())}(?![^\W_])", re.IGNORECASE)


def _sign_pattern() -> re.Pattern[str]:
    worded = [sign for sign in currency_signs() if sign[0].isalpha()]
    other = [sign for sign in currency_signs() if not sign[0].isalpha()]
    closed = alternatives(sign for sign in worded if sign[-1].isalnum())
    opened = alternatives(sign for sign in worded if not sign[-1].isalnum())
    return re.compile(rf"(?<![^\W\d_])(?:{opened}|{closed}(?![^\W\d_]))|{alternatives(other)}")


def _openings() -> Iterator[str]:
    """What stands where a sign of money does: itself, as far as its first blank; one of a letter or two with what is no letter
    behind it."""
    for sign in currency_signs():
        head, blank, _ = sign.partition(" ")
        short = len(sign) < 3 and sign[-1].isalnum()
        yield from (head + behind for behind in (_NO_LETTERS if short else (blank,)))


_SIGNS, _WORDS, _MULTIPLE, _RACE, _NONE, _MINUS, _NAMES = range(7)


@functools.cache
def searching() -> Searching:
    """All that is looked for."""
    patterns = (
        _sign_pattern(), _word_pattern(), pattern("multiple"), _FINISH, pattern("none"), pattern("minus"),
        *(shape for _, shape in name_patterns()),
    )  # fmt: skip
    return Searching(patterns, [list(_openings())])


@functools.lru_cache(maxsize=1)
def _found(text: str) -> Found:
    return searching().found(text)


def signs(text: str) -> Iterable[Match]:
    """The signs and codes of money of a text."""
    return _found(text).matches(_SIGNS)


def words(text: str) -> Iterable[Match]:
    """The words of number of a text."""
    return _found(text).matches(_WORDS)


def set_phrases(text: str) -> tuple[Iterable[Match], Iterable[Match], Iterable[Match]]:
    """The multiples of a text ("three-fold"), the times of races ("2:14:04"), and where it says that there was not one."""
    found = _found(text)
    return found.matches(_MULTIPLE), found.matches(_RACE), found.matches(_NONE)


def names(text: str) -> list[tuple[int, int]]:
    """The spans of all names and dates that hold numbers, in order of their start."""
    found = _found(text)
    every = range(_NAMES, _NAMES + len(name_patterns()))
    return sorted(match.span() for number in every for match in found.matches(number))


def may_be_negative(text: str, low: int, high: int) -> bool:
    """Whether `text[low:high]` can hold a word that makes a number negative."""
    return _found(text).near(_MINUS, low, high)
