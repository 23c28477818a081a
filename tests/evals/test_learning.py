"""What is learned from: every kind of publisher in every fold, a kind never on both sides, parses that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.learn import parses
from evals.learn.publishers import FOLDS, by_publisher, publisher_of, stratified
from pledgebook.extract.clauses.parse import parse
from pledgebook.extract.layout import sentences


@dataclass(frozen=True)
class Document:
    name: str


def made(counts: dict[str, int]) -> list[Document]:
    return [Document(f"world/{stem}-{k:02}") for stem, n in counts.items() for k in range(n)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("world/uk-20", "UK ministries"),
        ("train/fact-sheet-03", "White House"),
        ("world/wh-76", "White House"),
        ("train/australia-00", "Australian prime ministers"),
        ("world/au-00", "Australian prime ministers"),
        ("world/sotu-01", "state of the union or state"),
        ("norway-01", "norway"),
    ],
)
def test_the_name_says_the_kind(name: str, kind: str) -> None:
    assert publisher_of(name) == kind


@pytest.mark.parametrize("shuffle", [0, 1, 2])
def test_every_fold_has_its_share_of_each_kind(shuffle: int) -> None:
    documents = made({"uk": 25, "wh": 60, "fact-sheet": 9, "sotu": 7})
    dealt = stratified(documents, shuffle)
    assert sorted(one.name for fold in dealt for one in fold) == sorted(one.name for one in documents)
    assert len(dealt) == FOLDS
    for kind, whole in by_publisher(documents).items():
        shares = [sum(publisher_of(one.name) == kind for one in fold) for fold in dealt]
        assert max(shares) - min(shares) <= 1, kind
        assert sum(shares) == len(whole)


def test_dealing_does_not_depend_on_the_order_of_the_folder() -> None:
    documents = made({"uk": 25, "wh": 60})
    assert stratified(documents, 0) == stratified(documents[::-1], 0)


TEXT = "Norway will give $5 million to the water fund. Chile sent 30 doctors in May.\n"


def shape(parsed: list[parses.Parsed]) -> list[tuple[object, ...]]:
    fields = ("text", "idx", "pos_", "tag_", "dep_", "lemma_", "lower_")
    return [(*(getattr(t, f) for f in fields), t.head.i, t.sent.start) for p in parsed for t in p.doc]


def test_a_kept_parse_is_the_parse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parses, "FOLDER", tmp_path)
    every = sentences(TEXT)
    fresh = shape(parse(TEXT, every))
    assert shape(parses.parse_or_recall(TEXT, every[:1])) + shape(parses.parse_or_recall(TEXT, every[1:])) == fresh
    monkeypatch.setattr(parses, "rows_of", lambda *_, **__: pytest.fail("parsed again what it knows"))
    assert shape(parses.parse_or_recall(TEXT, every)) == fresh
