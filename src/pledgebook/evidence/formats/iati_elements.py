"""The activities of an IATI file, one after the other, in memory that does not grow with the file.

The file is hostile: entities are not resolved, nothing is fetched, and a file that breaks off gives the activities before
the break.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.evidence.codes import iati
from pledgebook.evidence.formats.clean import LONGEST_STRETCH, Clean
from pledgebook.model import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WIDE = 65535  # libxml2 holds the line of an element in 16 bits, and beyond that tells it by the text nearby


def activities(path: Path) -> Iterator[_Element | Problem]:
    """The `iati-activity` elements of a file, each emptied when the next is asked for, and what was wrong on the way.

    Raises OSError where the file cannot be opened.
    """
    from lxml import etree

    with path.open("rb") as file:
        stream = Clean(path, file, xml=True)
        yield from stream.take()
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=("iati-activities", "iati-activity"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            collect_ids=False,
            remove_comments=True,
            remove_pis=True,
            encoding="utf-8",
        )
        root = False
        try:
            for event, element in events:
                yield from stream.take()
                root = True
                if element.tag == "iati-activities":
                    if event == "start" and (what := _version(element.get("version"))):
                        yield Problem(str(path), f"line {line_of(element)}: {what}", "iati-version")
                        if element.get("version"):
                            return
                elif event == "end":
                    yield element
                    stream.mark()
                    element.clear()
                    while (before := element.getprevious()) is not None:
                        parent = before.getparent()
                        if parent is None:
                            break
                        parent.remove(before)
            yield from stream.take()
            if not root:
                yield Problem(str(path), "has no activities of IATI in it", "unknown-sort")
        except etree.XMLSyntaxError as error:
            yield from stream.take()
            yield _break(path, error, stream.overlong)


def line_of(element: _Element) -> int:
    """The line on which an element begins, counted from 1."""
    line: int = element.sourceline or 0  # type: ignore[assignment]
    if line < _WIDE:
        return line
    if element.text:  # the line told is that on which this text ends
        return line - element.text.count("\n")
    if len(element):
        return line_of(element[0])
    return line - (element.tail or "").count("\n")


def iso_day(text: str) -> str | None:
    """An ISO date, its time of day cut off; None where the text is none."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return None


def narrative(element: _Element | None) -> str | None:
    """The words of an element: in English where it has some, else the first; None where it has none."""
    if element is None:
        return None
    said = [(entry.get(_LANG) or "", " ".join((entry.text or "").split())) for entry in element.findall("narrative")]
    said = [pair for pair in said if pair[1]]
    english = [text for language, text in said if language.lower().startswith("en")]
    plain = " ".join((element.text or "").split())
    return english[0] if english else said[0][1] if said else plain or None


def _version(version: str | None) -> str | None:
    known = iati()["versions"]
    if version is None:
        return f"the file does not say its version; read as {known[-1]}"
    if version.strip() not in known:
        return f"version {version!r} of IATI is not read; {', '.join(known)} are"
    return None


def _break(path: Path, error: SyntaxError, overlong: bool) -> Problem:
    if overlong:
        what = f"line {error.lineno}: an activity of more than {LONGEST_STRETCH >> 20} MB: the file is not read further"
        return Problem(str(path), what, "too-large")
    why = (error.msg or "it is no XML").split(", line ")[0]
    return Problem(str(path), f"line {error.lineno}: the XML breaks ({why}): what follows is not read", "broken-xml")
