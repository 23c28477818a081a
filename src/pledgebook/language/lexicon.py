"""What a reader of the field may extend without Python: classes of words as TOML, with examples.

Each file is a table of classes; each class has `words` (lemmas, lower case) and its own `yes` and `no`
sentences. `docs/cues.md` says how to add one.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.world.data import table


@dataclass(frozen=True, slots=True)
class WordClass:
    """A named class of lemmas with sentences in which a word of it does (`yes`) or does not (`no`) act."""

    name: str
    words: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


def lexicon_table(name: str) -> Mapping[str, Any]:
    """A table of `language/en` as plain values. Raises SetupError where it is missing or broken."""
    return table("language", f"en/{name}.toml")


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
def classes_of(name: str) -> Mapping[str, tuple[str, ...]]:
    """Lemma → the names of its classes, in the order of the file."""
    index: dict[str, list[str]] = {}
    for entry in classes(name):
        for word in entry.words:
            index.setdefault(word, []).append(entry.name)
    return {word: tuple(names) for word, names in index.items()}
