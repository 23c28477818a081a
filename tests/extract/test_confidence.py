"""Every statement says how sure it is: in hundredths, by signs that a reader can check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pledgebook.book import statements_of
from pledgebook.extract.decide.confidence import STEPS, confidence_signs, with_confidence
from pledgebook.model import Document, Statement

TEXT = "Norway will give $5 million to Haiti by 2030. Chile has built 300 schools."


@pytest.fixture(scope="module")
def one() -> Statement:
    return statements_of(Document("a.txt", TEXT, published="2022-07-12"))[0]


def sure(statement: Statement, judged: float, trust: float) -> float:
    (found,) = with_confidence([(replace(statement, confidence=judged), trust)])
    assert found.confidence is not None
    return found.confidence


def test_every_statement_carries_its_confidence_in_hundredths() -> None:
    found = statements_of(Document("a.txt", TEXT, published="2022-07-12"))
    assert found
    for one in found:
        assert one.confidence is not None
        assert 0 <= one.confidence <= 1
        assert round(one.confidence, 2) == one.confidence


def test_a_surer_judgement_and_surer_actors_make_it_surer(one: Statement) -> None:
    assert sure(one, 0.4, 0.8) < sure(one, 0.95, 0.8)
    assert sure(one, 0.8, 0.3) < sure(one, 0.8, 0.95)


def test_nobody_to_hold_to_it_is_less_sure(one: Statement) -> None:
    assert sure(replace(one, actors=()), 0.8, 0.3) < sure(one, 0.8, 0.9)


@pytest.mark.parametrize("name", ["odds", "trust"])
def test_more_probability_is_more_signs(one: Statement, name: str) -> None:
    counts = []
    for p in (0.0, 0.01, 0.5, 1.0):
        signs = confidence_signs(replace(one, confidence=p), p)
        counts.append(sum(sign.startswith(f"{name}>") for sign in signs))
    assert counts[0] == counts[1] == 0 < counts[2] < counts[3] == len(STEPS)


def test_the_same_bytes_whatever_the_noise_of_the_last_digit(one: Statement) -> None:
    assert sure(one, 0.8, 0.9) == sure(one, 0.8 + 1e-12, 0.9 - 1e-12)
