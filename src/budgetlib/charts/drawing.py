"""One chart of a notebook: drawn, saved and shown; where the report has nothing to draw, one sentence instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from budgetlib.analysis.notebook import absent
from budgetlib.analysis.sentences import Sentence
from budgetlib.charts.figure import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FOLDER = "BUDGETLIB_CHARTS"
"""Environment variable: the folder that charts of notebooks are saved in; ../build/charts where it is not set."""


def draw(chart: Callable[..., Figure], *tables: Any, name: str, **options: Any) -> None:
    """Draw ``chart`` of ``tables``, save it as ``name`` (PNG, SVG, and its data as CSV) and show it.

    A chart function says by ValueError or LookupError that a table has nothing to draw: then that is said.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    try:
        figure = chart(*tables, **options)
    except (ValueError, LookupError) as error:
        plt.close("all")  # what was begun must not be shown
        reason = Sentence("这张图没有画：报告没有它要的数字。", f"No chart here: {error}.")
        display(absent(reason))  # type: ignore[no-untyped-call]
        return
    save(figure, name, os.environ.get(FOLDER, "../build/charts"))
    plt.show()
