"""What is forged, too large, unknown or hidden is refused in one shape, and tells nothing of the machine."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from pledgebook.book import Book
from tests.web.api.conftest import served

VISAS = "cm-23aec03ec0af5244"


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


REFUSED = [
    ("commitments?after=x", 400, "no place in a list"),
    (f"commitments?after={cursor('first_stated-', 1, 1)}", 400, "another order"),
    (f"commitments?after={cursor('first_stated+', 'x', 1)}", 400, "no place in a list"),
    (f"commitments?after={cursor('first_stated+', 1 << 80, 1)}", 400, "no place in a list"),
    (f"commitments?after={cursor('first_stated+', 1, 1 << 80)}", 400, "no place in a list"),
    (f"commitments?sort=actor&after={cursor('actor+', chr(0), 1)}", 400, "no place in a list"),
    (f"commitments?sort=amount&after={cursor('amount+', float('nan'), 1)}", 400, "no place in a list"),
    (f"statements?after={cursor('statements+', 1.5, 1)}", 400, "no place in a list"),
    ("commitments?after=%27%20OR%201%3D1--", 422, "after"),
    ("commitments?after=" + "A" * 700, 422, "after"),
    ("commitments?limit=201", 422, "limit"),
    ("commitments?limit=0", 422, "limit"),
    ("commitments?limit=99999999999999999999", 422, "limit"),
    ("documents?limit=-1", 422, "limit"),
    ("documents?after=99999999999999999999", 422, "after"),
    ("entries?limit=1e9", 422, "limit"),
    ("entries?after=0", 422, "after"),
    ("entries?kind=secret", 422, "kind"),
    ("entries/0", 422, "sequence"),
    ("entries/9007199254740991", 404, "no entry"),
    ("entries/99999999999999999999", 422, "sequence"),
    ("commitments?actr=MX", 422, "actr"),
    ("commitments?actor=" + "x" * 201, 422, "actor"),
    ("commitments?period=soon", 400, "EDTF"),
    ("commitments?since=2022-13", 400, "2022-13"),
    ("commitments?as_of=2022-02-30", 400, "2022-02-30"),
    ("commitments?min_confidence=nan", 422, "min_confidence"),
    ("commitments?min_confidence=2", 422, "min_confidence"),
    ("commitments?kind=wish", 422, "kind"),
    ("commitments?reviewed=yes", 422, "reviewed"),
    ("commitments/cm-0", 422, "id"),
    ("commitments/cm-0000000000000000", 404, "cm-0000000000000000"),
    ("commitments/cm-0000000000000000/history", 404, "cm-0000000000000000"),
    ("statements/st-0000000000000000", 404, "st-0000000000000000"),
    ("documents/sha256:" + "0" * 64, 404, "sha256:0000"),
    ("documents/sha256:..%2F..%2Fetc%2Fpasswd", 404, ""),
    ("documents/..%2f..%2fetc%2fpasswd", 404, ""),
    ("evidence/..%2F..%2Fetc", 404, ""),
    ("evidence/%00", 404, "no evidence"),
    ("evidence/%5C..%5Cwindows", 404, "no evidence"),
    ("../../etc/passwd", 404, ""),
    ("%2e%2e/%2e%2e/etc/passwd", 404, ""),
    ("nothing", 404, ""),
    ("status?x=1", 422, "x"),
    ("statements?sort=amount", 422, "sort"),
    ("statements?min_confidence=0.5", 422, "min_confidence"),
]


@pytest.mark.parametrize(("path", "status", "told"), REFUSED)
def test_refusals(api: httpx.Client, path: str, status: int, told: str) -> None:
    answer = api.get(httpx.URL(api.base_url.copy_with(raw_path=f"/api/v1/{path}".encode())))
    assert answer.status_code == status, answer.text
    assert "etag" not in answer.headers
    if answer.headers["content-type"] == "application/json":
        error = answer.json()
        assert error.keys() == {"error"}
        assert error["error"]["status"] == status
        assert told in error["error"]["what"]
    else:
        assert path.startswith(("../", "%2e")), "only what leaves the interface is answered by a page"
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "text", ["\x00", "'; DROP TABLE entries; --", '"', "-", "*", "a" * 200, "💥", "%", "_", "\\", "NEAR(a b)"]
)
def test_any_words_can_be_searched(api: httpx.Client, text: str) -> None:
    for name in ("text", "actor", "recipient", "unit", "publisher", "venue"):
        answer = api.get("/api/v1/commitments", params={name: text, "kind": "all"})
        assert answer.status_code == 200, (name, answer.text)
        answer = api.get("/api/v1/statements", params={name: text})
        assert answer.status_code == 200, (name, answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written_without_a_route(api: httpx.Client, method: str) -> None:
    for path in ("status", "documents", "statements", "entries/1"):
        answer = api.request(method, f"/api/v1/{path}")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET"
        assert answer.json()["error"]["status"] == 405


def test_what_was_taken_out_or_rejected_is_not_shown(demo_book: Path, tmp_path: Path) -> None:
    place = tmp_path / "book.db"
    shutil.copy(demo_book, place)
    with Book.open(place) as book:
        one = book.commitment(VISAS).commitment
        gone, kept = (member.said.imprint.id for member in one.members)
        book.forget(gone, by="R. Diaz")
        rejected = book.stated_in(kept)[-1].statement.id
        book.reject(rejected, by="R. Diaz")
    with served(place) as api:
        assert api.get(f"/api/v1/documents/{gone}").status_code == 404
        assert api.get(f"/api/v1/documents/{gone}/statements").status_code == 404
        assert gone not in api.get("/api/v1/documents").text
        assert api.get("/api/v1/entries/1").status_code == 404
        assert "11,500 H-2B visas" not in api.get("/api/v1/commitments?kind=all&limit=200").text
        assert rejected not in api.get(f"/api/v1/documents/{kept}/statements").text
        assert rejected not in api.get("/api/v1/statements?kind=all&limit=200").text
        assert api.get(f"/api/v1/statements/{rejected}").status_code == 404
        text = api.get("/feeds/changes.atom").text
        assert "11,500 H-2B visas" not in text
    with Book.open(place) as book:  # an undo brings it back
        book.undo(next(entry.sequence for entry in book.log() if entry.kind == "removal"), by="R. Diaz")
    with served(place) as api:
        assert api.get(f"/api/v1/documents/{gone}").status_code == 200
        assert api.get("/api/v1/entries/1").status_code == 200


def test_no_answer_names_a_place_of_the_machine(api: httpx.Client, demo_book: Path) -> None:
    for path in (
        "commitments/cm-0000000000000000",
        "commitments?as_of=2022-02-30",
        "evidence/x",
        "entries/77",
        "nothing",
    ):
        answer = api.get(f"/api/v1/{path}")
        assert str(demo_book.parent) not in answer.text
        assert not re.search(r"Traceback|sqlite|postgres|\.py", answer.text)
