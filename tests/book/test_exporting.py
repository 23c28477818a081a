"""A book handed to other programs: every format, the same bytes each time, and a new book from its lines."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any, get_args

import pytest
from newsstand import commitments, of

from evals.learn.annotated import load
from pledgebook.book import Book
from pledgebook.book.restoring import restore
from pledgebook.errors import UsageError
from pledgebook.publish.formats import ExportFormat, render
from pledgebook.publish.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS

FORMATS = get_args(ExportFormat)


def exported(book: Book, form: str, **wanted: Any) -> bytes:
    with book.export(**wanted) as content:
        return b"".join(render(content, form))


def rows(book: Book, **wanted: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(book, "csv", **wanted).decode())))


def lines(book: Book, **wanted: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(book, "jsonl", **wanted).splitlines()]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_book_gives_the_same_bytes(book: Book, form: str) -> None:
    first = exported(book, form)
    assert len(first) > 20
    assert exported(book, form) == first


def test_a_table_holds_every_commitment_or_every_statement(book: Book) -> None:
    everything = commitments(book)
    found = rows(book)
    assert list(found[0]) == list(COMMITMENT_COLUMNS)
    assert sorted(row["id"] for row in found) == [one.id for one in everything]
    said = rows(book, rows="statements")
    assert list(said[0]) == list(STATEMENT_COLUMNS)
    assert sorted((row["commitment"], row["id"]) for row in said) == sorted(
        (one.id, member.said.statement.id) for one in everything for member in one.members
    )


def test_filters_are_those_of_lists(book: Book) -> None:
    wanted: dict[str, Any] = {"actor": "Mexico", "unit": "USD", "kind": "commitment"}
    listed = [one.commitment.id for one in book.commitments(**wanted)]
    assert 0 < len(listed) < len(commitments(book))
    assert [row["id"] for row in rows(book, **wanted)] == listed
    assert [line["id"] for line in lines(book, **wanted)[1:]] == listed
    assert [row["id"] for row in rows(book, most=1, **wanted)] == listed[:1]


def test_parquet_holds_what_csv_holds(book: Book) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(exported(book, "parquet")))
    assert table.column("id").to_pylist() == [row["id"] for row in rows(book)]
    assert table.schema.names == list(COMMITMENT_COLUMNS)


def test_lines_hold_entries_only_where_nothing_is_left_out(book: Book) -> None:
    whole = lines(book)
    assert whole[0]["head"] == book.head().hash  # type: ignore[union-attr]
    assert [line["sequence"] for line in whole if line["type"] == "entry"] == list(range(1, whole[0]["entries"] + 1))
    for wanted in ({"actor": "Norway"}, {"most": 1000}, {"kind": "figure"}):
        assert {line["type"] for line in lines(book, **wanted)[1:]} == {"commitment"}
    assert {line["type"] for line in lines(book.as_of("2022-12-31"))[1:]} == {"commitment"}


def test_a_new_book_from_the_lines_is_the_same_book(book: Book, tmp_path: Path) -> None:
    pledge = of(book, "20,000 refugees")
    book.rule(pledge.id, "stalled", by="R. Diaz", note="Nothing came.", ruled="2023-02-01")
    book.reject(of(book, "$2 million").id, by="R. Diaz")
    file = tmp_path / "book.jsonl"
    file.write_bytes(exported(book, "jsonl"))
    restore(file, str(tmp_path / "new.db"))
    with Book.open(tmp_path / "new.db", create=False) as other:
        assert other.verify() == []
        assert other.head() == book.head()
        assert commitments(other) == commitments(book)
        assert other.commitment(pledge.id) == book.commitment(pledge.id)
        assert exported(other, "jsonl") == file.read_bytes()
        other.merge(again=True)  # the rules say the same of it once more
        assert [one.id for one in commitments(other)] == [one.id for one in commitments(book)]
    with pytest.raises(UsageError, match="holds entries already"):
        restore(file, str(tmp_path / "new.db"))


def test_a_book_with_an_erased_text_comes_back(book: Book, tmp_path: Path) -> None:
    document = of(book, "20,000 refugees").members[0].said.imprint.id
    book.forget(document, by="R. Diaz", erase=True)
    file = tmp_path / "book.jsonl"
    file.write_bytes(exported(book, "jsonl"))
    restore(file, str(tmp_path / "new.db"))
    with Book.open(tmp_path / "new.db", create=False) as other:
        assert other.verify() == []
        assert commitments(other) == commitments(book)


FAULTS = {
    "a word of a text": (b"border infrastructure", b"border infrastrukture", "was changed"),
    "who said so": (b'"run":"', b'"run":"x', "was changed"),
    "not JSON": (b'"type":"entry"', b'"type":entry', "line 2 is no line"),
    "no whole book": (b'"type":"book"', b'"type":"page"', "is no whole book"),
    "another form": (b'"format":1', b'"format":99', "is no whole book"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_lines_that_were_changed_make_no_book(book: Book, tmp_path: Path, name: str) -> None:
    old, new, why = FAULTS[name]
    content = exported(book, "jsonl")
    assert old in content
    file = tmp_path / "book.jsonl"
    file.write_bytes(content.replace(old, new, 1))
    with pytest.raises(UsageError, match=why):
        restore(file, str(tmp_path / "new.db"))
    with Book.open(tmp_path / "new.db") as other:
        assert other.counts().entries == 0


def test_a_missing_or_repeated_line_is_noticed(book: Book, tmp_path: Path) -> None:
    whole = exported(book, "jsonl").splitlines(keepends=True)
    for kept in ([*whole[:3], *whole[4:]], [*whole[:3], whole[2], *whole[3:]]):
        (tmp_path / "book.jsonl").write_bytes(b"".join(kept))
        with pytest.raises(UsageError, match="not as it was written"):
            restore(tmp_path / "book.jsonl", str(tmp_path / "new.db"))


def test_a_file_that_is_cut_is_noticed(book: Book, tmp_path: Path) -> None:
    whole = exported(book, "jsonl").splitlines(keepends=True)
    for length in (2, 4):
        (tmp_path / "book.jsonl").write_bytes(b"".join(whole[:length]))
        with pytest.raises(UsageError, match="entries are missing"):
            restore(tmp_path / "book.jsonl", str(tmp_path / "new.db"))


def annotations(book: Book, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the archive says of each document, by its text; unpacked into a folder."""
    with zipfile.ZipFile(io.BytesIO(exported(book, "annotations"))) as archive:
        archive.extractall(folder)
    return {
        path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8"): json.loads(path.read_text("utf-8"))[
            "statements"
        ]
        for path in folder.glob("*.gold.json")
    }


def test_what_was_reviewed_can_be_learned_from(book: Book, tmp_path: Path) -> None:
    refugees, visas = of(book, "20,000 refugees"), of(book, "11,500", "sheet")
    sheet = next(member.said for member in visas.members if member.said.imprint.source == "sheet.txt")
    book.confirm(refugees.members[0].said.statement.id, by="R. Diaz")
    book.correct(sheet.statement.id, {"recipients": "Haiti", "period": "2023"}, by="R. Diaz")
    water = of(book, "$5 million")
    book.reject(water.members[0].said.statement.id, by="R. Diaz")
    found = annotations(book, tmp_path)
    assert len(found) == 2  # the sheet, and the text in which one was rejected
    text, rows = next((text, rows) for text, rows in found.items() if "11,500" in text)
    assert [(row["kind"], row["actors"], row["recipients"], row["period"]) for row in rows] == [
        ("commitment", ["US"], ["M49:019"], "2022-10-01/2024-09-30"),
        ("commitment", ["US"], ["HT"], "2023"),
    ]
    assert all("optional" not in row for row in rows)
    for row in rows:
        assert text[row["start"] : row["end"]] == row["object"]
        assert row["sentence"] in text
        assert text[row["quantity"]["start"] : row["quantity"]["end"]] == row["quantity"]["text"]
    (other,) = next(rows for text, rows in found.items() if "clean water" in text)
    assert other["optional"] is True  # nobody has looked at it; the one that was rejected is gone
    learned = {one.document.text: one for one in load(tmp_path)}
    assert learned.keys() == found.keys()
    assert [one["object"] for one in learned[text].gold] == [row["object"] for row in rows]
    assert {label for label in learned[text].labels if label is not None} == {0, 1}  # each has its candidate
    assert learned[text].document.published == "2022-06-10"


def test_annotations_are_of_whole_documents(book: Book) -> None:
    with pytest.raises(UsageError, match="whole documents"):
        exported(book, "annotations", actor="MX")
    with zipfile.ZipFile(io.BytesIO(exported(book, "annotations"))) as archive:
        assert archive.namelist() == []


def test_a_ruling_of_a_person_becomes_a_review(book: Book) -> None:
    pledge = of(book, "20,000 refugees")
    book.rule(pledge.id, "stalled", by="A. Abe", note="Nothing came.", ruled="2023-02-01")
    book.rule(pledge.id, "broken", by="R. Diaz", note="It was taken back.", ruled="2024-02-01")
    for day, status, by in ((None, "broken", "R. Diaz"), ("2023-06-30", "stalled", "A. Abe")):
        nodes = json.loads(exported(book.as_of(day) if day else book, "jsonld"))["@graph"]
        (review,) = (node for node in nodes if "schema:ClaimReview" in node["type"])
        assert review["schema:reviewRating"]["schema:alternateName"] == status
        assert review["schema:author"]["schema:name"] == by
