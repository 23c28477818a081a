"""The tables of a book, one definition for SQLite and PostgreSQL.

`entries` is the book: append-only, chained by hash. Every other table is derived from it by `pledgebook.ledger.tables`
and can be emptied and filled again. Statements and documents have short internal numbers, given in the order of the
entries, so that a replay gives the same ones.

Keys that lists are sorted by are never NULL: what is unknown has a value beyond everything known, because an index
then holds all rows in one order on both engines.
"""

from __future__ import annotations

import math

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

SCHEMA = 7
"""The number of the newest migration. A book with a higher one is refused."""

UNKNOWN_DAY = 4_000_000
"""Sorts after the last day that `datetime.date.toordinal` can give (3,652,059)."""
NO_DAY = -1
"""Sorts before every day: where an open period begins."""
UNKNOWN_AMOUNT = math.inf
UNKNOWN_NAME = "~"
"""Sorts after every id of an actor in the order of bytes."""

# bytes, not the rules of a language, order text: the same on both engines and on every server
Word = Text().with_variant(Text(collation="C"), "postgresql")
Number = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=False),
    Column("time", Word, nullable=False),
    Column("run", Word, nullable=False),
    Column("kind", Word, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("previous", Word, nullable=False),
    Column("hash", Word, nullable=False),
    Index("entries_run", "run", "sequence"),
    Index("entries_kind", "kind", "sequence"),
)

# a text, once however many sources have it; `number` is the sequence of the entry that brought it
documents = Table(
    "documents",
    metadata,
    Column("number", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("id", Word, nullable=False, unique=True),
    Column("source", Word, nullable=False),
    Column("title", Word),
    Column("publisher", Word),
    Column("published", Word),
    Column("url", Word),
    Column("known", Number, nullable=False),  # the day (ordinal) by which it had surely been said
    Column("first", Number, nullable=False),  # the number of its first statement
    Column("statements", Number, nullable=False),
    Column("current", Number, nullable=False),  # how many sources have it as their latest text; 0: superseded
)

# where a text was found; a row for the first source and one for each further source or version
sources = Table(
    "sources",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("origin", Word, nullable=False),  # a digest of the address or path: those can be longer than an index bears
    Column("document", Number, ForeignKey("documents.number"), nullable=False),
    Column("previous", Number),  # the version before of the same origin
    Column("latest", Boolean, nullable=False),
    Column("source", Word, nullable=False),
    Column("publisher", Word),
    Column("published", Word),
    Index("sources_origin", "origin", "sequence"),
    Index("sources_document", "document"),
)

statements = Table(
    "statements",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("id", Word, nullable=False),
    Column("document", Number, ForeignKey("documents.number"), nullable=False),
    Column("start", Number, nullable=False),  # where its record stands in the body of the entry, in bytes
    Column("length", Number, nullable=False),
    Column("kind", Word, nullable=False),
    Column("unit", Word),
    Column("strength", Word, nullable=False),
    Column("begins", Number, nullable=False),  # first and last day of its period
    Column("ends", Number, nullable=False),
    Index("statements_unit", "unit", "number"),
)

# which statement has an id: of the statements up to some number. An index of digests is hit everywhere, so it is not kept
# while documents are added but filled in bulk by merging; behind it statements are looked through (pledgebook.ledger.store.ids)
ids = Table(
    "ids",
    metadata,
    Column("id", Word, primary_key=True),
    Column("number", Number, nullable=False),
    Index("ids_number", "number"),
    sqlite_with_rowid=False,
)

# "actor:MX", "recipient:HT"
names = Table(
    "names",
    metadata,
    Column("facet", Word, primary_key=True),
    Column("statement", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# statements that merging has to place, for the first time or again
pending = Table("pending", metadata, Column("statement", Number, primary_key=True, autoincrement=False))

# what merging compares: opaque to the ledger
features = Table(
    "features",
    metadata,
    Column("statement", Number, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Column("blocks", LargeBinary, nullable=False),  # its rows in the table of keys, 8 bytes each
    Column("body", LargeBinary, nullable=False),
)
keys = Table(
    "keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("statement", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# which component and commitment a statement belongs to; both are named by the lowest number among their statements
places = Table(
    "places",
    metadata,
    Column("statement", Number, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Column("component", Number, nullable=False),
    Column("commitment", Number, nullable=False),
    Index("places_component", "component", "statement"),
    Index("places_commitment", "commitment", "statement"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("left", Number, nullable=False),
    Column("right", Number, nullable=False),
    Column("person", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("doubt", Double),  # how far from sure that they are the same, of a rule that is unsure; else NULL
    Column("relation", Word),  # how one commitment stands to the other, else NULL
    Column("promise", Number),  # of what delivers (or does not): the end that promised
    Column("body", LargeBinary, nullable=False),
    Index("judgements_left", "left", "right"),
    Index("judgements_right", "right"),
    Index("judgements_doubt", "doubt", "sequence", "position"),
    Index("judgements_promise", "promise"),
)

# the few that persons said, found without those of rules
for _end in (judgements.c.left, judgements.c.right):
    _said = judgements.c.person.is_(True)
    Index(f"judgements_person_{_end.name}", _end, sqlite_where=_said, postgresql_where=_said)

# which entries touched a statement after the one that brought it
touches = Table(
    "touches",
    metadata,
    Column("statement", Number, primary_key=True, autoincrement=False),
    Column("sequence", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# what lists filter and sort: narrow rows, so that a walk past thousands of them reads few pages
commitments = Table(
    "commitments",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("id", Word, nullable=False),
    Column("kind", Word, nullable=False),
    Column("unit", Word),
    Column("strength", Word, nullable=False),
    Column("contradicted", Boolean, nullable=False),
    Column("first_stated", Number, nullable=False),  # day
    Column("known", Number, nullable=False),  # the day by which its first statement had surely been said
    Column("last_known", Number, nullable=False),  # and its last
    Column("span", Number, nullable=False),  # how long its period is, in classes (see pledgebook.ledger.summaries)
    Column("begins", Number, nullable=False),
    Column("ends", Number, nullable=False),
    Column("deadline", Number, nullable=False),
    Column("amount", Double, nullable=False),
    Column("actor", Word, nullable=False),
    Column("statements", Number, nullable=False),
    Column("documents", Number, nullable=False),
    Column("status", Word),
    Column("rung", Word),
    Column("venue", Word),
    Index("commitments_first_stated", "first_stated", "number"),
    Index("commitments_deadline", "deadline", "number"),
    Index("commitments_amount", "amount", "number"),
    Index("commitments_actor", "actor", "number"),
    Index("commitments_statements", "statements", "number"),
    Index("commitments_begins", "span", "begins", "ends"),
    Index("commitments_ends", "span", "ends"),
)

# "actor:MX", "kind:action", "publisher:a newspaper", "word:water", … of every commitment, in the order of its first statement
facets = Table(
    "facets",
    metadata,
    Column("facet", Word, primary_key=True),
    Column("first_stated", Number, primary_key=True, autoincrement=False),
    Column("commitment", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# what lists show: `body` is the commitment without its statements; `facets` names its rows in the table of facets
summaries = Table(
    "summaries",
    metadata,
    Column("commitment", Number, primary_key=True, autoincrement=False),
    Column("facets", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# commitments whose summary must be worked out anew: after a merge without summaries, after a rebuild
stale = Table("stale", metadata, Column("commitment", Number, primary_key=True, autoincrement=False))

statuses = Table(
    "statuses",
    metadata,
    Column("commitment", Number, primary_key=True, autoincrement=False),
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("status", Word),
    Column("as_of", Word),
    Column("target", Double),
    Column("delivered", Double),
    Column("unit", Word),
    Column("share", Double),
    Column("reached", Word),
    Column("late", Boolean),
    Column("label", Word),
    Column("ruled_by", Word),
    Column("reasons", Word),
)

# what the views of the migrations show, decoded: other programs read a book by them (docs/sql.md)
plain_statements = Table(
    "plain_statements",
    metadata,
    Column("statement", Number, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Column("promise", Word, nullable=False),
    Column("quote", Word, nullable=False),
    Column("quote_start", Number, nullable=False),
    Column("quote_end", Number, nullable=False),
    Column("act", Word, nullable=False),
    Column("object", Word, nullable=False),
    Column("actors", Word),
    Column("recipients", Word),
    Column("low", Double),
    Column("high", Double),
    Column("unit", Word),
    Column("per", Word),
    Column("additional", Boolean),
    Column("period", Word),
    Column("first_day", Word),
    Column("last_day", Word),
    Column("venue", Word),
    Column("attribution", Word),
    Column("rung", Word),
    Column("polarity", Word, nullable=False),
    Column("modality", Word, nullable=False),
    Column("confidence", Double),
    Column("reader", Word, nullable=False),
)
plain_commitments = Table(
    "plain_commitments",
    metadata,
    Column("commitment", Number, primary_key=True, autoincrement=False),
    Column("promise", Word, nullable=False),
    Column("object", Word, nullable=False),
    Column("actors", Word),
    Column("recipients", Word),
    Column("low", Double),
    Column("high", Double),
    Column("unit", Word),
    Column("per", Word),
    Column("additional", Boolean),
    Column("period", Word),
    Column("first_day", Word),
    Column("last_day", Word),
    Column("venue", Word),
    Column("polarity", Word, nullable=False),
    Column("modality", Word, nullable=False),
    Column("confidence", Double),
    Column("reviewed", Boolean, nullable=False),
    Column("first_stated", Word),
)
plain_contradictions = Table(
    "plain_contradictions",
    metadata,
    Column("commitment", Number, primary_key=True, autoincrement=False),
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("type", Word, nullable=False),
    Column("better", Word, nullable=False),
    Column("other", Word, nullable=False),
    Column("reasons", Word),
)
plain_measures = Table(
    "plain_measures",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("source", Word, nullable=False),
    Column("chosen", Word),
    Column("sum", Word, nullable=False),
    Column("unit", Word, nullable=False),
    Column("period", Word),
    Column("target", Double),
    Column("label", Word),
    Column("note", Word),
    Column("confirmed_by", Word, nullable=False),
    Column("confirmed", Word, nullable=False),
    Column("why", Word),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("source", Word, nullable=False),
    Column("seen", Word, nullable=False),
    Column("hash", Word, nullable=False),
    Column("records", Number, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("snapshots_source", "source", "seen", "sequence"),
)
chunks = Table(
    "chunks",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("snapshot", Number, ForeignKey("snapshots.sequence"), nullable=False),
    Index("chunks_snapshot", "snapshot", "sequence"),
)

# confirmed measures ("link") and statuses that a person ruled ("ruling")
notes = Table(
    "notes",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("kind", Word, nullable=False),
    Column("statement", Number, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("notes_statement", "statement", "kind"),
    Index("notes_kind", "kind", "sequence"),
)

# what persons said of single statements: a row for each statement of a rejection, correction, confirmation or removal
reviews = Table(
    "reviews",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("statement", Number, primary_key=True, autoincrement=False),
    Column("kind", Word, nullable=False),
    Column("undone", Boolean, nullable=False),
    Index("reviews_statement", "statement"),
    Index("reviews_kind", "kind", "undone", "sequence"),
)

# what was undone by which entry, the last word first: an undo can itself be undone
undone = Table(
    "undone",
    metadata,
    Column("sequence", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("target", Number, ForeignKey("entries.sequence"), nullable=False),
    Column("undone", Boolean, nullable=False),
    Index("undone_target", "target"),
)

# the programs by whose rules features, summaries and statuses were worked out since the last rebuild
programs = Table("programs", metadata, Column("version", Word, primary_key=True))

FULL_TEXT = "words"
"""The full-text table: FTS5 without content on SQLite, a tsvector with GIN on PostgreSQL; made by the migrations."""

DERIVED: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not entries)
"""Every table but the book itself, each after those that it refers to."""
