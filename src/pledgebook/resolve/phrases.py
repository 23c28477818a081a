"""From the words of a noun phrase to the ones it names: countries, organisations, persons' countries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pledgebook.language.grammar import expression
from pledgebook.model import Mention
from pledgebook.resolve.bodies import body_nouns
from pledgebook.resolve.gazetteer import is_legal_form, proper_slug, words_of
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.own_names import own_organisation
from pledgebook.resolve.proper import (
    PROPER,
    Named,
    conjuncts,
    government_words,
    has_word,
    organisation_words,
)
from pledgebook.resolve.unlisted import stranger

_INNER_LINK = expression("resolve", "inner-link")
_POSSESSIVE = expression("resolve", "possessive")
_CUT = expression("resolve", "end-of-a-name")
_BODY = expression("resolve", "body-somewhere")
_BASED = expression("resolve", "based")


def head_noun(words: str) -> str:
    """The last word before any preposition, lower case: what an English noun phrase is about."""
    plain = expression("resolve", "head-ends").split(words, maxsplit=1)[0]
    tokens = re.findall(r"[\w'’-]+", plain)
    return expression("resolve", "possessive-end").sub("", tokens[-1].lower()) if tokens else ""


def _as_many(mention: Mention) -> list[Named]:
    return [Named(i, mention.text, mention.start, mention.end) for i in mention.ids]


def _ranked(memory: Memory, start: int, end: int) -> list[Named]:
    """Who one member of a coordination is about: the names before any preposition, one holder at most."""
    text = memory.text
    found = memory.within(start, end)
    if _BODY.match(text, start, end) and found:
        return _as_many(found[0])
    cut = _first_link(text, start, end, found)
    found = [m for m in found if m.start < cut and (m.sort != "person" or not _inside_longer(text, m, end))]
    if not found or _names_a_part(text, start, found[0]) or _in_instrument(text, start, end, found[0]):
        return []
    first, following = found[0], found[1] if len(found) > 1 else None
    based = _BASED.match(text, first.end) if following else None
    if based and (behind := _ranked(memory, based.end(), end)):
        return behind  # "Paris-based OECD"
    own = own_organisation(memory, start, end, first)
    if own:
        return [own]
    member = _membership(memory, start, end, found) or _held_body(text, first, following)
    if member is not None:
        return _as_many(member)
    company = _company_behind(text, first, cut) if following is None else None
    return [company] if company else _as_many(first)


def _first_link(text: str, start: int, end: int, names: Sequence[Mention]) -> int:
    """Where the first preposition stands that is no part of a name, else the end."""
    for match in _CUT.finditer(text, start, end):
        inside = any(m.start < match.end() and m.end > match.start() for m in names)
        if match.start() > start and not inside:
            return match.start()
    return end


def _names_a_part(text: str, start: int, mention: Mention) -> bool:
    """A body of its own that has a place behind "of": "the Peace Council of the African Union"; no office of it."""
    links = list(expression("resolve", "of").finditer(text, start, mention.start))
    if not links or not PROPER.match(text, start):
        return False
    before = text[start : links[-1].start()]
    return not (has_word("government-titles", before) or has_word("government-nouns", before))


_MEMBER_OF = expression("resolve", "member-of")
_JOINED_BY = expression("resolve", "more-to-join")


def _membership(memory: Memory, start: int, end: int, found: Sequence[Mention]) -> Mention | None:
    """The organisation of a person: "Jane Roe of the World Bank"."""
    bearer = next((m for m in found if m.sort == "person"), None)
    if bearer is None:
        return None
    behind = (m for m in memory.within(start, end) if m.sort == "organisation" and m.start > bearer.end)
    member = next(behind, None)
    joined = member is not None and _MEMBER_OF.fullmatch(memory.text, bearer.end, member.start)
    return member if joined else None


def _held_body(text: str, first: Mention, following: Mention | None) -> Mention | None:
    """The organisation behind its country: "Norway's Red Cross"."""
    if following is None or following.sort != "organisation":
        return None
    held = first.sort in ("country", "nationality", "region")
    return following if held and not _JOINED_BY.match(text, first.end, following.start) else None


def _in_instrument(text: str, start: int, end: int, mention: Mention) -> bool:
    """A place in the name of a law, plan or programme: "the Ukraine Compact", "This Pacific Partnership for Development"."""
    if mention.sort not in ("country", "nationality", "region", "organisation", "government"):
        return False
    for match in PROPER.finditer(text, start, end):
        if match.start() <= mention.start and mention.end < match.end():
            core = _INNER_LINK.split(text[mention.end : match.end()])[0]
            tokens = re.findall(r"[\w’'-]+", core)
            return (
                bool(tokens) and not _POSSESSIVE.match(core) and tokens[-1] in words_of("offices")["instrument-words"]
            )
    return False


def _inside_longer(text: str, mention: Mention, end: int) -> bool:
    """A person's name that opens an organisation's: "Ford Foundation"."""
    behind = re.match(r"\s+([A-Z]\w+)", text[mention.end : end])
    return bool(behind) and behind is not None and behind.group(1) in organisation_words()


def _company_behind(text: str, mention: Mention, end: int) -> Named | None:
    """An unknown company behind its country or town: "the Polish company Orlen", "Australia's Woodside Energy", "Oslo-based Acme"."""
    match = expression("resolve", "firm-behind").match(text, mention.end, end)
    if not match or (mention.sort not in ("country", "nationality") and text[mention.end] != "-"):
        return None
    words = re.findall(r"[\w&'’-]+", match.group(1))
    lower = text[mention.end : match.start(1)].strip(" '’s")
    based = text[mention.end] == "-"
    if (set(words) & government_words() and not based) or has_word("government-titles", match.group(1)):
        return None
    if not lower and words[-1] not in organisation_words():
        return None
    made = proper_slug(match.group(1))
    return Named(made, match.group(1), match.start(1), match.end(1)) if made else None


def named_in(memory: Memory, start: int, end: int) -> list[Named]:
    """All that a phrase names, in its order, each id once."""
    start, end = _whole_list(memory, *_whole_names(memory, start, end))
    mentions = memory.within(start, end)
    joined = [*((m.start, m.end) for m in mentions), *memory.joined]
    parts = conjuncts(memory.text, start, end, joined)
    spans = [part for part in parts if not is_legal_form(memory.text[slice(*part)])]  # "Acme, Inc."
    plural_title = _PLURAL_TITLE.match(memory.text, start, end) is not None
    found: list[Named] = []
    for k, (low, high) in enumerate(spans):
        if (
            _says_the_next(memory, spans[k : k + 2])
            or _is_half_a_post(memory, spans[k : k + 2])
            or (found and _apposed(memory, low, high, found))
            or (found and _says_more(memory, spans, k, found[-1]))
        ):
            continue
        inside = any(m.start < high and m.end > low for m in mentions)
        if plural_title and memory.home and not inside:
            found.append(Named(memory.home, memory.text[low:high], low, high))
            continue
        ranked = _ranked(memory, low, high)
        if not ranked:
            limit = next((m.start for m in mentions if m.start > low), high) if inside else high
            one = stranger(memory, low, min(high, limit))
            ranked = [one] if one and not (k and _holds_the_post(memory, spans[k - 1], low, one)) else []
        found += ranked
    unique: dict[str, Named] = {}
    for name in found:
        unique.setdefault(name.id, name)
    return list(unique.values())


_PLURAL_TITLE = expression("resolve", "plural-title")
_INDEFINITE = expression("resolve", "indefinite")
_DESCRIBED = expression("resolve", "described")
_FIELD = expression("resolve", "field-of-office")
_FIELD_AND_POST = expression("resolve", "field-and-post")
_GOES_ON = expression("resolve", "list-goes-on")
EDGE, NEXT = 60, 40
"""Characters around an end in which a name may be cut, and behind a list in which it may go on."""


def _whole_names(memory: Memory, start: int, end: int) -> tuple[int, int]:
    """The phrase with the names whole into which its ends cut."""
    for mention in (*memory.within(start - EDGE, start + EDGE), *memory.within(end - EDGE, end + EDGE)):
        if mention.start < start < mention.end or mention.start < end < mention.end:
            start, end = min(start, mention.start), max(end, mention.end)
    return memory.widened(start, end)


def _whole_list(memory: Memory, start: int, end: int) -> tuple[int, int]:
    """The phrase with what follows it where it ends in a comma or "and"."""
    while _GOES_ON.search(memory.text[start:end]):
        more = memory.within(end, min(len(memory.text), end + NEXT))
        if not more or memory.text[end : more[0].start].strip():
            break
        end = more[0].end
    return start, end


def _says_the_next(memory: Memory, spans: Sequence[tuple[int, int]]) -> bool:
    """A post that the name behind the comma holds: "the company's president, Jane Roe"."""
    if len(spans) < 2 or "," not in memory.text[spans[0][1] : spans[1][0]]:
        return False
    if _INDEFINITE.match(memory.text, *spans[0]):  # "a Danish buyer, Acme Foods"
        return memory.text[spans[1][0]].isupper() and not memory.within(*spans[1])
    described = _DESCRIBED.match(memory.text, *spans[0]) is not None
    return described and any(m.sort == "person" for m in memory.within(*spans[1]))


def _says_more(memory: Memory, spans: Sequence[tuple[int, int]], at: int, last: Named) -> bool:
    """What stands behind a body and a comma only says where or what it is: "Acme, Chile", "Acme, Chile's largest bank"."""
    low, high = spans[at]
    if not last.id.startswith("org:") or memory.text[spans[at - 1][1] : low].strip() != ",":
        return False
    lands = [m for m in memory.within(low, high) if m.start == low and m.sort in ("country", "nationality", "region")]
    rest = memory.text[lands[0].end : high].strip() if lands else "."
    if not rest:
        return len(spans) == 2
    return _POSSESSIVE.match(rest) is not None and not re.search(r"[A-Z]", rest) and head_noun(rest) in body_nouns()


def _holds_the_post(memory: Memory, before: tuple[int, int], low: int, bearer: Named) -> bool:
    """Who holds the post named before a comma: "the Minister for Cooperation, Jane Roe"."""
    text = memory.text
    post = has_word("government-titles", text[slice(*before)]) and "," in text[before[1] : low]
    words = bearer.name.split()
    return post and 2 <= len(words) <= 4 and not set(words) & organisation_words()


def _is_half_a_post(memory: Memory, spans: Sequence[tuple[int, int]]) -> bool:
    """The first of two fields of one post: "Defence Science and Personnel Minister Jane Roe"."""
    if len(spans) < 2 or not _FIELD.fullmatch(memory.text[slice(*spans[0])].strip()):
        return False
    return _FIELD_AND_POST.match(memory.text[slice(*spans[1])].strip()) is not None


def _apposed(memory: Memory, low: int, high: int, found: list[Named]) -> bool:
    """ "Minister for Families, Jenny Macklin", "Kaczyński, the Polish leader": one person said twice."""
    before = memory.text[found[-1].start : low]
    return "," in before and expression("resolve", "apposed-post").match(memory.text[low:high]) is not None
