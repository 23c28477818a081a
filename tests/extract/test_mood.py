"""The mood of an act, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pledgebook.extract.clauses.analyses import analyses
from pledgebook.extract.clauses.mood import mood_of
from pledgebook.extract.clauses.parse import load_model
from pledgebook.extract.clauses.tokens import tree

CASES = tomllib.loads((Path(__file__).parent / "cases/moods.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize(("sentence", "verb", "mood"), CASES)
def test_mood(sentence: str, verb: str, mood: str) -> None:
    (rows,) = analyses(load_model(), [sentence], 1)
    token = next(t for t in tree(rows) if t.text == verb)
    assert mood_of(token) == mood
