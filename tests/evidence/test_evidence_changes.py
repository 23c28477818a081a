"""Two snapshots of a source: what shrank, grew, moved, vanished and came."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.evidence import changes
from pledgebook.model import Observation, Record, Result, Transaction

PLEDGE = Transaction(
    "1",
    "pledge",
    "pledged",
    "incoming",
    Decimal(100),
    "USD",
    "2022-05-01",
    2,
    providers=("Norway",),
    receivers=("WFP",),
)


def figure(place: str, value: int) -> Observation:
    return Observation(f"place={place}; 2022", "2022", (("place", place),), Decimal(value), "visa", 2)


def test_the_largest_difference_comes_first() -> None:
    older: list[Record] = [PLEDGE, figure("Haiti", 10), figure("Chile", 5), figure("Peru", 7)]
    newer: list[Record] = [
        replace(PLEDGE, amount=Decimal(40)),
        figure("Haiti", 30),
        figure("Peru", 7),
        figure("Cuba", 2),
    ]
    found = changes(older, newer)
    assert [(one.sort, one.id, one.before, one.after, one.difference, one.unit) for one in found] == [
        ("shrank", "1", 100, 40, -60, "USD"),
        ("grew", "place=Haiti; 2022", 10, 30, 20, "visa"),
        ("vanished", "place=Chile; 2022", 5, None, -5, "visa"),
        ("came", "place=Cuba; 2022", None, 2, 2, "visa"),
    ]
    assert found[0].what == "pledge: Norway to WFP"
    assert found[1].what == "Haiti 2022"


def test_money_that_moves_up_a_rung_says_so() -> None:
    (found,) = changes([PLEDGE], [replace(PLEDGE, rung="disbursed", type="paid")])
    assert (found.sort, found.difference, found.what) == ("moved", 0, "paid: Norway to WFP (from pledged to disbursed)")
    (both,) = changes([PLEDGE], [replace(PLEDGE, rung="committed", amount=Decimal(90))])
    assert (both.sort, both.what) == ("shrank", "pledge: Norway to WFP (from pledged to committed)")


def test_another_currency_is_another_record() -> None:
    found = changes([PLEDGE], [replace(PLEDGE, currency="EUR", amount=Decimal(90))])
    assert [(one.sort, one.unit, one.difference) for one in found] == [("vanished", "USD", -100), ("came", "EUR", 90)]


def test_a_record_that_stands_twice_counts_once() -> None:
    assert changes([PLEDGE, PLEDGE], [PLEDGE]) == []
    assert changes([PLEDGE], [PLEDGE, PLEDGE]) == []


def test_results_change_by_their_actual() -> None:
    before = Result("A#1", "A", "Wells", "2022", Decimal(9), None, "unit", 4)
    (found,) = changes([before], [replace(before, actual=Decimal(4))])
    assert (found.sort, found.difference, found.what) == ("grew", 4, "Wells 2022")


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)),
    st.randoms(use_true_random=False),
)
def test_there_and_back_is_opposite_and_order_does_not_count(
    before: dict[str, int], after: dict[str, int], chance: random.Random
) -> None:
    older: list[Record] = [figure(place, value) for place, value in before.items()]
    newer: list[Record] = [figure(place, value) for place, value in after.items()]
    there, back = changes(older, newer), changes(newer, older)
    assert [(one.id, one.difference) for one in there] == [(one.id, -one.difference) for one in back]
    assert sum(one.difference for one in there) == sum(after.values()) - sum(before.values())
    chance.shuffle(older)
    chance.shuffle(newer)
    assert changes(older, newer) == there
    assert changes(older, older) == []
