"""IATI activities → transactions, budgets, results."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from gathered import activity, gather_text, iati, transaction

from pledgebook.evidence.codes import transaction_types


def test_the_types_of_the_standard_are_all_there_with_their_rungs() -> None:
    types = transaction_types()
    assert set(types) == {str(code) for code in range(1, 14)}
    rungs = {code: sort.rung for code, sort in types.items() if sort.rung}
    assert rungs == {
        "2": "committed",
        "3": "disbursed",
        "4": "spent",
        "11": "committed",
        "12": "pledged",
        "13": "pledged",
    }
    assert {code for code, sort in types.items() if sort.direction == "incoming"} >= {"1", "11", "13"}


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_a_transaction_says_who_what_when_and_for_whom(tmp_path: Path, version: str) -> None:
    inner = '<recipient-country code="ke"/><sector code="14030"/><receiver-org ref="KE-1"/>'
    read = gather_text(
        tmp_path, "a.xml", iati(activity("A-1", transaction("3", value="1,250.50", inner=inner)), version=version)
    )
    assert read.problems == []
    (found,) = read.transactions
    assert (found.type, found.rung, found.direction) == ("3", "disbursed", "outgoing")
    assert (found.amount, found.currency, found.date, found.value_date) == (
        Decimal("1250.50"),
        "USD",
        "2022-01-15",
        "2022-01-15",
    )
    assert (found.providers, found.receivers) == (("Ministry",), ("KE-1",))
    assert (found.recipients, found.recipient_shares) == (("KE",), (Decimal(100),))
    assert (found.sectors, found.activity, found.title) == (("14030",), "A-1", "Türkiye & A-1")
    assert found.line == 7
    assert read.snapshot is not None
    assert (read.snapshot.sort, read.snapshot.source) == ("iati", "a")


def test_what_comes_in_is_received_by_the_reporter(tmp_path: Path) -> None:
    given = '<provider-org><narrative xml:lang="fr">Agence</narrative><narrative xml:lang="en">Agency</narrative></provider-org>'
    (found,) = gather_text(tmp_path, "a.xml", iati(activity("A", transaction("11", inner=given)))).transactions
    assert (found.direction, found.rung, found.providers, found.receivers) == (
        "incoming",
        "committed",
        ("Agency",),
        ("Ministry",),
    )


def test_shares_of_the_activity_hold_unless_the_transaction_names_its_own(tmp_path: Path) -> None:
    places = '<recipient-country code="KE" percentage="60"/><recipient-region code="998" percentage="40"/>'
    own = '<recipient-region vocabulary="2" code="419"/>'
    read = gather_text(
        tmp_path, "a.xml", iati(activity("A", places + transaction() + transaction(day="2022-02-01", inner=own)))
    )
    first, second = read.transactions
    assert (first.recipients, first.recipient_shares) == (("KE", "DAC:998"), (Decimal(60), Decimal(40)))
    assert (second.recipients, second.recipient_shares) == (("M49:419",), (Decimal(100),))


@pytest.mark.parametrize(
    ("places", "shares", "rules"),
    [
        ('<recipient-country code="KE" percentage="60"/><recipient-country code="UG" percentage="60"/>', (), ["percentages"]),
        ('<recipient-country code="KE"/><recipient-country code="UG"/>', (), []),
        ('<recipient-country code="KE" percentage="33.3"/><recipient-country code="UG" percentage="66.6"/>', ("33.3", "66.6"), []),
        ('<recipient-country code="KE" percentage="100"/><recipient-region code="298" percentage="100"/>', ("100", "100"), []),
        ('<recipient-country code="KE" percentage="150"/><recipient-country code="UG" percentage="-50"/>', (), ["percentages"]),
    ],
)  # fmt: skip
def test_shares_count_where_they_fill_the_whole(
    tmp_path: Path, places: str, shares: tuple[str, ...], rules: list[str]
) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", places + transaction())))
    assert read.transactions[0].recipient_shares == tuple(map(Decimal, shares))
    assert read.rules == rules


def test_sectors_of_two_vocabularies_are_split_each_by_itself(tmp_path: Path) -> None:
    sectors = '<sector code="16050" percentage="100"/><sector vocabulary="8" code="3.2" percentage="50"/><sector vocabulary="8" code="5.6" percentage="50"/>'
    (found,) = gather_text(tmp_path, "a.xml", iati(activity("A", sectors + transaction()))).transactions
    assert found.sectors == ("16050", "8:3.2", "8:5.6")
    assert found.sector_shares == (Decimal(100), Decimal(50), Decimal(50))


def test_parents_and_children_come_from_related_activities(tmp_path: Path) -> None:
    related = '<related-activity ref="P" type="1"/><related-activity ref="C1" type="2"/><related-activity ref="S" type="3"/><related-activity ref="C2" type="2"/>'
    (found,) = gather_text(tmp_path, "a.xml", iati(activity("A", related + transaction()))).transactions
    assert (found.parent, found.children) == ("P", ("C1", "C2"))


@pytest.mark.parametrize(
    ("ref", "kind", "country"),
    [
        ("GB-GOV-1", "10", "GB"),
        ("GB-GOV-1", "", "GB"),
        ("CH-4", "10", "CH"),
        ("XM-DAC-5-2", "10", "DE"),
        ("XM-DAC-302", "", "US"),
        ("XM-DAC-41114", "40", None),
        ("GB-COH-213890", "21", None),
        ("11050", "10", None),
        ("DAC-1601", "60", None),
        ("XX-1", "10", None),
        ("", "10", None),
    ],
)
def test_whose_government_gives(tmp_path: Path, ref: str, kind: str, country: str | None) -> None:
    given = f'<provider-org ref="{ref}" type="{kind}"><narrative>Somebody</narrative></provider-org>'
    own = activity("A", transaction(inner=given))
    reported = activity("B", transaction()).replace('ref="XX-1"', f'ref="{ref}" type="{kind}"')
    first, second = gather_text(tmp_path, "a.xml", iati(own, reported)).transactions
    assert first.givers == second.givers == ((country,) if country else ())


def test_regions_of_the_oecd_that_are_regions_of_the_un_are_those(tmp_path: Path) -> None:
    places = "".join(f'<recipient-region code="{code}" percentage="50"/>' for code in ("298", "998"))
    (found,) = gather_text(tmp_path, "a.xml", iati(activity("A", places + transaction()))).transactions
    assert found.recipients == ("M49:002", "DAC:998")


def test_a_budget_is_no_step_of_delivery(tmp_path: Path) -> None:
    budgets = "".join(
        f'<budget type="{kind}"><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/><value value-date="2022-01-01">5</value></budget>'
        for kind in "12"
    )
    found = gather_text(tmp_path, "a.xml", iati(activity("A", budgets, currency="EUR"))).transactions
    assert [(one.type, one.rung, one.amount, one.currency, one.date) for one in found] == [
        ("budget", None, Decimal(5), "EUR", "2022-01-01"),
        ("budget-revised", None, Decimal(5), "EUR", "2022-01-01"),
    ]


RESULT = """<result type="1"><title><narrative>Health</narrative></title>
<indicator measure="{measure}"><title><narrative>Clinics</narrative></title>
<period><period-start iso-date="2021-01-01"/><period-end iso-date="2021-12-31"/>{inner}</period></indicator></result>
"""


def test_results_have_targets_and_actuals(tmp_path: Path) -> None:
    inner = '<target value="1,200"/><actual value="1212"/>'
    (found,) = gather_text(tmp_path, "a.xml", iati(activity("A", RESULT.format(measure="1", inner=inner)))).results
    assert (found.indicator, found.period, found.target, found.actual, found.unit, found.line) == (
        "Clinics",
        "2021-01-01/2021-12-31",
        Decimal(1200),
        Decimal(1212),
        "unit",
        9,
    )


def test_results_broken_down_are_not_added_to_the_whole(tmp_path: Path) -> None:
    parts = "".join(
        f'<actual value="{value}"><dimension name="sex" value="{sex}"/></actual>' for sex, value in (("f", 3), ("m", 4))
    )
    whole = RESULT.format(measure="2", inner='<target value="8"/><actual value="7"/>' + parts)
    split = RESULT.format(measure="2", inner=parts)
    found = gather_text(tmp_path, "a.xml", iati(activity("A", whole + split))).results
    assert [(one.indicator, one.actual, one.unit) for one in found] == [
        ("Clinics", Decimal(7), "percent"),
        ("Clinics [sex = f]", Decimal(3), "percent"),
        ("Clinics [sex = m]", Decimal(4), "percent"),
    ]
    assert len({one.id for one in found}) == 3


def test_a_result_without_a_number_is_none_and_a_wrong_one_is_a_problem(tmp_path: Path) -> None:
    said = RESULT.format(measure="5", inner='<target value="better lives"/>')
    wrong = RESULT.format(measure="1", inner='<target value="many"/><actual value="7"/>')
    read = gather_text(tmp_path, "a.xml", iati(activity("A", said + wrong)))
    assert [(one.target, one.actual) for one in read.results] == [(None, Decimal(7))]
    assert read.rules == ["amount"]
    assert "line 12" in read.problems[0].what


def test_ids_stay_when_an_amount_is_corrected_or_another_transaction_joins(tmp_path: Path) -> None:
    before = gather_text(tmp_path, "a.xml", iati(activity("A", transaction() + transaction(day="2022-05-01"))))
    after = gather_text(
        tmp_path,
        "a.xml",
        iati(activity("A", transaction(day="2021-01-01") + transaction() + transaction(day="2022-05-01", value="7"))),
    )
    assert {one.id for one in before.transactions} < {one.id for one in after.transactions}
    assert len({one.id for one in after.transactions}) == 3


def test_a_ref_that_several_transactions_share_is_no_id(tmp_path: Path) -> None:
    inner = (transaction() + transaction()).replace("<transaction>", '<transaction ref="x">')
    single = transaction().replace("<transaction>", '<transaction ref="y">')
    found = gather_text(tmp_path, "a.xml", iati(activity("A", inner + single))).transactions
    assert len({one.id for one in found}) == 3
    assert found[2].id == "A#y"


def test_the_same_activity_twice_counts_once(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction()), activity("A", transaction())))
    assert len(read.transactions) == 1
    assert read.rules == ["same-id"]
    assert "line 9" in read.problems[0].what


def test_lines_are_right_beyond_what_the_parser_holds(tmp_path: Path) -> None:
    read = gather_text(
        tmp_path, "a.xml", iati("\n" * 70_000, activity("A", transaction() + transaction(currency="XYZ")))
    )
    assert read.transactions[0].line == 70_006 + 1
    assert "line 70008:" in read.problems[0].what


@pytest.mark.parametrize(("code", "said"), [("14", "'14'"), ("", "without a type"), ("C", "'C'")])
def test_a_type_that_the_standard_does_not_know_is_a_problem(tmp_path: Path, code: str, said: str) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction(code) + transaction())))
    assert len(read.transactions) == 1
    assert said in read.problems[0].what
    assert "line 7" in read.problems[0].what
