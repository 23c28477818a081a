"""Which series may speak of a commitment: a score, the reasons for it, and a measure that a person can confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pledgebook.evidence.formats.names import names, plain
from pledgebook.evidence.series import Series
from pledgebook.evidence.wording import shorn
from pledgebook.model import Commitment, Measure, days_of
from pledgebook.world.countries import lies_in, place_name, place_of
from pledgebook.world.currencies import codes
from pledgebook.world.data import table

LEAST = Decimal("0.4")
"""The score below which nothing is suggested."""

# what each agreement counts; together 1
_ACTOR, _UNIT, _RECIPIENT, _WORDS, _PERIOD, _RUNG = (Decimal(n) / 100 for n in (25, 30, 20, 10, 10, 5))
_OTHER_PURPOSE = Decimal("0.15")
"""What is taken off where money has another purpose, or none that the promise names."""
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{2,9}\b")
_ALIKE = 3  # letters of an acronym, at least, for words to be its long form


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


Select = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class _Weighing:
    """What speaks for and against a series, as it comes up. `purpose`: whether something says that it is for the same thing."""

    score: Decimal = Decimal(0)
    reasons: list[str] = field(default_factory=list)
    select: list[Select] = field(default_factory=list)
    purpose: bool = False

    def add(self, points: Decimal, reason: str, select: Select | None = None) -> None:
        self.score += points
        self.reasons.append(reason)
        if select is not None:
            self.select.append(select)


def _weigh(commitment: Commitment, one: Series) -> tuple[Decimal, tuple[str, ...], tuple[Select, ...]] | None:
    weighing = _Weighing()
    if (unit := _unit(commitment, one)) is None:
        return None
    weighing.add(*unit)
    actor = _actor(commitment, one, weighing)
    if actor is None:
        return None
    places = _places(commitment, one, {actor})
    if places is None:
        return None
    if places[1]:
        weighing.add(places[0], places[2], places[1])
        weighing.purpose = True
    _words(commitment, one, weighing)
    _receiver(commitment, one, weighing)
    _when(commitment, one, weighing)
    _how_far(one, weighing)
    return max(Decimal(0), min(Decimal(1), weighing.score)), tuple(weighing.reasons), tuple(weighing.select)


def _actor(commitment: Commitment, one: Series, weighing: _Weighing) -> str | None:
    """Weighs who acts. The name of the dimension that says it, "" for none; None where somebody else does."""
    if one.country is not None and commitment.actors:
        if one.country not in commitment.actors:
            return None
        weighing.add(_ACTOR, f"the figures measure what {place_name(one.country)} does, which made the commitment")
        return ""
    for name in _actor_dimensions(one):
        values = _values(one, name)
        acting = [actor for actor in commitment.actors if any(place_of(value) == actor for value in values)]
        if acting:
            what = "gives money in this source" if name == "provider" else f"is a {name} of this source"
            weighing.add(_ACTOR, f"{', '.join(map(place_name, acting))} {what}", (name, tuple(acting)))
            return name
    return None if one.sort != "table" or any(_spatial(one, name) for name in _actor_dimensions(one)) else ""


def _actor_dimensions(one: Series) -> list[str]:
    """The dimensions that may say who acts: who gives first, then a country that is not said to receive."""
    if one.sort != "table":
        return ["provider"]
    giving = [name for name, _ in one.dimensions if plain(name) in names("givers")]
    neutral = [name for name, _ in one.dimensions if plain(name) in names("countries")]
    return giving or neutral


def _spatial(one: Series, name: str) -> bool:
    return any(place_of(value) is not None for value in _values(one, name) if value)


def _words(commitment: Commitment, one: Series, weighing: _Weighing) -> None:
    about = " ".join([one.title or "", one.source.replace("-", " ")])
    shared = _tokens(commitment.object) & _tokens(about) - _tokens(one.unit)
    shared |= {word for word in _ACRONYM.findall(one.title or "") if word.lower() in _initials(commitment.object)}
    if shared:
        weighing.add(min(_WORDS, _WORDS * len(shared) / 2), f"both speak of {', '.join(sorted(shared))}")
        weighing.purpose = True
    sectors = _sectors(commitment, one)
    if sectors:
        weighing.add(_WORDS, f"its words speak of {', '.join(sectors)}", ("sector", sectors))
        weighing.purpose = True


def _receiver(commitment: Commitment, one: Series, weighing: _Weighing) -> None:
    """Weighs which body gets the money: one that the promise names, one that it does not, or nobody of the kind."""
    if one.unit not in codes():
        return
    named = _bodies(commitment.object) | {id[4:].upper() for id in commitment.recipients if id.startswith("org:")}
    receivers = _values(one, "receiver")
    fitting = tuple(value for value in receivers if named & _bodies(value))
    title = _bodies(one.title or "") - {
        word for word in _bodies(one.title or "") if word.lower() in _initials(commitment.object)
    }
    if fitting:
        select = None if len(fitting) == len(receivers) else ("receiver", fitting)
        weighing.add(_RECIPIENT, f"the money goes to {', '.join(sorted(named & _bodies(' '.join(fitting))))}", select)
        return
    if named & title:
        weighing.add(_WORDS, f"its title names {', '.join(sorted(named & title))}")
        return
    if named:
        weighing.add(-_OTHER_PURPOSE, f"nothing in it says that it is for {', '.join(sorted(named))}")
    elif title:
        weighing.add(-_OTHER_PURPOSE, f"it is about {', '.join(sorted(title))}, which the promise does not name")
    elif len(receivers) == 1 and not weighing.purpose:
        weighing.add(-_OTHER_PURPOSE, f"all of it goes to {receivers[0]}, which the promise does not name")
    elif one.country is None and not weighing.purpose:
        weighing.add(-_OTHER_PURPOSE, "nothing says that it is for the same purpose")


def _bodies(text: str) -> set[str]:
    """The acronyms in a text that may be of organisations."""
    return {word for word in _ACRONYM.findall(text) if word not in codes()}


def _initials(text: str) -> set[str]:
    """The initials of every row of three to six words: "official development assistance" gives oda."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    rows = (words[start : start + size] for size in range(_ALIKE, 7) for start in range(len(words) - size + 1))
    return {"".join(word[0] for word in row) for row in rows}


def _when(commitment: Commitment, one: Series, weighing: _Weighing) -> None:
    if commitment.period is None and commitment.first_stated is not None:
        weighing.reasons.append(f"no period is stated: what came after {commitment.first_stated} counts")
    overlap = _overlap(commitment.period, one)
    if overlap is False:
        weighing.add(-_PERIOD, f"its figures ({one.first} to {one.last}) lie outside {commitment.period}")
    elif overlap:
        span = f"from {one.first} to {one.last}"
        weighing.add(_PERIOD, f"its figures, {span}, cover part of {commitment.period} or all of it")


def _how_far(one: Series, weighing: _Weighing) -> None:
    if one.rung is None:
        return
    weighing.select.append(("rung", (one.rung,)))
    if one.direction is not None:
        weighing.select.append(("direction", (one.direction,)))
    done = one.rung in ("disbursed", "spent")
    weighing.add(
        _RUNG if done else Decimal(0),
        f"it says what was {one.rung}" + ("" if done else ", which is not yet delivered"),
    )


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


def _places(commitment: Commitment, one: Series, taken: set[str]) -> tuple[Decimal, Select | None, str] | None:
    """The dimension whose values are where the commitment goes; None where the series is of other places only.

    `taken`: dimensions that say who acts.
    """
    wanted = [place for place in commitment.recipients if not place.startswith("org:")]
    best: tuple[Decimal, Select | None, str] = (Decimal(0), None, "")
    spatial = False
    for name, values in one.dimensions:
        if name in ("provider", "receiver", "sector") or name in taken:
            continue
        known = {value: place for value in values if value and (place := place_of(value)) is not None}
        if not known:
            continue
        spatial = True
        if one.sort != "table":
            known = {v: p for v, p in known.items() if any((giver, v) in one.pairs for giver in commitment.actors)}
        found = _fitting(name, known, wanted or _spoken_places(known, commitment.object), one)
        if found is not None and found[0] > best[0]:
            best = found
    return None if wanted and spatial and best[1] is None else best


def _spoken_places(known: dict[str, str], words: str) -> list[str]:
    return [place for place in dict.fromkeys(known.values()) if _spoken(place, words)]


def _fitting(
    name: str, known: dict[str, str], wanted: Sequence[str], one: Series
) -> tuple[Decimal, Select, str] | None:
    """The values of a dimension that are the places wanted, or lie in them."""
    where = ", ".join(map(place_name, wanted))
    exact = tuple(sorted(value for value, place in known.items() if place in wanted))
    if exact and {known[value] for value in exact} == set(wanted):
        return _RECIPIENT, (name, exact), f"its {name} names {where}"
    inside = tuple(sorted(v for v, place in known.items() if any(lies_in(place, region) for region in wanted)))
    if not inside:
        return None
    shown = ", ".join(inside[:5]) + (f" and {len(inside) - 5} more" if len(inside) > 5 else "")
    chosen = tuple(wanted) if one.sort != "table" else inside
    return _RECIPIENT * 3 / 4, (name, chosen), f"its {name} {shown} lies in {where}"


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
    readings = {(one.target, one.label): one for one in reversed(list(_contradicted(commitment)))}
    if len(readings) > 1:
        return sorted(readings.values(), key=lambda r: (r.target or Decimal(0), r.label or ""))
    total = commitment.quantity
    if total is None:
        return [_Reading(None, "", _period(commitment), None, None)]
    target = total.low if total.low is not None else total.high
    return [_Reading(target, total.unit, _period(commitment), None, _note(total.per, total.low))]


def _contradicted(commitment: Commitment) -> Iterator[_Reading]:
    """A reading for each statement that contradicts another about the number."""
    numbers = {"amount", "count", "additional_or_total"}
    ids = {id for found in commitment.contradictions if found.type in numbers for id in found.statements}
    for member in commitment.members:
        statement = member.said.statement
        if statement.id not in ids or statement.quantity is None:
            continue
        quantity = statement.quantity
        target = quantity.low if quantity.low is not None else quantity.high
        period = statement.period.edtf if statement.period else _period(commitment)
        label = None if target is None else shorn(target)
        if label and quantity.additional:
            label = f"{label} additional"
        yield _Reading(target, quantity.unit, period, label, _note(quantity.per, quantity.low))


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
    small = table("evidence", "data/columns.toml")["small_words"]
    for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", text):
        low = word.lower()
        if low.endswith("ies") and len(low) > 4:
            low = low[:-3] + "y"
        elif low.endswith("s") and not low.endswith("ss") and len(low) > 3:
            low = low[:-1]
        if low not in small and len(low) > 2:
            found.add(low)
    return found
