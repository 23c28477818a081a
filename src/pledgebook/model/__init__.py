"""The vocabulary: frozen values that every room speaks. No I/O, no import but msgspec.

The words are those of the design: a *document* is a text as it was read, a *span* is a pair of
half-open character offsets into it, a *quote* is a span with its exact words, a *statement* is one
act on one object said by one document, a *commitment* is a connected set of statements joined by *judgements*, an
*entry* is one line of the ledger, *evidence* is an official record of delivery, a *problem* is a fault in the data as
a value.
"""

from pledgebook.model.amount import Amount, Stretch
from pledgebook.model.calendar import days_of
from pledgebook.model.commitment import (
    Commitment,
    Contradiction,
    ContradictionType,
    Imprint,
    Member,
    Progress,
    Relation,
    Said,
    Total,
    commitment_id,
    commitment_record,
    words_before,
)
from pledgebook.model.document import Document, Problem, document_id
from pledgebook.model.entry import GENESIS, Entry, EntryKind, entry_hash
from pledgebook.model.evidence import (
    Addition,
    Delivery,
    Direction,
    Measure,
    Observation,
    Record,
    Result,
    Snapshot,
    SourceSort,
    Step,
    Transaction,
)
from pledgebook.model.judgement import Judgement, RelationType, Verdict
from pledgebook.model.markup import plain_words, without_markup
from pledgebook.model.parts import (
    Act,
    Actor,
    Attribution,
    Extractor,
    Mention,
    Modality,
    Period,
    Polarity,
    Quantity,
    Quote,
    Venue,
)
from pledgebook.model.reading import Reading
from pledgebook.model.record import decode_record, encode_json, encode_jsonl, number_of, record_of
from pledgebook.model.review import CorrectedField, Review, ReviewKind, Values, awaits_second, corrected, is_checked
from pledgebook.model.statement import Kind, Rung, Statement, Strength, statement_id
from pledgebook.model.status import RULED, RuledName, Ruling, Status, StatusName, status_record

__all__ = [
    "GENESIS",
    "RULED",
    "Act",
    "Actor",
    "Addition",
    "Amount",
    "Attribution",
    "Commitment",
    "Contradiction",
    "ContradictionType",
    "CorrectedField",
    "Delivery",
    "Direction",
    "Document",
    "Entry",
    "EntryKind",
    "Extractor",
    "Imprint",
    "Judgement",
    "Kind",
    "Measure",
    "Member",
    "Mention",
    "Modality",
    "Observation",
    "Period",
    "Polarity",
    "Problem",
    "Progress",
    "Quantity",
    "Quote",
    "Reading",
    "Record",
    "Relation",
    "RelationType",
    "Result",
    "Review",
    "ReviewKind",
    "RuledName",
    "Ruling",
    "Rung",
    "Said",
    "Snapshot",
    "SourceSort",
    "Statement",
    "Status",
    "StatusName",
    "Step",
    "Strength",
    "Stretch",
    "Total",
    "Transaction",
    "Values",
    "Venue",
    "Verdict",
    "awaits_second",
    "commitment_id",
    "commitment_record",
    "corrected",
    "days_of",
    "decode_record",
    "document_id",
    "encode_json",
    "encode_jsonl",
    "entry_hash",
    "is_checked",
    "number_of",
    "plain_words",
    "record_of",
    "statement_id",
    "status_record",
    "without_markup",
    "words_before",
]
