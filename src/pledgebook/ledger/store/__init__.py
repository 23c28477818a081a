"""Where a book lies: connections, tables and their migrations, the chain of entries, rows on their way into tables."""
