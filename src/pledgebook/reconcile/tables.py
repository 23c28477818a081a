"""The room's tables, read once from TOML."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from pledgebook.errors import SetupError


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A table of `reconcile/data` ("rules", "words") as plain values.

    Raises SetupError where the file is missing or is not TOML.
    """
    try:
        source = resources.files("pledgebook.reconcile").joinpath("data", f"{name}.toml")
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"the table {name}.toml of reconcile is missing or broken: {error}") from error
