"""Charts as values: a Vega-Lite specification, a title that says the finding, words instead of it, and the table of its numbers."""
