"""The OpenAPI document is true: schemathesis asks the real server what it says can be asked, and more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from pledgebook.web.api import router
from pledgebook.web.api.description import document_of
from tests.web.desk.desk_site import Desk, desk

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs/api.md"


def test_schemathesis_finds_no_failure(demo_book: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "book.db")
    shutil.copy(demo_book, place)
    with desk(place, tmp_path / "desk") as served:
        ask_everything(served, tmp_path)


def ask_everything(served: Desk, tmp_path: Path) -> None:
    """With the token of an editor: also the routes by which programs decide."""
    command = [Path(sys.executable).with_name("schemathesis"), "--config-file", HERE / "schemathesis.toml", "run"]
    address = f"{served.address}/api/v1/openapi.json"
    shown = ["-H", f"Authorization: Bearer {served.token('A. Okoro')}"]
    done = subprocess.run(
        [*command, address, *shown, "--phases", "examples,coverage,fuzzing", "--no-color"],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "21 passed" in done.stdout  # every route, in each phase that makes requests


def document() -> dict[str, Any]:
    return document_of(router)


def test_every_reference_leads_somewhere() -> None:
    found = document()
    names = set(found["components"]["schemas"])
    missing: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            target = value.get("$ref")
            if isinstance(target, str) and target.rpartition("/")[2] not in names:
                missing.add(target)
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(found)
    assert missing == set()


def test_the_document_is_served_as_it_is(on_file: httpx.Client) -> None:
    assert on_file.get("/api/v1/openapi.json").json() == document()


def test_every_route_and_parameter_is_documented() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for path, operations in document()["paths"].items():
        assert f"`{path}`" in page, path
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in page, parameter["name"]
