"""Everything that may be added to a book, in one list: each is a function of its subject, and a method here."""

from __future__ import annotations

from pledgebook.ledger import writing
from pledgebook.ledger.reader import Reader
from pledgebook.ledger.writing.transaction import Transaction


class Writer(Transaction, Reader):
    """The only writer of a book, within one transaction."""

    add_document = writing.documents.add_document
    add_documents = writing.documents.add_documents
    add_evidence = writing.evidence.add_evidence
    append = writing.persons.append
    erase = writing.erasing.erase

    put_features = writing.merging.put_features
    clear_features = writing.merging.clear_features
    wait_all = writing.merging.wait_all
    store_merge = writing.merging.store_merge
    put_commitments = writing.summaries.put_commitments
    put_status = writing.summaries.put_status
