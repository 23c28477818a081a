"""Every statement says how sure it is: in hundredths, by signs that a reader can check."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.book import statements_of
from pledgebook.extract.decide.confidence import STEPS, confidence_of, confidence_signs, with_confidence
from pledgebook.extract.decide.linear import load_weights
from pledgebook.model import Document

TEXT = "Norway will give $5 million to Haiti by 2030. It was decided to open 300 schools."


def test_every_statement_carries_its_confidence_in_hundredths() -> None:
    found = statements_of(Document("a.txt", TEXT, published="2022-07-12"))
    assert found
    for one in found:
        assert one.confidence is not None
        assert 0 <= one.confidence <= 1
        assert round(one.confidence, 2) == one.confidence


def test_nobody_to_hold_to_it_is_less_sure() -> None:
    one = statements_of(Document("a.txt", TEXT, published="2022-07-12"))[0]
    judged = replace(one, confidence=0.8)
    (named,) = with_confidence([judged])
    (nobody,) = with_confidence([replace(judged, actors=())])
    assert named.confidence is not None
    assert nobody.confidence is not None
    assert nobody.confidence < named.confidence


def test_a_surer_judgement_has_more_signs() -> None:
    one = statements_of(Document("a.txt", TEXT, published="2022-07-12"))[0]
    counts = [
        sum(sign.startswith("odds>") for sign in confidence_signs(replace(one, confidence=p)))
        for p in (0.01, 0.5, 0.999)
    ]
    assert counts[0] == 0 < counts[1] < counts[2] == len(STEPS)


@given(st.lists(st.sampled_from(sorted(load_weights().confidence)), max_size=20), st.randoms())
def test_the_order_of_signs_says_nothing(signs: list[str], random: object) -> None:
    shuffled = list(signs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    weights = load_weights().confidence
    assert confidence_of(signs, weights) == confidence_of(shuffled, weights)
    assert 0 <= confidence_of(signs, weights) <= 1
