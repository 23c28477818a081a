"""The texts that we wrote to learn from: what their marks say, and what is wrong with a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.learn.publishers import group_of, publisher_of
from evals.learn.stories import stories
from evals.learn.written import written
from pledgebook.errors import UsageError

HEAD = "===\ntitle: New ferries\npublisher: Harbour Trust\npublished: 2019-04-02\n---\n"


def made(folder: Path, body: str, name: str = "towns") -> Path:
    (folder / f"{name}.txt").write_text(HEAD + body, encoding="utf-8")
    return folder


def test_a_mark_becomes_text_and_annotation(tmp_path: Path) -> None:
    body = "Norway gave {{a? NO,org:sea-fund > MW,M49:002: ~about $3 million~ for boats}}. It rained.\n"
    (one,) = written(made(tmp_path, body))
    assert one.name == "written/towns-00"
    assert one.document.text == "Norway gave about $3 million for boats. It rained.\n"
    assert (one.document.title, one.document.publisher, one.document.published) == (
        "New ferries",
        "Harbour Trust",
        "2019-04-02",
    )
    (mark,) = one.gold
    assert one.document.text[mark["start"] : mark["end"]] == mark["object"] == "about $3 million for boats"
    size = mark["quantity"]
    assert one.document.text[size["start"] : size["end"]] == size["text"] == "about $3 million"
    assert (mark["kind"], mark["actors"], mark["recipients"], mark["optional"]) == (
        "action",
        ["NO", "org:sea-fund"],
        ["MW", "M49:002"],
        True,
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("It will {{x NO: build a pier}}.", "can't be read"),
        ("It will {{c NO: build {{c: a pier}}}}.", "can't be read"),
        ("It will {{c Norway: build a pier}}.", "'Norway' is no id"),
        ("It will {{c NO: build ~three piers}}.", "two ~ around the number"),
    ],
)
def test_a_wrong_mark_is_named(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        list(written(made(tmp_path, body)))


def test_all_texts_can_be_read_and_are_of_no_kind_that_is_left_out() -> None:
    names = [one.name for one in written()]
    assert len(names) > 400
    assert {publisher_of(name) for name in names} == {"written by us"}
    assert {group_of(name) for name in names} == {None}, "the encoder that ships did not learn from them"


def test_a_story_is_read_with_its_labels(tmp_path: Path) -> None:
    told = "===\nstory: ferries\npublisher: Government of Norway\npublished: 2019-04-02\n---\n"
    body = "Norway will give {{c NO > MW #boats: ~$3,140,000~ for boats}} to Malawi.\n"
    again = "Norway has said that it will give Malawi {{c NO > MW #boats: ~$3,140,000~ for boats}}.\n"
    (tmp_path / "sea-1.txt").write_text(told + body + told + again, encoding="utf-8")
    (tmp_path / "unseen-1.txt").write_text(told + body, encoding="utf-8")
    (story,) = stories(folder=tmp_path)
    assert [label for label, _ in story.marked] == ["boats", "boats"]
    assert [pair.same for pair in story.pairs()] == [True]
    assert len(stories(unseen=True, folder=tmp_path)) == 1
