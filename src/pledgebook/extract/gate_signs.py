"""The signs by which the gate weighs a sentence: cues (forms of the lexicon's verbs and nouns, modals, numbers, signs of money), its
length and its make-up. One by one, as they are learned; `gate_bits` finds the same faster.
"""

from __future__ import annotations

import functools
import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.extract.cues import cues, openings
from pledgebook.extract.layout import Sentence, Span
from pledgebook.language.grammar import expression

SYMBOLS: Mapping[str, str] = {**dict.fromkeys("0123456789", "digit"), **dict.fromkeys("$€£¥%", "money-sign")}
"""Characters that are cues wherever they stand."""

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"[0-9]")
LETTERS = re.compile(r"[A-Za-z]+")
ED, ING, TO = (expression("extract", name) for name in ("ed", "ing", "to"))
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
SPEAKER = expression("extract", "speaker-label")


def lowered(text: str) -> str:
    """The text with the capitals A to Z in small letters: the same number of characters."""
    return text.translate(_LOWER)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate weighs. `automaton` searches `patterns`; `signs[k]` are given by `patterns[k]`; `weights`: sign →
    hundredths; a sentence passes from `threshold` (hundredths) on."""

    automaton: Any
    patterns: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...]
    weights: Mapping[str, int]
    threshold: int


@functools.cache
def load_gate() -> Gate:
    """The gate that ships with the package. Raises SetupError where its data are missing or broken."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    try:
        raw = json.loads(resources.files(__package__).joinpath("gate.json").read_text(encoding="utf-8"))
        weights, threshold = {str(k): int(v) for k, v in raw["weights"].items()}, int(raw["threshold"])
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise SetupError(f"gate.json is missing or broken ({error}); rebuild it with: scripts/gate") from error
    table = {**cues(), **{symbol: (sign,) for symbol, sign in SYMBOLS.items()}}
    patterns = tuple(table)
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
    return Gate(automaton, patterns, tuple(table.values()), weights, threshold)


def hits(text: str, gate: Gate) -> list[tuple[int, int]]:
    """Every cue of a text as (place, number of the pattern), in the order of the text; a word counts only whole."""
    small = lowered(text)
    found = []
    for k, start, end in gate.automaton.find_matches_as_indexes(small):
        if gate.patterns[k] in SYMBOLS or not (_in_word(small, start - 1) or _in_word(small, end)):
            found.append((start, k))
    return found


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def form_signs(text: str, sentence: Sentence) -> set[str]:
    """The signs of a sentence's make-up: length, opening, names, endings, layout."""
    words = text[sentence.start : sentence.end]
    letters = LETTERS.findall(words)
    count = len(letters)
    found = {"bias", f"length:{sum(count >= n for n in (5, 9, 14, 22))}"}
    if letters:
        first = openings().get(lowered(letters[0]))
        found.add(f"opens:{first or ('name' if letters[0][0].isupper() else 'other')}")
    for sign, pattern in (("ed", ED), ("ing", ING), ("to", TO), ("acronym", ACRONYM)):
        if pattern.search(words):
            found.add(sign)
    found.add(f"names:{min(3, len(_NAME.findall(words)))}")
    if SPEAKER.match(words):
        found.add("speaker-label")
    if words.endswith("?"):
        found.add("question")
    if sentence.bullet:
        found.add("bullet")
    if is_open_line(text, sentence.block):
        found.add("heading")
    return found


def is_open_line(text: str, block: Span) -> bool:
    """Whether a block is a short line that no mark closes."""
    low, high = block
    return high - low < 160 and text[low:high].rstrip()[-1:] not in tuple('.!?"”’:;)')


def _counts(signs: set[str]) -> set[str]:
    verbs, nouns = sum(s.startswith("verb:") for s in signs), sum(s.startswith("noun:") for s in signs)
    return {f"verbs:{min(4, verbs // 2)}", f"nouns:{min(4, nouns // 2)}"}


def signs_of(text: str, sentences: Sequence[Sentence], gate: Gate) -> list[frozenset[str]]:
    """The signs of every sentence, from one pass over the text."""
    found = hits(text, gate)
    places = [place for place, _ in found]
    result = []
    for sentence in sentences:
        low = bisect_left(places, sentence.start)
        high = bisect_left(places, sentence.end, lo=low)
        own = {sign for _, k in found[low:high] for sign in gate.signs[k]}
        result.append(frozenset(own | _counts(own) | form_signs(text, sentence)))
    return result


def plausible(text: str, sentence: Sentence) -> bool:
    """No furniture of a page, not a link or heading in capitals, and no scrap of one or two words without a number."""
    if sentence.role == "furniture":
        return False
    clause = text[sentence.start : sentence.end]
    words = _WORD.findall(clause)
    if len(words) < 3 and not (_DIGIT.search(clause) and words):
        return False
    upper = sum(word.isupper() for word in words)
    return not (len(words) >= 4 and upper / len(words) > 0.8)
