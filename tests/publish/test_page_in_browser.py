"""The page in a real browser: nothing of a document runs, the script of the page does, and no record is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from readings import Make, stated

from pledgebook.publish.page import page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=3000",
]
ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "</mark></p></title><svg onload=\"document.title='owned'\">",
    "&lt;b&gt; &amp;",
)


@pytest.fixture
def browser() -> str:
    """Chromium; without it the test is left out by name, under CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have chromium (scripts/test installs it as root on Debian)")
        pytest.skip("needs chromium")
    return found


def dom_of(browser: str, path: Path, profile: Path, *flags: str) -> str:
    """The document as the browser holds it after its scripts have run."""
    done = subprocess.run(
        [browser, *FLAGS, *flags, f"--user-data-dir={profile}", "--dump-dom", path.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode("utf-8")


def test_nothing_of_a_document_runs(browser: str, make: Make, tmp_path: Path) -> None:
    text = "".join(f"Norway will give {attack} to all {number}.\n" for number, attack in enumerate(ATTACKS))
    statements = [stated(text, "commitment", "give", f"{attack} to all {n}") for n, attack in enumerate(ATTACKS)]
    reading = make(
        text, *statements, title=f"A title {ATTACKS[2]}", publisher=ATTACKS[0], url="javascript:document.title='owned'"
    )
    target = tmp_path / "page.html"
    # where the page itself sends its script a first focus, only that script can have lit a record
    target.write_text(page([reading]), encoding="utf-8")
    dom = dom_of(browser, target, tmp_path / "profile")
    assert "<title>owned" not in dom
    assert dom.count("<script") == 1
    assert "<img" not in dom
    assert "<svg" not in dom
    assert not re.search(r"<a [^>]*href=\"(?!#)", dom)
    for number in range(len(ATTACKS)):
        assert f'id="d1s{number + 1}"' in dom


def test_the_script_of_the_page_runs_and_one_that_was_slipped_in_does_not(
    browser: str, make: Make, tmp_path: Path
) -> None:
    text = "Norway will give $5 million.\n"
    whole = page([make(text, stated(text, "commitment", "give", "$5 million"))])
    script = re.search(r"<script>(.*?)</script>", whole, re.S)
    assert script is not None
    slipped = whole.replace("</main>", "</main><script>document.body.className = 'owned'</script>")
    slipped = slipped.replace('<a class="number"', '<a autofocus class="number"')
    target = tmp_path / "page.html"
    target.write_text(slipped, encoding="utf-8")
    dom = dom_of(browser, target, tmp_path / "profile")
    assert 'class="owned"' not in dom
    assert "lit" in dom.split("<script")[0]
