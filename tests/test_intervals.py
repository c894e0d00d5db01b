"""Interval arithmetic: rounding never raises a finding, a real slip does."""

from __future__ import annotations

import pytest

from budgetlib.intervals import (
    Interval,
    around,
    compare_sum,
    is_zero,
    judge_rate,
    judge_sum,
    percent,
    percent_interval,
)


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
    assert not Interval(0.0, 1.0).overlaps(Interval(1.0, 2.0)) and not Interval(1.0, 2.0).overlaps(Interval(0.0, 1.0))
    assert Interval(0.0, 1.0001).overlaps(Interval(1.0, 2.0))


def test_an_interval_taken_apart_by_hand() -> None:
    one, two = Interval(9.0, 11.0), Interval(18.0, 22.0)
    assert one + two == Interval(27.0, 33.0)
    assert two - one == Interval(7.0, 13.0)  # 18 - 11 and 22 - 9
    assert one.scaled(3.0) == Interval(27.0, 33.0)
    assert one.divided_by(two) == Interval(9.0 / 22.0, 11.0 / 18.0)
    assert Interval(-11.0, -9.0).divided_by(two) == Interval(-11.0 / 18.0, -9.0 / 22.0)
    assert one.divided_by(Interval(-22.0, -18.0)) == Interval(-11.0 / 18.0, -9.0 / 22.0)
    assert around(20.0, 2.0) == two


@pytest.mark.parametrize("base", [Interval(0.0, 1.0), Interval(-1.0, 0.0), Interval(-1.0, 1.0)])
def test_nothing_is_divided_by_what_may_be_zero(base: Interval) -> None:
    assert Interval(1.0, 2.0).divided_by(base) is None


def test_a_judged_sum_says_what_it_would_be_how_far_off_and_what_rounding_explains() -> None:
    """100 against 60 + 39: one more; a half of the total, a quarter and an eighth of the parts explain 0.875."""
    assert judge_sum((100.0, 0.5), [(60.0, 0.25), (39.0, 0.125)]) == ("broken", 99.0, 1.0, 0.875)
    assert judge_sum((99.0, 0.5), [(60.0, 0.25), (39.0, 0.125)]) == ("exact", 99.0, 0.0, 0.875)
    assert judge_sum((98.25, 0.5), [(60.0, 0.25), (39.0, 0.125)]) == ("rounded", 99.0, -0.75, 0.875)
    assert judge_sum((98.125, 0.5), [(60.0, 0.25), (39.0, 0.125)])[0] == "broken"  # as far off as all of it


@pytest.mark.parametrize(
    ("printed", "numerator", "status"),
    [
        # Of a base of 400, exactly known; half a percent around what is printed whole.
        (50.0, 200.0, "exact"),
        (50.0, 201.0, "exact"),  # 50.25
        (50.0, 202.0, "truncated"),  # 50.5 is printed 51, or its digits are cut off
        (50.0, 203.0, "truncated"),  # 50.75
        (50.0, 204.0, "broken"),  # 51
        (50.0, 198.5, "exact"),  # 49.625
        (50.0, 196.0, "broken"),  # 49
        (0.0, 3.0, "truncated"),  # 0.75
        (0.0, -3.0, "broken"),
        (-50.0, -203.0, "truncated"),  # cut towards zero: -50.75
        (-50.0, -197.0, "broken"),  # -49.25
        (-50.0, -204.5, "broken"),  # -51.125
    ],
)
def test_a_rate_printed_whole_of_figures_that_are_given(printed: float, numerator: float, status: str) -> None:
    base = around(400.0, 0.0)
    judged = judge_rate((printed, 0.5), around(numerator, 0.0), base, numerator / 4.0)
    assert judged == (status, numerator / 4.0, printed - numerator / 4.0, 0.5)


def test_what_rounding_explains_of_a_rate_is_half_of_its_own_and_half_of_what_is_possible() -> None:
    """[9, 11] of [16, 24] is 37.5 % to 68.75 %: 15.625 to either side, and half a percent of the rate."""
    judged = judge_rate((60.0, 0.5), Interval(9.0, 11.0), Interval(16.0, 24.0), 50.0)
    assert judged == ("rounded", 50.0, 10.0, 16.125)


@pytest.mark.parametrize(
    ("total", "status", "difference"),
    [(10.0, "exact", 0.0), (10.01, "rounding", -0.01), (9.985, "rounding", 0.015), (9.98, "broken", 0.02)],
)
def test_a_sum_beside_the_printed_total(total: float, status: str, difference: float) -> None:
    """4 + 6, half a cent each of three figures."""
    compared = compare_sum([4.0, 6.0], total)
    assert (compared.computed, compared.printed, compared.tolerance) == (10.0, total, 0.015)
    assert (compared.status, compared.difference) == (status, difference)
    assert compare_sum([0.1, 0.2], 0.3).status == "exact", "noise of binary floats is no difference"


def test_percentages_of_what_is_there() -> None:
    assert percent(1.0, 4.0) == 25.0 and percent(-1.0, 4.0) == -25.0
    assert percent(1.0, 0.006) > 0 and percent(1.0, 0.004) != percent(1.0, 0.004), "zero at two decimals has no rate"
    assert percent(1.0, float("nan")) != percent(1.0, float("nan"))
    assert is_zero(0.004) and is_zero(-0.004) and not is_zero(0.006)


def test_the_percentages_that_two_rounded_figures_can_stand_for() -> None:
    """1 of 4, each give or take a half: from 0.5 of 4.5 to 1.5 of 3.5; nothing is less than none."""
    assert percent_interval(1.0, 4.0, 0.5) == pytest.approx((0.5 / 4.5 * 100, 1.5 / 3.5 * 100))
    assert percent_interval(0.25, 4.0, 0.5) == pytest.approx((0.0, 0.75 / 3.5 * 100))
    assert percent_interval(1.0, 2.0) == pytest.approx((0.995 / 2.005 * 100, 1.005 / 1.995 * 100))
    assert percent_interval(0.0, 0.75, 0.5)[1] == 200.0
    with pytest.raises(ValueError, match="may be zero"):
        percent_interval(0.0, 0.5, 0.5)
