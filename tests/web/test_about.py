"""What the page about the book tells is what the docs tell, and every word that pages use is explained there."""

from __future__ import annotations

import re
from typing import get_args

from pledgebook.model import Kind, StatusName, Strength
from pledgebook.model.statement import Rung
from pledgebook.web.pages.about import accuracy
from pledgebook.web.shown import day_words
from tests.web.conftest import ROOT

PAGE = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")


def rows(first: str) -> list[list[str]]:
    """The rows of the table of docs/accuracy.md whose heading begins with this cell, without stars."""
    table = PAGE.split(f"| {first} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table]


def test_figures_are_those_of_the_docs() -> None:
    told = accuracy()
    kinds = [[one["name"], *map(str, one["found"]), str(one["record"])] for one in told["kinds"]]
    mean = ["mean over the kinds", *map(str, told["mean"]["found"]), str(told["mean"]["record"])]
    assert [*kinds, mean] == [row[:5] for row in rows("kind of text, left out")]
    sure = [
        [f"{low} to {high}", str(count), str(mean), str(right)]
        for low, high, count, mean, right in told["sure"]["rows"]
    ]
    assert sure == rows("confidence")


def test_the_day_and_the_size_of_the_measurement_are_those_of_the_docs() -> None:
    told = accuracy()
    first = " ".join(PAGE.split("\n## ")[0].split())
    assert f"Measured on {day_words(told['measured'])}" in first
    assert re.search(rf"\b{told['documents']} annotated documents\b", first)
    assert f"{told['statements']:,} statements" in first


def test_every_word_of_the_vocabulary_is_explained() -> None:
    told = accuracy()
    for name, vocabulary in (
        ("statuses", StatusName),
        ("rungs", Rung),
        ("strengths", Strength),
        ("kinds_of_statement", Kind),
    ):
        assert set(told[name]) == set(get_args(vocabulary)), name
