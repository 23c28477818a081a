"""Bytes → text: encodings told apart, binary data refused."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from pledgebook.documents.decode import Decoded, decode
from pledgebook.model import Problem

ENGLISH = "The President said: “We will give €5 million to Norway’s café.” – and so they did. " * 3
CYRILLIC = "Президент объявил о выделении пяти миллионов долларов на помощь соседним странам."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac_roman"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        ("Norway’s pledge of $5 million was announced.", "cp1252"),
        ("Le président a annoncé que la France versera 5 millions d’euros à l’été.", "cp1252"),
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "koi8-r"),
        ("大統領は五百万ドルの支援を発表した。日本政府は支援する。", "shift_jis"),
        ("总统宣布提供五百万美元援助，并将继续提供支持。", "gb18030"),
    ],
)
def test_an_undeclared_encoding_is_found(text: str, encoding: str) -> None:
    assert text_of(decode(text.encode(encoding), "x")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_tells_the_encoding_and_stays_a_character(encoding: str) -> None:
    text = "\ufeffŁódź pledged 😀 zł 5."
    assert text_of(decode(text.encode(encoding), "x")) == text


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Zażółć 5 mln zł".encode("iso-8859-2"), ("iso-8859-2",), "Zażółć 5 mln zł"),
        ("“5”".encode("cp1252"), ("latin1",), "“5”"),  # WHATWG: latin1 is windows-1252
        ("“5” é".encode(), ("iso-8859-1",), "“5” é"),  # declared wrongly, as many pages do
        ("“5” é".encode("cp1252"), ("utf-8", "windows-1252"), "“5” é"),  # declared wrongly by the server
        ("援助".encode("iso2022_jp"), ("iso-2022-jp",), "援助"),
        ("“5” é".encode(), ("rot13",), "“5” é"),
        ("“5” é".encode(), ("no-such-name", None), "“5” é"),
    ],
)
def test_declared_encodings(data: bytes, declared: tuple[str | None, ...], text: str) -> None:
    assert text_of(decode(data, "x", declared)) == text


def text_of(found: Decoded | Problem) -> str:
    assert isinstance(found, Decoded), found
    return found.text


def test_a_cut_sequence_costs_one_character_only() -> None:
    data = ENGLISH.encode()
    cut = data[: data.index(b"\xe2") + 2] + data[data.index(b"\xe2") + 3 :]
    assert text_of(decode(cut, "x")) == ENGLISH.replace("“", "\ufffd", 1)


def _garbage(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (_garbage(100), "binary"),
        (_garbage(100_000), "binary"),
        (bytes(1000), "binary"),
        (b"PK\x03\x04" + b"words and words", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "binary"),
        (bytes(byte for byte in _garbage(4000) if byte >= 32 and byte != 127), "wrong-encoding"),
    ],
)
def test_what_is_no_text_is_a_problem(data: bytes, rule: str) -> None:
    problem = decode(data, "x")
    assert isinstance(problem, Problem)
    assert problem.rule == rule
    assert "\n" not in str(problem)


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    text = "\x00Norway\x00 gives\x07 \x1b[1m5\x0c"
    assert text_of(decode(text.encode(), "x")) == text


TEXTS = tomllib.loads((Path(__file__).parent / "encoded_texts.toml").read_text(encoding="utf-8"))["text"]
TYPEWRITTEN = str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-", "€": "EUR"})
"""What an encoding without typographic signs is written with."""


def test_sixty_texts_in_old_encodings() -> None:
    right, told, wrong = 0, 0, []
    for one in TEXTS:
        for encoding in one["encodings"]:
            text = one["text"]
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                text = text.translate(TYPEWRITTEN)
                data = text.encode(encoding)
            found = decode(data, "x")
            right += isinstance(found, Decoded) and found.text == text and found.guessed
            told += isinstance(found, Problem)
            if isinstance(found, Decoded) and found.text != text:
                wrong.append((one["language"], encoding, found.encoding))
    assert right + told + len(wrong) == 60
    assert wrong == []
    assert right >= 58


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Hi €5", "Aid: $5 million", "Norway’s $5 million — for Haïti."])
def test_wide_characters_without_a_mark_however_short(text: str, encoding: str) -> None:
    assert text_of(decode(text.encode(encoding), "x")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The café got €5 million, the minister said.", "cp1252"),
        ("Le Sénégal recevra 5 millions d’€ à l’été.", "cp1252"),
        ("Brüssel gibt 5 € für Köln, größer als je zuvor.", "cp1252"),
        ("It’s a €3bn pledge.", "cp1252"),
    ],
)
def test_the_euro_sign_is_not_lost(text: str, encoding: str) -> None:
    assert text_of(decode(text.encode(encoding), "x")) == text


def test_an_encoding_that_is_given_is_taken_or_told() -> None:
    data = "Łódź".encode("cp1250")
    assert text_of(decode(data, "x", ("utf-8",), "cp1250")) == "Łódź"
    assert decode(data, "x", (), "utf-8") == Problem("x", "not text in utf-8", "wrong-encoding")
    assert decode("“5”".encode("cp1252"), "x", (), "cp1252") == Decoded("“5”", "cp1252")
