"""What a reader of the field may extend without Python: classes of words as TOML, with examples.

Each file is a table of classes; each class has `words` (lower case: lemmas, forms or phrases) and its own `yes` and
`no` sentences. The large tables `verbs`, `nouns` and `words` give signs to the model; the small ones in `en/sets/`
are what single rules ask for by name: `words_of("moods", "wish")`. `docs/cues.md` says how to add one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.language.languages import ENGLISH


@dataclass(frozen=True, slots=True)
class WordClass:
    """A named class of lemmas with sentences in which a word of it does (`yes`) or does not (`no`) act."""

    name: str
    words: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@functools.cache
def lexicon_table(name: str) -> Mapping[str, Any]:
    """A table of the language as plain values. Raises SetupError where it is missing or broken."""
    return ENGLISH.table(name)


@functools.cache
def classes(name: str) -> tuple[WordClass, ...]:
    """The word classes of a table ("verbs", "nouns", "words"), in the order of the file.

    Raises SetupError where the file is missing or not a table of classes.
    """
    try:
        return tuple(
            WordClass(each, frozenset(entry["words"]), tuple(entry["yes"]), tuple(entry["no"]))
            for each, entry in lexicon_table(name).items()
        )
    except (KeyError, TypeError) as error:
        raise SetupError(f"the lexicon table {name}.toml is no table of classes: {error}") from error


@functools.cache
def words_of(table: str, name: str) -> frozenset[str]:
    """The words of the class `name` in `en/sets/TABLE.toml`, as they are written there.

    Raises SetupError where the file or the class is missing.
    """
    for entry in classes(f"sets/{table}"):
        if entry.name == name:
            return entry.words
    raise SetupError(f"the lexicon table sets/{table}.toml has no class {name}")


@functools.cache
def pattern_of(table: str, name: str, *, titled: bool = False) -> str:
    """A regular expression (a group without a number) for any of the words or phrases of a class, the longest first.

    A blank in a phrase stands for any white space. Word boundaries and letter case are left to the caller;
    `titled` asks for a capital at the head of each.
    """
    words = sorted(words_of(table, name), key=lambda word: (-len(word), word))
    words = [word[:1].upper() + word[1:] for word in words] if titled else words
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in words) + ")"


@functools.cache
def classes_of(name: str) -> Mapping[str, tuple[str, ...]]:
    """Lemma → the names of its classes, in the order of the file."""
    index: dict[str, list[str]] = {}
    for entry in classes(name):
        for word in entry.words:
            index.setdefault(word, []).append(entry.name)
    return {word: tuple(names) for word, names in index.items()}
