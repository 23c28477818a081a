"""The dimensions of a drafted description: the columns that say what a figure is of, and which of their values are totals."""

from __future__ import annotations

from pledgebook.evidence.formats.drafting import Drafting, column_named, is_code, quoted
from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile
from pledgebook.world.data import table

LONGEST_VALUE = 80
"""Characters of the words of a dimension, on average: longer ones are free text."""
MOST_DIMENSIONS = 12
"""How many dimensions a draft has; of more columns it takes those that sort the rows best."""
_OF_A_CODE = {"id", "code", "identifier", "iso", "iso2", "iso3", "iso3code"}


def draft_dimensions(made: Drafting, seen: Look) -> list[Profile]:
    """The columns that tell what a figure is of."""
    free = [column for column in seen.columns if column.place not in made.used and column.filled]
    free = [
        column
        for column in free
        if column.key not in names("passed_over") and column is not column_named(seen, "id", free)
    ]
    kept: list[Profile] = []
    for column in free:
        words = column.filled
        long = sum(map(len, words)) > LONGEST_VALUE * len(words)
        if long or (column.numeric and not is_code(column)):
            continue
        kept.append(column)
    kept = [column for column in kept if not any(_says_less(column, other) for other in kept)]
    if len(kept) > MOST_DIMENSIONS:
        kept = _telling(kept)
        made.guessed.append(f"of the many columns these {len(kept)} say what a figure is of")
    for place, column in enumerate(kept):
        made.parts[f"[[dimension]]{place}"] = [
            f"name = {quoted(_dimension_name(column))}",
            f"column = {quoted(column.name)}",
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


def _totals(made: Drafting, dimensions: list[Profile]) -> None:
    data = table("evidence", "data/columns.toml")["totals"]
    for place, column in enumerate(dimensions):
        words = {*data["always"], *data.get(column.key, ())}
        found = sorted(value for value in column.different if value.lower() in words)
        if found and len(column.different) > len(found):
            listed = ", ".join(map(quoted, found))
            made.parts[f"[[total]]{place}"] = [f"column = {quoted(column.name)}", f"values = [{listed}]"]
            made.sure.append(f"{', '.join(found)} in {column.name!r} is the total of others.")
