"""The signs of the gate as bits of whole numbers, found for all sentences of a text at once: those of `gate_signs`, faster."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from pledgebook.extract import gate_signs as plain
from pledgebook.extract.cues import openings
from pledgebook.extract.layout import Sentence
from pledgebook.extract.tallies import tallies
from pledgebook.language.plain import whole_words

_MONEY = re.compile(
    "[" + "".join(re.escape(sign) for sign, name in plain.SYMBOLS.items() if name == "money-sign") + "]"
)
_ENDINGS = ((b"ed ", "ed", plain.ED, -2), (b"ing ", "ing", plain.ING, -2), (b" to ", "to", plain.TO, 1))
"""What the automaton finds of a sentence's make-up: the word, the sign, its pattern, and where its match begins, from there."""
_STEPS = (5, 9, 14, 22)


class Bits:
    """Which bit each sign is; the automaton of cues and what each of its words gives; and the weights, for the eight signs of each
    byte together."""

    def __init__(self, gate: plain.Gate) -> None:
        from ahocorasick_rs import BytesAhoCorasick

        made = {f"length:{n}" for n in range(len(_STEPS) + 1)} | {
            f"{kind}:{n}" for kind in ("verbs", "nouns") for n in range(5)
        }
        made |= {f"names:{n}" for n in range(4)} | {f"opens:{name}" for name in (*openings().values(), "name", "other")}
        made |= {"bias", "ed", "ing", "to", "acronym", "speaker-label", "question", "bullet", "heading"}
        known = sorted(made | set(gate.weights) | set(itertools.chain.from_iterable(gate.signs)))
        self.of = {sign: 1 << place for place, sign in enumerate(known)}
        self.lengths = [self.of["bias"] | self.of[f"length:{n}"] for n in range(len(_STEPS) + 1)]
        self.names = [self.of[f"names:{n}"] for n in range(4)]
        self.counts = [[self.of[f"{kind}:{n}"] for n in range(5)] for kind in ("verbs", "nouns")]
        self.verbs, self.nouns = self._all("verb:"), self._all("noun:")
        self.cues = self.verbs | self.nouns | self._all("word:")
        self.saying = self.of["verb:say"] | self.of["verb:announce"]
        words: dict[bytes, int] = {}
        for word, signs in zip(gate.patterns, gate.signs, strict=True):
            if signs != ("money-sign",):
                shape = word if word.isdigit() else f" {word} "
                words[shape.encode()] = sum(self.of[sign] for sign in signs)
        self.automaton: Any = BytesAhoCorasick([*words, *(word for word, *_ in _ENDINGS)])
        self.given = tuple(words.values())
        self.offsets = tuple(0 if word.startswith(b" ") else -1 for word in words)
        weights = [gate.weights.get(sign, 0) for sign in known]
        self._tables = [_sums(weights[low : low + 8]) for low in range(0, len(weights), 8)]

    def _all(self, kind: str) -> int:
        return sum(bit for sign, bit in self.of.items() if sign.startswith(kind))

    def weight(self, signs: int) -> int:
        """The sum of the weights of a set of signs."""
        return sum(map(operator.getitem, self._tables, signs.to_bytes(len(self._tables), "little")))


def _sums(weights: Sequence[int]) -> list[int]:
    """For each byte the sum of the weights of its bits."""
    return [sum(weight for place, weight in enumerate(weights) if byte >> place & 1) for byte in range(256)]


@functools.cache
def bits() -> Bits:
    """The bits of the gate that ships. Raises SetupError where its data are missing or broken."""
    return Bits(plain.load_gate())


class Seen:
    """What was found in the sentences of a text: `signs`, of each the set as bits."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text, self._sentences, self._bits = text, sentences, bits()
        self._whole = b" " + whole_words(text) + b" "  # at a place stands what stands before that place in the text
        told = tallies(text, sentences)
        self._words: list[int] = told.words.tolist()
        self._names: list[int] = told.names.tolist()
        self._small: list[int] = told.small.tolist()
        self._capitals: list[int] = told.capitals.tolist()
        endings, places, given = self._cues()
        self.signs = [self._form(at) for at in range(len(sentences))]
        self._add_endings(endings)
        for at, sentence in enumerate(sentences):
            low = bisect_left(places, sentence.start)
            own = functools.reduce(operator.or_, given[low : bisect_left(places, sentence.end, lo=low)], 0)
            self.signs[at] |= own | self._counts(own)

    def _cues(self) -> tuple[list[tuple[int, int]], list[int], list[int]]:
        """Where words end as `_ENDINGS` say, with the number of each; and the cues of the text: their places, in order, and the
        signs that each gives."""
        given, offsets = self._bits.given, self._bits.offsets
        found = self._bits.automaton.find_matches_as_indexes(self._whole, overlapping=True)
        first = len(given)
        endings = [(start - 1, word - first) for word, start, _ in found if word >= first]
        places = [start + offsets[word] for word, start, _ in found if word < first]
        signs = [given[word] for word, _, _ in found if word < first]
        money = self._bits.of["money-sign"]
        for sign in _MONEY.finditer(self._text):
            at = bisect_left(places, sign.start())
            places.insert(at, sign.start())
            signs.insert(at, money)
        return endings, places, signs

    def _form(self, at: int) -> int:
        """The signs of a sentence's make-up, but for the endings of its words: those of `form_signs`."""
        text, sentence, of = self._text, self._sentences[at], self._bits.of
        start, end, count = sentence.start, sentence.end, self._words[at]
        if self._cuts_a_word(start) or self._cuts_a_word(end):
            return sum(of[sign] for sign in plain.form_signs(text, sentence))
        found = self._bits.lengths[bisect_right(_STEPS, count)] | self._bits.names[min(3, self._names[at])]
        if count:
            word: str = plain.LETTERS.search(text, start, end)[0]  # type: ignore[index]  # there are words
            known = openings().get(word.lower())
            found |= of[f"opens:{known or ('name' if word[0].isupper() else 'other')}"]
        if self._capitals[at] and plain.ACRONYM.search(text, start, end):
            found |= of["acronym"]
        if plain.SPEAKER.match(text, start, end):
            found |= of["speaker-label"]
        if text[end - 1] == "?":
            found |= of["question"]
        if sentence.bullet:
            found |= of["bullet"]
        return found | of["heading"] if plain.is_open_line(text, sentence.block) else found

    def _cuts_a_word(self, place: int) -> bool:
        """Whether a letter or digit stands on both sides of a place."""
        return b" " not in self._whole[place : place + 2]

    def _add_endings(self, endings: Sequence[tuple[int, int]]) -> None:
        starts = [sentence.start for sentence in self._sentences]
        for place, which in endings:
            _, sign, pattern, step = _ENDINGS[which]
            at = bisect_right(starts, place + step) - 1
            bit = self._bits.of[sign]
            if (
                at >= 0
                and not self.signs[at] & bit
                and pattern.match(self._text, place + step, self._sentences[at].end)
            ):
                self.signs[at] |= bit

    def _counts(self, own: int) -> int:
        """The signs of how many sorts of verbs and nouns there are."""
        verbs, nouns = (own & self._bits.verbs).bit_count(), (own & self._bits.nouns).bit_count()
        return self._bits.counts[0][min(4, verbs // 2)] | self._bits.counts[1][min(4, nouns // 2)]

    def plausible(self, at: int) -> bool:
        """Whether a sentence can be one: the same as `gate_signs.plausible`.

        It is where three words are no capitals, and they are a fifth of all, which are no more than the runs of letters where
        all letters are those of ASCII.
        """
        sentence, small = self._sentences[at], self._small[at]
        clear = (
            small >= 3
            and 5 * small >= self._words[at]
            and b"_" not in self._whole[sentence.start + 1 : sentence.end + 1]
        )
        return (clear and sentence.role != "furniture") or plain.plausible(self._text, sentence)
