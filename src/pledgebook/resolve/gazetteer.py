"""The gazetteers: every name that the data files hold, as one automaton, loaded once and lazily.

The data are facts in readable files, each with its source and licence: the table of territories of `world.countries`
(from rigour, rebuilt by `scripts/gazetteer`) and TOML files beside this module, written for this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from pledgebook.language.grammar import expression, piece
from pledgebook.world.countries import territories
from pledgebook.world.data import table
from pledgebook.world.words import folded, unaccented

Sort = Literal["country", "nationality", "region", "government", "organisation", "person", "group"]

_PLURAL = re.compile(r"\s*\(s\)$")


def slug(name: str) -> str:
    """An organisation's id from its name: `org:` and the words in lower case with hyphens, no article and no legal form.

    >>> slug("The Blue Lake Energy, Inc.")
    'org:blue-lake-energy'
    """
    words = expression("resolve", "possessive-or-article").sub("", folded(unaccented(name)).strip())
    words = re.sub(r"(?<=\w)&(?=\w)", "", words).replace(" & ", f" {piece('resolve', 'and')} ").replace(".", "")
    parts = words.replace("'", "").replace(",", " ").lower().split()
    while len(parts) > 1 and is_legal_form(parts[-1]):
        parts.pop()
    return "org:" + "-".join(p for p in re.split(r"[^0-9a-z]+", " ".join(parts)) if p)


def is_legal_form(word: str) -> bool:
    """The word only says what a firm is in law: "Inc.", "GmbH"."""
    return word.strip(" ,").replace(".", "").lower() in _legal_forms()


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form.replace(".", "").lower() for form in words_of("offices")["legal-forms"])


def proper_slug(name: str) -> str | None:
    """The id of an organisation that no gazetteer knows; None where nothing is left of the name."""
    made = slug(name)
    return made if len(made) > len("org:") + 1 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for. `use`: "name", "hide" (a longer name that hides what it holds), "surname" (only behind a
    title or after the full name), "reading" (the document decides). `last`: for a person, the bare last name."""

    ids: tuple[str, ...]
    sort: Sort
    use: Literal["name", "hide", "surname", "reading"] = "name"
    last: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an ambiguous name can stand for, and the words of a document that speak for it."""

    id: str
    sort: Sort
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names. `automaton` searches `patterns`; `entries[k]` belongs to `patterns[k]`. `given`: last name → the
    other names of the persons who bear it."""

    automaton: Any
    patterns: tuple[str, ...]
    entries: tuple[Entry, ...]
    readings: Mapping[str, tuple[tuple[Reading, ...], bool]]
    personal: frozenset[str]
    subregion: Mapping[str, str] = field(repr=False)
    given: Mapping[str, frozenset[str]] = field(repr=False)


def words_of(name: str) -> Mapping[str, Any]:
    """The data file `name`.toml as plain values. Raises SetupError where it is missing or broken."""
    return table("resolve", f"data/{name}.toml")


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of offices.toml as a set."""
    return frozenset(words_of("offices")[name])


_PART_KIND = {
    "AU": "state-of",
    "BR": "state-of",
    "CA": "province-of",
    "CN": "province-of",
    "DE": "state-of",
    "IN": "state-of",
    "US": "state-of",
}
_OWN_PARTS = {"AU-ACT": "org:australian-capital-territory", "AU-NT": "org:northern-territory", "US-DC": "org:city-of-washington", "GB-ENG": "GB",
              "GB-SCT": "org:scotland", "GB-WLS": "org:wales", "GB-NIR": "org:northern-ireland", "CA-YT": "org:yukon", "CA-NU": "org:nunavut",
              "CA-NT": "org:northwest-territories"}  # fmt: skip


def part_id(code: str, name: str) -> str:
    """The id of a part of a country: `org:state-of-texas`, `org:province-of-ontario`.

    >>> part_id("US-TX", "Texas")
    'org:state-of-texas'
    """
    own = _OWN_PARTS.get(code)
    return own or f"org:{_PART_KIND.get(code[:2], 'state-of')}-{slug(name)[4:]}"


def _all_of(table: Mapping[str, Sequence[str]], sort: Sort) -> Iterator[tuple[str, Entry]]:
    """The names of a table whose keys are ids, several with blanks between."""
    for identity, names in table.items():
        entry = Entry(tuple(identity.split()), sort)
        yield from ((name, entry) for name in names)


def _places() -> Iterator[tuple[str, Entry]]:
    extra = words_of("countries")
    parts = _parts()
    drop = set(extra["drop"]["names"])
    for row in territories():
        code = row["code"]
        entry = Entry((parts[code],), "region") if code in parts else Entry((code,), "country")
        yield from ((name, entry) for name in row["names"] if name not in drop)
    yield from _all_of(extra["names"], "country")
    yield from _all_of({parts[code]: names for code, names in extra["parts"].items()}, "region")
    adjectives = extra["part-adjectives"].items()
    inhabitants = {parts[code]: [f for n in names for f in _forms(n)] for code, names in adjectives}
    yield from _all_of(inhabitants, "region")
    # as long as "Australian Government" within "West Australian Government"
    yield from _all_of({i: [f"{name} Government" for name in names] for i, names in inhabitants.items()}, "government")
    yield from ((name, Entry((), "group", "hide")) for name in extra["hide"]["names"])


def _parts() -> dict[str, str]:
    """The code of a part of a country → its id."""
    own = {
        "US-GA": "org:state-of-georgia",
        "US-WA": "org:state-of-washington",
        "IN-JK": "org:state-of-jammu-and-kashmir",
    }
    rows = (row for row in territories() if "parent" in row)
    return {row["code"]: part_id(row["code"], row["names"][0]) for row in rows} | own


def _forms(name: str) -> tuple[str, ...]:
    bare = _PLURAL.sub("", name)
    return (bare, bare + "s") if bare != name else (bare,)


def _peoples() -> Iterator[tuple[str, Entry]]:
    for code, line in words_of("demonyms")["names"].items():
        for name in line.split(","):
            yield from ((form, Entry((code,), "nationality")) for form in _forms(name.strip()))


def _cities() -> Iterator[tuple[str, Entry]]:
    for city in (city for cities in words_of("cities")["names"].values() for city in cities):
        name = "New York" if city == "New York City" else city
        entry = Entry((f"org:city-of-{slug(name)[4:]}",), "organisation")
        yield from ((form, entry) for form in (city, f"City of {city}"))


def _organisations() -> Iterator[tuple[str, Entry]]:
    yield from _cities()
    for group in words_of("organisations").values():
        if isinstance(group, dict):
            yield from _all_of(group["names"], group["sort"])
    yield from _all_of(words_of("metonyms")["names"], "government")
    yield from _all_of(words_of("regions")["names"], "region")
    yield from _all_of(words_of("regions")["groups"], "region")


def _persons() -> Iterator[tuple[str, Entry]]:
    for identity, line in words_of("persons")["names"].items():
        for person in line.split("|"):
            full, *alone = [part.strip() for part in person.split(";")]
            last = full.split(",")[0].split()[-1]
            yield full, Entry((identity,), "person", "name", last)
            yield from ((name, Entry((identity,), "person", "name", last)) for name in alone)
            if last not in alone and len(last) > 1 and not last.endswith("."):
                yield last, Entry((identity,), "person", "surname", last)


def _variants(name: str, shouted: bool) -> Iterable[str]:
    """The forms a text may use: without accents, and for places, peoples and persons all in capitals."""
    plain = name if name.isascii() else folded(name)
    yield plain
    bare = unaccented(plain)
    if bare != plain:
        yield bare
    if shouted and len(plain) > 3:
        upper = plain.upper()
        if upper != plain:
            yield upper
            if bare != plain:
                yield bare.upper()


def _entries() -> dict[str, Entry]:
    """Every form of every name and what it stands for; several persons of one last name under it together."""
    found: dict[str, Entry] = {}
    for name, entry in (*_persons(), *_places(), *_peoples(), *_organisations()):
        for form in _variants(name, entry.sort in ("country", "nationality", "person", "region")):
            known = found.get(form)
            if known is not None and known.use == "surname" == entry.use and known.ids != entry.ids:
                found[form] = Entry(tuple(dict.fromkeys(known.ids + entry.ids)), "person", "surname", entry.last)
            elif known is None or known.use == "surname" or entry.use != "surname":
                found[form] = entry
    return found


@cache
def gazetteer() -> Gazetteer:
    """Every name and what it stands for; built once, in some 50 milliseconds."""
    from ahocorasick_rs import AhoCorasick

    known_as = _entries()
    contexts = words_of("contexts")
    readings = {}
    for item in contexts["names"]:
        options = tuple(Reading(r["id"], r["sort"], tuple(r["signs"])) for r in item["readings"])
        readings[item["name"]] = (options, bool(item.get("needs-sign", False)))
        known_as[item["name"]] = Entry((), "group", "reading")
    patterns = tuple(known_as)
    regions = words_of("regions")["of-subregion"]
    subregion = {row["code"]: regions[row["subregion"]] for row in territories() if row.get("subregion") in regions}
    return Gazetteer(
        AhoCorasick(list(patterns)),
        patterns,
        tuple(known_as.values()),
        readings,
        frozenset(contexts["personal"]),
        subregion,
        _given_names(),
    )


def _given_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, entry in _persons():
        if entry.last:
            found.setdefault(entry.last, set()).update(name.split())
    return {last: frozenset(names) for last, names in found.items()}
