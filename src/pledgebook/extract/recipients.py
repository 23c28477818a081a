"""Who receives or benefits: which of the places and peoples named in a sentence belong to a statement.

Every name near the object is described by signs (the preposition it hangs on, the noun it colours, whether it
stands inside the object, whether it is the actor) and judged by a small linear model, as candidates are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.extract.candidates import NOMINAL, Candidate, verb_above
from pledgebook.extract.lexicon import classes_of
from pledgebook.extract.parse import Parsed
from pledgebook.model import Actor, Mention

_ANAPHORA = re.compile(
    r"\b(?:the|our|this|that|your|their|these|those|both)\s+(?:entire\s+|whole\s+|two\s+|three\s+|four\s+)?"
    r"(?:region|hemisphere|countr(?:y|ies)|continent|state|nations?|city|territory|islands?|community)\b", re.I
)  # fmt: skip
_SORTS = ("country", "nationality", "region", "group", "organisation", "government")


def places(parsed: Parsed, names: Mapping[int, Mention], text: str) -> list[tuple[int, Mention]]:
    """The mentions of a sentence that could receive, each with the token that heads it; words such as "the region"
    are mentions without ids, whose antecedent is found later."""
    doc, offset = parsed.doc, parsed.start
    found: dict[tuple[int, int], tuple[int, Mention]] = {}
    for index in sorted(names):
        mention = names[index]
        if mention.sort in _SORTS:
            tokens = [t for t in doc if mention.start <= t.idx + offset < mention.end]
            head = next((t for t in tokens if t.head not in tokens), tokens[-1] if tokens else doc[index])
            found[mention.start, mention.end] = (head.i, mention)
    for match in _ANAPHORA.finditer(text, parsed.sentence.start, parsed.sentence.end):
        if not any(a < match.end() and b > match.start() for a, b in found):
            last = next((t for t in reversed(doc) if match.start() <= t.idx + offset < match.end()), None)
            if last is not None:
                found[match.span()] = (last.i, Mention(match.start(), match.end(), match.group(), (), "region"))
    return [found[key] for key in sorted(found)]


def topics_of(names: Sequence[Mention], home: str | None) -> dict[str, str]:
    """What part each place plays in a document: "home" (the speaker's own country), "main" (the most named other one),
    "often" (at least a third as often as that), else nothing."""
    counts = Counter(i for m in names if m.sort in ("country", "nationality", "region", "group") for i in m.ids)
    parts = {home: "home"} if home else {}
    others = sorted(((n, i) for i, n in counts.items() if i != home), key=lambda row: (-row[0], row[1]))
    if others and others[0][0] >= 2:
        top = others[0][0]
        parts[others[0][1]] = "main"
        parts |= {i: "often" for n, i in others[1:] if n * 3 >= top and n >= 2}
    return parts


def _hook(token: Any) -> tuple[str, Any]:
    """The preposition (or bare role) by which a name hangs, and the word it hangs on; coordinations are climbed."""
    here = token
    for _ in range(8):
        if here.dep_ in ("conj", "appos") and here.head.pos_ in (*NOMINAL, "ADJ"):
            here = here.head
        elif here.dep_ in ("amod", "compound", "nmod", "poss", "det"):
            return here.dep_, here.head
        else:
            break
    if here.dep_ == "pobj" or here.head.pos_ == "ADP":
        return here.head.lower_, here.head.head
    return here.dep_, here.head


def place_signs(
    at: int,
    mention: Mention,
    candidate: Candidate,
    parsed: Parsed,
    kind: str,
    actors: Sequence[Actor],
    names: Mapping[int, Mention],
    topics: Mapping[str, str],
) -> list[str]:
    """The signs by which one named place or people is judged for one statement. `topics`: see `topics_of`."""
    doc, _offset = parsed.doc, parsed.start
    token, head, act = doc[at], doc[candidate.head], doc[candidate.act]
    verb = verb_above(act)
    role, above = _hook(token)
    inside = candidate.start <= mention.start < candidate.end
    where = "inside" if inside else "before" if mention.start < candidate.start else "after"
    nouns = classes_of("nouns").get(above.lemma_.lower(), ("other",)) if above.pos_ in NOMINAL else ("verb",)
    sort = mention.sort if mention.ids else "anaphor"
    found = ["bias", f"sort:{sort}", f"where:{where}", f"role:{role}", f"kind:{kind}", f"kind×sort:{kind}×{sort}"]
    found += [
        f"role×where:{role}×{where}",
        f"sort×where:{sort}×{where}",
        f"role×sort:{role}×{sort}",
        f"kind×where:{kind}×{where}",
    ]
    topic = next((topics[i] for i in mention.ids if i in topics), "rare" if mention.ids else "unnamed")
    found += [
        f"topic:{topic}",
        f"topic×where:{topic}×{where}",
        f"topic×kind:{topic}×{kind}",
        f"topic×sort:{topic}×{sort}",
        f"topic×role:{topic}×{role}",
    ]
    found += [f"above:{c}" for c in nouns] + [f"role×above:{role}×{c}" for c in nouns]
    found += [f"act:{c}" for c in classes_of("verbs").get(verb.lemma_.lower(), ("other",))]
    found += [f"role×act:{role}×{c}" for c in classes_of("verbs").get(verb.lemma_.lower(), ("other",))]
    if above.i == head.i:
        found += ["on-head", f"role-on-head:{role}"]
    elif above.i in (act.i, verb.i):
        found += ["on-act", f"role-on-act:{role}"]
    elif head.is_ancestor(token):
        found.append("below-head")
    elif verb.is_ancestor(token):
        found.append("below-act")
    else:
        found.append("elsewhere")
    nearest = verb_above(above if above.pos_ in ("VERB", "AUX") else token)
    if not inside:
        found.append(
            "own-verb"
            if nearest.i == verb.i
            else f"other-verb:{'coordinated' if nearest.dep_ == 'conj' or verb.dep_ == 'conj' else nearest.dep_}"
        )
    if any(
        a.start is not None and a.end is not None and mention.start < a.end and mention.end > a.start for a in actors
    ):
        found.append("is-actor")
    acting = {
        country
        for a in actors
        for i, m in names.items()
        if a.start is not None and a.end is not None and m.start < a.end and m.end > a.start
        for country in m.ids
    }
    if acting & set(mention.ids):
        found.append("same-as-actor")
    if above.pos_ == "PROPN" or (token.pos_ == "PROPN" and role in ("compound", "nmod")):
        found.append(f"in-a-name:{role}")
    following = doc[at + 1] if at + 1 < len(doc) else None
    if following is not None and following.text in ("-", "–"):
        found.append("hyphened")
    if any(a.dep_ == "relcl" for a in token.ancestors if head.is_ancestor(a)):
        found.append("in-relative-clause")
    if where == "before" and mention.start - parsed.sentence.start < 4:
        found.append("opens-sentence")
    found.append(f"distance:{min(5, abs(at - candidate.head) // 4)}")
    if candidate.act != verb.i:
        found.append("nominal-act")
    return found


def recipients_of(
    candidate: Candidate,
    parsed: Parsed,
    text: str,
    names: Mapping[int, Mention],
    actors: Sequence[Actor],
    kind: str,
    topics: Mapping[str, str],
    weights: Mapping[str, float],
) -> tuple[Actor, ...]:
    """The recipients of a statement: the named places and peoples whose signs speak for it. A mention that stands for
    several countries gives several recipients; "the region" gives one without an id."""
    scores: dict[int, float] = {}
    found = []
    for at, mention in places(parsed, names, text):
        signs = dict.fromkeys(place_signs(at, mention, candidate, parsed, kind, actors, names, topics))
        if "same-as-actor" in signs and "where:inside" not in signs:
            continue  # nobody receives from himself, unless the object itself says so
        group = _first_of(parsed.doc[at])
        found.append((group, mention))
        # "Cubans, Haitians and Nicaraguans" receive together or not at all
        scores[group] = max(scores.get(group, -math.inf), math.fsum(weights.get(sign, 0.0) for sign in signs))
    receiving: list[Actor] = []
    for group, mention in found:
        if scores[group] > 0:
            known = {actor.id for actor in receiving if actor.id}
            ids: tuple[str | None, ...] = mention.ids or (None,)
            receiving += [
                Actor(i, mention.text, mention.start, mention.end) for i in ids if i is None or i not in known
            ]
    return tuple(receiving)


def _first_of(token: Any) -> int:
    """The first name of a coordination ("Cubans, Haitians and Nicaraguans"): its token index."""
    here = token
    for _ in range(12):
        parent = here.head
        if here.dep_ in ("conj", "appos") and parent.pos_ in (*NOMINAL, "ADJ"):
            here = parent
        elif (
            here.dep_ in ("amod", "compound", "nmod")
            and parent.dep_ == "conj"
            and parent.head.pos_ in NOMINAL
            and here.ent_type_
        ):
            here = parent  # "Haitian and Cuban families"
        else:
            break
    return int(here.i)
