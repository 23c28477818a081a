"""A first description of a table that nobody described: what its columns seem to mean, what is sure and what is a guess.

A person reads it, mends it and keeps it. Where nothing is a guess, as in SDMX-CSV and JSON-stat with their units, the file
needs no description at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pledgebook.evidence.formats.description import parse_description
from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile, look
from pledgebook.evidence.formats.scale import scale_said
from pledgebook.evidence.formats.survey import Settled, settled
from pledgebook.evidence.formats.table import table_figures, told_apart
from pledgebook.model import Observation
from pledgebook.world.currencies import active_codes
from pledgebook.world.data import table
from pledgebook.world.words import noun_forms

LONGEST_VALUE = 80
"""Characters of the words of a dimension, on average: longer ones are free text."""
MOST_DIMENSIONS = 12
"""How many dimensions a draft has; of more columns it takes those that sort the rows best."""
_OF_A_CODE = {"id", "code", "identifier", "iso", "iso2", "iso3", "iso3code"}
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


@dataclass(slots=True)
class _Drafting:
    """The lines of the TOML by its tables, and the sentences, as they come up."""

    head: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sure: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def line(self, part: str, text: str, guess: str | None = None, sure: str | None = None) -> None:
        """Adds a line to a table of the TOML, with what is sure or guessed of it."""
        self.parts[part].append(text + (f"  # a guess: {guess}" if guess else ""))
        if guess:
            self.guessed.append(guess)
        if sure:
            self.sure.append(sure)

    def toml(self) -> str:
        blocks = ["\n".join(self.head)]
        blocks += [f"{part.rstrip('0123456789')}\n" + "\n".join(lines) for part, lines in self.parts.items() if lines]
        return "\n\n".join(blocks) + "\n"


def draft(path: Path, source: str) -> Draft | None:
    """A description of a table; None where it has no header over figures. `source`: the name that it gets.

    Raises OSError where the file cannot be opened.
    """
    seen = look(path)
    if seen is None or not seen.columns:
        return None
    made = _Drafting()
    made.head = [f"source = {_quoted(source)}"]
    _layout(made, seen)
    wide = _periods(made, seen)
    values = _values(made, seen, wide)
    if not values:
        return None
    _units(made, seen, values)
    dimensions = _dimensions(made, seen)
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


def _layout(made: _Drafting, seen: Look) -> None:
    if seen.above and len(seen.above[0]) > 3:
        made.head.append(f"title = {_quoted(seen.above[0][:200])}")
    if seen.header != 1:
        made.line("[table]", f"header = {seen.header}", sure=f"The header stands on line {seen.header}.")
    if len(seen.sheets) > 1:
        what = f"the figures stand in the sheet {seen.sheet!r} of {len(seen.sheets)}"
        made.line("[table]", f"sheets = [{_quoted(seen.sheet or '')}]", guess=what)


def _named(seen: Look, what: str, among: Sequence[Profile] | None = None) -> Profile | None:
    """The column that bears a name of one meaning, the likeliest name first."""
    columns = {column.key: column for column in reversed(among if among is not None else seen.columns)}
    return next((columns[name] for name in names(what) if name in columns), None)


def _periods(made: _Drafting, seen: Look) -> list[Profile]:
    """Says where the periods stand; gives the columns of values where their names are the periods."""
    named_so = [column for column in seen.columns if column.numeric and _is_period_name(column.name)]
    if len(named_so) >= 2:
        made.used.update(column.place for column in named_so)
        part = "year" if all(re.fullmatch(r"[0-9]{4}", column.name.split()[0]) for column in named_so) else "column"
        made.line(
            "[period]", f"{part} = {{ header = true }}", sure="The names of the columns of values are the periods."
        )
        return named_so
    whole = _named(seen, "period", [column for column in seen.columns if column.periodic])
    dated = [
        column
        for column in seen.columns
        if column.periodic and not column.numeric and "date" in column.key and column.key not in names("passed_over")
    ]
    if whole is not None and whole.key in names("year") and dated:  # a day says more than its year
        whole = None
    year = _named(seen, "year", [column for column in seen.columns if column.periodic])
    for part in ("month", "quarter"):
        piece = _named(seen, part)
        if year is not None and piece is not None and not (piece.periodic and not piece.numeric):
            made.used |= {year.place, piece.place}
            made.line("[period]", f"year = {_quoted(year.name)}", sure=f"The year stands in {year.name!r}.")
            made.line("[period]", f"{part} = {_quoted(piece.name)}", sure=f"The {part} stands in {piece.name!r}.")
            _fiscal(made, year)
            return []
    found = whole or next(iter(dated), None)
    if found is None:
        found = next((column for column in seen.columns if column.periodic and not column.numeric), None)
    if found is None:
        found = next((column for column in seen.columns if column.periodic), None)
    if found is None:
        made.line("[period]", '# column = "…"')
        made.missing.append("no column looks like dates, months or years: say [period] column")
        return []
    made.used.add(found.place)
    certain = found is whole
    made.line(
        "[period]",
        f"column = {_quoted(found.name)}",
        guess=None if certain else f"the periods stand in {found.name!r}",
        sure=f"The periods stand in {found.name!r}." if certain else None,
    )
    _form(made, found)
    return []


def _is_period_name(name: str) -> bool:
    return (
        re.fullmatch(r"(?:FY ?)?(?:19|20)[0-9]{2}(?:[-M/ ]?(?:0[1-9]|1[0-2])|[ -]?Q[1-4])?(?: \[YR[0-9]{4}\])?", name)
        is not None
    )


def _form(made: _Drafting, column: Profile) -> None:
    if column.form is not None:
        made.line(
            "[period]",
            f"form = {_quoted(column.form)}",
            sure=f"Its dates are written {column.form}, as other cells rule out.",
        )
    elif column.doubt is not None and "starts" in column.doubt:
        _fiscal(made, column, said=True)
    elif column.doubt is not None:
        made.line("[period]", '# form = "{day}/{month}/{year}" or "{month}/{day}/{year}": choose one')
        made.missing.append(column.doubt)
    else:
        _fiscal(made, column)


def _fiscal(made: _Drafting, column: Profile, *, said: bool = False) -> None:
    if said or "fiscal" in column.key or "financial" in column.key:
        made.line("[period]", '# starts = "October": the month in which the fiscal year begins')
        made.missing.append(f"{column.name!r} holds fiscal years: say the month in which they begin ([period] starts)")


def _values(made: _Drafting, seen: Look, wide: list[Profile]) -> list[Profile]:
    if wide:
        listed = ", ".join(_quoted(column.name) for column in wide[:MOST_WIDE])
        made.line("[value]", f"columns = [{listed}]")
        return wide
    free = [
        column for column in seen.columns if column.numeric and column.place not in made.used and not _is_code(column)
    ]
    if not free:
        return []
    named = _named(seen, "value", free)
    if named is None and len(free) > 1:  # several kinds of figure side by side: a link has to name one
        made.used.update(column.place for column in free)
        listed = ", ".join(_quoted(column.name) for column in free[:MOST_WIDE])
        guess = f"the figures stand in {len(free)} columns, each of a kind of its own"
        made.line("[value]", f"columns = [{listed}]", guess=guess)
        made.line("[value]", 'dimension = "kind"')
        return free
    found = named or next((column for column in free if _currency_in(column.name)), None) or free[-1]
    others = [column.name for column in free if column is not found]
    made.used.add(found.place)
    certain = len(free) == 1 or found.key in names("value")[:3]
    made.line(
        "[value]",
        f"column = {_quoted(found.name)}",
        guess=None if certain else f"the figures stand in {found.name!r}, not in {', '.join(map(repr, others[:6]))}",
        sure=f"The figures stand in {found.name!r}." if certain else None,
    )
    if found.decimal == ",":
        made.line("[table]", 'decimal = ","', sure="A comma stands before the fraction.")
    return [found]


def _is_code(column: Profile) -> bool:
    """Whether a column of numbers holds codes or marks and no figures."""
    known = {
        name for what in ("unit", "scale", "id", "passed_over", "year", "month", "quarter") for name in names(what)
    }
    return (
        column.key in known
        or re.search(r"\b(?:code|id|identifier|number of decimals|zip|duns|uei|key|latitude|longitude)$", column.key)
        is not None
    )


def _units(made: _Drafting, seen: Look, values: list[Profile]) -> None:
    scale = _named(seen, "scale")
    unit = _named(seen, "unit")
    texts = [*(column.name for column in values[:1]), *seen.above]
    # an indicator of the World Bank says its unit: "(current US$)"
    texts += [
        one
        for column in seen.columns
        if column.key in names("unlike") and len(column.different) == 1
        for one in column.different
    ]
    prefix = None
    if unit is not None and unit.filled:
        made.used.add(unit.place)
        prefix = _unit_column(made, unit)
    else:
        _unit_said(made, values, texts, seen)
    if scale is not None:
        made.used.add(scale.place)
        made.line(
            "[value]", f"scale = {{ column = {_quoted(scale.name)} }}", sure=f"The scale stands in {scale.name!r}."
        )
    elif prefix is not None:
        made.line("[value]", f"scale = {_quoted(prefix)}", sure=f"The unit says that figures are in {prefix}.")
    elif (said := scale_said(texts)) is not None:
        made.line(
            "[value]", f"scale = {_quoted(said[0])}", sure=f"{said[1][:80]!r} says that figures are in {said[0]}."
        )


def _unit_column(made: _Drafting, column: Profile) -> str | None:
    """Says the unit that a column holds; gives the scale where its code has one."""
    different = column.different
    if len(different) > 1:
        made.head.append(f"unit = {{ column = {_quoted(column.name)} }}")
        made.sure.append(f"The unit stands in {column.name!r}: {', '.join(sorted(different)[:6])}.")
        return None
    (code,) = different
    data = table("evidence", "data/columns.toml")
    prefix = next((start for start in data["unit_prefixes"] if code.lower().startswith(start)), "")
    meant = _unit_of(code[len(prefix) :])
    made.head.append(f"unit = {_quoted(meant)}")
    made.sure.append(f"The unit is {meant}: {column.name!r} holds {code!r}.")
    return str(data["unit_prefixes"][prefix]) if prefix else None


def _unit_of(code: str) -> str:
    units = table("evidence", "data/columns.toml")["units"]
    return code if code in active_codes() else str(units.get(code.lower(), code.lower()))


def _unit_said(made: _Drafting, values: list[Profile], texts: list[str], seen: Look) -> None:
    for text in texts:
        if (code := _currency_in(text)) is not None:
            made.head.append(f"unit = {_quoted(code)}")
            made.sure.append(f"The unit is {code}: {text[:80]!r} says so.")
            return
    dollars = next((text for text in texts if "US$" in text), None)
    if dollars is not None:
        made.head.append('unit = "USD"')
        made.sure.append(f"The unit is USD: {dollars[:80]!r} says so.")
        return
    sign = next((sign for sign in ("$", "€", "£") if any(sign in text for text in texts)), None)
    if sign is not None:
        code = {"$": "USD", "€": "EUR", "£": "GBP"}[sign]
        guess = f"{sign} stands for {code}"
    else:
        key = values[0].key if len(values) == 1 else ""
        money = re.search(r"\b(?:amount|obligation|funding|price|spend|cost)\b", key) is not None
        code = (
            "USD"
            if money
            else (_singular(key.split()[-1]) if key and len(key) > 2 and key not in ("value", "obs value") else "unit")
        )
        guess = f"what is counted is {code}; nothing says so"
    made.head.append(f"unit = {_quoted(code)}  # a guess: {guess}")
    made.guessed.append(guess)


def _singular(word: str) -> str:
    candidates = [word[:-3] + "y", word[:-2], word[:-1]] if word.endswith("s") else []
    return next((one for one in candidates if len(one) > 2 and word in noun_forms(one)), word)


def _currency_in(text: str) -> str | None:
    units = table("evidence", "data/columns.toml")["units"]
    for word in re.findall(r"[A-Z]{2,3}\$|[A-Z]{3}|[A-Za-z]+", text.replace("_", " ")):
        if word in active_codes():
            return str(word)
        if word.upper() in ("USD", "EUR", "GBP") or (word.lower() in units and units[word.lower()] in active_codes()):
            return str(units.get(word.lower(), word.upper()))
    return None


def _dimensions(made: _Drafting, seen: Look) -> list[Profile]:
    """The columns that tell what a figure is of."""
    free = [column for column in seen.columns if column.place not in made.used and column.filled]
    free = [
        column for column in free if column.key not in names("passed_over") and column is not _named(seen, "id", free)
    ]
    kept: list[Profile] = []
    for column in free:
        words = column.filled
        long = sum(map(len, words)) > LONGEST_VALUE * len(words)
        if long or (column.numeric and not _is_code(column)):
            continue
        kept.append(column)
    kept = [column for column in kept if not any(_says_less(column, other) for other in kept)]
    if len(kept) > MOST_DIMENSIONS:
        kept = _telling(kept)
        made.guessed.append(f"of the many columns these {len(kept)} say what a figure is of")
    for place, column in enumerate(kept):
        made.parts[f"[[dimension]]{place}"] = [
            f"name = {_quoted(_dimension_name(column))}",
            f"column = {_quoted(column.name)}",
        ]
        made.used.add(column.place)
    if kept:
        made.sure.append(f"What a figure is of stands in {', '.join(column.name for column in kept[:12])}.")
    _totals(made, kept)
    return kept


def _telling(columns: list[Profile]) -> list[Profile]:
    """Of many columns those that sort the rows into some groups, and not into one or into as many as there are rows."""
    sorting = [
        column
        for column in columns
        if not column.periodic and 1 < len(column.different) <= max(20, len(column.cells) // 2)
    ]
    return sorting[:MOST_DIMENSIONS]


def _dimension_name(column: Profile) -> str:
    return column.key or column.name


def _says_less(column: Profile, other: Profile) -> bool:
    """Whether a column says no more than another that has a name like its own, and says it less plainly: a code beside its label."""
    shared = set(column.key.split()) & set(other.key.split()) - _OF_A_CODE - {"name", "of"}
    if column is other or not shared:
        return False
    pairs = set(zip(column.cells, other.cells, strict=True))
    if not len(pairs) == len(set(column.cells)) == len(set(other.cells)):
        return False
    if len(pairs) == 1 and column.key != other.key:
        return False
    return (_plainness(column), -column.place) < (_plainness(other), -other.place)


def _plainness(column: Profile) -> tuple[bool, int]:
    """How readily a person reads a column: its name is none of a code, and its words are long."""
    return not set(column.key.split()[-1:]) & _OF_A_CODE, sum(map(len, column.different)) // max(
        1, len(column.different)
    )


def _totals(made: _Drafting, dimensions: list[Profile]) -> None:
    data = table("evidence", "data/columns.toml")["totals"]
    for place, column in enumerate(dimensions):
        words = {*data["always"], *data.get(column.key, ())}
        found = sorted(value for value in column.different if value.lower() in words)
        if found and len(column.different) > len(found):
            listed = ", ".join(map(_quoted, found))
            made.parts[f"[[total]]{place}"] = [f"column = {_quoted(column.name)}", f"values = [{listed}]"]
            made.sure.append(f"{', '.join(found)} in {column.name!r} is the total of others.")


def _rows(made: _Drafting, seen: Look, dimensions: list[Profile], values: list[Profile]) -> None:
    """Whether rows are transactions: they share their dimensions and period and not their value."""
    periods = [
        column
        for column in seen.columns
        if column.place in made.used and column not in values and column not in dimensions
    ]
    id = _named(seen, "id")
    if id is not None and len(id.filled) == len(id.cells) == len(id.different) > 1:
        made.line(
            "[rows]",
            f"id = {_quoted(id.name)}",
            sure=f"Each row is a transaction of its own: {id.name!r} tells them apart.",
        )
        return
    keys = Counter(zip(*(column.cells for column in (*dimensions, *periods)), strict=True))
    repeated = sum(count - 1 for count in keys.values())
    if repeated:
        guess = f"rows are transactions that add up: {repeated:,} of them share all of the above with another"
        made.line("[rows]", "add = true", guess=guess)


def _quoted(text: str) -> str:
    """Words as TOML has them; JSON's way of writing them is one of TOML's."""
    return json.dumps(text, ensure_ascii=False)
