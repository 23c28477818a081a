"""The page: the whole text, every mark and record, nothing of a document ever markup."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from readings import TEXT, Make, stated

from pledgebook.model import Act, Actor, Document, Quote, Reading, Statement, Venue
from pledgebook.publish.page import page

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"


class Seen(HTMLParser):
    """What a browser would see: elements with their attributes, the words of paragraphs, and those of marks by card."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.paragraphs: list[str] = []
        self.marked: dict[str, str] = {}
        self.scripts: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in ("meta", "input", "img"):
            self.open.append(element)
        if tag == "p" and "row" in self.classes():
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def classes(self) -> list[str]:
        return [name for _, attributes in self.open for name in attributes.get("class", "").split()]

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self.open]
        if inside and inside[-1] in ("script", "style"):
            (self.scripts if inside[-1] == "script" else self.styles).append(data)
        elif "p" in inside and "row" in self.classes() and "number" not in self.classes():
            self.paragraphs[-1] += data
            for tag, attributes in self.open:
                if tag == "mark":
                    for name in attributes["data-of"].split():
                        self.marked[name] = self.marked.get(name, "") + data

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def seen(*readings: Reading) -> Seen:
    parser = Seen()
    parser.feed(page(readings))
    parser.close()
    assert not parser.open
    return parser


def lines_of(text: str) -> list[str]:
    return [line for line in re.split(r"\r\n|\r|\n", text) if line and not line.isspace()]


def test_whole_text_marks_and_cards(reading: Reading) -> None:
    found = seen(reading)
    assert found.paragraphs == lines_of(TEXT)
    for number, statement in enumerate(reading.statements, 1):
        assert f"d1s{number}" in found.ids()
        assert f"m-d1s{number}" in found.ids()
        assert statement.object.text in found.marked[f"d1s{number}"]
    links = [attributes["href"] for tag, attributes in found.elements if tag == "a"]
    assert all(link.removeprefix("#") in found.ids() for link in links)
    assert len(set(found.ids())) == len(found.ids())


def test_loads_nothing_and_its_policy_names_what_it_runs(reading: Reading) -> None:
    found = seen(reading)
    policy = next(a["content"] for tag, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for content, directive in ((found.scripts, "script-src"), (found.styles, "style-src")):
        assert len(content) == 1
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert not [a for _, a in found.elements if "src" in a or "style" in a]
    assert not [name for _, a in found.elements for name in a if name.startswith("on")]
    assert {tag for tag, _ in found.elements}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "form"})


def test_hostile_documents_stay_words(make: Make) -> None:
    text = f"Norway will give {PAYLOAD} to all.\nNUL \x00 and \x1b and \x85.\n"
    statement = replace(stated(text, "commitment", "give", PAYLOAD), venue=Venue(PAYLOAD, 17, 17 + len(PAYLOAD)))
    reading = make(text, statement, title=PAYLOAD, publisher=PAYLOAD, published="2022", url="javascript:alert(3)")
    found = seen(reading)
    assert len(found.scripts) == 1
    assert "alert" not in found.scripts[0]
    assert not [tag for tag, _ in found.elements if tag == "img"]
    assert not [a for tag, a in found.elements if tag == "a" and not a["href"].startswith("#")]
    assert PAYLOAD in found.paragraphs[0]
    assert found.paragraphs[1] == "NUL ␀ and ␛ and \ufffd."


def test_only_web_addresses_are_links(make: Make) -> None:
    for url, linked in (
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org/", True),
        ("HTTPS://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("java\nscript:alert(1)", False),
        ("http://[broken", False),
        ("file:///etc/passwd", False),
    ):
        links = [a["href"] for tag, a in seen(make("Words.", url=url)).elements if tag == "a"]
        assert (url in links) is linked, url


def test_several_documents_have_a_list_of_contents(reading: Reading, make: Make) -> None:
    found = seen(reading, make("Other words.", title="Other"), Reading("broken.pdf", None))
    links = [attributes["href"] for tag, attributes in found.elements if tag == "a"]
    assert links[:2] == ["#d1", "#d2"]
    assert "d3" not in found.ids()


def test_front_matter_is_shown_apart(make: Make) -> None:
    text = "---\ntitle: A\n---\nWords.\n"
    found = seen(make(text, body=(17, len(text))))
    asides = [a for tag, a in found.elements if tag == "p" and a.get("class") == "aside"]
    assert len(asides) == 3


def test_wrapped_markdown_flows_and_its_front_matter_stays_away() -> None:
    text = (
        "---\ntitle: A\n---\n# Heading\nOne sentence that\nis wrapped.\n\nAnother.\n- an item\n  goes on\n- a second\n"
    )
    document = Document("a.md", text, title="A", body=(17, len(text)))
    found = seen(Reading("a.md", document))
    assert found.paragraphs == [
        "# Heading", "One sentence that\nis wrapped.", "Another.", "- an item\n  goes on", "- a second",
    ]  # fmt: skip
    assert {a.get("class") for tag, a in found.elements if tag == "p" and a.get("dir")} == {"flow"}


def test_who_promised_what_stands_on_top_with_a_choice_of_actor(make: Make) -> None:
    text = "Norway will give $5 million. Peru will plant trees.\n"
    norway, peru = Actor("NO", "Norway", 0, 6), Actor("PE", "Peru", 29, 33)
    reading = make(
        text,
        stated(text, "commitment", "will give", "$5 million", actors=(norway,)),
        stated(text, "commitment", "will plant", "trees", actors=(peru,)),
        publisher="A newspaper",
        published="2022-07-12",
    )
    whole = page([reading])
    top = whole.partition("Who promised what")[2].partition("</details>")[0]
    assert top.index("Norway") < top.index("will give $5 million") < top.index("Peru") < top.index("will plant trees")
    assert '<option value="NO">Norway (NO)</option><option value="PE">Peru (PE)</option>' in whole
    cited = [a["data-cite"] for tag, a in seen(reading).elements if tag == "button"]
    assert cited[0].startswith(
        "“Norway will give $5 million. Peru will plant trees.” (A newspaper, 2022-07-12, made.txt, characters 0–"
    )
    assert "What the labels say" in whole
    assert whole.count('<dt title="who undertakes, does, signs or asks">who</dt>') == 2


WORDS = st.text(alphabet=st.sampled_from("ab <&>\"'\n\r\x00é😀\u0301\u200fא"), min_size=1, max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Statement]]:
    text = draw(WORDS)
    statements = []
    for number in range(draw(st.integers(0, 6))):
        starts = [at for at, character in enumerate(text) if not character.isspace()]
        if not starts:
            break
        start = draw(st.sampled_from(starts))
        ends = (start, draw(st.integers(start + 1, len(text))))
        act = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        statements.append(
            Statement(
                f"st-{number}",
                "",
                "action",
                Quote(0, len(text), text),
                Act("do", act[0], act[1], text[act[0] : act[1]]),
                Quote(ends[0], ends[1], text[ends[0] : ends[1]]),
            )
        )
    return text, statements


@given(marked())
def test_any_crossing_of_marks_keeps_the_text(case: tuple[str, list[Statement]]) -> None:
    text, statements = case
    found = seen(Reading("x", Document("x", text), tuple(statements)))
    shown = [line.replace("\x00", "␀") for line in lines_of(text)]
    assert found.paragraphs == shown
    for number, statement in enumerate(statements, 1):
        assert {f"d1s{number}", f"m-d1s{number}"} <= set(found.ids())
        covered = "".join(found.marked[f"d1s{number}"].split())
        assert len(covered) >= len("".join(statement.object.text.split()))
