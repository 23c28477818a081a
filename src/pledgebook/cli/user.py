"""`pledgebook user …`: who may decide at the desk of a ledger."""

from __future__ import annotations

import getpass
import sys
import time
from typing import Annotated

import typer

from pledgebook.cli.accounts import opened_accounts
from pledgebook.cli.commands import COMMANDS, SETTINGS
from pledgebook.cli.options import BookPlace
from pledgebook.cli.output import say
from pledgebook.errors import UsageError
from pledgebook.web.accounts import Role, users
from pledgebook.web.accounts.passwords import hashed

user_command = typer.Typer(
    name="user",
    help=COMMANDS["user"],
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=SETTINGS,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that entries are signed with.")]


@user_command.command("add", short_help="Give somebody an account.")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do.")] = "reviewer",
    book: BookPlace = None,
) -> None:
    """Give somebody an account at the desk of a ledger. The password is asked for, or read as a line of standard input.

    A reviewer accepts, rejects and corrects rows and says which belong together; an editor also rules statuses, takes documents
    out and takes back what others said.

    \b
    Examples:
      pledgebook user add "R. Diaz" --book summit.db
      pledgebook user add "A. Okoro" --role editor < password.txt
    """
    with opened_accounts(book, create=True) as held:
        with held.read() as connection:
            users.unused(connection, name)
        hash = hashed(_password())
        with held.write() as connection:
            user = users.add_user(connection, name, role, hash, int(time.time()))
    say(f"{user.name} may sign in as {user.role}\n")


@user_command.command("list", short_help="Who has an account.")
def list_(book: BookPlace = None) -> None:
    """List the users of a ledger with their role, the day since when, and how many sessions and tokens they have.

    \b
    Examples:
      pledgebook user list
    """
    with opened_accounts(book) as held, held.read() as connection:
        found = users.list_users(connection, int(time.time()))
    for one in found:
        since = time.strftime("%Y-%m-%d", time.gmtime(one.user.added))
        say(f"{one.user.name}: {one.user.role} since {since}, {one.sessions} signed in, {one.tokens} tokens\n")
    if not found:
        say("nobody has an account: pledgebook user add NAME\n")


@user_command.command("role", short_help="Give a user another role.")
def role(
    name: Name, role: Annotated[Role, typer.Argument(help="What they may do from now on.")], book: BookPlace = None
) -> None:
    """Give a user another role. It holds at once, also where they are signed in.

    \b
    Examples:
      pledgebook user role "R. Diaz" editor
    """
    with opened_accounts(book) as held, held.write() as connection:
        user = users.set_role(connection, name, role)
    say(f"{user.name} is {user.role} now\n")


@user_command.command("password", short_help="Give a user another password.")
def password(name: Name, book: BookPlace = None) -> None:
    """Give a user another password, asked for or read as a line of standard input. It signs them out everywhere; tokens stay.

    \b
    Examples:
      pledgebook user password "R. Diaz"
    """
    with opened_accounts(book) as held:
        with held.read() as connection:
            users.known(connection, name)
        hash = hashed(_password())
        with held.write() as connection:
            user = users.set_password(connection, name, hash)
    say(f"{user.name} has a new password, and is signed out everywhere\n")


@user_command.command("remove", short_help="Take an account away.")
def remove(name: Name, book: BookPlace = None) -> None:
    """Take an account away, with its sessions and tokens. What the user said stays in the ledger.

    \b
    Examples:
      pledgebook user remove "R. Diaz"
    """
    with opened_accounts(book) as held, held.write() as connection:
        user = users.remove_user(connection, name)
    say(f"{user.name} has no account any more\n")


def _password() -> str:
    """From a terminal asked for twice, from elsewhere one line. Never an option: those stand in the history of the shell and in
    the list of processes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    found = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != found:
        raise UsageError("the two passwords differ: nothing was changed")
    return found
