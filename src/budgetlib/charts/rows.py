"""Charts of rows: a name at the left and a figure at the right on one line, and the mark below over the whole width.

Long Chinese names leave no room for bars beside them on a phone, so bars stand under their names. The y axis counts
inches downwards: a name of two lines takes the room it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from budgetlib.charts.figure import new_figure
from budgetlib.charts.style import INK, TEXT_SIZE, WIDTH, wrap
from budgetlib.reference.wording import width_in_ems

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR = 0.17
"""Height of a bar in inches."""

_LINE = TEXT_SIZE * 1.3 / 72
_GAP = 0.15
_AXIS = 0.5  # room for tick labels and the label of the x axis
_TEXT: dict[str, Any] = {
    "va": "top",
    "linespacing": 1.2,
    "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.5},
}
_EMS = (WIDTH - 0.4) * 72 / TEXT_SIZE


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, the figure that stands at the right and its colour."""

    name: str
    value: str
    color: str = INK


def row_axes(rows: Sequence[Row], head: float = 0.0) -> tuple[Figure, Axes, list[float]]:
    """A figure with the rows' texts in place, and the y of each row's mark; ``head`` leaves inches free on top."""
    fig = new_figure(1.0)
    ax = fig.add_subplot()
    top, marks = head, []
    for row in rows:
        name = wrap(row.name, _EMS - width_in_ems(row.value) - 1.5)
        for x, text, side, color in ((0.0, name, "left", INK), (1.0, row.value, "right", row.color)):
            ax.text(x, top, text, ha=side, color=color, transform=ax.get_yaxis_transform(), **_TEXT)
        top += _LINE * (name.count("\n") + 1) + BAR / 2 + 0.02
        marks.append(top)
        top += BAR / 2 + _GAP
    ax.set_ylim(top, 0)
    ax.set_yticks([])
    fig.set_size_inches(WIDTH, top + _AXIS)
    return fig, ax, marks
