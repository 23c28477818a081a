"""Money in another currency: only where it is asked for, with the rate, its day and its source beside the result."""

from __future__ import annotations

import csv
import functools
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext

from pledgebook.assess.wording import amount as money
from pledgebook.assess.wording import number
from pledgebook.errors import SetupError, UsageError
from pledgebook.model import Problem
from pledgebook.world.data import shipped_text
from pledgebook.world.data import table as data_table

_CODE = re.compile(r"[A-Z]{3}")
_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_CENT = Decimal("0.01")
DIGITS = 34
"""Digits that a calculation keeps."""
LATEST_BEFORE = 7
"""How many days before a day the last rate may lie that still holds on it: weekends and holidays have none."""
HEAD = "currency, period, per_usd (or in_usd), source"


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of a currency in a year, month or day (`period`: "2022", "2022-07", "2022-07-12").

    `per_usd`: units of the currency for one US dollar. `printed`: the number as its source gives it, with the way round
    ("1.0534 USD for 1 EUR"). `source`: who says so.
    """

    currency: str
    period: str
    per_usd: Decimal
    printed: str
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    """A table of rates. `name`: the file, or the title and publisher of the table that ships; `licence` and `seen`
    (ISO date) where known."""

    name: str
    rates: tuple[Rate, ...]
    licence: str | None = None
    seen: str | None = None

    def on(self, currency: str, day: date) -> Rate | None:
        """The rate that holds on a day: of that very day, else the average of its month, else the last of the week before, else
        the average of its year, else None."""
        if currency == "USD":
            return Rate("USD", day.isoformat(), Decimal(1), "1", "by definition")
        found = {rate.period: rate for rate in self.rates if rate.currency == currency}
        iso = day.isoformat()
        before = [(day - timedelta(back)).isoformat() for back in range(1, min(LATEST_BEFORE, day.toordinal() - 1) + 1)]
        return next((found[period] for period in (iso, iso[:7], *before, iso[:4]) if period in found), None)


@dataclass(frozen=True, slots=True)
class Conversion:
    """`amount` in `currency` is `result` in `to`, rounded to hundredths (half to even).

    `day`: whose rates were asked for. `rates`: those that were used, for `currency` and then for `to`, without the US
    dollar. `formula`: the whole calculation in words and numbers, with the period and source of each rate.
    """

    amount: Decimal
    currency: str
    result: Decimal
    to: str
    day: date
    rates: tuple[Rate, ...]
    formula: str


def convert(amount: Decimal, currency: str, to: str, day: date, rates: Rates) -> Conversion:
    """An amount in another currency, through the US dollar where neither is one, at the rates of a day.

    Raises UsageError where a code is no ISO 4217 code by its form, or the table has no rate of a currency for that
    day; the message says how to supply one.
    """
    for code in (currency, to):
        if not _CODE.fullmatch(code):
            raise UsageError(f"{code!r} is no currency code (ISO 4217, such as USD)")
    if currency == to:
        return Conversion(amount, currency, amount, to, day, (), f"{money(amount, currency)}, nothing to convert")
    used = []
    for code in (currency, to):
        rate = rates.on(code, day)
        if rate is None:
            raise UsageError(_missing(code, day, rates))
        used.append(rate)
    with localcontext() as context:
        context.prec = DIGITS
        try:
            result = (amount / used[0].per_usd * used[1].per_usd).quantize(_CENT, ROUND_HALF_EVEN)
        except InvalidOperation:
            raise UsageError(f"{amount} is too large an amount to convert") from None
    named = tuple(rate for rate in used if rate.currency != "USD")
    told = "; ".join(f"{rate.printed}, {_sort(rate.period)} of {rate.period}, {rate.source}" for rate in named)
    formula = f"{money(amount, currency)} = {money(result, to)} ({told})"
    return Conversion(amount, currency, result, to, day, named, formula)


def _sort(period: str) -> str:
    return "rate" if len(period) == len("2022-07-12") else "average"


def _missing(code: str, day: date, rates: Rates) -> str:
    periods = sorted(rate.period for rate in rates.rates if rate.currency == code)
    if periods:
        has = f"{code} only for {', '.join(periods[:3])}{' … ' + periods[-1] if len(periods) > 3 else ''}"
    else:
        has = f"no {code}"
    return (
        f"{rates.name} has no rate of {code} for {day} ({has}): give a table of your own, a file of the European Central Bank or "
        f"the Federal Reserve, or CSV with the columns {HEAD}"
    )


def read_rates(text: str, name: str) -> tuple[Rates, tuple[Problem, ...]]:
    """A table of rates from CSV, and what was wrong with lines of it; lines that are wrong are left out.

    Columns: `currency` (ISO 4217), `period` (a day, month or year, ISO 8601), `per_usd` (units for one US dollar) or
    `in_usd` (US dollars for one unit), `source`. `name`: the file's, for messages. Raises UsageError where the columns
    are not those.
    """
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    columns = set(lines.fieldnames or ())
    if not {"currency", "period"} <= columns or not columns & {"per_usd", "in_usd"}:
        raise UsageError(f"{name}: a table of rates has the columns {HEAD}")
    rates: dict[tuple[str, str], Rate] = {}
    problems = []
    try:
        for line in lines:
            try:
                rate = _rate(line, name)
                if (rate.currency, rate.period) in rates:
                    raise ValueError(f"a second rate of {rate.currency} for {rate.period}; the first is used")
                rates[rate.currency, rate.period] = rate
            except ValueError as fault:
                problems.append(Problem(f"{name}:{lines.line_num}", str(fault), "bad-rate"))
    except csv.Error as fault:
        problems.append(Problem(f"{name}:{lines.line_num}", f"the rest cannot be read ({fault})", "bad-rate"))
    return Rates(name, tuple(rates.values())), tuple(problems)


def _rate(line: dict[str, str | None], name: str) -> Rate:
    cells = {key: (cell or "").strip() for key, cell in line.items() if isinstance(key, str)}
    currency, period = cells.get("currency", ""), cells.get("period", "")
    if not _CODE.fullmatch(currency) or currency == "USD":
        raise ValueError(f"{currency!r} is no currency code (ISO 4217, other than USD)")
    if not _PERIOD.fullmatch(period):
        raise ValueError(f"{period!r} is no day, month or year (ISO 8601)")
    given = [(way, cells[way]) for way in ("per_usd", "in_usd") if cells.get(way)]
    if len(given) != 1:
        raise ValueError("one of per_usd and in_usd has to hold a number")
    way, value = given[0][0], _price(given[0][1])
    with localcontext() as context:
        context.prec = DIGITS
        per_usd = value if way == "per_usd" else 1 / value
    told = f"{number(value)} {currency} for 1 USD" if way == "per_usd" else f"{number(value)} USD for 1 {currency}"
    return Rate(currency, period, per_usd, told, cells.get("source") or name)


def _price(printed: str) -> Decimal:
    try:
        value = Decimal(printed)
    except InvalidOperation:
        raise ValueError(f"{printed!r} is no number") from None
    if not value.is_finite() or not Decimal("1e-12") < value < Decimal("1e12"):
        raise ValueError(f"{printed} cannot be a rate")
    return value


@functools.cache
def shipped_rates() -> Rates:
    """Annual averages of the Federal Reserve (G.5A), for the years and currencies whose releases were read.

    `data/rates.toml` names the releases. Raises SetupError where the table is missing or broken.
    """
    try:
        about = data_table("assess", "data/rates.toml")
        table, problems = read_rates(shipped_text("assess", "data/rates.csv"), "rates.csv")
        name = f"{about['title']} ({about['publisher']})"
        licence, seen = about["licence"], about["seen"]
    except (OSError, ValueError, KeyError, UsageError) as fault:
        raise SetupError(f"the exchange rates in assess/data are broken ({fault}); reinstall pledgebook") from fault
    if problems:
        raise SetupError(f"the exchange rates in assess/data are broken ({problems[0]}); reinstall pledgebook")
    return Rates(name, table.rates, licence, seen)
