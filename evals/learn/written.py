"""Texts that we wrote to learn from, of kinds of publisher that no folder of annotated documents has.

A file of `evals/learn/written` holds documents of one kind. A document begins with a line of `===`, then lines of what is known
of it (`title`, `publisher`, `published`, `story`), a line of `---`, and its text, in which each statement is marked where its object stands:

    {{c NZ > FJ,KI: ~$40 million~ for 200 classrooms}}

The letter is the kind: commitment, action, agreement, appeal or figure, with `?` where careful readers differ; then who
acts or asks, after `>` who receives, both as ids and none where nobody is named; after `#` a label that statements of one promise
share, in texts to learn merging from; the number between `~`, where the object states one. The rules of annotation are those of the folders. `python -m evals.learn.written` checks every file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.errors import UsageError
from pledgebook.model import Document

FOLDER = Path(__file__).resolve().parent / "written"
KINDS = {"c": "commitment", "a": "action", "g": "agreement", "p": "appeal", "f": "figure"}
_MARKED = re.compile(r"\{\{(?P<kind>[cagpf])(?P<optional>\??)(?P<who>(?:[^:{}]|:(?! ))*): (?P<object>[^{}]+)\}\}")
_ID = re.compile(r"[A-Z]{2}|M49:\d{3}|org:[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Written:
    """A document that we wrote. `gold`: its statements as the annotated folders have them, without values and periods."""

    name: str
    document: Document
    gold: tuple[dict[str, Any], ...]
    story: str = ""


def written(folder: Path = FOLDER) -> Iterator[Written]:
    """The documents of all files, in the order of their names. Raises UsageError where a mark can't be read."""
    for path in sorted(folder.glob("*.txt")):
        for number, whole in enumerate(path.read_text(encoding="utf-8").split("===\n")[1:]):
            yield _document(f"written/{path.stem}-{number:02}", whole)


def _document(name: str, whole: str) -> Written:
    head, _, body = whole.partition("---\n")
    known = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    text, gold, last = "", [], 0
    for found in _MARKED.finditer(body):
        text += body[last : found.start()]
        last = found.end()
        gold.append(_statement(name, found, len(text)))
        text += found["object"].replace("~", "")
    text = (text + body[last:]).rstrip("\n") + "\n"
    if "{{" in text or "}}" in text:
        left = max(text.find("{{"), text.find("}}"))
        raise UsageError(f"{name}: a mark can't be read: {text[max(0, left - 20) : left + 60]!r}")
    document = Document(
        f"{name.rsplit('/', 1)[-1]}.txt",
        text,
        title=known.get("title"),
        publisher=known.get("publisher"),
        published=known.get("published"),
    )
    return Written(name, document, tuple(gold), known.get("story", ""))


def _statement(name: str, found: re.Match[str], start: int) -> dict[str, Any]:
    whose, _, label = found["who"].partition("#")
    who, _, whom = whose.partition(">")
    words = found["object"]
    statement: dict[str, Any] = {
        "kind": KINDS[found["kind"]],
        "object": words.replace("~", ""),
        "actors": _ids(name, who),
        "recipients": _ids(name, whom),
        "start": start,
        "end": start + len(words.replace("~", "")),
        "quantity": None,
    }
    if label:
        statement["same_as"] = label.strip()
    if found["optional"]:
        statement["optional"] = True
    if "~" in words:
        before, size, *more = words.split("~")
        if len(more) != 1:
            raise UsageError(f"{name}: two ~ around the number, please: {words!r}")
        low = start + len(before)
        statement["quantity"] = {"text": size, "start": low, "end": low + len(size)}
    return statement


def _ids(name: str, words: str) -> list[str]:
    ids = [word for word in re.split(r"[,\s]+", words) if word]
    for one in ids:
        if not _ID.fullmatch(one):
            raise UsageError(
                f"{name}: {one!r} is no id of a country (NZ), a region (M49:150) or an organisation (org:unicef)"
            )
    return ids


def main(paths: list[str]) -> int:
    """Check the files, and say how much stands in them. `paths`: folders, the one of the project where none is named."""
    for folder in map(Path, paths or [str(FOLDER)]):
        every = list(written(folder))
        kinds = [statement["kind"] for one in every for statement in one.gold]
        counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS.values())
        words = sum(len(one.document.text.split()) for one in every)
        print(f"{len(every)} documents, {words:,} words, {len(kinds)} statements: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
