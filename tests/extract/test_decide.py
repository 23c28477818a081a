"""The choice of objects against its brute-force twin, and the readings of a candidate on a table of cases."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract.clauses.candidate import Candidate
from pledgebook.extract.decide.choice import RIVAL, choose
from pledgebook.extract.decide.linear import KINDS, Weights, chance, judge, load_weights, odds_of, weigh


def candidate(start: int, end: int, act: int = 0, first: int | None = None, sentence: int = 0) -> Candidate:
    return Candidate(sentence, start, act, "dobj", start, end, start if first is None else first)


def worth(candidates: Sequence[Candidate], odds: Sequence[int], threshold: int, chosen: Sequence[int]) -> int | None:
    """What a set is worth; None where it does not fit together."""
    members = [candidates[k] for k in chosen]
    for one, other in itertools.combinations(members, 2):
        if one.sentence == other.sentence and one.end > other.start and one.start < other.end:
            return None
    coordinations: dict[tuple[int, int], set[int]] = {}
    for one in members:
        coordinations.setdefault((one.sentence, one.act), set()).add(one.first)
    rivals = sum(len(firsts) - 1 for firsts in coordinations.values())
    return sum(odds[k] - threshold for k in chosen) - RIVAL * rivals


@st.composite
def sentences(draw: st.DrawFn) -> tuple[list[Candidate], list[int]]:
    count = draw(st.integers(0, 9))
    made = []
    for _ in range(count):
        start, length = draw(st.integers(0, 20)), draw(st.integers(1, 8))
        made.append(
            candidate(start, start + length, draw(st.integers(0, 3)), draw(st.integers(0, 4)), draw(st.integers(0, 1)))
        )
    return made, [draw(st.integers(-200, 400)) for _ in made]


@settings(max_examples=300, deadline=None)
@given(sentences(), st.sampled_from([-60, 0, 50]))
def test_the_choice_is_the_best_of_all_sets(case: tuple[list[Candidate], list[int]], threshold: int) -> None:
    candidates, odds = case
    sets = itertools.chain.from_iterable(
        itertools.combinations(range(len(candidates)), size) for size in range(len(candidates) + 1)
    )
    best = max(value for chosen in sets if (value := worth(candidates, odds, threshold, chosen)) is not None)
    chosen = choose(candidates, odds, threshold)
    assert worth(candidates, odds, threshold, chosen) == best
    assert chosen == sorted(chosen, key=lambda k: (candidates[k].start, candidates[k].end))


@pytest.mark.parametrize(
    ("candidates", "odds", "chosen"),
    [
        ([], [], []),
        ([candidate(0, 5)], [10], [0]),
        ([candidate(0, 5)], [0], []),  # not above the threshold
        (
            [candidate(0, 9), candidate(0, 4, 1), candidate(5, 9, 2)],
            [150, 80, 80],
            [1, 2],
        ),  # two right ones beat their cover
        ([candidate(0, 9), candidate(0, 4, 1), candidate(5, 9, 2)], [170, 80, 80], [0]),
        ([candidate(0, 4), candidate(5, 9)], [300, 90], [0]),  # a second object of the same act
        ([candidate(0, 4), candidate(5, 9)], [300, 110], [0, 1]),
        ([candidate(0, 4, first=0), candidate(5, 9, first=0)], [300, 10], [0, 1]),  # coordinated with the first
        ([candidate(0, 9), candidate(0, 9, sentence=1)], [10, 10], [0, 1]),  # of different sentences
    ],
)
def test_what_fits_together_is_chosen(candidates: list[Candidate], odds: list[int], chosen: list[int]) -> None:
    assert choose(candidates, odds, 0) == chosen


def test_a_hostile_sentence_takes_no_time() -> None:
    many = [candidate(k * 3, k * 3 + 4, k % 40, k) for k in range(400)]
    assert choose(many, [50 + k % 7 for k in range(400)], 0)


WEIGHTS = Weights(
    "t",
    0.5,
    {"promise": (300, -100, 0, 0, 0), "past": (-100, 250, 0, 0, 0), "bias": (-190, -190, -300, -300, -300)},
    {},
    {},
)


@pytest.mark.parametrize(
    ("signs", "kind", "statement"),
    [
        (["bias"], "commitment", False),  # equals: the first kind
        (["bias", "promise"], "commitment", True),
        (["bias", "past"], "action", True),
        (["bias", "promise", "past"], "commitment", True),
        (["unknown"], "commitment", True),
    ],
)
def test_readings_are_weighed_as_wholes(signs: list[str], kind: str, statement: bool) -> None:
    found = judge(signs, WEIGHTS)
    assert found.kind == kind
    assert (found.odds > 0) == statement
    assert 0 < found.of_kind <= found.probability < 1


@given(st.lists(st.sampled_from(sorted(load_weights().reading)), max_size=80), st.randoms())
def test_the_order_of_signs_says_nothing(signs: list[str], random: object) -> None:
    shuffled = [*signs, *signs[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(signs, load_weights()) == judge(shuffled, load_weights())


@given(st.integers(-1500, 1500))
def test_odds_and_chances_are_two_sides(hundredths: int) -> None:
    assert odds_of(chance(hundredths)) == hundredths


def test_a_sign_counts_once() -> None:
    assert weigh(["a", "a", "b", "c"], {"a": 3, "b": -1}) == 2


def test_the_shipped_weights_are_whole_hundredths_for_every_kind() -> None:
    shipped = load_weights()
    assert 0 < shipped.threshold < 1
    assert all(len(row) == len(KINDS) and all(isinstance(w, int) for w in row) for row in shipped.reading.values())
    assert all(isinstance(w, int) for w in [*shipped.recipient.values(), *shipped.confidence.values()])
    assert math.isclose(chance(0), 0.5)
