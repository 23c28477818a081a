"""What persons say of single statements; summaries with the whole promise."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("sequence", NUMBER, autoincrement=False, nullable=False),
        sa.Column("statement", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["entries.sequence"]),
        sa.PrimaryKeyConstraint("sequence", "statement"),
    )
    op.create_index("reviews_statement", "reviews", ["statement"])
    op.create_index("reviews_kind", "reviews", ["kind", "undone", "sequence"])
    # whoever opens the book works the summaries out anew, with their promises
    op.get_bind().exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )
