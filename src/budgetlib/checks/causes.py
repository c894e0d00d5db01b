"""Findings of one cause: a wrong figure shows in its row, its column and its ties; a practice in many projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from budgetlib.checks.model import Judged
from budgetlib.intervals import DIGITS
from budgetlib.readers.document import Mark


def groups(found: Sequence[Judged]) -> list[str]:
    """A name for the cause of each finding: that of the first finding with the same one.

    Sums and ties that share the figure in which most of them fail have one cause; the findings of a rule about a
    practice are one cause all together; every other finding is its own.
    """
    blamed = _blamed(found)
    names: dict[object, str] = {}
    return [names.setdefault(cause, f"{one.rule.id}-{number}") for number, one, cause in _causes(found, blamed)]


def _causes(found: Sequence[Judged], blamed: dict[Mark, int]) -> list[tuple[int, Judged, object]]:
    causes: list[tuple[int, Judged, object]] = []
    for number, one in enumerate(found, start=1):
        marks = [figure.mark for figure in one.verdict.figures if figure.mark and blamed.get(figure.mark, 0) > 1]
        if one.rule.group:
            cause: object = one.rule.id
        elif marks and one.verdict.stated is not None:
            cause = max(marks, key=lambda mark: blamed[mark])
        else:
            cause = number
        causes.append((number, one, cause))
    return causes


def _blamed(found: Sequence[Judged]) -> dict[Mark, int]:
    """In how many findings each printed figure takes part."""
    return Counter(
        mark
        for one in found
        if not one.rule.group and one.verdict.stated is not None
        for mark in {figure.mark for figure in one.verdict.figures}
        if mark is not None
    )


def amounts(found: Sequence[Judged]) -> list[float | None]:
    """The money at stake in each finding, in 万元: by how much it is off, else the largest amount it speaks of."""
    return [_amount(one) for one in found]


def _amount(one: Judged) -> float | None:
    money = [abs(figure.value) for figure in one.verdict.figures if figure.money]
    if not money:
        return None
    first = one.verdict.figures[0]
    off = one.verdict.difference
    return round(abs(off), DIGITS) if off is not None and first.money else max(money)
