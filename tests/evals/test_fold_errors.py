"""Candidates are paired as the official scorer pairs them, and every error of a fold has one cause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import annotation

from evals.learn.annotated import Annotated, load, match
from evals.learn.fold_errors import CAUSES, errors_of, lines_of, paired

TEXT = "Norway will give $5 million to the water fund. Chile sent 30 doctors. The mayor gave 3 speeches.\n"


@pytest.fixture
def one(tmp_path: Path) -> Annotated:
    gold = [
        annotation(TEXT, "commitment", "$5 million to the water fund", quantity=("$5 million", 5e6, 5e6, "USD")),
        annotation(TEXT, "action", "30 doctors", quantity=("30", 30, 30, "doctor")),
    ]
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps({"statements": gold}), encoding="utf-8")
    return next(load(tmp_path))


def candidate(one: Annotated, words: str) -> int:
    spans = [TEXT[p.candidate.start : p.candidate.end] for p in one.examined.proposals]
    return spans.index(words)


def test_same_number_pairs_however_far_the_words_reach(one: Annotated) -> None:
    annotated, size = one.gold[0], (TEXT.index("$5"), TEXT.index("$5") + 10)
    assert match(annotated, (size[0], size[0] + 2), size) is not None
    assert match(annotated, (size[0], size[0] + 2), None) is None
    assert match(annotated, (0, 6), None) is None


def test_the_best_candidate_is_labelled(one: Annotated) -> None:
    assert one.labels[candidate(one, "$5 million to the water fund")] == 0
    assert one.labels[candidate(one, "30 doctors")] == 1
    assert sum(label is not None for label in one.labels) == 2


def test_errors_have_their_causes(one: Annotated) -> None:
    money, doctors = candidate(one, "$5 million to the water fund"), candidate(one, "30 doctors")
    weather = candidate(one, "3 speeches")
    assert errors_of([(one, [(money, "commitment"), (doctors, "action")])]) == []
    assert paired(one, [(doctors, "action"), (money, "commitment")]) == {0: 1, 1: 0}
    found = errors_of([(one, [(money, "action"), (weather, "action")])])
    assert [(e.cause, e.words) for e in found] == [
        ("wrong kind", "$5 million to the water fund"),
        ("missed: below the threshold, the sentence gives none", "30 doctors"),
        ("false alarm: in a sentence that has none", "3 speeches"),
    ]
    assert all(e.cause in CAUSES for e in found)


def test_lines_count_every_cause_and_show_examples(one: Annotated) -> None:
    lines = list(lines_of(errors_of([(one, [])]), 1))
    assert sum(line.lstrip()[0].isdigit() for line in lines) == len(CAUSES)
    assert any("doctors" in line or "million" in line for line in lines)
