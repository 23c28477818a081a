"""Who could receive: the places, peoples and organisations that a sentence names, and the one its document is about.

A statement's own sentence does not always say for whom: "$40 million for shelters" in a paper on the Solomon Islands.
Other names around a sentence (headings, the sentence before) receive too seldom to be worth asking: 1 to 4 of 100 in
the training documents, the sole subject 29.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.layout import Sentence
from pledgebook.language.lexicon import pattern_of
from pledgebook.model import Mention

SORTS = ("country", "nationality", "region", "group", "organisation", "government")
"""The sorts of names that can receive; a person never does."""
PLACES = ("country", "nationality", "region", "group")

_ARTICLE = pattern_of("places", "article")
_ANAPHORA = re.compile(
    rf"\b{pattern_of('places', 'pointing')}\s+(?:{pattern_of('places', 'whole')}\s+)?{pattern_of('places', 'regions')}\b",
    re.IGNORECASE,
)
_STRANGER = re.compile(
    rf"\b{pattern_of('places', 'towards')}\s+(?:{_ARTICLE}\s+)?"
    rf"(?P<who>[A-Z][\w&’'.-]*[\w.](?:\s+(?:{pattern_of('places', 'in-names')}\s+(?:{_ARTICLE}\s+)?)?[A-Z][\w&’'.-]*\w)+)"
)
"""A proper name of several words that no gazetteer knows: "a loan to Harena Rare Earths"."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a whole document when the recipients of its statements are judged.

    `names`: all mentions in the order of the text. `topics`: see `topics_of`.
    """

    text: str
    names: tuple[Mention, ...]
    topics: Mapping[str, str]

    def topic(self, mention: Mention) -> str:
        """The part that a name plays: "unnamed" without an id, "rare" beside others that are named often, and "even" where no
        place is named often: a text of a few lines has no topic."""
        others = "rare" if any(part != "home" for part in self.topics.values()) else "even"
        return next((self.topics[i] for i in mention.ids if i in self.topics), others if mention.ids else "unnamed")

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that start in `[start, end)` and could receive."""
        first = bisect_left(self.names, start, key=lambda m: m.start)
        last = bisect_left(self.names, end, lo=first, key=lambda m: m.start)
        return [m for m in self.names[first:last] if m.sort in SORTS and m.ids]


def topics_of(names: Sequence[Mention], home: str | None) -> dict[str, str]:
    """What part each place plays in a document: "home" (the speaker's own country), "sole" (named more than twice as
    often as any other that is not home), else "main" (the most named other one), "often" (at least a third as often as
    that), else nothing."""
    counts = Counter(i for m in names if m.sort in PLACES for i in m.ids)
    parts = {home: "home"} if home else {}
    others = sorted(((n, i) for i, n in counts.items() if i != home), key=lambda row: (-row[0], row[1]))
    if others and others[0][0] >= 2:
        top = others[0][0]
        parts[others[0][1]] = "sole" if len(others) == 1 or others[1][0] * 2 < top else "main"
        parts |= {i: "often" for n, i in others[1:] if n * 3 >= top and n >= 2}
    return parts


def named_in(parsed: Parsed, names: Mapping[int, Mention], text: str) -> list[tuple[int, Mention]]:
    """The mentions of a sentence that could receive, each with the token that heads it.

    Words such as "the region" and proper names that no gazetteer knows are mentions without ids, of the sorts
    "region" and "organisation"; whom they mean is found out later, by the room that knows names.
    """
    doc, offset, sentence = parsed.doc, parsed.start, parsed.sentence
    found: dict[tuple[int, int], tuple[int, Mention]] = {}
    tokens: dict[tuple[int, int], list[int]] = {}
    for index in sorted(names):
        tokens.setdefault((names[index].start, names[index].end), []).append(index)
    for span, own in tokens.items():
        mention = names[own[0]]
        if mention.sort in SORTS:
            head = next((i for i in own if doc[i].head.i not in own), own[-1])
            found[span] = (head, mention)
    taken = [(m.start, m.end) for m in names.values()]
    unnamed: tuple[tuple[re.Pattern[str], int | str, Literal["region", "organisation"]], ...]
    unnamed = ((_ANAPHORA, 0, "region"), (_STRANGER, "who", "organisation"))
    for pattern, group, sort in unnamed:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            start, end = match.span(group)
            if any(a < end and b > start for a, b in taken):
                continue
            at = _head_within(doc, start - offset, end - offset)
            if at is not None:
                found[start, end] = (at, Mention(start, end, text[start:end], (), sort))
    return [found[key] for key in sorted(found)]


def _head_within(doc: Any, start: int, end: int) -> int | None:
    tokens = [t for t in doc if start <= t.idx < end]
    inner = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inner), tokens[-1] if tokens else None)
    return None if head is None else int(head.i)


def topic_of(around: Around, sentence: Sentence) -> Mention | None:
    """The one place that the document is about, where the sentence does not name it: the first mention of it."""
    sole = next((i for i, part in around.topics.items() if part == "sole"), None)
    if sole is None or any(sole in m.ids for m in around.between(sentence.start, sentence.end)):
        return None
    return next((m for m in around.names if sole in m.ids and m.sort in PLACES), None)
