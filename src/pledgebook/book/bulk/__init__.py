"""Reading in bulk: sources → shards → files of statements, problems and documents, and those into a book.

fingerprint   what makes the results what they are: the code, the tables, the libraries
plan          sources → shards, each named by what goes into it
shard         one shard → its three files
twins         near-duplicates: read once, kept for each source
results       the files of a scan: written whole, read back
scan          the run: what is done, what is left, the summary
"""

from pledgebook.book.bulk.plan import Plan, Settings, Shard, plan_of
from pledgebook.book.bulk.results import is_scan, readings_of
from pledgebook.book.bulk.scan import Progress, Summary, scan

__all__ = ["Plan", "Progress", "Settings", "Shard", "Summary", "is_scan", "plan_of", "readings_of", "scan"]
