"""`pledgebook user` and `pledgebook token`, as an administrator calls them."""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pledgebook.book import Book
from pledgebook.cli import main
from pledgebook.web.accounts import SignedIn, open_accounts, sign_in, tokens

WORDS = "correct horse battery staple"
Call = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """`call("user", "list", typed="…")` in a folder of its own that holds a book: exit code, output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLEDGEBOOK_BOOK", raising=False)
    Book.open("pledgebook.db").close()

    def called(*args: str, typed: str | None = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pledgebook", *args])
        monkeypatch.setattr(sys, "stdin", Terminal() if typed is None else io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return called


def signs_in(name: str, password: str) -> bool:
    accounts = open_accounts("pledgebook.db")
    assert accounts is not None
    try:
        return isinstance(sign_in(accounts, name, password, "192.0.2.1", int(time.time())), SignedIn)
    finally:
        accounts.close()


def test_a_user_from_the_first_day_to_the_last(call: Call) -> None:
    code, out, err = call("user", "list")
    assert (code, out) == (2, "")
    assert "pledgebook user add" in err
    assert call("user", "add", "R. Diaz", typed=f"{WORDS}\n") == (0, "R. Diaz may sign in as reviewer\n", "")
    assert signs_in("R. Diaz", WORDS)
    code, _, err = call("user", "add", "r. diaz", typed=f"{WORDS}\n")
    assert (code, err) == (2, "pledgebook: there is a user R. Diaz already\n")
    assert call("user", "role", "R. Diaz", "editor") == (0, "R. Diaz is editor now\n", "")
    code, out, _ = call("user", "list")
    assert re.fullmatch(r"R\. Diaz: editor since \d{4}-\d\d-\d\d, 1 signed in, 0 tokens\n", out)
    assert call("user", "password", "R. Diaz", typed="another four words here")[0] == 0
    assert not signs_in("R. Diaz", WORDS)
    assert signs_in("R. Diaz", "another four words here")
    assert call("user", "remove", "R. Diaz") == (0, "R. Diaz has no account any more\n", "")
    assert not signs_in("R. Diaz", "another four words here")


@pytest.mark.parametrize(
    ("args", "typed", "said"),
    [
        (("user", "add", "A"), "", "a password has at least 12 characters"),
        (("user", "add", "A\nB"), WORDS, "holds no control characters"),
        (("user", "add", "A", "--role", "king"), WORDS, "'king' is not one of"),
        (("user", "password", "Nobody"), WORDS, "there is no user 'Nobody'"),
        (("user", "role", "Nobody", "editor"), "", "there is no user 'Nobody'"),
        (("user", "remove", "Nobody"), "", "there is no user 'Nobody'"),
        (("token", "add", "Nobody", "--name", "x"), "", "there is no user 'Nobody'"),
        (("token", "remove", "x"), "", "there is no token 'x'"),
        (("user", "list", "--book", "none.db"), "", "there is no book none.db"),
    ],
)
def test_what_is_wrong_is_one_line(call: Call, args: tuple[str, ...], typed: str, said: str) -> None:
    call("user", "add", "Somebody", typed=WORDS)
    code, out, err = call(*args, typed=typed)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert WORDS not in err


def test_a_token_is_shown_once(call: Call) -> None:
    call("user", "add", "R. Diaz", typed=WORDS)
    code, out, _ = call("token", "add", "R. Diaz", "--name", "nightly import", "--days", "90")
    secret, told = out.splitlines()
    id = told.split()[1]
    assert code == 0
    code, out, _ = call("token", "list")
    assert out.startswith(f"{id}: R. Diaz, nightly import, since ")
    assert secret not in out
    accounts = open_accounts("pledgebook.db")
    assert accounts is not None
    now = int(time.time())
    with accounts.read() as connection:
        user = tokens.user_of_token(connection, secret, now)
        assert user is not None
        assert user.name == "R. Diaz"
        assert tokens.user_of_token(connection, secret, now + 91 * 86_400) is None
    accounts.close()
    assert call("token", "remove", id)[0] == 0
    assert call("token", "list")[1] == "there is no token: pledgebook token add USER --name TEXT\n"


def test_a_terminal_is_asked_twice(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [WORDS, "something else entirely"]
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers.pop(0))
    code, _, err = call("user", "add", "R. Diaz", typed=None)
    assert (code, err) == (2, "pledgebook: the two passwords differ: nothing was changed\n")
    answers += [WORDS, WORDS]
    assert call("user", "add", "R. Diaz", typed=None)[0] == 0
