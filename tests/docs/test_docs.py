"""The docs are true: every command and option has its line, records fit the schema, examples run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import typer

from pledgebook.book import statements_of
from pledgebook.cli import app
from pledgebook.model import Document, encode_jsonl, record_of

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert f"## pledgebook {name}" in page
    section = page.split(f"## pledgebook {name}", 1)[1].split("\n## ", 1)[0]
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}`" in section, f"{option} of {name} is not in docs/cli.md"


def test_records_fit_the_schema() -> None:
    schema = json.loads((ROOT / "docs/record.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    text = (
        "Norway will give $5 million to Haiti by 2030, a source said. We have built 300 wells, he said.\n"
        "The minister urged banks to cut fees by 1.5 percent at the Climate Summit of Oslo."
    )
    document = Document("a.txt", text, publisher="A newspaper", published="2022-07-12")
    lines = encode_jsonl([record_of(s, document) for s in statements_of(document)]).splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))


def test_the_schema_refuses_what_is_no_record() -> None:
    schema = json.loads((ROOT / "docs/record.schema.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"id": "st-1", "kind": "wish"})


def test_the_record_that_is_shown_fits_the_schema() -> None:
    schema = json.loads((ROOT / "docs/record.schema.json").read_text(encoding="utf-8"))
    shown = re.findall(r"```json\n(.*?)```", (ROOT / "docs/record.md").read_text(encoding="utf-8"), re.S)
    assert shown
    for example in shown:
        jsonschema.Draft202012Validator(schema).validate(json.loads(example))


def test_every_field_of_the_record_is_documented() -> None:
    schema = json.loads((ROOT / "docs/record.schema.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    for name in schema["properties"]:
        assert f"`{name}" in page, name


def test_pages_show_real_output() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs/excerpts.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", ["extract/lexicon", "resolve/data"])
def test_every_table_is_named_on_the_page_about_cues(folder: str) -> None:
    page = (ROOT / "docs/cues.md").read_text(encoding="utf-8")
    for table in (ROOT / "src/pledgebook" / folder).glob("*.toml"):
        assert f"`{table.name}`" in page, table.name


def test_the_first_screen_of_the_readme_names_the_two_commands() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert any("scripts/demo" in line for line in first)
    assert any("scripts/test" in line for line in first)


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_python_examples_run(page: str, tmp_path: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    assert examples
    (tmp_path / "press-releases").mkdir()
    (tmp_path / "press-releases" / "release.txt").write_text("Chile has planted a million trees.", encoding="utf-8")
    (tmp_path / "article.txt").write_text("Norway will give $5 million to Haiti by 2030.", encoding="utf-8")
    for example in examples:
        done = subprocess.run(
            [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
