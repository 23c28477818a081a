"""Drafts of output that killed runs left behind go with the next run; those of running programs stay."""

from __future__ import annotations

import fcntl
from pathlib import Path

from pledgebook.cli.output import to_file


def test_drafts_that_were_left_go_and_those_in_use_stay(tmp_path: Path) -> None:
    left, used, other = (tmp_path / name for name in (".out.txt.1.draft", ".out.txt.2.draft", ".else.txt.3.draft"))
    for path in (left, used, other):
        path.write_text("half of it")
    with used.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        to_file([b"whole"], tmp_path / "out.txt")
        assert {path.name for path in tmp_path.iterdir()} == {"out.txt", used.name, other.name}
    assert (tmp_path / "out.txt").read_bytes() == b"whole"
