"""Ids of statements in a table of their own that is filled in bulk; words as facets of commitments; an index of what persons said."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# SQLite cannot take a constraint from a table: the rows move to a new one, while no key is checked
SQLITE = (
    """CREATE TABLE statements_2 (
        number INTEGER NOT NULL,
        id TEXT NOT NULL,
        document INTEGER NOT NULL,
        start INTEGER NOT NULL,
        length INTEGER NOT NULL,
        kind TEXT NOT NULL,
        unit TEXT,
        strength TEXT NOT NULL,
        begins INTEGER NOT NULL,
        ends INTEGER NOT NULL,
        PRIMARY KEY (number),
        FOREIGN KEY(document) REFERENCES documents (number)
    )""",
    "INSERT INTO statements_2 SELECT number, id, document, start, length, kind, unit, strength, begins, ends FROM statements",
    "DROP TABLE statements",
    "ALTER TABLE statements_2 RENAME TO statements",
    "CREATE INDEX statements_unit ON statements (unit, number)",
)
POSTGRESQL = ("ALTER TABLE statements DROP CONSTRAINT statements_id_key",)


def upgrade() -> None:
    op.create_table(
        "ids",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    bind = op.get_bind()
    bind.exec_driver_sql("INSERT INTO ids SELECT id, number FROM statements ORDER BY id")
    op.create_index("ids_number", "ids", ["number"])
    for end in ("left", "right"):
        persons = sa.column("person", sa.Boolean()).is_(True)
        op.create_index(f"judgements_person_{end}", "judgements", [end], sqlite_where=persons, postgresql_where=persons)
    for statement in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        bind.exec_driver_sql(statement)
    # whoever opens the book works the summaries out anew, with their words
    bind.exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )
