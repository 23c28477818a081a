"""What a word is: without accents, without its endings, in its plural; each once, for every room."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

_FOLD = {ord(c): " " for c in "\n\r\t\v\f\u00a0\u2007\u202f"} | {
    0x2019: "'",
    0x2018: "'",
    0x02BC: "'",
    0x2011: "-",
    0x2010: "-",
}
_NO_WORD = re.compile(r"[\W_]+")

_PLURALS: Final = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))
_ENDINGS: Final = (
    "ization",
    "isation",
    "ation",
    "ition",
    "ement",
    "ment",
    "ance",
    "ence",
    "ing",
    "ion",
    "ed",
    "al",
)


def folded(text: str) -> str:
    """The text with white space, apostrophes and hyphens made plain; every character keeps its place."""
    return text.translate(_FOLD)


def unaccented(name: str) -> str:
    """The name without its diacritics: "López" → "Lopez"."""
    if name.isascii():
        return name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.translate({0xF8: "o", 0xD8: "O", 0x142: "l", 0x141: "L", 0x131: "i", 0x111: "d"})


def plain(text: str) -> str:
    """The words of a text, without accents, divided by single spaces."""
    if not text.isascii():
        marks = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))
    return _NO_WORD.sub(" ", text).strip()


def singular(noun: str) -> str:
    """The singular of a regular plural in small letters, by its ending; any other word as it is.

    >>> singular("countries"), singular("doses"), singular("campus")
    ('country', 'dose', 'campus')
    """
    if len(noun) <= 3 or not noun.endswith("s") or noun.endswith(("ss", "us", "is")):
        return noun
    for plural, ending in _PLURALS:
        if noun.endswith(plural):
            return noun[: -len(plural)] + ending
    return noun[:-1]


@functools.lru_cache(maxsize=131_072)
def stem(word: str) -> str:
    """A word without the endings that change with its place in the sentence; only ever compared with other stems.

    >>> stem("resettlement") == stem("resettle"), stem("refugees"), stem("H-2B")
    (True, 'refugee', 'h2b')
    """
    word = singular(word.lower())
    if len(word) > 5:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                if word[-1] == word[-2] and word[-1] not in "lse":
                    word = word[:-1]
                break
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    return word


_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_DOUBLING = re.compile(r"[aeiou][bdgklmnprtv]$")


def _with_s(lemma: str) -> str:
    if _CONSONANT_Y.search(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if _HISSING.search(lemma) else "s")


def noun_forms(lemma: str) -> frozenset[str]:
    """The singular and the regular plural of a noun; "people" and the like are lemmas of their own."""
    return frozenset({lemma, _with_s(lemma)})


def verb_forms(lemma: str, irregular: tuple[str, ...] = ()) -> frozenset[str]:
    """Every form of a verb; where English doubles a consonant for some verbs and not for others, both are given.

    >>> sorted(verb_forms("plan"))
    ['plan', 'planed', 'planing', 'planned', 'planning', 'plans']
    """
    forms = {lemma, _with_s(lemma), *irregular}
    if lemma.endswith("o"):
        forms.add(lemma + "es")
    if lemma.endswith("e"):
        forms |= {lemma + "d", lemma[:-1] + "ing"}
    elif _CONSONANT_Y.search(lemma):
        forms |= {lemma[:-1] + "ied", lemma + "ing"}
    else:
        forms |= {lemma + "ed", lemma + "ing"}
        if _DOUBLING.search(lemma):
            forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return frozenset(forms)
