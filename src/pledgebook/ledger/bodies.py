"""What entries say: the bodies of all kinds, and how they become bytes.

A body is JSON in UTF-8 that begins with the number of its format, so that a later program knows how to read it. Decimals
are strings. What a body holds are the values of `pledgebook.model` themselves, field by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from pledgebook.errors import UsageError
from pledgebook.model import Document, Entry, Imprint, Judgement, Measure, Record, Ruling, Snapshot, Statement, Values

FORMAT = 1
_encoder = msgspec.json.Encoder()
_FORMAT = b'{"format":%d,' % FORMAT
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Component:
    """Statements that rules or persons hold together, and the commitments that they form.

    `commitments`: ids of statements, a tuple for each commitment; together all statements of the component.
    `judgements`: those of rules that hold the sets together, and what rules say besides (unsure, relations); they take the
    place of all that rules said before about these statements.
    """

    commitments: tuple[tuple[str, ...], ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome of one round of merging by rules. `rule`: name and version of the rules ("reconcile/1")."""

    rule: str
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A component as an entry of the book holds it: the sets whole, of the judgements only what changed.

    `added`: judgements that the book did not hold yet. `dropped`: pairs of statements about which rules no longer say what
    they said.
    """

    commitments: tuple[tuple[str, ...], ...]
    added: tuple[Judgement, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MergeBody:
    """The body of a "merge" entry."""

    rule: str
    components: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CopyBody:
    """The body of a "document" entry for a text that the book already holds from another source."""

    copy: Imprint


@dataclass(frozen=True, slots=True)
class JudgementBody:
    """The body of a "judgement" entry: what a person says about two statements. `note`: why."""

    judgement: Judgement
    note: str | None = None


@dataclass(frozen=True, slots=True)
class JudgementsBody:
    """The body of a "judgement" entry that holds several: one act of a person, undone as a whole. `note`: why."""

    judgements: tuple[Judgement, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """The body of a "rejection" entry: a person says that these statements (ids) are none."""

    statements: tuple[str, ...]
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The body of a "correction" entry: what a person sets of a statement (its id). `needs_second`: see `model.Review`."""

    statement: str
    values: Values
    by: str
    note: str | None = None
    needs_second: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The body of a "confirmation" entry: a person checked these statements (ids). `needs_second`: see `model.Review`."""

    statements: tuple[str, ...]
    by: str
    note: str | None = None
    needs_second: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """The body of a "removal" entry: a document (its id) is taken out of every list, with its statements.

    `erased`: the sequence and hash of the entry whose text was erased with it; its body then is an `Erased`.
    """

    document: str
    by: str
    note: str | None = None
    erased: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What stands in the place of a "document" entry whose text was erased: which, and the ids of its statements, so that all
    that was said of others stays as it was."""

    erased: Imprint
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """The body of an "undo" entry. `entry`: the sequence of the line that no longer counts."""

    entry: int
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The body of a "link" entry: a person confirms that a measure tells the delivery of a commitment.

    `commitment`: its id, or that of one of its statements.
    """

    commitment: str
    measure: Measure
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """The body of a "ruling" entry: a person says the status of a commitment (its id, or that of one of its statements)."""

    commitment: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class SnapshotBody:
    """The body of the first "evidence" entry of a snapshot. `records`: how many follow in the entries after it."""

    snapshot: Snapshot
    records: int


@dataclass(frozen=True, slots=True)
class RecordsBody:
    """The body of a following "evidence" entry: records of the snapshot whose entry has the sequence `of`.

    Each record is an array of its sort ("Observation", "Transaction", "Result") and its fields.
    """

    of: int
    records: tuple[tuple[str, msgspec.Raw], ...]


BODIES: dict[str, Any] = {
    "judgement": JudgementBody,
    "undo": Undo,
    "link": Link,
    "ruling": Ruled,
    "rejection": Rejection,
    "correction": Correction,
    "confirmation": Confirmation,
    "removal": Removal,
}
"""What a person's entries hold."""


def encode(value: object) -> bytes:
    """A body as bytes: the number of the format, then the fields of a value of this module in their order.

    Raises UsageError where a field holds what is no text (bytes of another encoding, as a terminal may hand them over).
    """
    return _FORMAT + _written(value)[1:]


def _written(value: object) -> bytes:
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise UsageError(f"what should be kept holds bytes that are no text: {error.object[:60]!r}") from None


def decode(body: bytes, sort: type[T]) -> T:
    """A body as a value.

    Raises UsageError where the body is not of this sort or of a later format.
    """
    if not body.startswith(_FORMAT):
        raise UsageError("a line of the book has a format that this program does not know")
    try:
        return msgspec.json.decode(body, type=sort)
    except msgspec.ValidationError as error:
        raise UsageError(f"a line of the book does not say what its kind promises: {error}") from None


PersonsBody = JudgementBody | JudgementsBody | Undo | Link | Ruled | Rejection | Correction | Confirmation | Removal


def decode_review(kind: str, body: bytes) -> Rejection | Correction | Confirmation | Removal:
    """What a person says of statements. `kind`: of the entry."""
    found: Rejection | Correction | Confirmation | Removal = decode(body, BODIES[kind])
    return found


def read(entry: Entry) -> MergeBody | PersonsBody | SnapshotBody | RecordsBody:
    """What an entry says that is not a "document". Raises UsageError where it does not say what its kind promises."""
    if entry.kind == "evidence":
        if entry.body.startswith(b'{"format":1,"snapshot"'):
            return decode(entry.body, SnapshotBody)
        return decode(entry.body, RecordsBody)
    if entry.kind == "merge":
        return decode(entry.body, MergeBody)
    if entry.kind not in BODIES:
        raise UsageError(f"an entry of kind {entry.kind!r} means nothing to this program")
    if entry.body.startswith(b'{"format":1,"judgements"'):
        return decode(entry.body, JudgementsBody)
    body: PersonsBody = decode(entry.body, BODIES[entry.kind])
    return body


def said_by(entry: Entry) -> str | None:
    """The person whose word an entry is; None for what a program added."""
    if entry.kind not in BODIES:
        return None
    body = read(entry)
    if isinstance(body, JudgementBody):
        return body.judgement.by
    if isinstance(body, JudgementsBody):
        return body.judgements[0].by
    return body.ruling.by if isinstance(body, Ruled) else getattr(body, "by", None)


def encode_document(document: Document, statements: Sequence[Statement]) -> tuple[bytes, list[int]]:
    """The body of a "document" entry, and the length of each statement's record in it.

    The records stand last, joined by commas and followed by "]}": `spans` says where.
    """
    encoded = [_written(statement) for statement in statements]
    head = b'%s"document":%s,"statements":[' % (_FORMAT, _written(document))
    return head + b",".join(encoded) + b"]}", [len(record) for record in encoded]


def spans(size: int, lengths: Sequence[int]) -> list[int]:
    """Where the statements' records begin in a document's body of `size` bytes, counted from 0."""
    at = size - 2 - sum(lengths) - max(len(lengths) - 1, 0)
    starts = []
    for length in lengths:
        starts.append(at)
        at += length + 1
    return starts


@dataclass(frozen=True, slots=True)
class _Raws:
    document: Document | None = None
    statements: tuple[msgspec.Raw, ...] = ()
    copy: Imprint | None = None
    erased: Imprint | None = None


_raws = msgspec.json.Decoder(_Raws)
_statement = msgspec.json.Decoder(Statement)


def decode_document(body: bytes) -> tuple[Document, list[Statement], list[int]] | Imprint:
    """The text, the statements and the lengths of their records; for a copy where it was found.

    Raises UsageError where the body is neither.
    """
    if not body.startswith(_FORMAT):
        raise UsageError("a line of the book has a format that this program does not know")
    try:
        raws = _raws.decode(body)
        if raws.copy is not None:
            return raws.copy
        if raws.document is not None:
            records = [bytes(raw) for raw in raws.statements]
            return raws.document, [_statement.decode(record) for record in records], [len(record) for record in records]
    except msgspec.ValidationError as error:
        raise UsageError(f"a line of the book does not say what its kind promises: {error}") from None
    raise UsageError("a line of the book holds neither a document nor a copy of one")


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _WithText:
    document: _Text | None = None


_text = msgspec.json.Decoder(_WithText)


def decode_text(body: bytes) -> str:
    """The text of a "document" entry, read without its statements; empty for a copy and for what was erased."""
    found = _text.decode(body).document
    return "" if found is None else found.text


@dataclass(frozen=True, slots=True)
class _Named:
    id: str


@dataclass(frozen=True, slots=True)
class _Brought:
    document: _Named | None = None
    copy: _Named | None = None
    erased: _Named | None = None


_brought = msgspec.json.Decoder(_Brought)


def document_of(entry: Entry) -> str | None:
    """The id of the document that an entry brought, without reading its text; None for an entry of another kind."""
    if entry.kind != "document":
        return None
    found = _brought.decode(entry.body)
    named = found.document or found.copy or found.erased
    return None if named is None else named.id


def is_erased(body: bytes) -> bool:
    """Whether a body stands in the place of one whose text was erased."""
    return body.startswith(_FORMAT + b'"erased"')


def decode_statement(record: bytes) -> Statement:
    """A statement from its record within a body."""
    return _statement.decode(record)


def convert(value: object, sort: type[T]) -> T:
    """A value of this module, from one or from a mapping with its fields.

    Raises UsageError where a field is missing or has a wrong type.
    """
    if isinstance(value, sort):
        return value
    try:
        return msgspec.convert(msgspec.to_builtins(value), sort)
    except (msgspec.ValidationError, TypeError) as error:
        raise UsageError(f"not the body of an entry: {error}") from None


_RECORDS: dict[str, Any] = {sort.__name__: sort for sort in Record.__args__}


def encode_record(record: Record) -> tuple[str, msgspec.Raw]:
    """A record of evidence with the name of its sort."""
    return type(record).__name__, msgspec.Raw(_encoder.encode(record))


def decode_records(body: bytes) -> list[Record]:
    """The records of an "evidence" entry that holds some."""
    return [msgspec.json.decode(raw, type=_RECORDS[sort]) for sort, raw in decode(body, RecordsBody).records]
