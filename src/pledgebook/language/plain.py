"""Texts made plain for an automaton: one byte for each character, letter case and typesetting gone."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

LETTERS, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
ALPHANUMERIC = LETTERS + LETTERS.upper() + DIGITS
_ALIKE = {"\u017f": "s", "\u0130": "i", "\u0131": "i", "\u212a": "k"}
"""What counts as an ASCII letter where case does not count: the long s, two forms of i, the sign of kelvin."""
FOREIGN_DIGITS = "".join(re.findall(r"\d", "".join(map(chr, range(128, 0x10000)))))
"""Digits of other scripts, which `\\d` takes, too; there are more beyond the first plane of Unicode."""
_FOREIGN = {sign: str(unicodedata.decimal(sign)) for sign in FOREIGN_DIGITS}
_ODD = re.compile(f"[{''.join([*_ALIKE, *_FOREIGN])}\U00010000-\U0010ffff]")


_USUAL_BYTES = bytes([*range(0xC0), *"é“".encode()])
_KELVIN = "\u212a".encode("utf-8")


class Plain:
    """A way to make a text plain. `kept`: the characters that stay, and what they become; `other`: what all others become;
    `codec`: the encoding in which each character is one byte. Where `bounded`, only letters and digits stay, so that where a
    word ends a blank stands."""

    def __init__(self, kept: Mapping[str, str], other: str, codec: str) -> None:
        self.every = {**_ALIKE, **_FOREIGN, **kept}
        self.other = other
        self.bounded = not any(sign not in ALPHANUMERIC for sign in kept)
        self._codec = codec
        every = bytes(range(256)).decode(codec, "replace")
        self._table = "".join(map(self.sign, every)).encode("latin-1")

    def __call__(self, text: str) -> bytes:
        """The text made plain.

        >>> FOLDED("No. 5: Ⅵ, “K” and ٣"), EXACT("No. 5: Ⅵ € 4")
        (b'no  5      k  and 3', b'no. 5: ? \x80 4')
        """
        if text.isascii():
            return text.encode("ascii").translate(self._table)
        if _may_be_odd(text):
            text = _ODD.sub(_known, text)
        return text.encode(self._codec, "replace").translate(self._table)

    def sign(self, one: str) -> str:
        """What a character becomes: one that stands for a byte."""
        return self.every.get(one, self.other)


def _may_be_odd(text: str) -> bool:
    """Whether a text may hold an odd character: anything but ASCII, Western letters and the signs of typesetting. In UTF-8 their
    first bytes are others."""
    encoded = text.encode("utf-8", "surrogatepass")
    return bool(encoded.translate(None, _USUAL_BYTES)) or _KELVIN in encoded


def _known(found: re.Match[str]) -> str:
    return _ALIKE.get(found[0]) or str(unicodedata.decimal(found[0], "?"))


FOLDED = Plain({sign: sign.lower() for sign in ALPHANUMERIC}, " ", "ascii")
"""Small letters and digits, a blank for all else."""
_CODEC = "cp1252"  # the signs of typesetting and of money are among its bytes
_SIGNS = {
    sign: " " if sign.isspace() else chr(code)
    for code in range(1, 256)
    if (sign := bytes([code]).decode(_CODEC, "ignore"))
}
CASED = Plain(_SIGNS, "?", _CODEC)
"""All signs of ASCII and of Western typesetting, any white space as a blank; "?" for all else."""
EXACT = Plain(
    {sign: plain.lower() for sign, plain in _SIGNS.items() if sign.isascii() or not sign.isalpha()}, "?", _CODEC
)
"""The same in small letters, those of ASCII alone."""


def whole_words(text: str) -> bytes:
    """The text, one byte for each character, so that words of ASCII stand between blanks where they are whole: capitals in small
    letters, digits, "_" for all other letters, digits and for itself, blanks for all else. What counts as a letter of ASCII
    elsewhere ("ſ") is none here.

    >>> whole_words("We'll give €5 to Łódź_x")
    b'we ll give  5 to __d__x'
    """
    if not text.isascii() and _OUTSIDE.search(text):
        text = _OUTSIDE.sub(lambda one: "é" if one[0].isalnum() else " ", text)
    return text.encode(_CODEC).translate(_WHOLE)


_OUTSIDE = re.compile("[^" + re.escape(bytes(range(256)).decode(_CODEC, "ignore")) + "]")
_WHOLE = "".join(
    sign.lower() if sign in ALPHANUMERIC else "_" if sign.isalnum() or sign == "_" else " "
    for sign in bytes(range(256)).decode(_CODEC, "replace")
).encode("ascii")


@functools.lru_cache(maxsize=4)
def padded(text: str, plain: Plain) -> bytes:
    """The text made plain between two blanks: at a place stands what stands before that place in the text. Kept for one grammar
    after the other."""
    return b" " + plain(text) + b" "
