"""JSON lines, CSV and Parquet: a row is a document, however the file is cut."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.documents.bulk import Piece, Stored, Told, pieces_of, read_piece, stored_files
from pledgebook.model import Document, Problem

ROWS = [
    {
        "id": f"a{number}",
        "url": f"https://news.example/{number}",
        "title": f"Title, {number}",
        "published": "2022-07-12",
        "text": f'Norway "will" give\n$5 million to village {number}, – he said.',
    }
    for number in range(60)
]


def documents(path: Path | str, size: int, told: Told | None = None) -> list[Document | Problem]:
    """The documents of a file that is cut into pieces of so many bytes."""
    found: list[Document | Problem] = []
    for stored in stored_files(str(path)):
        assert isinstance(stored, Stored)
        pieces = pieces_of(stored, size)
        assert not isinstance(pieces, Problem)
        for piece in pieces:
            found += [one.make(lambda _: None) for one in read_piece(piece, told or Told())]
    return found


def write(path: Path, rows: list[dict[str, str]] = ROWS) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)
    elif path.suffix in (".csv", ".tsv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
            table.writeheader()
            table.writerows(rows)
    else:
        lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
        path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.jsonl.gz"])
@pytest.mark.parametrize("size", [1, 700, 5_000, 1 << 20])
def test_every_row_once_however_the_file_is_cut(tmp_path: Path, name: str, size: int) -> None:
    found = documents(write(tmp_path / name), size)
    assert [one.source for one in found] == [row["url"] for row in ROWS]
    for one, row in zip(found, ROWS, strict=True):
        assert isinstance(one, Document)
        assert (one.text, one.title, one.published, one.url) == (row["text"], row["title"], "2022-07-12", row["url"])


@given(
    st.lists(st.text(min_size=1, max_size=30).filter(lambda text: text.strip()), min_size=1, max_size=8),
    st.integers(1, 99),
)
def test_lines_of_any_text(texts: list[str], size: int) -> None:
    from pledgebook.documents.bulk.tables import jsonl_documents

    data = b"".join(
        json.dumps({"text": text}, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for text in texts
    )
    found = [
        one
        for start in range(0, len(data), size)
        for one in jsonl_documents(io.BytesIO(data), "f", start, min(start + size, len(data)), Told())
    ]
    assert len(found) == len(texts)
    assert [data[one.offset : one.offset + 1] for one in found] == [b"{"] * len(texts)


@given(st.binary(max_size=300))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    from pledgebook.documents.bulk.tables import csv_documents, jsonl_documents, parquet_documents
    from pledgebook.documents.bulk.warc import warc_documents

    for reader in (jsonl_documents, csv_documents, parquet_documents, warc_documents):
        for one in reader(io.BytesIO(data), "f", 0, max(len(data), 1), Told()):
            made = one.make(lambda _: None)
            assert isinstance(made, Document | Problem)


def test_bad_lines_are_problems_with_their_place_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        b'{"text": "One."}',
        b"not JSON",
        b"[1, 2]",
        b'{"text": "Broken \xff\xfe bytes."}',
        b'{"title": "No text"}',
        b'{"text": "Two.", "published": "yesterday"}',
        b'{"text": "cut off',
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    (stored,) = stored_files(str(path))
    assert isinstance(stored, Stored)
    told: list[Problem] = []
    seen = []
    for piece in pieces_of(stored):
        assert isinstance(piece, Piece)
        for one in read_piece(piece, Told()):
            made = one.make(told.append)
            seen.append((one.offset, made.text if isinstance(made, Document) else made.rule))
    assert seen == [
        (0, "One."),
        (17, "broken-row"),
        (26, "broken-row"),
        (33, "Broken \ufffd\ufffd bytes."),
        (lines_before(lines, 4), "no-text"),
        (lines_before(lines, 5), "Two."),
        (lines_before(lines, 6), "broken-row"),
    ]
    assert [problem.rule for problem in told] == ["broken-text", "broken-metadata"]


def lines_before(lines: list[bytes], count: int) -> int:
    return sum(len(line) + 1 for line in lines[:count])


def test_a_line_of_a_hundred_megabytes_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "One."}\n{"text": "')
        for _ in range(100):
            file.write(b"word " * 200_000)
        file.write(b'"}\n{"text": "Two."}\n')
    found = documents(path, 1 << 24)
    assert [one.text if isinstance(one, Document) else one.rule for one in found] == ["One.", "too-large", "Two."]


def test_columns_of_other_names_and_a_page_in_a_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"story": "Words.", "when": "12 July 2022"}, {"html": "<p>Norway gives.</p>"}])
    found = documents(path, 1 << 20, Told(columns={"text": "story", "published": "when"}))
    assert isinstance(found[0], Document)
    assert (found[0].text, found[0].published) == ("Words.", "2022-07-12")
    assert isinstance(found[1], Document)
    assert found[1].text == "Norway gives."


def test_folders_patterns_and_archives(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/d.txt", "e.docx"):
        (folder / name).write_text(f"Words of {name}.", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        packed.writestr("inner/x.txt", "Words of x.")
        packed.writestr("inner/y.html", "<p>Words of y.</p>")
    listed = {
        str(folder): ["a.md", "b.txt", "sub/c.txt"],
        f"{folder}/*.txt": ["b.txt"],
        f"file://{folder}/sub": ["sub/c.txt"],
    }
    for source, names in listed.items():
        assert [one.address.rpartition("in/")[2] for one in stored_files(source) if isinstance(one, Stored)] == names
    found = documents(f"zip://inner/*::{tmp_path / 'z.zip'}", 1 << 20)
    assert [one.text for one in found if isinstance(one, Document)] == ["Words of x.", "Words of y."]
    assert found[0].source == f"zip://inner/x.txt::{tmp_path / 'z.zip'}"


@pytest.mark.parametrize(
    ("source", "rule"),
    [("missing.jsonl", "missing"), ("none/*.jsonl", "empty-folder"), ("strange://a/b", "unsupported-scheme")],
)
def test_sources_that_name_nothing(source: str, rule: str) -> None:
    (problem,) = stored_files(source)
    assert isinstance(problem, Problem)
    assert problem.rule == rule


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz", "a.csv"])
def test_a_broken_file_is_a_problem(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = documents(path, 1 << 20)
    rules = [one.rule for one in found if isinstance(one, Problem)]
    assert rules == (["no-text"] if name == "a.csv" else ["broken-file"])  # of a table the last row has lost its text
