"""How much of what annotators resolved the gazetteers and the rules find, with floors; see the figures beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pledgebook.model import Act, Actor, Document, Quote, Statement
from pledgebook.resolve import actors, home, mentions, remember

pytestmark = pytest.mark.shared


def documents(shared: Path) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    for path in sorted([*(shared / "gold").glob("*.gold.json"), *(shared / "gold/train").glob("*.gold.json")]):
        stem = path.name.removesuffix(".gold.json")
        meta = json.loads((path.parent / f"{stem}.meta.json").read_text(encoding="utf-8"))
        text = (path.parent / f"{stem}.txt").read_text(encoding="utf-8")
        document = Document(
            source=stem,
            text=text,
            title=meta.get("title"),
            publisher=meta.get("publisher"),
            published=meta.get("published"),
        )
        yield document, json.loads(path.read_text(encoding="utf-8"))["statements"]


def test_names_hold_the_places_that_annotators_named(shared: Path) -> None:
    """Countries, regions and states that a document's annotations name, found in it or its publisher: 265 of 270."""
    wanted = found = 0
    for document, statements in documents(shared):
        named = mentions(document)
        known = {i for m in named for i in m.ids} | {home(document, named)}
        ids = {i for s in statements for key in ("actors", "recipients", "addressees") for i in s.get(key) or []}
        places = {i for i in ids if not i.startswith("org:") or i.startswith(("org:state-of", "org:city-of"))}
        wanted += len(places)
        found += len(places & known)
    assert found / wanted >= FLOOR_PLACES


def test_we_at_the_head_of_a_sentence(shared: Path) -> None:
    """ "We …" as the annotators resolved it: 35 of 39 have the same set of ids."""
    right = total = 0
    for document, statements in documents(shared):
        named = mentions(document)
        for gold in statements:
            if gold.get("optional") or gold["kind"] == "figure" or not gold["actors"]:
                continue
            if not gold["sentence"].startswith(("We ", "We’", "We'")):
                continue
            opening = re.compile(r"\s+".join(re.escape(word) for word in gold["sentence"].split()[:4]))
            start = max((m.start() for m in opening.finditer(document.text, 0, gold["end"])), default=-1)
            if start < 0:
                continue
            raw = Statement(
                id="st-1",
                document=document.id,
                kind=gold["kind"],
                quote=Quote(start, gold["end"], document.text[start : gold["end"]]),
                act=Act("do", start + 3, start + 4, document.text[start + 3 : start + 4]),
                object=Quote(gold["start"], gold["end"], document.text[gold["start"] : gold["end"]]),
                actors=(Actor(None, "We", start, start + 2),),
            )
            done = actors([raw], remember(document, named))[0]
            total += 1
            right += {a.id for a in done.actors} == set(gold["actors"])
    assert total >= 35
    assert right / total >= FLOOR_WE


FLOOR_PLACES = 0.97
FLOOR_WE = 0.87
