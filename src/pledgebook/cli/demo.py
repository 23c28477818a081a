"""`pledgebook demo`: the main job on documents that ship with the project."""

from __future__ import annotations

import sys

import typer


def demo() -> None:
    """Read three short documents that ship with the project and print their commitments.

    \b
    Example:
      pledgebook demo
    """
    from importlib import resources

    from pledgebook.book import read_all
    from pledgebook.cli.read import show

    folder = resources.files("pledgebook") / "demo"
    with resources.as_file(folder) as path:
        files = sorted(str(file) for file in path.glob("*.md"))
        failed = show(read_all(files), "table")
    sys.stdout.flush()
    typer.echo(
        "What to try next:\n"
        "  pledgebook read YOUR-ARTICLE.txt --published 2022-07-12 --publisher 'A newspaper'\n"
        "  pledgebook read FOLDER --format jsonl > statements.jsonl\n"
        "  pledgebook read https://… --format html --output page.html   and open page.html\n"
        "  python -c 'import pledgebook; print(pledgebook.read(\"YOUR-ARTICLE.txt\").statements)'"
    )
    if failed:
        raise typer.Exit(1)
