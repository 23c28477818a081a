"""Every page in a real browser: on a phone and on a desktop, with scripts and without, for those who cannot see it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from pledgebook.book import Book
from tests.web.conftest import ROOT, VIEWS, Site, browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ROOT / ".cache/web-assets/axe-core.js"
KINDS = ("overview", "commitments", "filtered", "followed", "contradicted", "document", "documents", "actor", "actors",
         "venue", "venues", "search", "about", "missing")  # fmt: skip


@pytest.fixture(scope="session")
def addresses(demo_book: Path) -> dict[str, str]:
    """An address of every kind of page."""
    with Book.open(demo_book) as book:
        followed = book.commitments(status="kept")[0].commitment.id
        contradicted = book.commitments(contradicted=True)[0].commitment.id
        document = max(book.catalogue()[0], key=lambda one: one.statements).imprint.id
    return {
        "overview": "/",
        "commitments": "/commitments",
        "filtered": "/commitments?kind=all&text=refugees&min_confidence=0.5",
        "followed": f"/commitments/{followed}",
        "contradicted": f"/commitments/{contradicted}",
        "document": f"/documents/{document.removeprefix('sha256:')}",
        "documents": "/documents",
        "actor": "/actors/US",
        "actors": "/actors",
        "venue": "/venues/summit%20of%20the%20americas",
        "venues": "/venues",
        "search": "/search?q=refugees",
        "about": "/about",
        "missing": "/commitments/cm-nothing",
    }


def settled(page: Page) -> None:
    """Wait until every chart is drawn."""
    page.wait_for_function("[...document.querySelectorAll('.plot')].every(plot => plot.dataset.drawn)")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, rule by rule, with the elements."""
    if not AXE.is_file():
        pytest.skip("needs axe-core (scripts/assets)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]]


@pytest.mark.parametrize("size", sorted(VIEWS))
def test_every_page_in_the_browser(site_of_demo: Site, chromium: Browser, addresses: dict[str, str], size: str) -> None:
    scheme = {"phone": "dark", "desktop": "light"}[size]
    context, watch = browsing(chromium, site_of_demo, viewport=VIEWS[size], color_scheme=scheme)
    page = context.new_page()
    for kind in KINDS:
        answer = page.goto(addresses[kind])
        assert answer is not None
        assert answer.status == (404 if kind == "missing" else 200), kind
        settled(page)
        assert page.locator("h1").count() == 1, kind
        assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[size]["width"], f"{kind} is too wide"
        assert violations(page) == [], kind
        expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
        assert watch.complaints == (expected if kind == "missing" else []), kind
        watch.complaints.clear()
    context.close()


def test_every_page_is_whole_without_scripts(site_of_demo: Site, chromium: Browser, addresses: dict[str, str]) -> None:
    context, watch = browsing(chromium, site_of_demo, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Commitments", exact=True).click()
    page.get_by_role("textbox", name="Who promised").fill("Canada")
    page.get_by_role("button", name="Show").click()
    assert "actor=Canada" in page.url
    assert page.locator(".say").all_inner_texts() == ["Canada plans to welcome up to 4,000 refugees from the region"]
    page.locator(".say a").click()
    assert "no public evidence" in page.locator(".became").inner_text()
    page.get_by_text("Quote with citation").first.click()
    cited = page.locator("textarea").first.input_value()
    assert cited.startswith("“Canada plans to welcome up to 4,000 refugees from the region by 2028.”")
    assert "10 June" not in cited
    assert "2022-06-10" in cited
    page.goto(addresses["followed"])
    page.get_by_text("The numbers as a table").first.click()
    assert page.get_by_role("row", name=re.compile("^September 2024 ")).inner_text().split() == [
        "September", "2024", "5,319", "31,670",
    ]  # fmt: skip
    assert watch.complaints == []
    context.close()


def test_a_chart_is_drawn_under_the_strict_policy(
    site_of_demo: Site, chromium: Browser, addresses: dict[str, str]
) -> None:
    if not (ROOT / "src/pledgebook/web/assets/vendor/vega.js").is_file():
        pytest.skip("needs vega (scripts/assets)")
    context, watch = browsing(chromium, site_of_demo)
    page = context.new_page()
    page.goto(addresses["followed"])
    settled(page)
    drawn = page.locator(".plot svg")
    assert drawn.count() == 1
    words = drawn.text_content() or ""
    assert "promised: 20,000 refugees" in words
    assert "deadline 30 September 2024" in words
    told = page.locator(".plot").get_attribute("aria-label") or ""
    assert told.startswith("31,670 refugees on record, more than the 20,000 promised.")
    assert watch.complaints == []
    context.close()


def test_a_quote_is_copied_with_its_citation(site_of_demo: Site, chromium: Browser, addresses: dict[str, str]) -> None:
    context, _ = browsing(chromium, site_of_demo)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(addresses["contradicted"])
    page.get_by_role("button", name="Copy with citation").first.click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("textarea").first.input_value()
    assert re.search(r"characters \d+–\d+\)$", copied)
    context.close()


def test_the_slider_shows_an_earlier_day(site_of_demo: Site, chromium: Browser, addresses: dict[str, str]) -> None:
    context, watch = browsing(chromium, site_of_demo)
    page = context.new_page()
    page.goto(addresses["contradicted"])
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    page.wait_for_url(re.compile("as_of=2022-06-10"))
    assert "as known on 10 June 2022" in page.locator(".kicker").first.inner_text()
    assert page.locator(".against").count() == 0, "the second document had not been published"
    assert watch.complaints == []
    context.close()


def test_marks_of_a_document_lead_to_their_records(
    site_of_demo: Site, chromium: Browser, addresses: dict[str, str]
) -> None:
    context, _ = browsing(chromium, site_of_demo)
    page = context.new_page()
    page.goto(addresses["document"])
    marks = page.locator(".text a.mark")
    said = [marks.nth(place).inner_text() for place in range(marks.count())]
    assert "20,000 refugees from the Americas" in said
    assert "will resettle" in said
    page.get_by_role("link", name="20,000 refugees from the Americas", exact=True).click()
    assert re.search(r"/commitments/cm-[0-9a-f]{16}#st-[0-9a-f]{16}$", page.url)
    assert page.locator(":target").get_by_role("blockquote").inner_text().startswith("The United States will resettle")
    context.close()


def test_a_page_prints_without_its_furniture(site_of_demo: Site, chromium: Browser, addresses: dict[str, str]) -> None:
    context, _ = browsing(chromium, site_of_demo)
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(addresses["followed"])
    for furniture in ("header.top nav", ".asof", ".cite"):
        assert not page.locator(furniture).first.is_visible(), furniture
    assert page.locator("blockquote").first.is_visible()
    context.close()


def test_the_first_page_is_small_without_the_chart_library(site_of_demo: Site) -> None:
    first = httpx.get(site_of_demo.address + "/")
    own = {path.split("?")[0] for path in re.findall(r'(?:href|src)="(/assets/[^"]+)"', first.text)}
    sizes = {path: len(httpx.get(site_of_demo.address + path).content) for path in own if "/vendor/" not in path}
    assert "/assets/site.css" in sizes
    assert len(first.content) + sum(sizes.values()) < 100_000


def test_search_finds_promises_quotes_and_evidence(site_of_demo: Site) -> None:
    page = httpx.get(f"{site_of_demo.address}/search?q=refugees%20admitted").text
    assert "Refugees admitted to the United States" in page
    page = httpx.get(f"{site_of_demo.address}/search?q=permits").text
    assert "<mark>permits</mark>" in page
    assert "pledge to issue 1.5 million permits in total" in page
    assert "None holds these words" in httpx.get(f"{site_of_demo.address}/search?q=zeppelin").text


def test_what_is_listed_can_be_taken_away(site_of_demo: Site, demo_book: Path) -> None:
    wanted = f"{site_of_demo.address}/commitments"
    table = httpx.get(f"{wanted}.csv?actor=MX")
    lines = table.text.splitlines()
    assert table.headers["content-type"].startswith("text/csv")
    assert lines[0].startswith("promise,id,kind,actors,actor_names,")
    with Book.open(demo_book) as book:
        assert len(lines) - 1 == book.count(actor="MX")
    assert str(ROOT) not in table.text, "where files lie is nobody's business"
    sheet = httpx.get(f"{wanted}.xlsx?actor=MX")
    assert sheet.content[:2] == b"PK"
    assert httpx.get(f"{wanted}.exe").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/commitments?status=lost", 400),
        ("/commitments?after=x", 400),
        ("/commitments?min_confidence=much", 400),
        ("/commitments?period=soon", 400),
        ("/commitments.csv?status=lost", 400),
        ("/commitments/cm-0000000000000000", 404),
        ("/commitments/..%2f..%2fetc%2fpasswd", 404),
        ("/documents/0", 404),
        ("/documents/" + "0" * 64, 404),
        ("/documents?before=99999999999999999999999", 200),
        ("/documents?before=x", 422),
        ("/actors/nobody", 404),
        ("/venues/%00", 404),
        ("/assets/..%2f..%2fapp.py", 404),
        ("/commitments?actor=%00%ff&text=%22", 200),
        ("/search?q=" + "%22-" * 400, 200),
    ],
)
def test_odd_addresses_are_answered_plainly(site_of_demo: Site, path: str, status: int) -> None:
    answer = httpx.get(site_of_demo.address + path)
    assert answer.status_code == status
    assert str(ROOT) not in answer.text
    assert "Traceback" not in answer.text


def test_no_page_tells_where_files_lie(site_of_demo: Site, addresses: dict[str, str], demo_book: Path) -> None:
    for path in addresses.values():
        text = httpx.get(site_of_demo.address + path).text
        assert "/work/" not in text
        assert str(ROOT) not in text
        assert str(demo_book.parent) not in text
