"""Markdown: the text stays whole, YAML front matter gives the metadata, the body begins after it."""

from __future__ import annotations

import re

from pledgebook.documents.metadata import Metadata, one_line
from pledgebook.documents.published import iso_date

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>(?:.*\r?\n)??)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*", re.DOTALL
)
_FRONT_MATTER_CHARACTERS = 64 * 1024
_LINE = re.compile(r"(?P<key>[A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*\Z")
_KEYS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site", "site_name"),
    "published": ("date", "published", "publication_date", "published_at", "pubdate"),
    "url": ("address", "url", "canonical_url", "link", "source"),
}


def front_matter(text: str) -> tuple[Metadata, int]:
    """The metadata of YAML front matter and the offset at which the body begins (0: there is none).

    Front matter stands between two lines of `---` at the very start and is a mapping. YAML that does
    not parse, such as a title with a colon in it, is read line by line: `key: value`.
    """
    found = _FRONT_MATTER.match(text, 0, _FRONT_MATTER_CHARACTERS)
    if not found:
        return Metadata(), 0
    values = _values(found["yaml"])
    if values is None:
        return Metadata(), 0

    def value(field: str) -> str | None:
        return next((values[key] for key in _KEYS[field] if key in values), None)

    stated, url = value("published"), value("url")
    metadata = Metadata(
        title=value("title"),
        publisher=value("publisher"),
        published=iso_date(stated) if stated else None,
        url=url if url and re.match("https?://", url, re.IGNORECASE) else None,
    )
    return metadata, found.end()


def _values(yaml: str) -> dict[str, str] | None:
    """The values of one line by their lower-case keys, None when this is no mapping but a text between rules."""
    from yaml import BaseLoader, YAMLError, load

    try:
        # BaseLoader builds strings only: dates stay as written, and no tag makes an object.
        mapping = load(yaml, Loader=BaseLoader)
    except (YAMLError, RecursionError):
        return _line_values(yaml)
    if mapping is None:
        return {}
    if not isinstance(mapping, dict):
        return None
    lines = ((key, one_line(value)) for key, value in mapping.items() if isinstance(key, str))
    return {key.lower(): value for key, value in lines if value}


def _line_values(yaml: str) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for line in yaml.splitlines():
        if not line.strip() or line[0] in " \t#-":
            continue
        found = _LINE.match(line)
        if not found:
            return None
        value = one_line((found["value"] or "").strip("\"'"))
        if value:
            values[found["key"].lower()] = value
    return values
