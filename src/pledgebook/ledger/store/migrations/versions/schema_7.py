"""Plain rows of statements, commitments, contradictions, measures and statuses, and the views that show them."""

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def word(name: str, *, needed: bool = False) -> "sa.Column[str]":
    return sa.Column(name, WORD, nullable=not needed)


def number(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double())


AMOUNT = ("unit", "per")
PERIOD = ("period", "first_day", "last_day")


def upgrade() -> None:
    op.create_table(
        "plain_statements",
        sa.Column("statement", NUMBER, autoincrement=False, nullable=False),
        word("promise", needed=True),
        word("quote", needed=True),
        sa.Column("quote_start", NUMBER, nullable=False),
        sa.Column("quote_end", NUMBER, nullable=False),
        word("act", needed=True),
        word("object", needed=True),
        word("actors"),
        word("recipients"),
        number("low"),
        number("high"),
        word("unit"),
        word("per"),
        sa.Column("additional", sa.Boolean()),
        word("period"),
        word("first_day"),
        word("last_day"),
        word("venue"),
        word("attribution"),
        word("rung"),
        word("polarity", needed=True),
        word("modality", needed=True),
        number("confidence"),
        word("reader", needed=True),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"]),
        sa.PrimaryKeyConstraint("statement"),
    )
    op.create_table(
        "plain_commitments",
        sa.Column("commitment", NUMBER, autoincrement=False, nullable=False),
        word("promise", needed=True),
        word("object", needed=True),
        word("actors"),
        word("recipients"),
        number("low"),
        number("high"),
        word("unit"),
        word("per"),
        sa.Column("additional", sa.Boolean()),
        word("period"),
        word("first_day"),
        word("last_day"),
        word("venue"),
        word("polarity", needed=True),
        word("modality", needed=True),
        number("confidence"),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        word("first_stated"),
        sa.PrimaryKeyConstraint("commitment"),
    )
    op.create_table(
        "plain_contradictions",
        sa.Column("commitment", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", NUMBER, autoincrement=False, nullable=False),
        word("type", needed=True),
        word("better", needed=True),
        word("other", needed=True),
        word("reasons"),
        sa.PrimaryKeyConstraint("commitment", "position"),
    )
    op.create_table(
        "plain_measures",
        sa.Column("sequence", NUMBER, autoincrement=False, nullable=False),
        word("source", needed=True),
        word("chosen"),
        word("sum", needed=True),
        word("unit", needed=True),
        word("period"),
        number("target"),
        word("label"),
        word("note"),
        word("confirmed_by", needed=True),
        word("confirmed", needed=True),
        word("why"),
        sa.ForeignKeyConstraint(["sequence"], ["entries.sequence"]),
        sa.PrimaryKeyConstraint("sequence"),
    )
    for column in (word("status"), word("as_of"), number("target"), number("delivered"), word("unit"), number("share")):
        op.add_column("statuses", column)
    for column in (word("reached"), sa.Column("late", sa.Boolean()), word("label"), word("ruled_by"), word("reasons")):
        op.add_column("statuses", column)
    bind = op.get_bind()
    for name, query in VIEWS.items():
        bind.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
    # whoever opens the book fills the plain rows: of statements from the entries, of commitments with their summaries
    bind.exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )


# plain joins alone, so that other programs that read the file plan them as they are
VIEWS = {
    "book_commitments": """
        SELECT c.id AS id, p.promise AS promise, c.kind AS kind, p.actors AS actors, p.recipients AS recipients,
            p.object AS object, p.low AS low, p.high AS high, p.unit AS unit, p.per AS per, p.additional AS additional,
            p.period AS period, p.first_day AS first_day, p.last_day AS last_day, p.venue AS venue,
            c.strength AS strength, c.rung AS rung, p.polarity AS polarity, p.modality AS modality,
            p.confidence AS confidence, p.reviewed AS reviewed, p.first_stated AS first_stated,
            c.statements AS statements, c.documents AS documents, c.contradicted AS contradicted, c.status AS status
        FROM commitments AS c JOIN plain_commitments AS p ON p.commitment = c.number""",
    "book_statements": """
        SELECT s.id AS id, c.id AS commitment, p.promise AS promise, s.kind AS kind, p.actors AS actors,
            p.recipients AS recipients, p.act AS act, p.object AS object, p.low AS low, p.high AS high, p.unit AS unit,
            p.per AS per, p.additional AS additional, p.period AS period, p.first_day AS first_day,
            p.last_day AS last_day, p.venue AS venue, p.attribution AS attribution, s.strength AS strength,
            p.rung AS rung, p.polarity AS polarity, p.modality AS modality, p.confidence AS confidence,
            p.reader AS reader, p.quote AS quote, p.quote_start AS quote_start, p.quote_end AS quote_end,
            d.id AS document, d.source AS source, d.title AS title, d.publisher AS publisher, d.published AS published
        FROM statements AS s
        JOIN plain_statements AS p ON p.statement = s.number
        JOIN documents AS d ON d.number = s.document
        LEFT JOIN places AS l ON l.statement = s.number
        LEFT JOIN commitments AS c ON c.number = l.commitment
        WHERE s.number NOT IN
            (SELECT statement FROM reviews WHERE kind IN ('rejection', 'removal') AND NOT undone)""",
    "book_documents": """
        SELECT d.id AS id, d.source AS source, d.title AS title, d.publisher AS publisher, d.published AS published,
            d.url AS address, d.statements AS statements, d.current = 0 AS superseded
        FROM documents AS d
        WHERE d.first NOT IN (SELECT statement FROM reviews WHERE kind = 'removal' AND NOT undone)
            OR d.statements = 0""",
    "book_evidence": """
        SELECT c.id AS commitment, m.source AS source, m.label AS label, m.chosen AS records_chosen, m.sum AS sum,
            m.unit AS unit, m.period AS period, m.target AS target, m.note AS note,
            (SELECT max(s.seen) FROM snapshots AS s WHERE s.source = m.source AND NOT s.undone) AS last_seen,
            m.confirmed_by AS confirmed_by, m.confirmed AS confirmed, m.why AS why, m.sequence AS entry
        FROM plain_measures AS m
        JOIN notes AS n ON n.sequence = m.sequence
        JOIN places AS l ON l.statement = n.statement
        JOIN commitments AS c ON c.number = l.commitment
        WHERE NOT n.undone""",
    "book_status": """
        SELECT c.id AS commitment, s.status AS status, s.as_of AS as_of, s.label AS label, s.target AS target,
            s.delivered AS delivered, s.unit AS unit, s.share AS share, s.reached AS reached, s.late AS late,
            s.ruled_by AS ruled_by, s.reasons AS reasons
        FROM statuses AS s JOIN commitments AS c ON c.number = s.commitment""",
    "book_contradictions": """
        SELECT c.id AS commitment, x.type AS type, x.better AS better, x.other AS other, x.reasons AS reasons
        FROM plain_contradictions AS x JOIN commitments AS c ON c.number = x.commitment""",
}
