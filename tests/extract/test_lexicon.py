"""Every class of words in the lexicon holds on its own examples."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

import pytest

from pledgebook.extract.clauses.parse import load_model
from pledgebook.language.lexicon import WordClass, classes, classes_of, pattern_of

SETS = sorted(
    f"sets/{path.name.removesuffix('.toml')}"
    for path in resources.files("pledgebook.language").joinpath("en/sets").iterdir()
)


def _cases() -> list[tuple[str, WordClass, str, bool]]:
    return [
        (table, entry, sentence, wanted)
        for table in ("verbs", "nouns", "words", *SETS)
        for entry in classes(table)
        for sentences, wanted in ((entry.yes, True), (entry.no, False))
        for sentence in sentences
    ]


@functools.cache
def _parses() -> dict[str, Any]:
    """The sentences of all examples, parsed together: that is a fraction of the work of parsing each for itself."""
    sentences = sorted({case[2] for case in _cases()})
    return dict(zip(sentences, load_model().pipe(sentences), strict=True))


def _holds(table: str, entry: WordClass, sentence: str) -> bool:
    """A verb of the class acts, a noun of the class is acted on, a word of the class stands in the sentence."""
    doc = _parses()[sentence]
    if table in SETS:
        own = pattern_of(table.removeprefix("sets/"), entry.name)
        lemmas = {t.lemma_.lower() for t in doc}
        return re.search(rf"(?<!\w){own}(?!\w)", sentence.lower()) is not None or bool(lemmas & entry.words)
    if table == "verbs":
        return any(t.pos_ in ("VERB", "AUX") and t.lemma_.lower() in entry.words for t in doc)
    if table == "nouns":
        return any(
            t.dep_ in ("dobj", "attr", "pobj", "conj", "nsubjpass") and t.lemma_.lower() in entry.words for t in doc
        )
    return any(t.lower_ in entry.words or t.lemma_.lower() in entry.words for t in doc)


@pytest.mark.parametrize(
    ("table", "entry", "sentence", "wanted"), _cases(), ids=lambda v: v if isinstance(v, str) else None
)
def test_class_holds_on_its_examples(table: str, entry: WordClass, sentence: str, wanted: bool) -> None:
    assert _holds(table, entry, sentence) is wanted


@pytest.mark.parametrize("table", ["verbs", "nouns", "words", *SETS])
def test_words_are_lower_case_lemmas(table: str) -> None:
    for entry in classes(table):
        assert entry.yes, f"{entry.name} has no example"
        assert entry.no, f"{entry.name} has no counter-example"
        assert all(word == word.lower().strip() for word in entry.words)
    assert classes_of(table)
