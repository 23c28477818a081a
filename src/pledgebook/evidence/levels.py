"""Parents and children among activities and flows: is the money of the lower ones already in that of the upper?

The standard of IATI wants each transaction at one level only, and publishers differ: some repeat at the top what stands below,
some book at each level what belongs there. So the amounts decide, for each type of transaction and year:

- a parent that holds exactly what those below it hold repeats them: it counts once;
- a parent whose transactions have numbers of their own, none of which stands below, books other money: both count;
- a parent that holds less than those below it cannot hold them: both count;
- a parent that holds more may hold them: it counts, what is below does not, and both sums are said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pledgebook.evidence.addends import Addend

Group = tuple[str, str]  # type of transaction and year


@dataclass(slots=True)
class Levels:
    """How the levels of money stand to each other.

    `left_out`: the addends that a parent holds or may hold, by their ids. `repeated`: how much of it the parents repeat for certain;
    `held`: how much they may hold. `above`, `below`: the sums of the top and of all below it that were both counted.
    """

    left_out: set[str] = field(default_factory=set)
    repeated: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    above: Decimal = Decimal(0)
    below: Decimal = Decimal(0)


def levels(found: Iterable[Addend]) -> Levels:
    """Which of the addends stand below others that hold them. Those without an activity stand alone."""
    addends = [one for one in found if one.activity is not None]
    upper = _parents(addends)
    groups: dict[Group, dict[str, list[Addend]]] = defaultdict(lambda: defaultdict(list))
    for one in addends:
        groups[one.type, one.period[:4]][one.activity or ""].append(one)
    result = Levels()
    for nodes in groups.values():
        holders = _holders(nodes, upper)
        if holders:
            _weigh(nodes, holders, result)
    return result


def _parents(addends: Iterable[Addend]) -> dict[str, set[str]]:
    upper: dict[str, set[str]] = defaultdict(set)
    for one in addends:
        node = one.activity or ""
        if one.parent:
            upper[node].add(one.parent)
        for child in one.children:
            upper[child].add(node)
    return upper


def _ancestors(node: str, upper: Mapping[str, set[str]]) -> dict[str, None]:
    """What lies above a node, the nearest first."""
    found: dict[str, None] = {}
    row = [node]
    while row:
        row = sorted({parent for one in row for parent in upper.get(one, ())} - found.keys())
        found.update(dict.fromkeys(row))
    return found


def _holders(nodes: Iterable[str], upper: Mapping[str, set[str]]) -> dict[str, str]:
    """For each node that lies below another that has money, the nearest such. In a circle the first by its id is on top."""
    ancestors = {node: _ancestors(node, upper) for node in nodes}
    holders = {}
    for node, above in ancestors.items():
        for other in above:
            if other in ancestors and other != node and (node not in ancestors[other] or other < node):
                holders[node] = other
                break
    return holders


def _weigh(nodes: Mapping[str, list[Addend]], holders: Mapping[str, str], result: Levels) -> None:
    below: dict[str, list[str]] = defaultdict(list)
    for node, holder in sorted(holders.items()):
        below[holder].append(node)
    order = sorted(nodes, key=lambda node: _depth(node, holders), reverse=True)  # the lowest first
    whole: dict[str, Decimal] = {}  # of a node with what counts below it
    for node in order:
        own = sum((one.value for one in nodes[node]), Decimal(0))
        lower = sum((whole[child] for child in below[node]), Decimal(0))
        whole[node] = own
        if not below[node]:
            continue
        under = list(_all_below(node, below))
        inside = [one for child in under for one in nodes[child] if one.id not in result.left_out]
        if own == lower or (own > lower > 0 and not _own_numbers(nodes[node], inside)):
            result.left_out.update(one.id for one in inside)
            if own == lower:
                result.repeated += lower
            else:
                result.held += lower
        else:
            whole[node] = own + lower
            if own and lower and node not in holders:
                result.above += own
                result.below += lower


def _depth(node: str, holders: Mapping[str, str]) -> tuple[int, str]:
    depth, at = 0, node
    while at in holders:
        depth, at = depth + 1, holders[at]
    return depth, node


def _all_below(node: str, below: Mapping[str, list[str]]) -> Iterable[str]:
    row = [node]
    while row:
        row = [child for one in row for child in below.get(one, ())]
        yield from row


def _own_numbers(parents: list[Addend], children: list[Addend]) -> bool:
    """Whether every transaction has a publisher's number and no number of a parent stands below it."""
    if not all(one.ref for one in (*parents, *children)):
        return False
    return not {one.ref for one in parents} & {one.ref for one in children}
