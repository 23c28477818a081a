"""From the words of a noun phrase to the ones it names: countries, organisations, persons' countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pledgebook.model import Mention
from pledgebook.resolve.dossier import Dossier, affiliation, looks_like_person, proper_slug
from pledgebook.resolve.gazetteer import word_set, words_of
from pledgebook.resolve.names import given_names

_SPLIT = re.compile(
    r",?\s+(?:and|&|or|as well as|along with|together with|including)\s+|\s*[,;/]\s+(?:and\s+)?|\s+[–—-]\s+"
)
# behind these words stands somebody else than the head of the phrase; "of" is looked at on its own
_CUT = re.compile(
    r"\s+(?:to|for|in|on|against|with|from|at|between|about|under|by|through|who|which|that|whose|after|before|during|across|towards?|into|over|within|throughout)\s+"
)
_PROPER = re.compile(
    r"(?:[A-Z0-9][\w'’.&+-]*)(?:(?:\s+(?:of|for|and|the|de|del|da|du|la|&|on|in)){0,2}\s+[A-Z0-9][\w'’.&+-]*)*"
)
_BODY = re.compile(
    r"(?i)(?:the\s+|local\s+|senior\s+|law enforcement\s+)?(?:authorities|officials|police|prosecutors|lawmakers|regulators|governments|leaders|ministers|law enforcement agencies|investigators)\s+(?:in|from|of)\s"
)
_PERSON = re.compile(r"[A-Z][\w'’-]+(?:-[A-Z][\w'’-]+)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """One resolved name: its id, its words and where they stand."""

    id: str
    name: str
    start: int
    end: int


def conjuncts(text: str, start: int, end: int, names: list[Mention]) -> Iterator[tuple[int, int]]:
    """The members of a coordination, as spans; a name with "and" or a comma in it is never parted."""
    at = start
    for match in _SPLIT.finditer(text, start, end):
        if any(m.start < match.end() and m.end > match.start() for m in names):
            continue
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


@cache
def _words_pattern(group: str) -> re.Pattern[str]:
    words = sorted(word_set(group), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(w) for w in words)})(?:['’]s?)?(?![\w-])", re.IGNORECASE)


@cache
def _organisation_words() -> frozenset[str]:
    return frozenset(words_of("offices")["organisation-words"])


@cache
def _government_words() -> frozenset[str]:
    return frozenset(words_of("offices")["government-words"])


def has_word(group: str, words: str) -> bool:
    """The phrase holds a word of this group of offices.toml."""
    return _words_pattern(group).search(words) is not None


def head_noun(words: str) -> str:
    """The last word before any preposition, lower case: what an English noun phrase is about."""
    plain = re.split(r"\s+(?:of|to|for|in|on|with|from|at|who|which|that)\s+|,|\(", words, maxsplit=1)[0]
    tokens = re.findall(r"[\w'’-]+", plain)
    return re.sub(r"['’]s?$", "", tokens[-1].lower()) if tokens else ""


def _own_organisation(facts: Dossier, start: int, end: int, mention: Mention) -> Named | None:
    """A longer proper name around a place or people: "Hawaiian Electric", "Australian Multicultural Council"."""
    text = facts.text
    for match in _PROPER.finditer(text, start, end):
        if re.match(r"(?i)(?:this|that|these|such)\s", text[start:end]):
            return None
        if not (match.start() <= mention.start and mention.end <= match.end()) or mention.sort not in (
            "country",
            "nationality",
            "region",
            "organisation",
            "person",
        ):
            continue
        words = re.sub(r"^The\s+", "", match.group())
        opening = match.end() - len(words)
        rest = text[mention.end : match.end()]
        if re.match(r"['’]s\b", rest):
            return None
        tokens = re.findall(r"[\w&'’-]+", rest)
        own = re.findall(r"[\w&'’-]+", words)
        ahead = re.findall(r"[\w&'’-]+", text[opening : mention.start])
        if (
            not tokens
            and mention.sort == "country"
            and len(ahead) > 1
            and not set(ahead) & (_government_words() | {"of", "The", "the", "and", "for", "in"})
        ):
            made = proper_slug(words)  # a country that closes a name: "Auto Skills Australia"
            return (
                Named(made, words, opening, match.end()) if made and not has_word("government-titles", words) else None
            )
        if not tokens and mention.start == opening:
            return None
        core = re.findall(r"[\w&'’-]+", re.split(r"\s+(?:of|for|on|in|against)\s+", words)[0])
        if (
            own
            and (own[-1] in _organisation_words() or core[-1] in _organisation_words())
            and not (set(own[:-1]) | {own[-1]}) & {"Government", "Governments"}
        ):
            if (
                mention.sort != "person"
                and set(tokens) & _government_words()
                and own[-1] not in ("Association", "Council", "Industry", "Alliance", "Union", "Foundation", "Company")
            ):
                return None
            if (
                mention.sort == "organisation"
                and mention.start == opening
                and not mention.ids[0].startswith("org:city")
            ):
                return None
            made = proper_slug(words)
            return Named(made, words, opening, match.end()) if made else None
    return None


def _ranked(facts: Dossier, start: int, end: int) -> list[Named]:
    """Who one member of a coordination is about: the names before any preposition, one holder at most."""
    text = facts.text
    found = facts.within(start, end)
    if _BODY.match(text, start, end) and found:
        return [Named(i, found[0].text, found[0].start, found[0].end) for i in found[0].ids]
    cut = end
    for match in _CUT.finditer(text, start, end):
        if match.start() > start and not any(m.start < match.end() and m.end > match.start() for m in found):
            cut = match.start()
            break
    found = [m for m in found if m.start < cut and (m.sort != "person" or not _inside_longer(text, m, end))]
    if not found:
        return []
    first = found[0]
    of = text.rfind(" of ", start, first.start)
    if (
        of >= 0
        and _PROPER.match(text, start)
        and not has_word("government-titles", text[start:of])
        and not has_word("government-nouns", text[start:of])
    ):
        return []
    if _in_instrument(text, start, end, first):
        return []
    own = _own_organisation(facts, start, end, first)
    if own:
        return [own]
    bearer = next((m for m in found if m.sort == "person"), None)
    member = next(
        (m for m in facts.within(start, end) if bearer and m.sort == "organisation" and m.start > bearer.end), None
    )
    if bearer and member and re.fullmatch(r"\s+of\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}", text[bearer.end : member.start]):
        return [Named(i, member.text, member.start, member.end) for i in member.ids]
    following = found[1] if len(found) > 1 else None
    if (
        following
        and first.sort in ("country", "nationality", "region")
        and following.sort == "organisation"
        and not re.match(r"['’]?s?\s+(?:and|or)\b", text[first.end : following.start])
    ):
        return [Named(i, following.text, following.start, following.end) for i in following.ids]
    if first.sort in ("country", "nationality") and following is None:
        company = _company_behind(text, first, cut)
        if company:
            return [company]
    return [Named(i, first.text, first.start, first.end) for i in first.ids]


def _in_instrument(text: str, start: int, end: int, mention: Mention) -> bool:
    """A place in the name of a law, plan or programme: "the Ukraine Compact", "This Pacific Partnership for Development"."""
    if mention.sort not in ("country", "nationality", "region", "organisation"):
        return False
    for match in _PROPER.finditer(text, start, end):
        if match.start() <= mention.start and mention.end < match.end():
            core = re.split(r"\s+(?:of|for|on|in|against)\s+", text[mention.end : match.end()])[0]
            tokens = re.findall(r"[\w’'-]+", core)
            return (
                bool(tokens)
                and not core.startswith(("'s", "’s"))
                and tokens[-1] in words_of("offices")["instrument-words"]
            )
    return False


def _inside_longer(text: str, mention: Mention, end: int) -> bool:
    """A person's name that opens an organisation's: "Ford Foundation"."""
    behind = re.match(r"\s+([A-Z]\w+)", text[mention.end : end])
    return bool(behind) and behind is not None and behind.group(1) in _organisation_words()


def _company_behind(text: str, mention: Mention, end: int) -> Named | None:
    """An unknown company behind its country: "the Polish company Orlen", "Australia's Woodside Energy"."""
    match = re.compile(
        rf"(?:['’]s)?\s+(?:(?:company|firm|manufacturer|bank|utility|giant|group)\s+)?({_PROPER.pattern})"
    ).match(text, mention.end, end)
    if not match:
        return None
    words = re.findall(r"[\w&'’-]+", match.group(1))
    lower = text[mention.end : match.start(1)].strip(" '’s")
    if set(words) & _government_words() or has_word("government-titles", match.group(1)):
        return None
    if not lower and words[-1] not in _organisation_words():
        return None
    made = proper_slug(match.group(1))
    return Named(made, match.group(1), match.start(1), match.end(1)) if made else None


def _unknown(facts: Dossier, start: int, end: int) -> Named | None:
    """A proper name that no gazetteer knows: a person's country or organisation, or an organisation's own id."""
    text = facts.text
    match = next(
        (
            m
            for m in _PROPER.finditer(text, start, end)
            if (m.group() not in _OPENERS and not m.group()[0].isdigit()) or " " in m.group()
        ),
        None,
    )
    if match is None:
        return None
    words = re.sub(r"['’]s?$", "", match.group())
    words = re.sub(r"^(?:The|This|These|Our|Its|Both|All|In|Under|Each)\s+", "", words)
    at = match.start() + match.group().find(words)
    local = re.match(r"\s+(police|council|university|hospital)\b", text[at + len(words) : end])
    if local and words not in _OPENERS:
        words += local.group()
    tokens = words.split()
    if local and len(tokens) == 2:
        made = proper_slug(words)
        return Named(made, words, at, at + len(words)) if made else None
    if tokens and re.fullmatch(r"[\d.,%$]+", tokens[0]):
        return None
    if re.search(r"\.(?:gov|com|org|net)\b|www\.", words, re.IGNORECASE):
        return None
    if not tokens or (len(tokens) == 1 and tokens[0] in _OPENERS):
        return None
    lead = text[max(start, at - 40) : at]
    title = re.compile(
        rf"^(?:Representatives\b|Senators\b|Ministers\b|{_words_pattern('government-titles').pattern}|{_words_pattern('courtesy-titles').pattern})\s*",
        re.IGNORECASE,
    )
    stripped = words
    while True:
        shorter = title.sub("", stripped, count=1).strip()
        if shorter == stripped or not shorter:
            break
        stripped = shorter
    bearer = stripped.split()
    if not bearer or _bare_title(words) or (_government_body(tokens) and not facts.press):
        return None
    last = re.sub(r"['’]s?$", "", bearer[-1])
    is_organisation = bool(set(tokens) & _organisation_words()) or "&" in words or any(c.isdigit() for c in words)
    if not is_organisation and (
        stripped != words or looks_like_person(bearer) or _titled_before(lead) or _shortened(facts, bearer)
    ):
        ids = affiliation(facts, last)
        return Named(ids[0], words, at, at + len(words)) if ids else None
    if not is_organisation and len(tokens) <= 3:
        ids = affiliation(facts, last)
        if ids:
            return Named(ids[0], words, at, at + len(words))
    longer = _longer(facts, words)
    if _is_instrument(tokens) or (longer and _is_instrument([p.capitalize() for p in longer[4:].split("-")])):
        return None
    if (
        len(tokens) == 1
        and not (words.isupper() or any(c.isupper() for c in words[1:]))
        and (_person_elsewhere(facts, words) or not _known_organisation(facts, words, at))
    ):
        return None
    made = longer or proper_slug(words)
    return Named(made, words, at, at + len(words)) if made else None


def _is_instrument(tokens: list[str]) -> bool:
    """The name of a law, plan, programme or post, not of somebody who acts."""
    instruments = words_of("offices")["instrument-words"]
    return bool(tokens) and (
        tokens[-1] in instruments
        or (any(t in instruments for t in tokens[:-1]) and tokens[-1] not in _organisation_words())
    )


def _bare_title(words: str) -> bool:
    """Nothing but a title or a noun of government or of bodies: "Vice President", "Commonwealth", "Fund"."""
    low = words.lower()
    nouns = word_set("government-titles") | word_set("government-nouns") | word_set("courtesy-titles")
    if low.split()[-1] in word_set("company-titles") and len(low.split()) < 4:
        return True
    return low in nouns or low.removesuffix("s") in nouns or low.removesuffix("s") in word_set("organisation-nouns")


def _government_body(tokens: list[str]) -> bool:
    """A body that a government's own text names without saying whose: it is that government's."""
    return bool(
        set(tokens)
        & {
            "Federal",
            "Department",
            "Ministry",
            "Office",
            "Agency",
            "Administration",
            "Commission",
            "Bureau",
            "Service",
            "Corps",
            "Committee",
            "Subcommittee",
            "Commonwealth",
            "Senate",
            "Command",
            "Secretary",
            "Minister",
            "Authority",
        }
    )


def _known_organisation(facts: Dossier, word: str, at: int) -> bool:
    """A single capitalised word that is a name: in mid-sentence, or set off by an apposition ("Unifi, a maker of …")."""
    name = re.escape(word)
    if re.match(
        r",?\s+(?:an?|the|which|one of)\s|,\s", facts.text[at + len(word) : at + len(word) + 12]
    ) and at != facts.sentence(at):
        return True
    if re.match(r",\s+an?\s", facts.text[at + len(word) : at + len(word) + 6]):
        return True
    if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", facts.text):
        return False
    return (
        re.search(rf"(?<=[a-z,;] ){name}(?:['’]s)?(?!\w)", facts.text) is not None
        or len(re.findall(rf"(?<!\w){name}(?!\w)", facts.text)) > 1
    )


def _person_elsewhere(facts: Dossier, word: str) -> bool:
    """The word stands behind a title or a given name somewhere: it is somebody's last name."""
    for match in re.finditer(rf"([A-Z][\w'’.-]*)\s+{re.escape(word)}(?!\w)", facts.text):
        if match.group(1) in given_names() or match.group(1).lower() in word_set("courtesy-titles") | word_set(
            "government-titles"
        ):
            return True
    return False


def _longer(facts: Dossier, words: str) -> str | None:
    """The full name of which these are the short form: "Blue Water" → "Blue Water Recoveries", "AMC" by its letters."""
    text = facts.text
    low, high = facts.document.body
    if words.isupper() and len(words) <= 8:
        spelled = re.search(
            rf"((?:[A-Z][\w'’&-]*\s+(?:(?:of|for|and|the|on)\s+)*){{1,7}})\(\s?(?:the\s)?[\"“']?{re.escape(words)}[\"”']?\)",
            text[low:high],
        )
        if spelled:
            full = re.sub(r"^The\s+", "", spelled.group(1).strip())
            return proper_slug(full)
        letters = [c for c in words if c.isalpha()]
        for match in _PROPER.finditer(text, low, high):
            initials = [w[0] for w in match.group().split() if w[0].isupper()]
            if len(letters) > 2 and initials == letters:
                return proper_slug(match.group())
        return None
    longer = re.search(rf"(?<![\w-]){re.escape(words)}((?:\s+[A-Z][\w'’&-]*)*\s+([A-Z][\w'’&-]*))", text[low:high])
    if longer and longer.group(2) in _organisation_words():
        return proper_slug(words + longer.group(1))
    return None


def _shortened(facts: Dossier, words: list[str]) -> bool:
    """The last word stands alone elsewhere, as people's names do: "Xavier Becerra … Becerra said"."""
    if len(words) < 2 or not _PERSON.match(words[-1]):
        return False
    lead = re.escape(words[-2])
    return (
        re.search(
            rf"(?<!{lead} )(?<![A-Z][a-z] )(?<!\w){re.escape(words[-1])}(?!\w)(?=\s+(?:said|told|added|also|announced|has|will|was|is))",
            facts.text,
        )
        is not None
    )


def _titled_before(lead: str) -> bool:
    return (
        re.search(
            r"(?i)\b(?:mr|mrs|ms|dr|sir|captain|minister|president|secretary|governor|senator|spokes\w+|director|mayor|chief)\.?\s+$",
            lead,
        )
        is not None
    )


_OPENERS = frozenset(
    {"The", "A", "An", "This", "That", "These", "Those", "We", "I", "He", "She", "It", "They", "You", "Our", "My", "His", "Her", "Their", "Its", "Your", "Today", "Both", "All", "Each", "Some", "Many", "Most", "More", "Other",
     "Under", "In", "On", "At", "For", "As", "With", "By", "From", "Since", "After", "Before", "During", "Who", "Which", "What", "There", "Here", "One", "Two", "Three", "Four", "Five", "Several", "No", "Not", "New", "Local", "People",
     "Officials", "Leaders", "Countries", "Businesses", "Congress", "Government", "Governments", "Administration", "Ministers", "President", "Minister", "Prime", "Secretary", "Authorities", "Police", "Also", "And", "But", "Federal", "State",
     "Department", "Agency", "Agencies", "Council", "Company", "Employers", "Families", "Americans", "Small", "Business", "Eligible", "Additional", "Members", "Participants", "Partners", "Nations", "Up", "Over", "Nearly", "About", "Around", "According", "Monday", "Tuesday", "Wednesday",
     "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "However", "Although", "While", "When", "If", "Because", "Reflecting", "Building", "Recognizing"}
)  # fmt: skip


def named_in(facts: Dossier, start: int, end: int) -> list[Named]:
    """All that a phrase names, in its order, each id once."""
    found: list[Named] = []
    for mention in (*facts.within(start - 60, start + 60), *facts.within(end - 60, end + 60)):
        if mention.start < start < mention.end or mention.start < end < mention.end:
            start, end = min(start, mention.start), max(end, mention.end)
    while re.search(r"(?:,|\band)\s*$", facts.text[start:end]):  # the list goes on behind the phrase
        more = facts.within(end, min(len(facts.text), end + 40))
        if not more or facts.text[end : more[0].start].strip():
            break
        end = more[0].end
    mentions = facts.within(start, end)
    spans = list(conjuncts(facts.text, start, end, mentions))
    plural_title = (
        re.match(
            r"(?:Representatives|Senators|Ministers|Secretaries|Presidents|Governors|Congressmen)\s",
            facts.text[start:end],
        )
        is not None
    )
    for k, (low, high) in enumerate(spans):
        described = re.match(
            r"(?i)(?:the|its|their|an?)\s+[a-z][\w -]*\b(?:leader|head|chief|chair\w*|president|minister|secretary|director|mayor|governor)\b",
            facts.text[low:high],
        )
        if (
            described
            and k + 1 < len(spans)
            and "," in facts.text[high : spans[k + 1][0]]
            and any(m.sort == "person" for m in facts.within(*spans[k + 1]))
        ):
            continue
        if found and _apposed(facts, low, high, found):
            continue
        ranked = _ranked(facts, low, high)
        if not ranked and not any(m.start < high and m.end > low for m in mentions):
            one = _unknown(facts, low, high)
            ranked = [one] if one else []
        elif not ranked:
            one = _unknown(facts, low, min(high, next((m.start for m in mentions if m.start > low), high)))
            ranked = [one] if one else []
        if plural_title and facts.home and not any(m.start < high and m.end > low for m in mentions):
            ranked = [Named(facts.home, facts.text[low:high], low, high)]
        found += ranked
    unique: dict[str, Named] = {}
    for name in found:
        unique.setdefault(name.id, name)
    return list(unique.values())


def _apposed(facts: Dossier, low: int, high: int, found: list[Named]) -> bool:
    """ "Minister for Families, Jenny Macklin", "Kaczyński, the Polish leader": one person said twice."""
    before = facts.text[found[-1].start : low]
    return "," in before and re.match(r"(?:the|a|an)\s+[a-z]", facts.text[low:high]) is not None
