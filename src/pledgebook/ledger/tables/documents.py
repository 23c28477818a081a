"""What documents mean for the tables: their statements, and which text of a source is the latest."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, func, select, update

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import Erased, spans
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.plain import statement_row
from pledgebook.ledger.store.rows import BATCH, Rows, among, listed
from pledgebook.ledger.store.rows import insert as insert_rows
from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_DAY
from pledgebook.ledger.store.values import actor_facets, column, days, known_day, origin, short
from pledgebook.model import Document, Entry, Imprint, Statement

ERASED = "erased"
"""The kind and strength of a statement whose text was erased."""


class DocumentTables:
    """The tables of documents, statements and their sources, within one transaction. `book`: where the entries are, where that is
    another place."""

    def __init__(self, connection: Connection, rows: Rows, book: Connection | None = None) -> None:
        self.connection = connection
        self.book = connection if book is None else book
        self.rows = rows
        last = connection.execute(select(func.max(schema.statements.c.number))).scalar()
        self.next = (last or 0) + 1
        # what is known of the documents in hand: by id their number and how many sources have them as the latest text
        self.documents: dict[str, int | None] = {}
        self.latest: dict[str, tuple[int, int] | None] = {}  # origin → sequence and document of its latest text
        self.seen: set[tuple[str, int]] = set()  # origin and document

    def flush(self) -> None:
        """Put all waiting rows into their tables."""
        self.rows.flush()

    def look_up(self, texts_held: Collection[str], origins: Collection[str]) -> None:
        """Learn in two queries what the book holds of these texts and of these sources."""
        if len(self.documents) > 10 * BATCH:
            self.flush()
            self.documents.clear()
            self.latest.clear()
            self.seen.clear()
        texts, places = schema.documents.c, schema.sources.c
        unknown = [one for one in dict.fromkeys(texts_held) if one not in self.documents]
        if unknown:
            self.documents.update(dict.fromkeys(unknown))
            query = select(texts.id, texts.number).where(among(self.connection, texts.id, "ids", words=True))
            for row in self.connection.execute(query, {"ids": listed(self.connection, unknown)}):
                self.documents[row.id] = row.number
        fresh = [one for one in dict.fromkeys(origins) if one not in self.latest]
        if fresh:
            self.latest.update(dict.fromkeys(fresh))
            query = select(places.origin, places.sequence, places.document, places.latest).where(
                among(self.connection, places.origin, "origins", words=True)
            )
            for place in self.connection.execute(query, {"origins": listed(self.connection, fresh)}):
                self.seen.add((place.origin, place.document))
                if place.latest:
                    self.latest[place.origin] = place.sequence, place.document

    def document(
        self, entry: Entry, document: Document, statements: Sequence[Statement], lengths: Sequence[int]
    ) -> None:
        """A new text with its statements."""
        sequence, first = entry.sequence, self.next
        known = known_day(document.published, entry.time[:10])
        of, number = self.rows.of, first
        lines, names, pending, words = of[schema.statements], of[schema.names], of[schema.pending], self.rows.words
        plain = of[schema.plain_statements]
        for statement, start, length in zip(statements, spans(len(entry.body), lengths), lengths, strict=True):
            begins, ends = days(statement.period.edtf) if statement.period else (UNKNOWN_DAY, NO_DAY)
            unit = short(statement.quantity.unit) if statement.quantity else None
            lines.append(
                (number, statement.id, sequence, start, length, statement.kind, unit, statement.strength, begins, ends)
            )
            for facet in actor_facets("actor", statement.actors):
                names.append((facet, number))
            for facet in actor_facets("recipient", statement.recipients):
                names.append((facet, number))
            plain.append(statement_row(number, statement))
            pending.append((number,))
            words.append((number, statement.quote.text))
            number += 1
        self.next = number
        of[schema.documents].append(
            (
                sequence,
                document.id,
                column(document.source),
                column(document.title),
                column(document.publisher),
                column(document.published),
                column(document.url),
                known,
                first,
                len(statements),
                1,
            )
        )
        self.documents[document.id] = sequence
        self._found(entry, origin(document.source, document.url), sequence, document, known_text=False)
        if self.rows.size() > BATCH:
            self.flush()

    def copy(self, entry: Entry, imprint: Imprint) -> None:
        """A text that the book holds already, found at a further source."""
        number = self.documents[imprint.id]
        if number is None:
            raise UsageError(f"entry {entry.sequence} is a copy of a document that the book does not hold")
        self._found(entry, origin(imprint.source, imprint.url), number, imprint, known_text=True)

    def erased(self, entry: Entry, body: Erased) -> None:
        """A text that was erased: its statements keep their numbers and ids, and nothing else."""
        imprint, first = body.erased, self.next
        self.look_up((imprint.id,), (origin(imprint.source, imprint.url),))
        lines = self.rows.of[schema.statements]
        for number, one in enumerate(body.statements, first):
            lines.append((number, one, entry.sequence, 0, 0, ERASED, None, ERASED, UNKNOWN_DAY, NO_DAY))
            self.rows.of[schema.pending].append((number,))
        self.next = first + len(body.statements)
        known = known_day(imprint.published, entry.time[:10])
        source, url = column(imprint.source), column(imprint.url)
        row = (entry.sequence, imprint.id, source, None, column(imprint.publisher), column(imprint.published), url)
        self.rows.of[schema.documents].append((*row, known, first, len(body.statements), 1))
        self.documents[imprint.id] = entry.sequence
        where = origin(imprint.source, imprint.url)
        self._found(entry, where, entry.sequence, imprint, known_text=False)

    def statements_of(self, document: str) -> range:
        """The numbers of the statements of a document. Raises UsageError where the book does not hold it."""
        self.flush()
        texts = schema.documents.c
        row = self.connection.execute(select(texts.first, texts.statements).where(texts.id == document)).first()
        if row is None:
            raise UsageError(f"the book has no document {document}")
        return range(row[0], row[0] + row[1])

    def _found(self, entry: Entry, where: str, number: int, document: Document | Imprint, *, known_text: bool) -> None:
        """A source has a text: its version before, if any, no longer is the latest."""
        before = self.latest[where]
        self.rows.of[schema.sources].append(
            (
                entry.sequence,
                where,
                number,
                before[0] if before else None,
                True,
                column(document.source),
                column(document.publisher),
                column(document.published),
            )
        )
        self.latest[where] = entry.sequence, number
        self.seen.add((where, number))
        if known_text:
            self._count(number, 1)
        if before is not None:
            self.flush()
            places = schema.sources
            self.connection.execute(
                update(places).where(places.c.sequence == bindparam("old")).values(latest=False), {"old": before[0]}
            )
            self._count(before[1], -1)

    def _count(self, number: int, change: int) -> None:
        """So many more sources have this text as their latest; when the first comes or the last goes, merge it anew."""
        self.flush()
        texts = schema.documents
        self.connection.execute(
            update(texts)
            .where(texts.c.number == bindparam("text"))
            .values(current=texts.c.current + bindparam("more")),
            {"text": number, "more": change},
        )
        row = self.connection.execute(select(texts).where(texts.c.number == number)).one()
        if row.current == max(change, 0):
            self.place_again(range(row.first, row.first + row.statements))

    def place_again(self, numbers: Collection[int]) -> None:
        """Let merging look at these statements again, those left out that no list shows."""
        self.flush()
        again = sorted(set(numbers) - self.hidden())
        insert_rows(self.connection, schema.pending, [(number,) for number in again], known=True)

    def hidden(self) -> set[int]:
        """The statements that a person took out of every list."""
        table = schema.reviews.c
        query = select(table.statement).where(table.kind.in_(("rejection", "removal")), table.undone.is_(False))
        return set(self.connection.execute(query).scalars())
