"""Speed is measured by the program that is asked for, over the same documents; how fast it is, no test says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from evals.bench import speed


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents to read: seven official ones, two of news."""
    folder = tmp_path / "shared"
    (folder / "corpus").mkdir(parents=True)
    rows = [
        {"id": str(n), "text": f"Norway will give Haiti ${n} million.", "published": "2022-01-01"} for n in range(7)
    ]
    (folder / "corpus/briefings.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "world").mkdir()
    for name, text in (("wikinews-1", "Chile paid.\r\nPeru paid."), ("wikinews-2", "It rained."), ("uk-1", "No.")):
        (folder / f"world/{name}.txt").write_bytes(text.encode())
        (folder / f"world/{name}.meta.json").write_text('{"title": "Aid", "url": "x"}', encoding="utf-8")
    monkeypatch.setattr(speed, "SHARED", folder)
    return folder


@pytest.mark.parametrize(
    ("corpus", "count", "found"),
    [
        ("briefings", 3, ["Norway will give Haiti $0 million.", "$2 million", "$4 million"]),
        ("briefings", 99, [f"${n} million" for n in range(7)]),
        ("wikinews", 2, ["Chile paid.\r\nPeru paid.", "It rained."]),
    ],
)
@pytest.mark.usefixtures("shared")
def test_documents_are_spread_over_the_corpus(corpus: str, count: int, found: list[str]) -> None:
    given = list(speed.texts(corpus, count))
    assert len(given) == len(found)
    for one, words in zip(given, found, strict=True):
        assert words in one["text"]
        assert set(one) == {"text", "title", "publisher", "published"}


@pytest.mark.usefixtures("shared")
def test_a_run_counts_what_it_read() -> None:
    run = speed.read_here("briefings", 2)
    assert run.statements == 2
    assert run.characters == sum(len(one["text"]) for one in speed.texts("briefings", 2))
    assert run.seconds > 0
    assert run.digest == speed.read_here("briefings", 2).digest != speed.read_here("briefings", 3).digest


def test_another_tree_is_read_with_its_own_program(tmp_path: Path) -> None:
    package = tmp_path / "src/pledgebook"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('the other program')", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        speed.read_in(tmp_path, "briefings", 1)
    assert "the other program" in failed.value.stderr


@pytest.mark.usefixtures("shared")
def test_the_gate_alone_says_how_many_sentences_pass() -> None:
    assert speed.gate_alone("briefings", 7, 1)[-1].split() == ["sentences", "that", "pass", "100.0", "%"]
