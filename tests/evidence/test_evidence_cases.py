"""The cuts of real official files in ../shared/evidence-cases, as an analyst would use them: what comes is the right figure.

Each came out wrong once: a level of IATI left out, millions read as units, rows of one key dropped, dates not read, rounded parts
instead of the publisher's total, pages that replaced each other, a line for each day on which nothing happened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gathered import gather

from pledgebook.book import Book
from pledgebook.errors import UsageError
from pledgebook.evidence import deliver
from pledgebook.model import Commitment, Measure, Status

pytestmark = pytest.mark.shared
DAY = "2026-11-24"


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared / "evidence-cases"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "book.db") as opened:
        yield opened


def promised(book: Book, document: Path) -> Commitment:
    meta: dict[str, str] = json.loads(document.with_suffix(".meta.json").read_text(encoding="utf-8"))
    book.add([str(document)], published=meta["published"], title=meta["title"], publisher=meta["publisher"])
    (found,) = [one.commitment for one in book.commitments() if one.commitment.quantity is not None]
    return found


def became(book: Book, id: str) -> Status:
    (status,) = book.commitment(id).statuses
    return status


def total_of(read: Any, unit: str, *select: tuple[str, tuple[str, ...]], period: str | None = None) -> Decimal | None:
    return deliver(Measure(read.snapshot.source, select, "value", unit, period), read.snapshot, read.records).total


def test_all_levels_of_iati_are_counted(book: Book, cases: Path) -> None:
    promise = promised(book, cases / "iati-levels-dropped/p.txt")
    book.add_evidence(cases / "iati-levels-dropped/unhcr.xml", seen=DAY)
    book.link(promise.id, source="unhcr", select=[("provider", "US")], period="2023", by="R. Diaz")
    status = became(book, promise.id)
    assert (status.delivered, status.target, status.status) == (33_821_000, 30_000_000, "kept")
    assert any("both hold money" in reason for reason in status.reasons), "both sums are said"


def test_naming_activities_of_iati_overrides_their_levels(book: Book, cases: Path) -> None:
    promise = promised(book, cases / "iati-levels-dropped/p.txt")
    book.add_evidence(cases / "iati-levels-dropped/unhcr.xml", seen=DAY)
    levels = [("activity", f"XM-DAC-41121-2023{part}") for part in ("", "-AME", "-AME-ARGMCO")]
    book.link(promise.id, source="unhcr", select=[("provider", "US"), *levels], period="2023", by="R. Diaz")
    assert became(book, promise.id).delivered == 33_821_000


def test_a_table_in_millions_is_refused_until_its_scale_is_said(book: Book, cases: Path, tmp_path: Path) -> None:
    promise = promised(book, cases / "table-no-scale/p.txt")
    receipt = book.add_evidence(cases / "table-no-scale/oda.csv", seen=DAY)
    assert (receipt.outcome, [problem.rule for problem in receipt.problems]) == ("failed", ["ask"])
    assert 'say [value] scale = "millions"' in receipt.problems[0].what
    assert book.snapshots() == []
    layout = tmp_path / "oda.toml"
    text = (cases / "table-no-scale/oda.toml").read_text(encoding="utf-8")
    layout.write_text(text.replace('column = "value"', 'column = "value"\nscale = 1000000'), encoding="utf-8")
    book.add_evidence(cases / "table-no-scale/oda.csv", description=layout, seen=DAY)
    book.link(promise.id, source="oda", select=[("donor", "DE")], by="R. Diaz")
    status = became(book, promise.id)
    assert (status.delivered, status.target, status.status) == (35_640_060_000, 30_000_000_000, "kept")


def test_a_sum_of_another_scale_is_no_overdue(book: Book, cases: Path, tmp_path: Path) -> None:
    promise = promised(book, cases / "table-no-scale/p.txt")
    layout = tmp_path / "oda.toml"
    text = (cases / "table-no-scale/oda.toml").read_text(encoding="utf-8")
    layout.write_text(text.replace('notes = ["Figures in millions of US dollars."]', ""), encoding="utf-8")
    book.add_evidence(cases / "table-no-scale/oda.csv", description=layout, seen=DAY)
    book.link(promise.id, source="oda", select=[("donor", "DE")], by="R. Diaz")
    assert (became(book, promise.id).status, became(book, promise.id).rule) == ("in_progress", "another_scale")


def test_rows_of_one_key_are_asked_about_and_add_up_where_they_are_transactions(cases: Path, tmp_path: Path) -> None:
    gifts = cases / "table-rows-same-key-dropped/gifts.csv"
    read = gather(gifts)
    assert (read.snapshot, read.rules) == (None, ["ask"])
    assert "Added up they make 490, the first of each 140" in read.problems[0].what
    text = gifts.with_suffix(".toml").read_text(encoding="utf-8")
    layout = tmp_path / "gifts.toml"
    for key, total in (("add = true", 490), ("add = false", 140)):
        layout.write_text(f"{text}\n[rows]\n{key}\n", encoding="utf-8")
        assert total_of(gather(gifts, description=layout), "USD") == total
    assert total_of(gather(gifts, description=_with(layout, text, "add = true")), "USD", ("donor", ("NO",))) == 40


def _with(layout: Path, text: str, key: str) -> Path:
    layout.write_text(f"{text}\n[rows]\n{key}\n", encoding="utf-8")
    return layout


def test_months_before_days_are_told_by_the_column(cases: Path) -> None:
    read = gather(cases / "date-mdy/u.csv")
    assert read.problems == []
    assert [one.period for one in read.observations] == ["2013-10-24", "2013-10-29"]
    assert total_of(read, "USD", period="2013") == Decimal("1427.00")
    assert read.snapshot is not None
    assert "Dates are read as month/day/year, as '10/24/2013' shows." in read.snapshot.notes


def test_a_month_before_its_year_is_read(cases: Path) -> None:
    read = gather(cases / "date-mm-yyyy/r.csv")
    assert read.problems == []
    assert [one.period for one in read.observations] == ["2022-03", "2022-04"]
    assert total_of(read, "refugee", ("country", ("CA",))) == 26_253


def test_the_publishers_rounded_total_counts(book: Book, cases: Path) -> None:
    promise = promised(book, cases / "eurostat-rounded-parts/p.txt")
    book.add_evidence(cases / "eurostat-rounded-parts/e.csv", seen=DAY)
    book.link(promise.id, source="e", by="R. Diaz")
    status = became(book, promise.id)
    assert (status.delivered, status.target, status.status) == (5_600, 5_600, "kept")
    assert any("parts add up to 5,545, 55 less" in reason for reason in status.reasons)


def test_pages_of_one_answer_are_one_snapshot(book: Book, cases: Path) -> None:
    for page in (1, 2, 3):
        receipt = book.add_evidence(cases / f"fts-pages/page{page}.json", source="jordan", seen=DAY)
        assert (receipt.outcome, receipt.problems) == ("new", ())
        assert "478 flows" in receipt.remarks[0].what
    ((snapshot, records),) = book.snapshots()
    assert (snapshot.source, records) == ("jordan", 9)
    assert sum(one.count for one in book.series("jordan")[1]) == 9


def test_the_year_for_which_money_is_meant_can_be_selected(cases: Path) -> None:
    read = gather(cases / "fts-pages/page2.json")
    assert read.snapshot is not None
    flows = json.loads((cases / "fts-pages/page2.json").read_bytes())["data"]["flows"]
    for year in ("2020", "2021"):
        plain = sum(
            flow["amountUSD"]
            for flow in flows
            if year in {one["name"] for one in flow["destinationObjects"] if one["type"] == "UsageYear"}
            and flow["boundary"] == "incoming"
            and flow["status"] == "commitment"
        )
        measure = Measure("page2", (("year", (year,)), ("rung", ("committed",))), "amount", "USD")
        found = deliver(measure, read.snapshot, read.records)
        assert (found.total or 0) == plain
    assert plain == 0


def test_a_link_that_selects_nothing_fails(book: Book, cases: Path) -> None:
    promise = promised(book, cases / "iati-levels-dropped/p.txt")
    book.add_evidence(cases / "iati-levels-dropped/unhcr.xml", seen=DAY)
    with pytest.raises(UsageError, match="has provider = Untied States; it has, for example: United States"):
        book.link(promise.id, source="unhcr", select=[("provider", "Untied States")], by="R. Diaz")
    with pytest.raises(UsageError, match=r"in USD \(5\), none in EUR"):
        book.link(promise.id, source="unhcr", unit="EUR", by="R. Diaz")


def test_suggestions_go_through_the_whole_book(book: Book, cases: Path) -> None:
    promise = promised(book, cases / "iati-levels-dropped/p.txt")
    book.add_evidence(cases / "iati-levels-dropped/unhcr.xml", seen=DAY)
    ((commitment, found),) = list(book.suggest_all())
    assert (commitment.id, found[0].measure.source) == (promise.id, "unhcr")
    assert found[0].score > Decimal("0.4")
    book.link(promise.id, suggestion=1, by="R. Diaz")
    assert became(book, promise.id).delivered == 33_821_000
    assert list(book.suggest_all()) == []
