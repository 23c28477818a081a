"""What a reader of the field may extend without Python: classes of words as TOML, with examples.

Each file is a table of classes; each class has `words` (lemmas, lower case) and its own `yes` and `no`
sentences. `docs/cues.md` says how to add one.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from pledgebook.errors import SetupError


@dataclass(frozen=True, slots=True)
class WordClass:
    """A named class of lemmas with sentences in which a word of it does (`yes`) or does not (`no`) act."""

    name: str
    words: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@functools.cache
def classes(table: str) -> tuple[WordClass, ...]:
    """The word classes of a table ("verbs", "nouns", "words"), in the order of the file.

    Raises SetupError where the file is missing or not a table of classes.
    """
    try:
        raw = tomllib.loads(resources.files(__package__).joinpath(f"{table}.toml").read_text(encoding="utf-8"))
        return tuple(
            WordClass(name, frozenset(entry["words"]), tuple(entry["yes"]), tuple(entry["no"]))
            for name, entry in raw.items()
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SetupError(f"the lexicon table {table}.toml is missing or broken: {error}") from error


@functools.cache
def classes_of(table: str) -> Mapping[str, tuple[str, ...]]:
    """Lemma → the names of its classes, in the order of the file."""
    index: dict[str, list[str]] = {}
    for entry in classes(table):
        for word in entry.words:
            index.setdefault(word, []).append(entry.name)
    return {word: tuple(names) for word, names in index.items()}
