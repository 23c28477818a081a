"""The docs are true: every command and option has its line, records fit the schema, examples run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

from pledgebook import config
from pledgebook.book import Book, statements_of
from pledgebook.cli import app
from pledgebook.model import (
    Commitment,
    Contradiction,
    Document,
    Imprint,
    Member,
    Progress,
    Relation,
    Review,
    Said,
    Status,
    Total,
    commitment_record,
    encode_jsonl,
    record_of,
)

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "src/pledgebook/publish/schemas"
REFUGEES = "refugees-admitted-by-month"


def commands_of(group: Any, above: str = "") -> dict[str, Any]:
    """Every command by its whole name, those of groups too: "list", "evidence", "evidence list"."""
    found = {}
    for name, command in group.commands.items():
        found[f"{above}{name}"] = command
        if hasattr(command, "commands"):
            found |= commands_of(command, f"{above}{name} ")
    return found


COMMANDS = commands_of(typer.main.get_command(app))


def page_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section_of(page: str, heading: str) -> str:
    """What stands below a heading of the second level, which must be there once."""
    parts = page.split(f"\n## {heading}\n")
    assert len(parts) == 2, f"{heading} is there {len(parts) - 1} times"
    return parts[1].split("\n## ", 1)[0]


def test_commands_of_groups_are_walked() -> None:
    assert {"evidence", "evidence add", "evidence link", "list"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    section = section_of(page_of("docs/cli.md"), f"pledgebook {name}")
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}`" in section, f"{option} of {name} is not in docs/cli.md"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_documented_option_exists(name: str) -> None:
    section = section_of(page_of("docs/cli.md"), f"pledgebook {name}")
    known = {option for parameter in COMMANDS[name].params for option in (*parameter.opts, *parameter.secondary_opts)}
    for row in re.findall(r"^\| (`-.*?) \| ", section, re.M):
        assert set(re.findall(r"`(-[^`]+)`", row)) <= known, row


def test_every_documented_command_exists() -> None:
    named = re.findall(r"^## pledgebook (.+)$", page_of("docs/cli.md"), re.M)
    assert sorted(named) == sorted(COMMANDS)


def test_every_setting_is_documented() -> None:
    section = section_of(page_of("docs/cli.md"), "Which ledger")
    documented = set(re.findall(r"^\| `(\w+)` \|", section, re.M))
    assert documented == config._KNOWN
    for name in (config.VARIABLE, config.FILE, config.BOOK):
        assert f"`{name}`" in section, name


def test_the_settings_that_are_shown_are_read(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)```", section_of(page_of("docs/cli.md"), "Which ledger"), re.S)
    assert len(shown) == 1
    (tmp_path / config.FILE).write_text(shown[0], encoding="utf-8")
    assert config.settings(tmp_path) == {
        "book": "summit.db",
        "seal_key": "keys/seal.pem",
        "document_seconds": 600,
        "document_characters": 10_000_000,
        "second_reviewer": True,
    }


def test_records_fit_the_schema() -> None:
    schema = json.loads((SCHEMAS / "record.schema.json").read_text(encoding="utf-8"))
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
    schema = json.loads((SCHEMAS / "record.schema.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"id": "st-1", "kind": "wish"})


def test_the_record_that_is_shown_fits_the_schema() -> None:
    schema = json.loads((SCHEMAS / "record.schema.json").read_text(encoding="utf-8"))
    shown = re.findall(r"```json\n(.*?)```", (ROOT / "docs/record.md").read_text(encoding="utf-8"), re.S)
    assert shown
    for example in shown:
        jsonschema.Draft202012Validator(schema).validate(json.loads(example))


def test_every_field_of_the_record_is_documented() -> None:
    schema = json.loads((SCHEMAS / "record.schema.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    for name in schema["properties"]:
        assert f"`{name}" in page, name


def fields_of(values: dict[str, Any], above: str = "") -> set[str]:
    """Every field of a record by its path: "id", "quantity.low", "statements[].id"; documents and quotes as a whole."""
    found = set()
    for name, value in values.items():
        path = f"{above}{name}"
        found.add(path)
        if name in ("document", "quote", "readings", "reviews"):
            continue
        if isinstance(value, dict):
            found |= fields_of(value, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found |= fields_of(value[0], f"{path}[].")
    return found


def full_commitment() -> dict[str, Any]:
    """The record of a commitment in which nothing is left out."""
    document = Document("a.txt", "Norway will give $5 million more a year to Haiti by 2030.", published="2022-07-12")
    statement = statements_of(document)[0]
    member = Member(
        Said(statement, Imprint(document.id, "a.txt", superseded=True), (Review("confirmation", "R. Diaz", None, 3),)),
        "same-amount/1",
        ("why",),
    )
    commitment = Commitment(
        id="cm-0",
        kind="commitment",
        actors=("NO",),
        recipients=("HT",),
        object="$5 million",
        quantity=Total(Decimal(5_000_000), None, "USD", "year", additional=True),
        period="../2030",
        venue=None,
        strength="declared",
        rung="pledged",
        first_stated="2022-07-12",
        members=(member,),
        relations=(Relation("tops_up", "cm-1", ("why",), inverse=True),),
        contradictions=(Contradiction("amount", (statement.id, "st-1"), statement.id, ("why",)),),
        progress=(Progress(member.said, "cm-2", "delivers/1", ("why",)),),
    )
    status = Status("no_public_evidence", "2022-12-31", ("why",), "nothing_linked")
    return commitment_record(commitment, (status, status))


def documented_fields(page: str) -> set[str]:
    """The fields of the table of a page; "`quantity.low`, `.high`" is two."""
    found = set()
    for cell in re.findall(r"^\| (`.+?`) \| ", section_of(page, "The fields"), re.M):
        first, *others = re.findall(r"`([^`]+)`", cell)
        found |= {first, *(first.rpartition(".")[0] + other for other in others)}
    return found


def test_every_field_of_a_commitment_is_documented_and_no_other() -> None:
    assert documented_fields(page_of("docs/commitment.md")) == fields_of(full_commitment())


def test_the_commitment_that_is_shown_has_the_fields_of_a_commitment() -> None:
    shown = re.findall(r"```json\n(.*?)```", page_of("docs/commitment.md"), re.S)
    assert len(shown) == 1
    values = json.loads(shown[0])
    assert set(values) == set(full_commitment())
    assert fields_of(values) <= fields_of(full_commitment())


def test_python_names_what_a_book_can_do() -> None:
    section = section_of(page_of("docs/python.md"), "A book")
    for name in dir(Book):
        if not name.startswith("_") and name not in ("open", "ledger", "day", "refresh"):
            assert f"`{name}" in section, name


def test_excerpts_hold_no_path_of_a_machine() -> None:
    for name in ("README.md", "docs/commitment.md", "docs/book.md", "docs/delivery.md"):
        for block in re.findall(r"<!-- (?:output|run): .*?<!-- end -->", page_of(name), re.S):
            assert str(ROOT) not in block
            assert "/tmp" not in block


def test_every_page_stands_in_the_index() -> None:
    index = page_of("docs/index.md")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index, page.name


def test_pages_show_real_output() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs/excerpts.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", ["language/en", "resolve/data"])
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
    demo = ROOT / "src/pledgebook/demo"
    for name in ("documents/los-angeles-declaration.md", *(f"evidence/{REFUGEES}.{end}" for end in ("csv", "toml"))):
        shutil.copy(demo / name, tmp_path)
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
