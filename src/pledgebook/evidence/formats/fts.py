"""Flows of the Financial Tracking Service of OCHA: the CSV export and the JSON of its API, as one sort of transaction.

Fields: https://api.hpc.tools/docs/v1/ (`/v1/public/fts/flow`), https://fts.unocha.org/. A flow comes into what was asked for
(a plan, a country, a year), goes out of it or stays within; only one of the three is ever added. The amount of a pledge is
what is still outstanding: it shrinks as money is committed. The amount of a parked flow is what is left of it after its children, so
both count. A flow that is shared with what was not asked for is in no total of the publisher's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.evidence.formats.clean import PIECE
from pledgebook.evidence.formats.fingerprints import Fingerprints
from pledgebook.evidence.formats.iati_elements import iso_day
from pledgebook.evidence.formats.json_stream import objects
from pledgebook.evidence.formats.numerals import NotANumber, number
from pledgebook.evidence.formats.rows import csv_cells
from pledgebook.model import Direction, Problem, Record, Rung, Transaction
from pledgebook.world.countries import place_of
from pledgebook.world.currencies import codes as currency_codes

FLOWS = re.compile(r'"flows"\s*:')
"""What the JSON of the API has."""
COLUMNS = frozenset({"id", "amountUSD", "boundary", "flowType", "status", "date"})
"""What a CSV file must have to be an export of flows."""
NOTE = "In FTS the amount of a pledge is what is still outstanding: it shrinks as money is committed or paid."
RUNGS: Mapping[str, Rung] = {"pledge": "pledged", "commitment": "committed", "paid": "disbursed"}
_DIRECTIONS: Mapping[str, Direction] = {"incoming": "incoming", "internal": "internal", "outgoing": "outgoing"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow as either form gives it, every value still text."""

    id: str
    status: str
    boundary: str
    flow: str
    date: str
    usd: str
    original: str
    currency: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    places: tuple[str, ...]
    clusters: tuple[str, ...]
    title: str
    parent: str
    children: tuple[str, ...]
    years: tuple[str, ...]
    on_boundary: str


def read_fts_csv(path: Path, delimiter: str = ",") -> Iterator[Record | Problem]:
    """The flows of a CSV export, in the order of the file. Raises OSError where the file cannot be opened."""
    seen = Fingerprints()
    header: list[str] | None = None
    for row in csv_cells(path, delimiter):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        if header is None:
            header = [" ".join(name.split()) for name in cells]
            if missing := sorted(COLUMNS - set(header)):
                yield Problem(str(path), f"line 1: has no column {', '.join(missing)}: no export of flows", "columns")
                return
        elif any(cell.strip() and not cell.startswith("#") for cell in cells):  # a row of tags is HXL's, for programs
            if len(cells) == len(header):
                yield from _flow(str(path), line, _of_row(dict(zip(header, cells, strict=True))), seen)
            else:
                what = f"line {line}: {len(cells)} cells under {len(header)} columns; the flow is left out"
                yield Problem(str(path), what, "ragged")
    if header is None:
        yield Problem(str(path), "the file is empty", "empty")


def read_fts_json(path: Path) -> Iterator[Record | Problem]:
    """The flows of a response of the API, in its order. Raises OSError where the file cannot be opened."""
    seen = Fingerprints()
    count = 0
    for line, value in objects(path, "flows"):
        count += not isinstance(value, Problem)
        if isinstance(value, Problem):
            yield value
        elif not isinstance(value, dict):
            yield Problem(str(path), f"line {line}: a flow is no object; it is left out", "broken-row")
        else:
            yield from _flow(str(path), line, _of_object(value), seen)
    page = answer_of(path)
    if page is not None and (page.part_of or (page.count or 0) > count):
        what = f"is a page of an answer of {page.count or 'more'} flows: add its other pages under the same source and day, they count together"
        yield Problem(str(path), what, "page")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the API that a file is a page of: `mark` that all its pages share, how many flows it has in all (None where
    it does not say), and whether this file is surely a part of it."""

    mark: str
    count: int | None
    part_of: bool


def answer_of(path: Path) -> Answer | None:
    """Which answer of the API a file of JSON is a page of, by the totals before its flows and what it says of pages at its ends.

    None where it says neither. Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(PIECE)
        file.seek(max(0, path.stat().st_size - PIECE))
        ends = head + file.read()
    totals = head.split(b'"flows"', 1)[0]
    counts = [int(number) for number in re.findall(rb'"flowCount"\s*:\s*([0-9]{1,12})', totals)]
    told = re.search(rb'(?<!\\)"count"\s*:\s*([0-9]{1,12})', ends)
    linked = re.search(rb'(?<!\\)"(?:next|prev|previous)Link"\s*:\s*"', ends) is not None
    if not counts and told is None and not linked:
        return None
    count = int(told[1]) if told else sum(counts) or None
    numbers = b" ".join(re.findall(rb'"(?:flowCount|fundingTotal|pledgeTotal)"\s*:\s*[0-9.]+', totals))
    return Answer("sha256:" + hashlib.sha256(numbers or b"one answer").hexdigest()[:16], count, linked)


def _of_row(row: Mapping[str, str]) -> Flow:
    def parts(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in row.get(name, "").split(",") if part.strip())

    def whole(name: str) -> tuple[str, ...]:  # names of organisations hold commas, so the export cannot be split there
        return (row[name].strip(),) if row.get(name, "").strip() else ()

    return Flow(
        row["id"].strip(),
        row["status"].strip(),
        row["boundary"].strip(),
        row["flowType"].strip(),
        row["date"],
        row["amountUSD"],
        row.get("originalAmount", ""),
        row.get("originalCurrency", ""),
        whole("srcOrganization"),
        whole("destOrganization"),
        parts("destLocations"),
        parts("destGlobalClusters"),
        row.get("description", ""),
        row.get("parentFlowId", "").strip(),
        parts("childFlowIds"),
        _years(row.get("destUsageYearStart", ""), row.get("destUsageYearEnd", "")),
        row.get("onBoundary", ""),
    )


def _years(first: str, last: str) -> tuple[str, ...]:
    """The years from one to another, at most twenty."""
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        return (first.strip(),) if first.strip() else ()
    return tuple(str(year) for year in range(int(first), min(int(last), int(first) + 19) + 1))


def _of_object(value: Mapping[str, Any]) -> Flow:
    def text(name: str) -> str:
        found = value.get(name)
        return "" if found is None or isinstance(found, (dict, list, bool)) else str(found)

    def names(side: str, sort: str) -> tuple[str, ...]:
        entries = value.get(side)
        if not isinstance(entries, list):
            return ()
        found = [entry for entry in entries if isinstance(entry, dict) and entry.get("type") == sort]
        return tuple(dict.fromkeys(str(entry["name"]) for entry in found if entry.get("name")))

    children = value.get("childFlowIds")
    return Flow(
        text("id"),
        text("status"),
        text("boundary"),
        text("flowType"),
        text("date"),
        text("amountUSD"),
        text("originalAmount"),
        text("originalCurrency"),
        names("sourceObjects", "Organization"),
        names("destinationObjects", "Organization"),
        names("destinationObjects", "Location"),
        names("destinationObjects", "GlobalCluster"),
        text("description"),
        text("parentFlowId"),
        tuple(str(child) for child in children) if isinstance(children, list) else (),
        names("destinationObjects", "UsageYear"),
        text("onBoundary"),
    )


@dataclass(frozen=True, slots=True)
class _Money:
    """What a flow is worth: `amount` in `currency`, and the publisher's US dollars; a `fault` that left the original aside."""

    amount: Decimal
    currency: str
    usd: Decimal | None
    fault: str | None = None


def _money(flow: Flow) -> _Money | str:
    """The amounts of a flow, or what is wrong with them."""
    try:
        usd, original = number(flow.usd), number(flow.original)
    except NotANumber as error:
        return f"the amount is no number ({error}); it is left out"
    currency = flow.currency.strip().upper()
    fault = None
    if not original or not currency:
        original = None
    elif currency not in currency_codes():
        fault = f"currency {currency!r} is none of ISO 4217; only the US dollars are kept"
        original = None
    if original is not None:
        return _Money(original, currency, usd)
    return _Money(usd, "USD", usd, fault) if usd is not None else "has no amount; it is left out"


def _flow(source: str, line: int, flow: Flow, seen: Fingerprints) -> Iterator[Record | Problem]:
    def fault(what: str, rule: str) -> Problem:
        return Problem(source, f"line {line}: {what}", rule)

    if not flow.id:
        yield fault("a flow without an id is left out", "no-identifier")
        return
    name = f"flow {flow.id}"
    rung = RUNGS.get(flow.status.lower())
    direction = _DIRECTIONS.get(flow.boundary.lower())
    money = _money(flow)
    if rung is None:
        what = f"status {flow.status!r} is none of pledge, commitment, paid"
        yield fault(f"{name}: {what}; it is left out", "status")
        return
    if direction is None:
        what = f"boundary {flow.boundary!r} is none of incoming, internal, outgoing"
        yield fault(f"{name}: {what}; it is left out", "boundary")
        return
    if isinstance(money, str):
        yield fault(f"{name}: {money}", "amount")
        return
    if money.fault is not None:
        yield fault(f"{name}: {money.fault}", "currency")
    if money.amount < 0:
        what = f"the amount is negative ({money.amount}); it is kept as a correction"
        yield fault(f"{name}: {what}", "negative-amount")
    day = iso_day(flow.date)
    if day is None:
        yield fault(f"flow {flow.id} has no date; it stands in no total", "no-date")
    if not seen.new(flow.id):
        yield fault(f"flow {flow.id} stands a second time; it is counted once", "same-id")
    yield Transaction(
        id=flow.id,
        type=flow.status.lower(),
        rung=rung,
        direction=direction,
        amount=money.amount,
        currency=money.currency,
        date=day,
        line=line,
        providers=flow.sources,
        receivers=flow.destinations,
        recipients=tuple(dict.fromkeys(place_of(place) or place for place in flow.places)),
        sectors=flow.clusters,
        activity=flow.id,
        title=" ".join(flow.title.split()) or None,
        parent=flow.parent or None,
        usd=money.usd,
        children=flow.children,
        flow=flow.flow or None,
        years=tuple(sorted(flow.years)),
        shared=flow.on_boundary.strip().lower() == "shared",
    )
