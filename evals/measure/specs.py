"""How many cases of the public specifications of numbers (Recognizers-Text, MIT) the grammars for amounts pass.

A case is a sentence and the phrases that another project reads in it. It passes when our phrases are the same, no
more and no fewer, each with the same span and the same value. Conventions, applied to every case alike:

- Values are compared to twelve digits, as the specification writes fractions with fifteen.
- Money is compared by the number in the unit that the words name ("50 cents" is 50), as the specification has it;
  our amounts keep it in the currency (0.50). Whose dollar it is the specification does not say.
- A range between two numbers includes its lower and not its upper end there; of "more than" and "at least" the
  words decide, in both.

Cases left out on purpose stand in `tests/extract/left_out_specs.toml` with their reasons; they count as not passed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pledgebook.extract.amounts.bounds import Range, ranges
from pledgebook.extract.amounts.money import money
from pledgebook.extract.amounts.numbers import numbers
from pledgebook.extract.amounts.percents import percents

LEFT_OUT = Path(__file__).resolve().parents[2] / "tests" / "extract" / "left_out_specs.toml"

Phrase = tuple[int, int, str | Fraction | None]
"""First and last character of a phrase and its value; None for a unit named without a number."""


@dataclass(frozen=True, slots=True)
class SpecScore:
    """How many of all cases pass, and how many were left out on purpose (they count as cases that fail)."""

    passed: int
    total: int
    left_out: int

    @property
    def rate(self) -> float:
        """Share of all cases that pass, those left out included in the whole."""
        return self.passed / self.total if self.total else 0.0


def _numbers(text: str) -> list[Phrase]:
    return [(n.start, n.end - 1, n.value) for n in numbers(text)]


def _money(text: str) -> list[Phrase]:
    return [(m.start, m.end - 1, m.value) for m in money(text)]


def _percents(text: str) -> list[Phrase]:
    return [(p.start, p.end - 1, p.value) for p in percents(text)]


def _end(value: Fraction | None) -> str:
    return "" if value is None else str(int(value) if value.denominator == 1 else float(value))


def interval(item: Range) -> str:
    """A range as the specification writes it: "[20,30)", "(5,)"."""
    opening = "(" if item.low is None or item.low_open else "["
    closing = ")" if item.high is None or item.high_open else "]"
    return f"{opening}{_end(item.low)},{_end(item.high)}{closing}"


def _ranges(text: str) -> list[Phrase]:
    return [(r.start, r.end - 1, interval(r)) for r in ranges(text)]


def wanted(result: Mapping[str, Any], *, written: bool) -> Phrase:
    """A phrase as it is specified. `written`: its value as it stands there, an interval."""
    value = result["Resolution"].get("value")
    if written or value in (None, "null"):
        return result["Start"], result["End"], None if value == "null" else value
    return result["Start"], result["End"], Fraction(value.rstrip("%"))


SPECS: Mapping[str, tuple[str, Callable[[str], list[Phrase]]]] = {
    "currency": ("CurrencyModel.json", _money),
    "number": ("NumberModel.json", _numbers),
    "percent": ("PercentModel.json", _percents),
    "range": ("NumberRangeModel.json", _ranges),
}


def cases(folder: Path, name: str) -> list[dict[str, Any]]:
    """The cases of one specification, as they stand in its file."""
    found: list[dict[str, Any]] = json.loads((folder / SPECS[name][0]).read_text(encoding="utf-8-sig"))
    return found


def left_out() -> dict[str, dict[str, str]]:
    """Specification → input of a case left out on purpose → the reason."""
    table = tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return {name: {case["input"]: case["reason"] for case in entries} for name, entries in table.items()}


def same(found: Sequence[Phrase], wanted: Sequence[Phrase]) -> bool:
    """Whether two lists of phrases have the same spans and values."""
    return len(found) == len(wanted) and all(
        a[:2] == b[:2] and _same_value(a[2], b[2]) for a, b in zip(found, wanted, strict=True)
    )


def _same_value(ours: str | Fraction | None, theirs: str | Fraction | None) -> bool:
    if isinstance(ours, Fraction) and isinstance(theirs, Fraction):
        return abs(ours - theirs) <= abs(theirs) / 10**12
    return ours == theirs


def passes(name: str, case: Mapping[str, Any]) -> bool:
    """Whether the grammar reads a case of the specification `name` ("currency", "number", …) as it is specified."""
    return same(SPECS[name][1](case["Input"]), [wanted(one, written=name == "range") for one in case["Results"]])


def score_numbers(folder: Path) -> dict[str, SpecScore]:
    """Pass rates on the specifications in `folder`, by name. A case left out on purpose never counts as passed."""
    out = left_out()
    scores = {}
    for name in SPECS:
        every, unread = cases(folder, name), out.get(name, {})
        passed = sum(case["Input"] not in unread and passes(name, case) for case in every)
        scores[name] = SpecScore(passed, len(every), sum(case["Input"] in unread for case in every))
    return scores
