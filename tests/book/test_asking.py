"""Questions to a book: filters, order, pages, and only what could be known on a day."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from newsstand import commitments, filled, of, sources

from pledgebook.book import Book, Commitments
from pledgebook.errors import UsageError
from pledgebook.model import encode_jsonl
from pledgebook.publish.csv import csv_lines

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "src/pledgebook/publish/schemas/commitment.schema.json").read_text(encoding="utf-8")
)


def objects(page: Commitments) -> list[str]:
    return [one.commitment.object for one in page]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"actor": "MX"}, {"border", "cholera"}),
        ({"actor": "mx", "recipient": None}, {"border", "cholera"}),
        ({"actor": "NO", "unit": "USD"}, {"$5 million", "$2 million"}),
        ({"recipient": "HT", "actor": "NO"}, {"$5 million", "$2 million"}),
        ({"unit": "well"}, {"wells"}),
        ({"contradicted": True}, {"11,500"}),
        ({"contradicted": "amount"}, set()),
        ({"kind": "figure"}, {"encounters"}),
        ({"status": "no_public_evidence", "actor": "PE"}, {"wells"}),
        ({"status": "kept"}, set()),
        ({"period": "2024"}, {"20,000", "border", "$5 million", "wells"}),
        ({"period": "2029"}, {"wells"}),
        ({"text": "border infrastructure"}, {"border"}),
        ({"publisher": "channel four"}, {"border"}),
        ({"publisher": "nobody"}, set()),
        ({"actor": "US", "text": "refugees"}, {"20,000"}),
    ],
)
def test_filters(book: Book, filters: dict[str, Any], found: set[str]) -> None:
    told = objects(book.commitments(**filters))
    # what nothing but their period tells may come along: every expected one is there, and each is expected
    assert len(told) >= len(found)
    assert all(any(words in one for words in found) for one in told), told
    assert all(any(words in one for one in told) for words in found), told


@pytest.mark.parametrize(
    "filters",
    [{"colour": "red"}, {"since": "2023-13"}, {"kind": "wish"}, {"period": "xx"}, {"limit": 0}, {"after": "x"}],
)
def test_filters_that_mean_nothing_are_refused(book: Book, filters: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        book.commitments(**filters)


@pytest.mark.parametrize("sort", ["first_stated", "deadline", "amount", "actor", "statements"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("status", [None, "no_public_evidence"])
def test_pages_hold_everything_once_in_the_same_order(
    book: Book, sort: str, descending: bool, status: str | None
) -> None:
    asked = {"sort": sort, "descending": descending, "status": status}
    whole = [one.commitment.id for one in book.commitments(**asked)]
    assert len(whole) == len(set(whole)) > 4
    for size in (1, 3, len(whole), 100):
        found, after = [], None
        while True:
            page = book.commitments(**asked, limit=size, after=after)
            assert len(page) <= size
            found += [one.commitment.id for one in page]
            after = page.cursor
            if after is None:
                break
        assert found == whole
    assert [one.commitment.id for page in book.pages(**asked) for one in page] == whole
    assert [one.commitment.id for page in book.pages(**asked, limit=3) for one in page] == whole[:3]
    if sort == "first_stated":  # what has no date stands last, whichever way the dates run
        days = [one.commitment.first_stated or ("" if descending else "9999") for one in book.commitments(**asked)]
        assert days == sorted(days, reverse=descending)


def test_days_may_be_said_in_iso_form(book: Book) -> None:
    every = book.commitments(limit=500)
    for said, (first, last) in {"2022-06": ("2022-06-01", "2022-06-30"), "2022": ("2022-01-01", "2022-12-31")}.items():
        days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        found = book.commitments(since=said, until=said, limit=500)
        assert objects(found) == objects(book.commitments(since=days[0], until=days[1], limit=500))
        assert 0 < len(found) < len(every)


def test_a_book_as_a_reader_of_the_day_could_have_known_it(book: Book) -> None:
    visas = of(book, "11,500")
    july = book.as_of("2022-06-30")
    assert sorted(objects(july.commitments())) == sorted([visas.object, of(book, "20,000 refugees").object])
    then = july.commitment(visas.id).commitment
    assert (sources(then), then.contradictions, then.id) == (["sheet"], (), visas.id)
    line = next(one for one in july.commitments() if one.commitment.id == visas.id)
    assert (line.statements, line.documents, line.commitment.contradictions) == (1, 1, ())
    assert objects(july.commitments(contradicted=True)) == []
    assert visas.object in objects(july.commitments(contradicted=False))
    assert [one.imprint.source for one in july.statements()] == ["sheet.txt", "sheet.txt"]
    assert {hit.said.imprint.source for hit in july.search("visas")} == {"sheet.txt"}
    assert {hit.said.imprint.source for hit in book.search("visas")} == {"sheet.txt", "paper.txt"}
    with pytest.raises(UsageError, match="as of 2022-06-30"):
        july.commitment(of(book, "border infrastructure").id)
    assert july.log() == july.history(visas.id) == []
    assert july.snapshots() == []


@pytest.mark.parametrize(("day", "known"), [("2022-07-13", ["joint"]), ("2022-07", ["joint", "leak"]), ("2022", None)])
def test_a_month_or_year_means_its_last_day(book: Book, day: str, known: list[str] | None) -> None:
    border = book.as_of(day).commitment(of(book, "border infrastructure").id).commitment
    assert sources(border) == (known or ["joint", "leak"])


def test_what_has_no_date_counts_from_the_day_it_was_added(book: Book) -> None:
    wells = of(book, "300 wells")
    today = book.day
    with pytest.raises(UsageError, match="holds no commitment"):
        book.as_of("2026-01-01").commitment(wells.id)
    assert book.as_of(today.isoformat()).commitment(wells.id).commitment == wells
    assert wells.object in objects(book.as_of(today).commitments())


@pytest.mark.parametrize("day", ["yesterday", "", "2022-02-30", "2022-13"])
def test_a_day_that_is_none(book: Book, day: str) -> None:
    with pytest.raises(UsageError, match="a day takes an ISO date"):
        book.as_of(day)


def test_words_are_found_whatever_their_form_and_marked(book: Book) -> None:
    hit = book.search("BORDER infrastructure")[0]
    assert hit.commitment == of(book, "border infrastructure").id
    words = hit.said.statement.quote.text
    assert {words[start:end].lower() for start, end in hit.marks} == {"border", "infrastructure"}
    for strange in ("", '"', "AND OR NOT", "*", "a:b", "(" * 50, "\x00", "'; DROP TABLE entries; --"):
        assert isinstance(book.search(strange), list)
    assert len(book.search("haiti", limit=1)) == 1


def test_records_fit_the_published_schema(book: Book) -> None:
    commitment = of(book, "border infrastructure")
    book.rule(commitment.id, "stalled", by="R. Diaz", note="no budget line")
    validator = jsonschema.Draft202012Validator(SCHEMA)
    lines = encode_jsonl([record for page in book.pages(kind=None) for record in page.records()]).splitlines()
    assert len(lines) == book.counts().commitments
    for line in lines:
        record = json.loads(line)
        validator.validate(record)
        for statement in record["statements"]:
            document = book.document(statement["document"]["id"])
            assert document is not None
            quote = statement["quote"]
            assert document.text[quote["start"] : quote["end"]] == quote["text"]
    broken = json.loads(lines[0]) | {"wish": True}
    assert not validator.is_valid(broken)


def test_csv_is_read_back_as_it_was_meant_and_runs_nothing(book: Book) -> None:
    page = Commitments(one for found in book.pages(kind=None) for one in found)
    told = b"".join(csv_lines(list(page.columns), page.rows())).decode()
    assert told.count("\r\n") == len(page) + 1
    read = list(csv.DictReader(io.StringIO(told, newline="")))
    assert [row["id"] for row in read] == [one.commitment.id for one in page]
    border = next(row for row in read if "border" in row["object"])
    assert (border["low"], border["unit"], border["statements"]) == ("1500000000", "USD", "2")
    assert (border["actors"], border["status"]) == ("MX", "no_public_evidence")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_document_runs_as_a_formula(words: str) -> None:
    rows = [{"object": words, "number": -1.5, "none": None, "yes": True}]
    told = b"".join(csv_lines(["object", "number", "none", "yes"], rows)).decode()
    assert next(iter(csv.DictReader(io.StringIO(told, newline="")))) == {
        "object": f"'{words}",
        "number": "-1.5",
        "none": "",
        "yes": "true",
    }


@pytest.mark.parametrize("words", ['a "quoted" word', "two\r\nlines", "comma, comma", " blanks ", "שלום 😀"])
def test_cells_are_quoted_as_rfc_4180_says(words: str) -> None:
    told = b"".join(csv_lines(["object"], [{"object": words}])).decode()
    assert list(csv.reader(io.StringIO(told, newline=""))) == [["object"], [words]]


def test_an_empty_book_answers(tmp_path: Path) -> None:
    with filled(tmp_path / "book.db", []) as book:
        assert list(book.commitments()) == list(book.statements()) == []
        assert book.search("water") == book.log() == book.unsure() == book.snapshots() == []
        assert list(book.followed()) == list(book.followed(every=True)) == []
        assert book.verify() == []
        book.rebuild()
        assert book.head() is None
        assert commitments(book) == []
