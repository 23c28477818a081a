"""Servers that stop, refuse and do not know: one clear line without a password, and the same book afterwards."""

from __future__ import annotations

import psycopg
import pytest
from made_book import made
from server import ESCAPED, PASSWORD, Server

from pledgebook.errors import LedgerError, PledgebookError, UsageError
from pledgebook.ledger import Ledger, open_ledger


def one_line(error: BaseException) -> str:
    line = str(error)
    assert "\n" not in line
    assert len(line) < 500
    assert "Traceback" not in line
    assert "sqlalche" not in line
    return line


@pytest.mark.parametrize(
    ("password", "database", "told"),
    [("wr0ng-w0rd", None, "user name with this password"), (ESCAPED, "nosuch", "no such database")],
)
def test_what_is_wrong_with_an_address_is_said(server: Server, password: str, database: str | None, told: str) -> None:
    with pytest.raises(LedgerError) as caught:
        open_ledger(server.url(database or server.create(), password))
    line = one_line(caught.value)
    assert told in line
    assert not any(part in line for part in (PASSWORD, ESCAPED, "wr0ng", "w0rd", "s3cret"))


def add(ledger: Ledger, *seeds: object, count: int = 3) -> None:
    with ledger.write("add") as writer:
        writer.add_documents([made(seed, count) for seed in seeds])


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_is_stopped_and_started_in_between(server: Server, mode: str) -> None:
    place = server.url(server.create())
    with open_ledger(place) as ledger:
        add(ledger, "before")
        server.stop(mode)
        try:
            for attempt in (lambda: add(ledger, "down"), ledger.verify, lambda: open_ledger(place)):
                with pytest.raises(LedgerError) as caught:
                    attempt()
                assert "see that it runs" in one_line(caught.value)
                assert PASSWORD not in str(caught.value)
        finally:
            server.start()
        add(ledger, "after")  # the same ledger finds the server again
        with ledger.read() as reader:
            assert reader.counts().documents == 2
        assert ledger.verify() == []


def test_a_server_that_stops_in_the_middle_of_a_transaction(server: Server) -> None:
    with open_ledger(server.url(server.create())) as ledger:
        add(ledger, "before")

        def interrupted() -> None:
            with ledger.write("add") as writer:
                writer.add_documents([made(seed) for seed in range(20)])
                writer.pending(1)
                server.stop("immediate")
                try:
                    writer.add_document(*made("more"))
                finally:
                    server.start()

        with pytest.raises(LedgerError) as caught:
            interrupted()
        one_line(caught.value)
        with ledger.read() as reader:
            assert reader.counts().documents == 1
        assert ledger.verify() == []
        add(ledger, *range(20))
        assert ledger.verify() == []


def test_no_message_holds_a_password(server: Server) -> None:
    database = server.create()
    wrong = [
        server.url(database, "Wr0ng%2FW%C3%B6rt"),
        server.url("none_of_that_name"),
        f"postgresql://pledgebook:{ESCAPED}@127.0.0.1:1/{database}",
        f"postgresql://nobody:{ESCAPED}@127.0.0.1:{server.port}/{database}",
        f"postgresql://pledgebook:{ESCAPED}@no-such-host.invalid/{database}",
        f"postgresql://127.0.0.1:{server.port}/{database}?user=nobody&password={ESCAPED}",
        f"postgresql://pledgebook:{ESCAPED}@127.0.0.1:port/{database}",
        f"postgresql://pledgebook:{ESCAPED}@127.0.0.1:{server.port}/{database}?no_such_option=1",
    ]
    for address in wrong:
        with pytest.raises(PledgebookError) as caught:
            open_ledger(address)
        for secret in (PASSWORD, ESCAPED, "Wr0ng%2FW%C3%B6rt", "Wr0ng/Wört"):
            assert secret not in one_line(caught.value), address
    for address in (
        server.url(database),
        f"postgresql://127.0.0.1:{server.port}/{database}?user=pledgebook&password={ESCAPED}",
        server.url(database).replace("postgresql://", "postgres://"),
    ):
        with open_ledger(address) as ledger:
            assert ledger.verify() == []
            for shown in (ledger.place, repr(ledger), str(ledger)):
                assert database in shown
                assert PASSWORD not in shown
                assert ESCAPED not in shown


def test_a_database_of_another_program_is_left_alone(server: Server) -> None:
    database = server.create()
    server.execute("CREATE TABLE recipes (name text)", database)
    with pytest.raises(UsageError, match="another program"):
        open_ledger(server.url(database))
    with psycopg.connect(server.url(database)) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert names == [("recipes",)]


def test_a_user_who_may_not_write(server: Server) -> None:
    database = server.create()
    with open_ledger(server.url(database)) as ledger:
        add(ledger, "one")
    server.execute(f"CREATE ROLE reader_{database} LOGIN PASSWORD 'only/looks'")
    server.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{database}", database)
    place = f"postgresql://reader_{database}:only%2Flooks@127.0.0.1:{server.port}/{database}"
    with open_ledger(place, create=False) as ledger:
        with ledger.read() as reader:
            assert reader.counts().documents == 1
        with pytest.raises(LedgerError) as caught:
            add(ledger, "two")
        assert "the right to" in one_line(caught.value)
