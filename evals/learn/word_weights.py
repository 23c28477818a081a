"""How rare words and names are: the tables of bits of `reconcile/data/words.toml` and `names.toml`.

usage: python -m evals.learn.word_weights [--names] STATEMENTS.jsonl…   (what `pledgebook read --format jsonl` printed of the corpus)

Prints a table; what stands above it in its file is kept by hand. A word is counted once an object, a name once a sentence.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pledgebook.reconcile.names import RARE as RARE_NAME
from pledgebook.reconcile.names import RARE_PAIR, names_of
from pledgebook.reconcile.words import RARE, words_of
from pledgebook.world.words import stem

SEEN = 4
"""Objects that must hold a rare word for it to be listed (only so that people are shown a word and not its stem)."""


def weigh(objects: Iterable[str]) -> dict[int, list[str]]:
    """Bits to the commonest word of every stem, those of RARE only as far as SEEN."""
    counts: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for text in objects:
        total += 1
        counts.update(words_of(text))
        for word in re.findall(r"\w+", text.lower()):
            forms[stem(word)][word] += 1
    found = defaultdict(list)
    for one, count in counts.items():
        bits = max(1, round(math.log2(total / count)))
        if bits < RARE or count >= SEEN:
            known = forms[one]
            found[min(bits, RARE)].append(max(known, key=lambda word: (known[word], word)) if known else one)
    return {bits: sorted(words) for bits, words in sorted(found.items())}


COMMON: Final = 6
"""Sentences that must hold a name for it to be listed."""


def weigh_names(sentences: Iterable[str]) -> dict[int, list[str]]:
    """Bits to the names that are not rare, "_" for the blank inside a name."""
    counts: Counter[str] = Counter()
    total = 0
    for text in sentences:
        total += 1
        counts.update(names_of(text))
    found = defaultdict(list)
    for one, count in counts.items():
        bits = max(2, round(math.log2(total / count)))
        if count >= COMMON and bits < (RARE_PAIR if " " in one else RARE_NAME):
            found[bits].append(one.replace(" ", "_"))
    return {bits: sorted(names) for bits, names in sorted(found.items())}


def print_table(table: dict[int, list[str]]) -> None:
    """The table as TOML, in lines of 116 characters."""
    print("[bits]")
    for bits, words in table.items():
        print(f'{bits} = """')
        line = ""
        for word in words:
            if len(line) + len(word) > 116:
                print(line.rstrip())
                line = ""
            line += word + " "
        print(line.rstrip() + '"""')


def main(arguments: list[str]) -> None:
    """Print the table that is asked for."""
    paths = [one for one in arguments if one != "--names"]
    records = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]
    if "--names" in arguments:
        sentences = {(one["document"]["id"], one["quote"]["start"]): one["quote"]["text"] for one in records}
        print_table(weigh_names(sentences.values()))
    else:
        print_table(weigh(one["object"]["text"] for one in records))


if __name__ == "__main__":
    main(sys.argv[1:])
