"""What depends on a language: its lexicon, its patterns and the tables of its grammars, as data. English now, in `en/`."""
