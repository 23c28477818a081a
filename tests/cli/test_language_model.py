"""`read --reader llm` and `add --reader llm`, from the settings to the ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pledgebook import config
from pledgebook.book import Book
from pledgebook.book.readers import by_model, model_reader
from pledgebook.config import FILE, ModelSettings, model_settings
from pledgebook.errors import UsageError
from pledgebook.extract.readers.prompt import instructions

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "src/pledgebook/demo"
BY_HAND = '[reader.llm]\nmodel = "by-hand"\n'


def call(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pledgebook", *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_is_read_from_recorded_answers(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BY_HAND)
    words = (
        "read",
        str(DEMO / "documents"),
        "--reader",
        "llm",
        "--answers",
        str(DEMO / "answers"),
        "--format",
        "jsonl",
    )
    done = call(tmp_path, *words)
    assert (done.returncode, done.stderr) == (0, ""), "the instructions changed: ask the four documents anew"
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 30
    assert {record["extractor"]["name"] for record in records} == {"llm:by-hand"}
    mexico = [r for r in records if r["quantity"] and r["quantity"]["low"] == 1_500_000_000]
    assert [[actor["id"] for actor in r["actors"]] for r in mexico] == [["MX"], ["MX"]]
    assert call(tmp_path, *words).stdout == done.stdout


def test_a_ledger_says_who_read_what(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BY_HAND)
    source = str(DEMO / "documents/visa-report.txt")
    done = call(tmp_path, "add", source, "--reader", "llm", "--answers", str(DEMO / "answers"))
    assert done.returncode == 0, done.stderr
    with Book.open(tmp_path / "pledgebook.db") as book:
        names = {one.statement.extractor.name for page in [book.statements()] for one in page}
    assert names == {"llm:by-hand"}


def test_what_it_would_cost_and_what_is_not_answered(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BY_HAND)
    (tmp_path / "a.txt").write_text("Norway will give $5 million to Haiti by 2030.")
    done = call(tmp_path, "read", "a.txt", "--reader", "llm", "--prompts", "questions", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "1 document, 1 call to by-hand, about" in done.stdout
    assert not (tmp_path / "questions").exists()
    done = call(tmp_path, "read", "a.txt", "--reader", "llm", "--prompts", "questions")
    assert done.returncode == 1
    assert "1 of 1 parts have no answer: its question is in questions" in done.stderr
    (question,) = (tmp_path / "questions").iterdir()
    assert question.read_text().startswith(instructions())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no language model is set"),
        ('[reader.llm]\nmodel = "m"\n', "no server is set"),
        ('[reader.llm]\nmodel = "m"\nkey = "sk-1"\n', "a key does not belong in a file"),
        ('[reader.llm]\nmodel = "m"\nkey_variable = "NOT_SET_ANYWHERE"\n', "environment variable that is set"),
        ('[reader.llm]\nmodel = "m"\naddress = "localhost"\n', "begins with http:// or https://"),
        ("[reader.llm]\nparallel = 0\n", "a whole number from 1"),
        ("[reader.llm]\ntimeout = true\n", "a number of seconds"),
        ("[reader.llm]\ncolour = 1\n", "there is no setting 'colour' of [reader.llm]"),
        ("[reader]\nllm = 1\n", "under the heading [reader.llm]"),
        ("[reader.other]\nmodel = 1\n", "under the heading [reader.llm]"),
    ],
)
def test_wrong_settings_give_one_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE).write_text(text)
    (tmp_path / "a.txt").write_text("Norway will give $5 million to Haiti by 2030.")
    done = call(tmp_path, "read", "a.txt", "--reader", "llm")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "sk-1" not in done.stderr


def test_the_key_comes_from_the_environment_and_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "secret")
    (tmp_path / FILE).write_text(
        '[reader.llm]\nmodel = "m"\naddress = "http://localhost:1/v1"\nkey_variable = "MY_KEY"\n'
    )
    told = model_settings(tmp_path)
    assert told.key == "secret"
    assert "secret" not in repr(told)
    reader = model_reader(settings=told)
    assert "secret" not in repr(reader)


def test_folders_without_a_language_model_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norway will give $5 million to Haiti by 2030.")
    done = call(tmp_path, "read", "a.txt", "--answers", "answers")
    assert done.returncode == 2
    assert "--reader llm" in done.stderr
    with pytest.raises(UsageError):
        by_model(model_reader(settings=ModelSettings()))


def test_every_setting_is_on_the_page() -> None:
    page = (ROOT / "docs/language-model.md").read_text(encoding="utf-8")
    for name in config._OF_MODEL:
        assert f"\n| `{name}` |" in page, name
