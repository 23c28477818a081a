"""What a source names → the files that are there: paths, folders, patterns, and addresses of fsspec."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from pledgebook.documents.secrets import without_secrets
from pledgebook.documents.sources import KNOWN_TYPES, fault_of_file
from pledgebook.errors import SetupError
from pledgebook.model import Problem

PACKINGS = {".gz": "gzip", ".zst": "zstd", ".lz4": "lz4", ".bz2": "bz2", ".xz": "xz"}
_KINDS = {
    ".warc": "warc",
    ".wet": "warc",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    **dict.fromkeys(KNOWN_TYPES, "file"),
}
MANIFEST = "scan.json"
"""The file by which the results of a scan are known: they are no sources of another one."""
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "updated", "last_modified", "CRC", "date_time", "created")
"""What file systems call the sign by which a changed file is known, the surest first."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is there: `address`, as fsspec opens it and as people are shown it, its size in bytes, and a stamp that
    changes when the file does (its time, or the tag that a store gives it)."""

    address: str
    size: int
    stamp: str


def kind_of(address: str) -> tuple[str | None, str | None]:
    """How a file is read ("warc", "jsonl", "csv", "parquet", "file") and how it is packed, by its name; None where the name
    does not tell.

    >>> kind_of("crawl/news.warc.gz"), kind_of("zip://a.csv::b.zip"), kind_of("b.docx")
    (('warc', 'gzip'), ('csv', None), (None, None))
    """
    path = PurePosixPath(address.partition("::")[0].lower())
    packing = PACKINGS.get(path.suffix)
    kind = _KINDS.get(PurePosixPath(path.stem).suffix if packing else path.suffix)
    return (None, None) if kind in ("file", "parquet") and packing else (kind, packing)


def shown(address: str) -> str:
    """An address as it is printed and written down: without secrets; bytes of a name that are no text are spelt out, so that
    no two files get one name."""
    return without_secrets(address.encode("utf-8", "backslashreplace").decode("utf-8"))


def stored_files(source: str) -> list[Stored | Problem]:
    """The files of a source: a file, a folder with all that can be read below it (in the order of the names, without hidden
    ones), or a pattern with * and ?; on this machine or at an address of fsspec ("s3://…", "zip://*.txt::archive.zip").

    A source that names nothing is a problem. Raises SetupError where what opens an address is not installed.
    """
    name = shown(source)
    try:
        files = _listed(source)
    except ImportError as error:
        raise SetupError(f"{name} cannot be opened: {error}") from error
    except ValueError as error:
        return [Problem(name, f"not an address that can be opened ({error})", "unsupported-scheme")]
    except OSError as error:
        return [fault_of_file(error, name)]
    except Exception as error:  # noqa: BLE001 each store has exceptions of its own
        return [Problem(name, f"cannot be listed ({type(error).__name__})", "unreadable")]
    return list(files) or [Problem(name, "no file that can be read", "empty-folder")]


def _listed(source: str) -> list[Stored]:
    from fsspec.core import url_to_fs

    system, root = url_to_fs(source)
    local = "://" not in source
    if any(sign in root for sign in "*?[") and not (local and Path(source).exists()):
        found = system.glob(root, detail=True)
        return [_stored(_name(source, path, local), info) for path, info in _in_order(found)]
    info = system.info(root)
    if info.get("type") != "directory":
        return [_stored(source, info)]
    below = system.find(root, detail=True)
    results = tuple(path.removesuffix(MANIFEST) for path in below if path.endswith(f"/{MANIFEST}"))
    return [
        _stored(_name(source, path, local), one)
        for path, one in _in_order(below)
        if kind_of(path)[0]
        and not path.startswith(results)
        and not any(part.startswith(".") for part in path[len(root) :].split("/"))
    ]


def _in_order(found: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    return sorted((path, info) for path, info in found.items() if info.get("type") != "directory")


def _name(source: str, path: str, local: bool) -> str:
    """A listed path as the caller would have written it."""
    if local:
        return path if Path(source).is_absolute() else os.path.relpath(path)
    first, sign, rest = source.partition("::")
    scheme = first.partition("://")[0]
    return f"{scheme}://{path.lstrip('/') if scheme != 'file' else path}{sign}{rest}"


def _stored(address: str, info: Mapping[str, Any]) -> Stored:
    stamp = next((str(info[name]) for name in _STAMPS if info.get(name) is not None), "")
    return Stored(address, int(info.get("size") or 0), stamp)


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """The bytes of a file, to be read from anywhere in it. Raises OSError where it is gone."""
    if "://" not in address:
        with open(address, "rb") as stream:  # noqa: PTH123 an address, of which this is the plain case
            yield stream
        return
    import fsspec

    with fsspec.open(address, "rb") as stream:
        yield stream
