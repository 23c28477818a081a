"""One item → document or problem: formats, metadata over one another, and files that cannot be read."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pdf import encrypted_pdf, made_pdf

from pledgebook import documents
from pledgebook.documents import Item, Limits, expand, file_item
from pledgebook.errors import UsageError
from pledgebook.model import Document, Problem

PAGE = b"<!doctype html><title>Aid</title><article><p>Norway gives five million to the fund.</p></article>"


def written(folder: Path, name: str, data: bytes) -> Item:
    (folder / name).write_bytes(data)
    return file_item(folder / name)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.txt", b"<html>Norway</html>\r\n", "<html>Norway</html>\r\n"),
        ("a.TEXT", b"Norway", "Norway"),
        ("a.html", PAGE, "Norway gives five million to the fund."),
        ("a.xhtml", b'<?xml version="1.0"?>' + PAGE, "Norway gives five million to the fund."),
        ("a.htm", "<p>Norway’s fund</p>".encode("cp1252"), "Norway’s fund"),
        ("a.html", "<meta charset=utf-8><p>Norway’s fund</p>".encode("utf-16"), "Norway’s fund"),
        ("a.pdf", made_pdf([["Norway gives."]]), "Norway gives."),
        ("a", PAGE, "Norway gives five million to the fund."),
        ("a.bin", made_pdf([["Norway gives."]]), "Norway gives."),
        ("a.note", b"Norway gives.", "Norway gives."),
    ],
)
def test_the_name_tells_the_format_and_else_the_bytes_do(name: str, data: bytes, text: str, tmp_path: Path) -> None:
    document = documents.open(written(tmp_path, name, data))
    assert isinstance(document, Document), document
    assert document.text == text
    assert document.source == str(tmp_path / name)


def test_who_goes_before_whom(tmp_path: Path) -> None:
    item = written(tmp_path, "a.html", PAGE.replace(b"<title>", b"<meta name=date content=2020-01-01><title>"))
    meta = (
        b'{"title": "From beside", "published": "2022-07-12T10:00:00Z", "publisher": null, "url": "https://a.example/"}'
    )
    (tmp_path / "a.meta.json").write_bytes(meta)
    document = documents.open(item, publisher=" The\nPaper ", published="July 2022")
    assert isinstance(document, Document)
    assert (document.title, document.publisher) == ("From beside", "The Paper")
    assert (document.published, document.url) == ("2022-07", "https://a.example/")
    (tmp_path / "a.meta.json").write_bytes(b'{"publisher": "\\ud800", "published": "soon"}')
    document = documents.open(item)
    assert isinstance(document, Document)
    assert (document.title, document.publisher, document.published) == ("Aid", "?", "2020-01-01")


def test_a_wrong_date_is_a_fault_of_the_call_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        documents.open(file_item(tmp_path / "nowhere.txt"), published="soon")


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(20_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", b" \n\t\xc2\xa0", "empty"),
        ("a.html", b"", "empty"),
        ("a.pdf", b"", "empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.html", bytes(range(256)) * 40, "binary"),
        ("a.txt", _zip_bomb(), "binary"),
        ("a.pdf", _zip_bomb(), "not-a-pdf"),
        ("a.pdf", encrypted_pdf(), "encrypted-pdf"),
        ("a.pdf", made_pdf([[]]), "no-text"),
        ("a.html", b"<nav>Menu</nav>", "no-text"),
        ("a.html", b"<p>" + b"x" * 200_000, "too-large"),
        ("a", PAGE + b"x" * 200_000, "too-large"),
        ("a.txt", b"x" * 400_000, "too-large"),
    ],
)
def test_a_bad_file_is_one_problem_of_one_line(name: str, data: bytes, rule: str, tmp_path: Path) -> None:
    problem = documents.open(written(tmp_path, name, data), limits=Limits(html_bytes=100_000, file_bytes=300_000))
    assert isinstance(problem, Problem), problem
    assert problem.rule == rule
    assert problem.source == str(tmp_path / name)
    assert len(str(problem).splitlines()) == 1


def test_a_file_that_has_left_meanwhile(tmp_path: Path) -> None:
    for item, rule in ((file_item(tmp_path / "gone.txt"), "missing"), (file_item(tmp_path), "unreadable")):
        problem = documents.open(item)
        assert isinstance(problem, Problem)
        assert problem.rule == rule


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_file_without_end_is_left_at_the_limit() -> None:
    (item,) = expand(["/dev/zero"])
    assert isinstance(item, Item)
    problem = documents.open(item, limits=Limits(file_bytes=100_000))
    assert isinstance(problem, Problem)
    assert problem.rule == "too-large"


@contextlib.contextmanager
def _without_rights() -> Iterator[Path]:
    """A folder that anybody may enter, and a process that is nobody special, though the tests may run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for path in folder.iterdir():
            path.chmod(0o700)
        shutil.rmtree(folder)


def test_no_permission_is_told(tmp_path: Path) -> None:
    with _without_rights() as folder:
        item = written(folder, "a.txt", b"Norway gives.")
        (folder / "in").mkdir()
        (folder / "in").chmod(0)
        (folder / "a.txt").chmod(0)
        if os.geteuid() == 0:
            os.seteuid(65534)
        found = [documents.open(item), *expand([folder / "in"]), *expand([folder / "in" / "b.txt"])]
    assert [problem.rule for problem in found if isinstance(problem, Problem)] == ["permission-denied"] * 3


class _Standard:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)
        self.closed = False


@pytest.mark.parametrize(
    ("data", "text", "title"),
    [
        (b"Norway gives.\r\n", "Norway gives.\r\n", None),
        (PAGE, "Norway gives five million to the fund.", "Aid"),
        (made_pdf([["Norway gives."]], "Aid"), "Norway gives.", "Aid"),
        (b"---\ntitle: Aid\n---\nNorway gives.", "---\ntitle: Aid\n---\nNorway gives.", "Aid"),
    ],
)
def test_standard_input_is_told_by_its_bytes(
    data: bytes, text: str, title: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", _Standard(data))
    (item,) = expand(["-"])
    assert isinstance(item, Item)
    document = documents.open(item)
    assert isinstance(document, Document)
    assert (document.source, document.text, document.title) == ("-", text, title)


@pytest.mark.parametrize(
    ("stream", "rule"), [(_Standard(b""), "empty"), (_Standard(b"x" * 20), "too-large"), (None, "unreadable")]
)
def test_standard_input_that_cannot_be_read(
    stream: _Standard | None, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", stream)
    problem = documents.open(Item("-"), limits=Limits(file_bytes=10))
    assert isinstance(problem, Problem)
    assert problem.rule == rule


def test_the_annotated_documents_keep_their_text_and_metadata(shared: Path) -> None:
    items = expand([shared / "gold"])
    assert len(items) >= 84
    for item in items:
        assert isinstance(item, Item)
        document = documents.open(item)
        assert isinstance(document, Document)
        assert document.text.encode() == Path(item.source).read_bytes()
        if item.source.endswith(".txt"):
            assert document.title
            assert document.published
            assert document.publisher


def test_a_guess_is_told_and_a_given_encoding_is_none(tmp_path: Path) -> None:
    item = written(tmp_path, "a.txt", "Norway’s café got €5 million.".encode("cp1252"))
    notes: list[Problem] = []
    document = documents.open(item, note=notes.append)
    assert isinstance(document, Document)
    assert document.text == "Norway’s café got €5 million."
    assert [(one.rule, "cp1252" in one.what) for one in notes] == [("guessed-encoding", True)]
    notes.clear()
    assert isinstance(documents.open(item, encoding="cp1252", note=notes.append), Document)
    assert notes == []
    with pytest.raises(UsageError, match="no encoding"):
        documents.open(item, encoding="no such")
