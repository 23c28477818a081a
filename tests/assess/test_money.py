"""Conversions: exact, in the open, never guessed; the table that ships is as its source prints it; bad lines cost only
themselves."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.assess import convert, read_rates, shipped_rates
from pledgebook.errors import UsageError

DAY = date(2022, 7, 12)
OWN = """currency,period,per_usd,in_usd,source
HTG,2022,100,,bank
HTG,2022-07,120,,bank
HTG,2022-07-12,125,,bank
EUR,2022,,1.25,
"""


def test_a_conversion_carries_rate_day_and_source() -> None:
    done = convert(Decimal(1_500_000_000), "USD", "MXN", DAY, shipped_rates())
    assert done.result == Decimal("30181200000.00")  # at 20.1208, which the release of 2024 prints for 2022
    assert done.formula == (
        "1,500,000,000 USD = 30,181,200,000 MXN (20.1208 MXN for 1 USD, average of 2022, Federal Reserve G.5A of 2024-02-01)"
    )
    assert [(rate.currency, rate.period) for rate in done.rates] == [("MXN", "2022")]


def test_between_two_other_currencies_both_rates_are_named() -> None:
    done = convert(Decimal(5), "EUR", "GBP", DAY, shipped_rates())
    assert done.result == Decimal("4.26")  # 5 × 1.0534 / 1.2371
    assert "1.0534 USD for 1 EUR" in done.formula
    assert "1.2371 USD for 1 GBP" in done.formula


@pytest.mark.parametrize(
    ("day", "result", "told"),
    [
        (date(2022, 7, 12), "1", "rate of 2022-07-12"),
        (date(2022, 7, 13), "1.04", "average of 2022-07"),
        (date(2022, 8, 1), "1.25", "average of 2022"),
    ],
)
def test_the_closest_period_that_holds_the_day_is_used(day: date, result: str, told: str) -> None:
    rates, problems = read_rates(OWN, "own.csv")
    assert not problems
    done = convert(Decimal(125), "HTG", "USD", day, rates)
    assert done.result == Decimal(result)
    assert told in done.formula


def test_a_source_that_is_not_named_is_the_file() -> None:
    rates, _ = read_rates(OWN, "own.csv")
    assert (
        convert(Decimal(1), "EUR", "USD", DAY, rates).formula
        == "1 EUR = 1.25 USD (1.25 USD for 1 EUR, average of 2022, own.csv)"
    )


def test_the_same_currency_is_left_alone() -> None:
    done = convert(Decimal("1.2345"), "MXN", "MXN", DAY, read_rates(OWN, "own.csv")[0])
    assert (done.result, done.rates) == (Decimal("1.2345"), ())


@pytest.mark.parametrize(("currency", "day"), [("HTG", DAY), ("MXN", date(2016, 5, 1)), ("MXN", date(2024, 5, 1))])
def test_a_rate_that_is_missing_is_never_guessed(currency: str, day: date) -> None:
    with pytest.raises(
        UsageError, match=rf"no rate of {currency} for {day}.*give a table of your own, .* or CSV with the columns"
    ):
        convert(Decimal(1), currency, "USD", day, shipped_rates())


@pytest.mark.parametrize("code", ["", "usd", "XXXX", "$"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="no currency code"):
        convert(Decimal(1), code, "USD", DAY, shipped_rates())


def test_an_amount_beyond_all_money_is_refused() -> None:
    with pytest.raises(UsageError, match="too large"):
        convert(Decimal("1e40"), "EUR", "USD", DAY, shipped_rates())


def test_lines_that_are_wrong_are_left_out_and_named() -> None:
    bad = {
        "EURO,2022,1,,": "no currency code",
        "USD,2022,1,,": "no currency code",
        "EUR,last year,1,,": "no day, month or year",
        "EUR,2022,,,": "one of per_usd and in_usd",
        "EUR,2022,1,1,": "one of per_usd and in_usd",
        "EUR,2022,one,,": "no number",
        "EUR,2022,0,,": "cannot be a rate",
        "EUR,2022,-1,,": "cannot be a rate",
        "EUR,2022,NaN,,": "cannot be a rate",
        "EUR,2022,Infinity,,": "cannot be a rate",
        "GBP,2022,9,,again": "a second rate",
    }
    text = "currency,period,per_usd,in_usd,source\nGBP,2022,,1.2,bank\n" + "\n".join(bad) + "\nCHF,2022,0.9,,bank\n"
    rates, problems = read_rates("\ufeff" + text, "own.csv")
    assert [rate.currency for rate in rates.rates] == ["GBP", "CHF"]
    assert [problem.source for problem in problems] == [f"own.csv:{line}" for line in range(3, 3 + len(bad))]
    for problem, told in zip(problems, bad.values(), strict=True):
        assert told in problem.what
        assert problem.rule == "bad-rate"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "currency,period\nEUR,2022\n", "\x00"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="has the columns"):
        read_rates(text, "own.csv")


def test_the_table_that_ships_is_whole_and_named() -> None:
    rates = shipped_rates()
    assert len({rate.currency for rate in rates.rates}) == 22
    assert {rate.period for rate in rates.rates} == {str(year) for year in (*range(2012, 2016), *range(2017, 2024))}
    assert len(rates.rates) == 22 * 11
    assert rates.licence
    about = tomllib.loads(resources.files("pledgebook.assess").joinpath("data/rates.toml").read_text(encoding="utf-8"))
    assert len(about["releases"]) == 3
    assert "USD for 1 EUR" in (rates.on("EUR", DAY) or rates.rates[0]).printed


CODES = st.sampled_from(["USD", *sorted({rate.currency for rate in shipped_rates().rates})])


@given(st.decimals(0, 10**12, places=2), CODES, CODES)
def test_there_and_back_is_the_same_within_rounding(amount: Decimal, here: str, there: str) -> None:
    rates = shipped_rates()
    out = convert(amount, here, there, DAY, rates)
    back = convert(out.result, there, here, DAY, rates)
    first, second = rates.on(here, DAY), rates.on(there, DAY)
    assert first is not None
    assert second is not None
    assert abs(back.result - amount) <= Decimal("0.005") * first.per_usd / second.per_usd + Decimal("0.005")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_rates("currency,period,per_usd\n" + text, "own.csv")
    except UsageError:
        pytest.fail("the columns are there")
