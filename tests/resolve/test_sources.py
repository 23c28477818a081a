"""Who "he said" names, case by case, and what holds of every link that was found so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pledgebook.model import Attribution, Document
from pledgebook.resolve import mentions, remember
from pledgebook.resolve.sources import REACH, sourced

CASES = tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))["case"]
SOURCES = ("Two officials", "An official", "Nordmann")


def link(text: str, words: str, named: bool = True) -> Attribution:
    start = text.rindex(words)
    return Attribution(words, "said", named, start, start + len(words))


def resolved(text: str, pronoun: str, earlier: tuple[Attribution, ...] = ()) -> Attribution:
    document = Document("a.txt", text, published="2022-07-12")
    return sourced(remember(document, mentions(document)), (link(text, pronoun),), earlier)[0]


@pytest.mark.parametrize(("text", "pronoun", "source", "named"), CASES)
def test_a_pronoun_becomes_the_one_who_spoke_before(text: str, pronoun: str, source: str, named: bool) -> None:
    earlier = tuple(link(text, s, "official" not in s) for s in SOURCES if f"{s} said" in text)
    found = resolved(text, pronoun, earlier)
    assert (found.source, found.named) == (source, named)
    assert text[found.start : found.end] == pronoun
    assert found.rule == (None if source == pronoun else f"pronoun-{pronoun}")


def test_a_source_too_far_back_is_none() -> None:
    text = "Kari Nordmann said no. " + "The rain fell. " * (REACH // 10) + "The town will build wells, she said."
    assert resolved(text, "she", (link(text, "Kari Nordmann"),)).source == "she"


def test_a_name_is_left_as_it_is() -> None:
    text = "The ministry said so."
    assert resolved(text, "The ministry").rule is None
