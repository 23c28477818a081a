"""News for feed readers, and a card that another site may show."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from lxml import etree, html

from pledgebook.book import Book
from pledgebook.model import Document
from tests.web.api.conftest import served
from tests.web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VISAS = "cm-23aec03ec0af5244"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(api: httpx.Client, path: str) -> etree._Element:
    answer = api.get(f"/feeds/{path}.atom")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    root = etree.fromstring(answer.content)
    # what RFC 4287 wants of every feed and entry
    for one in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", ATOM)) == 1
        assert one.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids)
    assert root.xpath("a:author/a:name/text()", namespaces=ATOM) == ["pledgebook"]
    return root


def titles(root: etree._Element) -> list[str]:
    return [str(words) for words in root.xpath("a:entry/a:title/text()", namespaces=ATOM)]


def test_the_feed_of_all_has_the_latest_first(api: httpx.Client) -> None:
    root = feed(api, "changes")
    times = root.xpath("a:entry/a:updated/text()", namespaces=ATOM)
    assert times == sorted(times, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == times[0]
    assert "Mexico has committed to spend $1.5 billion on border infrastructure" in titles(root)


@pytest.mark.parametrize("name", ["MX", "Mexico", "mexico"])
def test_the_feed_of_an_actor_is_of_nobody_else(api: httpx.Client, name: str) -> None:
    found = titles(feed(api, f"actors/{name}"))
    assert len(found) >= 8
    assert all("Mexico" in title for title in found)


def test_of_somebody_unknown_there_are_no_news(api: httpx.Client) -> None:
    for name in ("Nobody at all", "%00", "%F0%9F%92%A5", "x" * 200):
        assert titles(feed(api, f"actors/{name}")) == []
    assert api.get(f"/feeds/actors/{'x' * 201}.atom").status_code == 422


def test_the_feed_of_a_commitment_tells_what_is_said_and_what_persons_say(demo_book: Path, tmp_path: Path) -> None:
    place = tmp_path / "book.db"
    shutil.copy(demo_book, place)
    with Book.open(place) as book:
        book.rule(VISAS, "stalled", by="R. Diaz", note="Nothing came.")
        entry = book.confirm(VISAS, by="A. Abe")
        book.undo(entry.sequence, by="A. Abe")
    with served(place) as api:
        root = feed(api, f"commitments/{VISAS}")
        told = root.xpath("a:entry/a:summary/text()", namespaces=ATOM)
        assert told[0] == f"A. Abe: entry {entry.sequence} no longer counts"
        assert "R. Diaz" in told[2]
        assert "“The United States will also provide 11,500 H-2B visas" in told[-1]
        lately = feed(api, "changes").xpath("a:entry/a:summary/text()", namespaces=ATOM)
        assert lately[:3] == told[:3]
    assert etree.fromstring(etree.tostring(root)) is not None


def test_a_feed_that_did_not_change_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("/feeds/changes.atom")
    again = api.get("/feeds/changes.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


HOSTILE = '<script>alert(1)</script> & "quotes" \u202egnp.exe'


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[httpx.Client]:
    """A book in which everything that a document can say of itself is hostile."""
    from pledgebook.book import Reading, statements_of

    text = 'Norway will give $5 million to <img src=x onerror=alert(1)> "Haiti" by 2028.\n'
    document = Document("a.txt", text, HOSTILE * 20, HOSTILE, "2022-07-12", "javascript:alert(1)")
    with Book.open(tmp_path / "hostile.db") as book:
        list(book.keep([Reading("a.txt", document, statements_of(document))]))
        book.merge()
        assert book.counts().commitments == 1
    with served(tmp_path / "hostile.db") as client:
        yield client


def test_hostile_words_are_only_words(hostile: httpx.Client) -> None:
    id = hostile.get("/api/v1/commitments").json()["items"][0]["id"]
    root = feed(hostile, "changes")
    assert {etree.QName(one).localname for one in root.iter()} <= {
        "feed", "title", "id", "updated", "link", "author", "name", "entry", "summary",
    }  # fmt: skip
    assert "\u202e" not in etree.tostring(root, encoding="unicode")
    page = html.fromstring(hostile.get(f"/embed/commitments/{id}").text)
    assert page.xpath("//script | //img | //@onerror | //a[starts-with(@href, 'javascript:')]") == []
    assert "<script>alert(1)</script>" in page.text_content()
    told = hostile.get("/oembed", params={"url": f"{hostile.base_url}/commitments/{id}"}).json()
    (frame,) = html.fragments_fromstring(told["html"])
    assert frame.tag == "iframe"
    assert set(frame.attrib) == {"src", "width", "height", "title", "loading", "sandbox", "style"}


def test_oembed_says_how_to_show_a_commitment(api: httpx.Client) -> None:
    address = f"{api.base_url}/commitments/{VISAS}"
    told = api.get("/oembed", params={"url": address, "maxwidth": 300}).json()
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 300)
    (frame,) = html.fragments_fromstring(told["html"])
    assert frame.get("src") == f"{api.base_url}/embed/commitments/{VISAS}"
    assert api.get(frame.get("src")).status_code == 200
    same = etree.fromstring(api.get("/oembed", params={"url": address, "maxwidth": 300, "format": "xml"}).content)
    assert {one.tag: one.text for one in same} == {name: str(value) for name, value in told.items()}


def test_pages_lead_to_their_feeds_and_cards(api: httpx.Client) -> None:
    seen = set()
    for path in ("", f"commitments/{VISAS}", "actors/MX", "about"):
        page = html.fromstring(api.get(f"/{path}").text)
        for one in page.xpath("//link[@rel='alternate']"):
            answer = api.get(one.get("href"))
            assert answer.status_code == 200, one.get("href")
            assert answer.headers["content-type"] in (one.get("type"), "application/json")
            seen.add((path, one.get("type")))
    assert {(f"commitments/{VISAS}", "application/json+oembed"), ("actors/MX", "application/atom+xml")} <= seen
    assert ("about", "application/atom+xml") in seen


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"url": "https://example.org/commitments/cm-23aec03ec0af5244"}, 404),
        ({"url": "HERE/commitments/cm-0000000000000000"}, 404),
        ({"url": "HERE/commitments/../../etc/passwd"}, 404),
        ({"url": "HERE"}, 404),
        ({"url": "//example.org/commitments/cm-23aec03ec0af5244"}, 404),
        ({"url": "http://[x"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "HERE/commitments/cm-23aec03ec0af5244", "format": "yaml"}, 422),
        ({"url": "HERE/commitments/cm-23aec03ec0af5244", "maxwidth": "10"}, 400),
        ({"url": "HERE/commitments/cm-23aec03ec0af5244", "maxwidth": "0"}, 422),
        ({}, 422),
    ],
)
def test_what_oembed_does_not_answer(api: httpx.Client, params: dict[str, str], status: int) -> None:
    here = {name: value.replace("HERE", str(api.base_url).rstrip("/")) for name, value in params.items()}
    answer = api.get("/oembed", params=here)
    assert answer.status_code == status
    assert answer.json()["error"]["status"] == status


@pytest.mark.parametrize("host", ['x"><script>', "a b", "x/y", "user@host", "x:99999999", ""])
def test_a_host_that_is_none_is_not_repeated(api: httpx.Client, host: str) -> None:
    for path in (f"/oembed?url=http://x/commitments/{VISAS}", "/feeds/changes.atom", f"/embed/commitments/{VISAS}"):
        answer = api.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert not host or f"{host}/" not in answer.text


def test_only_the_card_may_be_framed(api: httpx.Client) -> None:
    policy = api.get(f"/embed/commitments/{VISAS}").headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    for path in ("/", "/feeds/changes.atom", "/api/v1/status", "/embed/commitments/cm-0000000000000000"):
        assert "frame-ancestors 'none'" in api.get(path).headers["content-security-policy"], path


def test_another_site_shows_the_card(site_of_demo: Site, chromium: Browser, tmp_path: Path) -> None:
    told = httpx.get(
        f"{site_of_demo.address}/oembed", params={"url": f"{site_of_demo.address}/commitments/{VISAS}"}
    ).json()
    (tmp_path / "index.html").write_text(f"<!doctype html><title>A newspaper</title>{told['html']}", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page = chromium.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(f"http://127.0.0.1:{other.server_address[1]}/index.html")
        page.frame_locator("iframe").locator("h1").wait_for()
        (card,) = (one for one in page.frames if "/embed/" in one.url)
        card.wait_for_load_state()
        assert "11,500 H-2B visas" in card.inner_text("h1")
        assert "Kept by the reading “11,500”" in card.inner_text("main")
        assert "Its sources contradict each other." in card.inner_text("main")
        assert card.eval_on_selector("h1", "one => getComputedStyle(one).marginTop") == "0px"  # its style sheet came
        overflow = card.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert overflow is False
        page.screenshot(path=str(tmp_path / "card.png"))
        page.close()
        other.shutdown()
    assert [one for one in errors if "favicon" not in one and "404" not in one] == []
