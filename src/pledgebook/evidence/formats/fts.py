"""Flows of the Financial Tracking Service of OCHA: the CSV export and the JSON of its API, as one sort of transaction.

Fields: https://api.hpc.tools/docs/v1/ (`/v1/public/fts/flow`), https://fts.unocha.org/. A flow comes into what was asked for
(a plan, a country, a year), goes out of it or stays within; only one of the three is ever added. The amount of a pledge is
what is still outstanding: it shrinks as money is committed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.evidence.codes import currencies
from pledgebook.evidence.formats.clean import PIECE, Clean, lines
from pledgebook.evidence.formats.fingerprints import Fingerprints
from pledgebook.evidence.formats.iati_elements import iso_day
from pledgebook.evidence.formats.json_stream import objects
from pledgebook.evidence.formats.numerals import NotANumber, number
from pledgebook.model import Direction, Problem, Record, Rung, Transaction
from pledgebook.world.countries import place_of

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


def read_fts_csv(path: Path, delimiter: str = ",") -> Iterator[Record | Problem]:
    """The flows of a CSV export, in the order of the file. Raises OSError where the file cannot be opened."""
    seen = Fingerprints()
    with path.open("rb") as file:
        stream = Clean(path, file)
        rows = csv.reader(lines(stream), delimiter=delimiter, strict=False)
        header: list[str] | None = None
        while True:
            before = rows.line_num
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                yield Problem(str(path), f"line {before + 1}: the row cannot be read ({error})", "broken-row")
                continue
            yield from stream.take()
            if header is None:
                header = [" ".join(name.split()) for name in row]
                if missing := sorted(COLUMNS - set(header)):
                    yield Problem(
                        str(path), f"line 1: has no column {', '.join(missing)}: no export of flows", "columns"
                    )
                    return
            elif any(cell.strip() and not cell.startswith("#") for cell in row):  # a row of tags is HXL's, for programs
                if len(row) != len(header):
                    what = f"line {before + 1}: {len(row)} cells under {len(header)} columns; the flow is left out"
                    yield Problem(str(path), what, "ragged")
                    continue
                yield from _flow(str(path), before + 1, _of_row(dict(zip(header, row, strict=True))), seen)
        yield from stream.take()
        if header is None:
            yield Problem(str(path), "the file is empty", "empty")


def read_fts_json(path: Path) -> Iterator[Record | Problem]:
    """The flows of a response of the API, in its order. Raises OSError where the file cannot be opened."""
    seen = Fingerprints()
    for line, value in objects(path, "flows"):
        if isinstance(value, Problem):
            yield value
        elif not isinstance(value, dict):
            yield Problem(str(path), f"line {line}: a flow is no object; it is left out", "broken-row")
        else:
            yield from _flow(str(path), line, _of_object(value), seen)
    if _more(path):
        what = "the response says that there is a next page (meta.nextLink): this file holds only a part of the flows"
        yield Problem(str(path), what, "more-pages")


def _more(path: Path) -> bool:
    """Whether the beginning or the end of a response names a next page."""
    with path.open("rb") as file:
        head = file.read(PIECE)
        file.seek(max(0, path.stat().st_size - PIECE))
        return any(re.search(rb'(?<!\\)"nextLink"\s*:\s*"', part) for part in (head, file.read()))


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
    )


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
    )


def _flow(source: str, line: int, flow: Flow, seen: Fingerprints) -> Iterator[Record | Problem]:
    def fault(what: str, rule: str) -> Problem:
        return Problem(source, f"line {line}: {what}", rule)

    if not flow.id:
        yield fault("a flow without an id is left out", "no-identifier")
        return
    rung = RUNGS.get(flow.status.lower())
    if rung is None:
        yield fault(
            f"flow {flow.id}: status {flow.status!r} is none of pledge, commitment, paid; it is left out", "status"
        )
        return
    direction = _DIRECTIONS.get(flow.boundary.lower())
    if direction is None:
        what = f"boundary {flow.boundary!r} is none of incoming, internal, outgoing"
        yield fault(f"flow {flow.id}: {what}; it is left out", "boundary")
        return
    try:
        usd = number(flow.usd)
        original = number(flow.original)
    except NotANumber as error:
        yield fault(f"flow {flow.id}: the amount is no number ({error}); it is left out", "amount")
        return
    currency = flow.currency.strip().upper()
    if original is not None and original != 0 and currency:
        if currency not in currencies():
            yield fault(
                f"flow {flow.id}: currency {currency!r} is none of ISO 4217; only the US dollars are kept", "currency"
            )
            original, currency = None, ""
    else:
        original, currency = None, ""
    if usd is None and original is None:
        yield fault(f"flow {flow.id} has no amount; it is left out", "amount")
        return
    amount = original if original is not None else usd
    assert amount is not None
    if amount < 0:
        yield fault(f"flow {flow.id}: the amount is negative ({amount}); it is kept as a correction", "negative-amount")
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
        amount=amount,
        currency=currency or "USD",
        date=day,
        line=line,
        providers=flow.sources,
        receivers=flow.destinations,
        recipients=tuple(dict.fromkeys(place_of(place) or place for place in flow.places)),
        sectors=flow.clusters,
        activity=flow.id,
        title=" ".join(flow.title.split()) or None,
        parent=flow.parent or None,
        usd=usd,
        children=flow.children,
        flow=flow.flow or None,
    )
