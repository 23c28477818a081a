"""What became of a promise, as later texts tell it: when a thing done delivers on it, by the rules of `data/progress.toml`.

The rules ask of two statements alone, so that the same links come out in whatever order texts were added. They are strict: who
follows a promise must not be told of another programme's money. docs/decisions/0016-progress-told.md says how they were measured.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final

from pledgebook.model import Judgement
from pledgebook.reconcile.block import key_of
from pledgebook.reconcile.features import DONE, LASTING, Features
from pledgebook.reconcile.likeness import shared_bits
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.names import readable_name
from pledgebook.reconcile.numbers import is_money, units
from pledgebook.reconcile.signs import for_others
from pledgebook.reconcile.weigh import SAME_AMOUNT, opposite, weigh
from pledgebook.reconcile.words import COMMON, FORMAL_ACTS, rarest, readable
from pledgebook.world.data import table
from pledgebook.world.words import stem

_TABLE: Final = table("reconcile", "data/progress.toml")
_RULES: Final[dict[str, Any]] = _TABLE["rules"]
_KEYS: Final[dict[str, int]] = _TABLE["keys"]
RULE: Final = f"delivers/{_TABLE['version']}"
"""The version of the rules together."""
SPEAKING: Final = frozenset(map(stem, _TABLE["speaking"]["acts"].split()))
"""Stems of acts that only speak, ask or order."""
PROGRAMMES: Final = frozenset(map(stem, _TABLE["programmes"]["nouns"].split()))
"""Stems of the nouns that a programme is named with."""
SCORE: Final = 0.8
"""How sure such a link is: of those that the rules find in official documents about four of five hold (decision 0016)."""
_TELLING: Final = frozenset(("action", "figure"))
_SHOWN: Final = 4  # words of a reason


def delivers(promise: Features, deed: Features) -> Judgement | None:
    """Whether a thing done (or a figure) delivers on a promise, as a judgement with its reason; None where nothing says so.

    It does where it was said later, is not of before the promise, is done by one who promised, for nobody else, and is of the same
    programme, the same words or the same count, or where nothing but the kind tells the two apart.
    """
    if not _may_deliver(promise, deed):
        return None
    why = (
        _same_promise(promise, deed)
        or _same_programme(promise, deed)
        or _same_count(promise, deed)
        or _same_words(promise, deed)
    )
    if why is None:
        return None
    left, right = sorted((promise.id, deed.id))
    return Judgement(left, right, "different", RULE, SCORE, (why,), relation="delivers", source=deed.id)


def _may_deliver(promise: Features, deed: Features) -> bool:
    if promise.kind != "commitment" or deed.kind not in _TELLING or promise.negated or deed.negated:
        return False
    if not deed.cues & DONE or deed.act in SPEAKING or deed.act in FORMAL_ACTS or promise.act in FORMAL_ACTS:
        return False
    if not promise.day or deed.day <= promise.day:
        return False
    if deed.last and deed.last < promise.day and not deed.cues & LASTING:
        return False
    if deed.kind == "figure" and (deed.unit is None or deed.unit != promise.unit):
        return False
    if promise.actors and deed.actors and not set(promise.actors) & set(deed.actors):
        return False
    return not opposite(promise.act, deed.act) and not for_others(promise, deed)


def _same_promise(promise: Features, deed: Features) -> str | None:
    """Whether merging takes the two for one: what was promised is told as done, with the number of the promise."""
    return "what was promised is told as done" if weigh(promise, deed)[0] == SAME_AMOUNT else None


def _same_programme(promise: Features, deed: Features) -> str | None:
    """The programme that is promised and that the deed names, where the deed is of it, too, or says how much of it."""
    rule = _RULES["same-programme"]
    of = _names_of_object(promise)
    shared = of & deed.names
    bits = _name_bits(shared)
    if bits < rule["names"] or 100 * bits < rule["cover"] * min(_name_bits(of), _name_bits(deed.names)):
        return None
    if not any(_names_programme(name) for name in shared):
        return None
    own = 2 * _name_bits(shared & _names_of_object(deed)) >= bits
    sure = (
        bits >= rule["sure"] and 10 * bits >= 9 * _name_bits(of) and 100 * bits >= rule["most"] * _name_bits(deed.names)
    )
    if deed.unit is None and not own and not sure:
        return None
    return _of_one_programme(shared)


def _names_programme(name: str) -> bool:
    return any(word in PROGRAMMES for word in name.split())


def _of_one_programme(shared: Iterable[str]) -> str:
    return f"both are of one programme: {_shown(map(readable_name, sorted(shared, key=_rarest_name)))}"


def _same_count(promise: Features, deed: Features) -> str | None:
    """What both count, where they do the same with it or name the same things."""
    rule = _RULES["same-count"]
    if not promise.unit or promise.unit != deed.unit or promise.unit == "percent":
        return None
    shared, less = shared_bits(promise, deed), min(promise.mass, deed.mass)
    telling = not is_money(promise) or promise.act not in COMMON  # money is given, paid and provided for anything
    if promise.act == deed.act and telling and shared >= rule["words"] and 100 * shared >= rule["cover"] * less:
        words = rarest(promise.words & deed.words, _SHOWN)
        return f"both count the same: {promise.unit}, {_shown(map(readable, words))}"
    names = promise.names & deed.names
    bits = _name_bits(names)
    if is_money(promise) or bits < rule["names"] or 100 * bits < rule["cover"] * _name_bits(promise.names):
        return None
    return f"both count the same: {promise.unit}, {_shown(map(readable_name, sorted(names, key=_rarest_name)))}"


def _same_words(promise: Features, deed: Features) -> str | None:
    """The words that both objects have, where they say most of what either says."""
    if is_money(promise) and deed.unit is None and shared_bits(promise, deed) < _RULES["many-words"]["words"]:
        return None
    if _counts_other_things(promise.unit, deed.unit):
        return None
    shared, less = 100 * shared_bits(promise, deed), min(promise.mass, deed.mass)
    for rule in (_RULES["same-words"], _RULES["many-words"]):
        if shared >= max(100 * rule["words"], rule["cover"] * less, rule["whole"] * promise.mass):
            return f"both are of the same: {_shown(map(readable, rarest(promise.words & deed.words, _SHOWN)))}"
    return None


def _counts_other_things(promised: str | None, done: str | None) -> bool:
    """Whether two units are of other things; a percentage may be of the same ("half of the doses")."""
    if promised is None or done is None or promised == done or "percent" in (promised, done):
        return False
    return not units(promised, done)


@functools.lru_cache(maxsize=16_384)
def _object_names(names: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if words.issuperset(name.split()))


def _names_of_object(one: Features) -> frozenset[str]:
    """Of the names of a sentence those that stand in the object."""
    return _object_names(one.names, one.words)


@functools.lru_cache(maxsize=16_384)
def _name_bits(names: frozenset[str]) -> int:
    return sum(map(name_bits, names))


def _rarest_name(name: str) -> tuple[int, str]:
    return (-name_bits(name), name)


def _shown(words: Iterable[str]) -> str:
    return ", ".join(list(words)[:_SHOWN])


def progress_keys(one: Features) -> tuple[int, ...]:
    """The keys under which promises and deeds are brought before the rules: 64-bit signed, ascending, without repeats."""
    return tuple(sorted(map(key_of, _subjects(one))))


@functools.lru_cache(maxsize=32_768)  # asked for when a statement comes and whenever it is compared
def _subjects(one: Features) -> frozenset[str]:
    """The same as text. What can neither promise nor deliver has none."""
    if one.negated or not one.day or not (one.kind == "commitment" or (one.kind in _TELLING and one.cues & DONE)):
        return frozenset()
    names = sorted((name for name in one.names if name_bits(name) >= _KEYS["rare"]), key=_rarest_name)
    found = {f"t|n|{name}" for name in names[: _KEYS["names"]]}
    found |= {f"t|w|{'|'.join(sorted(pair))}" for pair in combinations(rarest(one.words, _KEYS["words"]), 2)}
    if one.unit is not None and one.unit != "percent" and not is_money(one):
        found |= {f"t|u|{one.unit}|{word}" for word in rarest(one.words, _KEYS["counted"])}
    return frozenset(found)


def delivering(new: Sequence[Features], known: Sequence[Features]) -> tuple[Judgement, ...]:
    """The links between promises and deeds of which one at least is new, of all that share a key, in the order of their ids."""
    blocks: dict[str, tuple[list[Features], list[Features]]] = defaultdict(lambda: ([], []))
    fresh = {one.id for one in new}
    for one in {one.id: one for one in (*known, *new)}.values():
        for key in _subjects(one):
            blocks[key][one.kind != "commitment"].append(one)
    found: dict[tuple[str, str], Judgement] = {}
    for promises, deeds in blocks.values():
        for promise in promises:
            for deed in deeds:
                pair = (promise.id, deed.id)
                if pair in found or not (promise.id in fresh or deed.id in fresh):
                    continue
                if (judged := delivers(promise, deed)) is not None:
                    found[pair] = judged
    return tuple(sorted(found.values(), key=lambda one: (one.left, one.right)))
