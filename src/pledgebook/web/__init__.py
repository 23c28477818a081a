"""The public face of a book."""
