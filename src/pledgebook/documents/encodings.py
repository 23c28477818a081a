"""Which encoding a text without a mark was written in: the one in which it reads like a language.

A text in the wrong encoding is full of signs that no language writes: capitals and signs inside words, letters that no one
alphabet has together, rare ideographs. Each candidate is decoded strictly and given the share of its characters beyond
ASCII that fit; `alphabets.toml` says what fits.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pledgebook.world.data import table

FITS = 0.6
"""A text of which less fits reads like no language that is known here."""
_SAMPLE = 64 * 1024  # bytes looked at, from shortly before the first beyond ASCII
_SIGNS = frozenset("“”‘’„‚«»‹›–—…•€£§©®™°½¼¾²³·¿¡\u00a0´`×、。，．「」『』（）・：；！？《》〈〉，“”\u3000")
_INSIDE = "’'-·‐\u00ad"  # signs that may stand inside a word
_WIDE = ("utf-16-le", "utf-16-be")
_ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\$\(D")  # what switches ISO-2022-JP to Japanese (RFC 1468, RFC 2237)


@dataclass(frozen=True, slots=True)
class Guess:
    """A text, the encoding in which it reads best, and the share of its characters that fit there."""

    text: str
    encoding: str
    fits: float


@dataclass(frozen=True, slots=True)
class _Script:
    encodings: tuple[str, ...]
    letters: tuple[dict[str, float], ...] = ()
    common: frozenset[str] = frozenset()
    share: float = 1.0


@cache
def _scripts() -> tuple[_Script, ...]:
    found = []
    for one in table("documents", "alphabets.toml").values():
        letters = tuple(_weighted(alphabet) for alphabet in one.get("letters", ()))
        found.append(
            _Script(tuple(one["encodings"]), letters, frozenset(one.get("common", "")), float(one.get("share", 1.0)))
        )
    return tuple(found)


def _weighted(alphabet: str) -> dict[str, float]:
    """How well a letter fits: in alphabets that a text is wholly written with, the common ones better than the rare."""
    whole = len(alphabet) > 20
    return {
        letter: 1.0 if not whole or rank < len(alphabet) / 3 else 0.8 if rank < 2 * len(alphabet) / 3 else 0.4
        for rank, letter in enumerate(alphabet)
    }


def escaped(data: bytes) -> str | None:
    """The text of ISO-2022-JP, whose bytes are all ASCII and would pass as UTF-8; None where this is none."""
    return _strictly(data, "iso2022_jp") if _ESCAPES.search(data[: 1 << 20]) else None


def wide(data: bytes) -> str | None:
    """The encoding of UTF-16 or UTF-32 without a mark in Latin script, told by its NULs; None where this is neither."""
    sample = data[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    nuls = [sample[place::4].count(0) / max(1, len(sample[place::4])) for place in range(4)]
    if len(data) % 4 == 0 and min(nuls[2:]) > 0.9 and nuls[0] < 0.1:
        return "utf-32-le"
    if len(data) % 4 == 0 and min(nuls[:2]) > 0.9 and nuls[3] < 0.1:
        return "utf-32-be"
    even, odd = (nuls[0] + nuls[2]) / 2, (nuls[1] + nuls[3]) / 2
    if len(data) % 2 == 0 and odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def guess(data: bytes) -> Guess | None:
    """The encoding in which a text reads best, None where it reads like no language in any of them."""
    first = re.search(rb"[\x80-\xff\x00-\x08]", data)
    start = max(0, first.start() - 1024) & ~3 if first else 0
    sample = data[start : start + _SAMPLE]
    best: Guess | None = None
    for encoding, script in _candidates(data):
        text = _start_of(sample, encoding)
        if text is None:
            continue
        fits = _fit(text, script)
        if fits >= FITS and (best is None or fits > best.fits + 1e-9):
            best = Guess(text, encoding, fits)
    if best is None:
        return None
    whole = _strictly(data, best.encoding)
    return None if whole is None else Guess(whole, best.encoding, best.fits)


def _candidates(data: bytes) -> Iterator[tuple[str, _Script]]:
    for script in _scripts():
        for encoding in script.encodings:
            yield encoding, script
        if len(data) % 2 == 0:
            for encoding in _WIDE:
                yield encoding, script


def _start_of(sample: bytes, encoding: str) -> str | None:
    """The text of a sample, which may end within a character."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fit(text: str, script: _Script) -> float:
    """The share of characters beyond ASCII that fit, by the best of the alphabets; control characters never do."""
    controls = sum(1 for sign in text if sign < " " and sign not in "\t\n\r\f\v")
    beyond = [at for at, sign in enumerate(text) if sign > "\x7f"]
    if not beyond or controls * 50 > len(text):
        return 0.0
    if script.common:
        signs = sum(text[at] in _SIGNS for at in beyond)
        ideographs = len(beyond) - signs
        if not ideographs:
            return 0.0
        share = sum(text[at] in script.common for at in beyond) / ideographs
        return min(1.0, share / script.share) * (1 - _strange(text, beyond))
    usual = [at for at in beyond if _may_stand(text, at)]
    best = 0.0
    for letters in script.letters or ({},):
        fitting = sum(1.0 if text[at] in _SIGNS else _of(text[at], letters) for at in usual)
        best = max(best, fitting / len(beyond))
    return best


def _strange(text: str, beyond: list[int]) -> float:
    """The share of characters that no text of ideographs holds."""
    wrong = sum(
        unicodedata.category(text[at]) in ("Cn", "Co", "Cc") or "\uff61" <= text[at] <= "\uff9f" for at in beyond
    )
    return wrong / len(beyond)


def _of(sign: str, letters: dict[str, float]) -> float:
    return letters.get(sign, letters.get(sign.lower(), 0.0))


def _may_stand(text: str, at: int) -> bool:
    """Whether a character may stand where it does: no capital and no sign inside a word, no letter beside a digit."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign.isalpha():
        if before.isdigit() or after.isdigit():
            return False
        if sign.isupper():
            return not before.islower() and not (before.isupper() and after.islower() and len(before) > 0)
        return not (sign.islower() and after.isupper())
    return sign in _INSIDE or not (before.isalpha() and after.isalpha())
