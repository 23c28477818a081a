"""Whom a pronoun or "the country" can mean: the names before it, alone or joined, each with a score."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pledgebook.language.grammar import expression
from pledgebook.model import Mention
from pledgebook.resolve.chains import unlisted_before
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.proper import instrument_words

REACH, MOST = 900, 40
"""Characters and names before a place that are looked at."""
FARTHER, SUBJECT, ACTING, PLACE, JOINED, ALONE = -1.6, 1.4, 0.8, -1.0, 1.5, -0.3
"""What counts for and against a name: each sentence between, opening its sentence, a verb behind it, a preposition of
place before it; for "they" a pair or list of names, and one name alone."""

_JOIN = expression("resolve", "names-joined")
_OPENING = expression("resolve", "before-name")
_WORD = re.compile(r"[a-z]{3}")
_VERB = expression("resolve", "acting")
_AT = expression("resolve", "place-link")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Names that may be meant together, in the order of the text, and how well they fit."""

    mentions: tuple[Mention, ...]
    score: float

    @property
    def ids(self) -> tuple[str, ...]:
        """Everybody who is meant, each once."""
        return tuple(dict.fromkeys(i for mention in self.mentions for i in mention.ids))


def antecedents(
    memory: Memory,
    place: int,
    fits: Callable[[Mention], bool],
    *,
    several: bool | None = None,
    more: Sequence[Mention] = (),
) -> list[Antecedent]:
    """The names before a place that fit, the best first; of equals the nearest.

    `several`: True for "they", which likes lists; False for "it", which takes no list; None takes single names as they
    are. `more`: phrases that stand for somebody, beside the names.
    """
    names = [
        m
        for m in named_before(memory, place, more)
        if fits(m) and not _labels(memory, m) and not _of_an_event(memory, m)
    ]
    groups = _groups(memory.text, names) if several is not None else [(m,) for m in names]
    found = []
    for group in groups:
        score = _score(memory, group, place)
        if several:
            score += JOINED if len(group) > 1 else ALONE
        elif several is False and len(group) > 1:
            continue
        found.append(Antecedent(group, score))
    return sorted(found, key=lambda one: -one.score)


def named_before(memory: Memory, place: int, more: Sequence[Mention] = ()) -> list[Mention]:
    """The names before a place, the nearest first, with those that no gazetteer knows; of two that overlap the longer."""
    known, unlisted = memory.before(place, REACH)[:MOST], list(unlisted_before(memory, place, REACH))
    every = (*known, *unlisted)
    unlisted += [m for m in more if not any(one.start <= m.start and m.end <= one.end for one in every)]
    if not unlisted:
        return known
    alone = [m for m in known if not any(one.start <= m.start and m.end <= one.end for one in unlisted)]
    return sorted([*alone, *unlisted], key=lambda m: -m.end)[:MOST]


def _labels(memory: Memory, mention: Mention) -> bool:
    """The name is the label of a speaker's turn, not part of what is said."""
    return any(turn.start <= mention.start <= turn.end for turn in memory.turns)


def _of_an_event(memory: Memory, mention: Mention) -> bool:
    """The name only opens that of an event or law: "the UN Climate Conference"."""
    place = bisect_right(memory.runs, (mention.start, len(memory.text))) - 1
    low, high = memory.runs[place] if place >= 0 else (0, 0)
    return low <= mention.start and mention.end < high and memory.text[low:high].split()[-1] in instrument_words()


def _groups(text: str, names: Sequence[Mention]) -> list[tuple[Mention, ...]]:
    """Names joined by "and" or commas, nearest group first."""
    groups: list[list[Mention]] = []
    for mention in sorted(names, key=lambda m: m.start):
        if groups and _JOIN.fullmatch(text, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [part for group in reversed(groups) for part in _whole(text, group)]


def _whole(text: str, group: Sequence[Mention]) -> list[tuple[Mention, ...]]:
    """A list of names; two with only a comma are a place within another ("Lima, Peru") and stand alone, the nearer first."""
    gaps = (text[one.end : other.start] for one, other in itertools.pairwise(group))
    return (
        [tuple(group)] if len(group) != 2 or any(gap.strip(", ") for gap in gaps) else [(m,) for m in reversed(group)]
    )


def _score(memory: Memory, group: Sequence[Mention], place: int) -> float:
    first, last = group[0], group[-1]
    begin = max(memory.sentence(first.start), memory.dateline(first.start))
    between = bisect_right(memory.starts, memory.sentence(place)) - bisect_right(memory.starts, begin)
    subject = not _WORD.search(_OPENING.sub("", memory.text[begin : first.start].strip()))
    acting = _VERB.match(memory.text, last.end) is not None
    where = _AT.search(memory.text, max(0, first.start - 12), first.start) is not None
    return FARTHER * between + SUBJECT * subject + ACTING * acting + PLACE * where - (place - last.end) / REACH
