"""`pledgebook token …`: what programs show instead of a password."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from pledgebook.cli.accounts import opened_accounts
from pledgebook.cli.commands import COMMANDS, SETTINGS
from pledgebook.cli.options import BookPlace
from pledgebook.cli.output import say
from pledgebook.web.accounts import tokens

token_command = typer.Typer(
    name="token",
    help=COMMANDS["token"],
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=SETTINGS,
)


@token_command.command("add", short_help="Make a token for a program.")
def add(
    user: Annotated[str, typer.Argument(metavar="USER", help="The user in whose name and role the program acts.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")],
    days: Annotated[
        int | None, typer.Option(metavar="NUMBER", min=1, max=36_500, help="Days until it ends (default: never).")
    ] = None,
    book: BookPlace = None,
) -> None:
    """Make a token with which a program acts as a user. It is shown once: only its SHA-256 is kept.

    \b
    Examples:
      pledgebook token add "R. Diaz" --name "nightly import" --days 90
    """
    lasts = None if days is None else days * 86_400
    with opened_accounts(book) as held, held.write() as connection:
        token, secret = tokens.add_token(connection, user, name, int(time.time()), lasts)
    say(f"{secret}\n", f"token {token.id} of {token.user}: keep it now, nobody can show it again\n")


@token_command.command("list", short_help="Which tokens there are.")
def list_(
    user: Annotated[str | None, typer.Argument(metavar="USER", help="Only those of this user.")] = None,
    book: BookPlace = None,
) -> None:
    """List tokens: id, user, what each is for, when it was made and when it ends. The secrets cannot be shown.

    \b
    Examples:
      pledgebook token list
    """
    with opened_accounts(book) as held, held.read() as connection:
        found = tokens.list_tokens(connection, user)
    for one in found:
        until = f"until {_day(one.ends)}" if one.ends is not None else "without an end"
        say(f"{one.id}: {one.user}, {one.name}, since {_day(one.made)}, {until}\n")
    if not found:
        say("there is no token: pledgebook token add USER --name TEXT\n")


@token_command.command("remove", short_help="Make a token worthless.")
def remove(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a token, as token list prints it.")],
    book: BookPlace = None,
) -> None:
    """Make a token worthless, at once.

    \b
    Examples:
      pledgebook token remove 1f0c9a2e
    """
    with opened_accounts(book) as held, held.write() as connection:
        tokens.remove_token(connection, id)
    say(f"token {id} opens nothing any more\n")


def _day(seconds: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))
