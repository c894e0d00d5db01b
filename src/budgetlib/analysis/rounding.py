"""Printed figures as intervals: what a comparison may differ by before rounding no longer explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HALF_UNIT = 0.005
"""Half a unit in the last printed place of an amount in 万元 with two decimals: 3,628.92 is [3,628.915, 3,628.925)."""

Status = Literal["exact", "rounding", "broken"]
_DIGITS = 6  # sums of two-decimal figures in binary carry noise near 1e-12; six places drop it and keep every real cent


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed value beside the printed one, in the unit of the figures.

    ``status`` is ``exact``, ``rounding`` (they differ, but values inside the printed intervals agree) or ``broken``.
    """

    computed: float
    printed: float
    difference: float
    tolerance: float

    @property
    def status(self) -> Status:
        """How far the two agree."""
        if self.difference == 0:
            return "exact"
        return "rounding" if abs(self.difference) <= self.tolerance else "broken"


def compare_sum(parts: Sequence[float], total: float, half_unit: float = HALF_UNIT) -> Comparison:
    """The sum of printed ``parts`` beside the printed ``total``; the tolerance is half a unit per figure."""
    computed = round(sum(parts), _DIGITS)
    tolerance = round(half_unit * (len(parts) + 1), _DIGITS)
    return Comparison(computed, total, round(computed - total, _DIGITS), tolerance)


def is_zero(amount: float) -> bool:
    """Whether an amount in 万元 is zero at the two decimals in which it is published."""
    return round(amount, 2) == 0


def percent(part: float, whole: float) -> float:
    """``part`` over ``whole`` in percent; NaN when ``whole`` is zero at two decimals or unknown, never infinite."""
    return float("nan") if is_zero(whole) or whole != whole else part / whole * 100


def percent_interval(part: float, whole: float, half_unit: float = HALF_UNIT) -> tuple[float, float]:
    """Lowest and highest percentage that ``part`` over ``whole`` can stand for, both non-negative and rounded.

    Raises ValueError when ``whole`` may be zero within its rounding: no rate follows from such a base.
    """
    if whole <= half_unit:
        raise ValueError(f"a base of {whole} may be zero within its rounding, so no percentage follows from it")
    lowest = max(part - half_unit, 0.0) / (whole + half_unit)
    return lowest * 100, (part + half_unit) / (whole - half_unit) * 100
