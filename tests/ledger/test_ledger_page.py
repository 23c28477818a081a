"""What the page about PostgreSQL tells a team to do works, with no more rights than it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from made_book import made
from server import Server

from pledgebook.errors import LedgerError
from pledgebook.ledger import open_ledger

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "postgresql.md").read_text(encoding="utf-8")


def test_the_page_s_commands(server: Server, tmp_path: Path) -> None:
    commands = [
        shlex.split(line) for block in re.findall(r"```console\n(.*?)```", PAGE, re.S) for line in block.splitlines()
    ]
    asked = {words[3]: words[4:] for words in commands if words[:3] == ["sudo", "-u", "postgres"]}
    *options, user = asked["createuser"]
    assert options == ["--pwprompt"]  # nobody is here to type one: the role is made with one instead
    role = f"{user}_member"
    server.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'team'")
    *options, database = asked["createdb"]
    server.run("createdb", *[option.replace(f"={user}", f"={role}") for option in options], database)
    [address] = re.findall(r"export PLEDGEBOOK_BOOK='(.*)'", PAGE)
    here = address.replace("server.example.org", f"127.0.0.1:{server.port}").replace(f"{user}:PASSWORD", f"{role}:team")
    with open_ledger(here) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(*made("one"))
        for statement in "".join(re.findall(r"```sql\n(.*?)```", PAGE, re.S)).split(";"):
            if statement.strip():
                server.execute(statement.replace(f"ROLE {user} ", f"ROLE {role} "), database)
        ledger.rebuild()
        assert ledger.verify() == []
        ledger.backup(tmp_path / "copy.db")
    reading = here.replace(f"{role}:team", "analyst:another%20one")
    with open_ledger(reading, create=False) as ledger:
        assert ledger.verify() == []
        with pytest.raises(LedgerError, match="may not be read or written by this user"), ledger.write("add"):
            pass
    server.execute(f"DROP DATABASE {database} WITH (FORCE)")


def test_a_password_kept_out_of_the_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret/Wört")
    with open_ledger(f"postgresql://pledgebook@127.0.0.1:{server.port}/{server.create()}") as ledger:
        assert ledger.verify() == []


@pytest.mark.parametrize(("sign", "escaped"), re.findall(r"`(.)` is `(%..)`", PAGE))
def test_escapes_of_the_page(server: Server, sign: str, escaped: str) -> None:
    role = f"escaped_{escaped[1:].lower()}"
    server.execute(f"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD 'a{sign}b'")
    with open_ledger(f"postgresql://{role}:a{escaped}b@127.0.0.1:{server.port}/{server.create()}") as ledger:
        assert ledger.verify() == []
