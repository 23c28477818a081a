"""`pledgebook serve`: the book as a site."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from pledgebook.cli.options import BookPlace
from pledgebook.config import VARIABLE, book_place
from pledgebook.errors import SetupError

if TYPE_CHECKING:
    from fastapi import FastAPI


def serve_command(
    book: BookPlace = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; readers elsewhere need a proxy or 0.0.0.0."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="On which port; 0 takes a free one.")
    ] = 8765,
    processes: Annotated[
        int,
        typer.Option(
            "--processes", metavar="NUMBER", min=1, max=64, help="How many processes answer: one a processor."
        ),
    ] = 1,
) -> None:
    """Show a ledger as a site, until it is stopped (Ctrl-C).

    It listens to this machine alone. To open it to others, put a proxy with TLS in front; docs/pages.md shows one.

    \b
    Examples:
      pledgebook serve --book pledgebook-demo.db
      pledgebook serve --port 9000
    """
    if find_spec("fastapi") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise SetupError('pages need parts that are not installed: pip install "pledgebook[web]"')
    from pledgebook.web.app import site
    from pledgebook.web.serving import bound, run

    made = site(book)
    app: FastAPI | str = made
    if processes > 1:  # each makes its own, of the book that the environment names
        made.state.book.close()
        os.environ[VARIABLE], app = book_place(book), "pledgebook.web.app:site"
    run(app, bound(host, port), lambda address: typer.echo(f"{address} (stop with Ctrl-C)"), processes=processes)
