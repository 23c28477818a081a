"""Verbs of saying: one list for who speaks, and one for what only tells and so does not date what is told."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.roles import verb_classes
from pledgebook.language.lexicon import words_of

_SAYING = words_of("speech", "saying")
_TELLING = words_of("speech", "telling")


def says(verb: Any) -> bool:
    """Whether the subject of a verb is the source of the clause below it."""
    lemma = verb.lemma_.lower()
    return lemma in _SAYING or "say" in verb_classes(verb)


def tells(verb: Any) -> bool:
    """Whether the date of a verb is the day on which something was told."""
    return verb.lemma_.lower() in _TELLING
