"""The real documents and the real official figures, through a book."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgebook.book import Book, Reading
from pledgebook.evidence import read_evidence
from pledgebook.model import Commitment, Problem

pytestmark = pytest.mark.shared

ARTICLE = "mexico-border-contribution.txt"
SHEET = "la-declaration-fact-sheet.txt"


@pytest.fixture(scope="module")
def readings(real_readings: list[Reading]) -> list[Reading]:
    assert len(real_readings) == 24
    return real_readings


def kept(place: Path, readings: list[Reading], merge_every: int = 0) -> Book:
    book = Book.open(place)
    for number, _ in enumerate(book.keep(readings, batch=1), 1):
        if merge_every and number % merge_every == 0:
            book.merge()
    book.merge()
    return book


@pytest.fixture(scope="module")
def real(readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with kept(tmp_path_factory.mktemp("real") / "book.db", readings) as book:
        yield book


def names(one: Commitment) -> set[str]:
    return {Path(member.said.imprint.source).name for member in one.members}


def holding(book: Book, source: str, amount: int, unit: str, kind: str = "commitment") -> list[Commitment]:
    """The commitments in which a statement of this source gives this number."""
    found = {}
    for said in book.statements(unit=unit, kind=kind, limit=1_000):
        quantity = said.statement.quantity
        if (
            Path(said.imprint.source).name == source
            and quantity is not None
            and amount in (quantity.low, quantity.high)
        ):
            one = book.commitment(said.statement.id).commitment
            found[one.id] = one
    return list(found.values())


def test_one_commitment_holds_mexicos_sum_from_every_document_that_speaks_of_it(shared: Path, real: Book) -> None:
    same = set(json.loads((shared / "merge/mexico-border-1.5bn.json").read_text(encoding="utf-8"))["same"])
    assert len(same) == 5
    (border,) = holding(real, ARTICLE, 1_500_000_000, "USD")
    mentions = [m for m in border.members if Path(m.said.imprint.source).name == ARTICLE]
    assert len(mentions) == 2
    assert names(border) == same | {ARTICLE}


def test_the_contradicted_pledge_of_visas_has_the_fact_sheet_first(real: Book) -> None:
    (visas,) = holding(real, ARTICLE, 22_500, "visa")
    assert names(visas) >= {ARTICLE, SHEET}
    (contradiction,) = visas.contradictions
    assert contradiction.type == "count"
    said = {member.said.statement.id: member.said for member in visas.members}
    first, second = (said[one] for one in contradiction.statements)
    assert (Path(first.imprint.source).name, Path(second.imprint.source).name) == (SHEET, ARTICLE)
    assert first.statement.quantity is not None
    assert second.statement.quantity is not None
    assert (first.statement.quantity.low, second.statement.quantity.low) == (11_500, 22_500)
    assert contradiction.better == first.statement.id
    assert contradiction.reasons


def test_three_times_20_000_of_one_fact_sheet_stay_three(real: Book) -> None:
    asked = (("refugee", "commitment"), ("action", "action"), ("beneficiary", "commitment"), ("worker", "commitment"))
    found = [one.id for unit, kind in asked for one in holding(real, SHEET, 20_000, unit, kind)]
    assert len(found) == len(set(found)) == 5, "two of refugees, one of operations, and two ranges that end there"


def stored(book: Book) -> dict[str, Commitment | None]:
    """Every commitment with its statements and relations, without what became of it."""
    found: dict[str, Commitment | None] = {}
    after = None
    with book.ledger.read() as reader:
        while True:
            page = book.commitments(kind=None, limit=1_000, after=after)
            found.update((one.commitment.id, reader.commitment(one.commitment.id)) for one in page)
            after = page.cursor
            if after is None:
                return found


def test_any_order_gives_the_same_commitments(readings: list[Reading], tmp_path: Path) -> None:
    # those that speak of the border, and the shorter of the others: all 24 take a minute of comparing alone
    some = sorted(readings, key=lambda one: len(one.statements))[:18]
    some += [one for one in readings[-2:] if one not in some]
    with kept(tmp_path / "book.db", some) as book:
        expected = stored(book)
    assert len(expected) > 300
    for seed, merge_every in ((1, 0), (2, 1), (3, 5)):
        shuffled = list(some)
        random.Random(seed).shuffle(shuffled)
        with kept(tmp_path / f"{seed}.db", shuffled, merge_every) as book:
            assert stored(book) == expected


def test_adding_everything_twice_changes_nothing(real: Book, readings: list[Reading]) -> None:
    counts, head = real.counts(), real.head()
    assert {one.outcome for one in real.keep(readings)} == {"known"}
    assert real.merge() == 0
    assert (real.counts(), real.head()) == (counts, head)


def test_mexicos_sum_has_no_public_evidence_in_those_words(real: Book) -> None:
    (border,) = holding(real, ARTICLE, 1_500_000_000, "USD")
    (status,) = real.commitment(border.id).statuses
    assert (status.status, status.delivered) == ("no_public_evidence", None)
    assert status.reasons[0].startswith("No public evidence")
    assert "nothing delivered" not in status.reasons[0].replace("not the same as nothing delivered", "")


@pytest.fixture(scope="module")
def measured(real: Book, shared: Path) -> Book:
    """With the official figures of all files."""
    for name in (
        "us-refugee-admissions-by-region.csv",
        "us-refugee-admissions-monthly.xlsx",
        "us-h2b-visas-by-nationality.csv",
        "us-southwest-border-encounters.csv",
        "fts-flows.csv",
    ):
        assert real.add_evidence(shared / "evidence" / name, seen="2025-06-30").outcome == "new"
    return real


def test_refugees_by_year_and_the_month_in_which_the_number_was_passed(measured: Book) -> None:
    (pledge,) = [one for one in holding(measured, SHEET, 20_000, "refugee") if one.actors == ("US",)]
    assert pledge.period == "2022-10-01/2024-09-30"
    suggested = [one.measure for one in measured.suggest(pledge.id)]
    assert {one.source for one in suggested} >= {"us-refugee-admissions-by-region", "us-refugee-admissions-monthly"}
    for source, label in (
        ("us-refugee-admissions-by-region", "by year"),
        ("us-refugee-admissions-monthly", "by month"),
    ):
        place = next(n for n, one in enumerate(suggested, 1) if one.source == source)
        measured.link(pledge.id, suggestion=place, label=label, by="R. Diaz")
    years, by_month = measured.commitment(pledge.id).statuses
    assert (years.label, years.status, years.delivered) == ("by year", "kept", 31_670)
    assert years.formula is not None
    assert "6,312" in years.formula
    assert "25,358" in years.formula
    assert (by_month.label, by_month.status, by_month.reached) == ("by month", "kept", "2024-06")
    assert by_month.late is False


def test_visas_of_each_year_against_both_readings(measured: Book) -> None:
    (visas,) = holding(measured, ARTICLE, 22_500, "visa")
    figures = {2022: 15_282, 2023: 23_405, 2024: 25_428}
    for year in figures:
        for target in ("11500", "22500"):
            measured.link(
                visas.id,
                source="us-h2b-visas-by-nationality",
                select=[("nationality", name) for name in ("El Salvador", "Guatemala", "Honduras", "Haiti")],
                period=f"{year - 1}-10/{year}-09",
                target=target,
                label=f"FY {year}, {target}",
                by="R. Diaz",
            )
    readings = {status.label: status for status in measured.commitment(visas.id).statuses}
    for year, delivered in figures.items():
        low, high = readings[f"FY {year}, 11500"], readings[f"FY {year}, 22500"]
        assert low.delivered == high.delivered == delivered
        assert low.status == "kept"
        assert high.status == ("kept" if delivered >= 22_500 else "overdue")
        for one in (low, high):
            told = " ".join(one.reasons)
            assert "supplemental allocation" in told
            assert "publisher warns" in told


def test_the_stated_encounters_are_checked_against_the_table(measured: Book, shared: Path) -> None:
    (figure,) = holding(measured, ARTICLE, 239_000, "encounter", "figure")
    measured.link(figure.id, source="us-southwest-border-encounters", period="2022-05", by="R. Diaz")
    words = [one.difference.words for one in measured.check(figure.id)]
    assert words
    assert all("241,136" in one and "2,136" in one and "0.9 %" in one for one in words)


def test_flows_and_activities_are_kept_whole(measured: Book, shared: Path) -> None:
    counts = {snapshot.source: records for snapshot, records in measured.snapshots()}
    assert counts["fts-flows"] == 1_106
    receipt = measured.add_evidence(shared / "evidence/iati-activities.xml", seen="2025-06-30", source="iati")
    assert receipt.outcome == "new"
    assert receipt.snapshot is not None
    with measured.ledger.read() as reader:
        held = list(reader.records(receipt.snapshot))
    assert len(held) == receipt.records
    assert [
        one for one in read_evidence(shared / "evidence/iati-activities.xml").records if not isinstance(one, Problem)
    ] == held


def test_the_ledger_of_all_that_verifies_and_rebuilds(measured: Book) -> None:
    assert measured.verify() == []
    before = list(measured.commitments(kind=None, limit=1_000))
    followed = [(one.commitment.id, one.statuses) for one in measured.followed()]
    measured.rebuild()
    assert list(measured.commitments(kind=None, limit=1_000)) == before
    assert [(one.commitment.id, one.statuses) for one in measured.followed()] == followed
    assert measured.verify() == []


ALWAYS = ("promise", "id", "kind", "polarity", "modality", "object", "strength", "quote", "document", "source")
"""Columns that are empty in no row."""


def test_no_cell_is_empty_that_the_record_can_fill(real: Book) -> None:
    """Column by column, in files, pages and frames alike: what the record states stands in the row."""
    whole = [one for page in real.pages(kind=None) for one in page]
    rows = [row for page in real.pages(kind=None) for row in page.rows()]
    pages, after = list[dict[str, object]](), None
    while True:
        page = real.commitments(kind=None, limit=200, after=after)
        pages += page.rows()
        after = page.cursor
        if after is None:
            break
    worked_out = dict.fromkeys(("status", "delivered", "share", "reason"))  # a page shows it where evidence speaks
    assert [row | worked_out for row in pages] == [row | worked_out for row in rows], "a page says less than a file"
    assert len(rows) > 300
    for one, row in zip(whole, rows, strict=True):
        found, best = one.commitment, one.commitment.best
        assert best is not None
        stated = {
            "actors": found.actors,
            "actor_names": found.actors,
            "recipients": found.recipients,
            "recipient_names": found.recipients,
            "unit": found.quantity,
            "low": found.quantity and found.quantity.low is not None,
            "high": found.quantity and found.quantity.high is not None,
            "period": found.period,
            "venue": found.venue,
            "rung": found.rung,
            "confidence": found.confidence is not None,
            "first_stated": any(member.said.imprint.published for member in found.members),
            "title": best.imprint.title,
            "publisher": best.imprint.publisher,
            "published": best.imprint.published,
            "address": best.imprint.url,
            "last_progress": found.progress,
        }
        empty = [name for name in ALWAYS if row[name] in (None, "")]
        empty += [name for name, value in stated.items() if value and row[name] in (None, "")]
        assert not empty, (found.id, empty)
        assert row["statements"] == len(found.members)
    said = real.statements(kind=None, limit=1_000)
    assert all(row["commitment"] and row["quote"] and row["promise"] for row in said.rows())
