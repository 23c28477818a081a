"""The words that the gate looks for: every form of the lexicon's verbs and nouns, and those of `language/en/gate.toml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from pledgebook.language.lexicon import classes, lexicon_table

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


@functools.cache
def cues() -> Mapping[str, tuple[str, ...]]:
    """Word in small letters → the signs it gives: "verb:give", "noun:money", "word:future"; each in alphabetical order.

    Raises SetupError where a table of the lexicon is missing or broken.
    """
    found: dict[str, set[str]] = {}
    irregular = lexicon_table("forms")["verbs"]
    for entry in classes("verbs"):
        for lemma in entry.words:
            for form in verb_forms(lemma, tuple(irregular.get(lemma, ()))):
                found.setdefault(form, set()).add(f"verb:{entry.name}")
    for entry in classes("nouns"):
        for lemma in entry.words:
            for form in noun_forms(lemma):
                found.setdefault(form, set()).add(f"noun:{entry.name}")
    for name, words in lexicon_table("gate")["words"].items():
        for word in words:
            found.setdefault(word, set()).add(f"word:{name}")
    # a cue is one word of plain letters: the automaton and its slow twin can then never disagree about its ends
    return {word: tuple(sorted(signs)) for word, signs in sorted(found.items()) if word.isascii() and word.isalpha()}


@functools.cache
def openings() -> Mapping[str, str]:
    """Word in small letters → the kind of opening that it makes at the head of a sentence."""
    return {word: name for name, words in lexicon_table("gate")["openings"].items() for word in words}
