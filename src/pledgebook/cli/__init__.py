"""The command line: one file a command. Nothing heavy is imported until a command runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pledgebook.cli.add import add
from pledgebook.cli.backup import backup
from pledgebook.cli.demo import demo
from pledgebook.cli.evidence import evidence
from pledgebook.cli.explain import explain
from pledgebook.cli.history import history
from pledgebook.cli.judge import judge
from pledgebook.cli.list import list_
from pledgebook.cli.log import log
from pledgebook.cli.merge import merge
from pledgebook.cli.read import read
from pledgebook.cli.rebuild import rebuild
from pledgebook.cli.rule import rule
from pledgebook.cli.search import search
from pledgebook.cli.show import show
from pledgebook.cli.split import split
from pledgebook.cli.status import status
from pledgebook.cli.undo import undo
from pledgebook.cli.verify import verify
from pledgebook.errors import PledgebookError, UsageError

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it

app = typer.Typer(
    name="pledgebook",
    epilog="Try: pledgebook demo, then: pledgebook read article.txt, then: pledgebook add article.txt",
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
app.command("add", short_help="Keep what sources say in a ledger, merged with what others said.")(add)
app.command("list", short_help="List the commitments of a ledger.")(list_)
app.command("show", short_help="Show everything of one commitment.")(show)
app.command("search", short_help="Find statements by their words.")(search)
app.command("status", short_help="Say what became of commitments.")(status)
app.add_typer(evidence)
app.command("rule", short_help="Rule what became of a commitment.")(rule)
app.command("judge", short_help="Decide what rules are unsure about.")(judge)
app.command("merge", short_help="Say that commitments are the same one.")(merge)
app.command("split", short_help="Say that two statements are not of one commitment.")(split)
app.command("undo", short_help="Take back a judgement, link or ruling.")(undo)
app.command("history", short_help="Print what touched a commitment.")(history)
app.command("log", short_help="Print the ledger, entry by entry.")(log)
app.command("verify", short_help="Prove that nothing was changed.")(verify)
app.command("rebuild", short_help="Make the tables anew from the entries.")(rebuild)
app.command("backup", short_help="Copy a ledger to one file.")(backup)
app.command("demo", short_help="Build a ledger from documents and figures that ship with pledgebook.")(demo)


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
