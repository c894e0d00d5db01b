"""Interval arithmetic: rounding never raises a finding, a real slip does."""

from __future__ import annotations

import pytest

from budgetlib.intervals import Interval, around, judge_rate, judge_sum


def cents(*values: float) -> list[tuple[float, float]]:
    return [(value, 0.005) for value in values]


@pytest.mark.parametrize(
    ("total", "parts", "status"),
    [
        (15.54, (4.90, 10.64, 0.00), "exact"),
        # Real, sound cases: each figure is rounded on its own.
        (9746.50, (5364.75, 4381.74), "rounded"),
        (434.72, (434.16, 0.00, 0.55), "rounded"),
        (12.20, (1.68, 0.00, 10.53), "rounded"),
        # Two terms explain less than 0.015, so 0.02 is a slip; three explain less than 0.02.
        (100.02, (60.00, 40.00), "broken"),
        (100.02, (60.00, 40.00, 0.00), "broken"),
        (100.01, (60.00, 40.00), "rounded"),
        (99.98, (60.00, 40.00), "broken"),
    ],
)
def test_sums(total: float, parts: tuple[float, ...], status: str) -> None:
    assert judge_sum((total, 0.005), cents(*parts))[0] == status


def test_ten_changes_may_differ_by_rounding() -> None:
    changes = (68.47, 8.46, 3.00, 9.89, -925.12, 8.94, -949.64, -29.99, -2.40, 1.17)
    status, expected, difference, _ = judge_sum((-1807.21, 0.005), cents(*changes))
    assert (status, round(expected, 2), round(difference, 2)) == ("rounded", -1807.22, 0.01)


@pytest.mark.parametrize(
    ("printed", "a", "b", "status"),
    [
        (97.99, 3555.92, 3628.92, "exact"),
        (-8.75, -0.47, 5.37, "exact"),
        # 0.39 / 2.85 = 13.684 %: printed 13.69 is possible for figures inside the boxes, 14.20 is not.
        (13.69, 0.39, 2.85, "rounded"),
        (14.20, 0.39, 2.85, "broken"),
        # 10/15 = 66.666… % of exact-looking large figures: cut off after two places, not rounded.
        (66.66, 10_000_000.00, 15_000_000.00, "truncated"),
        (66.65, 10_000_000.00, 15_000_000.00, "broken"),
    ],
)
def test_rates(printed: float, a: float, b: float, status: str) -> None:
    judged = judge_rate((printed, 0.005), around(a, 0.005), around(b, 0.005), a / b * 100)
    assert judged is not None and judged[0] == status


def test_a_base_that_may_be_zero_cannot_be_judged() -> None:
    assert judge_rate((100.0, 0.005), around(3.0, 0.005), around(0.0, 0.005), 0.0) is None


def test_intervals_that_only_touch_do_not_overlap() -> None:
    assert not Interval(0.0, 1.0).overlaps(Interval(1.0, 2.0))
    assert Interval(0.0, 1.0001).overlaps(Interval(1.0, 2.0))
