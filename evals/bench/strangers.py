"""Quantities and dates by quantulum3 and dateparser, in an interpreter that has them: JSON in, JSON out; see `others`.

Nothing of pledgebook is imported here.
"""

import json
import sys
import time
import warnings
from datetime import datetime

warnings.filterwarnings("ignore")


def quantities(text):  # type: ignore[no-untyped-def]
    """The values that quantulum3 finds."""
    from quantulum3 import parser

    return [one.value for one in parser.parse(text)]


def dates(text, reference=None):  # type: ignore[no-untyped-def]
    """The phrases that dateparser's search finds, with where they begin."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime.fromisoformat(reference)} if reference else {}
    found, at = [], 0
    for words, _ in search_dates(text, languages=["en"], settings=settings) or []:
        at = max(at, text.find(words, at))
        found.append((at, at + len(words)))
    return found


def main():  # type: ignore[no-untyped-def]
    """Time and cases."""
    asked = json.load(sys.stdin)
    quantities("Norway gave 5 dollars."), dates("in June 2020")
    told = {"quantities": [], "dates": []}
    for name, function in (("quantities", quantities), ("dates", dates)):
        for _ in range(asked["rounds"]):
            begun = time.process_time()
            for text in asked["texts"]:
                function(text)
            told[name].append(time.process_time() - begun)
    told["numbers"] = [quantities(sentence) for sentence in asked["numbers"]]
    told["periods"] = [dates(sentence, reference) for sentence, reference in asked["periods"]]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
