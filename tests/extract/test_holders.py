"""Whose promise a noun or an infinitive is, told on sentences of the table."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.clauses.candidates import candidates
from pledgebook.extract.clauses.parse import parse
from pledgebook.extract.fields.actors import actors_of
from pledgebook.extract.layout import sentences

CASES = tomllib.loads((Path(__file__).parent / "cases/holders.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_holder(case: dict[str, Any]) -> None:
    text = case["text"]
    (parsed,) = parse(text, sentences(text))
    start = text.index(case["object"])
    told = {
        actor.name
        for candidate in candidates(0, parsed, amounts(text), ())
        if candidate.start == start
        for actor in actors_of(candidate, parsed, text)
    }
    assert case["holder"] in told
