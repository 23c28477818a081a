"""The server as a process: what it says, its headers, its log, its end."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import Site, serve, stop


def test_it_tells_whether_the_book_can_be_read(site_of_demo: Site) -> None:
    answer = httpx.get(f"{site_of_demo.address}/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["entries"] > 0
    assert len(answer.json()["head"]) == 64


def test_every_answer_binds_the_browser(site_of_demo: Site) -> None:
    for path in ("/", "/nothing-here", "/assets/site.css", "/healthz"):
        headers = httpx.get(site_of_demo.address + path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "server" not in headers, path


def test_a_page_that_did_not_change_is_not_sent_again(site_of_demo: Site) -> None:
    first = httpx.get(site_of_demo.address + "/")
    again = httpx.get(site_of_demo.address + "/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = httpx.get(site_of_demo.address + "/", headers={"If-None-Match": 'W/"other"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_a_page_that_is_not_there_says_so(site_of_demo: Site) -> None:
    answer = httpx.get(site_of_demo.address + "/nothing-here")
    assert answer.status_code == 404
    assert "<h1>Not Found</h1>" in answer.text


def test_it_ends_well_and_its_log_is_lines_of_json(demo_book: Path, tmp_path: Path) -> None:
    book = shutil.copy(demo_book, tmp_path / "book.db")
    site = serve(Path(book))
    assert httpx.get(f"{site.address}/?q=private-words").status_code == 200
    assert stop(site) == 0
    log = Path(book).with_suffix(".log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    (request,) = [line for line in lines if line["what"] == "request"]
    assert request["path"] == "/"
    assert request["status"] == 200
    assert request["bytes"] > 1000
    assert "private-words" not in log


def test_a_book_that_is_not_there_and_a_port_in_use_are_told(demo_book: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pledgebook", "serve"]
    none = subprocess.run([*command, "--book", tmp_path / "none.db"], capture_output=True, text=True)
    assert none.returncode == 2
    assert "there is no book" in none.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*command, "--book", demo_book, "--port", port], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"cannot listen at 127.0.0.1 port {port}" in done.stderr


def test_several_processes_serve_one_address_and_all_end(demo_book: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(demo_book, tmp_path / "book.db"))
    site = serve(book, "--processes", "2")
    for path in ("/", "/commitments", "/documents", "/healthz"):
        assert httpx.get(site.address + path, timeout=120).status_code == 200, path
    assert stop(site) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(site.address)
    log = [json.loads(line) for line in book.with_suffix(".log").read_text(encoding="utf-8").splitlines()]
    assert sum(line["what"] == "request" for line in log) == 4


SLOW = """
import sys, threading
from pledgebook.web.app import site
from pledgebook.web.serving import bound, run

app, told = site(sys.argv[1]), threading.Event()

def slow():
    print("in hand", flush=True)
    sys.stdin.readline()
    return "done"

app.add_api_route("/slow", slow)
run(app, bound("127.0.0.1", 0), lambda address: print(address, flush=True))
"""
"""The site with a route that takes as long as the test wants."""


def test_requests_in_hand_finish_before_it_ends(demo_book: Path) -> None:
    command = [sys.executable, "-c", SLOW, str(demo_book)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server,
        ThreadPoolExecutor() as reader,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            address = server.stdout.readline().decode().strip()
            answer = reader.submit(httpx.get, f"{address}slow", timeout=20)
            assert server.stdout.readline() == b"in hand\n"
            server.terminate()
            server.stdin.write(b"go on\n")
            server.stdin.flush()
            assert answer.result().json() == "done"
            assert server.wait(20) == 0
        finally:
            server.kill()
