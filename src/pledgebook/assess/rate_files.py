"""Tables of exchange rates as central banks publish them, beside the plain one of `money.read_rates`.

- European Central Bank: `eurofxref-hist.csv` (a row a day, a column a currency, units for one euro), and its SDMX-CSV of the
  dataset EXR (https://data.ecb.europa.eu/);
- Federal Reserve: the CSV of its Data Download Program for H.10 and G.5A, and a series of FRED ("DEXUSEU").

Rates against the euro become rates against the dollar through the dollar's own rate of the same day.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext

from pledgebook.assess.money import DIGITS, Rate, Rates, read_rates
from pledgebook.assess.wording import number
from pledgebook.model import Problem
from pledgebook.world.currencies import codes
from pledgebook.world.data import table

Lines = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Quote:
    """`value` units of `currency` for one `base` in a day, month or year."""

    period: str
    base: str
    currency: str
    value: Decimal


def read_rate_file(text: str, name: str) -> tuple[Rates, tuple[Problem, ...]]:
    """A table of exchange rates of any known form, and what was wrong with lines of it. `name`: the file's, for messages.

    Raises UsageError where the form is none of those.
    """
    plain = text.removeprefix("\ufeff")
    try:
        lines = [line for line in csv.reader(io.StringIO(plain, newline="")) if line]
    except csv.Error:
        return read_rates(text, name)
    header = [cell.strip() for cell in lines[0]] if lines else []
    for fits, quotes, publisher in _FORMS:
        if fits(header):
            return Rates(name, tuple(_against_dollar(quotes(lines), publisher))), ()
    return read_rates(text, name)


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and Decimal("1e-12") < value < Decimal("1e12") else None


def _is_ecb(header: Sequence[str]) -> bool:
    names = [name for name in header[1:] if name]
    return header[:1] == ["Date"] and "USD" in names and all(re.fullmatch(r"[A-Z]{3}", name) for name in names)


def _ecb(lines: Lines) -> Iterator[_Quote]:
    header = [cell.strip() for cell in lines[0]]
    for line in lines[1:]:
        for currency, cell in zip(header[1:], line[1:], strict=False):
            value = _value(cell)
            if currency and value is not None:
                yield _Quote(line[0].strip(), "EUR", currency, value)


def _is_sdmx(header: Sequence[str]) -> bool:
    return {"CURRENCY", "CURRENCY_DENOM", "TIME_PERIOD", "OBS_VALUE"} <= set(header)


def _sdmx(lines: Lines) -> Iterator[_Quote]:
    places = {name.strip(): place for place, name in enumerate(lines[0])}
    for line in lines[1:]:
        cells = {name: line[place].strip() if place < len(line) else "" for name, place in places.items()}
        value = _value(cells["OBS_VALUE"])
        if value is not None and cells.get("EXR_TYPE", "SP00") == "SP00":
            yield _Quote(cells["TIME_PERIOD"], cells["CURRENCY_DENOM"], cells["CURRENCY"], value)


def _is_fed(header: Sequence[str]) -> bool:
    return header[:1] == ["Series Description"]


def _fed(lines: Lines) -> Iterator[_Quote]:
    """Rows of what each column is, then a row a period. The unit says for one of which currency, "Currency:_Per_AUD"."""
    about = {line[0].strip().rstrip(":"): line for line in lines[:10]}
    units, currencies = about.get("Unit", []), about.get("Currency", [])
    pairs: list[tuple[str, str] | None] = []
    for unit, currency in zip(units, currencies, strict=False):
        base = re.search(r"_Per_([A-Z]{3})", unit)
        pairs.append((base[1], currency.strip()) if base and re.fullmatch(r"[A-Z]{3}", currency.strip()) else None)
    for line in lines:
        if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", line[0].strip()):
            continue
        for pair, cell in zip(pairs[1:], line[1:], strict=False):
            value = _value(cell)
            if pair is not None and value is not None:
                yield _Quote(line[0].strip(), *pair, value)


_FRED = re.compile(r"(?:DEX|EXR?|AEX)([A-Z]{2})([A-Z]{2})")


def _is_fred(header: Sequence[str]) -> bool:
    return header[:1] in (["DATE"], ["observation_date"]) and any(_FRED.fullmatch(name) for name in header[1:])


def _fred(lines: Lines) -> Iterator[_Quote]:
    known = table("assess", "data/rates.toml")["federal_reserve"]
    pairs = []
    for name in lines[0][1:]:
        found = _FRED.fullmatch(name.strip())
        pairs.append((known.get(found[2]), known.get(found[1])) if found else (None, None))
    for line in lines[1:]:
        for (base, currency), cell in zip(pairs, line[1:], strict=False):
            value = _value(cell)
            if base and currency and value is not None:
                yield _Quote(line[0].strip(), base, currency, value)


_FORMS: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[Lines], Iterator[_Quote]], str], ...] = (
    (_is_ecb, _ecb, "European Central Bank"),
    (_is_sdmx, _sdmx, "European Central Bank"),
    (_is_fed, _fed, "Federal Reserve"),
    (_is_fred, _fred, "Federal Reserve"),
)


def _against_dollar(quotes: Iterable[_Quote], publisher: str) -> Iterator[Rate]:
    """Each quote as the price of a currency in dollars, once for a currency and period."""
    by_period: dict[str, list[_Quote]] = {}
    for quote in quotes:
        if quote.currency in codes() and quote.base in codes():
            by_period.setdefault(quote.period, []).append(quote)
    with localcontext() as context:
        context.prec = DIGITS
        for period, found in by_period.items():
            dollars = {quote.base: quote.value for quote in found if quote.currency == "USD"}
            rates: dict[str, Rate] = {}
            for quote in found:
                rate = _rate(quote, dollars, period, publisher)
                if rate is not None:
                    rates.setdefault(rate.currency, rate)
            yield from rates.values()


def _rate(quote: _Quote, dollars: dict[str, Decimal], period: str, publisher: str) -> Rate | None:
    told = f"{number(quote.value)} {quote.currency} for 1 {quote.base}"
    if quote.base == "USD":
        return Rate(quote.currency, period, quote.value, told, publisher)
    if quote.currency == "USD":
        return Rate(quote.base, period, 1 / quote.value, told, publisher)
    if quote.base not in dollars:
        return None
    per_usd = quote.value / dollars[quote.base]
    return Rate(
        quote.currency, period, per_usd, f"{told}, {number(dollars[quote.base])} USD for 1 {quote.base}", publisher
    )
