"""What became of commitments: links, statuses, rulings, forecasts and conversions through a book."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from newsstand import of

from pledgebook.assess import Forecast
from pledgebook.book import Book
from pledgebook.errors import UsageError
from pledgebook.model import Commitment

DESCRIPTION = """\
source = "refugees"
title = "Refugees admitted"
publisher = "Department of State"
country = "US"
licence = "public domain"
unit = "refugee"
notes = ["Figures are preliminary."]

[period]
column = "month"

[value]
column = "admitted"

[[dimension]]
name = "region"
"""


def months(first: str, count: int) -> list[str]:
    year, month = map(int, first.split("-"))
    return [f"{year + (month - 1 + n) // 12}-{(month - 1 + n) % 12 + 1:02d}" for n in range(count)]


def table(folder: Path, last: int, each: int = 1_000, first: str = "2021-10", unit: str = "refugee") -> Path:
    """A table of `last` months of admissions from `first` on, with its description beside it."""
    folder.mkdir(exist_ok=True)
    (folder / "refugees.toml").write_text(DESCRIPTION.replace('"refugee"', f'"{unit}"'), encoding="utf-8")
    path = folder / "refugees.csv"
    rows = [f"{month},{region},{each}\n" for month in months(first, last) for region in ("Americas", "Africa")]
    path.write_text("month,region,admitted\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def refugees(book: Book) -> Commitment:
    return of(book, "20,000 refugees")


def names(book: Book, id: str) -> list[str]:
    return [status.status for status in book.commitment(id).statuses]


def test_no_public_evidence_is_not_nothing_delivered(book: Book, refugees: Commitment) -> None:
    (status,) = book.commitment(refugees.id).statuses
    assert (status.status, status.delivered, status.share) == ("no_public_evidence", None, None)
    assert "That is not the same as nothing delivered." in status.reasons[0]


def test_a_suggestion_is_confirmed_counted_and_taken_back(book: Book, refugees: Commitment, tmp_path: Path) -> None:
    receipt = book.add_evidence(table(tmp_path / "a", 36), seen="2024-12-01")
    assert (receipt.outcome, receipt.records, receipt.problems) == ("new", 72, ())
    assert names(book, refugees.id) == ["no_public_evidence"], "nothing counts before a person confirms it"
    first = book.suggest(refugees.id)[0]
    assert (first.measure.source, first.measure.unit, first.measure.target) == ("refugees", "refugee", 20_000)
    assert first.reasons
    entry, measure = book.link(
        refugees.id, suggestion=1, select=[("region", "Americas")], by="R. Diaz", why="as stated"
    )
    (status,) = book.commitment(refugees.id).statuses
    assert (status.status, status.delivered, status.target, status.reached) == ("kept", 24_000, 20_000, "2024-05")
    assert any("preliminary" in reason for reason in status.reasons)
    assert status.formula is not None
    assert "24,000" in status.formula
    assert [one.commitment.id for one in book.commitments(status="kept")] == [refugees.id]
    assert [link.measure for _, link in book.links(refugees.id)] == [measure]
    assert [one.commitment.id for one in book.followed()] == [refugees.id]
    book.undo(entry.sequence, by="R. Diaz")
    assert names(book, refugees.id) == ["no_public_evidence"]
    assert list(book.commitments(status="kept")) == []
    assert refugees.id in {one.commitment.id for one in book.commitments(status="no_public_evidence")}
    assert book.links(refugees.id) == []
    assert book.verify() == []


def test_evidence_counts_from_the_day_on_which_it_was_seen(book: Book, refugees: Commitment, tmp_path: Path) -> None:
    book.add_evidence(table(tmp_path / "a", 20), seen="2023-07-01")
    book.link(refugees.id, source="refugees", select=[("region", "Americas")], by="R. Diaz")
    assert list(book.commitments(status="kept")) == []
    (status,) = book.as_of("2023-08-01").commitment(refugees.id).statuses
    assert (status.status, status.delivered) == ("in_progress", 8_000)
    book.add_evidence(table(tmp_path / "b", 36), seen="2024-12-01")
    (before,) = book.as_of("2022-10-01").commitment(refugees.id).statuses
    assert (before.status, before.delivered) == ("no_public_evidence", None)
    assert "2023-07-01" in " ".join(before.reasons)
    (between,) = book.as_of("2024-11-30").commitment(refugees.id).statuses
    assert between.delivered == 8_000
    assert names(book.as_of("2024-12-01"), refugees.id) == names(book, refugees.id) == ["kept"]
    assert [one.commitment.id for one in book.commitments(status="kept")] == [refugees.id]
    assert list(book.as_of("2024-11-30").commitments(status="kept")) == []
    assert [one.commitment.id for one in book.as_of("2023-08-01").commitments(status="in_progress")] == [refugees.id]
    assert [snapshot.seen for snapshot, _ in book.as_of("2023-12-31").snapshots()] == ["2023-07-01"]
    assert book.as_of("2023-12-31").series("refugees")[0].seen == "2023-07-01"
    with pytest.raises(UsageError, match="no evidence of 'refugees' seen by 2022-12-31; it holds: refugees"):
        book.as_of("2022").series("refugees")


def test_the_same_file_is_kept_once_with_its_first_day(book: Book, tmp_path: Path) -> None:
    path = table(tmp_path / "a", 3)
    book.add_evidence(path, seen="2023-07-01")
    again = book.add_evidence(path, seen="2023-08-01")
    assert again.outcome == "known"
    assert again.snapshot is not None
    assert again.snapshot.seen == "2023-07-01"
    assert len(book.snapshots()) == 1


def test_what_shrank_or_vanished_between_snapshots_is_shown(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="0 snapshots"):
        book.changes("refugees")
    book.add_evidence(table(tmp_path / "a", 3), seen="2023-07-01")
    with pytest.raises(UsageError, match="1 snapshot "):
        book.changes("refugees")
    book.add_evidence(table(tmp_path / "b", 2, each=900), seen="2023-08-01")
    older, newer, found = book.changes("refugees")
    assert (older.seen, newer.seen) == ("2023-07-01", "2023-08-01")
    assert sorted(one.sort for one in found) == ["shrank"] * 4 + ["vanished"] * 2
    with pytest.raises(UsageError, match="1 snapshot "):
        book.as_of("2023-07-31").changes("refugees")


def test_each_reading_of_a_contradiction_has_a_status_of_its_own(book: Book, tmp_path: Path) -> None:
    visas = of(book, "11,500")
    book.add_evidence(table(tmp_path / "a", 12), seen="2024-12-01")
    for target in ("11,500", "22500"):
        book.link(
            visas.id, source="refugees", target=target, unit="refugee", label=f"reading {target}", by="R. Diaz",
            select=[("region", "Americas")], period="2021-10/2022-09", note="not the allocation",
        )  # fmt: skip
    readings = {status.label: status for status in book.commitment(visas.id).statuses}
    assert {label: status.status for label, status in readings.items()} == {
        "reading 11,500": "kept",
        "reading 22500": "overdue",
    }
    assert all(any("not the allocation" in reason for reason in one.reasons) for one in readings.values())
    record = book.commitments(status="overdue").records()[0]
    assert [one["label"] for one in record["readings"]] == ["reading 11,500", "reading 22500"]
    assert record["status"] == record["readings"][0]


def test_a_stated_figure_is_checked_and_never_judged(book: Book, tmp_path: Path) -> None:
    figure = of(book, "239,000")
    book.add_evidence(table(tmp_path / "a", 12, each=120_568, unit="encounter"), seen="2024-12-01")
    book.link(figure.id, source="refugees", period="2022-05", by="R. Diaz")
    (checked,) = book.check(figure.id)
    assert "241,136" in checked.difference.words
    assert "2,136" in checked.difference.words
    assert book.commitment(figure.id).statuses == ()
    with pytest.raises(UsageError, match="is a figure"):
        book.rule(figure.id, "broken", by="R. Diaz", note="no")


def test_a_ruling_outranks_what_is_computed_and_shows_it(book: Book, refugees: Commitment) -> None:
    book.rule(refugees.id, "stalled", by="R. Diaz", note="no budget line", ruled="2023-05-01")
    entry = book.rule(refugees.id, "broken", by="A. Reader", note="the programme was closed", ruled="2023-09-01")
    (status,) = book.commitment(refugees.id).statuses
    assert (status.status, status.ruled_by) == ("broken", "A. Reader")
    told = " ".join(status.reasons)
    assert "the programme was closed" in told
    assert "Computed: no public evidence" in told
    assert names(book.as_of("2023-06-01"), refugees.id) == ["stalled"]
    assert names(book.as_of("2023-01-01"), refugees.id) == ["no_public_evidence"]
    assert [one.commitment.id for one in book.commitments(status="broken")] == [refugees.id]
    book.undo(entry.sequence, by="A. Reader")
    assert names(book, refugees.id) == ["stalled"]
    book.rebuild()
    assert names(book, refugees.id) == ["stalled"]


@pytest.mark.parametrize(
    ("status", "note", "ruled", "told"),
    [
        ("kept", "x", None, "follows from evidence"),
        ("broken", " ", None, "needs a note"),
        ("broken", "x", "soon", "ISO date"),
        ("broken", "x", "2999-01-01", "lies ahead"),
    ],
)
def test_rulings_that_are_none(
    book: Book, refugees: Commitment, status: str, note: str, ruled: str | None, told: str
) -> None:
    entries = book.counts().entries
    with pytest.raises(UsageError, match=told):
        book.rule(refugees.id, status, by="R. Diaz", note=note, ruled=ruled)  # type: ignore[arg-type]
    assert book.counts().entries == entries


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, "say which source"),
        ({"suggestion": 9}, "no number 9"),
        ({"source": "nosuch"}, "no evidence of 'nosuch'; it holds: refugees"),
        ({"source": "refugees", "target": "many"}, "a target is a number"),
        ({"source": "refugees", "target": "-5"}, "above 0"),
        ({"source": "refugees", "target": "Infinity"}, "above 0"),
        ({"source": "refugees", "period": "junk"}, "EDTF"),
        ({"source": "refugees", "select": [("regoin", "Americas")]}, "has 'regoin'; they have: region"),
        ({"source": "refugees", "select": [("region", "")]}, "NAME=VALUE"),
    ],
)
def test_measures_that_are_none(
    book: Book, refugees: Commitment, tmp_path: Path, parts: dict[str, object], told: str
) -> None:
    book.add_evidence(table(tmp_path / "a", 3), seen="2023-07-01")
    with pytest.raises(UsageError, match=told):
        book.link(refugees.id, by="R. Diaz", **parts)  # type: ignore[arg-type]
    assert book.links(refugees.id) == []


def test_evidence_that_cannot_be_read_keeps_nothing(book: Book, tmp_path: Path) -> None:
    entries = book.counts().entries
    (tmp_path / "alone.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name in ("missing.csv", "alone.csv"):
        receipt = book.add_evidence(tmp_path / name)
        assert (receipt.outcome, receipt.snapshot, receipt.records) == ("failed", None, 0)
        assert len(receipt.problems) == 1
    for seen in ("soon", "2999-01-01"):
        with pytest.raises(UsageError):
            book.add_evidence(table(tmp_path / "a", 3), seen=seen)
    assert book.counts().entries == entries


def test_forecasts_and_why_there_is_none(book: Book, refugees: Commitment, tmp_path: Path) -> None:
    assert book.forecasts(refugees.id) == ["no evidence is linked to it (pledgebook evidence suggest)"]
    assert book.forecasts(of(book, "$2 million").id) == ["the commitment has no deadline"]
    book.add_evidence(table(tmp_path / "a", 60, each=800, first="2018-06"), seen="2023-06-15")
    book.link(refugees.id, source="refugees", select=[("region", "Americas")], by="R. Diaz")
    (told,) = book.as_of("2023-06-30").forecasts(refugees.id)
    assert isinstance(told, Forecast)
    assert told.low <= told.median <= told.high
    assert told.target == 20_000
    assert told.method
    (early,) = book.as_of("2023-01-01").forecasts(refugees.id)
    assert isinstance(early, str)
    assert "twelve months" in early


def test_money_is_converted_only_with_a_named_rate(book: Book, tmp_path: Path) -> None:
    border = book.commitment(of(book, "border infrastructure").id)
    (shipped,) = book.conversions(border, "EUR")
    assert "average of 2022" in shipped.formula
    assert "Federal Reserve" in shipped.formula
    rates = tmp_path / "rates.csv"
    rates.write_text("currency,period,per_usd,source\nEUR,2022,0.5,my bank\n", encoding="utf-8")
    (own,) = book.conversions(border, "EUR", rates)
    assert "750,000,000" in own.formula
    assert "my bank" in own.formula
    with pytest.raises(UsageError, match="no rate of XYZ"):
        book.conversions(border, "XYZ")
    with pytest.raises(UsageError, match="cannot be read"):
        book.conversions(border, "EUR", tmp_path / "none.csv")
    rates.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="is not UTF-8"):
        book.conversions(border, "EUR", rates)


def test_a_deadline_that_passes_is_seen_without_anything_being_written(
    book: Book, refugees: Commitment, tmp_path: Path
) -> None:
    book.add_evidence(table(tmp_path / "a", 36, each=100), seen="2024-10-15")
    book.link(refugees.id, source="refugees", select=[("region", "Americas")], by="R. Diaz")
    entries = book.counts().entries
    for day, status in (("2024-10-20", "overdue"), (datetime.date(2026, 1, 1), "overdue")):
        found = book.as_of(day).commitments(status=status)
        assert [one.commitment.id for one in found] == [refugees.id]
    (short,) = book.commitment(refugees.id).statuses
    assert short.delivered == Decimal(2_400)
    assert book.counts().entries == entries
