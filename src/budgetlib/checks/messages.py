"""Verdicts as sentences that can be printed: what is said where, what it would have to be, by how much.

The sentences are templates of ``reference/rules.toml``; figures appear in the unit in which the document prints them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from budgetlib import reference
from budgetlib.intervals import SAME
from budgetlib.numbers import decimals

if TYPE_CHECKING:
    from budgetlib.checks.figures import Figure
    from budgetlib.parsers.identity import Identity

Both = tuple[str, str]
_HOLDS = ("exact", "rounded")
_PLACES = {"page": "页", "sheet": "张工作表", "line": "行"}
_PLACES_EN = {"page": "p.", "sheet": "sheet", "line": "line"}


@cache
def _template(name: str) -> Both:
    sentence = reference.load("rules")["sentences"][name]
    return sentence["zh"], sentence["en"]


def where(identity: Identity, page: int | None, place: str) -> Both:
    """Whose report says it, of which year, on which page (line, of a text report)."""
    kinds = {"final": ("部门决算", "final account"), "budget": ("部门预算", "budget")}
    kind = kinds.get(identity.report_type or "", ("报告", "report"))
    if identity.scope == "unit":
        kind = kind[0].replace("部门", "单位"), kind[1]
    year = identity.fiscal_year
    own = identity.agency
    words: dict[str, object] = {
        "agency": own or "",
        "year": f"{year}年度" if year else "",
        "kind": kind[0],
        "place": f"第{page}{_PLACES[place]}" if page else "",
    }
    named = " ".join(part for part in (own, f"{kind[1]} {year}" if year else kind[1]) if part)
    at = f", {_PLACES_EN[place]} {page}" if page else ""
    return say("where", words, {"agency": named, "place": at})


def pages_of(place: str, pages: Sequence[int]) -> Both:
    """The pages (lines, of a text report) on which something stands, each once."""
    numbers = [str(page) for page in dict.fromkeys(pages)]
    return f"第 {'、'.join(numbers)} {_PLACES[place]}", f"{_PLACES_EN[place]} {', '.join(numbers)}"


def proof_label(word: str) -> Both:
    """A confirmation in words: what holds."""
    label = reference.load("rules")["proofs"].get(word, {"zh": word, "en": word})
    return label["zh"], label["en"]


def say(name: str, zh: Mapping[str, object], en: Mapping[str, object] | None = None) -> Both:
    """A template filled in, in Chinese and English; ``en`` holds what differs from ``zh``."""
    templates = _template(name)
    return templates[0].format(**zh), templates[1].format(**{**zh, **(en or {})})


def shown(figure: Figure) -> str:
    """A figure as the document prints it: its value in the printed unit, thousands separators, printed places."""
    return amount(figure.value / figure.factor, decimals(figure.text))


def amount(value: float, places: int) -> str:
    """A number with ``places`` decimals, and more only where it would not be true otherwise."""
    rounded = f"{value:,.{places}f}"
    if abs(float(rounded.replace(",", "")) - value) < SAME:
        return rounded
    digits = f"{value:,.{max(places, 2)}f}"
    return digits if abs(float(digits.replace(",", "")) - value) < SAME else f"{value:,.{places + 4}f}".rstrip("0")


def quoted(figure: Figure) -> Both:
    """A figure with its unit, in Chinese and English."""
    unit = figure.printed_unit
    number = shown(figure)
    english = {"元": " yuan", "%": " %", "万元": " (10,000 yuan)"}.get(unit, f" {unit}" if unit else "")
    return f"{number}{unit}", f"{number}{english}"


def _holding(said: Both, other: str, subject: Both) -> Both:
    """What holds, as the equation it is."""
    return say(
        "holds", {"subject": subject[0], "said": said[0], "other": other}, {"subject": subject[1], "said": said[1]}
    )


def of_sum(total: Figure, parts: Sequence[Figure], expected: float, subject: Both, status: str = "broken") -> Both:
    """total against its parts: what it says, what the parts come to, how far apart."""
    if status in _HOLDS:
        return _holding(quoted(total), formula(parts), subject)
    said, places = quoted(total), decimals(total.text)
    should = amount(expected / total.factor, places)
    off = amount(abs(total.value - expected) / total.factor, places)
    unit = total.printed_unit
    return say(
        "sum",
        {
            "subject": subject[0],
            "said": said[0],
            "formula": formula(parts),
            "should": should + unit,
            "off": off + unit,
            "way": "多" if total.value > expected else "少",
        },
        {
            "subject": subject[1],
            "said": said[1],
            "should": should,
            "off": off,
            "way": "more" if total.value > expected else "less",
        },
    )


def formula(parts: Sequence[Figure]) -> str:
    """The parts added up; a part that is taken off stands behind a minus sign."""
    text = "".join(f"{' − ' if part.value < 0 else ' + '}{shown(part).lstrip('-')}" for part in parts)
    text = text.removeprefix(" + ")
    return text.replace(" − ", "−", 1) if text.startswith(" − ") else text


def of_two(one: Figure, other: Figure, subject: Both, status: str = "broken") -> Both:
    """One amount printed in two places."""
    first, second = quoted(one), quoted(other)
    if status in _HOLDS:
        return _holding(first, second[0], subject)
    off = amount(abs(one.value - other.value) / one.factor, decimals(one.text))
    here, there = f"（第 {one.page} 页）", f"（第 {other.page} 页）"
    return say(
        "same",
        {
            "subject": subject[0],
            "first": first[0],
            "second": second[0],
            "off": off + one.printed_unit,
            "here": here if one.page != other.page else "",
            "there": there if one.page != other.page else "",
        },
        {
            "subject": subject[1],
            "first": first[1],
            "second": second[1],
            "off": off,
            "here": f" (p. {one.page})" if one.page != other.page else "",
            "there": f" (p. {other.page})" if one.page != other.page else "",
        },
    )


def of_rate(rate: Figure, quotient: str, expected: float, subject: Both, status: str = "broken") -> Both:
    """A printed rate against the quotient of two amounts."""
    if status in _HOLDS:
        return _holding((f"{shown(rate)}%", f"{shown(rate)} %"), quotient, subject)
    words: dict[str, object] = {
        "said": shown(rate),
        "formula": quotient,
        "should": amount(round(expected, rate_places(rate)), rate_places(rate)),
        "off": amount(round(abs(rate.value - expected), 2), 2),
    }
    name = "rate_cut" if status == "truncated" else "rate"
    return say(name, words | {"subject": subject[0]}, {"subject": subject[1]})


def rate_places(rate: Figure) -> int:
    """Decimals of a rate as it is printed."""
    return decimals(rate.text)


def of_excess(parts: Sequence[Figure], whole: Figure, subject: Both, status: str = "broken") -> Both:
    """A part, or several together, above the whole."""
    if status in _HOLDS:
        return _holding(quoted(whole), formula(parts), subject)
    added = sum(part.value for part in parts)
    places = max(decimals(part.text) for part in parts)
    unit = parts[0].printed_unit
    one = quoted(parts[0]) if len(parts) == 1 else None
    several = f"{formula(parts)} = {amount(added / parts[0].factor, places)}"
    off = amount((added - whole.value) / parts[0].factor, places)
    return say(
        "excess",
        {
            "subject": subject[0],
            "part": one[0] if one else several + unit,
            "whole": quoted(whole)[0],
            "off": off + unit,
        },
        {"subject": subject[1], "part": one[1] if one else several, "whole": quoted(whole)[1], "off": off},
    )


def of_blank_total(parts: Sequence[Figure], total: float, subject: Both, status: str = "broken") -> Both:
    """A total left blank over amounts."""
    first = parts[0]
    should = amount(total / first.factor, decimals(first.text)) + first.printed_unit
    words: dict[str, object] = {"formula": formula(parts), "should": should}
    return say("blank_total", words | {"subject": subject[0]}, {"subject": subject[1]})


def of_blank_parts(total: Figure, subject: Both, status: str = "broken") -> Both:
    """An amount over parts that are all blank."""
    said = quoted(total)
    return say("blank_parts", {"subject": subject[0], "said": said[0]}, {"subject": subject[1], "said": said[1]})


def of_absent(figure: Figure, subject: Both, status: str = "broken") -> Both:
    """An amount that the other table does not have."""
    said = quoted(figure)
    return say("absent", {"subject": subject[0], "said": said[0]}, {"subject": subject[1], "said": said[1]})
