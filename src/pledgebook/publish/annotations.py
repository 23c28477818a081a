"""Reviewed statements in the format of annotated documents, so that the reader can be trained on them again.

A zip archive with three files a document: NAME.txt, its text; NAME.meta.json, its title, day and publisher; NAME.gold.json, what
it says. `evals.learn.annotated.load` reads the folder that comes out of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pledgebook.model import Document, Said, Statement, encode_json, number_of
from pledgebook.publish.exchange import ReviewedDocument

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive knows: the same reviews give the same bytes
_FIRST_WORDS = re.compile(r"\S+(?:\s+\S+){0,7}")


def annotations_archive(reviewed: Iterable[ReviewedDocument]) -> Iterator[bytes]:
    """The bytes of the archive, in one chunk."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in reviewed:
            name = one.document.id.removeprefix("sha256:")[:16]
            for ending, content in (
                ("gold.json", encode_json({"statements": annotated(one)})),
                ("meta.json", encode_json(_meta(one.document))),
                ("txt", one.document.text.encode()),
            ):
                archive.writestr(zipfile.ZipInfo(f"{name}.{ending}", _EPOCH), content, zipfile.ZIP_DEFLATED)
    yield sink.getvalue()


def annotated(reviewed: ReviewedDocument) -> list[dict[str, Any]]:
    """The statements of a document as annotations, in the order of the text.

    What persons confirmed or corrected is there as it is now; what they rejected is left out, and so is told to be none. What
    nobody has looked at yet is marked `optional`: learning gives it little weight, and measuring counts it neither way.
    """
    homes = Counter(home for _, home in reviewed.statements if home is not None)
    kept = [
        (said, home)
        for said, home in reviewed.statements
        if not any(review.kind in ("rejection", "removal") for review in said.reviews)
    ]
    kept.sort(key=lambda pair: (pair[0].statement.object.start, pair[0].statement.object.end, pair[0].statement.id))
    return [
        _annotation(reviewed.document, said, home if home is not None and homes[home] > 1 else None)
        for said, home in kept
    ]


def _annotation(document: Document, said: Said, same_as: str | None) -> dict[str, Any]:
    statement = said.statement
    words = _FIRST_WORDS.match(statement.quote.text.lstrip())
    found: dict[str, Any] = {
        "kind": statement.kind,
        "sentence": words.group() if words else statement.quote.text,
        "object": statement.object.text,
        "actors": _ids(actor.id for actor in statement.actors),
        "quantity": _quantity(statement),
        "recipients": _ids(actor.id for actor in statement.recipients),
        "period": statement.period.edtf if statement.period else None,
        "attribution": _source(document, statement),
    }
    if statement.addressees:
        found["addressees"] = _ids(actor.id for actor in statement.addressees)
    if statement.act.polarity == "negated":
        found["negated"] = True
    if same_as is not None:
        found["same_as"] = same_as
    if not said.reviews:
        found["optional"] = True
    return {**found, "start": statement.object.start, "end": statement.object.end}


def _ids(ids: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(id for id in ids if id))


def _quantity(statement: Statement) -> dict[str, Any] | None:
    stated = statement.quantity
    if stated is None:
        return None
    found: dict[str, Any] = {"text": stated.text, "low": number_of(stated.low), "high": number_of(stated.high)}
    found["unit"] = stated.unit
    if stated.text:  # a number that a person set stands nowhere in the text
        found |= {"start": stated.start, "end": stated.end}
    return found


def _source(document: Document, statement: Statement) -> str | None:
    """Who says so, in the words of the text: of a pronoun the pronoun itself."""
    if not statement.attribution:
        return None
    first = statement.attribution[0]
    return first.source if first.source in document.text else document.text[first.start : first.end] or None


def _meta(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
        "origin": {"set": "pledgebook", "id": document.id},
        "licence": None,
    }
