"""From a parse to candidates, and what grammar says about each: its clause, mood, holders and frame."""
