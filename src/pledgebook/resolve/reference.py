"""From the words of a subject to the actors they stand for: names, "we", "they", "our army", "the company"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor, Statement
from pledgebook.resolve.antecedents import antecedents, named_before
from pledgebook.resolve.descriptions import bare
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.phrases import named_in
from pledgebook.resolve.pronouns import antecedent, speaker
from pledgebook.resolve.proper import Named

Earlier = Sequence[tuple[int, tuple[Actor, ...]]]
"""The actors of the statements before, with the places of their acts."""


FIRST = words_of("references", "first-person")
THIRD = words_of("references", "third-person")
_FORMER = words_of("references", "former")
_LATTER = words_of("references", "latter")
_WHO = ("country", "organisation", "government", "group", "person")
OWNED = expression("resolve", "owned")
_FLOATING = expression("resolve", "floating")
_SHARED = expression("resolve", "shared")
_OWN_PEOPLE = expression("resolve", "own-people")
_WE_ACT = expression("resolve", "we-act")
_WE = expression("resolve", "we")
_WHOSE = expression("resolve", "whose")
_WE_LAST = expression("resolve", "we-last")
_AND_I = expression("resolve", "and-i")
_JOINTLY = expression("resolve", "jointly")


@dataclass(frozen=True)
class Subject:
    """The words of a subject, stripped, with where they stand and what they belong to."""

    memory: Memory
    start: int
    end: int
    statement: Statement
    earlier: Earlier

    @cached_property
    def words(self) -> str:
        """The words as the text has them."""
        return self.memory.text[self.start : self.end]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without floating words ("each"), marks and white space around it."""
    words = _FLOATING.sub("", text[start:end].rstrip())
    lead = len(words) - len(words.lstrip(" \t\n\"“'‘("))
    words = words.rstrip(" \t\n\"”'’)(,;:")
    return start + lead, start + max(lead, len(words))


def _as_actors(found: Sequence[Named], rule: str | None, subject: Subject) -> tuple[Actor, ...]:
    first = {name.id: name for name in reversed(found)}
    ids = dict.fromkeys(name.id for name in found)
    if rule is None:
        return tuple(Actor(i, first[i].name, first[i].start, first[i].end) for i in ids)
    return tuple(Actor(i, first[i].name or i, subject.start, subject.end, rule) for i in ids)


def _spoken(subject: Subject, place: int | None = None) -> tuple[Actor, ...]:
    found, rule = speaker(subject.memory, subject.start if place is None else place, subject.statement.attribution)
    return _as_actors(found, rule, subject)


def _pronoun(subject: Subject) -> tuple[Actor, ...] | None:
    low = subject.words.lower()
    if (
        expression("resolve", "we-all").fullmatch(low)
        and subject.earlier
        and _JOINTLY.match(subject.memory.text, subject.end)
    ):
        both = [a for a in subject.earlier[-1][1] if a.id]
        if len(both) > 1:
            return tuple(Actor(a.id, a.name, subject.start, subject.end, "pronoun-we-jointly") for a in both)
    if low in FIRST:
        return _spoken(subject)
    if low in THIRD:
        found, rule = antecedent(subject.memory, subject.start, low, subject.earlier)
        return _as_actors(found, rule, subject)
    return None


def _of_two(subject: Subject) -> tuple[Actor, ...] | None:
    """ "The former", "the latter": the first or the last of those named together before."""
    low = subject.words.lower()
    if low not in _FORMER and low not in _LATTER:
        return None
    found = antecedents(subject.memory, subject.start, lambda mention: mention.sort in _WHO, several=True)
    both = next((one.mentions for one in found if len(one.mentions) > 1), ())
    if not both:
        return ()
    meant = both[0] if low in _FORMER else both[-1]
    return tuple(Actor(i, meant.text, subject.start, subject.end, "of-two") for i in meant.ids)


def _speaking(subject: Subject) -> tuple[Actor, ...] | None:
    """ "… that we will pay": the act has a "we" of its own, whatever the parser made its subject."""
    act, target = subject.statement.act.start, subject.statement.object
    inside = target.start <= subject.start < target.end  # "we provide tanks donated by Norway"
    if subject.statement.kind == "appeal" or inside or not _WE_ACT.search(subject.memory.text[max(0, act - 14) : act]):
        return None
    found = _spoken(subject, act)
    return found if found and not _WE_LAST.search(subject.words) else None


def _named(subject: Subject) -> tuple[Actor, ...] | None:
    memory = subject.memory
    if OWNED.match(subject.words) and not memory.within(subject.start, subject.end):
        return None
    found = named_in(memory, subject.start, subject.end)
    if not found:
        return None
    beside: list[Named] = []
    if _AND_I.search(subject.words):
        beside = speaker(memory, subject.end - 1, subject.statement.attribution)[0]
    return _as_actors([*beside, *found], None, subject)


def _owned(subject: Subject) -> tuple[Actor, ...] | None:
    """ "Our army": whose it is, unless it is somebody else who only belongs to him ("our allies")."""
    owner = OWNED.match(subject.words)
    if owner is None or _SHARED.search(subject.words):
        return None
    pronoun = owner.group(1).lower()
    if pronoun in FIRST:
        found, rule = speaker(subject.memory, subject.start, subject.statement.attribution)
    else:
        found, rule = antecedent(subject.memory, subject.start, pronoun, subject.earlier)
    if _OWN_PEOPLE.search(subject.words):
        return ()
    return _as_actors(found, rule.replace("pronoun", "owner"), subject)


def _whose(subject: Subject) -> tuple[Actor, ...] | None:
    """ "France, whose soldiers …": the one named right before."""
    memory = subject.memory
    if not _WHOSE.match(subject.words):
        return None
    named = next(iter(named_before(memory, subject.start)), None)
    if named is None or memory.text[named.end : subject.start].strip(" ,"):
        return ()
    return tuple(Actor(i, named.text, subject.start, subject.end, "whose") for i in named.ids)


def _we_and_others(subject: Subject) -> tuple[Actor, ...] | None:
    return _spoken(subject) if _WE.match(subject.words) else None


def _described(subject: Subject) -> tuple[Actor, ...]:
    return _as_actors(*bare(subject.memory, subject.start, subject.end, subject.earlier), subject)


_READINGS: tuple[Callable[[Subject], tuple[Actor, ...] | None], ...] = (
    _pronoun,
    _of_two,
    _speaking,
    _named,
    _owned,
    _whose,
    _we_and_others,
    _described,
)


def meant_by(memory: Memory, actor: Actor, statement: Statement, earlier: Earlier) -> tuple[Actor, ...]:
    """One phrase as the actors it stands for; () where it names nobody in particular."""
    if actor.id is not None or actor.start is None or actor.end is None:
        return (actor,) if actor.id is not None else ()
    start, end = stripped(memory.text, actor.start, actor.end)
    start = max(start, memory.dateline(start))
    if start >= end:
        return ()
    label = memory.text.rfind(": ", start, end)
    if label >= 0:
        start, end = stripped(memory.text, label + 2, end)
    if start >= end:
        return ()
    subject = Subject(memory, start, end, statement, earlier)
    return next((found for reading in _READINGS if (found := reading(subject)) is not None), ())


def all_meant(memory: Memory, actors: Sequence[Actor], statement: Statement, earlier: Earlier) -> tuple[Actor, ...]:
    """Everybody for whom these phrases stand, each id once."""
    found = [one for actor in actors for one in meant_by(memory, actor, statement, earlier)]
    first = {actor.id: actor for actor in reversed(found)}
    return tuple(first[i] for i in dict.fromkeys(actor.id for actor in found))
