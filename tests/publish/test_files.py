"""Files for spreadsheets: no cell is empty that can be filled, nothing of a document runs, the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.book import Book
from pledgebook.publish.csv import csv_lines
from pledgebook.publish.frames import parquet_file
from pledgebook.publish.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS
from pledgebook.publish.xlsx import xlsx_file

ALWAYS = (
    "promise", "id", "kind", "polarity", "modality", "object", "strength", "quote", "document", "source", "title", "publisher",
    "published", "confidence",
)  # fmt: skip
"""What every row of documents with title, publisher and date has."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    documents = resources.files("pledgebook") / "demo" / "documents"
    place = tmp_path_factory.mktemp("files") / "demo.db"
    with resources.as_file(documents) as folder, Book.open(place) as book:
        book.add([folder])
        yield book


def test_no_cell_is_empty_that_the_record_can_fill(demo: Book) -> None:
    for whole in (demo.commitments(kind=None).rows(), [row for page in demo.pages(kind=None) for row in page.rows()]):
        assert len(whole) > 10
        for row in whole:
            assert not [name for name in ALWAYS if row[name] in (None, "")], row
            assert list(row) == list(COMMITMENT_COLUMNS)
    found = demo.statements().rows()
    for row in found:
        assert not [name for name in (*ALWAYS, "commitment", "act") if row[name] in (None, "")], row
        assert list(row) == list(STATEMENT_COLUMNS)
    assert {row["commitment"] for row in found} <= {row["id"] for row in demo.commitments(kind=None, limit=1000).rows()}


def test_a_page_and_the_whole_give_the_same_rows(demo: Book) -> None:
    """A page has no statements at hand, and still knows the quote and where it stands."""
    columns = [name for name in COMMITMENT_COLUMNS if name not in ("status", "reason")]
    paged, whole = demo.commitments(), next(iter(demo.pages()))
    assert [[row[name] for name in columns] for row in paged.rows()] == [
        [row[name] for name in columns] for row in whole.rows()
    ]


ROW = {
    "promise": "=HYPERLINK(1)",
    "low": 1.5e9,
    "first_day": "2022-07-12",
    "period": "2022/2024",
    "additional": True,
    "statements": 2,
    "share": 0.5,
    "quote": "two\nlines\x07",
}
COLUMNS = {name: COMMITMENT_COLUMNS[name] for name in ROW}


def test_a_sheet_has_numbers_dates_and_words_that_never_run() -> None:
    made = xlsx_file(COLUMNS, [ROW])
    assert made == xlsx_file(COLUMNS, [ROW])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    heading, cells = list(sheet.iter_rows())
    assert [cell.value for cell in heading] == [name.replace("_", " ") for name in COLUMNS]
    values = dict(zip(COLUMNS, cells, strict=True))
    assert (values["promise"].value, values["promise"].data_type) == ("=HYPERLINK(1)", "s")
    assert values["low"].value == 1_500_000_000
    assert values["first_day"].value == datetime(2022, 7, 12)
    assert values["additional"].value is True
    assert values["quote"].value == "two\nlines\ufffd"
    assert values["quote"].alignment.wrap_text
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:H2"


def test_parquet_holds_the_columns_and_their_types() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(parquet_file([ROW], COLUMNS)))
    assert table.to_pylist() == [ROW]


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "  =", "|", "%"])
def test_no_cell_of_csv_opens_a_formula(opening: str) -> None:
    (_, line) = csv_lines(["a"], [{"a": f"{opening}1+1"}])
    ((cell,),) = csv.reader(io.StringIO(line.decode(), newline=""))
    assert cell.startswith("'")


@given(st.text())
def test_cells_come_back_whole_but_for_controls(words: str) -> None:
    (_, line) = csv_lines(["a", "b"], [{"a": words, "b": "end"}])
    (cells,) = csv.reader(io.StringIO(line.decode("utf-8"), newline=""))
    assert cells[1] == "end"
    assert not any(ord(sign) < 32 and sign not in "\t\n\r" for sign in cells[0])


def test_a_frame_of_the_whole_book(demo: Book) -> None:
    frame = demo.frame()
    assert list(frame.columns) == list(COMMITMENT_COLUMNS)
    assert len(frame) == demo.counts().commitments
    assert set(demo.frame(actor="Mexico")["actors"].str.contains("MX")) == {True}


def test_files_of_the_commands(tmp_path: Path, demo: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from pledgebook.cli import main

    def call(*args: str) -> bytes:
        target = tmp_path / "out"
        monkeypatch.setattr(sys, "argv", ["pledgebook", *args, "--output", str(target)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return target.read_bytes()

    book = ("--book", demo.place)
    assert call("list", *book, "--format", "csv", "--bom").startswith(b"\xef\xbb\xbfpromise,id,kind")
    assert call("status", *book, "--all", "--format", "csv").startswith(b"promise,id,kind")
    for command in (("list",), ("status", "--all")):
        made = call(*command, *book, "--format", "xlsx")
        assert made == call(*command, *book, "--format", "xlsx")
        assert openpyxl.load_workbook(io.BytesIO(made)).active.max_row > 10
        assert pyarrow.parquet.read_table(io.BytesIO(call(*command, *book, "--format", "parquet"))).num_rows > 10
    (tmp_path / "a.txt").write_text("Norway will give $5 million to Haiti by 2030.", encoding="utf-8")
    told = call("read", str(tmp_path / "a.txt"), "--format", "csv").decode()
    assert told.splitlines()[1].startswith("will give $5 million to Haiti,st-")
    assert call("read", str(tmp_path / "a.txt"), "--format", "csv", "--min-confidence", "1").decode().count("\n") == 1
    everything = call("list", *book, "--format", "jsonl", "--kind", "all").count(b"\n")
    assert (
        0
        < call("list", *book, "--format", "jsonl", "--kind", "all", "--min-confidence", "0.8").count(b"\n")
        < everything
    )
