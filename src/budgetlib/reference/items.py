"""Printed names of one item to one key, so that years and offices meet although each words it its own way.

“一般公共预算财政拨款“三公”经费支出决算” and “财政拨款“三公”经费” are ``three_public``.
A name that the vocabulary does not know is its own key: nothing is joined on a likeness.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from budgetlib.reference import load
from budgetlib.text import key
from budgetlib.vocabulary import of_kind, terms

THREE_PUBLIC: Mapping[str, str] = {"three_public": "total"} | {
    name: name for name in ("abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
}
"""Key of an item to its code in the table ``three_public``."""

_FUNDS = ("general_public", "appropriation")
"""Three public expenses are those of this money; a name may say so or leave it out. Other money makes another item."""
_ENDS = ("决算", "预算", "支出", "数", "总额", "合计", "经费", "费用", "费")


@cache
def item_key(name: str) -> str:
    """The key of a printed name: an id of the vocabulary, or the name without spaces and quotation marks."""
    folded = key(name)
    known = _names()
    for core in (folded, _without_fund(folded)):
        while core:
            if core in known:
                return known[core]
            shorter = next((core.removesuffix(end) for end in _ENDS if core.endswith(end)), "")
            if shorter in _TOO_SHORT:
                break
            core = shorter
    return folded


_TOO_SHORT = {"", "三"}


@cache
def _names() -> Mapping[str, str]:
    """Every printed name of an item to its id."""
    found = {name: term.id for term in of_kind("item") for name in term.names}
    return found | {key(name): one for one, names in load("items").items() for name in names}


@cache
def _prefixes() -> tuple[str, ...]:
    names = [name for fund in _FUNDS for name in terms()[fund].names]
    return tuple(sorted([*names, *terms()["current"].names, "安排的"], key=len, reverse=True))


def _without_fund(folded: str) -> str:
    """The name without the money it is of, which is said in front."""
    while begin := next((one for one in _prefixes() if folded.startswith(one)), ""):
        folded = folded.removeprefix(begin)
    return folded


def label(item: str) -> str:
    """The Chinese label of a key; the key itself where it is a printed name."""
    return terms()[item].zh if item in terms() else item
