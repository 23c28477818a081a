"""Official records of delivery: transactions and observations, with the day on which they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.model.statement import Rung

SourceSort = Literal["iati", "fts", "table"]
Addition = Literal["value", "last", "amount"]
"""How records add up: the values of observations, the latest of them, or the amounts of transactions."""
Direction = Literal["incoming", "outgoing", "internal"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file of a source of evidence, as it was on the day when it was seen.

    `source`: a short stable name that all snapshots of the source share ("us-refugee-admissions"). `sort`: which reader
    read it. `seen`: ISO date. `file`: its name; `hash`: `sha256:` and the SHA-256 of its bytes. `publisher`, `address`,
    `licence`: who made it, where it is published, under which terms; None where nobody said. `notes`: what a reader must
    know to use it ("monthly figures are preliminary"), each a sentence. `country`: the id of the country or body whose doing
    the figures measure ("US"), None where every record names its own. `part`: of which answer it is a page: pages of one answer
    of a source that were seen on one day are one snapshot together; None where the file is the whole. `count`: how many records
    the whole answer has by its own word.
    """

    source: str
    sort: SourceSort
    seen: str
    file: str
    hash: str
    title: str | None = None
    publisher: str | None = None
    address: str | None = None
    licence: str | None = None
    notes: tuple[str, ...] = ()
    country: str | None = None
    part: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One measured value of a series of statistics.

    `id`: stable within its source, from the dimensions and the period. `period`: EDTF. `dimensions`: names and values in
    the order of the description ("nationality", "Haiti"). `value` in `unit` (an ISO 4217 code or the counted noun,
    singular). `line`: where in the file, counted from 1. `total`: whether it is a total of others of the same file,
    which must never be added to them; `total_of`: the dimensions of which it is the total, where that is known.
    """

    id: str
    period: str
    dimensions: tuple[tuple[str, str], ...]
    value: Decimal
    unit: str
    line: int
    total: bool = False
    total_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One movement (or promise, or budget) of money.

    `id`: the publisher's, else from place and content. `type`: the publisher's code or word ("3", "paid", "budget").
    `rung`: how far the money has come; None for what is no step of delivery (incoming funds, loan repayment, budget).
    `amount` in `currency` (ISO 4217), negative for a correction. `date`: ISO date, None where the record has none;
    `value_date`: the day whose exchange rate holds. `providers`, `receivers`: names; `recipients`: ISO 3166-1 alpha-2
    codes or regions; `sectors`: codes or names. `activity`: the project or flow it belongs to; `parent`: the flow or
    activity above, whose amount includes this one; `children`: those below, where only the upper one names them.
    `usd`: the publisher's own conversion to US dollars, if it gives one. `recipient_shares`, `sector_shares`: percent of
    the amount for each of `recipients` and `sectors`, in their order; empty where the publisher does not split it.
    `flow`: how the money moves, in the publisher's words ("Parked", "Pass through", "Carryover"). `givers`: ids of the
    countries whose governments give, where codes of the record say so. `ref`: the publisher's own number of the transaction.
    `years`: the years for which the money is meant ("2022"), where the publisher says them. `shared`: whether only some of it, and nobody says how much, belongs to what the file was asked for.
    """

    id: str
    type: str
    rung: Rung | None
    direction: Direction
    amount: Decimal
    currency: str
    date: str | None
    line: int
    value_date: str | None = None
    providers: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    activity: str | None = None
    title: str | None = None
    parent: str | None = None
    usd: Decimal | None = None
    children: tuple[str, ...] = ()
    recipient_shares: tuple[Decimal, ...] = ()
    sector_shares: tuple[Decimal, ...] = ()
    flow: str | None = None
    givers: tuple[str, ...] = ()
    ref: str | None = None
    years: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One period of an indicator of an activity: what was to be reached and what was (IATI `result`)."""

    id: str
    activity: str
    indicator: str
    period: str
    target: Decimal | None
    actual: Decimal | None
    unit: str
    line: int


Record = Observation | Transaction | Result


@dataclass(frozen=True, slots=True)
class Measure:
    """What of a source counts towards a commitment: which records, which sum, which target.

    `source`: the name of the source. `select`: pairs of a name and the values of it that count; values of one name are
    alternatives, names all must fit. A name is a dimension of a table; of transactions "rung", "provider", "receiver",
    "recipient", "sector", "activity", "currency", "direction", "type", "flow" or "year"; of results "activity" or "indicator".
    `sum`: "value" adds observations, "last" takes the latest (for running totals), "amount" adds transactions.
    `period`: EDTF, the stretch within which records count; None for all. `target` in `unit`. `note`: what the sum does
    not say ("issuances are not the same as the allocation"). `label`: which reading of the commitment this is, where it
    has several ("11,500").
    """

    source: str
    select: tuple[tuple[str, tuple[str, ...]], ...]
    sum: Addition
    unit: str
    period: str | None = None
    target: Decimal | None = None
    note: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One addend of a delivery: `period` (EDTF) of the record, its `value`, and the `total` with it."""

    period: str
    value: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Delivery:
    """How much of a measure was delivered, as far as one snapshot says.

    `total` in `unit`: None where no record fits, which is not the same as nothing delivered. `steps`: earliest first.
    `formula`: what was added up, in words and numbers. `seen`: the day of the snapshot. `through`: EDTF period of the
    latest record of the source, whether it fits or not; the day seen where that period was not over yet. `left_out`:
    what was not added and why. `notes`: what must stand beside the total wherever it is shown: the publisher's warnings
    and the measure's own note. `at_most`: what the total may be where records are left out of which nobody knows whether they
    count; None where it may be any more. `doubts`: why the total may be higher than `total`, a sentence each; empty where it is
    whole.
    """

    measure: Measure
    total: Decimal | None
    unit: str
    steps: tuple[Step, ...]
    formula: str
    seen: str
    through: str | None = None
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    at_most: Decimal | None = None
    doubts: tuple[str, ...] = ()
