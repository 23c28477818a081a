"""A minute of mutated documents; `scripts/fuzz` reads ten thousand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.fuzz import fuzz
from pledgebook.book.reading import statements_of
from pledgebook.documents import read_text
from pledgebook.model import Document


@pytest.mark.slow
def test_mutated_documents_stop_nothing() -> None:
    counts, faults = fuzz(10_000, 60, 14)
    assert faults == []
    assert counts["read"] >= 20
    assert counts["statements"] >= 20


DIGITS = st.text(st.sampled_from("０９٣५²½0123456789"), min_size=1, max_size=6)
FRAMES = (
    "${}",
    "{} percent",
    "10^{}",
    "{}-{}-{}",
    "FY {}",
    "{} million",
    "by {}",
    "{}.{}bn",
    "{}/{}",
    "the {}th",
    "Nov {}",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FRAMES), DIGITS, DIGITS, DIGITS)
def test_digits_of_other_scripts_break_no_grammar(frame: str, a: str, b: str, c: str) -> None:
    text = f"Norway will give Haiti {frame.format(a, b, c)} dollars in 2024 for {a} schools."
    document = read_text(text)
    assert isinstance(document, Document)
    for one in statements_of(document):
        assert text[one.quote.start : one.quote.end] == one.quote.text
