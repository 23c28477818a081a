"""How commitments stand to each other as a column, and which promise a deed delivers on; summaries with their progress."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RELATION = {
    "sqlite": "json_extract(CAST(body AS TEXT), '$.relation')",
    "postgresql": "convert_from(body, 'UTF8')::json ->> 'relation'",
}


def upgrade() -> None:
    op.add_column("judgements", sa.Column("relation", WORD))
    op.add_column("judgements", sa.Column("promise", NUMBER))
    op.create_index("judgements_promise", "judgements", ["promise"])
    bind = op.get_bind()
    # nothing delivered before this schema, so that no promise is to be written down
    bind.exec_driver_sql(f"UPDATE judgements SET relation = {RELATION[bind.dialect.name]}")
    # whoever opens the book works the summaries out anew
    bind.exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )
