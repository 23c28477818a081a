"""Amounts in running text, as values with spans."""
