"""Seals: taken, signed, kept, and held against books that were cut, made anew or left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pledgebook.book import Book
from pledgebook.cli import main
from pledgebook.ledger import make_key, read_key, read_public_key, read_seals
from pledgebook.model import Document


def document(number: int) -> Document:
    return Document(f"{number}.txt", f"Paper number {number}.", published="2022-07-12")


def add(place: Path, *numbers: int) -> None:
    with Book.open(place) as book, book.ledger.write("add") as writer:
        for number in numbers:
            writer.add_document(document(number), ())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of three entries, `pledgebook.db` of the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLEDGEBOOK_BOOK", raising=False)
    add(tmp_path / "pledgebook.db", 1, 2, 3)
    return tmp_path / "pledgebook.db"


def call(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was complained of."""
    before, sys.argv = sys.argv, ["pledgebook", *args]
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    sys.stdout.flush()
    found = capfd.readouterr()
    assert "Traceback" not in found.err
    return int(ended.value.code or 0), found.out, found.err


def cut(place: Path, last: int) -> None:
    """Take the tail away, and make the tables anew so that nothing inside shows it."""
    connection = sqlite3.connect(place)
    for name in ("entries_stay", "entries_remain", "entries_last"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DELETE FROM entries WHERE sequence > ?", (last,))
    connection.commit()
    connection.close()
    with Book.open(place) as book:
        book.rebuild()
        assert book.verify() == []


def test_a_book_that_grew_fits_all_its_seals(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capfd, "seal", "--append", "seals.txt")
    assert (code, out.splitlines()[:2]) == (0, ["pledgebook seal 1", "entries: 3"])
    add(place, 4)
    assert call(capfd, "seal", "--append", "seals.txt")[0] == 0
    assert [one.number for one in read_seals(Path("seals.txt"))] == [3, 4]
    code, out, _ = call(capfd, "verify", "--seal", "seals.txt")
    assert code == 0
    assert "2 seals of it fit" in out


def test_a_tail_that_was_cut_is_found_by_a_seal_alone(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call(capfd, "seal", "--append", "seals.txt")
    cut(place, 2)
    assert call(capfd, "verify")[0] == 0
    code, _, err = call(capfd, "verify", "--seal", "seals.txt")
    assert code == 1
    assert "entry 3: is missing: entry 3 was there when it was sealed on" in err


def test_a_chain_that_was_made_anew_is_found_by_a_seal_alone(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call(capfd, "seal", "--append", "seals.txt")
    cut(place, 1)
    add(place, 7, 8, 9)
    assert call(capfd, "verify")[0] == 0
    code, _, err = call(capfd, "verify", "--seal", "seals.txt")
    assert code == 1
    assert "entry 3: is not the one that was sealed on" in err


def test_seals_out_of_a_mail_that_quotes_them(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capfd, "seal")
    Path("mail.txt").write_text("Dear all,\n\n" + "".join(f"> {line}\r\n" for line in out.splitlines()) + "\nBye")
    assert call(capfd, "verify", "--seal", "mail.txt")[0] == 0


def test_signed_seals(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, public, _ = call(capfd, "seal", "--new-key", "key.pem")
    assert (code, Path("key.pem").stat().st_mode & 0o777) == (0, 0o600)
    assert public.strip() == read_public_key("key.pem")
    call(capfd, "seal", "--key", "key.pem", "--append", "seals.txt")
    for trusted in (public.strip(), "key.pem"):
        code, _, err = call(capfd, "verify", "--seal", "seals.txt", "--signed-by", trusted)
        assert (code, err) == (0, "")
    forged = Path("seals.txt").read_text().replace("T", "t", 0)
    Path("forged.txt").write_text(forged.replace("time: 2", "time: 1"))
    code, _, err = call(capfd, "verify", "--seal", "forged.txt")
    assert (code, "a signature that does not fit" in err) == (1, True)
    other = make_key(Path("other.pem"))
    code, _, err = call(capfd, "verify", "--seal", "seals.txt", "--signed-by", other)
    assert (code, "signed by another key" in err) == (1, True)
    call(capfd, "seal", "--append", "plain.txt")
    code, _, err = call(capfd, "verify", "--seal", "plain.txt", "--signed-by", public.strip())
    assert (code, "is not signed" in err) == (1, True)


def test_a_key_of_the_settings_signs_and_is_nowhere_else(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make_key(Path("key.pem"))
    Path("pledgebook.toml").write_text('[pledgebook]\nseal_key = "key.pem"\n')
    code, out, err = call(capfd, "seal")
    assert (code, "signature: " in out, err) == (0, True, "")
    secret = Path("key.pem").read_bytes().splitlines()[1]
    for path in place.parent.glob("pledgebook.db*"):
        assert secret not in path.read_bytes()
    assert secret.decode() not in out


def test_a_key_that_openssl_made(tmp_path: Path) -> None:
    try:
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "ed25519", "-out", tmp_path / "key.pem"],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs openssl with Ed25519")
    assert read_public_key(str(tmp_path / "key.pem"))
    assert read_key(tmp_path / "key.pem")


def test_a_git_note(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capfd, "seal", "--git-note")
    assert (code, "no git note was made" in err) == (2, True)
    options = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], [*options, "commit", "-q", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *command], check=True)
    subprocess.run(["git", "config", "user.name", "A"], check=True)
    subprocess.run(["git", "config", "user.email", "a@example.org"], check=True)
    assert call(capfd, "seal", "--git-note")[0] == 0
    shown = subprocess.run(["git", "notes", "--ref=pledgebook", "show"], check=True, capture_output=True, text=True)
    Path("note.txt").write_text(shown.stdout)
    assert call(capfd, "verify", "--seal", "note.txt")[0] == 0


def test_a_head_of_twelve_digits_and_capitals(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Book.open(place) as book:
        head = book.head()
    assert head is not None
    assert call(capfd, "verify", "--head", head.hash[:12].upper())[0] == 0
    assert call(capfd, "verify", "--head", "0" * 12)[0] == 1
    for wrong in ("", head.hash[:11], "no hash at all", head.hash + "0"):
        assert call(capfd, "verify", "--head", wrong)[0] == 2


WRONG = (
    (("seal", "--key", "none.pem"), "the key cannot be read"),
    (("seal", "--key", "text.txt"), "holds no Ed25519 private key"),
    (("seal", "--new-key", "text.txt"), "no key can be made there"),
    (("seal", "--append", "no/folder.txt"), "cannot write"),
    (("seal", "--book", "empty.db"), "nothing to seal"),
    (("verify", "--seal", "text.txt"), "holds no seal"),
    (("verify", "--seal", "none.txt"), "cannot be read"),
    (("verify", "--signed-by", "x"), "none is given"),
    (("verify", "--seal", "seals.txt", "--signed-by", "none.pem"), "the key cannot be read"),
)


@pytest.mark.parametrize(("args", "what"), WRONG, ids=[" ".join(args) for args, _ in WRONG])
def test_what_is_refused_in_one_line(
    place: Path, capfd: pytest.CaptureFixture[str], args: tuple[str, ...], what: str
) -> None:
    Path("text.txt").write_text("-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n")
    Book.open("empty.db").close()
    call(capfd, "seal", "--append", "seals.txt")
    code, _, err = call(capfd, *args)
    assert (code, len(err.splitlines()), what in err) == (2, 1, True), err
    assert "rubbish" not in err
