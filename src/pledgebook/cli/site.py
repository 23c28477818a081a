"""`pledgebook site`: the book as files for any web host."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace, opened
from pledgebook.cli.output import say
from pledgebook.errors import SetupError
from pledgebook.publish.wording import counted


def site_command(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder; a site made before is replaced, nothing else.")
    ],
    book: BookPlace = None,
) -> None:
    """Write a ledger as a site of files, which any web host shows: no server, and a search in the browser.

    \b
    Examples:
      pledgebook site --out public --book pledgebook-demo.db
      python3 -m http.server --directory public
    """
    if find_spec("jinja2") is None or find_spec("fastapi") is None:
        raise SetupError('pages need parts that are not installed: pip install "pledgebook[web]"')
    from pledgebook.web.static import write_site  # only where the parts are there

    with opened(book) as kept:
        say(f"{counted(write_site(kept, out), 'page')} in {out}\n")
