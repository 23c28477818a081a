"""Which programs worked out what no entry holds; entries that a replacing insert cannot pass by."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# INSERT OR REPLACE removes the row that is in its way without asking the trigger that guards it
SQLITE = (
    "CREATE TRIGGER entries_last BEFORE INSERT ON entries "
    "WHEN EXISTS (SELECT 1 FROM entries WHERE sequence = NEW.sequence) "
    "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
)


def upgrade() -> None:
    op.create_table("programs", sa.Column("version", WORD, nullable=False), sa.PrimaryKeyConstraint("version"))
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        bind.exec_driver_sql(SQLITE)
    # whoever opens the book works the summaries out anew: nobody knows by which program they were made
    bind.exec_driver_sql(
        "INSERT INTO stale SELECT number FROM commitments WHERE number NOT IN (SELECT commitment FROM stale)"
    )
