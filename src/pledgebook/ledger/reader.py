"""Everything that may be asked of a book, in one list: each query is a function of its subject, and a method here."""

from __future__ import annotations

from pledgebook.ledger import queries
from pledgebook.ledger.store.view import View


class Reader(View):
    """One consistent view of the book."""

    # documents and statements
    document = queries.documents.document
    versions = queries.documents.versions
    copies = queries.documents.copies
    knows = queries.documents.knows
    known_days = queries.documents.known_days
    said = queries.documents.said
    stated_in = queries.documents.stated_in
    catalogue = queries.catalogue.catalogue
    catalogued = queries.catalogue.catalogued
    taken_out = queries.catalogue.taken_out
    numbers = queries.documents.numbers
    statements = queries.statements.statements
    search = queries.search.search

    # commitments
    commitments = queries.lists.commitments
    count_commitments = queries.lists.count_commitments
    facet_counts = queries.lists.facet_counts
    commitment = queries.commitments.commitment
    ids_by_statement = queries.commitments.ids_by_statement
    in_full = queries.commitments.in_full
    first_known = queries.commitments.first_known
    outlines = queries.commitments.outlines
    told = queries.commitments.told
    members = queries.merging.members
    homes = queries.merging.homes
    stale_commitments = queries.commitments.stale_commitments
    doubts = queries.merging.doubts
    doubted = queries.merging.doubted
    hidden = queries.reviews.hidden
    rejected = queries.reviews.rejected
    least_sure = queries.reviews.least_sure
    awaiting_second = queries.reviews.awaiting_second
    review_counts = queries.reviews.review_counts
    said_since = queries.reviews.said_since
    persons_said = queries.reviews.persons_said
    reviewed_documents = queries.reviews.reviewed_documents

    # numbers over all commitments
    status_counts = queries.tallies.status_counts
    parts_by = queries.tallies.parts_by
    money = queries.tallies.money
    totals = queries.tallies.totals
    venue_names = queries.tallies.venue_names
    announced_by_year = queries.tallies.announced_by_year
    due_by_year = queries.tallies.due_by_year

    # what merging asks
    pending = queries.merging.pending
    featureless = queries.merging.featureless
    features = queries.merging.features
    neighbours = queries.merging.neighbours
    components = queries.merging.components
    judgements = queries.merging.judgements

    # official records, and what persons said of them
    snapshots = queries.evidence.snapshots
    records = queries.evidence.records
    links = queries.evidence.links
    rulings = queries.evidence.rulings
    notes = queries.evidence.notes
    followed = queries.evidence.followed
    assessed = queries.evidence.assessed

    # the entries themselves
    head = queries.entries.head
    entry = queries.entries.entry
    entries = queries.entries.entries
    log = queries.entries.log
    recent = queries.recent.recent
    counts = queries.entries.counts
    last_stamp = queries.entries.last_stamp
    stamps = queries.entries.stamps
    entries_at = queries.entries.entries_at
    history = queries.history.history
    touching = queries.history.touching
