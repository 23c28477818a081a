"""The real files: what a plain script over the file says, and the figures that the commitments are measured by."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ElementTree
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from gathered import Gathered, gather

from pledgebook.evidence import deliver
from pledgebook.model import Delivery, Measure

pytestmark = pytest.mark.shared

NORTHERN = ("El Salvador", "Guatemala", "Honduras", "Haiti")


def delivered(read: Gathered, measure: Measure) -> Delivery:
    assert read.snapshot is not None
    return deliver(measure, read.snapshot, read.records)


def test_the_regional_table_gives_the_refugees_of_two_fiscal_years(shared: Path) -> None:
    read = gather(shared / "evidence/us-refugee-admissions-by-region.csv")
    assert read.problems == []
    measure = Measure(
        "us-refugee-admissions-by-region",
        (("region", ("Latin America Caribbean",)),),
        "value",
        "refugee",
        "2022-10-01/2024-09-30",
        Decimal(20_000),
    )
    found = delivered(read, measure)
    assert [(step.value, step.total) for step in found.steps] == [(6_312, 6_312), (25_358, 31_670)]
    assert found.total == 31_670
    assert "6,312 (2022-10-01/2023-09-30) + 25,358 (2023-10-01/2024-09-30) = 31,670 refugee" in found.formula


def test_the_workbook_gives_the_month_in_which_the_target_was_passed(shared: Path) -> None:
    read = gather(shared / "evidence/us-refugee-admissions-monthly.xlsx")
    assert read.rules == ["later"]  # months of 2025 that were not over on the day of the table stand in it as zeros
    measure = Measure(
        "us-refugee-admissions-monthly",
        (("region", ("Latin America/Caribbean",)),),
        "value",
        "refugee",
        "2022-10-01/2024-09-30",
    )
    found = delivered(read, measure)
    assert found.total == 31_670
    assert len(found.steps) == 24
    assert next(step.period for step in found.steps if step.total >= 20_000) == "2024-06"
    assert found.through == "2024-12"
    assert found.left_out == ("324 records: parts of the publisher's own totals",)


def test_the_workbook_agrees_with_its_own_totals(shared: Path) -> None:
    observations = gather(shared / "evidence/us-refugee-admissions-monthly.xlsx").observations
    parts: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    for one in observations:
        region, country = (value for _, value in one.dimensions)
        if not one.total:
            parts[region, one.period] += int(one.value)
            parts["", one.period] += int(one.value)
        else:
            assert country.startswith("Total ") == bool(region)
            totals[region, one.period] += int(one.value)
    assert len({period for _, period in totals}) == 12 * 24 + 2  # October 2019 has none
    assert {key: parts[key] for key in totals} == dict(totals)


@pytest.mark.parametrize(("year", "visas"), [(2022, 15_282), (2023, 23_405), (2024, 25_428)])
def test_visas_by_fiscal_year_carry_the_publishers_warning(shared: Path, year: int, visas: int) -> None:
    read = gather(shared / "evidence/us-h2b-visas-by-nationality.csv")
    assert read.problems == []
    measure = Measure(
        "us-h2b-visas-by-nationality",
        (("nationality", NORTHERN),),
        "value",
        "visa",
        f"{year - 1}-10-01/{year}-09-30",
    )
    found = delivered(read, measure)
    assert found.total == visas
    assert any("preliminary" in note for note in found.notes)
    assert any("supplemental allocation" in note for note in found.notes)


def test_a_month_without_figures_is_named(shared: Path) -> None:
    read = gather(shared / "evidence/us-h2b-visas-by-nationality.csv")
    whole = delivered(read, Measure("us-h2b", (("nationality", ("Haiti",)),), "value", "visa", "2018-10-01/2019-09-30"))
    assert "the source has no figures from 2019-05-01 to 2019-05-31" in whole.left_out
    later = delivered(read, Measure("us-h2b", (("nationality", ("Haiti",)),), "value", "visa", "2021-10-01/2022-09-30"))
    assert not any("no figures" in reason for reason in later.left_out)


def test_encounters_of_may_2022(shared: Path) -> None:
    path = shared / "evidence/us-southwest-border-encounters.csv"
    read = gather(path)
    assert read.problems == []
    found = delivered(read, Measure("us-southwest-border-encounters", (), "value", "encounter", "2022-05"))
    with path.open(newline="", encoding="utf-8") as file:
        plain = [row for row in csv.DictReader(file) if (row["Fiscal Year"], row["Month (abbv)"]) == ("2022", "MAY")]
    assert found.total == sum(int(row["Encounter Count"]) for row in plain) == 241_136
    (step,) = found.steps
    assert step.period == "2022-05"
    assert found.through == "2025-05"


def test_flows_agree_with_a_plain_script(shared: Path) -> None:
    path = shared / "evidence/fts-flows.csv"
    read = gather(path)
    with path.open(newline="", encoding="utf-8") as file:
        plain = list(csv.DictReader(file))
    assert len(read.transactions) == len(plain) == 1_106
    assert Counter(one.type for one in read.transactions) == Counter(row["status"] for row in plain)
    for status in ("paid", "commitment", "pledge"):
        ours = sum(one.usd for one in read.transactions if one.type == status and one.usd is not None)
        assert ours == sum(Decimal(row["amountUSD"]) for row in plain if row["status"] == status)
    assert [one.line for one in read.transactions] != []
    assert read.rules == ["same-id"] * 3
    assert read.snapshot is not None
    assert any("outstanding" in note for note in read.snapshot.notes)


def test_flows_that_stand_twice_are_added_once(shared: Path) -> None:
    path = shared / "evidence/fts-flows.csv"
    read = gather(path)
    found = delivered(read, Measure("fts-flows", (("rung", ("disbursed",)),), "amount", "USD"))
    with path.open(newline="", encoding="utf-8") as file:
        once = {row["id"]: row for row in csv.DictReader(file)}
    expected = sum(
        Decimal(row["amountUSD"]) for row in once.values() if row["status"] == "paid" and row["flowType"] != "Carryover"
    )
    # flows that give no amount in dollars of their own count with the publisher's; the others are in dollars already
    assert found.total is not None
    assert abs(found.total - expected) <= 1
    assert "2 records: a second time under the same id" in found.left_out
    assert any("carried over" in reason for reason in found.left_out)


def test_activities_agree_with_a_plain_script(shared: Path) -> None:
    path = shared / "evidence/iati-activities.xml"
    read = gather(path)
    root = ElementTree.parse(path).getroot()
    assert len(root.findall("iati-activity")) == 401
    counts: Counter[str] = Counter()
    sums: dict[tuple[str, str], Decimal] = {}
    without = 0
    for entry in root.iter("transaction"):
        kind, value = entry.find("transaction-type"), entry.find("value")
        code = kind.get("code") if kind is not None else None
        if code is None or value is None or not (value.text or "").strip():
            without += 1
            continue
        counts[code] += 1
        key = code, value.get("currency", "")
        sums[key] = sums.get(key, Decimal(0)) + Decimal((value.text or "").strip())
    ours = [one for one in read.transactions if not one.type.startswith("budget")]
    assert counts == Counter(one.type for one in ours) == {"3": 453, "2": 256, "1": 155, "4": 122, "11": 26}
    totals: dict[tuple[str, str], Decimal] = {}
    for one in ours:
        totals[one.type, one.currency] = totals.get((one.type, one.currency), Decimal(0)) + one.amount
    assert totals == sums
    assert Counter(read.rules)["transaction-type"] == without == 21
    assert len(read.transactions) - len(ours) == len(list(root.iter("budget")))
    periods = [p for p in root.iter("period") if p.find("target") is not None or p.find("actual") is not None]
    assert len(read.results) == len(periods)
    assert sum(one.actual is not None for one in read.results) == len(list(root.iter("actual")))
    assert len({one.id for one in ours}) == len(ours)
    for problem in read.problems:
        assert problem.what.startswith("line ")
