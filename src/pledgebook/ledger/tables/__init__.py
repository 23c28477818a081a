"""What an entry means for the tables: the only place that interprets bodies.

Adding to a book and rebuilding it go through the same methods of `Tables`, with values at hand or decoded from a body.
Each module below adds a subject to the one before it.

    documents   texts with their statements, and their sources
    merging     the places of statements among commitments
    persons     judgements, reviews, links and rulings, undoing
    entries     `Tables`: these with evidence, and `apply` for an entry of any kind
"""

from pledgebook.ledger.bodies import BODIES
from pledgebook.ledger.tables.documents import ERASED
from pledgebook.ledger.tables.entries import Tables

__all__ = ["BODIES", "ERASED", "Tables"]
