"""What is added up, what is left out, and the words that say so."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.evidence import deliver
from pledgebook.evidence.addends import Addend
from pledgebook.evidence.levels import levels
from pledgebook.model import Delivery, Measure, Observation, Record, Result, Snapshot, Transaction

TABLE = Snapshot("arrivals", "table", "2024-12-31", "a.csv", "sha256:0", notes=("Preliminary.",))
IATI = Snapshot("aid", "iati", "2024-12-31", "a.xml", "sha256:0")
FTS = Snapshot("flows", "fts", "2024-12-31", "a.csv", "sha256:0")


def figure(period: str, value: int, place: str = "Haiti", *, total: bool = False, unit: str = "refugee") -> Observation:
    return Observation(f"place={place}; {period}", period, (("place", place),), Decimal(value), unit, 2, total)


def paid(id: str, amount: int, **changed: Any) -> Transaction:
    base = Transaction(id, "3", "disbursed", "outgoing", Decimal(amount), "USD", "2022-05-01", 2, activity=id)
    return replace(base, **changed)


def added(records: list[Record], snapshot: Snapshot = TABLE, as_of: date | None = None, **changed: Any) -> Delivery:
    measure = Measure(
        snapshot.source, (), "value" if snapshot is TABLE else "amount", "refugee" if snapshot is TABLE else "USD"
    )
    return deliver(replace(measure, **changed), snapshot, records, as_of=as_of)


def test_the_total_shows_its_formula_and_carries_the_notes() -> None:
    found = added(
        [figure("2022-02", 3), figure("2022-01", 1_200), figure("2022-01", 5, "Chile")],
        select=(("place", ("haiti",)),),
        period="2022",
        note="Arrivals are not places promised.",
    )
    assert [(step.period, step.value, step.total) for step in found.steps] == [
        ("2022-01", 1_200, 1_200),
        ("2022-02", 3, 1_203),
    ]
    assert found.formula == "1,200 (2022-01) + 3 (2022-02) = 1,203 refugee [arrivals: place = haiti; 2022; 2 records]"
    assert found.notes == ("Preliminary.", "Arrivals are not places promised.")
    assert (found.total, found.unit, found.seen, found.through, found.left_out) == (
        1_203,
        "refugee",
        "2024-12-31",
        "2022-02",
        (),
    )


def test_figures_of_one_period_are_one_step() -> None:
    found = added([figure("2022-01", 1), figure("2022-01", 2, "Chile"), figure("2022-02", 4)])
    assert [(step.period, step.value) for step in found.steps] == [("2022-01", 3), ("2022-02", 4)]
    assert "3 records" in found.formula


def test_many_addends_are_shortened() -> None:
    found = added([figure(f"2022-{month:02d}", 1) for month in range(1, 13)])
    assert found.formula.startswith(
        "1 (2022-01) + 1 (2022-02) + 1 (2022-03) + … 7 more … + 1 (2022-11) + 1 (2022-12) = 12 refugee"
    )


def test_no_record_is_not_nothing_delivered() -> None:
    found = added([figure("2022-01", 1)], select=(("place", ("Peru",)),))
    assert found.total is None
    assert found.steps == ()
    assert found.formula.startswith("no record fits")
    zero = added([figure("2022-01", 0)])
    assert zero.total == 0


def test_a_name_that_no_record_has_is_said() -> None:
    assert added([figure("2022-01", 1)], select=(("region", ("Haiti",)),)).left_out == (
        "no record of the source has 'region'",
    )


def test_totals_are_never_added_to_their_parts() -> None:
    found = added([figure("2022-01", 1), figure("2022-01", 2, "Chile"), figure("2022-01", 3, "Total", total=True)])
    assert found.total == 3
    assert found.left_out == ("1 record: totals of others of the table",)


def test_totals_alone_are_added_over_time_and_not_to_each_other() -> None:
    one = [figure("2022-01", 3, "Total", total=True), figure("2022-02", 4, "Total", total=True)]
    assert added(one).total == 7
    two = added([*one, figure("2022-02", 9, "Grand total", total=True)])
    assert two.total is None
    assert two.formula == "nothing is added: several totals stand for 2022-02, and one may hold the other"
    assert two.formula in two.left_out


def test_a_year_is_not_added_to_its_months() -> None:
    found = added([figure("2022", 100), figure("2022-01", 7), figure("2022-02", 8), figure("2021", 50)])
    assert found.total == 65
    assert found.left_out == ("1 record: longer periods, whose parts are counted",)


def test_only_whole_periods_inside_the_measures_period_count() -> None:
    records = [figure("2021-12", 1), figure("2022-01", 2), figure("2022-10-01/2023-09-30", 4), figure("2023-12", 8)]
    found = added(records, period="2022")
    assert found.total == 2
    assert found.left_out == (
        "1 record: partly outside 2022",
        "the source has no figures from 2022-02-01 to 2022-09-30",
    )


@pytest.mark.parametrize(
    ("period", "total"), [("../2022", 3), ("2022/..", 14), (None, 15), ("2022-01-01/2022-12-31", 2)]
)
def test_open_periods(period: str | None, total: int) -> None:
    records = [figure("2021-12", 1), figure("2022-01", 2), figure("2023-01", 4), figure("2023-02", 8)]
    assert added(records, period=period).total == total


def test_missing_months_are_named_where_they_matter() -> None:
    records = [figure(month, 1) for month in ("2022-01", "2022-02", "2022-04", "2023-01")]
    found = added(records, period="2022-01-01/2022-06-30")
    assert found.left_out == (
        "the source has no figures from 2022-03-01 to 2022-03-31",
        "the source has no figures from 2022-05-01 to 2022-12-31",
    )
    assert added(records, period="2022-01-01/2022-02-28").left_out == ()


def test_another_unit_is_left_out() -> None:
    found = added([figure("2022-01", 1), figure("2022-02", 2, unit="visa")])
    assert (found.total, found.left_out) == (1, ("1 record: in visa, not refugee",))


def test_a_period_that_was_not_over_reaches_to_the_day_seen() -> None:
    found = added([figure("2024-06", 1), figure("2024-10-01/2025-09-30", 2)])
    assert (found.total, found.through) == (3, "2024-12-31")


def test_running_totals_take_the_latest() -> None:
    found = added([figure("2022-01", 5), figure("2022-02", 9), figure("2022-03", 8)], sum="last")
    assert [(step.value, step.total) for step in found.steps] == [(5, 5), (4, 9), (-1, 8)]
    assert (found.total, found.formula) == (
        8,
        "the latest figure, of 2022-03: 8 refugee [arrivals: all records; 3 records]",
    )


def test_percentages_are_not_added() -> None:
    records: list[Record] = [figure("2022-01", 50, unit="percent"), figure("2022-02", 60, unit="percent")]
    assert added(records, unit="percent").total is None
    assert added(records, unit="percent", sum="last").total == 60
    assert added([*records, figure("2022-02", 40, "Chile", unit="percent")], unit="percent", sum="last").total is None


def test_results_add_up_for_one_indicator() -> None:
    def wells(period: str, actual: int | None, indicator: str = "Wells") -> Result:
        value = None if actual is None else Decimal(actual)
        return Result(f"A#{indicator}-{period}", "A", indicator, period, Decimal(9), value, "unit", 4)

    records: list[Record] = [wells("2021", 3), wells("2022", 4), wells("2023", None), wells("2022", 7, "Pumps")]
    assert added(records, unit="unit").total is None
    found = added(records, unit="unit", select=(("indicator", ("Wells",)),))
    assert (found.total, found.through) == (7, "2022")
    assert found.left_out == ("1 record: a target without an actual value",)


def test_as_of_takes_only_what_was_over_and_seen() -> None:
    records = [figure("2022-01", 1), figure("2022-02", 2)]
    found = added(records, as_of=date(2025, 1, 1))
    assert found.total == 3
    assert added(records, as_of=date(2024, 12, 31)).total == 3
    early = added(records, as_of=date(2024, 12, 30))
    assert early.total is None
    assert early.left_out == ("the snapshot was seen on 2024-12-31, after 2024-12-30",)
    older = replace(TABLE, seen="2022-02-10")
    later = deliver(Measure("arrivals", (), "value", "refugee"), older, records, as_of=date(2022, 2, 20))
    assert (later.total, later.left_out) == (1, ("1 record: not over by 2022-02-20",))


# money


def test_one_currency_is_added_and_others_are_named() -> None:
    found = added([paid("a", 5), paid("b", 7, currency="EUR"), paid("c", 9, currency="EUR")], IATI)
    assert (found.total, found.left_out) == (5, ("2 records: in EUR, not USD",))
    assert added([paid("b", 7, currency="EUR")], IATI).total is None


def test_the_publishers_dollars_count_and_are_said_to_be_converted() -> None:
    found = added([paid("a", 5, currency="EUR", usd=Decimal(6)), paid("b", 1)], FTS)
    assert found.total == 7
    assert "1 in US dollars as their publisher converted them" in found.formula
    assert added([paid("a", 5, currency="EUR", usd=Decimal(6))], FTS, unit="EUR").total == 5


def test_rungs_are_never_mixed() -> None:
    records: list[Record] = [
        paid("a", 5),
        paid("b", 7, rung="committed", type="2"),
        paid("c", 9, rung="spent", type="4"),
    ]
    mixed = added(records, IATI)
    assert mixed.total is None
    assert "committed (1), disbursed (1), spent (1)" in mixed.formula
    assert added(records, IATI, select=(("rung", ("committed",)),)).total == 7
    assert added(records, IATI, select=(("rung", ("disbursed", "spent")),)).total is None


def test_budgets_and_repayments_are_no_delivery_unless_asked_for() -> None:
    records: list[Record] = [paid("a", 5), paid("b", 7, rung=None, type="budget")]
    found = added(records, IATI)
    assert (found.total, found.left_out) == (
        5,
        ("1 record: no step of delivery (budgets, funds received, repayments)",),
    )
    assert added(records, IATI, select=(("type", ("budget",)),)).total == 7


@pytest.mark.parametrize(
    ("snapshot", "total", "said"),
    [
        (IATI, 5, ("1 record: incoming, and never added to what is outgoing", "1 record: internal, and never added to what is outgoing")),
        (FTS, 7, ("1 record: internal, and never added to what is incoming", "1 record: outgoing, and never added to what is incoming")),
    ],
)  # fmt: skip
def test_directions_are_never_mixed(snapshot: Snapshot, total: int, said: tuple[str, ...]) -> None:
    records: list[Record] = [paid("a", 5), paid("b", 7, direction="incoming"), paid("c", 9, direction="internal")]
    found = added(records, snapshot)
    assert (found.total, found.left_out) == (total, said)
    both = added(records, snapshot, select=(("direction", ("incoming", "internal")),))
    assert both.total == 7
    assert added(records, snapshot, select=(("direction", ("internal",)),)).total == 9


@pytest.mark.parametrize("told_by", ["child", "parent"])
def test_a_child_of_a_counted_parent_is_not_added(told_by: str) -> None:
    parent = paid("p", 100, children=("c",) if told_by == "parent" else ())
    child = paid("c", 30, parent="p" if told_by == "child" else None)
    found = added([child, parent, paid("x", 1)], IATI)
    assert (found.total, found.left_out) == (101, ("1 record: children of a parent that is counted and may hold them",))
    assert added([child, paid("x", 1)], IATI).total == 31
    assert added([child, parent, paid("x", 1)], FTS).total == 131, (
        "the amount of a flow is what its children left of it"
    )


def test_flows_that_the_publishers_totals_leave_out_are_said() -> None:
    found = added([paid("a", 5), paid("b", 7, shared=True)], FTS)
    assert found.total == 12
    assert "1 flow, 7 USD" in found.notes[0]
    assert "5 USD without them" in found.notes[0]


def test_a_parent_on_another_rung_or_before_the_period_does_not_hide_its_child() -> None:
    parent = paid("p", 100, rung="committed", type="2")
    child = paid("c", 30, parent="p")
    assert added([parent, child], IATI, select=(("rung", ("disbursed",)),)).total == 30
    earlier = paid("p", 100, date="2021-01-01")
    assert added([earlier, child], IATI, period="2022").total == 30


def node(id: str, value: int, parent: str | None = None, *children: str, ref: str | None = None) -> Addend:
    day = date(2022, 5, 1)
    return Addend(
        f"{id}#1",
        "2022-05-01",
        day,
        day,
        Decimal(value),
        type="11",
        activity=id,
        parent=parent,
        children=children,
        ref=ref,
    )


def test_a_grandchild_lies_below_though_nothing_of_the_one_between_counts() -> None:
    found = levels([node("a", 100, None, "b"), replace(node("b", 1), type="3"), node("c", 30, "b"), node("x", 5)])
    assert (found.left_out, found.held) == ({"c#1"}, 30)


@pytest.mark.parametrize("size", [2, 3, 50])
def test_a_circle_of_parents_keeps_one(size: int) -> None:
    ring = [node(f"n{i:02d}", 100 - i, f"n{(i + 1) % size:02d}") for i in range(size)]
    found = levels(ring)
    assert "n00#1" not in found.left_out
    assert levels(reversed(ring)).left_out == found.left_out


@pytest.mark.parametrize(
    ("addends", "left_out", "repeated", "held", "above", "below"),
    [
        ([node("p", 100), node("c", 30, "p"), node("d", 70, "p")], {"c#1", "d#1"}, 100, 0, 0, 0),
        ([node("p", 100), node("c", 30, "p")], {"c#1"}, 0, 30, 0, 0),
        ([node("p", 20), node("c", 30, "p")], set(), 0, 0, 20, 30),
        ([node("p", 0), node("c", 30, "p")], set(), 0, 0, 0, 0),
        ([node("p", 100, ref="1"), node("c", 30, "p", ref="2")], set(), 0, 0, 100, 30),
        ([node("p", 100, ref="1"), node("c", 30, "p", ref="1")], {"c#1"}, 0, 30, 0, 0),
        ([node("p", 100, ref="1"), node("c", 100, "p", ref="2")], {"c#1"}, 100, 0, 0, 0),
        ([node("a", 18, ref="1"), node("b", 6, "a", ref="2"), node("c", 9, "b", ref="2")], set(), 0, 0, 18, 15),
        ([node("a", 50), node("b", 6, "a"), node("c", 6, "b")], {"b#1", "c#1"}, 6, 6, 0, 0),
    ],
    ids=[
        "a parent that repeats",
        "a parent that may hold",
        "a parent that cannot hold",
        "a parent without money",
        "numbers of their own",
        "a number that stands below",
        "the same sum under another number",
        "three levels that add up",
        "three levels one in the other",
    ],
)  # fmt: skip
def test_the_level_that_holds_the_money_counts(
    addends: list[Addend], left_out: set[str], repeated: int, held: int, above: int, below: int
) -> None:
    found = levels(addends)
    assert (found.left_out, found.repeated, found.held, found.above, found.below) == (
        left_out,
        repeated,
        held,
        above,
        below,
    )


def test_levels_are_compared_within_a_type_and_a_year() -> None:
    later = replace(node("c", 30, "p"), period="2023-05-01")
    assert levels([node("p", 100), later]).left_out == set()
    assert levels([node("p", 100), replace(node("c", 30, "p"), type="3")]).left_out == set()


def test_where_a_parent_may_hold_its_children_both_sums_are_said() -> None:
    found = added([paid("p", 100), paid("c", 30, parent="p")], IATI)
    assert (found.total, found.at_most) == (100, 130)
    assert found.doubts == (
        "Of 30 USD more nobody can say whether it counts: the sum is 100 at least and 130 at most.",
    )
    both = added([paid("p", 20), paid("c", 30, parent="p")], IATI)
    assert (both.total, both.at_most, both.doubts) == (50, None, ())
    assert "20 and 30 USD; both are counted" in both.notes[0]


def test_named_activities_are_added_whatever_their_level() -> None:
    select = (("activity", ("p", "c")),)
    assert added([paid("p", 100), paid("c", 30, parent="p")], IATI, select=select).total == 130


def total(period: str, value: int, *marks: str, sex: str = "F", age: str = "Y18", place: str = "Haiti") -> Observation:
    side = (("sex", "T" if "sex" in marks else sex), ("age", "TOTAL" if "age" in marks else age), ("place", place))
    id = "; ".join(f"{name}={value}" for name, value in side) + f"; {period}"
    return Observation(id, period, side, Decimal(value), "refugee", 2, bool(marks), marks)


def test_the_publishers_total_counts_where_it_covers_the_selection() -> None:
    parts = [total("2022", 5), total("2022", 5, sex="M"), total("2022", 10, "sex", "age"), total("2022", 10, "sex")]
    found = added(parts)
    assert (found.total, found.left_out, found.notes) == (
        10,
        ("3 records: parts of the publisher's own totals",),
        ("Preliminary.",),
    )
    rounded = added([*parts[:2], total("2022", 12, "sex", "age")])
    assert rounded.total == 12
    assert "The publisher's own total counts, 12 refugee; its 2 parts add up to 10, 2 less." in rounded.notes
    women = added([*parts, total("2022", 6, "age")], select=(("sex", ("F",)),))
    assert women.total == 6


def test_a_total_that_covers_one_place_of_two_does_not_count() -> None:
    parts = [total("2022", 5), total("2022", 7, place="Chile"), total("2022", 6, "sex", "age")]
    found = added(parts)
    assert (found.total, found.left_out) == (12, ("1 record: totals of others of the table",))


def test_two_totals_of_the_same_leave_the_parts() -> None:
    one = total("2022", 9, "sex", "age")
    other = replace(one, id="x", dimensions=(("sex", "B"), ("age", "TOTAL"), ("place", "Haiti")), value=Decimal(8))
    assert added([total("2022", 5), one, other]).total == 5


def test_figures_of_one_period_and_side_all_count() -> None:
    gifts = [replace(figure("2022-03-31", 100), id=f"g{n}") for n in range(3)]
    assert added(list(gifts)).total == 300


def test_a_table_of_events_has_no_gaps_and_many_gaps_are_one_line() -> None:
    events = [figure(f"2022-{month:02d}-03", 1) for month in range(1, 13)]
    assert added(list(events)).left_out == ()
    months = [figure(f"{year}-01", 1) for year in range(2010, 2023)]
    assert added(list(months)).left_out == (
        "the source has no figures for 12 stretches between 2010-02-01 and 2021-12-31, the longest from 2012-02-01 to 2012-12-31",
    )


def test_what_may_count_or_not_is_a_doubt() -> None:
    found = added([paid("a", 50), paid("c", 9, date=None)], IATI)
    assert (found.total, found.at_most) == (50, 59)
    foreign = added([paid("a", 5), paid("b", 7, currency="EUR")], IATI)
    assert (foreign.total, foreign.at_most) == (5, None)
    assert foreign.doubts == ("Records in other currencies than USD are not in the sum (1 in EUR).",)
    assert added([figure("2022-01", 1), figure("2022-02", 2, unit="visa")]).doubts == ()


def test_a_sum_of_negative_records_says_so() -> None:
    found = added([paid("a", -50), paid("b", -20)], IATI)
    assert found.total == -70
    assert "every record that counts is negative" in found.notes[0]
    assert added([paid("a", -50), paid("b", 20)], IATI).notes == ()


def test_the_same_flow_twice_counts_once() -> None:
    found = added([paid("a", 5), paid("a", 5)], FTS)
    assert (found.total, found.left_out) == (5, ("1 record: a second time under the same id",))


def test_money_carried_over_counted_when_it_came() -> None:
    found = added([paid("a", 5), paid("b", 7, flow="Carryover"), paid("c", 9, flow="Parked")], FTS)
    assert (found.total, found.left_out) == (
        14,
        ("1 record: money carried over from an earlier year, which counted when it came",),
    )


def test_corrections_are_taken_off_and_the_undated_left_out() -> None:
    found = added([paid("a", 50), paid("b", -20), paid("c", 9, date=None)], IATI)
    assert (found.total, found.left_out) == (30, ("1 record: without a date",))


def test_a_country_counts_by_its_share() -> None:
    split = paid("a", 200, recipients=("KE", "UG"), recipient_shares=(Decimal(60), Decimal(40)))
    vague = paid("b", 100, recipients=("KE", "UG"))
    whole = paid("c", 10, recipients=("KE",))
    select = (("recipient", ("KE",)),)
    found = added([split, vague, whole], IATI, select=select)
    assert (found.total, found.left_out) == (
        130,
        ("1 record: for several recipients, and nobody says how much for each",),
    )
    assert added([split, vague, whole], IATI, select=(("recipient", ("KE", "UG")),)).total == 310
    assert added([split, vague, whole], IATI, select=(("recipient", ("M49:014",)),)).total == 310


def test_givers_fit_by_name_or_by_country() -> None:
    records: list[Record] = [
        paid("a", 5, providers=("Germany, Government of",)),
        paid("b", 7, providers=("Federal Republic of Germany",)),
        paid("c", 9, providers=("Canada, Government of",)),
    ]
    assert added(records, FTS, select=(("provider", ("DE",)),)).total == 12
    assert added(records, FTS, select=(("provider", ("germany, government of",)),)).total == 5
    assert added(records, FTS, select=(("provider", ("DE", "CA")), ("rung", ("disbursed",)))).total == 21


def test_what_is_planned_does_not_say_how_far_the_source_reaches() -> None:
    records: list[Record] = [
        paid("a", 5),
        paid("b", 7, rung=None, type="budget", date="2030-01-01"),
        paid("c", 1, date="2031-01-01"),
    ]
    assert added(records, IATI, period="2022").through == "2022-05-01"


MONTHS = st.sampled_from([f"2022-{month:02d}" for month in range(1, 13)])


@given(
    st.dictionaries(
        st.tuples(MONTHS, st.sampled_from(["Haiti", "Chile", "Peru"])), st.integers(-50, 10_000), max_size=30
    ),
    st.randoms(use_true_random=False),
)
def test_steps_add_up_whatever_the_order(figures: dict[tuple[str, str], int], chance: random.Random) -> None:
    records: list[Record] = [figure(month, value, place) for (month, place), value in figures.items()]
    found = added(records)
    chance.shuffle(records)
    assert added(records) == found
    expected = sum(figures.values()) if figures else None
    assert found.total == expected
    running = Decimal(0)
    for step in found.steps:
        running += step.value
        assert step.total == running
    assert [step.period for step in found.steps] == sorted({month for month, _ in figures})


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sampled_from("abcdef") | st.none(),
            st.lists(st.sampled_from("abcdef"), max_size=2),
            st.integers(-5, 50),
        ),
        max_size=8,
    )
)
def test_of_a_family_never_all_are_left_out(nodes: list[tuple[str, str | None, list[str], int]]) -> None:
    family = [replace(node(id, value, up, *down), id=f"{id}#{n}") for n, (id, up, down, value) in enumerate(nodes)]
    found = levels(family)
    assert len(found.left_out) < len(family) or not family
    assert levels(reversed(family)).left_out == found.left_out
    left = sum((one.value for one in family if one.id in found.left_out and one.value > 0), Decimal(0))
    assert found.repeated + found.held <= left + sum(max(Decimal(0), one.value) for one in family)
