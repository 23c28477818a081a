"""Which series may speak of a commitment: a score, the reasons for it, and a measure that a person can confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledgebook.evidence.series import Series
from pledgebook.model import Commitment, Measure, days_of
from pledgebook.world.countries import lies_in, place_name, place_of

LEAST = Decimal("0.4")
"""The score below which nothing is suggested."""

# what each agreement counts; together 1
_ACTOR, _UNIT, _RECIPIENT, _WORDS, _PERIOD, _RUNG = (Decimal(n) / 100 for n in (25, 30, 20, 10, 10, 5))
_SMALL = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "into",
        "over",
        "under",
        "their",
        "its",
        "our",
        "this",
        "that",
        "will",
        "by",
        "of",
        "to",
        "in",
        "on",
        "at",
        "a",
        "an",
        "as",
        "new",
        "total",
        "united",
    ]
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure for a commitment: `score` from 0 to 1, `reasons` that spoke for and against, each a short sentence."""

    measure: Measure
    score: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One number that a commitment may mean, with its period; `label` where there are several."""

    target: Decimal | None
    unit: str
    period: str | None
    label: str | None
    note: str | None


def suggest(commitment: Commitment, catalogue: Sequence[Series]) -> list[Suggestion]:
    """Measures that may tell what became of a commitment, the best first; a person confirms one or none.

    A contradicted number gives a measure for each reading, labelled with it. Actors, units and recipients that say something
    else rule a series out; what is not said only lacks its points.
    """
    found: list[Suggestion] = []
    for one in catalogue:
        if (weighed := _weigh(commitment, one)) is None:
            continue
        score, reasons, select = weighed
        if score < LEAST:
            continue
        for reading in _readings(commitment):
            measure = Measure(
                source=one.source,
                select=select,
                sum="value" if one.sort == "table" else "amount",
                unit=one.unit,
                period=reading.period,
                target=reading.target,
                note=reading.note,
                label=reading.label,
            )
            found.append(Suggestion(measure, score, reasons))
    return sorted(found, key=lambda s: (-s.score, s.measure.source, s.measure.label or "", s.measure.select))


def _weigh(
    commitment: Commitment, one: Series
) -> tuple[Decimal, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]] | None:
    score = Decimal(0)
    reasons: list[str] = []
    select: list[tuple[str, tuple[str, ...]]] = []
    if (unit := _unit(commitment, one)) is None:
        return None
    score += unit[0]
    reasons.append(unit[1])
    if one.sort == "table":
        if one.country is not None and commitment.actors:
            if one.country not in commitment.actors:
                return None
            score += _ACTOR
            reasons.append(f"the figures measure what {place_name(one.country)} does, which made the commitment")
    else:
        givers = [
            actor for actor in commitment.actors if any(place_of(name) == actor for name in _values(one, "provider"))
        ]
        if not givers:
            return None
        score += _ACTOR
        reasons.append(f"{', '.join(map(place_name, givers))} gives money in this source")
        select.append(("provider", tuple(givers)))
    places = _places(commitment, one)
    if places is None:
        return None
    if places[1]:
        score += places[0]
        reasons.append(places[2])
        select.append(places[1])
    shared = _tokens(commitment.object) & _tokens(" ".join([one.title or "", one.source.replace("-", " ")])) - _tokens(
        one.unit
    )
    if shared:
        score += min(_WORDS, _WORDS * len(shared) / 2)
        reasons.append(f"both speak of {', '.join(sorted(shared))}")
    if sectors := _sectors(commitment, one):
        score += _WORDS
        reasons.append(f"its words speak of {', '.join(sectors)}")
        select.append(("sector", sectors))
    overlap = _overlap(commitment.period, one)
    if commitment.period is None and commitment.first_stated is not None:
        reasons.append(f"no period is stated: what came after {commitment.first_stated} counts")
    if overlap is False:
        reasons.append(f"its figures ({one.first} to {one.last}) lie outside {commitment.period}")
        score -= _PERIOD
    elif overlap:
        score += _PERIOD
        reasons.append(f"its figures, from {one.first} to {one.last}, cover part of {commitment.period} or all of it")
    if one.rung is not None:
        select.append(("rung", (one.rung,)))
        if one.direction is not None:
            select.append(("direction", (one.direction,)))
        if one.rung in ("disbursed", "spent"):
            score += _RUNG
            reasons.append(f"it says what was {one.rung}")
        else:
            reasons.append(f"it says what was {one.rung}, which is not yet delivered")
    return max(Decimal(0), min(Decimal(1), score)), tuple(reasons), tuple(select)


def _unit(commitment: Commitment, one: Series) -> tuple[Decimal, str] | None:
    """What the unit counts, None where it is another one."""
    promised = commitment.quantity.unit if commitment.quantity else None
    money = re.compile(r"[A-Z]{3}")
    if promised == one.unit:  # that both are in dollars says less than that both count refugees
        return (_UNIT / 2 if money.fullmatch(one.unit) else _UNIT), f"both count {one.unit}"
    if promised is not None and (money.fullmatch(promised) or money.fullmatch(one.unit)):
        return None
    said = _tokens(" ".join((promised or "", commitment.object)))
    wanted = _tokens(one.unit)
    if promised is not None and _tokens(promised) & wanted:
        return _UNIT * 4 / 5, f"{promised!r} may mean {one.unit!r}"
    if wanted and wanted <= said:
        return _UNIT / 2, f"its words speak of {one.unit!r}"
    return None


def _places(commitment: Commitment, one: Series) -> tuple[Decimal, tuple[str, tuple[str, ...]] | None, str] | None:
    """The dimension whose values are where the commitment goes; None where the series is of other places only."""
    named = list(commitment.recipients)
    best: tuple[Decimal, tuple[str, tuple[str, ...]] | None, str] = (Decimal(0), None, "")
    spatial = False
    for name, values in one.dimensions:
        if name == "provider" or name == "sector":
            continue
        known = {value: place for value in values if value and (place := place_of(value)) is not None}
        if not known:
            continue
        spatial = True
        wanted = named or [place for place in dict.fromkeys(known.values()) if _spoken(place, commitment.object)]
        if one.sort != "table":
            wanted_by = set(commitment.actors)
            known = {v: p for v, p in known.items() if any((giver, v) in one.pairs for giver in wanted_by)}
        exact = tuple(value for value, place in known.items() if place in wanted)
        inside = tuple(value for value, place in known.items() if any(lies_in(place, region) for region in wanted))
        fitting = exact if exact and {known[value] for value in exact} == set(wanted) else inside
        if not fitting:
            continue
        points = _RECIPIENT if fitting == exact else _RECIPIENT * 3 / 4
        where = ", ".join(place_name(place) for place in wanted)
        if points > best[0]:
            if fitting == exact:
                best = points, (name, tuple(sorted(fitting))), f"its {name} names {where}"
            else:
                chosen = tuple(sorted(fitting))
                shown = ", ".join(chosen[:5]) + (f" and {len(chosen) - 5} more" if len(chosen) > 5 else "")
                best = (
                    points,
                    (name, tuple(wanted) if one.sort != "table" else chosen),
                    f"its {name} {shown} lies in {where}",
                )
    if named and spatial and best[1] is None:
        return None
    return best


def _sectors(commitment: Commitment, one: Series) -> tuple[str, ...]:
    """The sectors whose every word the commitment uses."""
    said = _tokens(commitment.object)
    return tuple(sector for sector in _values(one, "sector") if (words := _tokens(sector)) and words <= said)


def _period(commitment: Commitment) -> str | None:
    """When records count: the period that is stated, else from the day on which it was first promised."""
    return commitment.period or (f"{commitment.first_stated}/.." if commitment.first_stated else None)


def _values(one: Series, name: str) -> tuple[str, ...]:
    return next((values for dimension, values in one.dimensions if dimension == name), ())


def _spoken(place: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(place_name(place))}\b", words) is not None


def _overlap(period: str | None, one: Series) -> bool | None:
    start, end = days_of(period)
    if (start is None and end is None) or one.first is None or one.last is None:
        return None
    return (start is None or date.fromisoformat(one.last) >= start) and (
        end is None or date.fromisoformat(one.first) <= end
    )


def _readings(commitment: Commitment) -> list[_Reading]:
    """The numbers that a commitment may mean: one, or each side of a contradiction about it."""
    numbers = {"amount", "count", "additional_or_total"}
    ids = [id for found in commitment.contradictions if found.type in numbers for id in found.statements]
    readings: dict[tuple[Decimal | None, str | None], _Reading] = {}
    for member in commitment.members:
        statement = member.said.statement
        if statement.id not in ids or statement.quantity is None:
            continue
        quantity = statement.quantity
        target = quantity.low if quantity.low is not None else quantity.high
        period = statement.period.edtf if statement.period else _period(commitment)
        label = (
            None if target is None else f"{target:,f}".rstrip("0").rstrip(".") if "." in str(target) else f"{target:,}"
        )
        label = f"{label} additional" if label and quantity.additional else label
        readings.setdefault(
            (target, label), _Reading(target, quantity.unit, period, label, _note(quantity.per, quantity.low))
        )
    if len(readings) > 1:
        return sorted(readings.values(), key=lambda r: (r.target or Decimal(0), r.label or ""))
    total = commitment.quantity
    if total is None:
        return [_Reading(None, "", _period(commitment), None, None)]
    target = total.low if total.low is not None else total.high
    return [_Reading(target, total.unit, _period(commitment), None, _note(total.per, total.low))]


def _note(per: str | None, low: Decimal | None) -> str | None:
    said = []
    if per:
        said.append(f"The number promised is for each {per}, not for the whole period.")
    if low is None:
        said.append("The number promised is the most it may be; nothing says the least.")
    return " ".join(said) or None


def _tokens(text: str) -> set[str]:
    """Words in lower case without their plural, small words left out."""
    found = set()
    for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", text):
        low = word.lower()
        if low.endswith("ies") and len(low) > 4:
            low = low[:-3] + "y"
        elif low.endswith("s") and not low.endswith("ss") and len(low) > 3:
            low = low[:-1]
        if low not in _SMALL and len(low) > 2:
            found.add(low)
    return found
