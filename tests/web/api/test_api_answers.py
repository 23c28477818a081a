"""What programs are answered: the published records, page by page, the same on both engines."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from pledgebook.book import Book
from pledgebook.book.lists import Filters
from pledgebook.ledger import Counts
from pledgebook.web.api.asking import Listing, Saying

SCHEMAS = Path(__file__).resolve().parents[3] / "src/pledgebook/publish/schemas"
DEMO = SCHEMAS.parents[1] / "demo"
VISAS = "cm-23aec03ec0af5244"
"""The commitment of the demo whose sources contradict each other."""


@pytest.fixture(scope="module")
def counts(demo_book: Path) -> Counts:
    """How much the book holds by its own word."""
    with Book.open(demo_book) as book:
        return book.counts()


def asked(api: httpx.Client, path: str, **params: Any) -> Any:
    answer = api.get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def all_items(api: httpx.Client, path: str, limit: int, **params: Any) -> list[dict[str, Any]]:
    """All lines of a list, page by page."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = asked(api, path, limit=limit, **params, **({} if after is None else {"after": after}))
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
        assert len(page["items"]) == limit or path == "contradictions"


def schema_of(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))


def test_the_filters_are_those_of_the_book() -> None:
    assert set(Listing.model_fields) - {"as_of"} == Filters.__annotations__.keys()


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_hold_every_commitment_once(api: httpx.Client, demo_book: Path, limit: int) -> None:
    with Book.open(demo_book) as book:
        expected = [one.commitment.id for page in book.pages(kind=None) for one in page]
    assert [one["id"] for one in all_items(api, "commitments", limit, kind="all")] == expected


@pytest.mark.parametrize(
    "filters",
    [
        {"actor": "Mexico"},
        {"recipient": "HT", "sort": "amount", "descending": "true"},
        {"unit": "USD", "since": "2022-07"},
        {"status": "kept"},
        {"text": "refugees -visas"},
        {"contradicted": "true"},
        {"contradicted": "count"},
        {"venue": "Summit of the Americas", "until": "2022-06-30"},
        {"kind": "figure", "min_confidence": "0.5"},
        {"reviewed": "true"},
        {"period": "2023", "strength": "reported"},
        {"publisher": "pledgebook examples, a newspaper", "kind": "all"},
    ],
)
def test_filters_give_what_the_book_gives(api: httpx.Client, demo_book: Path, filters: dict[str, str]) -> None:
    with Book.open(demo_book) as book:
        expected = [one.commitment.id for page in book.pages(**Listing(**filters).filters()) for one in page]  # type: ignore[arg-type]
    assert [one["id"] for one in asked(api, "commitments", **filters)["items"]] == expected


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"kind": "figure"},
        {"actor": "MX", "kind": "commitment"},
        {"unit": "USD", "descending": "true"},
        {"reviewed": "false"},
        {"publisher": "pledgebook examples, a newspaper"},
        {"contradicted": "true"},
    ],
)
def test_statements_are_filtered(api: httpx.Client, demo_book: Path, filters: dict[str, str]) -> None:
    with Book.open(demo_book) as book:
        every = [one.statement.id for one in book.statements(limit=1000)]
        expected = [one.statement.id for one in book.statements(**Saying(**filters).filters())]  # type: ignore[arg-type]
    assert [one["id"] for one in asked(api, "statements", **filters)["items"]] == expected
    assert 0 < len(expected) <= len(every)
    assert (len(expected) == len(every)) is (filters in ({}, {"reviewed": "false"}))
    for nothing in ({"reviewed": "true"}, {"publisher": "Nobody"}):
        assert asked(api, "statements", **nothing)["items"] == []


def test_records_are_the_published_ones(api: httpx.Client, counts: Counts) -> None:
    commitments, statements = schema_of("commitment"), schema_of("record")
    found = asked(api, "commitments", kind="all")["items"]
    assert len(found) == counts.commitments
    for one in found:
        commitments.validate(one)
    for one in found[::9]:
        assert asked(api, f"commitments/{one['id']}") == one
    said = asked(api, "statements", kind="all")["items"]
    assert len(said) == counts.statements
    homes = {member["id"]: one["id"] for one in found for member in one["statements"]}
    for one in said[::9]:
        assert asked(api, f"statements/{one['id']}") == one
    for one in said:
        home, superseded, reviews = (one.pop(name) for name in ("commitment", "superseded", "reviews"))
        assert (home, superseded, reviews) == (homes[one["id"]], False, [])
        statements.validate(one)


def test_a_commitment_is_found_by_any_of_its_statements(api: httpx.Client) -> None:
    one = asked(api, f"commitments/{VISAS}")
    assert len(one["statements"]) == 2
    for member in one["statements"]:
        assert asked(api, f"commitments/{member['id']}") == one
        assert asked(api, f"commitments/cm-{member['id'][3:]}") == one


def test_contradictions_name_both_statements(api: httpx.Client) -> None:
    (clash,) = asked(api, "contradictions")["items"]
    assert clash["type"] == "count"
    assert clash["commitment"] == VISAS
    assert [one["quantity"]["low"] for one in clash["statements"]] == [11500, 22500]
    assert clash["better"] == clash["statements"][0]["id"]
    assert all_items(api, "contradictions", 1, kind="all") == asked(api, "contradictions", kind="all")["items"]


def test_documents_with_their_texts_and_statements(api: httpx.Client, counts: Counts) -> None:
    documents = all_items(api, "documents", 3)
    assert len(documents) == counts.documents
    assert sum(one["statements"] for one in documents) == counts.statements
    for one in documents:
        document = asked(api, f"documents/{one['id']}")
        text = document.pop("text")
        assert document == one
        said = asked(api, f"documents/{one['id']}/statements")["items"]
        assert len(said) == one["statements"]
        for statement in said:
            for part in (statement["quote"], statement["object"], statement["act"]):
                assert text[part["start"] : part["end"]] == part["text"]


def test_evidence_and_what_counts(api: httpx.Client) -> None:
    snapshots = asked(api, "evidence")["items"]
    assert [one["source"] for one in snapshots] == [
        "h2b-visas-issued-by-month",
        "refugees-admitted-by-month",
        "southwest-border-encounters-by-month",
    ]
    for one in snapshots:
        source = asked(api, f"evidence/{one['source']}")
        assert source["snapshot"] == one
        assert sum(series["records"] for series in source["series"]) == one["records"]
    measures = asked(api, f"commitments/{VISAS}/evidence")["items"]
    assert [one["measure"]["label"] for one in measures] == ["11,500", "22,500"]


def test_entries_are_those_of_the_chain(api: httpx.Client, demo_book: Path) -> None:
    entries = all_items(api, "entries", 4)
    assert [one["sequence"] for one in entries] == list(range(len(entries), 0, -1))
    assert all(before["previous"] == after["hash"] for before, after in itertools.pairwise(entries))
    with Book.open(demo_book) as book, book.ledger.read() as reader:
        for entry in reader.entries():
            answer = api.get(f"/api/v1/entries/{entry.sequence}")
            folder = json.dumps(str(DEMO))[1:-1].encode()  # what lies before the names of files
            assert folder not in answer.content
            assert (
                entry.body.replace(folder + b"/documents/", b"") in answer.content
            )  # else byte for byte what was hashed
    links = all_items(api, "entries", 50, kind="link")
    assert {one["kind"] for one in links} == {"link"}
    history = asked(api, f"commitments/{VISAS}/history")["items"]
    assert {one["sequence"] for one in links} & {one["sequence"] for one in history}


def test_status_tells_how_much_there_is(api: httpx.Client, counts: Counts) -> None:
    found = asked(api, "status")
    assert {name: found[name] for name in asdict(counts)} == asdict(counts)
    assert found["head"] == asked(api, "entries", limit=1)["items"][0]["hash"]


def test_as_of_a_day(api: httpx.Client) -> None:
    assert len(asked(api, f"commitments/{VISAS}", as_of="2022-06-30")["statements"]) == 1
    assert api.get(f"/api/v1/commitments/{VISAS}", params={"as_of": "2022-06-01"}).status_code == 404
    assert asked(api, "commitments", as_of="2022-06-01")["items"] == []
    late = next(one for one in asked(api, "documents")["items"] if one["published"] == "2022-07-14")
    assert api.get(f"/api/v1/documents/{late['id']}", params={"as_of": "2022-07-13"}).status_code == 404
    assert asked(api, f"documents/{late['id']}", as_of="2022-07-14")["id"] == late["id"]


def test_numbers_are_exact(api: httpx.Client) -> None:
    written = api.get(f"/api/v1/commitments/{VISAS}").content
    assert b'"delivered":15282,' in written
    assert b'"share":1.3288,' in written


def test_both_engines_answer_the_same(on_file: httpx.Client, on_server: httpx.Client) -> None:
    paths = [
        "status",
        "commitments?kind=all&sort=amount",
        "statements?kind=all&limit=200",
        "contradictions",
        "documents",
    ]
    for path in (*paths, "evidence", "entries", f"commitments/{VISAS}", f"commitments/{VISAS}/history", "openapi.json"):
        here, there = on_file.get(f"/api/v1/{path}"), on_server.get(f"/api/v1/{path}")
        assert here.status_code == there.status_code == 200
        assert here.content == there.content, path


@pytest.mark.parametrize("path", ["status", "commitments", f"commitments/{VISAS}", "openapi.json", "entries"])
def test_what_did_not_change_is_not_sent_again(api: httpx.Client, path: str) -> None:
    first = api.get(f"/api/v1/{path}")
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert first.headers["access-control-allow-origin"] == "*"
    for known in (first.headers["etag"], f'"x", {first.headers["etag"]}', "*"):
        again = api.get(f"/api/v1/{path}", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert api.get(f"/api/v1/{path}", headers={"If-None-Match": 'W/"x"'}).content == first.content
