"""Intervals over documents: repeatable, around the figure, wider with fewer documents, the same as a plain loop."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.measure.accuracy import figures
from evals.measure.bootstrap import SEED, intervals


def counts(gold: int, predicted: int, found: int) -> Counter[str]:
    return Counter(gold=gold, predicted=predicted, found=found)


DOCUMENTS = [counts(10, 12, 8), counts(30, 25, 20), counts(5, 9, 2), counts(8, 8, 8)]


def test_the_same_counts_give_the_same_interval() -> None:
    assert intervals(DOCUMENTS) == intervals(DOCUMENTS)


def test_a_plain_loop_gives_the_same() -> None:
    drawn = np.random.default_rng(SEED).integers(0, len(DOCUMENTS), (200, len(DOCUMENTS)))
    values = [figures(sum((DOCUMENTS[k] for k in row), Counter()))["found_f1"] for row in drawn.tolist()]
    assert intervals(DOCUMENTS, draws=200)["found_f1"] == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])))


def test_one_document_has_no_interval() -> None:
    assert intervals(DOCUMENTS[:1]) == {}


def test_a_figure_without_anything_to_count_has_none() -> None:
    found = intervals([counts(3, 0, 0), counts(4, 0, 0)])
    assert "precision" not in found
    assert found["recall"] == (0.0, 0.0)


def test_documents_that_are_alike_leave_no_doubt() -> None:
    low, high = intervals([counts(10, 10, 7)] * 20)["found_f1"]
    assert low == pytest.approx(high) == pytest.approx(0.7)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1)), min_size=2, max_size=12))
def test_an_interval_lies_between_the_worst_and_the_best_document(rows: list[tuple[int, int, float]]) -> None:
    documents = [counts(g, p, round(share * min(g, p))) for g, p, share in rows]
    alone = [figures(d)["found_f1"] for d in documents]
    low, high = intervals(documents, draws=200)["found_f1"]
    assert min(alone) - 1e-9 <= low <= high <= max(alone) + 1e-9
