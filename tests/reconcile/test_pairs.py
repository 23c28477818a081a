"""The judged pairs are sound, and no number stands in two sets."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

JUDGED = Path(__file__).parent / "judged"
SETS = ("first", "second", "third")
FOLDERS = ("merge/groups/docs", "merge/docs", "gold", "gold/train", "world")


def _groups(which: str) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = json.loads((JUDGED / f"{which}.json").read_text(encoding="utf-8"))["groups"]
    return groups


@pytest.mark.parametrize("which", SETS)
def test_each_set_has_pairs_of_both_sorts(which: str) -> None:
    same = apart = 0
    for group in _groups(which):
        rows = group["statements"]
        for place, one in enumerate(rows):
            assert 0 <= one["start"] < one["end"]
            assert one["about"]
            for other in rows[place + 1 :]:
                if one["document"] != other["document"]:
                    known = one.get("promise") is not None and one.get("promise") == other.get("promise")
                    same, apart = same + known, apart + (not known)
    assert same > 50
    assert apart > 200


def test_no_number_stands_in_two_sets() -> None:
    sets = [{(group["unit"], group["number"]) for group in _groups(which)} for which in SETS]
    assert not any(one & other for one, other in itertools.combinations(sets, 2))


@pytest.mark.shared
@pytest.mark.parametrize("which", SETS)
def test_every_judged_number_stands_where_it_is_said_to(which: str, shared: Path) -> None:
    records = map(json.loads, (shared / "corpus/briefings.jsonl").read_text(encoding="utf-8").splitlines())
    texts: dict[str, str] = {record["id"]: record["text"] for record in records}
    for group in _groups(which):
        for row in group["statements"]:
            name = row["document"]
            if name not in texts:
                places = [shared / folder / name for folder in FOLDERS]
                texts[name] = next(place for place in places if place.exists()).read_text(encoding="utf-8")
            words = " ".join(texts[name][row["start"] : row["start"] + 400].split())
            assert words.startswith(row["about"][:40].rstrip()), (name, row["about"])


@pytest.mark.shared
def test_every_judged_object_stands_where_it_is_said_to(shared: Path) -> None:
    records = map(json.loads, (shared / "corpus/briefings.jsonl").read_text(encoding="utf-8").splitlines())
    texts: dict[str, str] = {record["id"]: record["text"] for record in records}
    pairs = json.loads((JUDGED / "words.json").read_text(encoding="utf-8"))["pairs"]
    assert {pair["same"] for pair in pairs} == {True, False}
    for pair in pairs:
        assert pair["left"]["document"] != pair["right"]["document"]
        for row in (pair["left"], pair["right"]):
            text = texts.get(row["document"]) or _text(shared, row["document"])
            assert " ".join(text[row["start"] : row["end"]].split()).startswith(row["about"])


def _text(shared: Path, name: str) -> str:
    places = [shared / folder / name for folder in FOLDERS]
    return next(place for place in places if place.exists()).read_text(encoding="utf-8")
