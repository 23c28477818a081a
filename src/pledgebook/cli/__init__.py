"""The command line: one file a command.

`pledgebook --help` has to answer in under 0.2 s, so this module knows each command by its name and one line only. The file of
a command, with everything that it imports at its top, is loaded when that command is called (`commands.py`).
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pledgebook import __version__
from pledgebook.cli.commands import CommandsByName
from pledgebook.errors import PledgebookError, UsageError

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it

app = typer.Typer(
    name="pledgebook",
    cls=CommandsByName,
    epilog="Try: pledgebook demo, then: pledgebook read article.txt, then: pledgebook add article.txt",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
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
        told = " ".join(error.format_message().split()).replace(": Value error, ", ": ")
        # a call with no command at all has printed the help as its message
        code = _fail(told, error.exit_code) if not told.startswith("Usage:") else _help(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code or 0)


def _fail(what: str, code: int) -> int:
    from pledgebook.publish.wording import harmless  # loads what --help does without

    print(f"pledgebook: {harmless(what)}", file=sys.stderr)  # noqa: T201
    return code


def _help(error: typer.TyperException) -> int:
    typer.echo(error.format_message(), err=True)
    return 2
