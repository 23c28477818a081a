"""Commitment + evidence → status, checked figures, converted money, forecast: pure functions over the model.

`assess` says what became of a commitment and why, by a decision table that is data (`data/status.toml`). `check_figure`
holds a stated number against a sum of records. `convert` turns money into another currency with the rate, its day and
its source beside it. `forecast` says how much will have been delivered by a day, and how likely that reaches a number.
`vocabularies` names our statuses in the words of others.
"""

from pledgebook.assess.figure import Difference, check_figure
from pledgebook.assess.forecast import Forecast, forecast
from pledgebook.assess.money import Conversion, Rate, Rates, convert, read_rates, shipped_rates
from pledgebook.assess.rate_files import read_rate_file
from pledgebook.assess.status import assess
from pledgebook.assess.table import Row, decision_table
from pledgebook.assess.vocabularies import Term, Vocabulary, vocabularies

__all__ = [
    "Conversion",
    "Difference",
    "Forecast",
    "Rate",
    "Rates",
    "Row",
    "Term",
    "Vocabulary",
    "assess",
    "check_figure",
    "convert",
    "decision_table",
    "forecast",
    "read_rate_file",
    "read_rates",
    "shipped_rates",
    "vocabularies",
]
