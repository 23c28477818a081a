"""Tables of rates as central banks publish them; the numbers are theirs for those days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pledgebook.assess import convert, read_rate_file
from pledgebook.errors import UsageError

ECB = "Date,USD,JPY,NOK,HRK,\n2024-03-28,1.0811,163.45,11.699,N/A,\n2024-03-27,1.0816,163.52,11.668,N/A,\n"
SDMX = (
    "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\n"
    "EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2016-07,1.1069\nEXR.M.NOK.EUR.SP00.A,M,NOK,EUR,SP00,A,2016-07,9.3690\n"
)
FED = (
    '"Series Description","SPOT EXCHANGE RATE - EURO AREA ","NORWAY -- SPOT EXCHANGE RATE, KRONER/US$"\n'
    '"Unit:","Currency:_Per_EUR","Currency:_Per_USD"\n"Multiplier:","1","1"\n"Currency:","USD","NOK"\n'
    '"Unique Identifier: ","H10/H10/RXI$US_N.B.EU","H10/H10/RXI_N.B.NO"\n"Time Period","RXI$US_N.B.EU","RXI_N.B.NO"\n'
    "2016-07-01,1.1147,8.3559\n2016-07-04,ND,ND\n"
)
FRED = "observation_date,DEXUSEU,DEXNOUS\n2016-07-01,1.1147,8.3559\n2016-07-04,.,.\n"


@pytest.mark.parametrize(
    ("text", "currency", "day", "dollars"),
    [
        (ECB, "EUR", date(2024, 3, 28), "108.11"),
        (ECB, "NOK", date(2024, 3, 28), "9.24"),  # 100 / 11.699 × 1.0811
        (ECB, "NOK", date(2024, 4, 1), "9.24"),  # Easter Monday has no rate: the last of the week before
        (SDMX, "EUR", date(2016, 7, 15), "110.69"),
        (SDMX, "NOK", date(2016, 7, 15), "11.81"),
        (FED, "EUR", date(2016, 7, 1), "111.47"),
        (FED, "NOK", date(2016, 7, 4), "11.97"),
        (FRED, "EUR", date(2016, 7, 1), "111.47"),
        (FRED, "NOK", date(2016, 7, 4), "11.97"),
    ],
)
def test_a_hundred_in_dollars(text: str, currency: str, day: date, dollars: str) -> None:
    rates, problems = read_rate_file(text, "rates.csv")
    assert problems == ()
    assert convert(Decimal(100), currency, "USD", day, rates).result == Decimal(dollars)


def test_the_formula_names_both_rates_and_who_says_so() -> None:
    rates, _ = read_rate_file(ECB, "eurofxref-hist.csv")
    found = convert(Decimal(100), "NOK", "USD", date(2024, 3, 28), rates).formula
    assert "11.699 NOK for 1 EUR, 1.0811 USD for 1 EUR" in found
    assert "European Central Bank" in found


def test_a_currency_without_a_rate_says_what_to_give() -> None:
    rates, _ = read_rate_file(ECB, "eurofxref-hist.csv")
    with pytest.raises(UsageError, match=r"no rate of HRK .* a file of the European Central Bank"):
        convert(Decimal(100), "HRK", "USD", date(2024, 3, 28), rates)


def test_a_table_of_ones_own_is_read_as_before() -> None:
    rates, problems = read_rate_file("currency,period,per_usd,source\nNOK,2016,8.4,me\n", "mine.csv")
    assert (rates.rates[0].currency, rates.rates[0].per_usd, problems) == ("NOK", Decimal("8.4"), ())
    with pytest.raises(UsageError, match="a table of rates has the columns"):
        read_rate_file("a,b\n1,2\n", "wrong.csv")
