"""What is known about a document beside its text, and the `NAME.meta.json` that may tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pledgebook.documents.published import iso_date

_SIDECAR_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, publisher, date of publication (ISO) and address of a document, each None when unknown."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These values, and where one is unknown the other's."""
        return Metadata(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            published=self.published or other.published,
            url=self.url or other.url,
        )


UNKNOWN = Metadata()


def one_line(value: object) -> str | None:
    """A string with its white space made single, None for an empty one and for anything but a string.

    Half a surrogate pair (JSON may spell one) cannot be written out, and becomes a question mark.
    """
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split()) or None


def sidecar_path(path: Path) -> Path:
    """`speech.txt` has its metadata in `speech.meta.json`."""
    return path.with_name(f"{path.stem}.meta.json")


def read_sidecar(path: Path) -> tuple[Metadata, str | None]:
    """The metadata of the `.meta.json` beside `path`, and what is wrong with that file (None: nothing).

    No such file: nothing known, nothing wrong. A fault never costs the text beside it: the values that
    can be read are given, the rest is unknown.
    """
    try:
        with sidecar_path(path).open("rb") as file:
            data = file.read(_SIDECAR_BYTES + 1)
    except FileNotFoundError:
        return Metadata(), None
    except OSError as error:
        return Metadata(), f"cannot be read ({error.strerror})"
    if len(data) > _SIDECAR_BYTES:
        return Metadata(), "larger than 1 MB, which is no metadata"
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Metadata(), "not valid JSON in UTF-8"
    if not isinstance(values, Mapping):
        return Metadata(), "not a JSON object with title, publisher, published, url"
    wrong = [key for key in ("title", "publisher", "published", "url") if not isinstance(values.get(key), str | None)]
    stated = one_line(values.get("published"))
    published = iso_date(stated) if stated else None
    if stated and published is None:
        wrong.append("published")
    found = Metadata(one_line(values.get("title")), one_line(values.get("publisher")), published)
    found = Metadata(found.title, found.publisher, found.published, one_line(values.get("url")))
    return found, f"no usable value for {', '.join(wrong)}" if wrong else None
