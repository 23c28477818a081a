"""`pledgebook demo`: the main job on documents that ship with the project."""

from __future__ import annotations

import sys

import typer

_NEXT = """\
What to try next:
  pledgebook read YOUR-ARTICLE.txt --published 2022-07-12 --publisher "A newspaper"
  pledgebook read FOLDER --format jsonl --output statements.jsonl
  pledgebook read YOUR-ARTICLE.txt --format html --output page.html     then open page.html
  python -c 'import pledgebook; print(pledgebook.read("YOUR-ARTICLE.txt").statements)'
"""


def demo() -> None:
    """Read three short documents that ship with the project and print their commitments.

    \b
    Example:
      pledgebook demo
    """
    from importlib import resources

    from pledgebook.book import read_all
    from pledgebook.cli.read import show

    with resources.as_file(resources.files("pledgebook") / "demo") as folder:
        failed = show(read_all([folder]), "table")
    sys.stdout.write(f"\n{_NEXT}")
    if failed:
        raise typer.Exit(1)
