"""Hostile and broken files, for real: each fault is a problem with file and line, and the good records are kept."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from gathered import activity, gather, gather_text, iati, transaction

from pledgebook.errors import UsageError
from pledgebook.evidence import read_evidence
from pledgebook.evidence.formats.fingerprints import Fingerprints

ROOT = Path(__file__).resolve().parents[2]
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
BOMB = (
    "<!DOCTYPE iati-activities [\n"
    + '<!ENTITY a "boom boom boom">\n'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 40}">\n' for i in range(12))
    + "]>\n"
)


@pytest.mark.parametrize("where", ["element", "attribute"])
def test_a_bomb_of_entities_does_not_go_off(tmp_path: Path, where: str) -> None:
    evil = activity("EVIL", transaction(value="&m;")) if where == "element" else activity("EVIL", transaction(), "&m;")
    read = gather_text(
        tmp_path, "a.xml", iati(activity("A", transaction()), evil, activity("B", transaction()), head=XML + BOMB)
    )
    assert [one.activity for one in read.transactions if one.activity != "EVIL"] == ["A", "B"]
    assert "EVIL" not in [one.activity for one in read.transactions]
    assert read.rules[0] == "entities"
    assert "line 3:" in read.problems[0].what
    assert all("boom" not in problem.what for problem in read.problems)


def test_a_bomb_of_parameter_entities_does_not_go_off(tmp_path: Path) -> None:
    lines = ["<!DOCTYPE x [", '<!ENTITY % a "boom">']
    lines += [f'<!ENTITY % {chr(98 + i)} "{f"%{chr(97 + i)};" * 40}">' for i in range(12)] + ["%m;", "]>", ""]
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction()), head=XML + "\n".join(lines)))
    assert "entities" in read.rules
    assert all("line " in problem.what for problem in read.problems)


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        head = (
            f'{XML}<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd" [\n<!ENTITY e SYSTEM "{secret.as_uri()}">\n'
            f'<!ENTITY f SYSTEM "http://127.0.0.1:{port}/f">\n<!ENTITY % g SYSTEM "http://127.0.0.1:{port}/g">\n%g;\n]>\n'
        )
        evil = activity("EVIL", transaction()).replace("Türkiye", "&e;&f;")
        read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction()), evil, head=head))
        with pytest.raises(TimeoutError):
            server.accept()
    assert [one.activity for one in read.transactions] == ["A", "EVIL"]
    assert "secret" not in str(read.records)
    assert read.rules == ["entities"]


def test_entities_of_html_become_their_characters(tmp_path: Path) -> None:
    text = iati(activity("A", transaction()).replace("Türkiye", "Caf&eacute; &lt; &LT; &nosuch;"))
    read = gather_text(tmp_path, "a.xml", text)
    assert read.transactions[0].title == "Café < < & A"
    assert read.rules == ["entities"]
    assert "'nosuch'" in read.problems[0].what
    assert "line 6:" in read.problems[0].what


def test_an_entity_across_two_pieces_is_seen(tmp_path: Path) -> None:
    text = iati("<!--", "x" * 65_400, "-->", activity("A", transaction()))
    for shift in range(60):
        moved = text.replace("<!--", "<!--" + "y" * shift, 1).replace("Türkiye &amp;", "T&eacute;")
        assert gather_text(tmp_path, "a.xml", moved).transactions[0].title == "Té A", shift


@pytest.mark.parametrize("lost", [18, 130, 250])
def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path: Path, lost: int) -> None:
    whole = iati(*(activity(f"A-{n}", transaction()) for n in range(5)))
    read = gather_text(tmp_path, "a.xml", whole[:-lost])
    assert [one.activity for one in read.transactions] == [f"A-{n}" for n in range(5 if lost == 18 else 4)]
    assert read.rules == ["broken-xml"]
    assert read.problems[0].source == str(tmp_path / "a.xml")
    assert "line " in read.problems[0].what


@pytest.mark.parametrize(
    ("declared", "encoding", "rules"),
    [
        ("UTF-8", "utf-8", []),
        ("UTF-8", "utf-8-sig", []),
        ("UTF-8", "cp1252", ["wrong-encoding"]),
        ("ISO-8859-1", "iso-8859-1", []),
        ("windows-1252", "cp1252", []),
        ("UTF-16", "utf-16", []),
        ("UTF-16", "utf-16-le", []),
        ("UTF-16", "utf-16-be", []),
        ("UTF-16", "utf-8", ["wrong-encoding"]),
        ("UTF-32", "utf-32", []),
        ("klingon", "utf-8", ["wrong-encoding"]),
        ("zip", "utf-8", ["wrong-encoding"]),
        ("rot13", "utf-8", ["wrong-encoding"]),
    ],
)
def test_encodings_right_and_wrong_keep_every_record(
    tmp_path: Path, declared: str, encoding: str, rules: list[str]
) -> None:
    text = iati(activity("A", transaction()), activity("B", transaction()), head=XML.replace("UTF-8", declared))
    read = gather_text(tmp_path, "a.xml", text.encode(encoding))
    assert [one.title for one in read.transactions] == ["Türkiye & A", "Türkiye & B"]
    assert read.rules == rules
    if rules:
        assert f"line {6 if encoding == 'cp1252' else 1}:" in read.problems[0].what


def test_single_wrong_bytes_and_control_characters_are_mended(tmp_path: Path) -> None:
    text = iati(activity("A", transaction()), activity("B", transaction())).encode()
    read = gather_text(tmp_path, "a.xml", text.replace(b"&amp; B", b"\x93B\x94 \x00\x01"))
    assert [one.title for one in read.transactions] == ["Türkiye & A", "Türkiye “B”"]
    assert sorted(read.rules) == ["control-characters", "wrong-encoding"]
    assert all("line 12:" in problem.what for problem in read.problems)


FAULTS = [
    (transaction("2", value="-50"), "negative-amount", 1),
    (transaction("12", value="(50)"), "negative-amount", 1),
    (transaction(day=""), "no-date", 1),
    (transaction(day="2022-02-30"), "no-date", 1),
    (transaction(day="soon"), "no-date", 1),
    (transaction(currency="XYZ"), "currency", 0),
    (transaction(currency="US dollars"), "currency", 0),
    (transaction(value="five"), "amount", 0),
    (transaction(value=""), "amount", 0),
    (transaction(value="1e400"), "amount", 0),
    (transaction(value="9" * 5000), "amount", 0),
    (transaction("99"), "transaction-type", 0),
]


@pytest.mark.parametrize(("fault", "rule", "kept"), FAULTS)
def test_a_fault_in_a_transaction_is_a_problem_with_its_line(tmp_path: Path, fault: str, rule: str, kept: int) -> None:
    read = gather_text(
        tmp_path, "a.xml", iati(activity("A", transaction(day="2022-03-01") + fault + transaction(day="2022-04-01")))
    )
    assert read.rules == [rule]
    assert read.problems[0].what.startswith("line 8: ")
    assert len(read.problems[0].what) < 300
    assert len(read.transactions) == 2 + kept
    if rule == "negative-amount":
        assert read.transactions[1].amount == -50
    if rule == "no-date":
        assert read.transactions[1].date is None


def test_no_currency_anywhere_is_a_problem(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction(), currency="")))
    assert read.records == []
    assert read.rules == ["currency"]


def test_withdrawn_currencies_exist(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction(currency="DEM"))))
    assert read.problems == []
    assert read.transactions[0].currency == "DEM"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!doctype html><html><body>Hello</body></html>", "unknown-sort"),
        ('<iati-organisations version="2.03"/>', "unknown-sort"),
        ('<iati-activities version="1.05"><iati-activity/></iati-activities>', "iati-version"),
        ("<iati-activities version=", "broken-xml"),
        ('{"data": {"nothing": []}}', "description"),
        ("name,amount\nA,5\n", "description"),
        ("\x00\x01\x02\x03", "description"),
    ],
)
def test_what_is_no_evidence_gives_one_problem(tmp_path: Path, content: str, rule: str) -> None:
    read = gather_text(tmp_path, "a.dat", content)
    assert read.records == []
    assert read.rules == [rule]


def test_a_folder_a_missing_file_and_a_closed_one_give_one_problem(tmp_path: Path) -> None:
    assert gather(tmp_path).rules == ["folder"]
    assert gather(tmp_path / "nothing.csv").rules == ["unreadable"]
    closed = tmp_path / "closed.csv"
    closed.write_text("a,b\n", encoding="utf-8")
    closed.chmod(0)
    if os.geteuid() != 0:
        assert gather(closed).rules == ["unreadable"]


def test_a_file_that_is_said_to_be_iati_and_is_not(tmp_path: Path) -> None:
    assert gather_text(tmp_path, "a.xml", "<html><body/></html>", sort="iati").rules == ["unknown-sort"]
    assert gather_text(tmp_path, "a.xml", "hello", sort="iati").rules == ["broken-xml"]


@pytest.mark.parametrize("row", ["1048577", "999999999999"])
def test_a_row_beyond_the_sheet_ends_it(tmp_path: Path, row: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["month", "nationality", "issuances"])
    book.active.append(["2022-05", "Haiti", 5])
    book.active.append(["2022-06", "Haiti", 7])
    book.save(tmp_path / "good.xlsx")
    path = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(path, "w") as evil:
        for entry in good.infolist():
            content = good.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                assert b'<row r="3"' in content
                content = content.replace(b'<row r="3"', f'<row r="{row}"'.encode())
            evil.writestr(entry.filename, content)
    read = gather(path, description="us-h2b-visas-by-nationality")
    assert [one.period for one in read.observations] == ["2022-05"]


def test_a_pit_of_elements_ends(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction()), "<iati-activity>" + "<a>" * 100_000))
    assert len(read.transactions) == 1
    assert read.rules == ["broken-xml"]


def test_an_activity_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("clean", "iati_elements"):
        monkeypatch.setattr(f"pledgebook.evidence.formats.{module}.LONGEST_STRETCH", 1 << 20)
    read = gather_text(
        tmp_path, "a.xml", iati(activity("A", transaction()), "<iati-activity>" + "<sector/>\n" * 200_000)
    )
    assert len(read.transactions) == 1
    assert read.rules == ["too-large"]


def test_a_flood_of_problems_is_counted(tmp_path: Path) -> None:
    read = gather_text(tmp_path, "a.xml", iati(activity("A", transaction(currency="XYZ") * 250 + transaction())))
    assert len(read.transactions) == 1
    assert len(read.problems) == 101
    assert "150 further" in read.problems[-1].what


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledgebook.evidence.formats.rows.LARGEST_UNPACKED", 1 << 20)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (2 << 20))
    assert path.stat().st_size < 10_000
    read = gather(path, description="us-refugee-admissions-monthly")
    assert read.records == []
    assert read.rules == ["too-large"]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 and nothing more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, b"PAR1 and nothing more PAR1"],
)
def test_a_broken_workbook_or_parquet_file_gives_one_problem(tmp_path: Path, content: bytes) -> None:
    read = gather_text(tmp_path, "a.bin", content, description="us-h2b-visas-by-nationality")
    assert read.records == []
    assert len(read.problems) == 1


@pytest.mark.parametrize("seen", ["yesterday", "2026-13-01", "2026", "20261124"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, seen: str) -> None:
    with pytest.raises(UsageError, match="ISO date"):
        read_evidence(tmp_path, seen=seen)


def test_memory_does_not_grow_with_the_file() -> None:
    peaks = []
    for count in (500, 5_000):
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench.evidence", "--activities", str(count)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        told = json.loads(done.stdout)
        assert (told["records"], told["problems"]) == (count * 5, 0)
        peaks.append(told["peak_mb"])
    assert peaks[1] < peaks[0] + 10
    assert peaks[1] < 300


def test_ids_are_remembered_as_long_as_there_is_room() -> None:
    known = Fingerprints(most=2)
    assert [known.new(id) for id in ("a", "b", "a", "c", "c", "b")] == [True, True, False, True, True, False]
