"""Flat rows as tables for Arrow, pandas and polars, where those are installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from pledgebook.errors import SetupError
from pledgebook.publish.rows import Row

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


ROWS = 10_000
"""Rows of a group of a Parquet file."""


def to_arrow(rows: Sequence[Row], columns: dict[str, type]) -> pyarrow.Table:
    """Rows as an Arrow table with the types of the columns, also where there are none.

    Raises SetupError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise SetupError("tables for Arrow need pyarrow: pip install 'pledgebook[parquet]'") from error
    kinds = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist(list(rows), schema=schema)


def parquet_file(rows: Iterable[Row], columns: dict[str, type]) -> bytes:
    """Rows as the bytes of a Parquet file, a group of rows at a time. Raises SetupError where pyarrow is not installed."""
    left = iter(rows)
    first = to_arrow(list(islice(left, ROWS)), columns)
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        while some := list(islice(left, ROWS)):
            writer.write_table(to_arrow(some, columns))
    return bytes(sink.getvalue())


def to_pandas(rows: Sequence[Row], columns: dict[str, type]) -> pandas.DataFrame:
    """Rows as a pandas frame. Raises SetupError where pandas is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise SetupError("a pandas frame needs pandas: pip install 'pledgebook[pandas]'") from error
    kinds: dict[type, Any] = {str: "string", float: "float64", int: "Int64", bool: "boolean"}
    frame = pd.DataFrame.from_records(list(rows), columns=list(columns))
    return frame.astype({name: kinds[kind] for name, kind in columns.items()})


def to_polars(rows: Sequence[Row], columns: dict[str, type]) -> polars.DataFrame:
    """Rows as a polars frame. Raises SetupError where polars is not installed."""
    try:
        import polars as pl
    except ImportError as error:
        raise SetupError("a polars frame needs polars: pip install 'pledgebook[polars]'") from error
    kinds = {str: pl.String, float: pl.Float64, int: pl.Int64, bool: pl.Boolean}
    return pl.DataFrame(list(rows), schema={name: kinds[kind] for name, kind in columns.items()})
