"""What Alembic runs: the migrations, within the transaction of the connection that the ledger hands over."""

from alembic import context

from pledgebook.ledger.store.migrate import VERSIONS
from pledgebook.ledger.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSIONS)
with context.begin_transaction():
    context.run_migrations()
