"""The desk in a real browser: by keyboard alone, without scripts, by picking words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk_site import Desk, desk
from reviewer import WORDS

from pledgebook.ledger import copy_ledger
from pledgebook.ledger.bodies import said_by
from tests.web.conftest import ROOT, VIEWS, browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ROOT / ".cache/web-assets/axe-core.js"


@pytest.fixture(scope="module")
def site(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("browser")
    copy_ledger(str(demo_book), str(folder / "book.db"))
    with desk(str(folder / "book.db"), folder) as found:
        yield found
        assert found.book.verify() == []


def entered(site: Desk, browser: Browser, name: str, **options: object) -> Any:
    """A window of somebody who is signed in, and what it complains of."""
    context, watch = browsing(browser, site.site, **options)
    context.add_cookies([{"name": "pledgebook", "value": site.session(name), "url": site.address}])
    return context, watch


def focused(page: Page) -> str:
    """What the element that has the focus is called."""
    return str(
        page.evaluate(
            "(e => e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText))"
            "(document.activeElement)"
        )
    ).strip()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until an element of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name!r}")


def led_on(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_from_signing_in_to_undo_by_keyboard_alone(site: Desk, chromium: Browser) -> None:
    context, watch = browsing(chromium, site.site)
    page = context.new_page()
    page.goto("/desk")
    assert focused(page) == "Name", "the form begins where one types"
    page.keyboard.type("R. Diaz")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/desk")
    tab_to(page, "Rows, the least sure first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/rows")
    first = page.locator("form.decide input[name=id]").input_value()

    # keys
    led_on(page, "n")
    second = page.locator("form.decide input[name=id]").input_value()
    assert second != first
    led_on(page, "a")
    assert said_by(site.said()[0]) == "R. Diaz"
    assert site.book.commitment(second).commitment.reviewed
    led_on(page, "u")
    assert site.said()[0].kind == "undo"
    assert not site.book.commitment(second).commitment.reviewed

    # the same by Tab and Enter, with a reason; a letter typed there is a letter
    tab_to(page, "Why")
    page.keyboard.type("a reason")
    before = len(site.said())
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert len(site.said()) == before, "Enter in a field decides nothing"
    tab_to(page, "Reject")
    led_on(page, "Enter")
    assert site.said()[0].kind == "rejection"
    tab_to(page, "Undo entry")
    led_on(page, "Enter")
    assert site.said()[0].kind == "undo"

    # whoever wants no keys switches them off
    tab_to(page, "Keys are on")
    page.keyboard.press("Enter")
    page.reload()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert site.said()[0].kind == "undo"
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/")
    page.goto("/desk")
    assert page.locator("h1").inner_text() == "Sign in"
    assert watch.complaints == []
    context.close()


def test_words_picked_in_the_text_become_the_value(site: Desk, chromium: Browser) -> None:
    id = next(one.commitment.id for one in site.book.commitments(unit="USD", reviewed=False))
    said = site.book.commitment(id).commitment.members[0].said
    document = site.book.document(said.statement.document)
    assert document is not None
    context, watch = entered(site, chromium, "R. Diaz")
    page = context.new_page()
    page.goto(f"/desk/row/{id}")
    assert not page.get_by_role("button", name="Take the words").is_visible()
    page.locator(".pick .quantity").first.select_text()
    page.keyboard.press("c")
    assert focused(page) == "Field"
    page.get_by_label("Field").select_option("quantity")
    page.get_by_role("button", name="Take the words").click()
    quantity = said.statement.quantity
    assert quantity is not None
    start, end = (int(one) for one in page.get_by_label("Value, or the words").input_value().split(":"))
    assert document.text[start:end] == page.locator(".pick .quantity").first.inner_text()
    page.get_by_role("button", name="Set it").click()
    page.wait_for_url("**done=**")
    found = site.book.commitment(id).commitment.members[0].said.statement.quantity
    assert found is not None
    assert (found.low, found.high, found.unit) == (quantity.low, quantity.high, quantity.unit)
    assert quantity.start <= found.start < found.end <= quantity.end
    assert watch.complaints == []
    context.close()


HOSTILE = (
    "Norway \U0001f1f3\U0001f1f4 said: caf\u00e9 e\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u202edlog\u202c <script>alert(1)</script> "
    "<img src=x onerror=alert(2)>. Norway will give $5 million to Haiti by 2030 for \u05de\u05d9\u05dd wells \U0001f30a."
)


def test_picking_counts_characters_whatever_they_are(site: Desk, chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(HOSTILE, encoding="utf-8")
    list(site.book.add([tmp_path / "odd.txt"], published="2023-01-01"))
    hit = next(one for one in site.book.search("Norway Haiti") if one.said.imprint.source.endswith("odd.txt"))
    document = site.book.document(hit.said.statement.document)
    assert document is not None
    context, watch = entered(site, chromium, "R. Diaz")
    page = context.new_page()
    page.goto(f"/desk/row/{hit.said.statement.id}")
    assert "\u27e6U+202E\u27e7" in page.locator(".pick").first.inner_text(), "what turns text is shown as a mark"
    assert page.locator("main img, main script").count() == 0
    for words in ("Haiti", "wells", "\U0001f30a", "\u05de\u05d9\u05dd", "caf\u00e9", "<script>alert(1)</script>"):
        page.evaluate(
            """words => {
              const pick = document.querySelector('.pick');
              const walk = document.createTreeWalker(pick, NodeFilter.SHOW_TEXT);
              for (let node; (node = walk.nextNode());) {
                const at = node.data.lastIndexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
              }
              throw new Error('not in one piece: ' + words);
            }""",
            words,
        )
        page.get_by_role("button", name="Take the words").click()
        start, end = (int(one) for one in page.get_by_label("Value, or the words").input_value().split(":"))
        assert document.text[start:end] == words
    assert watch.complaints == []
    context.close()


def test_everything_works_with_scripts_switched_off(site: Desk, chromium: Browser) -> None:
    context, watch = browsing(chromium, site.site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk/rows")
    page.get_by_label("Name").fill("M. Lind")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/desk/rows")
    page.wait_for_load_state("load")  # until the style sheet is there, nothing is hidden
    assert page.locator("kbd:visible").count() == 0, "keys are not promised where they do nothing"
    assert not page.get_by_role("button", name="Take the words").is_visible()
    page.get_by_role("button", name="Accept").click()
    assert said_by(site.said()[0]) == "M. Lind"
    page.get_by_role("button", name="Undo entry").click()
    assert site.said()[0].kind == "undo"
    page.get_by_label("Field").select_option("kind")
    page.get_by_label("Value, or the words").fill("appeal")
    page.get_by_role("button", name="Set it").click()
    assert site.said()[0].kind == "correction"
    page.get_by_role("button", name="Undo entry").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/desk")
    assert page.locator("h1").inner_text() == "Sign in"
    assert watch.complaints == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, rule by rule, with the elements."""
    if not AXE.is_file():
        pytest.skip("needs axe-core (scripts/assets)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]]


@pytest.mark.parametrize("size", sorted(VIEWS))
def test_every_page_of_the_desk_for_everybody(site: Desk, chromium: Browser, size: str) -> None:
    contradicted = site.book.commitments(contradicted=True)[0].commitment.id
    options = {"viewport": VIEWS[size], "color_scheme": {"phone": "dark", "desktop": "light"}[size]}
    context, watch = browsing(chromium, site.site, **options)
    page = context.new_page()
    page.goto("/sign-in")
    assert violations(page) == []
    page.get_by_label("Name").fill("A. Okoro")
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()
    assert violations(page) == []
    context.close()
    context, watch = entered(site, chromium, "A. Okoro", **options)
    page = context.new_page()
    paths = [
        "/desk",
        "/desk/rows",
        "/desk/pairs",
        "/desk/contradictions",
        "/desk/evidence",
        "/desk/rejected",
        f"/desk/row/{contradicted}",
    ]
    for path in paths:
        page.goto(path)
        for more in page.locator("summary").all():
            more.click()
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[size]["width"], f"{path} is too wide"
        assert violations(page) == [], path
    other = context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Reject", exact=True).or_(page.locator("[data-key=r]")).first.click()
    assert page.locator("h1").inner_text() == "Somebody else decided"
    assert violations(page) == []
    other.get_by_role("button", name="Undo entry").first.click()
    conflict = [one for one in watch.complaints if "409" in one]
    assert watch.complaints == conflict
    context.close()
