"""Write `reconcile/data/words.toml`'s table of bits anew: how rare the words of objects are.

usage: python -m evals.word_weights STATEMENTS.jsonl…   (what `pledgebook read --format jsonl` printed of the corpus)

Prints the table; the words of grammar above it are kept by hand. A word is counted once an object.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

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


def main(paths: list[str]) -> None:
    objects = (
        json.loads(line)["object"]["text"]
        for path in paths
        for line in Path(path).read_text(encoding="utf-8").splitlines()
    )
    print("[bits]")
    for bits, words in weigh(objects).items():
        print(f'{bits} = """')
        line = ""
        for word in words:
            if len(line) + len(word) > 116:
                print(line.rstrip())
                line = ""
            line += word + " "
        print(line.rstrip() + '"""')


if __name__ == "__main__":
    main(sys.argv[1:])
