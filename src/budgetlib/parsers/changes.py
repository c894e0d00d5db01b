"""Claims to year-on-year comparisons: current, prior, change and rate of each item, with the reason stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import log10

from budgetlib.numbers import TO_WAN, decimals
from budgetlib.parsers.claims import Claim, Worded
from budgetlib.parsers.facts import Row
from budgetlib.reference.classification import functional_code

YEAR_BASES = ("prior_year", "prior_budget")
_CURRENT = ("actual", "initial_budget")


@dataclass(slots=True)
class _Comparison:
    """What one place of the prose says of one item against one base."""

    key: tuple[str, str, str]
    base: str
    parts: dict[str, Claim] = field(default_factory=dict)
    flat: Worded | None = None


def parse_changes(statements: Iterable[Claim | Worded], report_type: str) -> list[Row]:
    """One row per comparison with the year before. What is not printed but follows (prior = current − change) is marked
    ``derived``; a prior of zero is marked ``zero_base``, its printed rate says nothing.
    """
    stated = [one for one in statements if not (isinstance(one, Claim) and one.in_reason)]
    claims = [one for one in stated if isinstance(one, Claim)]
    return [_row(comparison, claims, report_type) for comparison in _comparisons(stated)]


def _comparisons(stated: list[Claim | Worded]) -> Iterator[_Comparison]:
    """Group the claims of one item in one subsection; an amount printed again starts no new comparison."""
    groups: dict[tuple[str, str, str, str], _Comparison] = {}
    for one in stated:
        key = (one.section.name, one.section.subsection, one.item)
        base = one.base if one.base in YEAR_BASES else None
        if isinstance(one, Worded):
            if base and one.direction == "flat":
                groups.setdefault((*key, base), _Comparison(key, base)).flat = one
        elif one.measure in ("change", "change_pct") and base and one.unit in (*TO_WAN, "%"):
            groups.setdefault((*key, base), _Comparison(key, base)).parts.setdefault(one.measure, one)
    yield from groups.values()


def _row(comparison: _Comparison, claims: list[Claim], report_type: str) -> Row:
    current = _current(comparison, claims, report_type)
    printed_prior = _first(claims, comparison.key, ("prior",))
    change, rate = comparison.parts.get("change"), comparison.parts.get("change_pct")
    values = {
        "current": in_wan(current),
        "prior": in_wan(printed_prior),
        "change": 0.0 if change is None and rate is None and comparison.flat else in_wan(change),
    }
    places = max((_places(one) for one in (current, change, printed_prior) if one), default=2)
    derived = _complete(values, places)
    stated = change or rate or comparison.flat
    assert stated is not None
    marks = {
        column: claim.mark
        for column, claim in (("current", current), ("prior", printed_prior), ("change", change), ("change_pct", rate))
        if claim is not None
    }
    return Row(
        {
            "item": comparison.key[2],
            "code": functional_code(comparison.key[2]),
            **values,
            "change_pct": rate.value if rate else None,
            "direction": _direction(comparison, values["change"], rate),
            "derived": derived,
            "zero_base": values["prior"] == 0.0 if values["prior"] is not None else None,
            "base": comparison.base,
            "reason": stated.reason,
            "page": stated.page,
        },
        marks,
    )


def _complete(values: dict[str, float | None], places: int) -> bool:
    """Compute the one of current, prior and change that is not printed; True when one was computed."""
    current, prior, change = values["current"], values["prior"], values["change"]
    if current is not None and prior is None and change is not None:
        values["prior"] = _subtract(current, change, places)
        return True
    if current is not None and prior is not None and change is None:
        values["change"] = _subtract(current, prior, places)
        return True
    return False


def _places(claim: Claim) -> int:
    """Decimals of an amount in 万元, from those it is printed with in its own unit."""
    return max(decimals(claim.text) - round(log10(TO_WAN[claim.unit])), 0)


def _subtract(a: float, b: float, places: int) -> float:
    return round(float(Decimal(str(a)) - Decimal(str(b))), places)


def in_wan(claim: Claim | None) -> float | None:
    """A claim's amount in 万元, whatever unit it is printed in; None for no claim."""
    if claim is None:
        return None
    factor = TO_WAN[claim.unit]
    return claim.value if factor == 1.0 else round(claim.value * factor, 6)


def _direction(comparison: _Comparison, change: float | None, rate: Claim | None) -> str:
    moved = change if change is not None else (rate.value if rate else 0.0)
    if comparison.flat or not moved:
        return "flat"
    return "up" if moved > 0 else "down"


def _current(comparison: _Comparison, claims: list[Claim], report_type: str) -> Claim | None:
    """The amount compared: the item's own, or the total that 收入支出总体 stands for."""
    measures = _CURRENT if report_type == "final" else _CURRENT[::-1]
    own = _first(claims, comparison.key, measures)
    if own:
        return own
    section, subsection, item = comparison.key
    totals = [item.replace("总体", "总计"), item.replace("收入支出总体", "收入总计"), item.replace("收支", "收入")]
    totals += [item.replace("收、支", f"收入、支出{word}") for word in ("", "决算")]
    totals += [item.removesuffix("预算"), item.replace("三公经费", "“三公”经费").removesuffix("预算")]
    totals += ["收入总计"] if item == "收支" else []
    for total in totals:
        found = _first(claims, (section, subsection, total), measures)
        if found:
            return found
    return None


def _first(claims: list[Claim], key: tuple[str, str, str], measures: tuple[str, ...]) -> Claim | None:
    for measure in measures:
        for claim in claims:
            same = (claim.section.name, claim.section.subsection, claim.item) == key
            if same and claim.measure == measure and claim.unit in TO_WAN:
                return claim
    return None
