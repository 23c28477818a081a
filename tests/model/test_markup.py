"""Mark-up becomes blanks: nothing that is said is lost, and every offset holds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import plain_words, without_markup

CASES = [
    ("will provide [$17 billion](https://example.org/a) by 2025", "will provide $17 billion by 2025"),
    ("the [**first** edition](https://example.org/a_(b)?c=1#d) of it", "the first edition of it"),
    ('a [plan](https://example.org "its title") to pay', "a plan to pay"),
    ("a [plan](/Users/a/plan.html) to pay", "a plan to pay"),
    ("$17 billion](https://example.org/a) for", "$17 billion for"),
    ("![a photo](https://example.org/i.png) It will pay", "a photo It will pay"),
    ("[broken\nover lines](https://example.org)", "broken over lines"),
    ("**Bold** and *so* and ***both***.", "Bold and so and both."),
    ("* an item of a list", "* an item of a list"),
    ("5 * 3 and 5*3", "5 * 3 and 5*3"),
    ("9,500* visas", "9,500 visas"),
    ("a <u>word</u> and 3 < 5", "a word and 3 < 5"),
    ("an array[0](see below) and (Annex [2])", "an array[0](see below) and (Annex [2])"),
    ("[square] (round)", "[square] (round)"),
    ("$1.5 billion in [border infrastructure", "$1.5 billion in border infrastructure"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_what_is_said(text: str, wanted: str) -> None:
    assert plain_words(text) == wanted


@given(st.text(st.sampled_from('[]()*!<>/bu a1.#\n"') | st.characters(), max_size=80) | st.text())
def test_offsets_hold_and_no_letter_changes(text: str) -> None:
    found = without_markup(text)
    assert len(found) == len(text)
    assert all(new in (old, "\u00a0") for old, new in zip(text, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[a" * 50_000,
        "[a](" * 50_000,
        "[](#(" * 50_000,
        "*a" * 100_000,
        "<b" * 100_000,
        "](/" * 50_000,
        '[a](/b "' * 30_000,
    ],
)
def test_hostile_texts_take_no_more_than_their_share(text: str) -> None:
    started = time.process_time()
    without_markup(text)
    plain_words(text)
    assert time.process_time() - started < 10
