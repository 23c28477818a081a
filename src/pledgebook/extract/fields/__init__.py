"""The fields of a statement, each with its own words."""
