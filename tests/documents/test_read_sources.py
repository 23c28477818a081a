"""What the caller names → items: files, folders, addresses, and what cannot be found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pledgebook.documents import Item, expand
from pledgebook.model import Problem


def names(folder: Path) -> list[str]:
    return [os.path.relpath(thing.source, folder) for thing in expand([folder])]


def fill(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Words.", encoding="utf-8")


def test_a_folder_gives_its_known_files_in_the_order_of_names(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "b.txt",
        "a.md",
        "a.gold.json",
        "a.meta.json",
        "C.PDF",
        "m/z.html",
        "m/a.htm",
        "n.docx",
        ".h.txt",
        ".h/a.txt",
    )
    (tmp_path / "a.meta.json").write_text("{}", encoding="utf-8")
    assert names(tmp_path) == ["C.PDF", "a.md", "b.txt", "m/a.htm", "m/z.html"]


def test_a_loop_of_links_ends_and_no_folder_is_read_twice(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt")
    (tmp_path / "in/up").symlink_to(tmp_path)
    (tmp_path / "too").symlink_to(tmp_path / "in")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = expand([tmp_path])
    assert [thing.source for thing in found if isinstance(thing, Item)] == [str(tmp_path / "in/a.txt")]
    assert [thing.rule for thing in found if isinstance(thing, Problem)] == ["unreadable"]


def test_sources_keep_their_order_and_their_words(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    path = str(tmp_path / "a.txt")
    assert expand(["HTTPS://example.org/x", "-", path, path]) == [
        Item("HTTPS://example.org/x", address="HTTPS://example.org/x"),
        Item("-"),
        Item(path, path=Path(path)),
        Item(path, path=Path(path)),
    ]


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("nowhere.txt", "missing"),
        ("a.txt/b.txt", "missing"),
        ("", "missing"),
        ("a\x00b", "missing"),
        ("x" * 5000, "unreadable"),
        ("empty", "empty-folder"),
        ("ftp://example.org/a.txt", "unsupported-scheme"),
        ("file:///etc/hosts", "unsupported-scheme"),
    ],
)
def test_what_cannot_be_found_is_one_problem_of_one_line(
    source: str, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, "a.txt", "empty/x.docx", "empty/.a.txt")
    (problem,) = expand([source])
    assert isinstance(problem, Problem)
    assert problem.rule == rule
    assert problem.source
    assert len(str(problem).splitlines()) == 1


def test_a_file_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.txt"))).write_text("Words.", encoding="utf-8")
    (item,) = expand([tmp_path])
    assert isinstance(item, Item)
    assert item.source.encode("utf-8")
    assert item.source.isprintable()
    assert item.path is not None
    assert item.path.read_text(encoding="utf-8") == "Words."


@pytest.mark.parametrize(
    "meta",
    ["{", "[]", '{"published": "soon"}', '{"title": 3}', b"\xff\xfe{", "[" * 100_000, '{"title": ' + "9" * 5000 + "}"],
)
def test_a_broken_meta_file_is_told_and_the_text_is_read(meta: str | bytes, tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "a.meta.json").write_bytes(meta if isinstance(meta, bytes) else meta.encode())
    for source in (tmp_path, tmp_path / "a.txt"):
        problem, item = expand([source])
        assert isinstance(problem, Problem)
        assert problem.rule == "broken-metadata"
        assert problem.source.endswith("a.meta.json")
        assert isinstance(item, Item)
        assert item.path == tmp_path / "a.txt"
