"""The real documents, handed to other programs: valid by the standards' own schemas, and the same book again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pledgebook.book import Book, Reading
from pledgebook.book.restoring import restore
from pledgebook.publish.formats import render

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def real(real_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with Book.open(tmp_path_factory.mktemp("real") / "book.db") as book:
        assert len(list(book.keep(real_readings))) == 24
        book.merge()
        yield book


def exported(book: Book, form: str) -> bytes:
    with book.export() as content:
        return b"".join(render(content, form))


def test_promises_of_money_are_valid_iati(real: Book, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "standards/iati-2.03/iati-activities-schema.xsd"))
    root = etree.fromstring(exported(real, "iati"))
    schema.assertValid(root)
    assert len(root.findall("iati-activity")) > 20
    mexico = [
        one
        for one in root.findall("iati-activity")
        if one.xpath("transaction/provider-org/narrative/text()") == ["Mexico"]
        and one.findtext("transaction/value") == "1500000000"
    ]
    assert len(mexico) == 1
    assert mexico[0].xpath("transaction/transaction-type/@code") in (["2"], ["12"])


def test_quotes_stand_in_their_documents(real: Book) -> None:
    nodes = json.loads(exported(real, "jsonld"))["@graph"]
    quotes = [node for node in nodes if "Annotation" in node["type"]]
    assert len(quotes) == real.counts().statements
    texts = {}
    for one in quotes:
        id = one["target"]["source"].removeprefix("urn:pledgebook:")
        document = texts.setdefault(id, real.document(id))
        words, place = one["target"]["selector"]
        assert document is not None
        assert document.text[place["start"] : place["end"]] == words["exact"]
        assert words["prefix"] + words["exact"] + words["suffix"] in document.text


def test_a_new_book_is_the_same(real: Book, tmp_path: Path) -> None:
    file = tmp_path / "book.jsonl"
    file.write_bytes(exported(real, "jsonl"))
    restore(file, str(tmp_path / "new.db"))
    with Book.open(tmp_path / "new.db", create=False) as other:
        assert other.verify() == []
        assert exported(other, "jsonl") == file.read_bytes()
