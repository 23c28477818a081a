"""The rows of a JSON file: a list of objects with their parts as columns, or the cells of a JSON-stat cube.

JSON-stat: https://json-stat.org/full/ (versions 1 and 2), as Eurostat and other statistical offices publish it. Lists of objects:
what the World Bank, UNHCR and 360Giving publish; a part of a part is named "recipientOrganization/0/name".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from pledgebook.model import Problem

LARGEST = 1 << 28  # bytes of a file, which is held in memory whole
MOST_CELLS = 5_000_000  # of a cube
DEEPEST = 4  # parts of parts

Fields = dict[str, Any]


def json_rows(path: Path) -> Iterator[list[Any] | Problem]:
    """The header and then the values of each row. Raises OSError where the file cannot be opened."""
    if path.stat().st_size > LARGEST:
        yield Problem(str(path), f"JSON of more than {LARGEST >> 20} MB is not read as a table", "too-large")
        return
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig", "replace"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        what = f"the JSON breaks ({getattr(error, 'msg', type(error).__name__)}): nothing is read"
        yield Problem(str(path), what, "broken-json")
        return
    cube = _cube(data)
    if cube is not None:
        yield from _cells(path, cube)
        return
    records = [_flat(record) for record in _records(data)]
    if not records:
        yield Problem(str(path), "the JSON holds no list of objects", "unknown-sort")
        return
    header = list(dict.fromkeys(name for record in records for name in record))
    yield header
    for record in records:
        yield [record.get(name) for name in header]


def _records(data: Any, depth: int = 2) -> list[Fields]:
    """The longest list of objects in a value, itself or below it."""
    if isinstance(data, list) and data and all(isinstance(one, dict) for one in data):
        return data
    if depth == 0 or not isinstance(data, (list, dict)):
        return []
    inner = data if isinstance(data, list) else list(data.values())
    return max((_records(one, depth - 1) for one in inner), key=len, default=[])


def _flat(value: Mapping[str, Any], before: str = "", depth: int = 0) -> Fields:
    found: Fields = {}
    for name, part in value.items():
        found |= _parts(before + str(name), part, depth)
    return found


def _parts(name: str, part: Any, depth: int) -> Fields:
    if isinstance(part, dict):
        return _flat(part, f"{name}/", depth + 1) if depth < DEEPEST else {}
    if not isinstance(part, list):
        return {name: part}
    if any(isinstance(one, (dict, list)) for one in part):
        numbered = {str(place): one for place, one in enumerate(part[:20])}
        return _flat(numbered, f"{name}/", depth + 1) if depth < DEEPEST else {}
    return {name: ", ".join(str(one) for one in part if one is not None)}


def _cube(data: Any) -> Fields | None:
    """The dataset of JSON-stat in a file, None where it holds none."""
    candidates = [data, *data.values()] if isinstance(data, dict) else []
    for one in candidates:
        if isinstance(one, dict) and "value" in one and isinstance(one.get("dimension"), dict):
            return one
    return None


def _cells(path: Path, cube: Fields) -> Iterator[list[Any] | Problem]:
    dimension, values = cube["dimension"], cube["value"]
    names = cube.get("id") or dimension.get("id")
    roles = cube.get("role") or dimension.get("role") or {}
    try:
        axes = [_categories(dimension[name], name in roles.get("time", ())) for name in names]
        size = prod(map(len, axes))
    except (AttributeError, KeyError, TypeError) as error:
        yield Problem(str(path), f"the JSON-stat cube does not say its dimensions ({error})", "broken-json")
        return
    if size > MOST_CELLS:
        yield Problem(str(path), f"a cube of {size:,} cells; {MOST_CELLS:,} are read at most", "too-large")
        return
    yield [*names, "value"]
    for place, sides in enumerate(product(*axes)):
        value = _at(values, place)
        if value is not None:
            yield [*sides, value]


def _at(values: Any, place: int) -> Any:
    if isinstance(values, dict):
        return values.get(str(place))
    return values[place] if place < len(values) else None


def _categories(dimension: Fields, time: bool) -> list[str]:
    """What stands along a dimension: the labels of its categories, the codes where it is time or has none."""
    category = dimension["category"]
    index, labels = category.get("index"), category.get("label") or {}
    if index is None:
        codes = list(labels)
    else:
        codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
    return [str(code) if time else str(labels.get(code) or code) for code in codes]
