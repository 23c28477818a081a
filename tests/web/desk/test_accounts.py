"""Accounts: who gets in, who does not, and that nothing of them is in the book."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from shelf import Books
from sqlalchemy import delete, select

from pledgebook.book import Book
from pledgebook.errors import LedgerError, SetupError, UsageError
from pledgebook.ledger import copy_ledger
from pledgebook.web.accounts import Accounts, Refused, SignedIn, User, open_accounts, passwords, sign_in, tokens, users
from pledgebook.web.accounts.attempts import LIMITS, WINDOW
from pledgebook.web.accounts.sessions import LASTS, begin_session, end_session, user_of_session
from pledgebook.web.accounts.signing_in import WRONG
from pledgebook.web.accounts.store import SUFFIX, attempts, metadata, sessions, versions

NOW = 1_800_000_000
WORDS = "correct horse battery staple"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


HASHER = passwords._hasher
"""That of the program, whose hashes take their time on purpose."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time, but in the tests that look at them."""
    hasher = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    passwords._nobody.cache_clear()


@pytest.fixture
def hash() -> str:
    return passwords.hashed(WORDS)


@pytest.fixture
def diaz(accounts: Accounts, hash: str) -> User:
    with accounts.write() as connection:
        return users.add_user(connection, "R. Diaz", "reviewer", hash, NOW)


def signed_in(accounts: Accounts, secret: str, now: int = NOW) -> User | None:
    with accounts.read() as connection:
        return user_of_session(connection, secret, now)


def begun(accounts: Accounts, user: User) -> str:
    with accounts.write() as connection:
        return begin_session(connection, user, NOW)


def refused(found: SignedIn | Refused) -> Refused:
    assert isinstance(found, Refused)
    return found


# names and passwords


@pytest.mark.parametrize(
    "name", ["", " ", "…", "a" * 61, "R.\nDiaz", "R.\u202eDiaz", "Diaz\u200b", "Di\x00az", "\ud800Diaz"]
)
def test_a_name_that_cannot_stand_beside_what_its_owner_says_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        users.checked_name(name)


@pytest.mark.parametrize("other", ["R. Diaz", "r. diaz", " R. DIAZ ", "Ｒ. Diaz"])
def test_a_name_that_reads_like_another_is_taken(accounts: Accounts, diaz: User, hash: str, other: str) -> None:
    with accounts.write() as connection, pytest.raises(UsageError, match=r"there is a user R\. Diaz already"):
        users.add_user(connection, other, "editor", hash, NOW)


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
def test_a_password_that_is_too_short_or_long_is_refused(password: str) -> None:
    with pytest.raises(UsageError, match="a password has at"):
        passwords.hashed(password)


def test_passwords_are_kept_as_argon2id_with_a_salt_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", HASHER)
    hash = passwords.hashed(WORDS)
    assert hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, 4: the second recommended option
    assert not passwords.is_old(hash)
    assert passwords.hashed(WORDS) != hash
    assert passwords.fits(WORDS, hash)
    assert not passwords.fits(WORDS + " ", hash)
    assert not passwords.fits(WORDS, None)


def test_the_same_letters_fit_however_a_keyboard_composes_them() -> None:
    assert passwords.fits("cafe\u0301 au lait noir", passwords.hashed("caf\u00e9 au lait noir"))


def test_a_longer_password_with_the_right_beginning_does_not_fit() -> None:
    assert not passwords.fits("x" * 1001, passwords.hashed("x" * 1000))


# signing in


def test_the_right_password_gives_a_session_of_which_only_the_digest_is_kept(accounts: Accounts, diaz: User) -> None:
    found = sign_in(accounts, "r. diaz", WORDS, HERE, NOW)
    assert isinstance(found, SignedIn)
    assert found.user == diaz == signed_in(accounts, found.secret)
    with accounts.read() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert rows
    assert not any(found.secret in row or WORDS in row for row in rows)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(accounts: Accounts, diaz: User) -> None:
    assert refused(sign_in(accounts, "R. Diaz", "not the password", HERE, NOW)) == Refused(WRONG)
    for name in ("Nobody", "", "x" * 100_000, "R.\x00Diaz", "\ud800"):
        assert refused(sign_in(accounts, name, WORDS, HERE, NOW)) == Refused(WRONG), name[:10]


def test_an_unknown_name_is_looked_at_as_thoroughly(
    accounts: Accounts, diaz: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda password, hash: (seen.append(hash is None), real(password, hash))[1])
    sign_in(accounts, "Nobody", WORDS, HERE, NOW)
    sign_in(accounts, "R. Diaz", "not the password", HERE, NOW)
    assert seen == [True, False]


def test_who_fails_too_often_waits_and_then_may_again(accounts: Accounts, diaz: User) -> None:
    for _ in range(LIMITS["both"]):
        assert refused(sign_in(accounts, "R. Diaz", "not the password", HERE, NOW)).wait == 0
    found = refused(sign_in(accounts, "R. Diaz", WORDS, HERE, NOW + 60))
    assert found == Refused("Too many attempts failed. Wait 14 minutes, then try again.", WINDOW - 60)
    assert isinstance(sign_in(accounts, "R. Diaz", WORDS, ELSEWHERE, NOW + 60), SignedIn), "others are not kept out"
    assert isinstance(sign_in(accounts, "R. Diaz", WORDS, HERE, NOW + WINDOW), SignedIn)


def test_a_name_that_nobody_has_is_limited_in_the_same_words(accounts: Accounts) -> None:
    for _ in range(LIMITS["both"]):
        sign_in(accounts, "Nobody", "not the password", HERE, NOW)
    assert refused(sign_in(accounts, "Nobody", WORDS, HERE, NOW)).wait == WINDOW


def test_one_address_cannot_try_many_names_nor_many_addresses_one_name(
    accounts: Accounts, diaz: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        passwords, "fits", lambda password, hash: False
    )  # the hashing of eighty passwords is not meant here
    for number in range(LIMITS["address"]):
        assert refused(sign_in(accounts, f"name {number}", WORDS, HERE, NOW)).wait == 0
    assert refused(sign_in(accounts, "another", WORDS, HERE, NOW)).wait == WINDOW
    for number in range(LIMITS["account"]):
        assert refused(sign_in(accounts, "R. Diaz", WORDS, f"203.0.113.{number}", NOW)).wait == 0
    assert refused(sign_in(accounts, "R. Diaz", WORDS, "203.0.113.200", NOW)).wait == WINDOW


def test_a_sender_who_owns_a_network_is_one_sender(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "fits", lambda password, hash: False)
    for number in range(LIMITS["both"]):
        sign_in(accounts, "R. Diaz", WORDS, f"2001:db8::{number + 1:x}", NOW)
    assert refused(sign_in(accounts, "R. Diaz", WORDS, "2001:db8::ffff", NOW)).wait
    assert not refused(sign_in(accounts, "R. Diaz", WORDS, "2001:db8:0:1::1", NOW)).wait


def test_signing_in_strikes_out_what_failed_before_it(accounts: Accounts, diaz: User) -> None:
    for _ in range(3):
        for _ in range(LIMITS["both"] - 1):
            assert refused(sign_in(accounts, "R. Diaz", "not the password", HERE, NOW)).wait == 0
        assert isinstance(sign_in(accounts, "R. Diaz", WORDS, HERE, NOW), SignedIn)


def test_many_attempts_at_once_are_all_counted(accounts: Accounts, diaz: User, monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(20)
    looked: list[str] = []

    def fits(password: str, hash: str | None) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr(passwords, "fits", fits)

    def attempt() -> None:
        together.wait()
        sign_in(accounts, "R. Diaz", "a guess", HERE, NOW)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(looked) == LIMITS["both"]


def test_attempts_hold_no_name_that_was_typed_and_go_when_they_are_old(accounts: Accounts) -> None:
    sign_in(accounts, "my password in the wrong field", "x", HERE, NOW)
    with accounts.read() as connection:
        rows = connection.execute(select(attempts)).all()
    assert len(rows) == 3
    assert "my password" not in str(rows)
    sign_in(accounts, "another", "x", ELSEWHERE, NOW + WINDOW)
    with accounts.read() as connection:
        assert {row.time for row in connection.execute(select(attempts))} == {NOW + WINDOW}


def test_a_password_that_was_changed_while_it_was_looked_at_gives_no_session(
    accounts: Accounts, diaz: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fits(password: str, hash: str | None) -> bool:
        with accounts.write() as connection:
            users.set_password(connection, "R. Diaz", "$argon2id$another")
        return True

    monkeypatch.setattr(passwords, "fits", fits)
    monkeypatch.setattr(passwords, "is_old", lambda hash: False)
    assert refused(sign_in(accounts, "R. Diaz", WORDS, HERE, NOW)) == Refused(WRONG)


def test_a_hash_with_weaker_settings_is_made_anew_when_its_owner_signs_in(accounts: Accounts) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS.encode())
    with accounts.write() as connection:
        users.add_user(connection, "A. Okoro", "editor", weak, NOW)
    found = sign_in(accounts, "A. Okoro", WORDS, HERE, NOW)
    assert isinstance(found, SignedIn)
    assert signed_in(accounts, found.secret) == found.user
    with accounts.read() as connection:
        _, held = users.user_and_hash(connection, "A. Okoro")
    assert held is not None
    assert held != weak
    assert passwords.fits(WORDS, held)


# sessions and tokens


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "\x00", "\ud800", "' OR 1=1 --"])
def test_a_secret_that_was_never_given_out_opens_nothing(accounts: Accounts, diaz: User, forged: str) -> None:
    begun(accounts, diaz)
    assert signed_in(accounts, forged) is None
    with accounts.read() as connection:
        assert tokens.user_of_token(connection, forged, NOW) is None


def test_a_digest_is_no_secret(accounts: Accounts, diaz: User) -> None:
    begun(accounts, diaz)
    with accounts.read() as connection:
        kept = connection.execute(select(sessions.c.digest)).scalar_one()
    assert signed_in(accounts, kept) is None


def test_a_session_ends_by_itself_and_by_signing_out(accounts: Accounts, diaz: User) -> None:
    first, second = begun(accounts, diaz), begun(accounts, diaz)
    assert signed_in(accounts, first, NOW + LASTS - 1) == diaz
    assert signed_in(accounts, first, NOW + LASTS) is None
    with accounts.write() as connection:
        end_session(connection, first)
    assert signed_in(accounts, first) is None
    assert signed_in(accounts, second) == diaz


def test_what_an_administrator_changes_holds_at_once(accounts: Accounts, diaz: User, hash: str) -> None:
    secret = begun(accounts, diaz)
    with accounts.write() as connection:
        _, token = tokens.add_token(connection, "R. Diaz", "import", NOW)
        users.set_role(connection, "R. Diaz", "editor")
    found = signed_in(accounts, secret)
    assert found is not None
    assert found.edits
    with accounts.write() as connection:
        users.set_password(connection, "R. Diaz", hash)
        assert user_of_session(connection, secret, NOW) is None
        assert tokens.user_of_token(connection, token, NOW) == found
    secret = begun(accounts, diaz)
    with accounts.write() as connection:
        users.remove_user(connection, "R. Diaz")
        assert user_of_session(connection, secret, NOW) is None
        assert tokens.user_of_token(connection, token, NOW) is None
        users.add_user(connection, "R. Diaz", "reviewer", hash, NOW)
        assert user_of_session(connection, secret, NOW) is None, "another of the same name does not take it over"
        assert tokens.user_of_token(connection, token, NOW) is None


def test_a_token_ends_by_itself_and_when_it_is_removed(accounts: Accounts, diaz: User) -> None:
    with accounts.write() as connection:
        token, secret = tokens.add_token(connection, "R. Diaz", "nightly import", NOW, lasts=100)
        assert secret.startswith(tokens.PREFIX)
        assert tokens.user_of_token(connection, secret, NOW + 99) == diaz
        assert tokens.user_of_token(connection, secret, NOW + 100) is None
        assert tokens.list_tokens(connection) == [token] == tokens.list_tokens(connection, "r. diaz")
        tokens.remove_token(connection, token.id)
        assert tokens.user_of_token(connection, secret, NOW) is None
        with pytest.raises(UsageError):
            tokens.remove_token(connection, token.id)
        with pytest.raises(UsageError):
            tokens.add_token(connection, "Nobody", "import", NOW)


# where they lie


def test_nothing_of_them_is_in_the_book_its_copies_or_what_it_proves(books: Books, tmp_path: Path, hash: str) -> None:
    place = books.new()
    with Book.open(place) as book:
        list(book.add([_text(tmp_path)]))
        before = book.seal()
        opened = open_accounts(place, create=True)
        assert opened is not None
        with opened.write() as connection:
            users.add_user(connection, "R. Diaz", "reviewer", hash, NOW)
        assert isinstance(sign_in(opened, "R. Diaz", WORDS, HERE, NOW), SignedIn)
        assert book.verify(seals=[before]) == []
        assert book.seal().hash == before.hash
        book.backup(tmp_path / "backup.db")
    copy_ledger(place, str(tmp_path / "copied.db"))
    for made in ("backup.db", "copied.db"):
        assert b"R. Diaz" not in (tmp_path / made).read_bytes()
        assert open_accounts(str(tmp_path / made)) is None
        with Book.open(tmp_path / made, create=False) as book:
            assert book.verify() == []
    with opened.read() as connection:
        assert [one.user.name for one in users.list_users(connection, NOW)] == ["R. Diaz"]
    opened.close()
    with Book.open(place) as book:
        book.rebuild()
        assert book.verify() == []
    again = open_accounts(place)
    assert again is not None
    with again.read() as connection:
        assert len(users.list_users(connection, NOW)) == 1
    again.close()


def _text(folder: Path) -> Path:
    path = folder / "a.txt"
    path.write_text("Norway will give $5 million to Haiti by 2030.", encoding="utf-8")
    return path


def test_a_book_without_accounts_has_none_and_one_that_is_not_there_is_told(place: str, tmp_path: Path) -> None:
    assert open_accounts(place) is None
    with pytest.raises(UsageError, match="there is no book"):
        open_accounts(str(tmp_path / "none.db"), create=True)


def test_the_file_of_accounts_is_its_owner_s_alone(files: Books, tmp_path: Path) -> None:
    place = files.new()
    opened = open_accounts(place, create=True)
    assert opened is not None
    opened.close()
    assert Path(place + SUFFIX).stat().st_mode & 0o777 == 0o600


def test_accounts_of_a_newer_program_are_refused(accounts: Accounts, place: str) -> None:
    with accounts.write() as connection:
        connection.execute(delete(versions))
        connection.execute(versions.insert().values(version=99))
    with pytest.raises(SetupError, match="newer pledgebook"):
        open_accounts(place)


def test_a_file_of_another_program_in_their_place_is_left_alone(files: Books) -> None:
    place = files.new()
    Path(place + SUFFIX).write_text("no database")
    with pytest.raises(UsageError, match="the accounts cannot be opened"):
        open_accounts(place)
    assert Path(place + SUFFIX).read_text() == "no database"


def test_who_signs_in_does_not_wait_for_whoever_writes_in_the_book(place: str, accounts: Accounts, diaz: User) -> None:
    with Book.open(place) as book, book.ledger.write("test"):
        assert isinstance(sign_in(accounts, "R. Diaz", WORDS, HERE, NOW), SignedIn)


def test_a_server_without_the_right_to_make_tables_is_one_line(books: Books) -> None:
    if books.server is None:
        pytest.skip("files have rights of their own, and these tests may run as root")
    place = books.new()
    name = place.rpartition("/")[2]
    books.tamper(
        place,
        "DROP ROLE IF EXISTS guest",
        "CREATE ROLE guest LOGIN PASSWORD 'guest'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest",
    )
    guest = f"postgresql://guest:guest@127.0.0.1:{books.server.port}/{name}"
    with pytest.raises(LedgerError, match="may not be read or written by this user"):
        open_accounts(guest, create=True)
    assert open_accounts(guest) is None
