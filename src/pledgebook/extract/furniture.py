"""Lines of a page that say nothing: contacts, numbers of documents, printers' lines, the buttons of a web page.

Patterns are data (`language/en/furniture.toml`); lines of bare numbers are counted here.
"""

from __future__ import annotations

import functools
import re

from pledgebook.errors import SetupError
from pledgebook.extract.cues import cues
from pledgebook.language.lexicon import lexicon_table

_DIGIT = re.compile(r"[0-9]")
_TOKEN = re.compile(r"\S+")
_MONEY = re.compile(r"[$€£¥₹%]|(?<![A-Za-z])[A-Z]{3}\s?[0-9]")
_NUMERIC = re.compile(r"[^\W\d_]{0,12}[^\w\s]{0,3}[0-9]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\b")  # a figure, not the number of a page or document
_COUNTED = re.compile(r"[a-z]{2,}")
_SMALL = re.compile(r"[a-z]{2,}")
_LONGEST = 200
_SHARE = 0.3
"""From this share of numbers that count nothing on, a line without a verb is a printer's or a page's."""


@functools.cache
def _pattern() -> re.Pattern[str]:
    """A pattern for any of these lines."""
    try:
        lines = [re.compile(line["pattern"], re.IGNORECASE).pattern for line in lexicon_table("furniture")["lines"]]
        return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)
    except (re.error, KeyError) as error:
        raise SetupError(f"language/en/furniture.toml has a broken pattern: {error}") from error


def is_furniture(line: str) -> bool:
    """Whether a line of a page says nothing that anybody could be held to.

    >>> is_furniture("Fax: 202–493–2251."), is_furniture("20 trucks for Mali")
    (True, False)
    """
    return len(line) <= _LONGEST and (_pattern().match(line) is not None or _is_numbers(line))


def _is_numbers(line: str) -> bool:
    """A line without a verb or a sum of money, of which much is numbers that no word follows that they could count."""
    if not _DIGIT.search(line) or _has_verb(line):
        return False
    tokens: list[str] = _TOKEN.findall(line)
    if len(tokens) < 2 or _MONEY.search(line):
        return False
    bare = sum(
        bool(_NUMERIC.match(token))
        and not _GROUPED.match(token)
        and not (_COUNTED.match(following) and token[-1:].isdigit())
        for token, following in zip(tokens, [*tokens[1:], ""], strict=True)
    )
    return bare >= _SHARE * len(tokens)


def _has_verb(line: str) -> bool:
    return not _verbs().isdisjoint(_SMALL.findall(line))


@functools.cache
def _verbs() -> frozenset[str]:
    """Every form of a verb, and what stands before one that is to come."""
    kinds = ("verb:", "word:future", "word:conditional")
    return frozenset(word for word, signs in cues().items() if any(sign.startswith(kinds) for sign in signs))
