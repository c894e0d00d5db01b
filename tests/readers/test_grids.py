"""Tables over two pages: which may be one, by their edges."""

from __future__ import annotations

import pytest

from budgetlib.readers.document import Cell, Grid
from budgetlib.readers.grids import Ruled, continues


def table(page: int, *edges: float, text: str = "行政运行") -> Ruled:
    cells = tuple(Cell(text, 0, col, page=page) for col in range(len(edges) - 1))
    return Ruled(Grid(cells, 1, len(edges) - 1, page), edges, page)


@pytest.mark.parametrize(
    ("edges", "one"),
    [
        ((50.0, 150.0, 250.0, 350.0), True),
        ((55.0, 154.0, 254.5, 355.5), True),
        ((50.0, 250.0, 350.0), True),
        ((57.0, 150.0, 250.0, 350.0), False),
        ((50.0, 150.0, 250.0, 357.0), False),
        ((50.0, 158.0, 250.0, 350.0), False),
    ],
)
def test_a_table_goes_on_where_its_edges_moved_by_less_than_six_points(edges: tuple[float, ...], one: bool) -> None:
    assert continues(table(3, 50.0, 150.0, 250.0, 350.0), table(4, *edges)) is one


def test_a_table_goes_on_the_next_page_only_and_without_a_title() -> None:
    upper = table(3, 50.0, 150.0, 250.0)
    assert not continues(upper, table(5, 50.0, 150.0, 250.0))
    title = Ruled(Grid((Cell("收入决算表", 0, 0, colspan=2, page=4),), 1, 2, 4), (50.0, 150.0, 250.0), 4)
    assert not continues(upper, title)
