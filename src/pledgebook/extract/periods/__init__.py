"""Stretches of time in running text, as EDTF values with spans."""
