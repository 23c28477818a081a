"""Odd input to every command: one clear line each, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pledgebook.book import Book
from pledgebook.cli.commands import COMMANDS
from pledgebook.model import Document

RUN = "import sys; from pledgebook.cli import main; main()"
ODD = b"\xff\xfe"


LOWERED = (  # all that a command needs is loaded before root becomes somebody who may not read it
    "import os, sys; from pledgebook.cli import main; from pledgebook.cli.commands import COMMANDS, load\n"
    "from pledgebook.book.reading import statements_of; from pledgebook.model import Document\n"
    "statements_of(Document('x', 'Norway will give $5 million to Haiti.')); [load(name) for name in COMMANDS]\n"
    "import pledgebook.ledger, sqlalchemy.dialects.sqlite; os.setgroups([]); os.setgid(65534); os.setuid(65534); main()"
)


def call(*args: bytes | str, cwd: Path, user: int | None = None) -> tuple[int, list[str]]:
    """Exit code and the lines on standard error of the real program."""
    program = LOWERED if user else RUN
    done = subprocess.run(
        [sys.executable, "-c", program, *args], cwd=cwd, capture_output=True, check=False, timeout=120,
        env={**os.environ, "HOME": str(cwd)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    assert not any("Traceback" in line for line in lines), lines[-6:]
    return done.returncode, lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Book.open(tmp_path / "pledgebook.db") as book, book.ledger.write("add") as writer:
        writer.add_document(Document("a.txt", "Some words."), ())
    return tmp_path


CALLS: dict[str, tuple[bytes | str, ...]] = {
    "read": (ODD,), "explain": (ODD, "1"), "add": (ODD,), "list": ("--actor", ODD), "show": (ODD,), "search": (ODD,),
    "status": (ODD,), "evidence": ("add", ODD), "rule": (ODD, "stalled", "--note", ODD), "judge": ("--by", ODD),
    "merge": (ODD, ODD), "split": (ODD, ODD), "undo": ("1", "--by", ODD), "history": (ODD,), "log": ("--run", ODD),
    "verify": ("--head", ODD), "seal": ("--key", ODD), "rebuild": ("--book", ODD), "backup": ("--book", ODD, "x.db"),
    "demo": ("--book", ODD + b"/x.db"), "reject": (ODD, "--note", ODD), "confirm": (ODD, "--by", ODD), "deliver": (ODD, ODD, "--by", ODD),
    "correct": (ODD, b"actors=" + ODD), "forget": (ODD, "--erase", "--note", ODD), "copy": (ODD, "x.db"), "serve": ("--host", ODD), "site": ("--out", ODD + b"/x", "--book", ODD),
    "export": ("--format", "csv", "--actor", ODD), "user": ("add", ODD), "token": ("remove", ODD),
    "scan": (ODD, "--out", ODD),
}  # fmt: skip


def test_every_command_is_walked() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CALLS))
def test_bytes_that_are_no_text_in_options(folder: Path, name: str) -> None:
    code, lines = call(name, *CALLS[name], cwd=folder)
    assert code in (0, 1, 2)
    assert code == 0 or lines, "a refusal says why"
    assert len(lines) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["read", "list", "verify"])
def test_settings_that_nest_too_deep(folder: Path, name: str) -> None:
    (folder / "pledgebook.toml").write_text("x = " + "[" * 100_000, encoding="utf-8")
    code, lines = call(name, *(("-",) if name == "read" else ()), cwd=folder)
    assert (code, len(lines)) == (2, 1), lines
    assert "pledgebook.toml" in lines[0]


def nobody(folder: Path) -> int | None:
    """Whom to run as where the tests are run by root, who may do everything."""
    if os.getuid() != 0:
        return None
    for path in [folder, *folder.parents]:
        if path.owner() == "root" and path != Path("/") and path.is_relative_to("/tmp/pytest-of-root"):
            path.chmod(path.stat().st_mode | 0o055)
    return 65534


@pytest.mark.slow
def test_a_folder_that_may_be_listed_but_not_entered(tmp_path: Path) -> None:
    shut = tmp_path / "in" / "shut"
    shut.mkdir(parents=True)
    (shut / "a.txt").write_text("Norway will give $5 million.")
    (tmp_path / "in" / "b.txt").write_text("Norway will give $5 million to Haiti.")
    user = nobody(tmp_path)
    shut.chmod(0o744 if user else 0o400)
    try:
        code, lines = call("read", "in", cwd=tmp_path, user=user)
    finally:
        shut.chmod(0o755)
    assert code == 1
    assert [line for line in lines if "shut" in line and "permission" in line]


@pytest.mark.slow
@pytest.mark.parametrize("args", [("backup", "shut/copy.db"), ("seal", "--append", "shut/seals.txt")])
def test_targets_that_may_not_be_written(folder: Path, args: tuple[str, ...]) -> None:
    (folder / "shut").mkdir()
    user = nobody(folder)
    (folder / "pledgebook.db").chmod(0o644)
    (folder / "shut").chmod(0o555)
    code, lines = call(*args, cwd=folder, user=user)
    assert (code in (1, 2), len(lines)) == (True, 1), lines
