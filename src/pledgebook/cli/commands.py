"""The commands by name, each loaded when it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = {
    "read": "Print every statement of files, folders and addresses.",
    "explain": "Print why a place of a text gave what it gave.",
    "scan": "Read archives and crawls into files of statements and problems.",
    "add": "Keep what sources say in a ledger, merged with what others said.",
    "list": "List the commitments of a ledger.",
    "show": "Show everything of one commitment.",
    "search": "Find statements by their words.",
    "status": "Say what became of commitments.",
    "evidence": "Keep official records of delivery in a ledger, and tie them to commitments.",
    "rule": "Rule what became of a commitment.",
    "judge": "Decide what rules are unsure about.",
    "merge": "Say that commitments are the same one.",
    "split": "Say that two statements are not of one commitment.",
    "reject": "Say that a row is no commitment.",
    "correct": "Set a field that was read wrongly.",
    "confirm": "Say that you checked a row.",
    "forget": "Take a document out of every list.",
    "undo": "Take back what a person said in an entry.",
    "history": "Print what touched a commitment.",
    "log": "Print the ledger, entry by entry.",
    "verify": "Prove that nothing was changed.",
    "seal": "Write down the last entry, to be kept outside the ledger.",
    "rebuild": "Make the tables anew from the entries.",
    "export": "Write a whole ledger for other programs.",
    "backup": "Copy a ledger to one file.",
    "copy": "Move a ledger between a file and a server.",
    "serve": "Show a ledger as a site.",
    "site": "Write a ledger as a site of files.",
    "user": "Say who may decide at the desk of a ledger.",
    "token": "Give programs what they show instead of a password.",
    "demo": "Build a ledger from documents and figures that ship with pledgebook.",
}
"""Each command and its line in the help. `pledgebook.cli.NAME` holds it as `NAME_command`: a function, or a Typer of commands."""

SETTINGS = {"help_option_names": ["-h", "--help"]}


@cache
def load(name: str) -> Any:
    """A command, with all that it imports. Raises KeyError where there is none of this name."""
    told = COMMANDS[name]
    found = getattr(import_module(f"pledgebook.cli.{name}"), f"{name}_command")
    if isinstance(found, typer.Typer):
        return get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, short_help=told, context_settings=SETTINGS)(found)
    return get_command(alone)


class _Loaded(Mapping[str, Any]):
    def __getitem__(self, name: str) -> Any:
        return load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class CommandsByName(TyperGroup):
    """The group of all commands: its help needs their names and lines alone."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Loaded()  # type: ignore[assignment]  # nothing is ever added to it

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The part of the help that lists them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
