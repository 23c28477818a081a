"""The rung of money and the venue of a commitment as columns, and venues as something that lists are filtered by."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("commitments", sa.Column("rung", WORD))
    op.add_column("commitments", sa.Column("venue", WORD))
    # whoever opens the book works the summaries out anew, with both
    op.get_bind().exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )
