"""Mutated documents: none stops a run, none gives a quote that does not stand in its text.

    scripts/fuzz [--documents 10000] [--seconds 60] [--seed 1]

Texts, Markdown, HTML and PDF files are changed at random: digits of other scripts, signs of grammar doubled or moved,
words exchanged between documents, marks that turn the direction, bytes that are no text, files cut short. What is read of
each must be statements or problems with a name; a problem with the rule "fault" is a fault of the program and printed
with what gave it. Ends with exit code 1 where there was one.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pledgebook.book import read

ROOT = Path(__file__).resolve().parents[1]
OTHER_DIGITS = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩०१२३४५६७८९²³¹½¾Ⅳ𝟗𝟎"
SIGNS = "$€£¥%^.,;:-–—/()[]{}\"'“”’…°±×÷=<>|\\&#*_~`@\t\n\r\u2028\u00a0\u202e\u200f\ufeff\u00ad\u0301\0"
PIECES = (
    "10^９", "US$1.5bn", "by 2030", "FY 2023/24", "more than", "up to", "[", "]", "\n\n• ", "\n- ", " said ", "will give",
    "won't", "€", "per year", "²", "½ million", "1,2,3,4", "9" * 400, "-" * 200, "(" * 80, "and " * 60, "“", "the ", "AD",
    "31 February", "29 Feb 2100", "0000-00-00", "999999999999-01", "Inc.", "2022-13", "<b>", "&#0;", "{0}", "%s", "\\d",
)  # fmt: skip


def documents() -> list[tuple[str, bytes]]:
    """Real and shipped documents to begin with, as name and bytes."""
    folders = (ROOT / "src/pledgebook/demo/documents", ROOT / "tests/extract", ROOT.parent / "shared")
    found = [
        (path.name, path.read_bytes())
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".txt", ".md", ".html", ".pdf") and path.stat().st_size < 60_000
    ]
    return found[:400]


def mutated(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """A document with a few changes, of a part of at most 3,000 bytes so that many are read."""
    if dice.random() < 0.15:  # as bytes: broken encodings, broken pages and files
        body = bytearray(data if data.startswith(b"%PDF") else data[:6_000])
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(body) or 1)
            body[at : at + dice.choice((0, 1, 1, 4))] = dice.randbytes(dice.choice((0, 1, 1, 3)))
        return bytes(body[: dice.randrange(len(body) or 1)] if dice.random() < 0.2 else body)
    text = data.decode("utf-8", "replace")
    start = dice.randrange(max(1, len(text) - 2_000))
    text = text[start : start + dice.randint(50, 3_000)]
    for _ in range(dice.randint(1, 15)):
        text = _changed(text, others, dice)
    return text.encode("utf-8", "surrogatepass")


def _changed(text: str, others: Sequence[bytes], dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    sort = dice.randrange(7)
    if sort == 0:
        digits = [found.start() for found in re.finditer(r"\d", text)]
        at = dice.choice(digits) if digits else at
        return text[:at] + dice.choice(OTHER_DIGITS) + text[at + 1 :]
    if sort == 1:
        return text[:at] + dice.choice(SIGNS) * dice.choice((1, 1, 2, 50)) + text[at:]
    if sort == 2:
        return text[:at] + dice.choice(PIECES) + text[at:]
    if sort == 3:
        end = at + dice.randint(1, 80)
        return text[:at] + text[end:]
    if sort == 4:
        end, to = at + dice.randint(1, 80), dice.randrange(len(text) + 1)
        return text[:to] + text[at:end] + text[to:]
    if sort == 5:
        other = dice.choice(others).decode("utf-8", "replace")
        begin = dice.randrange(len(other) + 1)
        return text[:at] + other[begin : begin + 120] + text[at:]
    return text[:at] + text[at : at + 40].swapcase() + text[at + 40 :]


def fuzz(count: int, seconds: float, seed: int) -> tuple[Counter[str], list[str]]:
    """Read so many mutated documents, or as many as the time allows; what came of them, and the faults."""
    originals = documents()
    bodies = [data for _, data in originals]
    counts: Counter[str] = Counter()
    faults = []
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="pledgebook-fuzz-") as folder:
        for number in range(count):
            if time.monotonic() > end:
                break
            dice = random.Random(f"{seed} {number}")
            name, data = dice.choice(originals)
            path = Path(folder) / f"mutated{Path(name).suffix}"
            path.write_bytes(mutated(data, bodies, dice))
            reading = read(path, published=dice.choice((None, "2022-07-12")))
            rules = [problem.rule for problem in reading.problems] or ["read"]
            counts.update(rules)
            counts["statements"] += len(reading.statements)
            if "fault" in rules:
                faults.append(f"seed {seed}, document {number} ({name}): {reading.problems[0].what}")
            text = reading.document.text if reading.document else ""
            for one in reading.statements:
                for quote in (one.quote, one.object, one.act):
                    if text[quote.start : quote.end] != quote.text:
                        faults.append(f"seed {seed}, document {number} ({name}): a quote does not stand in the text")
    return counts, faults


def main() -> None:
    """Fuzz, and tell."""
    parser = argparse.ArgumentParser(description="Read mutated documents.")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counts, faults = fuzz(asked.documents, asked.seconds, asked.seed)
    print(", ".join(f"{name}: {number:,}" for name, number in counts.most_common()))
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
