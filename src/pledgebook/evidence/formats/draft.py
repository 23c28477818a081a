"""A first description of a table that nobody described: what its columns seem to mean, what is sure and what is a guess.

A person reads it, mends it and keeps it. Where nothing is a guess, as in SDMX-CSV and JSON-stat with their units, the file
needs no description at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pledgebook.evidence.formats.description import parse_description
from pledgebook.evidence.formats.draft_dimensions import draft_dimensions
from pledgebook.evidence.formats.draft_periods import draft_periods
from pledgebook.evidence.formats.draft_units import currency_in, draft_units
from pledgebook.evidence.formats.drafting import Drafting, column_named, is_code, quoted
from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile, look
from pledgebook.evidence.formats.survey import Settled, settled
from pledgebook.evidence.formats.table import table_figures, told_apart
from pledgebook.model import Observation

MOST_WIDE = 400
"""How many columns of values a wide table may have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted description: its TOML, and what of it is sure, guessed or missing, a sentence each.

    `missing` holds what a person has to say before the table can be read; the TOML has it as a remark.
    """

    toml: str
    sure: tuple[str, ...]
    guessed: tuple[str, ...]
    missing: tuple[str, ...]

    def text(self, gives: str | None = None) -> str:
        """The TOML under remarks that say what is sure, guessed and missing. `gives`: what `preview` says."""
        remarks = [f"# sure: {one}" for one in self.sure]
        remarks += [f"# a guess, check it: {one}" for one in self.guessed]
        remarks += [f"# MISSING, say it: {one}" for one in self.missing]
        remarks += [f"# {gives}"] if gives else []
        return "\n".join(remarks) + "\n\n" + self.toml

    @property
    def certain(self) -> bool:
        """Whether the file itself said everything."""
        return not self.guessed and not self.missing


def draft(path: Path, source: str) -> Draft | None:
    """A description of a table; None where it has no header over figures. `source`: the name that it gets.

    Raises OSError where the file cannot be opened.
    """
    seen = look(path)
    if seen is None or not seen.columns:
        return None
    made = Drafting()
    made.head = [f"source = {quoted(source)}"]
    _layout(made, seen)
    wide = draft_periods(made, seen)
    values = _values(made, seen, wide)
    if not values:
        return None
    draft_units(made, seen, values)
    dimensions = draft_dimensions(made, seen)
    _rows(made, seen, dimensions, values)
    return Draft(made.toml(), tuple(made.sure), tuple(made.guessed), tuple(made.missing))


def preview(path: Path, made: Draft) -> str | None:
    """What the file gives by a draft: how many figures and their sum in each unit; None where it cannot be read so."""
    found = settled(path, parse_description(made.toml, "the draft")) if not made.missing else None
    if not isinstance(found, Settled):
        return found.what if found is not None else None
    sums: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    count = 0
    for one in told_apart(str(path), table_figures(path, found.description), found.description.rows):
        if isinstance(one, Observation):
            count += 1
            (totals if one.total else sums)[one.unit] += one.value  # type: ignore[assignment]
    listed = " and ".join(f"{value:,f} {unit}" for unit, value in sorted(sums.items())) or "nothing"
    beside = (
        f" (totals of others, {', '.join(f'{value:,f} {unit}' for unit, value in sorted(totals.items()))}, apart)"
        if totals
        else ""
    )
    return f"read so, the file gives {count:,} figures that add up to {listed}{beside}"


def _layout(made: Drafting, seen: Look) -> None:
    if seen.above and len(seen.above[0]) > 3:
        made.head.append(f"title = {quoted(seen.above[0][:200])}")
    if seen.header != 1:
        made.line("[table]", f"header = {seen.header}", sure=f"The header stands on line {seen.header}.")
    if len(seen.sheets) > 1:
        what = f"the figures stand in the sheet {seen.sheet!r} of {len(seen.sheets)}"
        made.line("[table]", f"sheets = [{quoted(seen.sheet or '')}]", guess=what)


def _values(made: Drafting, seen: Look, wide: list[Profile]) -> list[Profile]:
    if wide:
        listed = ", ".join(quoted(column.name) for column in wide[:MOST_WIDE])
        made.line("[value]", f"columns = [{listed}]")
        return wide
    free = [
        column for column in seen.columns if column.numeric and column.place not in made.used and not is_code(column)
    ]
    if not free:
        return []
    named = column_named(seen, "value", free)
    if named is None and len(free) > 1:  # several kinds of figure side by side: a link has to name one
        made.used.update(column.place for column in free)
        listed = ", ".join(quoted(column.name) for column in free[:MOST_WIDE])
        guess = f"the figures stand in {len(free)} columns, each of a kind of its own"
        made.line("[value]", f"columns = [{listed}]", guess=guess)
        made.line("[value]", 'dimension = "kind"')
        return free
    found = named or next((column for column in free if currency_in(column.name)), None) or free[-1]
    others = [column.name for column in free if column is not found]
    made.used.add(found.place)
    certain = len(free) == 1 or found.key in names("value")[:3]
    made.line(
        "[value]",
        f"column = {quoted(found.name)}",
        guess=None if certain else f"the figures stand in {found.name!r}, not in {', '.join(map(repr, others[:6]))}",
        sure=f"The figures stand in {found.name!r}." if certain else None,
    )
    if found.decimal == ",":
        made.line("[table]", 'decimal = ","', sure="A comma stands before the fraction.")
    return [found]


def _rows(made: Drafting, seen: Look, dimensions: list[Profile], values: list[Profile]) -> None:
    """Whether rows are transactions: they share their dimensions and period and not their value."""
    periods = [
        column
        for column in seen.columns
        if column.place in made.used and column not in values and column not in dimensions
    ]
    id = column_named(seen, "id")
    if id is not None and len(id.filled) == len(id.cells) == len(id.different) > 1:
        made.line(
            "[rows]",
            f"id = {quoted(id.name)}",
            sure=f"Each row is a transaction of its own: {id.name!r} tells them apart.",
        )
        return
    keys = Counter(zip(*(column.cells for column in (*dimensions, *periods)), strict=True))
    repeated = sum(count - 1 for count in keys.values())
    if repeated:
        guess = f"rows are transactions that add up: {repeated:,} of them share all of the above with another"
        made.line("[rows]", "add = true", guess=guess)
