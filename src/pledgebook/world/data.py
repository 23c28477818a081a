"""The one loader of the tables that ship with the package."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from pledgebook.errors import SetupError


@functools.cache
def table(room: str, path: str) -> Mapping[str, Any]:
    """The TOML or JSON file `path` of a room ("resolve", "data/countries.toml") as plain values, read once.

    Do not change what is returned: everybody gets the same one. Raises SetupError where the file is missing or broken.
    """
    try:
        text = shipped_text(room, path)
        read = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise SetupError(f"the table {path} of {room} is missing or broken: {error}") from error
    if not isinstance(read, dict):
        raise SetupError(f"the table {path} of {room} holds no named values")
    return read


def shipped_text(room: str, path: str) -> str:
    """The text of a file that ships in a room of the package. Raises OSError where it is missing."""
    return resources.files("pledgebook").joinpath(*room.split("/"), *path.split("/")).read_text(encoding="utf-8")
