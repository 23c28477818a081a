"""`pledgebook export`: a file that appears whole or not at all, and is what it says."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pledgebook import cli
from pledgebook.book import Book

TEXT = "Norway will give $5 million to Haiti by 2028. Police made over 3,000 arrests in May 2022.\n"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "sheet.txt").write_text(TEXT, encoding="utf-8")
    with Book.open(folder / "book.db") as book:
        book.add([folder / "sheet.txt"], published="2022-06-10", publisher="The ministry")
        book.confirm(book.commitments()[0].commitment.id, by="R. Diaz")
    return folder / "book.db"


def export(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], *args: object
) -> tuple[int, bytes, str]:
    monkeypatch.setattr(sys, "argv", ["pledgebook", "export", *map(str, args)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsysbinary.readouterr()
    return int(ended.value.code or 0), out, err.decode()


STARTS = {
    "csv": b"promise,id,kind",
    "xlsx": b"PK",
    "parquet": b"PAR1",
    "jsonl": b'{"type":"book"',
    "jsonld": b'{"@context"',
    "iati": b"<?xml",
    "annotations": b"PK",
}


@pytest.mark.parametrize("form", sorted(STARTS))
def test_a_file_is_what_standard_output_gives(
    form: str, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "out"
    code, out, err = export(monkeypatch, capsysbinary, "--book", ledger, "--format", form)
    assert (code, err) == (0, "")
    assert out.startswith(STARTS[form])
    assert export(monkeypatch, capsysbinary, "--book", ledger, "--format", form, "--output", target) == (0, b"", "")
    assert target.read_bytes() == out
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_filters_and_rows(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    call = ("--book", ledger, "--format", "csv")
    counts = {}
    for wanted in ((), ("--kind", "figure"), ("--actor", "Norway", "--rows", "statements"), ("--actor", "Peru")):
        code, out, _ = export(monkeypatch, capsysbinary, *call, *wanted)
        assert code == 0
        counts[wanted[:2]] = len(out.splitlines()) - 1
    assert counts == {(): 2, ("--kind", "figure"): 1, ("--actor", "Norway"): 1, ("--actor", "Peru"): 0}


def test_names_that_are_given_stand_in_the_file(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    reporter = ("--reporter-ref", "XM-EXAMPLE-1", "--reporter-name", "An observatory", "--reporter-type", "22")
    _, out, _ = export(monkeypatch, capsysbinary, "--book", ledger, "--format", "iati", *reporter)
    assert b'<reporting-org ref="XM-EXAMPLE-1" type="22" secondary-reporter="1"><narrative>An observatory' in out
    _, out, _ = export(
        monkeypatch, capsysbinary, "--book", ledger, "--format", "jsonld", "--base", "https://pledges.example"
    )
    assert all(node["id"].startswith("https://pledges.example/") for node in json.loads(out)["@graph"])


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--format", "iati", "--actor", "Peru"), "promises an amount of money"),
        (("--format", "annotations", "--actor", "NO"), "whole documents"),
        (("--format", "jsonld", "--base", "ftp://x"), "--base"),
        (("--format", "pdf"), "pdf"),
        (("--format", "csv", "--as-of", "soon"), "soon"),
        ((), "--format"),
    ],
)
def test_what_cannot_be_written_leaves_no_file(
    args: tuple[str, ...],
    told: str,
    ledger: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    code, out, err = export(monkeypatch, capsysbinary, "--book", ledger, "--output", tmp_path / "x", *args)
    assert (code, out) == (2, b"")
    assert told in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_copy_from_lines_and_what_it_says_of_a_broken_file(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = tmp_path / "book.jsonl"
    assert export(monkeypatch, capsysbinary, "--book", ledger, "--format", "jsonl", "-o", lines)[0] == 0
    runner = CliRunner()
    done = runner.invoke(cli.app, ["copy", str(lines), str(tmp_path / "new.db")])
    assert done.exit_code == 0, done.output
    with Book.open(ledger) as one, Book.open(tmp_path / "new.db", create=False) as other:
        assert one.head() == other.head()
    with zipfile.ZipFile(tmp_path / "z.jsonl", "w") as archive:
        archive.writestr("x", "y")
    done = runner.invoke(cli.app, ["copy", str(tmp_path / "z.jsonl"), str(tmp_path / "other.db")])
    assert "line 1 is no line of an export" in str(done.exception)
