"""`ReviewedBook`: what persons find when they check what was read: that it is right, none, other than read, or to be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pledgebook.book.correcting import values_of
from pledgebook.book.saying import SpokenBook
from pledgebook.book.seen import Seen, check, seen_now
from pledgebook.errors import UsageError
from pledgebook.ledger import Confirmation, Correction, Rejection, Removal
from pledgebook.model import Entry


class ReviewedBook(SpokenBook):
    """A book whose statements persons reject, confirm, correct and take out."""

    def reject(self, id: str, *, by: str, note: str | None = None) -> Entry:
        """A person says that a commitment (with all its statements) or a statement is none: it leaves every list, and stays in
        the history. It outranks every rule. Raises UsageError where the book does not hold it."""
        return self._append("rejection", Rejection(self._statements_of(id), by, note))

    def confirm(self, id: str, *, by: str, note: str | None = None, needs_second: bool = False) -> Entry:
        """A person checked a commitment (with all its statements) or a statement. `needs_second`: it counts as reviewed only when
        somebody else has, too. Raises UsageError as `reject`."""
        return self._append("confirmation", Confirmation(self._statements_of(id), by, note, needs_second))

    def correct(
        self, id: str, values: Mapping[str, str], *, by: str, note: str | None = None, needs_second: bool = False
    ) -> Entry:
        """A person sets fields of a statement; of a commitment, of the statement whose wording it has. `needs_second`: see `confirm`.

        `values`: what `pledgebook.book.correcting.values_of` takes, such as {"actors": "Mexico", "quantity": "1.5e9"}. Raises
        UsageError for a field or value that there is not, or where the book does not hold the statement.
        """
        with self._ledger.read() as reader:
            found = self._found(reader, id)
            wanted = id if id.startswith("st-") else found.wording or found.members[0].said.statement.id
            said = next(one.said for one in found.members if one.said.statement.id == wanted)
            document = reader.document(said.statement.document)
        if document is None:
            raise UsageError(f"the text of {id} is not in the book")
        found_values = values_of(said.statement, document, values, by)
        return self._append("correction", Correction(wanted, found_values, by, note, needs_second))

    def forget(self, document: str, *, by: str, note: str | None = None, erase: bool = False) -> Entry:
        """Take a document with its statements out of every list; adding it again does not bring it back, `undo` does.

        `erase`: take its text out of the book, too, which cannot be undone; the hash of its entry stays, so that `verify` still
        proves the others and says what is missing. Raises UsageError where the book does not hold the document.
        """
        if not erase:
            return self._append("removal", Removal(document, by, note))
        if not document.isascii():  # an id is, and what is no text cannot be asked of a database
            raise UsageError(f"{document!a} is no id of a document")
        with self._saying() as writer:
            entry = writer.erase(document, by, note)
        self._settle()
        return entry

    def seen(self, ids: Sequence[str]) -> Seen:
        """What somebody who looks at commitments or statements now sees, to be given to `seeing` when they decide. Raises
        ChangedError for one that is in no list any more, UsageError for one that the book never held."""
        with self._ledger.read() as reader:
            return seen_now(reader, ids)

    def seeing(self, ids: Sequence[str], seen: Seen) -> Self:
        """The same book for somebody who saw these commitments or statements so. What they say is kept only if nobody spoke of them
        meanwhile and they still hold the same statements: the check and the entry are one transaction. Close the book, not what
        this gives.

        Raises ChangedError where that is so already, as does every act later.
        """
        with self._ledger.read() as reader:
            check(reader, ids, seen)
        book = type(self)(self._ledger, self._day)
        book._seen = tuple(ids), seen
        return book

    def _statements_of(self, id: str) -> tuple[str, ...]:
        with self._ledger.read() as reader:
            found = self._found(reader, id)
        return (id,) if id.startswith("st-") else tuple(member.said.statement.id for member in found.members)
