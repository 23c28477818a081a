"""The command line: one file a command. Nothing heavy is imported until a command runs."""

from __future__ import annotations

import sys

import typer

from pledgebook.cli.demo import demo
from pledgebook.cli.explain import explain
from pledgebook.cli.read import read

app = typer.Typer(
    name="pledgebook",
    help="Find every public commitment in news and official texts: who, what, how much, for whom, by when, in which words.",
    epilog="Try: pledgebook demo   then: pledgebook read article.txt",
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
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version and stop."),
) -> None:
    """Find every public commitment in news and official texts."""


app.command("read")(read)
app.command("explain")(explain)
app.command("demo")(demo)


def main() -> None:
    """Run the command line; exit codes: 0 all right, 1 some sources failed, 2 the call was wrong, 130 interrupted."""
    from pledgebook.errors import PledgebookError, UsageError

    try:
        app()
    except UsageError as error:
        print(f"pledgebook: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except PledgebookError as error:
        print(f"pledgebook: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        sys.exit(141)
