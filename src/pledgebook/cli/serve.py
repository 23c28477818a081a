"""`pledgebook serve`: the book as a site."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from pledgebook.cli.options import BookPlace
from pledgebook.errors import SetupError


def serve_command(
    book: BookPlace = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; readers elsewhere need a proxy or 0.0.0.0."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="On which port; 0 takes a free one.")
    ] = 8765,
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

    app = site(book)
    run(app, bound(host, port), lambda address: typer.echo(f"{address} (stop with Ctrl-C)"))
