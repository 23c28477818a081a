"""The command line: one file a command. Nothing heavy is imported until a command runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pledgebook.cli.demo import demo
from pledgebook.cli.explain import explain
from pledgebook.cli.read import read
from pledgebook.errors import PledgebookError, UsageError

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it

app = typer.Typer(
    name="pledgebook",
    epilog="Try: pledgebook demo, then: pledgebook read article.txt",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from pledgebook import __version__

        typer.echo(f"pledgebook {__version__}")
        raise typer.Exit


@app.callback()
def face(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Find every public commitment in news and official texts: who, what, how much, for whom, by when, who says so,
    in which words."""


app.command("read", short_help="Print every statement of files, folders and addresses.")(read)
app.command("explain", short_help="Print why a place of a text gave what it gave.")(explain)
app.command("demo", short_help="Read three documents that ship with pledgebook.")(demo)


def main() -> None:
    """Run the command line.

    Exit codes: 0 all right, 1 some sources failed or a part is not installed, 2 the call was wrong, 130 interrupted,
    141 the reader of the output went away.
    """
    try:
        code = app(standalone_mode=False, prog_name="pledgebook")
    except UsageError as error:
        code = _fail(str(error), 2)
    except PledgebookError as error:
        code = _fail(str(error), 1)
    except typer.TyperException as error:
        told = " ".join(error.format_message().split())
        # a call with no command at all has printed the help as its message
        code = _fail(told, error.exit_code) if not told.startswith("Usage:") else _help(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code or 0)


def _fail(what: str, code: int) -> int:
    from pledgebook.cli.wording import harmless

    print(f"pledgebook: {harmless(what)}", file=sys.stderr)  # noqa: T201
    return code


def _help(error: typer.TyperException) -> int:
    typer.echo(error.format_message(), err=True)
    return 2
