"""How things are printed: FORMATS is the one table, and every command takes its choices from it.

A command says what it prints as `Content`: tables for people, flat rows, records, a page. A format takes the shape it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pledgebook.model import encode_json, encode_jsonl
from pledgebook.publish.annotations import annotations_archive
from pledgebook.publish.csv import BOM, csv_lines
from pledgebook.publish.exchange import Exchange
from pledgebook.publish.frames import parquet_file
from pledgebook.publish.jsonld import jsonld_file
from pledgebook.publish.rows import Row

StatementFormat = Literal["table", "csv", "xlsx", "jsonl", "json", "parquet", "html"]
"""How the statements of documents can be printed."""
ListFormat = Literal["table", "csv", "xlsx", "jsonl", "json", "parquet"]
"""How lists of commitments can be printed."""
StatusFormat = Literal["text", "csv", "xlsx", "jsonl", "json", "parquet"]
"""How statuses can be printed."""
CommitmentFormat = Literal["text", "json", "jsonl"]
"""How one commitment can be printed."""
ExportFormat = Literal["csv", "xlsx", "jsonl", "parquet", "jsonld", "iati", "annotations"]
"""How a whole book can be handed to other programs."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a command prints, in each shape that a format may take; each is made only when it is asked for.

    `drawn`: text for people, told whether a terminal shows it. `records`: plain values for JSON, in batches. `rows`: flat rows
    of `columns`. `whole`: the one value of an indented JSON file; all records in a list where it is not given. `page`: an HTML
    page. `exchange`: what formats for other programs take.
    """

    drawn: Callable[[bool], Iterable[str]]
    records: Callable[[], Iterable[list[dict[str, Any]]]]
    columns: Mapping[str, type] | None = None
    rows: Callable[[], Iterable[Row]] = tuple
    whole: Callable[[], object] | None = None
    page: Callable[[], str] | None = None
    exchange: Exchange | None = None


def _drawn(content: Content, to_terminal: bool) -> Iterator[bytes]:
    for text in content.drawn(to_terminal):
        yield text.encode("utf-8", "replace")


def _jsonl(content: Content, _: bool) -> Iterator[bytes]:
    for batch in content.records():
        yield encode_jsonl(batch)


def _json(content: Content, _: bool) -> Iterator[bytes]:
    yield encode_json(content.whole() if content.whole else [one for batch in content.records() for one in batch])


def _csv(content: Content, _: bool) -> Iterator[bytes]:
    assert content.columns is not None
    yield from csv_lines(list(content.columns), content.rows())


def _csv_bom(content: Content, to_terminal: bool) -> Iterator[bytes]:
    yield BOM
    yield from _csv(content, to_terminal)


def _xlsx(content: Content, _: bool) -> Iterator[bytes]:
    from pledgebook.publish.xlsx import xlsx_file  # openpyxl takes as long to load as all else

    assert content.columns is not None
    yield xlsx_file(content.columns, content.rows())


def _parquet(content: Content, _: bool) -> Iterator[bytes]:
    assert content.columns is not None
    yield parquet_file(content.rows(), dict(content.columns))


def _html(content: Content, _: bool) -> Iterator[bytes]:
    assert content.page is not None
    yield content.page().encode("utf-8")


def _jsonld(content: Content, _: bool) -> Iterator[bytes]:
    assert content.exchange is not None
    return jsonld_file(content.exchange)


def _iati(content: Content, _: bool) -> Iterator[bytes]:
    from pledgebook.publish.iati import iati_file  # lxml

    assert content.exchange is not None
    return iati_file(content.exchange.commitments(), content.exchange.reporter)


def _annotations(content: Content, _: bool) -> Iterator[bytes]:
    assert content.exchange is not None
    return annotations_archive(content.exchange.reviewed())


FORMATS: dict[str, Callable[[Content, bool], Iterator[bytes]]] = {
    "table": _drawn,
    "text": _drawn,
    "csv": _csv,
    "csv-bom": _csv_bom,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonl": _jsonl,
    "json": _json,
    "html": _html,
    "jsonld": _jsonld,
    "iati": _iati,
    "annotations": _annotations,
}
"""The name of each format, and what makes chunks of output (UTF-8) of a content, told whether a terminal shows it."""


BINARY = ("xlsx", "parquet", "annotations")
"""Formats that a terminal cannot show."""


def render(content: Content, form: str, *, to_terminal: bool = False) -> Iterator[bytes]:
    """A content as chunks of output, as soon as each is there. `form`: a name of FORMATS. `to_terminal`: text for people may
    use colours and the width of the terminal."""
    return FORMATS[form](content, to_terminal)
