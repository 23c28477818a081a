"""What every chart is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The name of the language of specifications; nobody fetches it."""
_json = msgspec.json.Encoder(decimal_format="number", order="deterministic")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart. `title`: the finding. `beneath`: what is counted, and how. `words`: the chart for who cannot see it. `spec`:
    Vega-Lite as JSON. `columns`, `rows`: the numbers that it shows; numbers stand right."""

    title: str
    beneath: str
    words: str
    spec: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def specification(layers: Sequence[dict[str, Any]], height: int = 260) -> str:
    """A specification of layers as wide as the page; colours and fonts are those of the page (site.js)."""
    return _json.encode(
        {
            "$schema": SCHEMA,
            "width": "container",
            "height": height,
            "autosize": {"type": "fit", "contains": "padding"},
            "layer": list(layers),
        }
    ).decode()
