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
from sqlalchemy.schema import SchemaItem

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


def _table(name: str, *parts: SchemaItem, rowid: bool = True) -> Table:
    """A table of the book. `rowid`: False where SQLite keeps the rows in the order of the key."""
    return Table(name, metadata, *parts, sqlite_with_rowid=rowid)


def _key(name: str, *parts: SchemaItem) -> Column[int]:
    """A number that is (a part of) the key."""
    return Column(name, Number, *parts, primary_key=True, autoincrement=False)


def _words(*names: str) -> list[Column[str]]:
    """Words that a row may lack."""
    return [Column(name, Word) for name in names]


def _entry() -> Column[int]:
    """The entry that a row comes from, as its key."""
    return _key("sequence", ForeignKey("entries.sequence"))


entries = _table(
    "entries",
    _key("sequence"),
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
documents = _table(
    "documents",
    Column("number", Number, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("id", Word, nullable=False, unique=True),
    Column("source", Word, nullable=False),
    *_words("title", "publisher", "published", "url"),
    Column("known", Number, nullable=False),  # the day (ordinal) by which it had surely been said
    Column("first", Number, nullable=False),  # the number of its first statement
    Column("statements", Number, nullable=False),
    Column("current", Number, nullable=False),  # how many sources have it as their latest text; 0: superseded
)

# where a text was found; a row for the first source and one for each further source or version
sources = _table(
    "sources",
    _entry(),
    Column("origin", Word, nullable=False),  # a digest of the address or path: those can be longer than an index bears
    Column("document", Number, ForeignKey("documents.number"), nullable=False),
    Column("previous", Number),  # the version before of the same origin
    Column("latest", Boolean, nullable=False),
    Column("source", Word, nullable=False),
    *_words("publisher", "published"),
    Index("sources_origin", "origin", "sequence"),
    Index("sources_document", "document"),
)

statements = _table(
    "statements",
    _key("number"),
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
ids = _table(
    "ids",
    Column("id", Word, primary_key=True),
    Column("number", Number, nullable=False),
    Index("ids_number", "number"),
    rowid=False,
)

# "actor:MX", "recipient:HT"
names = _table(
    "names",
    Column("facet", Word, primary_key=True),
    _key("statement"),
    rowid=False,
)

# statements that merging has to place, for the first time or again
pending = _table("pending", _key("statement"))

# what merging compares: opaque to the ledger
features = _table(
    "features",
    _key("statement", ForeignKey("statements.number")),
    Column("blocks", LargeBinary, nullable=False),  # its rows in the table of keys, 8 bytes each
    Column("body", LargeBinary, nullable=False),
)
keys = _table(
    "keys",
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    _key("statement"),
    rowid=False,
)

# which component and commitment a statement belongs to; both are named by the lowest number among their statements
places = _table(
    "places",
    _key("statement", ForeignKey("statements.number")),
    Column("component", Number, nullable=False),
    Column("commitment", Number, nullable=False),
    Index("places_component", "component", "statement"),
    Index("places_commitment", "commitment", "statement"),
)

judgements = _table(
    "judgements",
    _entry(),
    _key("position"),
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
touches = _table(
    "touches",
    _key("statement"),
    _key("sequence"),
    rowid=False,
)

# what lists filter and sort: narrow rows, so that a walk past thousands of them reads few pages
commitments = _table(
    "commitments",
    _key("number"),
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
    *_words("status", "rung", "venue"),
    Index("commitments_first_stated", "first_stated", "number"),
    Index("commitments_deadline", "deadline", "number"),
    Index("commitments_amount", "amount", "number"),
    Index("commitments_actor", "actor", "number"),
    Index("commitments_statements", "statements", "number"),
    Index("commitments_begins", "span", "begins", "ends"),
    Index("commitments_ends", "span", "ends"),
)

# "actor:MX", "kind:action", "publisher:a newspaper", "word:water", … of every commitment, in the order of its first statement
facets = _table(
    "facets",
    Column("facet", Word, primary_key=True),
    _key("first_stated"),
    _key("commitment"),
    rowid=False,
)

# what lists show: `body` is the commitment without its statements; `facets` names its rows in the table of facets
summaries = _table(
    "summaries",
    _key("commitment"),
    Column("facets", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# commitments whose summary must be worked out anew: after a merge without summaries, after a rebuild
stale = _table("stale", _key("commitment"))

statuses = _table(
    "statuses",
    _key("commitment"),
    _key("position"),
    Column("body", LargeBinary, nullable=False),
    *_words("status", "as_of"),
    Column("target", Double),
    Column("delivered", Double),
    Column("unit", Word),
    Column("share", Double),
    Column("reached", Word),
    Column("late", Boolean),
    *_words("label", "ruled_by", "reasons"),
)

# what the views of the migrations show, decoded: other programs read a book by them (docs/sql.md)
plain_statements = _table(
    "plain_statements",
    _key("statement", ForeignKey("statements.number")),
    Column("promise", Word, nullable=False),
    Column("quote", Word, nullable=False),
    Column("quote_start", Number, nullable=False),
    Column("quote_end", Number, nullable=False),
    Column("act", Word, nullable=False),
    Column("object", Word, nullable=False),
    *_words("actors", "recipients"),
    Column("low", Double),
    Column("high", Double),
    *_words("unit", "per"),
    Column("additional", Boolean),
    *_words("period", "first_day", "last_day", "venue", "attribution", "rung"),
    Column("polarity", Word, nullable=False),
    Column("modality", Word, nullable=False),
    Column("confidence", Double),
    Column("reader", Word, nullable=False),
)
plain_commitments = _table(
    "plain_commitments",
    _key("commitment"),
    Column("promise", Word, nullable=False),
    Column("object", Word, nullable=False),
    *_words("actors", "recipients"),
    Column("low", Double),
    Column("high", Double),
    *_words("unit", "per"),
    Column("additional", Boolean),
    *_words("period", "first_day", "last_day", "venue"),
    Column("polarity", Word, nullable=False),
    Column("modality", Word, nullable=False),
    Column("confidence", Double),
    Column("reviewed", Boolean, nullable=False),
    Column("first_stated", Word),
)
plain_contradictions = _table(
    "plain_contradictions",
    _key("commitment"),
    _key("position"),
    Column("type", Word, nullable=False),
    Column("better", Word, nullable=False),
    Column("other", Word, nullable=False),
    Column("reasons", Word),
)
plain_measures = _table(
    "plain_measures",
    _entry(),
    Column("source", Word, nullable=False),
    Column("chosen", Word),
    Column("sum", Word, nullable=False),
    Column("unit", Word, nullable=False),
    Column("period", Word),
    Column("target", Double),
    *_words("label", "note"),
    Column("confirmed_by", Word, nullable=False),
    Column("confirmed", Word, nullable=False),
    Column("why", Word),
)

snapshots = _table(
    "snapshots",
    _entry(),
    Column("source", Word, nullable=False),
    Column("seen", Word, nullable=False),
    Column("hash", Word, nullable=False),
    Column("records", Number, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("snapshots_source", "source", "seen", "sequence"),
)
chunks = _table(
    "chunks",
    _entry(),
    Column("snapshot", Number, ForeignKey("snapshots.sequence"), nullable=False),
    Index("chunks_snapshot", "snapshot", "sequence"),
)

# confirmed measures ("link") and statuses that a person ruled ("ruling")
notes = _table(
    "notes",
    _entry(),
    Column("kind", Word, nullable=False),
    Column("statement", Number, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("notes_statement", "statement", "kind"),
    Index("notes_kind", "kind", "sequence"),
)

# what persons said of single statements: a row for each statement of a rejection, correction, confirmation or removal
reviews = _table(
    "reviews",
    _entry(),
    _key("statement"),
    Column("kind", Word, nullable=False),
    Column("undone", Boolean, nullable=False),
    Index("reviews_statement", "statement"),
    Index("reviews_kind", "kind", "undone", "sequence"),
)

# what was undone by which entry, the last word first: an undo can itself be undone
undone = _table(
    "undone",
    _entry(),
    Column("target", Number, ForeignKey("entries.sequence"), nullable=False),
    Column("undone", Boolean, nullable=False),
    Index("undone_target", "target"),
)

# the programs by whose rules features, summaries and statuses were worked out since the last rebuild
programs = _table("programs", Column("version", Word, primary_key=True))

FULL_TEXT = "words"
"""The full-text table: FTS5 without content on SQLite, a tsvector with GIN on PostgreSQL; made by the migrations."""

DERIVED: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not entries)
"""Every table but the book itself, each after those that it refers to."""
