"""Plain text and Markdown: every character kept, on any Unicode."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pledgebook import documents
from pledgebook.documents import expand, read_text
from pledgebook.documents.markdown import front_matter
from pledgebook.errors import UsageError
from pledgebook.model import Document, Problem, document_id

PIECES = st.sampled_from(
    [
        "Norway",
        " ",
        "\n",
        "\r\n",
        "\r",
        "😀",
        "👩‍👩‍👧",
        "e\u0301",
        "שלום",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\t",
        "\x85",
        "🇳🇴",
        "$5",
        "%PDF-",
    ]
)
ANY_TEXT = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(st.characters(exclude_categories=["Cs"])))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=ANY_TEXT)
@example(text="Norway\x00 gives \x00$5")
@example(text="\ufeffNorway gives\r\n$5")
def test_a_text_file_keeps_every_character(text: str, tmp_path: Path) -> None:
    text += "."
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_bytes(text.encode())
        (item,) = expand([tmp_path / name])
        assert not isinstance(item, Problem)
        document = documents.open(item)
        assert isinstance(document, Document)
        assert document.text == text
        assert document.id == document_id(text)
        assert 0 <= document.body[0] <= document.body[1] == len(text)
        assert text[: document.body[0]] in ("", "\ufeff")


@given(text=st.text(st.characters()))
@example(text="\ud83d")
@example(text="\x00")
@example(text="\u200b \ufeff")
def test_a_text_from_python_is_a_document_or_one_clear_problem(text: str) -> None:
    read = read_text(text, "note")
    if isinstance(read, Document):
        assert read.text == text
        assert document_id(text) == read.id
    else:
        assert read.rule in ("empty", "lone-surrogate")
        assert str(read).encode("utf-8").startswith(b"note: ")
        assert len(str(read).splitlines()) == 1


def test_a_lone_surrogate_is_named_with_its_place() -> None:
    assert str(read_text("Norway \ud83d gives")) == (
        "text: holds half a surrogate pair (U+D83D at character 7), which no text can hold"
    )


def test_ten_thousand_lines_without_a_full_stop_are_just_read(tmp_path: Path) -> None:
    text = "Norway gives five million to the fund\n" * 10_000
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", newline="")
    (item,) = expand([tmp_path / "a.txt"])
    assert not isinstance(item, Problem)
    document = documents.open(item)
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize("published", ["soon", "07/12/2022", "2022-02-30", "13"])
def test_a_date_that_is_none_is_a_fault_of_the_call(published: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        read_text("Norway gives.", published=published)


@pytest.mark.parametrize(
    ("text", "known", "rest"),
    [
        (
            "---\ntitle: 'A: b'\ndate: 2022-07-12\naddress: https://a.b/c\npublisher: The Paper\n---\n\nBody.",
            ("A: b", "The Paper", "2022-07-12", "https://a.b/c"),
            "Body.",
        ),
        ("---\ntitle: Aid: a plan\ntags:\n  - x\n---\nBody.", ("Aid: a plan", None, None, None), "Body."),
        (
            "\ufeff---\r\nDate: July 12, 2022\r\nsource: The Paper\r\n...\r\nBody.",
            (None, None, "2022-07-12", None),
            "Body.",
        ),
        ("---\ntitle: !!python/object:os.system x\n---\nBody.", ("x", None, None, None), "Body."),
        ("---\n---\nBody.", (None, None, None, None), "Body."),
        ("---\nA line between rules.\n---\nBody.", (None, None, None, None), None),
        ("---\ntitle: never ended\n\nBody.", (None, None, None, None), None),
        ("Body.\n---\ntitle: x\n---\n", (None, None, None, None), None),
        ("---\n- a list\n---\nBody.", (None, None, None, None), None),
    ],
)
def test_front_matter(text: str, known: tuple[str | None, ...], rest: str | None) -> None:
    found, start = front_matter(text)
    assert (found.title, found.publisher, found.published, found.url) == known
    assert text[start:] == (text if rest is None else rest)


def test_markdown_stays_whole_and_its_body_begins_after_the_front_matter(tmp_path: Path) -> None:
    text = "---\ntitle: Aid\n---\n# Norway gives\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (item,) = expand([tmp_path / "a.md"])
    assert not isinstance(item, Problem)
    document = documents.open(item)
    assert isinstance(document, Document)
    assert document.text == text
    assert document.text[slice(*document.body)] == "# Norway gives\n"
    (tmp_path / "a.md").write_text("---\ntitle: Aid\n---\n", encoding="utf-8")
    problem = documents.open(item)
    assert isinstance(problem, Problem)
    assert problem.rule == "empty"
