"""The values of one array of a JSON file, one after the other, in memory that does not grow with the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.evidence.formats.clean import Clean
from pledgebook.model import Problem

LONGEST = 1 << 23  # characters of one value; a flow takes some thousand
_BETWEEN = re.compile(r"[\s,]*")


def objects(path: Path, array: str) -> Iterator[tuple[int, Any]]:
    """The line and value of each element of the array under the key `array`, numbers exact.

    A value that cannot be read gives a Problem in its place, and what follows is not read. Raises OSError where the file
    cannot be opened.
    """
    key = re.compile(rf'(?<!\\)"{re.escape(array)}"\s*:\s*\[')
    decoder = json.JSONDecoder(parse_float=Decimal)
    with path.open("rb") as file:
        stream = Clean(path, file)
        buffer, line = "", 1
        while (found := key.search(buffer)) is None:
            piece = stream.text()
            if not piece:
                for problem in stream.take():
                    yield line, problem
                yield line, Problem(str(path), f"the file has no array {array!r}", "broken-json")
                return
            keep = len(array) + 100  # the key may lie across two pieces
            line += buffer[: max(0, len(buffer) - keep)].count("\n")
            buffer = buffer[-keep:] + piece if len(buffer) > keep else buffer + piece
        line += buffer.count("\n", 0, found.end())
        buffer = buffer[found.end() :]
        at = 0
        while True:
            start = _BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]
            line += buffer.count("\n", at, start)
            at = start
            if buffer[at : at + 1] == "]":
                break
            fault = "breaks off"
            if at < len(buffer):
                try:
                    value, end = decoder.raw_decode(buffer, at)
                    whole = end < len(buffer)  # a number at the end of a piece may go on
                except RecursionError:
                    yield line, Problem(str(path), f"line {line}: values are nested too deep to be read", "broken-json")
                    return
                except ValueError as error:
                    whole, fault = False, f"breaks ({getattr(error, 'msg', error)})"
                if whole:
                    stream.mark()
                    for problem in stream.take():
                        yield line, problem
                    yield line, value
                    line += buffer.count("\n", at, end)
                    at = end
                    continue
            piece = stream.text()
            if not piece or len(buffer) - at > LONGEST:
                for problem in stream.take():
                    yield line, problem
                yield (
                    line,
                    Problem(str(path), f"line {line}: the JSON {fault}: what follows is not read", "broken-json"),
                )
                return
            buffer, at = buffer[at:] + piece, 0
        for problem in stream.take():
            yield line, problem
