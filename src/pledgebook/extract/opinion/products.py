"""Products of whole numbers: rows of activations by a table of weights, exact on every machine.

Activations are whole numbers from -STEPS to STEPS, weights of eight bits, and every sum stays below 2²⁴. So single precision
is exact in any order, and so are integers: where ONNX Runtime is installed (it comes with `pledgebook[bulk]`), it multiplies
bytes, four times as fast on processors that can, and the numbers are the same to the bit. Some processors saturate in
between (two products of bytes in sixteen bits); each table is tried on the largest activations first, and where these come
out wrong it is multiplied in single precision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STEPS = 127
"""Activations are rounded to so many steps either way: 127 · 127 · 384 stays below 2²⁴, where single precision is exact."""


def product_by(weights: NDArray[np.int8], scale: Floats) -> Callable[[Floats], Floats]:
    """The function that multiplies rows of whole numbers by these weights (inputs by outputs), and each output by its `scale`."""
    single = weights.astype(np.float32)

    def by_single(whole: Floats) -> Floats:
        found: Floats = whole @ single
        found *= scale
        return found

    try:
        import onnxruntime
    except ImportError:
        return by_single
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session: Any = onnxruntime.InferenceSession(_model(weights, scale), options, providers=["CPUExecutionProvider"])

    def by_bytes(whole: Floats) -> Floats:
        shifted = whole.astype(np.int8).view(np.uint8)
        shifted ^= np.uint8(STEPS + 1)
        found: Floats = session.run(None, {"x": shifted})[0]
        return found

    hardest = np.where(single > 0, np.float32(STEPS), np.float32(-STEPS)).T[:8]
    largest = np.concatenate([hardest, -hardest, np.full_like(hardest[:1], STEPS)])
    return by_bytes if np.array_equal(by_bytes(largest), by_single(largest)) else by_single


_FLOAT, _UINT8, _INT8 = 1, 2, 3
"""Types of numbers as ONNX counts them."""


def _model(weights: NDArray[np.int8], scale: Floats) -> bytes:
    """A model of one product in the format of ONNX (a protocol buffer; its fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto):
    bytes less 128, by the weights, by the scale. The operator is one of ONNX Runtime's own, which scales while the sums are at hand
    (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulIntegerToFloat)."""
    inputs, outputs = weights.shape
    tables = (
        _table(b"w", _INT8, weights.shape, weights.tobytes()),
        _table(b"one", _FLOAT, (), np.float32(1).tobytes()),
        _table(b"scale", _FLOAT, scale.shape, scale.astype(np.float32).tobytes()),
        _table(b"z", _UINT8, (), bytes([STEPS + 1])),
    )
    node = b"".join(_field(1, name) for name in (b"x", b"w", b"one", b"scale", b"z")) + _field(2, b"y")
    node += _field(4, b"MatMulIntegerToFloat") + _field(7, b"com.microsoft")
    graph = _field(1, node) + _field(2, b"product") + b"".join(_field(5, table) for table in tables)
    graph += _field(11, _rows(b"x", _UINT8, inputs)) + _field(12, _rows(b"y", _FLOAT, outputs))
    versions = _field(8, _field(1, b"") + _field(2, 13)) + _field(8, _field(1, b"com.microsoft") + _field(2, 1))
    return _field(1, 8) + _field(7, graph) + versions


def _table(name: bytes, kind: int, shape: Sequence[int], numbers: bytes) -> bytes:
    """A constant of the model."""
    return b"".join(_field(1, size) for size in shape) + _field(2, kind) + _field(8, name) + _field(9, numbers)


def _rows(name: bytes, kind: int, width: int) -> bytes:
    """The description of a table with any number of rows."""
    shape = _field(1, _field(2, b"rows")) + _field(1, _field(1, width))
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _field(number: int, value: int | bytes) -> bytes:
    """A field of a protocol buffer: a whole number, or bytes with their length before them."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """A whole number in pieces of seven bits, the lowest first."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
