"""What may be decided, by whom, and how it becomes an entry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pledgebook.book import Book
from pledgebook.book.correcting import FIELDS
from pledgebook.book.picking import points
from pledgebook.book.seen import Seen
from pledgebook.errors import ChangedError, UsageError
from pledgebook.ledger import (
    Confirmation,
    Correction,
    JudgementBody,
    JudgementsBody,
    Link,
    Rejection,
    Ruled,
    describe,
)
from pledgebook.ledger.bodies import read, said_by
from pledgebook.model import Entry, Measure, StatusName
from pledgebook.web.accounts import Role, User
from pledgebook.web.accounts.users import key_of
from pledgebook.web.desk.context import pointed_at

ID = re.compile(r"(?:cm|st)-[0-9A-Za-z-]{1,80}")
DOCUMENT = re.compile(r"sha256:[0-9a-f]{64}")
IN_WORDS = ("object", "quantity", "actors", "recipients", "period")
"""The fields whose value may be words of the text."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides. `act`: one of ACTS. `ids`: the commitments and statements it is about, the first the one that was
    looked at. `seen`: what was shown of them (`Seen`). `fields`: what a correction sets, in words. `value`: a status, the place
    and digest of a suggestion, or a document."""

    act: str
    ids: tuple[str, ...]
    seen: str
    note: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    needs_second: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be decided: who may, what does it, and what to call it when it is done."""

    role: Role
    do: Callable[[Book, Decision, str], Entry]
    done: str


class Forbidden(Exception):
    """A user may not do that. The message says who may."""


def decide(book: Book, decision: Decision, user: User) -> Entry:
    """Make a decision an entry, by a user.

    Raises Forbidden where the user may not, ChangedError where it is about what is no longer so, UsageError where it makes no
    sense, LedgerError where the book cannot be written.
    """
    act = ACTS.get(decision.act)
    if act is None:
        raise UsageError(f"there is nothing called {decision.act[:40]!r} to decide")
    if act.role == "editor" and not user.edits:
        raise Forbidden("Only an editor may do that; you are a reviewer.")
    if not decision.ids or not all(ID.fullmatch(one) for one in decision.ids):
        raise UsageError("an id begins with cm- or st-, as the page of a commitment shows it")
    looked_at, seen = _looked_at(decision), Seen.read(decision.seen)
    knowing = book.seeing(looked_at, seen)
    try:
        return act.do(knowing, decision, user.name)
    except UsageError:
        book.seeing(looked_at, seen)  # what makes no sense may make none since somebody was faster
        raise


def _looked_at(decision: Decision) -> tuple[str, ...]:
    """What the form showed: of a pair both, else what the page is about."""
    return decision.ids if decision.act in ("same", "different") else decision.ids[:1]


def undo(book: Book, sequence: int, user: User, note: str | None = None) -> Entry:
    """Take back what somebody said: their own word, or as an editor anybody's. Raises as `decide`."""
    with book.ledger.read() as reader:
        entry = reader.entry(sequence) if 0 < sequence < 1 << 62 else None
    by = said_by(entry) if entry is not None else None
    if entry is None or by is None:
        raise UsageError(f"entry {sequence} is no word of a person: nothing to take back")
    if not may_undo(entry, user):
        raise Forbidden(f"{by} said that; only they or an editor may take it back.")
    return book.undo(sequence, by=user.name, note=note)


def may_undo(entry: Entry, user: User) -> bool:
    """Whether a user may take an entry back."""
    by = said_by(entry)
    return by is not None and (user.edits or key_of(by) == key_of(user.name))


def about(book: Book, sequence: int) -> str | None:
    """The commitment that an entry is about, where the book shows it; None for a document, or what is in no list."""
    with book.ledger.read() as reader:
        entry = reader.entry(sequence)
        body = read(entry) if entry is not None and said_by(entry) is not None else None
        match body:
            case Rejection(statements=(first, *_)) | Confirmation(statements=(first, *_)) | Correction(statement=first):
                statement = first
            case JudgementBody(judgement=one) | JudgementsBody(judgements=(one, *_)):
                statement = one.left
            case Link(commitment=id) | Ruled(commitment=id):
                statement = "st-" + id[3:]
            case _:
                return None
        return reader.ids_by_statement([statement]).get(statement)


def in_words(book: Book, entries: tuple[int, ...]) -> list[tuple[Entry, str]]:
    """Entries with what each says, for a page that shows what others decided."""
    with book.ledger.read() as reader:
        found = [reader.entry(one) for one in entries]
    return [(entry, describe(entry)) for entry in found if entry is not None]


def digest_of(measure: Measure) -> str:
    """What names a suggested measure: other suggestions may stand in its place when a form comes back."""
    return hashlib.sha256(repr(measure).encode()).hexdigest()[:16]


def _confirm(book: Book, asked: Decision, by: str) -> Entry:
    return book.confirm(asked.ids[0], by=by, note=asked.note, needs_second=asked.needs_second)


def _reject(book: Book, asked: Decision, by: str) -> Entry:
    return book.reject(asked.ids[-1], by=by, note=asked.note)


def _correct(book: Book, asked: Decision, by: str) -> Entry:
    id = asked.ids[-1]
    commitment = book.commitment(id).commitment
    wanted = id if id.startswith("st-") else commitment.wording or commitment.members[0].said.statement.id
    said = next(one.said for one in commitment.members if one.said.statement.id == wanted)
    document = book.document(said.statement.document)
    if document is None:
        raise UsageError(f"the text of {id} is not in the book")
    values = {}
    for name, value in asked.fields.items():
        if name not in FIELDS:
            raise UsageError(f"there is no field {name[:40]!r} to set; there are: {', '.join(FIELDS)}")
        where = None if name not in IN_WORDS or points(value) else pointed_at(value, said.statement, document)
        if where is None and name == "object" and not points(value):
            raise UsageError("the text does not hold these words: copy them from it as they stand")
        values[name] = value if where is None else where
    return book.correct(wanted, values, by=by, note=asked.note, needs_second=asked.needs_second)


def _same(book: Book, asked: Decision, by: str) -> Entry:
    return book.judge(*_two(asked), "same", by=by, note=asked.note)


def _different(book: Book, asked: Decision, by: str) -> Entry:
    return book.judge(*_two(asked), "different", by=by, note=asked.note)


def _merge(book: Book, asked: Decision, by: str) -> Entry:
    return book.join(_two(asked), by=by, note=asked.note)


def _split(book: Book, asked: Decision, by: str) -> Entry:
    entry = book.split(*_two(asked), by=by, note=asked.note)
    if entry is None:
        raise UsageError("they are apart already: nothing was written")
    return entry


def _rule(book: Book, asked: Decision, by: str) -> Entry:
    status: StatusName = asked.value  # type: ignore[assignment]  # the book refuses what is none
    return book.rule(asked.ids[0], status, by=by, note=asked.note or "")


def _link(book: Book, asked: Decision, by: str) -> Entry:
    place, _, digest = asked.value.partition(" ")
    found = book.suggest(asked.ids[0])
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else 0
    if not 1 <= number <= len(found) or digest_of(found[number - 1].measure) != digest:
        raise ChangedError("other records are suggested now than were shown: nothing was written")
    return book.link(asked.ids[0], by=by, suggestion=number, why=asked.note)[0]


def _forget(book: Book, asked: Decision, by: str) -> Entry:
    if not DOCUMENT.fullmatch(asked.value):
        raise UsageError("the id of a document begins with sha256:")
    members = book.commitment(asked.ids[0]).commitment.members
    if asked.value not in {one.said.imprint.id for one in members}:
        raise UsageError("no statement of this row stands in that document")
    return book.forget(asked.value, by=by, note=asked.note)


def _two(asked: Decision) -> tuple[str, str]:
    if len(asked.ids) != 2:
        raise UsageError("say which two are meant")
    return asked.ids[0], asked.ids[1]


ACTS: dict[str, Act] = {
    "accept": Act("reviewer", _confirm, "Accepted"),
    "reject": Act("reviewer", _reject, "Rejected"),
    "correct": Act("reviewer", _correct, "Corrected"),
    "same": Act("reviewer", _same, "Judged the same"),
    "different": Act("reviewer", _different, "Judged different"),
    "merge": Act("reviewer", _merge, "Merged"),
    "split": Act("reviewer", _split, "Split"),
    "count": Act("reviewer", _link, "Tied to official records"),
    "rule": Act("editor", _rule, "Ruled"),
    "forget": Act("editor", _forget, "Document taken out"),
}
"""Everything that may be decided, by the word that a form sends."""
