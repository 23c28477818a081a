"""The words that the gate looks for: every form of the lexicon's verbs and nouns, and those of `language/en/gate.toml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from pledgebook.language.lexicon import classes, lexicon_table
from pledgebook.world.words import noun_forms, verb_forms


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
