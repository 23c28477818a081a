"""Documents that would like to be more than text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from pledgebook.book import Book
from pledgebook.model import (
    Act,
    Actor,
    Attribution,
    Document,
    Quantity,
    Quote,
    Reading,
    Statement,
    Venue,
    statement_id,
)
from tests.web.conftest import Site, browsing, serve, stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
TURNED = "\u202egnp.exe\u202c"
ADDRESS = "javascript:window.hit=3"


def made() -> Reading:
    """A document in which every value that pages show is hostile."""
    clause = f'Norway {SCRIPT} {TURNED} will give "5 wells" onmouseover="window.hit=4" to Haiti & others'
    text = f"{clause}.\n\n# </p></main>{SCRIPT}\n- {{{{ 7 * 7 }}}} {{% raw %}}\n"
    document = Document(
        ADDRESS, text, title=f"{SCRIPT}{'long ' * 200_000}", publisher=f"{SCRIPT} & co", published="2022-07-12"
    )
    act, target = clause.index("will give"), clause.index('"5 wells"')
    span = (act, act + len("will give")), (target, len(clause))
    statement = Statement(
        statement_id(document.id, "commitment", *span),
        document.id,
        "commitment",
        Quote(0, len(clause), clause),
        Act("give", *span[0], "will give"),
        Quote(*span[1], clause[target:]),
        Quantity(target, target + 9, '"5 wells"', None, None, f"well{SCRIPT}", "count"),
        (Actor(f"org:{SCRIPT}", "Norway", 0, 6),),
        (),
        (Actor(None, f"{SCRIPT}", 7, 9),),
        None,
        Venue(f"{SCRIPT} summit", 0, 6),
        (Attribution(SCRIPT, TURNED, False, 0, 6),),
    )
    return Reading(ADDRESS, document, (statement,))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[str]]]:
    """A site of that document, and the addresses of all its pages."""
    place = tmp_path_factory.mktemp("hostile") / "book.db"
    with Book.open(place) as book:
        list(book.keep([made()]))
        book.merge()
        one = book.commitments()[0].commitment
        document = book.catalogue()[0][0].imprint.id
        paths = [
            "/",
            "/commitments",
            f"/commitments/{one.id}",
            "/documents",
            f"/documents/{document.removeprefix('sha256:')}",
            "/actors",
            "/venues",
            "/search?q=wells",
            f"/search?q={SCRIPT.replace('<', '%3C')}",
            f"/commitments?text={SCRIPT.replace('<', '%3C')}&actor=%22%3E%3Cscript%3E",
        ]
    site = serve(place)
    for listed in ("/actors", "/venues"):
        found = re.findall(rf'href="({listed}/[^"]+)"', httpx.get(site.address + listed).text)
        assert found
        paths += found
    yield site, paths
    stop(site)


def test_everything_of_a_document_shows_as_text(hostile: tuple[Site, list[str]], chromium: Browser) -> None:
    site, paths = hostile
    context, watch = browsing(chromium, site)
    page = context.new_page()
    for path in paths:
        page.goto(path)
        assert page.evaluate("window.hit") is None, path
        assert (
            page.locator("img, script:not([src]):not([type='application/ld+json']), [onerror], [onmouseover]").count()
            == 0
        ), path
        assert page.locator("a[href^=javascript]").count() == 0, path
        assert watch.complaints == [], path
    context.close()


def test_what_turns_or_hides_text_is_shown(hostile: tuple[Site, list[str]]) -> None:
    site, paths = hostile
    for path in paths:
        text = httpx.get(site.address + path).text
        assert "\u202e" not in text, path
    commitment = httpx.get(site.address + paths[2]).text
    assert "⟦U+202E⟧gnp.exe⟦U+202C⟧" in commitment
    assert "&lt;script&gt;window.hit = 1&lt;/script&gt;" in commitment


def test_what_search_engines_are_told_is_data(hostile: tuple[Site, list[str]]) -> None:
    site, paths = hostile
    page = httpx.get(site.address + paths[2]).text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    told = json.loads(data)
    assert (told["@type"], told["url"]) == ("Claim", paths[2])
    assert told["appearance"][0]["publisher"]["name"] == f"{SCRIPT} & co"
    assert "<" not in data


def test_templates_in_documents_stay_as_they_are(hostile: tuple[Site, list[str]]) -> None:
    site, paths = hostile
    assert "{{ 7 * 7 }} {% raw %}" in httpx.get(site.address + paths[4]).text
