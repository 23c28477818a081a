"""Figures of a table of which some are totals of others: which of them add up to what was asked for.

A publisher's total counts where it covers all that is selected: it holds what its parts leave out (rounding, what is withheld).
The parts count where no total does. The two are never added, and their difference is said.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pledgebook.evidence.addends import Addend, Sides, Tally
from pledgebook.evidence.formats.names import names, plain
from pledgebook.evidence.wording import shorn
from pledgebook.model import Measure

Marks = frozenset[str]  # the dimensions of which a figure is the total


def figures(measure: Measure, found: list[Addend], tally: Tally) -> tuple[list[Addend], str | None]:
    """The observations that may be added, or why none may."""
    pinned = {name for name, _ in measure.select}
    found, refused = _unmarked(found, tally)
    if refused is not None:
        return [], refused
    found = _chosen(measure, found, pinned, tally)
    kept: list[Addend] = []
    for group in _by_side(found).values():
        kept.extend(_shortest(group, tally))
    return kept, _unlike(measure, kept)


def _by_side(found: Iterable[Addend]) -> dict[Sides, list[Addend]]:
    groups: dict[Sides, list[Addend]] = defaultdict(list)
    for one in found:
        groups[one.side].append(one)
    return groups


def _unmarked(found: list[Addend], tally: Tally) -> tuple[list[Addend], str | None]:
    """Without the totals of which nobody knows what they are totals of, unless there is nothing else."""
    if any(not one.total or one.total_of for one in found):
        return tally.keep(found, lambda one: not one.total or bool(one.total_of), "totals of others of the table"), None
    several = [period for period, count in Counter(one.period for one in found).items() if count > 1]
    if several:
        return [], f"nothing is added: several totals stand for {min(several)}, and one may hold the other"
    return found, None


def _chosen(measure: Measure, found: list[Addend], pinned: set[str], tally: Tally) -> list[Addend]:
    """For each period the totals that cover the selection, or the parts; the other ones are left out."""
    # of a dimension that the measure selects values of, the values themselves count
    mixed = {name for name in pinned if len({name in one.total_of for one in found}) > 1}
    found = tally.keep(found, lambda one: not mixed & set(one.total_of), "totals of others of the table")
    periods: dict[str, dict[Marks, list[Addend]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        periods[one.period][frozenset(one.total_of) - pinned].append(one)
    kept: list[Addend] = []
    covered, parts_sum, parts_count = Decimal(0), Decimal(0), 0
    for groups in periods.values():
        parts = groups[min(groups, key=lambda marks: (len(marks), sorted(marks)))]
        best = _best(groups, parts)
        kept.extend(best)
        others = sum(map(len, groups.values())) - len(best)
        if best is parts:
            tally.left_out["totals of others of the table"] += others
            continue
        tally.left_out["parts of the publisher's own totals"] += others
        covered += sum((one.value for one in best), Decimal(0))
        parts_sum += sum((one.value for one in parts), Decimal(0))
        parts_count += len(parts)
    tally.left_out += Counter()  # drops what was counted no time
    if parts_count and covered != parts_sum:
        difference = covered - parts_sum
        way = "less" if difference > 0 else "more"
        tally.notes.append(
            f"The publisher's own total counts, {shorn(covered)} {measure.unit}; its {parts_count:,} parts add up to "
            f"{shorn(parts_sum)}, {shorn(abs(difference))} {way}."
        )
    return kept


def _best(groups: dict[Marks, list[Addend]], parts: list[Addend]) -> list[Addend]:
    """The figures that are totals of the most dimensions and cover all that the parts do, each once; else the parts."""
    for marks in sorted(groups, key=lambda marks: (-len(marks), sorted(marks))):
        rows = groups[marks]
        if rows is parts:
            break
        rest = [_without(one.side, marks) for one in rows]
        if len(set(rest)) == len(rest) and {_without(one.side, marks) for one in parts} <= set(rest):
            return rows
    return parts


def _without(side: Sides, marks: Marks) -> Sides:
    return tuple(pair for pair in side if pair[0] not in marks)


def _shortest(group: list[Addend], tally: Tally) -> list[Addend]:
    """The figures of one side without the longer periods whose parts are there. Figures of the very same period all count."""
    taken: list[tuple[date, date]] = []  # disjoint, in order
    kept = []
    for one in sorted(group, key=lambda one: (one.end - one.start, one.start)):
        span = (one.start, one.end)
        place = bisect_left(taken, span)
        if place < len(taken) and taken[place] == span:
            kept.append(one)
            continue
        if (place and taken[place - 1][1] >= one.start) or (place < len(taken) and taken[place][0] <= one.end):
            tally.left_out["longer periods, whose parts are counted"] += 1
            continue
        taken.insert(bisect_right(taken, span), span)
        kept.append(one)
    return kept


def _unlike(measure: Measure, found: list[Addend]) -> str | None:
    """Why figures must not be added to each other, if they must not."""
    kinds_of: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for name, value in one.side:
            kinds_of[name].add(value)
    for name, kinds in kinds_of.items():
        if len(kinds) > 1 and plain(name) in names("unlike"):
            what = "indicators" if name == "indicator" else f"values of {name!r}"
            return f"nothing is added: {len(kinds)} {what} fit, which count different things: the measure must name one"
    together = Counter(one.period if measure.sum == "last" else "" for one in found)
    if measure.unit == "percent" and max(together.values(), default=0) > 1:
        return f"nothing is added: {len(found):,} percentages fit, and percentages do not add up"
    return None
