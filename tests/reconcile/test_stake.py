"""What hangs on a question: more where the answer changes more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.reconcile import stake

_AMOUNT = st.one_of(st.none(), st.floats(0, 1e15))


def _stake(
    score: float = 0.5,
    kind: str = "commitment",
    documents: tuple[int, int] = (2, 3),
    amounts: tuple[float | None, float | None] = (1e6, 1e6),
    unit: str = "USD",
) -> float:
    return stake(score, (kind, kind), documents, amounts, ("USD", unit))  # type: ignore[arg-type]


def test_the_likelier_the_same_the_sooner() -> None:
    assert _stake(0.8) > _stake(0.3)


def test_what_many_documents_speak_of_comes_first() -> None:
    assert _stake(documents=(9, 9)) > _stake(documents=(2, 2)) > _stake(documents=(1, 1))


def test_large_sums_that_count_twice_come_first() -> None:
    assert _stake(amounts=(1e9, 1e9)) > _stake(amounts=(1e6, 1e6)) > _stake(amounts=(None, 1e6))
    assert _stake(unit="EUR") == _stake(amounts=(None, None)), "two currencies are not added up"


def test_promises_come_before_figures() -> None:
    assert _stake(kind="commitment") > _stake(kind="action") > _stake(kind="figure")


def test_an_unlikely_question_of_much_weight_may_come_before_a_likely_one_of_little() -> None:
    assert _stake(0.4, documents=(12, 8), amounts=(1e9, 1e9)) > _stake(0.8, documents=(1, 1), amounts=(None, None))


@given(st.floats(0.001, 0.999), st.tuples(st.integers(1, 999), st.integers(1, 999)), st.tuples(_AMOUNT, _AMOUNT))
def test_either_side_may_come_first(
    score: float, documents: tuple[int, int], amounts: tuple[float | None, ...]
) -> None:
    one, other = amounts
    turned = _stake(score, documents=(documents[1], documents[0]), amounts=(other, one))
    assert _stake(score, documents=documents, amounts=(one, other)) == turned > 0
