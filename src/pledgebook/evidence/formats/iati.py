"""IATI activity files, versions 2.01 to 2.03: transactions, budgets, and results with targets and actuals.

The standard: https://iatistandard.org/en/iati-standard/203/. What is no number, no date or no currency is a problem with its
line; what is left of the record is kept where it can stand without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.evidence.codes import iati, transaction_types
from pledgebook.evidence.formats.fingerprints import Fingerprints
from pledgebook.evidence.formats.iati_elements import activities, iso_day, line_of, narrative
from pledgebook.evidence.formats.iati_results import results_of
from pledgebook.evidence.formats.numerals import NotANumber, number
from pledgebook.model import Direction, Problem, Record, Rung, Transaction
from pledgebook.world.countries import place_of
from pledgebook.world.currencies import codes as currency_codes

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROUNDING = Decimal(1)  # percent points by which published shares may miss 100


@dataclass(frozen=True, slots=True)
class Parts:
    """What an amount is split over (ids of places, or of sectors) and the percent of each; no shares where nobody says."""

    names: tuple[str, ...] = ()
    shares: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """What an activity says for all its transactions."""

    source: str
    id: str
    title: str | None
    reporter: str | None
    government: str | None
    currency: str | None
    recipients: Parts
    sectors: Parts
    parent: str | None
    children: tuple[str, ...]


def read_iati(path: Path) -> Iterator[Record | Problem]:
    """The records of an IATI activity file, in the order of the file, and what was wrong with others.

    Raises OSError where the file cannot be opened.
    """
    known = Fingerprints()
    for element in activities(path):
        if isinstance(element, Problem):
            yield element
            continue
        yield from _activity(str(path), element, known)


def _activity(source: str, element: _Element, known: Fingerprints) -> Iterator[Record | Problem]:
    problems: list[Problem] = []
    identifier = (element.findtext("iati-identifier") or "").strip()
    line = line_of(element)
    if not identifier:
        problems.append(Problem(source, f"line {line}: an activity without an identifier is left out", "no-identifier"))
        yield from problems
        return
    if not known.new(identifier):
        what = f"line {line}: activity {identifier} stands a second time and is left out"
        yield Problem(source, what, "same-id")
        return
    parents, children = (_related(element, identifier, sort) for sort in ("parent", "child"))
    activity = Activity(
        source,
        identifier,
        narrative(element.find("title")),
        _organisation(element.find("reporting-org")),
        government(element.find("reporting-org")),
        (element.get("default-currency") or "").strip() or None,
        _places(source, element, problems),
        _sectors(source, element, problems),
        next(iter(parents), None),
        children,
    )
    yield from problems
    ids: Counter[str] = Counter()
    refs = Counter(entry.get("ref") for entry in element.findall("transaction"))
    for entry in element.findall("transaction"):
        yield from _transaction(activity, entry, refs[entry.get("ref")] == 1, ids)
    for entry in element.findall("budget"):
        yield from _budget(activity, entry, ids)
    yield from results_of(source, identifier, element)


def _related(element: _Element, identifier: str, sort: str) -> tuple[str, ...]:
    """The activities that an activity names as its parents or its children (`sort`), itself apart."""
    code = iati()["related"][sort]
    refs = ((link.get("ref") or "").strip() for link in element.findall("related-activity") if link.get("type") == code)
    return tuple(dict.fromkeys(ref for ref in refs if ref and ref != identifier))


def _transaction(activity: Activity, entry: _Element, unique: bool, ids: Counter[str]) -> Iterator[Record | Problem]:
    line = line_of(entry)
    kind = entry.find("transaction-type")
    code = ((kind.get("code") if kind is not None else None) or "").strip()
    sort = transaction_types().get(code)
    if sort is None:
        what = f"transaction type {code!r} is none of IATI" if code else "a transaction without a type"
        yield Problem(activity.source, f"line {line}: {what}; it is left out", "transaction-type")
        return
    day = entry.find("transaction-date")
    problems: list[Problem] = []
    made = _made(
        activity,
        entry,
        line,
        code,
        sort.direction,
        sort.rung,
        (day.get("iso-date") if day is not None else None) or "",
        entry.get("ref") if unique else None,
        ids,
        problems,
    )
    yield from problems
    if made is not None:
        yield made


def _budget(activity: Activity, entry: _Element, ids: Counter[str]) -> Iterator[Record | Problem]:
    start = entry.find("period-start")
    kind = "budget-revised" if entry.get("type") == "2" else "budget"
    problems: list[Problem] = []
    day = (start.get("iso-date") if start is not None else None) or ""
    made = _made(activity, entry, line_of(entry), kind, "outgoing", None, day, None, ids, problems)
    yield from problems
    if made is not None:
        yield made


def _made(
    activity: Activity,
    entry: _Element,
    line: int,
    sort: str,
    direction: Direction,
    rung: Rung | None,
    day: str,
    ref: str | None,
    ids: Counter[str],
    problems: list[Problem],
) -> Transaction | None:
    """The transaction of an element; None, with a problem, where it has no amount or no currency."""

    def fault(what: str, rule: str) -> None:
        problems.append(Problem(activity.source, f"line {line}: {what}", rule))

    name = f"{'budget' if sort.startswith('budget') else 'transaction'} of activity {activity.id}"
    value = entry.find("value")
    try:
        amount = number("".join(map(str, value.itertext())) if value is not None else "")
    except NotANumber as error:
        fault(f"the amount of a {name} is no number ({error}); it is left out", "amount")
        return None
    if value is None or amount is None:
        fault(f"a {name} has no amount; it is left out", "amount")
        return None
    currency = (value.get("currency") or "").strip() or activity.currency
    if currency is None:
        fault(f"a {name} has no currency, nor has the activity; it is left out", "currency")
        return None
    if currency.upper() not in currency_codes():
        fault(f"currency {currency!r} is none of ISO 4217; the {name} is left out", "currency")
        return None
    when = iso_day(day)
    if when is None:
        fault(
            f"a {name} has no date; it stands in no total"
            if not day.strip()
            else f"{day!r} is no date; the {name} stands in no total",
            "no-date",
        )
    if amount < 0:
        fault(f"the amount of a {name} is negative ({amount}); it is kept as a correction", "negative-amount")
    provider, receiver = _organisation(entry.find("provider-org")), _organisation(entry.find("receiver-org"))
    giver = government(entry.find("provider-org"))
    if not sort.startswith("budget"):  # the standard: who is left out is the reporting organisation
        if direction == "outgoing":
            giver = giver if provider else activity.government
            provider = provider or activity.reporter
        else:
            receiver = receiver or activity.reporter
    places = _places(activity.source, entry, problems)
    sectors = _sectors(activity.source, entry, problems)
    places = places if places.names else activity.recipients
    sectors = sectors if sectors.names else activity.sectors
    key = ref.strip() if ref and ref.strip() else "|".join((sort, when or "", currency, provider or "", receiver or ""))
    ids[key] += 1
    return Transaction(
        id=f"{activity.id}#{key}" + (f"#{ids[key]}" if ids[key] > 1 else ""),
        type=sort,
        rung=rung,
        direction=direction,
        amount=amount,
        currency=currency.upper(),
        date=when,
        line=line,
        value_date=iso_day(value.get("value-date") or ""),
        providers=(provider,) if provider else (),
        receivers=(receiver,) if receiver else (),
        recipients=places.names,
        sectors=sectors.names,
        activity=activity.id,
        title=activity.title,
        parent=activity.parent,
        children=activity.children,
        recipient_shares=places.shares,
        sector_shares=sectors.shares,
        givers=(giver,) if giver else (),
        ref=(entry.get("ref") or "").strip() or None,
    )


def _organisation(element: _Element | None) -> str | None:
    if element is None:
        return None
    return narrative(element) or (element.get("ref") or "").strip() or None


def government(element: _Element | None) -> str | None:
    """The id of the country whose government an organisation belongs to, by its identifier and type; None for no government.

    "GB-GOV-1" and, for an organisation of type 10, "CH-4" say so by their registration, "XM-DAC-5-2" by the number of a donor.
    """
    if element is None:
        return None
    agency, _, rest = (element.get("ref") or "").strip().upper().partition("-")
    if agency == "XM" and rest.startswith("DAC-"):
        donor: str | None = iati()["dac_donors"].get(rest.split("-")[1])
        return donor
    official = element.get("type") == iati()["government"]["type"] or rest.startswith("GOV-")
    return agency if official and rest and len(agency) == 2 and place_of(agency) == agency else None


def _places(source: str, element: _Element, problems: list[Problem]) -> Parts:
    prefixes = iati()["regions"]
    countries = [
        ((entry.get("code") or "").strip().upper(), entry.get("percentage"))
        for entry in element.findall("recipient-country")
    ]
    regions: list[tuple[str, str | None]] = []
    for entry in element.findall("recipient-region"):
        prefix = prefixes.get(entry.get("vocabulary") or "1", entry.get("vocabulary"))
        code = (entry.get("code") or "").strip()
        name = (iati()["dac_regions"].get(code) if prefix == "DAC" else None) or f"{prefix}:{code}"
        regions.append((name if code else "", entry.get("percentage")))
    # countries and regions share 100 percent; publishers also give 100 for the country and again for its region
    twice = countries and regions and all(_fills(group) for group in (countries, regions))
    return _split(source, element, "recipients", [countries, regions] if twice else [countries + regions], problems)


def _sectors(source: str, element: _Element, problems: list[Problem]) -> Parts:
    prefixes = iati()["sectors"]
    groups: dict[str, list[tuple[str, str | None]]] = {}
    for entry in element.findall("sector"):
        vocabulary = entry.get("vocabulary") or "1"
        prefix = prefixes.get(vocabulary, vocabulary)
        code = (entry.get("code") or "").strip()
        name = (f"{prefix}:{code}" if prefix else code) if code else ""
        groups.setdefault(vocabulary, []).append((name, entry.get("percentage")))
    return _split(source, element, "sectors", list(groups.values()), problems)


def _fills(group: list[tuple[str, str | None]]) -> bool:
    """Whether shares are given and make 100 percent."""
    given = [_share(share) for _, share in group]
    known = [share for share in given if share is not None]
    return (
        len(known) == len(group) > 0
        and abs(sum(known, Decimal(0)) - 100) <= _ROUNDING
        and all(share >= 0 for share in known)
    )


def _share(text: str | None) -> Decimal | None:
    try:
        return number(text or "", percent=True)
    except NotANumber:
        return None


def _split(
    source: str, element: _Element, what: str, groups: list[list[tuple[str, str | None]]], problems: list[Problem]
) -> Parts:
    """Names and shares; each group is a whole of its own, which its shares must fill."""
    names: list[str] = []
    shares: list[Decimal] = []
    sure = True
    for group in groups:
        named = [(name, share) for name, share in group if name]
        if len(named) == 1 and named[0][1] is None:
            named = [(named[0][0], "100")]
        given = [share for share in (_share(text) for _, text in named) if share is not None]
        if _fills(named):
            shares.extend(given)
        elif named:
            sure = False
            if given:
                said = f"the shares of {', '.join(name for name, _ in named)} make {sum(given)} percent"
                where = f"line {line_of(element)}: {said}: amounts are not split by {what}"
                problems.append(Problem(source, where, "percentages"))
        names.extend(name for name, _ in named)
    return Parts(tuple(names), tuple(shares) if sure else ())
