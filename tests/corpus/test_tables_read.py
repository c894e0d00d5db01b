"""Cells of twenty pages of thirteen places, as a person read them on the pictures of the pages.

Five reports in a normal run, all of them with BUDGETLIB_ALL_PAGES set. ``tests/tools/judge_tables.py`` writes the
verdicts beside the cells; here nothing is written.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.corpus


def _tool() -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / "judge_tables.py"
    spec = importlib.util.spec_from_file_location("judge_tables", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


judge = _tool()
CELLS = judge.by_report(judge.cells_read())
REPORTS = sorted(CELLS) if os.environ.get("BUDGETLIB_ALL_PAGES") else sorted(CELLS)[::4]


def test_twenty_pages_with_four_hundred_cells() -> None:
    cells = judge.cells_read()
    assert (len(cells), len({(cell["report"], cell["page"]) for cell in cells})) == (400, 20)


@pytest.mark.parametrize("report", REPORTS)
def test_the_cells_are_read_as_they_are_printed(corpus: Path, report: str) -> None:
    """No cell is read wrongly but those that the CSV says are; a mended one has to be judged anew there."""
    path = corpus / "reports" / report
    if not path.is_file():
        pytest.skip(f"{report} is not in the corpus")
    said = [
        (cell["page"], cell["row"], cell["heading"], cell["printed"], cell["verdict"], verdict, ours)
        for cell, ours, verdict in judge.judged(CELLS[report], judge.lines_of(path))
        if verdict != cell["verdict"]
    ]
    assert said == []
