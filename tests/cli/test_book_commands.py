"""The commands that keep a book, as a person calls them: what they print, their exit codes, and one clear line where they refuse."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from pledgebook.cli import app, main

SHEET = (
    "The United States will resettle 20,000 refugees from the Americas during fiscal years 2023 and 2024. "
    "The United States will provide 11,500 H-2B visas for workers from northern Central America and Haiti.\n"
)
PAPER = (
    "The United States is committing to offer 22,500 H-2B visas to workers from Central America and Haiti, the White "
    "House announced. Mexico will put $1.5 billion into border infrastructure.\n"
)


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Call:
    """`call("list", "--actor", "MX")` in a folder of its own: exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLEDGEBOOK_BOOK", raising=False)

    def called(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["pledgebook", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Done(int(ended.value.code or 0), out.decode(), err.decode())

    return called


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a book of two documents."""
    from pledgebook.book import Book

    folder = tmp_path_factory.mktemp("made")
    (folder / "sheet.txt").write_text(SHEET, encoding="utf-8")
    (folder / "paper.txt").write_text(PAPER, encoding="utf-8")
    with Book.open(folder / "book.db") as book:
        book.add([folder / "sheet.txt"], published="2022-06-10", publisher="The White House")
        book.add([folder / "paper.txt"], published="2022-07-14", publisher="A newspaper")
        book.backup(folder / "copy.db")
    return (folder / "copy.db").read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Path:
    """`pledgebook.db` of the working folder."""
    (tmp_path / "pledgebook.db").write_bytes(made)
    return tmp_path / "pledgebook.db"


def refused(done: Done, code: int, *words: str) -> None:
    """One line on standard error that says these words, and nothing else."""
    assert (done.code, done.out) == (code, ""), done
    assert done.err.startswith("pledgebook: ")
    assert done.err.count("\n") == 1
    assert all(word in done.err for word in words), done.err


def listed(call: Call, *args: str) -> list[dict[str, object]]:
    done = call("list", "--format", "jsonl", *args)
    assert done.code == 0, done
    return [json.loads(line) for line in done.out.splitlines()]


def commands() -> list[tuple[str, ...]]:
    group = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    found = [(name,) for name, one in group.items() if not hasattr(one, "commands")]
    return found + [("evidence", name) for name in group["evidence"].commands]


@pytest.mark.parametrize("command", commands())
def test_help_of_every_command_has_examples(call: Call, command: tuple[str, ...]) -> None:
    done = call(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert "Examples:" in done.out
    assert f"pledgebook {' '.join(command)}" in done.out.split("Examples:")[1]


NO_BOOK = [
    ("list",), ("show", "cm-1"), ("search", "water"), ("status",), ("history", "cm-1"), ("log",), ("verify",), ("rebuild",),
    ("backup", "x.db"), ("judge",), ("merge", "--again"), ("split", "cm-1", "st-1"), ("undo", "1"),
    ("rule", "cm-1", "broken", "--note", "x"), ("evidence", "list"), ("evidence", "show", "x"), ("evidence", "changes", "x"),
    ("evidence", "suggest", "cm-1"), ("evidence", "link", "cm-1", "--source", "x"),
]  # fmt: skip


@pytest.mark.parametrize("command", NO_BOOK)
def test_no_book_is_told_and_none_is_made(call: Call, command: tuple[str, ...], tmp_path: Path) -> None:
    refused(call(*command), 2, "there is no book pledgebook.db", "pledgebook add")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("list", "--as-of", "soon"), "a day takes an ISO date"),
        (("list", "--period", "xx"), "EDTF"),
        (("list", "--limit", "0"), "--limit"),
        (("list", "--after", "xx"), "no place in a list"),
        (("list", "--status", "done"), "--status"),
        (("list", "--format", "xml"), "--format"),
        (("list", "--output", "nowhere/x.csv"), "nowhere/x.csv"),
        (("show", "cm-0000000000000000"), "holds no commitment"),
        (("show",), "ID"),
        (("history", "anything"), "holds nothing with the id"),
        (("status", "cm-0000000000000000"), "holds no commitment"),
        (("status", "--forecast"), "--forecast takes the ID"),
        (("status", "--convert", "EUR"), "--convert takes the ID"),
        (("status", "--rates", "x.csv"), "--rates goes with --convert"),
        (("judge", "a", "b"), "two ids and a verdict"),
        (("judge", "a", "b", "same"), "holds no commitment"),
        (("merge",), "two or more ids"),
        (("merge", "cm-1"), "two or more ids"),
        (("merge", "--again", "cm-1", "cm-2"), "two or more ids"),
        (("undo", "1"), "nothing to undo"),
        (("undo", "x"), "ENTRY"),
        (("rule", "cm-1", "kept", "--note", "x"), "stalled"),
        (("rule", "cm-1", "broken"), "--note"),
        (("backup", "pledgebook.db"), "a backup goes to a new file"),
        (("evidence", "show", "nosuch"), "it holds: none"),
        (("evidence", "changes", "nosuch"), "0 snapshots"),
        (("evidence", "add", "x.csv", "--seen", "soon"), "ISO date"),
        (("nonsense",), "nonsense"),
        (("list", "--nonsense"), "--nonsense"),
    ],
)
def test_a_wrong_call_is_one_clear_line(call: Call, book: Path, command: tuple[str, ...], told: str) -> None:
    done = call(*command)
    refused(done, 2, told)
    assert "Value error" not in done.err


def test_adding_says_what_became_of_each_source(call: Call, tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text(SHEET, encoding="utf-8")
    done = call("add", "sheet.txt", "--published", "2022-06-10")
    assert done.code == 0
    assert done.out.splitlines() == [
        "sheet.txt: 2 statements",
        "1 new; 2 statements added",
        "pledgebook.db holds 1 document, 2 statements, 2 commitments and deeds",
    ]
    assert call("add", "sheet.txt").out.splitlines()[0] == "sheet.txt: already there"
    failed = call("add", "missing.txt", "sheet.txt")
    assert failed.code == 1
    assert failed.err == "pledgebook: missing.txt: no such file or folder\n"
    assert "sheet.txt: already there" in failed.out
    assert call("add", "sheet.txt", "--quiet").out == ""
    (tmp_path / "sheet.txt").write_text(SHEET.replace("20,000", "25,000"), encoding="utf-8")
    assert call("add", "sheet.txt").out.splitlines()[0] == "sheet.txt: a new version, 2 statements"


def test_where_the_book_is(call: Call, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("toml.db", "variable.db", "option.db"):
        (tmp_path / name).write_bytes(book.read_bytes())

    def used(*args: str) -> str:
        return call("verify", *args).out.partition(":")[0]

    assert used() == "pledgebook.db"
    (tmp_path / "pledgebook.toml").write_text('[pledgebook]\nbook = "toml.db"\n', encoding="utf-8")
    assert used() == "toml.db"
    monkeypatch.setenv("PLEDGEBOOK_BOOK", "variable.db")
    assert used() == "variable.db"
    assert used("--book", "option.db") == "option.db"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (b"[pledgebook]\nbok = 'x'\n", "there is no setting 'bok'; there are: book"),
        (b"[other]\nbook = 'x'\n", "there is no setting 'other'"),
        (b"[pledgebook]\nbook = 3\n", "in quotes"),
        (b"pledgebook = 3\n", "[pledgebook]"),
        (b"[pledgebook\n", "pledgebook.toml"),
        (b"\xff\xfe", "pledgebook.toml"),
    ],
)
def test_settings_that_are_none(call: Call, tmp_path: Path, settings: bytes, told: str) -> None:
    (tmp_path / "pledgebook.toml").write_bytes(settings)
    refused(call("list"), 2, told)


@pytest.mark.parametrize(
    ("place", "code", "told"),
    [
        ("", 2, "empty"),
        (".", 2, "empty"),
        ("mysql://x/y", 2, "not mysql"),
        ("text.db", 2, "no SQLite file"),
        ("postgresql://user:secret@localhost:1/x", 1, "does not do its work"),
    ],
)
def test_places_that_are_no_book(call: Call, tmp_path: Path, place: str, code: int, told: str) -> None:
    (tmp_path / "text.db").write_text("not a book", encoding="utf-8")
    done = call("list", "--book", place)
    refused(done, code, told)
    assert "secret" not in done.err


def test_judging_merging_splitting_and_taking_back(call: Call, book: Path) -> None:
    records = listed(call)
    border = next(one for one in records if one["actors"] == ["MX"])
    refugees = next(one for one in records if "refugees" in str(one["object"]))
    ids = str(border["id"]), str(refugees["id"])
    merged = call("merge", *ids, "--by", "R. Diaz", "--note", "one programme")
    assert merged.code == 0
    assert "now has 2 statements" in merged.out
    assert len(listed(call)) == len(records) - 1
    shown = call("show", ids[0])
    assert "same by R. Diaz: one programme" in shown.out
    refused(call("split", *ids), 2, "itself")
    split = call("split", ids[1], ids[0].replace("cm-", "st-"), "--by", "R. Diaz")
    assert "has 1 statement," in split.out
    assert [one["id"] for one in listed(call)] == [one["id"] for one in records]
    log = call("log", "--kind", "judgement")
    numbers = [line.split()[0] for line in log.out.splitlines()[::2]]
    assert len(numbers) == 2
    for number in numbers:
        undone = call("undo", number, "--by", "R. Diaz")
        assert undone.out.endswith(f"entry {number} no longer counts\n")
    assert listed(call) == records
    judged = call("judge", *ids, "different", "--by", "R. Diaz")
    assert judged.code == 0
    assert call("judge").code == 0
    assert call("merge", "--again").out.startswith("4 statements judged anew")
    assert call("verify").code == 0


def test_verify_rebuild_and_backup(call: Call, book: Path, tmp_path: Path) -> None:
    sound = call("verify")
    assert sound.code == 0
    head = sound.out.rpartition(" ")[2].strip()
    assert call("verify", "--head", head).code == 0
    assert call("backup", "copy.db").out == "pledgebook.db copied to copy.db\n"
    assert call("verify", "--book", "copy.db").code == 0
    before = call("list", "--format", "jsonl", "--kind", "all").out
    assert call("rebuild").code == 0
    assert call("list", "--format", "jsonl", "--kind", "all").out == before
    with sqlite3.connect(book) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), 'H-2B', 'H-2A') AS BLOB) WHERE sequence = 1"
        )
    connection.close()
    done = call("verify")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("pledgebook: entry 1: ")
    assert call("verify", "--book", "copy.db", "--head", "0" * 12).code == 1


def test_contradictions_are_listed_and_shown_with_both_quotes(call: Call, book: Path) -> None:
    (visas,) = listed(call, "--contradicted")
    done = call("show", str(visas["id"]))
    assert done.code == 0
    part = done.out.split("Contradictions, better supported first")[1]
    assert part.index("11,500") < part.index("22,500")
    then = call("show", str(visas["id"]), "--as-of", "2022-06-30")
    assert "Contradictions" not in then.out
    assert listed(call, "--contradicted", "--as-of", "2022-06-30") == []
    assert "22,500" not in call("search", "visas", "--as-of", "2022-06-30").out
    assert "22,500" in call("search", "visas").out
    refused(call("show", str(visas["id"]), "--as-of", "2020"), 2, "as of 2020-12-31")


@pytest.mark.parametrize("columns", ["1", "40", "80", "200", "none"])
def test_every_table_fits_every_width(call: Call, book: Path, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    width = max(int(columns), 24) if columns.isdecimal() else 120
    (visas,) = listed(call, "--contradicted")
    for command in (
        ("list",),
        ("show", str(visas["id"])),
        ("status", "--all"),
        ("search", "visas"),
        ("status", str(visas["id"])),
    ):
        done = call(*command)
        assert done.code == 0
        assert "\x1b" not in done.out
        tables = done.out.partition("\nHistory\n")[0]
        assert max(map(len, tables.splitlines())) <= width, command
        if command[0] != "search":
            assert str(visas["id"]) in tables, f"{command} breaks an id"


def test_no_row_reads_as_its_opposite(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "a.txt").write_text(
        "The Government of Sudan will cease the bombing of insurgent territory.\nPeru will not close 40 schools by 2030.\n",
        encoding="utf-8",
    )
    assert call("add", "a.txt").code == 0
    for command in (("list",), ("status", "--all"), ("list", "--format", "csv"), ("list", "--format", "jsonl")):
        told = " ".join(call(*command).out.split())
        assert "will cease the bombing of insurgent territory" in told, command
        assert "will not close 40 schools" in told, command
    assert "[negated]" in call("list").out


def test_hostile_words_are_only_shown(call: Call, tmp_path: Path) -> None:
    words = (
        "Norway will provide 700 \x1b[31mschools\x1b[0m to [bold]Haiti[/bold] by 2028. \u202eevil\n\n"
        '=HYPERLINK("http://x") Chile will plant 5,000 trees by 2030.\n'
    )
    (tmp_path / "evil.txt").write_text(words, encoding="utf-8")
    assert call("add", "evil.txt", "--publisher", "[red]\x1b]0;x\x07", "--title", "\u202e=1+1").code == 0
    ids = [str(one["id"]) for one in listed(call)]
    assert ids
    for command in (("list",), ("search", "Haiti"), ("status", "--all"), ("log",), *(("show", id) for id in ids)):
        done = call(*command)
        assert done.code == 0
        assert not any(mark in done.out for mark in ("\x1b", "\x07", "\u202e"))
    assert "[bold]Haiti[/bold]" in call("search", "Haiti").out
    table = call("list", "--format", "csv").out
    assert not any(cell.startswith(("=", '"=')) for line in table.splitlines() for cell in line.split(","))


def test_evidence_is_added_suggested_linked_and_ruled(call: Call, book: Path, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(
        'source = "refugees"\ntitle = "Refugees"\npublisher = "State"\ncountry = "US"\nunit = "refugee"\n'
        '[period]\ncolumn = "month"\n[value]\ncolumn = "admitted"\n',
        encoding="utf-8",
    )
    months = [f"{2022 + (9 + n) // 12}-{(9 + n) % 12 + 1:02d},1000\n" for n in range(24)]
    (tmp_path / "r.csv").write_text("month,admitted\n" + "".join(months), encoding="utf-8")
    assert call("evidence", "list").out == "there is no evidence in this ledger yet\n"
    added = call("evidence", "add", "r.csv", "--seen", "2024-12-01")
    assert (added.code, added.out) == (0, "r.csv: 24 records of refugees, seen on 2024-12-01\n")
    again = call("evidence", "add", "r.csv", "--seen", "2025-12-01")
    assert again.out == "r.csv: already there as refugees, seen on 2024-12-01\n"
    missing = call("evidence", "add", "missing.csv", "r.csv")
    assert (missing.code, missing.err.count("\n")) == (1, 1)
    assert "24 records" in call("evidence", "show", "refugees").out
    id = next(str(one["id"]) for one in listed(call) if "refugees" in str(one["object"]))
    assert f"evidence link {id} --suggestion 1" in call("evidence", "suggest", id).out
    linked = call("evidence", "link", id, "--suggestion", "1", "--by", "R. Diaz")
    assert "target 20,000 refugee" in linked.out
    told = call("status", id)
    assert "kept as of" in told.out
    assert "24,000" in told.out
    assert [one["id"] for one in listed(call, "--status", "kept")] == [id]
    assert listed(call, "--status", "kept", "--as-of", "2024-11-30") == []
    assert "first seen on 2024-12-01" in " ".join(call("status", id, "--as-of", "2024-11-30").out.split())
    assert "no forecast" in call("status", id, "--forecast").out
    ruled = call("rule", id, "broken", "--by", "R. Diaz", "--note", "counted twice")
    assert ruled.code == 0
    told = call("status", id)
    assert "broken as of" in told.out
    assert "Computed: kept" in " ".join(told.out.split())


def test_no_evidence_is_said_in_those_words(call: Call, book: Path) -> None:
    id = next(str(one["id"]) for one in listed(call) if one["actors"] == ["MX"])
    told = " ".join(call("status", id).out.split())
    assert "no public evidence as of" in told
    assert "That is not the same as nothing delivered." in told
    converted = call("status", id, "--convert", "EUR")
    assert "Federal Reserve" in converted.out
    refused(call("status", id, "--convert", "XYZ"), 2, "no rate of XYZ")
    assert "no evidence and no ruling" in call("status").out


def test_the_demonstration_says_the_same_each_time(call: Call) -> None:
    first = call("demo")
    assert (first.code, first.err) == (0, "")
    assert call("demo").out == first.out
    words = " ".join(first.out.split())
    for told in ("31,670 refugee", "2024-06", "15,282 visa", "241,136 in the table", "no public evidence"):
        assert told in words
    assert call("verify", "--book", "pledgebook-demo.db").code == 0
    lines = first.out.partition("What to try next")[2].splitlines()[1:4]
    for line in lines:
        tried = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
        assert tried.returncode == 0, (line, tried.stderr)
