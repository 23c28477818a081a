"""Whether a candidate is a statement, and of which kind."""
