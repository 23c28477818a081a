"""What must hold whatever weights are learned: documents that must end in one commitment, and documents that must not.

`tests/reconcile/judged/held.json` says of some groups of documents, each merged by itself as a book, which statements are of one promise. A
promise is *lost* where two of its documents do not share a commitment; a *stranger* is a statement of anything else that ends in one of its
commitments. What the program does not read today is left aside. The cases of `tests/reconcile/cases.toml` must come out as they say, too.
"""

from __future__ import annotations

import functools
import importlib.util
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from evals.learn.judged import HELD, ROOT, Pair, book_of, found_rows, judged, pairs
from pledgebook.model import Said
from pledgebook.reconcile import features, group, judge

CASES: Final = ROOT / "tests/reconcile/cases.toml"
CASE: Final = "case "
"""How the names of groups that are cases begin."""


class Broken(NamedTuple):
    """Something that does not hold: two statements, and whether they should be of one commitment."""

    left: str
    right: str
    same: bool
    about: str


def broken(said: Mapping[str, Sequence[Said]], shared: Path) -> list[Broken]:
    """All that does not hold with the weights of now."""
    homes: dict[tuple[str, ...], dict[str, int]] = {}
    found: list[Broken] = []
    for rows in judged(HELD):
        book = tuple(book_of(rows, shared))
        if book not in homes:
            homes[book] = home_of([one for name in book for one in said.get(name, ())])
        found += _broken(found_rows(rows, said), homes[book])
    return found + _broken_cases()


@functools.cache
def _cases() -> tuple[tuple[str, str, Said, Said], ...]:
    """Name, verdict and statements of every case."""
    spec = importlib.util.spec_from_file_location("sayings", CASES.with_name("sayings.py"))
    assert spec is not None
    assert spec.loader is not None
    sayings = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sayings)
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    return tuple(
        (one["name"], one["verdict"], *(_said(sayings.say, one[side]) for side in ("one", "other"))) for one in cases
    )


def _said(say: Any, given: dict[str, Any]) -> Said:
    """What a case says, as its test makes it ("none" stands for None)."""
    amount = given.get("amount")
    if isinstance(amount, dict):
        amount = {name: None if value == "none" else value for name, value in amount.items()}
    made: Said = say(**{**given, "amount": amount})
    return made


_RANK: Final = {"different": 0, "nothing": 0, "unsure": 1, "same": 2}


def _broken_cases() -> list[Broken]:
    """The cases that come out otherwise than they should, as far as more or less of sameness would mend them."""
    found = []
    for name, verdict, one, other in _cases():
        judged_now = judge(features(one), features(other))
        now = _RANK["nothing" if judged_now is None else judged_now.verdict]
        if now != _RANK[verdict]:
            found.append(Broken(one.statement.id, other.statement.id, now < _RANK[verdict], name))
    return found


def case_pairs() -> list[Pair]:
    """The cases that are the same or not, to be learned from; those that are to be asked about are only tried."""
    return [
        Pair(CASE + name, None, verdict == "same", True, features(one), features(other), (name, name), held=True)
        for name, verdict, one, other in _cases()
        if verdict != "unsure"
    ]


def home_of(said: Sequence[Said]) -> dict[str, int]:
    """The commitment of every statement, of all that are given merged together."""
    sets = (ids for found in group([features(one) for one in said]) for ids in found.commitments)
    return {id: number for number, ids in enumerate(sets) for id in ids}


def _broken(members: Sequence[tuple[Mapping[str, Any], Said]], home: Mapping[str, int]) -> list[Broken]:
    """What does not hold of one group: of two documents that share no commitment all pairs, of strangers those that are joined."""
    found: list[Broken] = []
    for place, (row, one) in enumerate(members):
        for other_row, other in members[place + 1 :]:
            promise, theirs = row.get("promise"), other_row.get("promise")
            if promise is None and theirs is None:
                continue
            joined = home[one.statement.id] == home[other.statement.id]
            about = f"{row['about']} | {other_row['about']}"
            if promise != theirs:
                if joined:
                    found.append(Broken(one.statement.id, other.statement.id, False, about))
            elif not _meet(row["document"], other_row["document"], promise, members, home):
                found.append(Broken(one.statement.id, other.statement.id, True, about))
    return found


def _meet(
    left: str, right: str, promise: str, members: Sequence[tuple[Mapping[str, Any], Said]], home: Mapping[str, int]
) -> bool:
    """Whether two documents share a commitment of the promise."""
    ours, theirs = (
        {home[one.statement.id] for row, one in members if row["document"] == name and row.get("promise") == promise}
        for name in (left, right)
    )
    return bool(ours & theirs)


def held_pairs(said: Mapping[str, Sequence[Said]]) -> list[Pair]:
    """The pairs of what must hold, as the program reads them today."""
    return pairs(HELD, said)[0]


def heavier(
    weights: Mapping[tuple[str, str], float], found: Sequence[Broken], by: float
) -> dict[tuple[str, str], float]:
    """What pairs count, those of what does not hold so many times as much."""
    changed = dict(weights)
    for one in found:
        pair = (min(one.left, one.right), max(one.left, one.right))
        changed[pair] = changed.get(pair, 1.0) * by
    return changed
