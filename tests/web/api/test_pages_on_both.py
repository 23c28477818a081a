"""Pages, tables and feeds of one book are the same bytes on a file and on a server, and none tells where files lie."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from pledgebook.book import Book
from pledgebook.publish.formats import render

VISAS = "cm-23aec03ec0af5244"
DEMO = str(Path(__file__).resolve().parents[3] / "src/pledgebook/demo")
FILTERS = (
    *(
        "text=refugees",
        "text=%22southern+border%22+-wall",
        "actor=Mexico",
        "recipient=Haiti",
        "kind=all",
        "kind=action",
    ),
    *(
        "status=overdue",
        "status=no_public_evidence",
        "status=kept",
        "unit=USD",
        "period=2023",
        "period=2022-10/2024-09",
    ),
    *("venue=Summit+of+the+Americas", "publisher=Fox", "strength=declared", "contradicted=true", "contradicted=count"),
    *("reviewed=true", "reviewed=false", "min_confidence=0.7", "since=2022-06", "until=2022-07-01", "actor=Atlantis"),
    *(f"sort={order}&descending=true" for order in ("first_stated", "deadline", "amount", "actor", "statements")),
)


def paths(book: Path) -> list[str]:
    """An address of every page, and every document, actor and venue of the book."""
    with Book.open(book) as opened:
        documents = [one.imprint.id.removeprefix("sha256:") for one in opened.catalogue(limit=500)[0]]
        with opened.ledger.read() as reader:
            actors, venues = reader.facet_counts("actor"), reader.facet_counts("venue")
    return [
        *("/", "/commitments", "/documents", "/actors", "/venues", "/about", "/search", "/search?q=visas+border"),
        *(f"/commitments?{one}" for one in FILTERS),
        *(f"/commitments.csv?{one}" for one in FILTERS),
        *(f"/commitments/{VISAS}{rest}" for rest in ("", "?as_of=2022-06-12", "/deliveries.csv")),
        *(f"/documents/{one}" for one in documents),
        *(f"/actors/{one}" for one in actors),
        *(f"/venues/{one}" for one in venues),
        *("/feeds/changes.atom", "/feeds/actors/MX.atom", f"/feeds/commitments/{VISAS}.atom"),
        *(f"/embed/commitments/{VISAS}", f"/oembed?url=/commitments/{VISAS}"),
    ]


def test_every_page_is_the_same_on_both_engines(
    on_file: httpx.Client, on_server: httpx.Client, demo_book: Path
) -> None:
    for path in paths(demo_book):
        here, there = on_file.get(path), on_server.get(path)
        assert here.status_code == there.status_code == 200, path
        address = str(here.request.url.copy_with(raw_path=b"")), str(there.request.url.copy_with(raw_path=b""))
        assert here.text.replace(address[0], "") == there.text.replace(address[1], ""), path
        assert DEMO not in here.text, path
        assert here.headers.get("etag") == there.headers.get("etag"), path


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonld", "iati", "annotations"])
def test_no_export_tells_where_files_lie(demo_book: Path, form: str) -> None:
    """The ledger line by line (jsonl) is the exception: its hashes are of the words as they were given."""
    with Book.open(demo_book) as book, book.export() as content:
        written = b"".join(render(content, form))
    assert written
    assert DEMO.encode() not in written


def test_years_of_a_delivery_come_with_names_beside_codes(on_file: httpx.Client) -> None:
    lines = on_file.get(f"/commitments/{VISAS}/deliveries.csv").text.lstrip("\ufeff").splitlines()
    heading = lines[0].split(",")
    assert {"actors", "actor_names", "unit", "unit_name", "year", "recorded", "sum", "target", "formula"} <= {*heading}
    years = {line.split(",")[heading.index("year")] for line in lines[1:] if "," in line}
    assert len(lines) > 2
    assert years
    assert on_file.get("/commitments/cm-0000000000000000/deliveries.csv").status_code == 404
