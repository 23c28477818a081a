"""Where statements of one commitment cannot both be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pledgebook.model import Contradiction, ContradictionType, Said, plain_words
from pledgebook.reconcile.features import ADDITIONAL, TOTAL, Features
from pledgebook.reconcile.numbers import EXACT, NEAR, UNLIKE, numbers
from pledgebook.reconcile.places import APART, CONTAINED
from pledgebook.reconcile.places import recipients as compare_recipients
from pledgebook.reconcile.signs import periods
from pledgebook.reconcile.support import support, why_better
from pledgebook.reconcile.weigh import opposite

_Clash = Callable[[Features, Features], bool]


def contradictions(members: Sequence[tuple[Said, Features]]) -> tuple[Contradiction, ...]:
    """The contradictions of a commitment, one for each reading that the best-supported one excludes.

    Of statements that give the same reading the best-supported speaks for all, so that a number that a hundred pages repeat
    contradicts another number once.
    """
    ordered = sorted(members, key=lambda member: support(member[0]))
    found = []
    for name, reading, clash in _TYPES:
        first: dict[object, tuple[Said, Features]] = {}
        for member in ordered:
            value = reading(member[1])
            if value is not None:
                first.setdefault(value, member)
        found += [
            Contradiction(
                _named(name, better[1]),
                (better[0].statement.id, worse[0].statement.id),
                better[0].statement.id,
                (*_what(name, better, worse), *why_better(better[0], worse[0])),
            )
            for better, worse in _clashes(list(first.values()), clash)
        ]
    return tuple(found)


_Member = tuple[Said, Features]


def _clashes(readings: Sequence[_Member], clash: _Clash) -> Iterator[tuple[_Member, _Member]]:
    """Each reading with the best-supported one that excludes it; readings come best first."""
    for place, worse in enumerate(readings):
        for better in readings[:place]:
            if clash(better[1], worse[1]):
                yield better, worse
                break


def _named(name: ContradictionType, features: Features) -> ContradictionType:
    return "amount" if name == "count" and features.unit is not None and features.unit.isupper() else name


def _number(one: Features) -> object:
    return None if one.unit is None else (one.unit, one.per, one.anchor, one.floor, one.ceiling)


def _deadline(one: Features) -> object:
    return (one.first, one.last) if one.last else None


def _recipients(one: Features) -> object:
    return one.recipients or None


def _additional(one: Features) -> object:
    sort = one.cues & (ADDITIONAL | TOTAL)
    return None if one.unit is None or sort not in (ADDITIONAL, TOTAL) else (sort, one.unit, one.anchor)


def _status(one: Features) -> object:
    return (one.negated, one.act)


def _unlike(left: Features, right: Features) -> bool:
    return numbers(left, right) == UNLIKE


def _other_deadline(left: Features, right: Features) -> bool:
    return periods(left, right) in (CONTAINED, APART)


def _other_recipients(left: Features, right: Features) -> bool:
    return compare_recipients(left.recipients, right.recipients) == APART


def _added_or_all(left: Features, right: Features) -> bool:
    return (left.cues ^ right.cues) & ADDITIONAL != 0 and numbers(left, right) in (EXACT, NEAR)


def _undone(left: Features, right: Features) -> bool:
    return left.negated != right.negated or opposite(left.act, right.act)


_TYPES: tuple[tuple[ContradictionType, Callable[[Features], object], _Clash], ...] = (
    ("count", _number, _unlike),
    ("deadline", _deadline, _other_deadline),
    ("recipient", _recipients, _other_recipients),
    ("additional_or_total", _additional, _added_or_all),
    ("status", _status, _undone),
)


def _what(name: ContradictionType, better: _Member, worse: _Member) -> tuple[str, ...]:
    a, b = better[0].statement, worse[0].statement
    if name == "count" and a.quantity is not None and b.quantity is not None:
        return (f"one says {plain_words(a.quantity.text)}, the other {plain_words(b.quantity.text)}",)
    if name == "deadline" and a.period is not None and b.period is not None:
        return (f"one says {a.period.edtf}, the other {b.period.edtf}",)
    if name == "recipient":
        return (f"one is for {', '.join(better[1].recipients)}, the other for {', '.join(worse[1].recipients)}",)
    if name == "additional_or_total":
        return ("one says that the number comes on top, the other that it is all",)
    if a.act.polarity != b.act.polarity:
        return ("one says that it will be, the other that it will not",)
    return (f"one says {a.act.lemma}, the other {b.act.lemma}",)
