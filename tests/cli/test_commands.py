"""The commands as a person calls them: exit codes, one line a problem, and the same bytes every time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROMISE = "Norway will give $5 million to the water fund by 2030, the foreign ministry said.\n"
APPEAL = "The minister urged donors to double their grants. Peru has built 300 wells since 2019.\n"


def call(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "pledgebook", *args], input=stdin, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(PROMISE, encoding="utf-8")
    (tmp_path / "b.md").write_text(f"---\ntitle: Wells\ndate: 2022-07-12\n---\n{APPEAL}", encoding="utf-8")
    return tmp_path


def test_records_of_a_folder(folder: Path) -> None:
    done = call("read", str(folder), "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(r["document"]["source"]).name for r in records] == sorted(
        Path(r["document"]["source"]).name for r in records
    )
    give = next(r for r in records if r["act"]["lemma"] == "give")
    assert give["actors"][0]["id"] == "NO"
    assert give["quantity"]["low"] == 5_000_000
    assert give["period"]["edtf"] == "../2030"


def test_the_same_bytes_in_any_order_of_files(folder: Path) -> None:
    files = [str(folder / "a.txt"), str(folder / "b.md")]
    together = call("read", *files, "--format", "jsonl").stdout
    assert together == call("read", *files, "--format", "jsonl").stdout
    backwards = call("read", *reversed(files), "--format", "jsonl").stdout
    assert sorted(together.splitlines()) == sorted(backwards.splitlines())


def test_failed_sources_are_one_line_each_and_the_others_are_read(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "garbage.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "bomb.pdf").write_bytes(b"PK\x03\x04" + b"\0" * 500)
    done = call("read", str(folder), str(folder / "missing.txt"), "--format", "jsonl")
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 4
    for name in ("empty.txt", "garbage.txt", "bomb.pdf", "missing.txt"):
        assert sum(name in line for line in lines) == 1, lines
    assert any(json.loads(line)["act"]["lemma"] == "give" for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    "args",
    [["read"], ["read", "x.txt", "--format", "xml"], ["read", "x.txt", "--published", "yesterday"], ["nonsense"]],
)
def test_a_wrong_call_is_told_from_a_failed_source(args: list[str]) -> None:
    done = call(*args)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_standard_input_and_kinds() -> None:
    done = call("read", "-", "--kind", "action", "--format", "jsonl", stdin=APPEAL.encode())
    assert done.returncode == 0, done.stderr
    assert {json.loads(line)["kind"] for line in done.stdout.splitlines()} == {"action"}


def test_an_address_on_loopback_is_refused_unless_allowed() -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<html><body><main><p>{PROMISE * 3}</p></main></body></html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        refused = call("read", address, "--format", "jsonl")
        assert refused.returncode == 1
        assert len(refused.stderr.decode().splitlines()) == 1
        assert refused.stdout == b""
        allowed = call("read", address, "--allow-private-network", "--format", "jsonl")
        assert allowed.returncode == 0, allowed.stderr
        assert b'"give"' in allowed.stdout
    finally:
        server.shutdown()
        server.server_close()


def test_explain_says_why_and_why_not(folder: Path) -> None:
    done = call("explain", str(folder / "a.txt"), "--at", "17")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert "gate: passed" in text
    assert "statement st-" in text
    assert "for: " in text
    assert call("explain", str(folder / "a.txt"), "--at", "99999").returncode == 2


def test_demo_takes_a_folder_of_documents_more(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("Norway will give $5 million to Haiti by 2030.", encoding="utf-8")
    done = call("demo", "--book", str(tmp_path / "large.db"), "--large", str(tmp_path / "more"))
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert "\n5 documents, " in text, "four that ship and one more"
    assert "Norway" not in text, "of a large ledger only what has been followed is listed"


def test_demo_shows_commitments_and_what_to_try_next(tmp_path: Path) -> None:
    done = call("demo", "--book", str(tmp_path / "demo.db"))
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert "commitment" in text
    assert "pledgebook read" in text


def test_a_text_without_any_stop_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word and word\n" * 10_000, encoding="utf-8")
    assert call("read", str(tmp_path / "long.txt"), "--format", "jsonl").returncode == 0


def test_a_reader_that_goes_away_ends_it_quietly(folder: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "pledgebook", "read", str(folder), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 141


def test_an_interrupt_ends_it_quietly_and_leaves_no_file(folder: Path) -> None:
    target = folder / "out.jsonl"
    running = subprocess.Popen(
        [sys.executable, "-m", "pledgebook", "read", "-", "--output", str(target)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not list(folder.glob(".out.jsonl.*")):  # it has begun and waits for standard input
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, told = running.communicate()
    assert running.returncode == 130
    assert told == b""
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.md"]
