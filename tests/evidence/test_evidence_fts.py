"""Flows of FTS → transactions, from the CSV export and from the JSON of the API."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gathered import gather_text

HEADER = "id,date,amountUSD,originalAmount,originalCurrency,srcOrganization,destOrganization,destLocations,destGlobalClusters,flowType,boundary,status,description"
FLOW = '1,2022-05-01,1200,1000,EUR,"Germany, Government of",World Food Programme,"SYR,JOR","Food Security,Health",Standard,incoming,paid,Bread'


def flow(**changed: Any) -> dict[str, Any]:
    """A flow as the API gives it."""
    return {
        "id": "7",
        "amountUSD": 1200,
        "budgetYear": None,
        "childFlowIds": None,
        "contributionType": "financial",
        "date": "2022-05-01T00:00:00Z",
        "description": "Bread",
        "flowType": "Standard",
        "originalAmount": 1000.5,
        "originalCurrency": "EUR",
        "parentFlowId": None,
        "status": "paid",
        "boundary": "incoming",
        "onBoundary": "single",
        "sourceObjects": [
            {"type": "Organization", "id": "1", "name": "Germany, Government of", "behavior": "single"},
            {"type": "UsageYear", "id": "43", "name": "2022", "behavior": "single"},
        ],
        "destinationObjects": [
            {"type": "Organization", "id": "2", "name": "World Food Programme", "behavior": "single"},
            {"type": "Location", "id": "3", "name": "Syrian Arab Republic", "behavior": "single"},
            {"type": "GlobalCluster", "id": "4", "name": "Food Security", "behavior": "single"},
        ],
        **changed,
    }


def response(*flows: object) -> str:
    return json.dumps({"status": "ok", "data": {"incoming": {"fundingTotal": 1200}, "flows": list(flows)}}, indent=1)


def test_a_flow_of_the_export(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "flows.csv", f"{HEADER}\n{FLOW}\n")
    assert read.problems == []
    (found,) = read.transactions
    assert (found.id, found.type, found.rung, found.direction, found.flow) == (
        "1",
        "paid",
        "disbursed",
        "incoming",
        "Standard",
    )
    assert (found.amount, found.currency, found.usd, found.date, found.line) == (1000, "EUR", 1200, "2022-05-01", 2)
    assert (found.providers, found.receivers) == (("Germany, Government of",), ("World Food Programme",))
    assert (found.recipients, found.sectors) == (("SY", "JO"), ("Food Security", "Health"))
    assert read.snapshot is not None
    assert read.snapshot.sort == "fts"


def test_a_flow_of_the_api(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "flows.json", response(flow(parentFlowId=3, childFlowIds=[8, 9])))
    assert read.problems == []
    (found,) = read.transactions
    assert (found.amount, found.currency, found.usd, found.date) == (Decimal("1000.5"), "EUR", 1200, "2022-05-01")
    assert (found.recipients, found.sectors) == (("SY",), ("Food Security",))
    assert (found.parent, found.children) == ("3", ("8", "9"))
    assert found.line > 5


@pytest.mark.parametrize(
    ("status", "rung"), [("pledge", "pledged"), ("Commitment", "committed"), ("paid", "disbursed")]
)
def test_the_status_is_the_rung(tmp_path: Path, status: str, rung: str) -> None:
    (found,) = gather_text(tmp_path, "f.json", response(flow(status=status))).transactions
    assert found.rung == rung


def test_amounts_without_an_original_are_in_dollars(tmp_path: Path) -> None:
    rows = [FLOW.replace("1000,EUR", ","), FLOW.replace("1000,EUR", "0,EUR"), FLOW.replace("1000,EUR", ",EUR")]
    text = "\n".join([HEADER, *(row.replace("1,", f"{i},", 1) for i, row in enumerate(rows))])
    found = gather_text(tmp_path, "f.csv", text).transactions
    assert [(one.amount, one.currency) for one in found] == [(1200, "USD")] * 3


FAULTS = [
    ("2022-05-01", "", "no-date", 1),
    ("2022-05-01", "May", "no-date", 1),
    ("1200,1000", "-1200,-1000", "negative-amount", 1),
    ("EUR", "EEE", "currency", 1),
    (",1200,1000,EUR", ",many,,", "amount", 0),
    (",1200,1000,EUR", ",,,", "amount", 0),
    (",paid,", ",promised,", "status", 0),
    (",incoming,", ",sideways,", "boundary", 0),
    (",incoming,", ",,", "boundary", 0),
    (",incoming,", ",", "ragged", 0),
    (",incoming,", ",incoming,incoming,", "ragged", 0),
    ("1,2022", ",2022", "no-identifier", 0),
]


@pytest.mark.parametrize(("good", "bad", "rule", "kept"), FAULTS)
def test_a_fault_in_a_row_is_a_problem_with_its_line(tmp_path: Path, good: str, bad: str, rule: str, kept: int) -> None:
    assert good in FLOW
    other = FLOW.replace("1,", "2,", 1)
    read = gather_text(tmp_path, "f.csv", f"{HEADER}\n{other}\n{FLOW.replace(good, bad, 1)}\n")
    assert read.rules == [rule]
    assert read.problems[0].what.startswith("line 3: ")
    assert [one.id for one in read.transactions] == ["2", "1"][: 1 + kept]


def test_an_unknown_currency_leaves_the_dollars(tmp_path: Path) -> None:
    (found,) = gather_text(tmp_path, "f.csv", f"{HEADER}\n{FLOW.replace('EUR', 'EEE')}\n").transactions
    assert (found.amount, found.currency, found.usd) == (1200, "USD", 1200)


def test_nuls_blank_lines_and_quoted_line_ends_do_no_harm(tmp_path: Path) -> None:
    salted = FLOW.replace("Bread", '"Bread\nand\x00 salt"')
    text = "\r\n".join([HEADER, "", salted, ",,,,,,,,,,,,", FLOW.replace("1,", "2,", 1), ""])
    read = gather_text(tmp_path, "f.csv", text)
    assert [(one.id, one.title, one.line) for one in read.transactions] == [
        ("1", "Bread and salt", 3),
        ("2", "Bread", 6),
    ]
    assert read.rules == ["control-characters"]
    assert "line 4:" in read.problems[0].what


def test_a_row_of_tags_is_no_flow(tmp_path: Path) -> None:
    tags = ",".join(["#activity+id", *["#value"] * (HEADER.count(",") - 1), ""])
    read = gather_text(tmp_path, "f.csv", f"{HEADER}\n{tags}\n{FLOW}\n")
    assert (len(read.transactions), read.problems) == (1, [])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_another_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    row = delimiter.join(next(csv.reader([FLOW])))
    read = gather_text(tmp_path, "f.csv", f"{HEADER.replace(',', delimiter)}\n{row}\n")
    assert [one.usd for one in read.transactions] == [1200]


def test_a_line_without_end_is_given_up(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "f.csv", f"{HEADER}\n{FLOW}\n" + "x" * 3_000_000, sort="fts")
    assert len(read.transactions) == 1
    assert set(read.rules) <= {"too-long", "broken-row", "ragged"}
    assert read.problems


def test_an_open_quote_loses_no_row_before_it(tmp_path: Path) -> None:
    text = f'{HEADER}\n{FLOW}\n3,"never closed,' + (FLOW + "\n") * 3000
    read = gather_text(tmp_path, "f.csv", text)
    assert [one.id for one in read.transactions][:1] == ["1"]
    assert "line 3:" in read.problems[0].what


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.9])
def test_a_response_that_breaks_off_gives_the_flows_before(tmp_path: Path, cut: float) -> None:
    text = response(*(flow(id=str(n)) for n in range(100)))
    read = gather_text(tmp_path, "f.json", text[: int(len(text) * cut)])
    assert [one.id for one in read.transactions] == [str(n) for n in range(len(read.transactions))]
    assert abs(len(read.transactions) - 100 * cut) < 3
    assert read.rules == ["broken-json"]
    line = int(read.problems[0].what.split()[1].rstrip(":"))
    assert abs(line - text.count("\n") * cut) < 100


def test_lines_of_flows_are_those_of_the_file(tmp_path: Path) -> None:
    text = response(*(flow(id=str(n), description="words " * 500) for n in range(60)))
    read = gather_text(tmp_path, "f.json", text)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line == "   {"]
    assert [one.line for one in read.transactions] == lines
    assert len(lines) == 60


@pytest.mark.parametrize(
    ("bad", "rule"),
    [("5", "broken-row"), ("null", "broken-row"), ("[" * 100_000, "broken-json"), ("{'a': 1}", "broken-json")],
)
def test_what_is_no_flow_is_a_problem(tmp_path: Path, bad: str, rule: str) -> None:
    text = response(flow(id="1"), "HERE", flow(id="2")).replace('"HERE"', bad)
    read = gather_text(tmp_path, "f.json", text)
    assert [one.id for one in read.transactions] == (["1", "2"] if rule == "broken-row" else ["1"])
    assert read.rules == [rule]


@pytest.mark.parametrize(("link", "rules"), [('"https://example.org/?page=2"', ["page"]), ("null", [])])
def test_a_response_with_a_next_page_says_that_it_is_a_part(tmp_path: Path, link: str, rules: list[str]) -> None:
    text = response(flow(description='"nextLink": "no"'))[:-2] + f', "meta": {{"nextLink": {link}}}}}'
    assert json.loads(text)
    read = gather_text(tmp_path, "f.json", text)
    assert (len(read.transactions), read.rules) == (1, rules)


def test_words_about_flows_are_not_the_flows(tmp_path: Path) -> None:
    text = json.dumps({"meta": 'the "flows": [1] of', "data": {"flows": [flow()]}})
    assert len(gather_text(tmp_path, "f.json", text).transactions) == 1


def test_strange_values_do_not_break_a_flow(tmp_path: Path) -> None:
    strange = flow(
        sourceObjects="none",
        destinationObjects=[1, {"type": "Location"}],
        childFlowIds="8",
        description=5,
        amountUSD=True,
    )
    read = gather_text(tmp_path, "f.json", response(strange))
    assert [(one.providers, one.recipients, one.children, one.title, one.usd) for one in read.transactions] == [
        ((), (), (), "5", None)
    ]
