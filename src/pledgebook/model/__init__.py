"""The vocabulary: frozen values that every room speaks. No I/O, no import but msgspec.

The words are those of the design: a *document* is a text as it was read, a *span* is a pair of
half-open character offsets into it, a *quote* is a span with its exact words, a *statement* is one
act on one object said by one document, a *problem* is a fault in the data as a value.
"""

from pledgebook.model.amount import Amount, Stretch
from pledgebook.model.document import Document, Problem, document_id
from pledgebook.model.record import decode_record, encode_json, encode_jsonl, record_of
from pledgebook.model.statement import (
    Act,
    Actor,
    Attribution,
    Extractor,
    Kind,
    Mention,
    Modality,
    Period,
    Polarity,
    Quantity,
    Quote,
    Rung,
    Statement,
    Strength,
    Venue,
    statement_id,
)

__all__ = [
    "Act",
    "Actor",
    "Amount",
    "Attribution",
    "Document",
    "Extractor",
    "Kind",
    "Mention",
    "Modality",
    "Period",
    "Polarity",
    "Problem",
    "Quantity",
    "Quote",
    "Rung",
    "Statement",
    "Strength",
    "Stretch",
    "Venue",
    "decode_record",
    "document_id",
    "encode_json",
    "encode_jsonl",
    "record_of",
    "statement_id",
]
