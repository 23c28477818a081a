"""A file appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgebook.cli.output import to_file
from pledgebook.errors import UsageError


def broken() -> Iterator[bytes]:
    yield b"half"
    raise RuntimeError("stopped")


def test_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    to_file([b"one\n", b"two\n"], target)
    assert target.read_bytes() == b"one\ntwo\n"
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_there_stays_when_it_breaks(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"before")
    target.chmod(0o640)
    with pytest.raises(RuntimeError, match="stopped"):
        to_file(broken(), target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
    to_file([b"after"], target)
    assert target.read_bytes() == b"after"
    assert target.stat().st_mode & 0o777 == 0o640


def test_nothing_is_there_when_it_breaks(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="stopped"):
        to_file(broken(), tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "real" / "out.jsonl")
    to_file([b"x"], link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "out.jsonl").read_bytes() == b"x"


def test_a_device_is_written_not_replaced() -> None:
    to_file([b"x"], Path(os.devnull))
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("place", ["", "missing/out.jsonl"])
def test_what_cannot_be_written_is_said_before_anything_is_read(tmp_path: Path, place: str) -> None:
    def untouched() -> Iterator[bytes]:
        raise AssertionError("nothing should be read")
        yield b""

    with pytest.raises(UsageError, match="cannot write"):
        to_file(untouched(), tmp_path / place)
