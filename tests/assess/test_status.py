"""The decision table: case by case, without a hole, as the page says it, and never from later than the day asked
about."""

from __future__ import annotations

import itertools
import re
import string
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from built import commitment, delivery, from_case, member, quantity
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.assess import assess, decision_table
from pledgebook.assess.table import CONDITIONS, parse_table
from pledgebook.errors import SetupError
from pledgebook.model import Commitment, Contradiction, Delivery, Ruling, Status, Total

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
PAGE = (HERE.parents[1] / "docs/status.md").read_text(encoding="utf-8")
ROWS = decision_table().rows
SAID = date(2022, 6, 10)


def outcome(case: dict[str, Any]) -> tuple[Status, ...]:
    made, deliveries, rulings = from_case(case)
    return assess(made, deliveries, rulings, as_of=date.fromisoformat(case["as_of"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    statuses = outcome(case)
    status = statuses[0]
    told = "\n".join(status.reasons)
    assert (status.status, status.rule) == (case["status"], case["row"]), told
    assert status.as_of == case["as_of"]
    for field in ("share", "time_gone", "delivered"):
        if field in case:
            value = getattr(status, field)
            assert value == (Decimal(case[field]) if case[field] else None), field
    for field in ("reached", "late", "ruled_by"):
        if field in case:
            assert getattr(status, field) == case[field], field
    for words in case.get("says", []):
        assert words in told
    for words in case.get("not", []):
        assert words not in told
    assert not re.search(r"[{}]|None|\s\s", told)
    if "labels" in case:
        assert [found.label for found in statuses] == case["labels"]
        assert [found.status for found in statuses] == case["statuses"]


def test_every_row_has_a_case() -> None:
    assert {row.name for row in ROWS} | {"ruled"} == {case["row"] for case in CASES}


def possible() -> list[dict[str, str]]:
    """Every set of facts that can come together."""
    found = []
    for values in itertools.product(*CONDITIONS.values()):
        facts = dict(zip(CONDITIONS, values, strict=True))
        counted = facts["promise"] in ("least", "most")
        if facts["evidence"] != "measured":
            del facts["amount"]
        elif counted == (facts["amount"] == "some"):
            continue
        found.append(facts)
    return found


def test_the_table_has_no_hole_and_no_row_in_vain() -> None:
    assert {decision_table().decide(facts).name for facts in possible()} == {row.name for row in ROWS}


def test_only_a_person_says_what_only_a_person_may_say() -> None:
    assert {row.status for row in ROWS} == {"no_public_evidence", "in_progress", "overdue", "kept"}


def test_what_cannot_be_counted_is_never_kept() -> None:
    for facts in possible():
        if facts["promise"] in ("uncounted", "negated"):
            assert decision_table().decide(facts).status != "kept"


def test_a_broken_table_is_refused() -> None:
    row = '[settings]\napproximate = "0.95"\ntiny = "0.001"\n[[row]]\nname = "a"\nmeans = "a"\nstatus = "{}"\nwhen = {{ {} }}\nreason = ""'

    def made(*words: str) -> dict[str, Any]:
        return tomllib.loads(row.format(*words))

    assert parse_table(made("kept", 'evidence = ["none"]')).rows[0].name == "a"
    with pytest.raises(ValueError, match="there is no status"):
        parse_table(made("done", 'evidence = ["none"]'))
    with pytest.raises(ValueError, match="evidence has no value"):
        parse_table(made("kept", 'evidence = ["some"]'))
    with pytest.raises(KeyError):
        parse_table(made("kept", 'mood = ["good"]'))
    with pytest.raises(SetupError, match="no row"):
        parse_table(made("kept", 'evidence = ["none"]')).decide({"evidence": "later"})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_page_explains_every_row_with_its_example(row: Any) -> None:
    section = PAGE.split(f"### `{row.name}`\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
    assert row.means in section
    assert f"`{row.status}`" in section
    case = next(case for case in CASES if case["row"] == row.name)
    assert f"> {outcome(case)[0].reasons[0]}\n" in section


def test_the_page_has_the_rows_in_their_order_and_no_other() -> None:
    assert re.findall(r"^### `(\w+)`$", PAGE, re.M) == [row.name for row in ROWS]


def test_the_page_names_every_condition_value_and_field() -> None:
    for condition, values in CONDITIONS.items():
        assert f"`{condition}`" in PAGE
        for value in values:
            assert f"`{value}`" in PAGE, value
    fields = {field for row in ROWS for _, field, _, _ in string.Formatter().parse(row.reason) if field}
    for field in fields:
        assert f"`{field}`" in PAGE, field
    assert f"{decision_table().approximate * 100:.0f} %" in PAGE


def test_nothing_had_been_said() -> None:
    assert assess(commitment(member(quantity(5, 5))), [], [], as_of=SAID - timedelta(1)) == ()
    assert assess(commitment(member(quantity(5, 5))), [], [], as_of=SAID)


def test_a_number_that_was_said_only_later_is_not_the_target() -> None:
    early = member(quantity(10, 10), published="2022-06-10", number=1)
    late = member(quantity(20, 20), published="2023-06-10", number=2)
    made = commitment(early, late, total=Total(Decimal(20), Decimal(20), "refugee"))
    proof = delivery([("2022-11", 15)], seen="2022-12-31")
    assert [status.target for status in assess(made, [proof], [], as_of=date(2023, 1, 1))] == [10]
    assert [status.target for status in assess(made, [proof], [], as_of=date(2023, 7, 1))] == [20]


def test_of_several_snapshots_the_latest_that_had_been_seen_counts() -> None:
    made = commitment(member(quantity(20, 20)))
    snapshots = [
        delivery([("2022-11", n)], seen=seen) for n, seen in ((5, "2023-01-01"), (7, "2023-03-01"), (6, "2023-02-01"))
    ]
    for day, total in ((date(2023, 1, 15), 5), (date(2023, 2, 15), 6), (date(2023, 4, 1), 7)):
        assert [status.delivered for status in assess(made, snapshots, [], as_of=day)] == [total]
    [before] = assess(made, snapshots, [], as_of=date(2022, 12, 31))
    assert "first seen on 2023-01-01" in before.reasons[0]


def test_measures_that_share_a_label_are_told_apart() -> None:
    made = commitment(member(quantity(20, 20)))
    several = [delivery([("2022-11", 5)], source=source, target=n) for source, n in (("a", 1), ("b", 2), ("b", 3))]
    assert [status.label for status in assess(made, several, [], as_of=date(2025, 1, 1))] == ["a", "b", "b · 2"]


def test_a_contested_deadline_is_that_of_the_reading() -> None:
    made = commitment(member(quantity(20, 20)), contradictions=[Contradiction("deadline", ("st-1", "st-2"), "st-1")])
    readings = [
        delivery([("2023-01", 5)], label="by 2023", period="2022-10-01/2023-09-30", through="2024-12"),
        delivery([("2023-01", 5)], label="by 2026", period="2022-10-01/2026-09-30", through="2024-12"),
    ]
    assert [s.status for s in assess(made, readings, [], as_of=date(2025, 1, 1))] == ["overdue", "in_progress"]


def test_words_of_people_are_never_read_as_fields() -> None:
    made = commitment(member(quantity(20, 20, "{deadline}")))
    proof = delivery([("2023-01", 5)], unit="{deadline}", source="{seen}", note="{0.__class__}", seen="2023-02-01")
    [status] = assess(made, [proof], [Ruling("broken", "{by}", "{note}", "2023-03-01")], as_of=date(2023, 4, 1))
    assert status.reasons[0] == "Ruled broken by {by} on 2023-03-01: {note}"
    assert "{0.__class__}" in "\n".join(status.reasons)


DAYS = st.dates(date(2022, 1, 1), date(2026, 12, 31))
MONTHS = st.tuples(st.integers(2022, 2026), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}")
RECORDS = st.lists(st.tuples(MONTHS, st.integers(-50, 500)), max_size=12).map(sorted)


@st.composite
def evidence(draw: st.DrawFn) -> list[Delivery]:
    return [
        delivery(draw(RECORDS), seen=draw(DAYS).isoformat(), through=draw(MONTHS))
        for _ in range(draw(st.integers(0, 4)))
    ]


@st.composite
def promises(draw: st.DrawFn) -> Commitment:
    low, high = draw(st.one_of(st.none(), st.integers(1, 900))), draw(st.one_of(st.none(), st.integers(1, 900)))
    if low is not None and high is not None and low > high:
        low, high = high, low
    said = None if low is None and high is None else quantity(low, high, approximate=draw(st.booleans()))
    period = draw(st.sampled_from([None, "2022-10-01/2024-09-30", "../2024", "2023/..", "2024-02-30"]))
    return commitment(member(said, negated=draw(st.booleans())), period=period)


@given(promises(), evidence(), st.lists(st.tuples(DAYS, st.sampled_from(["stalled", "broken"])), max_size=3), DAYS)
def test_what_came_later_changes_nothing(
    made: Commitment, deliveries: list[Delivery], ruled: list[tuple[date, Any]], as_of: date
) -> None:
    rulings = [Ruling(status, "A", "why", day.isoformat()) for day, status in ruled]
    now = as_of.isoformat()
    # what was seen later held something else, and what was ruled later was ruled otherwise
    others = [made if made.seen <= now else replace(made, steps=(), total=None, through=None) for made in deliveries]
    ruled_by_then = [ruling for ruling in rulings if ruling.ruled <= now]
    statuses = assess(made, deliveries, rulings, as_of=as_of)
    assert statuses == assess(made, others, ruled_by_then, as_of=as_of)
    assert {status.as_of for status in statuses} <= {now}
    known = [given for given in deliveries if given.seen <= now]
    if known:
        assert statuses == assess(made, known, rulings, as_of=as_of)


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**8), min_size=1, max_size=6), st.integers(0, 10**8))
def test_the_share_never_falls_with_more_delivered(target: int, values: list[int], more: int) -> None:
    made = commitment(member(quantity(target, target)))
    records = [(f"2023-{month + 1:02}", value) for month, value in enumerate(values)]
    as_of = date(2024, 12, 31)
    [less] = assess(made, [delivery(records)], [], as_of=as_of)
    [grown] = assess(made, [delivery([*records, ("2023-12", more)])], [], as_of=as_of)
    assert less.share is not None
    assert grown.share is not None
    assert less.share <= grown.share
    assert less.status != "kept" or grown.status == "kept"


@given(st.integers(1, 10**9), st.sampled_from([0, 1, -1]), st.booleans())
def test_kept_begins_at_the_number_itself(target: int, off: int, exact: bool) -> None:
    made = commitment(member(quantity(target, target if exact else None)))
    [status] = assess(made, [delivery([("2023-01", target + off)], through="2024-12")], [], as_of=date(2024, 12, 31))
    assert status.status == ("overdue" if off < 0 else "kept")
    assert status.share is not None
    assert (status.share >= 1) == (off >= 0)
