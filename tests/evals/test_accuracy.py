"""The counts agree with the official scorer on whatever is read, and every error has its cause."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import GOLD, Annotation, reader, write

from evals.measure.accuracy import FIELDS, KINDS, figures, load_annotations, load_scorer, score
from pledgebook.errors import UsageError
from pledgebook.model import encode_jsonl, record_of


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    return load_scorer(shared / "score/score.py")


def records(gold: list[Annotation], text: str, folder: Path) -> list[dict[str, Any]]:
    """The records of a reader that says exactly `gold`."""
    write(folder, {"one": (text, gold)})
    reading = reader()(folder / "one.txt")
    assert reading.document is not None
    return [record_of(s, reading.document) for s in reading.statements]


def test_what_reads_every_annotation_is_right_everywhere(scorer: ModuleType, tmp_path: Path) -> None:
    for name, (text, gold) in GOLD.items():
        scored = score(name, gold, records(gold, text, tmp_path), scorer)
        found = figures(scored.counts)
        assert not scored.errors
        assert found["found_f1"] == found["record_f1"] == found["precision"] == found["recall"] == 1.0
        assert {found[f"{field}_accuracy"] for field in FIELDS} == {1.0}


def test_optional_annotations_count_on_neither_side(scorer: ModuleType, tmp_path: Path) -> None:
    text, gold = GOLD["harbour"]
    said = records(gold, text, tmp_path)
    assert score("harbour", gold, said, scorer).counts == score("harbour", gold, said[:2], scorer).counts
    assert score("harbour", gold, said, scorer).counts["predicted"] == 2


CHANGES: list[tuple[str, dict[str, Any], tuple[str, str, str]]] = [
    ("fleet", {"kind": "action"}, ("wrong field", "kind", "another value")),
    ("fleet", {"actors": []}, ("wrong field", "actors", "not read")),
    ("fleet", {"recipients": ["ET"]}, ("wrong field", "recipients", "not stated")),
    ("fleet", {"period": "2023-05"}, ("wrong field", "period", "another value")),
    ("fleet", {"quantity": None}, ("wrong field", "quantity", "not read")),
]


@pytest.mark.parametrize(("name", "change", "cause"), CHANGES)
def test_a_wrong_field_is_named_with_how_it_is_wrong(
    scorer: ModuleType, tmp_path: Path, name: str, change: dict[str, Any], cause: tuple[str, str, str]
) -> None:
    text, gold = GOLD[name]
    (error,) = score(name, gold, records([{**gold[0], **change}, *gold[1:]], text, tmp_path), scorer).errors
    assert (error.cause, error.of, error.how) == cause
    assert (error.document, error.start, error.words) == (name, gold[0]["start"], gold[0]["object"])


def test_misses_and_false_alarms_are_told_apart_by_kind(scorer: ModuleType, tmp_path: Path) -> None:
    text, gold = GOLD["fleet"]
    elsewhere = {**gold[1], "kind": "action", "start": 0, "end": 7, "object": text[0:7]}
    scored = score("fleet", gold, records([gold[0], elsewhere], text, tmp_path), scorer)
    assert [(e.cause, e.of, e.words) for e in scored.errors] == [
        ("false alarm", "action", "Norland"),
        ("missed", "appeal", "more ships"),
    ]
    found = figures(scored.counts)
    assert (found["kind:action:precision"], found["kind:appeal:recall"], found["kind:figure:f1"]) == (0.0, 0.0, 1.0)
    assert found["field:recipients:recall"] == 0.0  # a missed statement costs the fields that it states


def test_fields_are_not_precise_by_staying_silent(scorer: ModuleType, tmp_path: Path) -> None:
    text, gold = GOLD["fleet"]
    found = figures(score("fleet", gold, records([{**g, "period": None} for g in gold], text, tmp_path), scorer).counts)
    assert found["period_accuracy"] == 0.5
    assert (found["field:period:precision"], found["field:period:recall"]) == (0.0, 0.0)


@st.composite
def readings(draw: st.DrawFn) -> dict[str, list[Annotation]]:
    """For every document some of its annotations, some moved, some with wrong fields."""
    said = {}
    for name, (text, gold) in GOLD.items():
        said[name] = []
        for one in draw(st.lists(st.sampled_from(gold), max_size=4)):
            start = draw(st.just(one["start"]) | st.integers(0, len(text) - 2))
            end = draw(st.just(one["end"]) | st.integers(1, len(text)))
            start, end = (one["start"], one["end"]) if end <= start else (start, end)
            change: dict[str, Any] = {"start": start, "end": end, "object": text[start:end]}
            if draw(st.booleans()):
                change["kind"] = draw(st.sampled_from(KINDS))
                change["actors"] = draw(st.lists(st.sampled_from(["NO", "ET", "org:bank"]), unique=True))
                change["period"] = draw(st.sampled_from([None, "../2030", "2022-05"]))
            said[name].append({**one, **change})
    return said


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=readings())
def test_the_official_scorer_prints_the_same(
    shared: Path, scorer: ModuleType, tmp_path: Path, said: dict[str, list[Annotation]]
) -> None:
    folder = write(tmp_path / "gold")
    read = reader(lambda name, _: said[name])
    counts, lines = None, b""
    for name, (_, gold) in GOLD.items():
        reading = read(folder / f"{name}.txt")
        assert reading.document is not None
        found = [record_of(s, reading.document) for s in reading.statements]
        lines += encode_jsonl(found)
        own = score(name, gold, found, scorer).counts
        counts = own if counts is None else counts + own
    assert counts is not None
    (tmp_path / "said.jsonl").write_bytes(lines)
    command = [sys.executable, str(shared / "score/score.py"), str(folder), str(tmp_path / "said.jsonl"), "--json"]
    official = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = figures(counts)
    for figure in ("precision", "recall", "found_f1", "record_f1", *(f"{field}_accuracy" for field in FIELDS)):
        assert ours[figure] == pytest.approx(official[figure], abs=1e-4), figure
    for kind, share in official["recall_by_kind"].items():
        assert ours[f"kind:{kind}:found"] == pytest.approx(share, abs=1e-4)
    assert (counts["gold"], counts["predicted"]) == (official["gold"], official["predicted"])


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"statements": 3}', '{"statements": [{"kind": "promise", "start": 0, "end": 1, "object": "x"}]}',
     '{"statements": [{"kind": "figure", "start": 5, "end": 5, "object": ""}]}', "\ud800"],
)  # fmt: skip
def test_broken_annotations_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "one.gold.json"
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(UsageError, match=r"one\.gold\.json"):
        load_annotations(path)


def test_a_missing_scorer_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"score\.py"):
        load_scorer(tmp_path / "score.py")
