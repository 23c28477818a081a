"""A stated figure against a table: verdict, size, words."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from built import commitment, delivery, member, quantity
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.assess import check_figure
from pledgebook.model import Total

CASES = [
    ("more than 239,000", 239000, None, 241136, "agrees", "agrees, 2,136 (0.9 %) above the stated floor"),
    ("more than 239,000", 239000, None, 239000, "agrees", "agrees, the stated floor itself"),
    ("more than 239,000", 239000, None, 230000, "differs", "differs, 9,000 (3.8 %) below the stated floor"),
    ("up to 4,000", None, 4000, 3500, "agrees", "agrees, 500 (12.5 %) below the stated ceiling"),
    ("up to 4,000", None, 4000, 4100, "differs", "differs, 100 (2.5 %) above the stated ceiling"),
    ("5 to 7", 5, 7, 6, "agrees", "agrees, within the stated range"),
    ("5 to 7", 5, 7, 8, "differs", "differs, 1 (14.3 %) above the stated ceiling"),
    ("15,282", 15282, 15282, 15282, "agrees", "agrees exactly"),
    ("15,000", 15000, 15000, 15100, "agrees_rounded", "agrees when rounded as stated, 100 (0.7 %) above it"),
    ("15,000", 15000, 15000, 15282, "differs", "differs, 282 (1.9 %) above it"),
    ("20,000", 20000, 20000, 24999, "differs", "differs, 4,999 (25 %) above it"),
    ("1,234", 1234, 1234, 1235, "differs", "differs, 1 (0.1 %) above it"),
    ("0", 0, 0, 3, "differs", "differs, 3 above it"),
]


@pytest.mark.parametrize(("text", "low", "high", "found", "verdict", "told"), CASES)
def test_case(text: str, low: int | None, high: int | None, found: int, verdict: str, told: str) -> None:
    checked = check_figure(quantity(low, high, text=text), delivery([("2022-05", found)]))
    assert checked.verdict == verdict
    assert checked.words == f"{text} stated, {found:,} in the table: {told}."
    assert checked.agrees == (verdict != "differs")
    assert checked.difference == found - (checked.stated or 0)


def test_a_hedged_number_may_be_a_little_off() -> None:
    stated = quantity(20000, 20000, text="nearly 20,000", approximate=True)
    assert check_figure(stated, delivery([("2022-05", 19100)])).verdict == "agrees_about"
    assert check_figure(stated, delivery([("2022-05", 18900)])).verdict == "differs"


def test_nothing_to_compare() -> None:
    stated = quantity(5, 5, text="5")
    assert check_figure(stated, delivery([])).words == "5 stated; no record of the table fits."
    assert check_figure(stated, delivery([("2022-05", 5)], unit="visa")).verdict == "not_comparable"
    assert check_figure(commitment(member(None)), delivery([("2022-05", 5)])).verdict == "not_comparable"


def test_a_commitment_or_a_total_is_checked_like_a_statement() -> None:
    proof = delivery([("2022-05", 241136)], note="Counts events, not persons.", left_out=["3 lines without a month"])
    said = member(quantity(239000, None, text="more than 239,000"))
    for stated in (commitment(said), Total(Decimal(239000), None, "refugee")):
        checked = check_figure(stated, proof)
        assert checked.words.startswith("At least 239,000 refugees stated, 241,136 in the table: agrees")
        assert checked.reasons[-2:] == ("Note: Counts events, not persons.", "Not counted: 3 lines without a month")
    assert check_figure(said.said.statement, proof).words.startswith("more than 239,000 stated")


@given(st.integers(-(10**20), 10**20), st.integers(-(10**20), 10**20), st.booleans())
def test_the_size_is_the_difference(stated: int, found: int, hedged: bool) -> None:
    checked = check_figure(quantity(stated, stated, approximate=hedged), delivery([("2022-05", found)]))
    assert checked.difference == Decimal(found) - Decimal(stated)
    assert checked.agrees or stated != found


@pytest.mark.shared
def test_encounters_of_may_2022(shared: Path) -> None:
    with (shared / "evidence/us-southwest-border-encounters.csv").open(newline="", encoding="utf-8") as file:
        lines = [
            line for line in csv.DictReader(file) if line["Fiscal Year"][:4] == "2022" and line["Month (abbv)"] == "MAY"
        ]
    counted = sum(int(line["Encounter Count"]) for line in lines)
    checked = check_figure(
        quantity(239000, None, "encounter", text="more than 239,000"),
        delivery([("2022-05", counted)], unit="encounter"),
    )
    assert (checked.verdict, checked.found, checked.difference) == ("agrees", 241136, 2136)
