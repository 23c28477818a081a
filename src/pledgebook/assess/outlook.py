"""How many more of something a monthly series will bring: a seasonal level and the spread of its own past errors.

The model, called "seasonal level with its own past errors": a share of the year for each calendar month, drawn towards
an even year; a level that follows the last months and, for months further ahead, leans on the last year; the sum of
the months ahead is level times shares. The same was possible at every earlier month of the series: how far those sums
were off, as logarithms of ratios, newer ones counting more, gives a shift and a spread, drawn towards a prior where
the series is short. The sum ahead then has a shifted, scaled Student distribution on the scale of logarithms. Closed
form: no drawing of random numbers, the same series gives the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

YEAR = 12
_FREEDOM = 5  # degrees of freedom of the Student distribution: official series stop and start, tails are heavy


@dataclass(frozen=True, slots=True)
class Constants:
    """What the model takes as given. Chosen on the back-test (docs/forecast.md says how, and what choosing them on
    other series costs)."""

    even_years: float = 1.0  # a year of even shares is mixed into the season with this weight
    season_memory: float = 0.85  # a year counts this much of the year after it
    level_half_life: float = 1.5  # months
    year_weight: float = 0.6  # of the mean of the last year against the level, in months of an even season
    year_growth: float = 0.1  # the same, for each month ahead
    floor: float = 3.0  # added to sums before a logarithm is taken, so that a month of zero does not end the world
    floor_share: float = 0.01  # the same as a part of the mean month, for series of large numbers
    error_half_life: float = 24.0  # months
    largest_error: float = 2.5  # in logarithms: beyond it an error counts no further
    prior_spread: float = 0.35  # of one month ahead, in logarithms
    prior_growth: float = 0.08  # of its square, for each further month
    prior_weight: float = 8.0  # in errors that do not overlap
    shift_weight: float = 10.0  # of no shift, in errors that do not overlap
    youth: float = 0.6  # added to the square of the spread where one year is known, falling with the cube of the years


DEFAULT = Constants()


@dataclass(frozen=True, slots=True)
class Outlook:
    """The distribution of the sum of the months ahead: a Student variable on the scale of logarithms.

    `point`: what the level and the season alone give. `shift`, `spread`: in logarithms. `floor`: see Constants.
    """

    point: float
    shift: float
    spread: float
    floor: float

    def at_least(self, needed: float) -> float:
        """The probability that the sum is `needed` or more."""
        if needed <= 0:
            return 1.0
        distance = math.log(needed + self.floor) - math.log(self.point + self.floor) - self.shift
        return 1.0 - student(distance / self.spread)

    def quantile(self, part: float) -> float:
        """The value below which the sum lies with probability `part` (0 < part < 1), at least 0."""
        logarithm = math.log(self.point + self.floor) + self.shift + self.spread * student_quantile(part)
        return max(0.0, math.exp(min(logarithm, 700.0)) - self.floor)


def student(value: float) -> float:
    """The distribution function of Student's t with five degrees of freedom (Abramowitz & Stegun 26.7.3)."""
    angle = math.atan(value / math.sqrt(_FREEDOM))
    sine, cosine = math.sin(angle), math.cos(angle)
    return min(1.0, max(0.0, 0.5 + (angle + sine * (cosine + 2 / 3 * cosine**3)) / math.pi))


def student_quantile(part: float) -> float:
    """Its inverse, by halving; accurate to 1e-9 within ±1,000."""
    low, high = -1000.0, 1000.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if student(middle) < part else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model on a series of months, oldest first; of at least twelve, none below zero."""

    values: Sequence[float]
    constants: Constants = DEFAULT
    season: list[float] = field(init=False, default_factory=list)
    recent: list[tuple[float, float, float]] = field(init=False, default_factory=list)
    sums: list[float] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if len(self.values) < YEAR:
            raise ValueError(f"a series of {len(self.values)} months; twelve are needed")
        self.season.extend(_season(self.values, self.constants))
        self.sums.extend(_cumulated(self.values))

    def ahead(self, months: int, part: float = 1.0) -> Outlook:
        """The sum of the next `months` months (1 or more), of the last of which only `part` (0 to 1) counts."""
        known, constants = len(self.values), self.constants
        floor = max(constants.floor, constants.floor_share * self.sums[-1] / known)
        levels = self._levels(months)
        shares = _cumulated([self.season[(month - known) % YEAR] for month in range(known + months)])
        errors = []
        for origin in range(_first_origin(known - months), known - months + 1):
            expected = levels[origin - 1] * (shares[origin + months] - shares[origin])
            came = self.sums[origin + months] - self.sums[origin]
            errors.append(math.log((came + floor) / (expected + floor)))
        weight = shares[known + months] - shares[known] - (1 - part) * self.season[(months - 1) % YEAR]
        return spread_of(errors, levels[-1] * weight, months, known, floor, constants)

    def _levels(self, months: int) -> list[float]:
        """The level at the end of every month, as far ahead as `months`."""
        known, constants = len(self.values), self.constants
        if not self.recent:
            fade, total, exposure = 0.5 ** (1 / constants.level_half_life), 0.0, 0.0
            shares = _cumulated([self.season[(month - known) % YEAR] for month in range(known)])
            for month, value in enumerate(self.values):
                total = total * fade + value
                exposure = exposure * fade + self.season[(month - known) % YEAR]
                start, end = max(0, month + 1 - YEAR), month + 1
                year = (self.sums[end] - self.sums[start]) / max(shares[end] - shares[start], 0.5)
                self.recent.append((total, exposure, year))
        pull = constants.year_weight + constants.year_growth * months
        return [(total + pull * year) / (exposure + pull) for total, exposure, year in self.recent]


def spread_of(
    errors: Sequence[float], point: float, months: int, known: int, floor: float, constants: Constants = DEFAULT
) -> Outlook:
    """An expected sum with the shift and the spread that past errors teach; oldest error first, one for each past
    origin."""
    weights = [0.5 ** (age / constants.error_half_life) for age in range(len(errors) - 1, -1, -1)]
    total = sum(weights)
    # errors of overlapping stretches say the same thing several times
    count = total**2 / sum(weight**2 for weight in weights) / months if weights else 0.0
    square, shift = 0.0, 0.0
    if weights:
        square = sum(w * min(e * e, constants.largest_error**2) for w, e in zip(weights, errors, strict=True)) / total
        shift = sum(w * min(max(e, -1.0), 1.0) for w, e in zip(weights, errors, strict=True)) / total
        shift *= count / (count + constants.shift_weight)
    prior = constants.prior_spread**2 * (1 + constants.prior_growth * months)
    square = (count * square + constants.prior_weight * prior) / (count + constants.prior_weight)
    square += 1 / (point + 1) + constants.youth * (YEAR / known) ** 3  # the chance in small counts; seasons seen once
    return Outlook(point, shift, math.sqrt(square), floor)


def _season(values: Sequence[float], constants: Constants) -> list[float]:
    """The share of each of the twelve months that follow the series, their mean being 1, from whole years back."""
    shares, weights = [constants.even_years] * YEAR, [constants.even_years] * YEAR
    for back in range(len(values) // YEAR):
        end = len(values) - YEAR * back
        year = values[end - YEAR : end]
        mean = sum(year) / YEAR
        if mean <= 0:
            continue
        weight = constants.season_memory**back
        for month, value in enumerate(year):
            shares[month] += weight * value / mean
            weights[month] += weight
    season = [share / weight for share, weight in zip(shares, weights, strict=True)]
    mean = sum(season) / YEAR
    return [share / mean for share in season]


def _first_origin(last: int) -> int:
    """The first month from which the series could have been foretold: after eight months, or the only one there is
    after four."""
    if last >= 8:
        return 8
    return last if last >= 4 else last + 1


def _cumulated(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums
