"""Many documents in few files: WARC, JSON lines, Parquet, CSV, folders and patterns, here or on any address of fsspec.

stores     what a source names → the files that are there
pieces     a file → the pieces of it that can be read on their own
warc, tables, files    a piece → its documents, each with the place in the file where it stands
"""

from pledgebook.documents.bulk.found import Found, Told
from pledgebook.documents.bulk.pieces import PIECE_BYTES, Piece, pieces_of, read_piece
from pledgebook.documents.bulk.stores import MANIFEST, Stored, shown, stored_files
from pledgebook.documents.bulk.tables import FIELDS

__all__ = [
    "FIELDS",
    "MANIFEST",
    "PIECE_BYTES",
    "Found",
    "Piece",
    "Stored",
    "Told",
    "pieces_of",
    "read_piece",
    "shown",
    "stored_files",
]
