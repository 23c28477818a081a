"""The pages of common sources: their commands run on the file that they show and give the sum that they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from gathered import gather
from typer.testing import CliRunner

from pledgebook.cli.evidence import evidence_command
from pledgebook.evidence import deliver
from pledgebook.model import Measure

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs").glob("source-*.md"))


def test_there_is_a_page_for_each_common_source() -> None:
    assert {page.stem.removeprefix("source-") for page in PAGES} == {
        "iati", "fts", "oecd", "eurostat", "world-bank", "usaspending", "unhcr", "360giving",
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_give_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ((name, content),) = re.findall(r"```\w+ (\S+)\n(.*?)```", text, re.DOTALL)
    Path(name).write_text(content, encoding="utf-8")
    (shown,) = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for command, output in re.findall(r"\$ pledgebook evidence ([^\n]+)\n((?:[^$][^\n]*\n)*)", shown):
        words = shlex.split(command)
        if words[0] == "link":
            continue
        book = ["--book", "book.db"] if words[0] == "add" else []
        done = CliRunner().invoke(evidence_command, [*words, *book])
        assert (done.exit_code, done.output) == (0, output)
    for draft in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        assert Path(name).with_suffix(".toml").read_text(encoding="utf-8") == draft
    assert sum_of(shlex.split(shown.split("link cm-… ")[1]), gather(Path(name))) in text


def sum_of(words: list[str], read: object) -> str:
    """The formula of the measure that the options of a link name."""
    options = list(zip(words[::2], words[1::2], strict=True))
    select: dict[str, tuple[str, ...]] = {}
    for key, _, value in (one.partition("=") for option, one in options if option == "--select"):
        select[key] = (*select.get(key, ()), value)
    given = dict(options)
    snapshot, records = read.snapshot, read.records  # type: ignore[attr-defined]
    kind = "value" if snapshot.sort == "table" else "amount"
    unit = given.get("--unit", "USD")
    found = deliver(
        Measure(given["--source"], tuple(select.items()), kind, unit, given.get("--period")), snapshot, records
    )  # type: ignore[arg-type]
    assert found.total is not None
    return f"> {found.formula}\n"
