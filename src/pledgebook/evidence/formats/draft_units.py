"""The unit and scale of a drafted description, as a column, a name or the lines above the table say them."""

from __future__ import annotations

import re

from pledgebook.evidence.formats.drafting import Drafting, column_named, quoted
from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile
from pledgebook.evidence.formats.scale import scale_said
from pledgebook.world.currencies import active_codes
from pledgebook.world.data import table
from pledgebook.world.words import noun_forms


def draft_units(made: Drafting, seen: Look, values: list[Profile]) -> None:
    scale = column_named(seen, "scale")
    unit = column_named(seen, "unit")
    texts = [*(column.name for column in values[:1]), *seen.above]
    # an indicator of the World Bank says its unit: "(current US$)"
    texts += [
        one
        for column in seen.columns
        if column.key in names("unlike") and len(column.different) == 1
        for one in column.different
    ]
    prefix = None
    if unit is not None and unit.filled:
        made.used.add(unit.place)
        prefix = _unit_column(made, unit)
    else:
        _unit_said(made, values, texts, seen)
    if scale is not None:
        made.used.add(scale.place)
        made.line(
            "[value]", f"scale = {{ column = {quoted(scale.name)} }}", sure=f"The scale stands in {scale.name!r}."
        )
    elif prefix is not None:
        made.line("[value]", f"scale = {quoted(prefix)}", sure=f"The unit says that figures are in {prefix}.")
    elif (said := scale_said(texts)) is not None:
        made.line("[value]", f"scale = {quoted(said[0])}", sure=f"{said[1][:80]!r} says that figures are in {said[0]}.")


def _unit_column(made: Drafting, column: Profile) -> str | None:
    """Says the unit that a column holds; gives the scale where its code has one."""
    different = column.different
    if len(different) > 1:
        made.head.append(f"unit = {{ column = {quoted(column.name)} }}")
        made.sure.append(f"The unit stands in {column.name!r}: {', '.join(sorted(different)[:6])}.")
        return None
    (code,) = different
    data = table("evidence", "data/columns.toml")
    prefix = next((start for start in data["unit_prefixes"] if code.lower().startswith(start)), "")
    meant = _unit_of(code[len(prefix) :])
    made.head.append(f"unit = {quoted(meant)}")
    made.sure.append(f"The unit is {meant}: {column.name!r} holds {code!r}.")
    return str(data["unit_prefixes"][prefix]) if prefix else None


def _unit_of(code: str) -> str:
    units = table("evidence", "data/columns.toml")["units"]
    return code if code in active_codes() else str(units.get(code.lower(), code.lower()))


def _unit_said(made: Drafting, values: list[Profile], texts: list[str], seen: Look) -> None:
    for text in texts:
        if (code := currency_in(text)) is not None:
            made.head.append(f"unit = {quoted(code)}")
            made.sure.append(f"The unit is {code}: {text[:80]!r} says so.")
            return
    dollars = next((text for text in texts if "US$" in text), None)
    if dollars is not None:
        made.head.append('unit = "USD"')
        made.sure.append(f"The unit is USD: {dollars[:80]!r} says so.")
        return
    sign = next((sign for sign in ("$", "€", "£") if any(sign in text for text in texts)), None)
    if sign is not None:
        code = {"$": "USD", "€": "EUR", "£": "GBP"}[sign]
        guess = f"{sign} stands for {code}"
    else:
        key = values[0].key if len(values) == 1 else ""
        money = re.search(r"\b(?:amount|obligation|funding|price|spend|cost)\b", key) is not None
        code = (
            "USD"
            if money
            else (_singular(key.split()[-1]) if key and len(key) > 2 and key not in ("value", "obs value") else "unit")
        )
        guess = f"what is counted is {code}; nothing says so"
    made.head.append(f"unit = {quoted(code)}  # a guess: {guess}")
    made.guessed.append(guess)


def _singular(word: str) -> str:
    candidates = [word[:-3] + "y", word[:-2], word[:-1]] if word.endswith("s") else []
    return next((one for one in candidates if len(one) > 2 and word in noun_forms(one)), word)


def currency_in(text: str) -> str | None:
    units = table("evidence", "data/columns.toml")["units"]
    for word in re.findall(r"[A-Z]{2,3}\$|[A-Z]{3}|[A-Za-z]+", text.replace("_", " ")):
        if word in active_codes():
            return str(word)
        if word.upper() in ("USD", "EUR", "GBP") or (word.lower() in units and units[word.lower()] in active_codes()):
            return str(units.get(word.lower(), word.upper()))
    return None
