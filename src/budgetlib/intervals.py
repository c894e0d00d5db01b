"""A printed figure stands for an interval, half a unit of its last place on either side; identities are judged on that.

3,628.92 is [3628.915, 3628.925): an identity is broken only where no values inside the intervals satisfy it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

EPSILON = 1e-9
"""Noise of binary floats; far below any printed place."""
DIGITS = 6
"""Places to which sums and differences are rounded: the noise of binary floats is gone, every printed place is kept."""
SAME = 1e-6
"""Figures nearer than this are one: noise of large amounts stays below it, no printed place does."""

Status = Literal["exact", "rounded", "truncated", "broken"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a printed figure can stand for, from ``low`` to ``high`` (``high`` itself excluded)."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low < other.high - EPSILON and other.low < self.high - EPSILON

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def scaled(self, factor: float) -> Interval:
        """Every value times ``factor`` (not negative)."""
        return Interval(self.low * factor, self.high * factor)

    def divided_by(self, other: Interval) -> Interval | None:
        """All quotients; None where the divisor may be zero."""
        if other.low <= 0.0 <= other.high:
            return None
        quotients = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(quotients), max(quotients))


def around(value: float, half: float) -> Interval:
    """The interval of a figure printed as ``value`` with half a unit ``half``."""
    return Interval(value - half, value + half)


def judge_sum(total: tuple[float, float], parts: Iterable[tuple[float, float]]) -> tuple[Status, float, float, float]:
    """Judge total = Σ parts, each as (value, half unit): status, expected total, difference and rounding tolerance."""
    parts = list(parts)
    expected = sum(value for value, _ in parts)
    tolerance = total[1] + sum(half for _, half in parts)
    difference = total[0] - expected
    if abs(difference) < EPSILON:
        return "exact", expected, 0.0, tolerance
    return ("rounded" if abs(difference) < tolerance - EPSILON else "broken"), expected, difference, tolerance


def judge_rate(
    printed: tuple[float, float], numerator: Interval, denominator: Interval, point: float
) -> tuple[Status, float, float, float] | None:
    """Judge printed % = numerator / denominator; ``point`` is the quotient of the printed figures, in percent.

    None where the denominator may be zero. "truncated" where the digits were cut off instead of rounded.
    """
    quotient = numerator.divided_by(denominator)
    if quotient is None:
        return None
    value, half = printed
    possible = quotient.scaled(100.0)
    tolerance = half + (possible.high - possible.low) / 2
    difference = value - point
    if abs(difference) < half - EPSILON:
        return "exact", point, difference, tolerance
    if around(value, half).overlaps(possible):
        return "rounded", point, difference, tolerance
    cut = Interval(value, value + 2 * half) if value >= 0 else Interval(value - 2 * half, value)
    if cut.overlaps(possible):
        return "truncated", point, difference, tolerance
    return "broken", point, difference, tolerance


HALF_UNIT = 0.005
"""Half a unit of the last place of what has two decimals, an amount or a rate: 3,628.92 is [3,628.915, 3,628.925)."""


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
    def status(self) -> Literal["exact", "rounding", "broken"]:
        """How far the two agree."""
        if self.difference == 0:
            return "exact"
        return "rounding" if abs(self.difference) <= self.tolerance else "broken"


def compare_sum(parts: Sequence[float], total: float, half_unit: float = HALF_UNIT) -> Comparison:
    """The sum of printed ``parts`` beside the printed ``total``; the tolerance is half a unit per figure."""
    computed = round(sum(parts), DIGITS)
    tolerance = round(half_unit * (len(parts) + 1), DIGITS)
    return Comparison(computed, total, round(computed - total, DIGITS), tolerance)


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
