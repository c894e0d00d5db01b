"""Labels beside values that lie close together, moved by hand."""

from __future__ import annotations

import pytest

from budgetlib.charts.spread import apart


@pytest.mark.parametrize(
    ("wanted", "sizes", "floor", "places"),
    [
        ([], [], 0.0, []),
        ([1.0, 5.0], [2.0, 2.0], 0.0, [1.0, 5.0]),
        ([1.0, 2.0], [2.0, 2.0], 0.0, [0.5, 2.5]),  # both move by as much
        ([2.0, 1.0], [2.0, 2.0], 0.0, [2.5, 0.5]),
        ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], -9.0, [-1.0, 1.0, 3.0]),
        ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], 0.0, [0.0, 2.0, 4.0]),  # the lowest stays on the floor
        ([0.0, 3.0], [2.0, 6.0], -9.0, [-0.5, 3.5]),  # four between their middles
        ([0.0, 1.0, 9.0], [2.0, 2.0, 2.0], -9.0, [-0.5, 1.5, 9.0]),
    ],
)
def test_labels_moved_apart(wanted: list[float], sizes: list[float], floor: float, places: list[float]) -> None:
    assert apart(wanted, sizes, floor) == places
