"""The periods of a drafted description: which columns hold dates, years, months or quarters."""

from __future__ import annotations

import re

from pledgebook.evidence.formats.drafting import Drafting, column_named, quoted
from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile


def draft_periods(made: Drafting, seen: Look) -> list[Profile]:
    """Says where the periods stand; gives the columns of values where their names are the periods."""
    named_so = [column for column in seen.columns if column.numeric and _is_period_name(column.name)]
    if len(named_so) >= 2:
        made.used.update(column.place for column in named_so)
        part = "year" if all(re.fullmatch(r"[0-9]{4}", column.name.split()[0]) for column in named_so) else "column"
        made.line(
            "[period]", f"{part} = {{ header = true }}", sure="The names of the columns of values are the periods."
        )
        return named_so
    whole = column_named(seen, "period", [column for column in seen.columns if column.periodic])
    dated = [
        column
        for column in seen.columns
        if column.periodic and not column.numeric and "date" in column.key and column.key not in names("passed_over")
    ]
    if whole is not None and whole.key in names("year") and dated:  # a day says more than its year
        whole = None
    year = column_named(seen, "year", [column for column in seen.columns if column.periodic])
    for part in ("month", "quarter"):
        piece = column_named(seen, part)
        if year is not None and piece is not None and not (piece.periodic and not piece.numeric):
            made.used |= {year.place, piece.place}
            made.line("[period]", f"year = {quoted(year.name)}", sure=f"The year stands in {year.name!r}.")
            made.line("[period]", f"{part} = {quoted(piece.name)}", sure=f"The {part} stands in {piece.name!r}.")
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
        f"column = {quoted(found.name)}",
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


def _form(made: Drafting, column: Profile) -> None:
    if column.form is not None:
        made.line(
            "[period]",
            f"form = {quoted(column.form)}",
            sure=f"Its dates are written {column.form}, as other cells rule out.",
        )
    elif column.doubt is not None and "starts" in column.doubt:
        _fiscal(made, column, said=True)
    elif column.doubt is not None:
        made.line("[period]", '# form = "{day}/{month}/{year}" or "{month}/{day}/{year}": choose one')
        made.missing.append(column.doubt)
    else:
        _fiscal(made, column)


def _fiscal(made: Drafting, column: Profile, *, said: bool = False) -> None:
    if said or "fiscal" in column.key or "financial" in column.key:
        made.line("[period]", '# starts = "October": the month in which the fiscal year begins')
        made.missing.append(f"{column.name!r} holds fiscal years: say the month in which they begin ([period] starts)")
