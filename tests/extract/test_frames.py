"""The kind that grammar alone suggests, case by case, and the signs by which objects are judged."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pledgebook.extract import examine
from pledgebook.extract.statements import Proposal
from pledgebook.model import Document

CASES = tomllib.loads((Path(__file__).parent / "cases/frames.toml").read_text(encoding="utf-8"))["case"]


def proposal(text: str, head: str, **fields: str) -> Proposal:
    """The candidate whose head is the last `head` of the text."""
    examined = examine(Document("a.txt", text, published="2022-07-12", **fields), (), gated=False)
    found = [
        one
        for one in examined.proposals
        if examined.parsed[one.candidate.sentence].doc[one.candidate.head].text == head
    ]
    return found[-1]


@pytest.mark.parametrize(("sentence", "head", "kind"), CASES)
def test_frame(sentence: str, head: str, kind: str) -> None:
    assert f"frame:{kind}" in proposal(sentence, head).signs


def test_a_determiner_says_whether_a_count_is_new() -> None:
    assert "determiner×amount:the×count" in proposal("The two leaders met.", "leaders").signs
    assert "determiner×amount:none-plural×count" in proposal("Norway sent 30 doctors.", "doctors").signs


def test_an_object_under_another_is_told_from_it() -> None:
    text = "Norway will invest $5 million to build a school."
    assert any(sign.startswith("under-object:") for sign in proposal(text, "school").signs)
    assert not any(sign.startswith("under-object:") for sign in proposal(text, "million").signs)


def test_what_the_text_has_named_before_is_given() -> None:
    text = "Norway will build a school. The school will open in May."
    assert "given" in proposal(text, "school").signs
    assert "given" not in proposal("Norway will build a school.", "school").signs


def test_a_date_is_seen_from_the_day_of_publication() -> None:
    assert "date:past" in proposal("Norway built a school in 2019.", "school").signs
    assert "date:future" in proposal("Norway will build a school in 2025.", "school").signs


def test_publisher_and_title_are_no_signs() -> None:
    text = "Norway will build a school."
    one = proposal(text, "school", publisher="The White House", title="FACT SHEET: Schools")
    assert one.signs == proposal(text, "school").signs
