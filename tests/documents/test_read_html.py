"""HTML: the main content without its frame, and the metadata that pages carry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.documents.html import declared_charset, looks_like_html, read_html
from pledgebook.documents.limits import LIMITS
from pledgebook.documents.metadata import Metadata
from pledgebook.model import Problem

CASES = tomllib.loads((Path(__file__).parent / "html_cases.toml").read_text(encoding="utf-8"))["case"]
FIRST = "The ministers of all the states of the region met on Tuesday to speak about the fund and what it needs."
TAGS = re.findall(
    r"\S+",
    "<p> <div> <ul> <li> <a/href=/x> </a> </li> </ul> </p> <table> <td> <sup> <b> <time> <svg> </div> x &#0; <!-- -->"
    " <template> <body> </html> <script> ]]> <noscript> <summary> <h2>",
)
LAST = "They will meet again in spring, when the ministers of the neighbouring states will have been heard as well."


def read(html: str, address: str | None = None) -> tuple[str, Metadata]:
    found = read_html(html, "x.html", address, LIMITS)
    assert not isinstance(found, Problem), found
    return found


def page(inner: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>T</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
        f"<main><article><p>{FIRST}</p>{inner}<p>{LAST}</p></article></main>"
        "<footer><p>All rights reserved</p></footer></body></html>"
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_main_content(case: dict[str, str]) -> None:
    text, _ = read(page(case["html"]))
    assert text == "\n\n".join(part for part in (FIRST, case["text"], LAST) if part)


def test_a_page_without_article_gives_what_stands_outside_menus() -> None:
    html = f"<nav><p>Menu words</p></nav><div class='sidebar'><p>{FIRST}</p><p>{LAST}</p></div>"
    assert read(html)[0] == f"{FIRST}\n\n{LAST}"


@settings(deadline=None)
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=6))
def test_any_words_come_out_clean(words: list[str]) -> None:
    from html import escape

    text, _ = read(page("".join(f"<p>{escape(word)}</p>" for word in words)))
    assert text.startswith(FIRST)
    assert text.endswith(LAST)
    assert "\n\n\n" not in text
    for line in text.split("\n"):
        assert line == line.strip()
        assert "<p>" not in line or "<p>" in "".join(words)


@settings(deadline=None, max_examples=150)
@given(html=st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
def test_any_mark_up_gives_a_text_or_a_problem(html: str) -> None:
    found = read_html(html, "x", None, LIMITS)
    assert found == read_html(html, "x", None, LIMITS)
    assert isinstance(found, Problem) or found[0].strip() == found[0] != ""


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table", "span"])
def test_elements_nested_without_end_are_refused(tag: str) -> None:
    problem = read_html(f"<{tag}>" * 100_000 + "words", "x", None, LIMITS)
    assert isinstance(problem, Problem) or tag == "table"  # the standard takes tables out of tables
    if isinstance(problem, Problem):
        assert problem.rule in ("too-deep", "no-text")


def test_a_page_of_too_many_elements_is_refused_before_it_is_parsed() -> None:
    problem = read_html("<p>words " * 300_000, "x", None, LIMITS)
    assert str(problem) == "x: page of 300,000 elements, the limit is 200,000"


@pytest.mark.parametrize("html", ["", "<html></html>", "<p> </p>", "<script>x</script>", "<img src=x alt=words>"])
def test_a_page_without_text_is_a_problem(html: str) -> None:
    problem = read_html(html, "x", None, LIMITS)
    assert isinstance(problem, Problem)
    assert problem.rule == "no-text"


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "No", "datePublished": "2001-01-01"}]},
  {"@type": "Organization", "@id": "#pub", "name": "The Paper"},
  {"@type": ["NewsArticle"], "headline": "Norway &amp; the fund", "datePublished": "2022-07-12T23:00:00-05:00",
   "publisher": {"@id": "#pub"}, "url": "https://paper.example/a"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (LINKED, ("Norway & the fund", "The Paper", "2022-07-12", "https://paper.example/a")),
        (
            LINKED
            + "<meta property=og:title content=Other><link rel=canonical href=/b><base href='https://p.example/x/'>",
            ("Norway & the fund", "The Paper", "2022-07-12", "https://p.example/b"),
        ),
        (
            "<meta property='og:title' content='Norway gives – The Paper'>"
            "<meta property='og:site_name' content='The Paper'>"
            "<meta property='article:published_time' content='2022-07-12T10:00Z'>"
            "<meta property='og:url' content='https://p.example/a'>",
            ("Norway gives", "The Paper", "2022-07-12", "https://p.example/a"),
        ),
        (
            "<meta name='DC.Title' content='Norway gives'><meta name='dc.publisher' content='Ministry'>"
            "<meta name='DCTERMS.issued' content='12 July 2022'><link rel='canonical' href='javascript:alert(1)'>",
            ("Norway gives", "Ministry", "2022-07-12", None),
        ),
        ("<script type='application/ld+json'>{broken</script>", ("T", None, None, None)),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>", ("T", None, None, None)),
        ('<script type=\'application/ld+json\'>[[null, 3, "x", {"@type": 4}]]</script>', ("T", None, None, None)),
    ],
)
def test_metadata_of_the_head(head: str, known: tuple[str | None, ...]) -> None:
    _, found = read(page("", head))
    assert (found.title, found.publisher, found.published, found.url) == known


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ("<time datetime='2022-07-12'>July 12</time>", "2022-07-12"),
        ("<time>July 12, 2022</time><time>12 July 2022</time>", "2022-07-12"),
        ("<time>July 1, 2022</time><time class='posted-on' datetime='2022-07-12T08:00'>x</time>", "2022-07-12"),
        ("<time itemprop='datePublished'>July 12, 2022</time><time>July 1, 2022</time>", "2022-07-12"),
        ("<time>July 1, 2022</time><time>July 2, 2022</time>", None),
        ("<time>two hours ago</time>", None),
    ],
)
def test_the_date_of_a_time_element(times: str, published: str | None) -> None:
    assert read(page(times))[1].published == published


def test_a_page_from_the_web_has_its_address_unless_it_names_a_better() -> None:
    assert read(page(""), "https://p.example/a?x=1")[1].url == "https://p.example/a?x=1"
    assert read(page("", "<link rel='canonical' href='/a'>"), "https://p.example/a?x=1")[1].url == "https://p.example/a"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b"<meta charset=latin1>", "latin1"),
        (b"<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>", "windows-1251"),
        (b"<?xml version='1.0' encoding='iso-8859-2'?><html>", "iso-8859-2"),
        (b"<meta name=a content=b>" + b" " * 5000 + b"<meta charset=latin1>", None),
    ],
)
def test_declared_charset(data: bytes, charset: str | None) -> None:
    assert declared_charset(data) == charset


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\xef\xbb\xbf\n <!-- a --><!DOCTYPE HTML>", True),
        (b"<?xml version='1.0'?><html xmlns='x'>", True),
        (b"<p>A text that begins with a tag", False),
        (b"Norway <html>", False),
    ],
)
def test_looks_like_html(data: bytes, answer: bool) -> None:
    assert looks_like_html(data) is answer
