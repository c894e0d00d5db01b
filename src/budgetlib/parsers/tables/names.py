"""Codes of rows that print names only, from the official list: the item under the last class and group of its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from budgetlib.parsers.tables.cells import without_ordinal
from budgetlib.reference.classification import classification
from budgetlib.text import key


@cache
def _official() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for kind in ("functional", "economic"):
        for code, names in classification(kind).names.items():
            for name in names:
                for spelling in {key(name.text), *map(key, name.aliases)}:
                    if code not in codes.setdefault(spelling, []):
                        codes[spelling].append(code)
    return codes


def is_official(code: str, name: str) -> bool:
    """Whether a name is that of its code in the official list, so that nothing of it is missing."""
    return code in _official().get(without_ordinal(name), ())


def codes_by_name(names: Sequence[str]) -> list[str]:
    """The code of each name in the context of those above it; '' where none or more than one fits."""
    codes: list[str] = []
    last = ""
    for name in names:
        known = _official().get(without_ordinal(name), [])
        code = _fitting(known, last)
        codes.append(code)
        last = code or last
    return codes


def _fitting(known: Sequence[str], last: str) -> str:
    for length in (7, 5):
        fitting = [code for code in known if len(code) == length and last[: length - 2] == code[: length - 2]]
        if fitting:
            return fitting[0] if len(fitting) == 1 else ""
    classes = [code for code in known if len(code) == 3]
    return classes[0] if len(classes) == 1 else ""
