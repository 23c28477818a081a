"""The calibration table counts right, and what is surest does not depend on the order of equals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.measure.calibration import bins, calibration_error, lines, precision_of_surest

judged = st.lists(st.tuples(st.integers(0, 100).map(lambda k: k / 100), st.booleans()), max_size=60)


def test_eight_of_ten_at_a_confidence_of_eight_tenths_is_no_error() -> None:
    assert calibration_error([(0.8, k < 8) for k in range(10)]) == pytest.approx(0.0)
    assert calibration_error([(0.8, k < 5) for k in range(10)]) == pytest.approx(0.3)


def test_the_surest_come_first() -> None:
    rows = [(0.9, True), (0.9, True), (0.2, False), (0.1, False)]
    assert [precision_of_surest(rows, share) for share in (0.25, 0.5, 1.0)] == [1.0, 1.0, 0.5]
    assert precision_of_surest([], 0.5) == 0.0


@given(judged, st.sampled_from([0.3, 0.5, 0.7, 1.0]), st.randoms())
def test_the_order_of_the_statements_says_nothing(rows: list[tuple[float, bool]], share: float, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert precision_of_surest(rows, share) == pytest.approx(precision_of_surest(shuffled, share))
    assert calibration_error(rows) == pytest.approx(calibration_error(shuffled))


@given(judged)
def test_every_statement_is_in_one_bin(rows: list[tuple[float, bool]]) -> None:
    table = bins(rows)
    assert sum(one.count for one in table) == len(rows)
    assert all(one.low - 1e-9 <= one.confidence <= one.high + 1e-9 for one in table)
    assert len(list(lines(rows))) == len(table) + 2
