"""Money in another currency: only where it is asked for, with the rate, its day and its source beside the result."""

from __future__ import annotations

import csv
import functools
import io
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext
from importlib import resources

from pledgebook.assess.wording import amount as money
from pledgebook.assess.wording import number
from pledgebook.errors import SetupError, UsageError
from pledgebook.model import Problem

_CODE = re.compile(r"[A-Z]{3}")
_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_CENT = Decimal("0.01")
_DIGITS = 34
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
        """The rate that holds on a day: of that very day, else the average of its month, else of its year, else
        None."""
        if currency == "USD":
            return Rate("USD", day.isoformat(), Decimal(1), "1", "by definition")
        found = {rate.period: rate for rate in self.rates if rate.currency == currency}
        iso = day.isoformat()
        return found.get(iso) or found.get(iso[:7]) or found.get(iso[:4])


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
        context.prec = _DIGITS
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
        f"{rates.name} has no rate of {code} for {day} ({has}): give a table of your own, CSV with the columns {HEAD}"
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
    currency, period = (line.get("currency") or "").strip(), (line.get("period") or "").strip()
    if not _CODE.fullmatch(currency) or currency == "USD":
        raise ValueError(f"{currency!r} is no currency code (ISO 4217, other than USD)")
    if not _PERIOD.fullmatch(period):
        raise ValueError(f"{period!r} is no day, month or year (ISO 8601)")
    given = [(way, text) for way in ("per_usd", "in_usd") if (text := (line.get(way) or "").strip())]
    if len(given) != 1:
        raise ValueError("one of per_usd and in_usd has to hold a number")
    way, printed = given[0]
    try:
        value = Decimal(printed)
    except InvalidOperation:
        raise ValueError(f"{printed!r} is no number") from None
    if not value.is_finite() or not Decimal("1e-12") < value < Decimal("1e12"):
        raise ValueError(f"{printed} cannot be a rate")
    with localcontext() as context:
        context.prec = _DIGITS
        per_usd = value if way == "per_usd" else 1 / value
    told = f"{number(value)} {currency} for 1 USD" if way == "per_usd" else f"{number(value)} USD for 1 {currency}"
    return Rate(currency, period, per_usd, told, (line.get("source") or "").strip() or name)


@functools.cache
def shipped_rates() -> Rates:
    """Annual averages of the Federal Reserve (G.5A), for the years and currencies whose releases were read.

    `data/rates.toml` names the releases. Raises SetupError where the table is missing or broken.
    """
    try:
        folder = resources.files(__package__).joinpath("data")
        about = tomllib.loads(folder.joinpath("rates.toml").read_text(encoding="utf-8"))
        table, problems = read_rates(folder.joinpath("rates.csv").read_text(encoding="utf-8"), "rates.csv")
        name = f"{about['title']} ({about['publisher']})"
        licence, seen = about["licence"], about["seen"]
    except (OSError, ValueError, KeyError, UsageError) as fault:
        raise SetupError(f"the exchange rates in assess/data are broken ({fault}); reinstall pledgebook") from fault
    if problems:
        raise SetupError(f"the exchange rates in assess/data are broken ({problems[0]}); reinstall pledgebook")
    return Rates(name, table.rates, licence, seen)
