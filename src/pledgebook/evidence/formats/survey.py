"""A look through a whole table before it is read: what its description leaves open is settled by the table, or asked.

Nothing is guessed that can change a total: dates that can be read in two ways, figures whose notes name a scale that the
description does not, and rows that share a key and not a value stop the file with a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pledgebook.evidence.formats.dates import MOST_CELLS, recognised
from pledgebook.evidence.formats.fingerprints import MOST, fingerprint
from pledgebook.evidence.formats.layout import Column, Description
from pledgebook.evidence.formats.names import names, plain
from pledgebook.evidence.formats.rows import Row, rows
from pledgebook.evidence.formats.scale import scale_said
from pledgebook.evidence.formats.table import place_in, table_figures, words_of
from pledgebook.model import Observation, Problem

ASK = "ask"
"""The rule of a problem that a person has to answer before the file can be read."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A description with nothing left open, and what of it the table said, a sentence each."""

    description: Description
    notes: tuple[str, ...] = ()


def settled(path: Path, description: Description) -> Settled | Problem:
    """What a table says of the questions that its description leaves open; a Problem of the rule ASK where it does not.

    Raises OSError where the file cannot be opened.
    """
    notes: list[str] = []
    headings, cells = _looked_through(path, description)
    if (question := _scale_question(description, headings)) is not None:
        return Problem(str(path), question, ASK)
    if description.period.form is None:
        found = recognised(cells, description.period)
        if found.doubt is not None:
            return Problem(str(path), found.doubt, ASK)
        if found.form is not None:
            description = replace(description, period=replace(description.period, form=found.form))
            notes.append(f"Dates are read as {_form_told(found.form)}, as {found.because!r} shows.")
    if description.rows.add is None and (question := _rows_question(path, description)) is not None:
        return Problem(str(path), question, ASK)
    return Settled(description, tuple(notes))


def _form_told(form: str) -> str:
    return "the numbers of days of a spreadsheet" if form == "excel" else form.replace("{", "").replace("}", "")


def _looked_through(path: Path, description: Description) -> tuple[list[str], list[str]]:
    """What stands in and above the headers, and the different words of the columns with periods."""
    headings: dict[str, None] = {}
    cells: dict[str, None] = {}
    columns = [place.column for place in description.period.places() if place.column is not None]
    # the values of these say what is counted, and often in which scale
    saying = [one.column for one in description.dimensions if plain(str(one.column)) in names("unlike")]
    saying += [description.unit_column] if description.unit_column is not None else []
    for header, row in _rows_under_headers(path, description):
        words = [words_of(cell) for cell in row.cells]
        if header is None or (
            len(header) > 2 and sum(map(bool, words)) == 1
        ):  # above the figures, or a note below them
            headings.update(dict.fromkeys(_spoken(words, row.line, description)))
        if header is not None:
            _gather(header, words, columns, cells)
            _gather(header, words, saying, headings)
    if any(place.header for place in description.period.places()):
        cells.update(dict.fromkeys(str(column) for column in description.values))
    return list(headings), list(cells)


def _gather(header: list[str], words: list[str], columns: list[Column], found: dict[str, None]) -> None:
    """Adds what stands in some columns of a row to what was found before, as long as there is room."""
    for column in columns:
        place = place_in(header, column)
        if place is not None and place < len(words) and len(found) < MOST_CELLS:
            found[words[place]] = None


def _spoken(words: list[str], line: int, description: Description) -> list[str]:
    """Of a row above the figures its words; of the header only the names of the columns with values."""
    if line != description.header:
        return words
    lowered = {str(column).casefold() for column in description.values}
    return [word for place, word in enumerate(words, 1) if word.casefold() in lowered or place in description.values]


def _rows_under_headers(path: Path, description: Description) -> Iterator[tuple[list[str] | None, Row]]:
    """Each row with the header that it stands under, None for the header itself and what is above it."""
    header: list[str] | None = None
    sheet: str | None = None
    for row in rows(path, sheets=description.sheets, delimiter=description.delimiter):
        if isinstance(row, Problem):
            continue
        if row.sheet != sheet:
            header, sheet = None, row.sheet
        if header is not None or description.header == 0:
            yield header or [], row
            continue
        if row.line >= description.header:
            header = [words_of(cell) for cell in row.cells]
        yield None, row


def _scale_question(description: Description, headings: list[str]) -> str | None:
    """What has to be asked where words of the table name a scale and the description does not."""
    if description.scale is not None or description.scale_column is not None:
        return None
    said = scale_said([*description.notes, description.title or "", description.unit, *headings])
    if said is None:
        return None
    word, text = said
    shown = text if len(text) <= 80 else text[:79] + "…"
    return f'{shown!r} says that figures are in {word}: say [value] scale = "{word}", or scale = 1 if they are not'


def _rows_question(path: Path, description: Description) -> str | None:
    """What has to be asked where rows share a key and not a value, with both readings of them."""
    first: dict[int, Decimal] = {}
    added = Decimal(0)
    repeated = unlike = 0
    example = ""
    for one in table_figures(path, description):
        if not isinstance(one, Observation):
            continue
        added += one.value
        mark = fingerprint(one.id)
        held = first.get(mark)
        if held is None:
            if len(first) >= MOST:
                return None
            first[mark] = one.value
            continue
        repeated += 1
        if held != one.value:
            unlike += 1
            example = example or f"lines up to {one.line} have {held:,f} and {one.value:,f} for {one.id}"
    if not unlike:
        return None
    once = sum(first.values(), Decimal(0))
    return (
        f"{repeated:,} rows have a key that another row has, {unlike:,} with another value ({example}). Added up they make "
        f"{added:,f}, the first of each {once:,f}: say [rows] add = true where each row is a transaction, "
        "[rows] id for the column that tells them apart, or [rows] add = false where the first counts"
    )
