"""Makes the pictures of README and docs from the book of `pledgebook demo`, as scripts/pictures calls it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pledgebook.book import Book
from pledgebook.cli.demo import build

FOLDER = Path(__file__).resolve().parents[1] / "docs/pictures"
SIZE = {"width": 1000, "height": 760}


def main() -> None:
    """Build the book, serve it, take the pictures."""
    where = shutil.which("chromium") or sys.exit("pictures need chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "demo.db"
        with Book.open(place) as book:
            build(book)
            kept = book.commitments(status="kept")[0].commitment.id
        command = [sys.executable, "-m", "pledgebook", "serve", "--book", str(place), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0].rstrip("/")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
                page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
                for name, path in (("overview", "/"), ("commitment", f"/commitments/{kept}")):
                    page.goto(address + path)
                    page.wait_for_function("[...document.querySelectorAll('.plot')].every(plot => plot.dataset.drawn)")
                    page.screenshot(path=FOLDER / f"{name}.png")
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    print(*sorted(f"{file.name} {file.stat().st_size:,} bytes" for file in FOLDER.glob("*.png")), sep="\n")


if __name__ == "__main__":
    main()
