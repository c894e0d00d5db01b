"""The notebooks as they are saved: executed, clean, readable. That they print the same again is nbval's part."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from budgetlib import charts

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
EXECUTE = (
    "jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/*.ipynb"
)
LONGEST_CELL = 25
PROSE_BEFORE = 0.85
CHART_FUNCTIONS = {
    name for name in charts.__all__ if name not in ("chart_style", "use_style", "Note", "finish", "save")
}
PAGE_PICTURES = ("show_source(", "show_page(", ".to_pil()")
"""What shows a page of a report: a picture, but no chart."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,:;.'-]+[A-Za-z0-9]+){1,}")
UNSTABLE = {
    "a path": re.compile(r"(?<![\w.])/(?:home|root|tmp|work|usr|Users|private|var|opt)/|\b[A-Z]:\\(?!n)"),
    "a memory address": re.compile(r"\bat 0x[0-9a-f]{6,}"),
    "a time of day": re.compile(r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d"),
    "float noise": re.compile(r"\d\.\d{9,}"),
}


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request) -> Any:
    return nbformat.read(request.param, as_version=4)


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def pictures(cell: Any) -> list[str]:
    """The kinds of picture among the outputs of a cell."""
    kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
    return [kind for kind in kinds if kind.startswith("image/")]


def called(source: str) -> set[str]:
    """Names of the functions of ``charts`` that a cell calls."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "charts"}


def printed(cell: Any) -> str:
    """Everything a cell shows as text, pictures left out."""
    parts: list[str] = []
    for output in cell.outputs:
        shown = {kind: data for kind, data in output.get("data", {}).items() if not kind.startswith("image/")}
        parts += [output.get("text", ""), json.dumps(shown, ensure_ascii=False)]
    return "\n".join(parts)


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 4


def test_every_code_cell_was_executed_in_order(notebook):
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1)), f"saved unexecuted or out of order; run: {EXECUTE}"


def test_no_error_and_no_warning_is_saved(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", f"{output.ename}: {output.evalue}"
            assert output.get("name") != "stderr", output.text


def test_no_cell_is_long(notebook):
    longest = max(len(cell.source.splitlines()) for cell in code(notebook))
    assert longest <= LONGEST_CELL


def test_prose_stands_before_the_code(notebook):
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    places = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    after_prose = [place for place in places if place and cells[place - 1].cell_type == "markdown"]
    assert len(after_prose) >= PROSE_BEFORE * len(places)


def test_a_chart_has_title_and_note(notebook):
    """``charts`` refuses a figure without them, so a picture must come from there, or be a page of the report."""
    for cell in code(notebook):
        if pictures(cell) and not any(sign in cell.source for sign in PAGE_PICTURES):
            assert called(cell.source) & CHART_FUNCTIONS, f"a picture that no chart function made:\n{cell.source}"
            assert "savefig" not in cell.source


def test_a_chart_is_shown_and_saved(notebook):
    for cell in code(notebook):
        if called(cell.source) & (CHART_FUNCTIONS - {"source_note"}):
            assert "save" in called(cell.source)
            assert cell.source.rstrip().endswith("plt.show()")
            assert "image/png" in pictures(cell)
            assert "image/svg+xml" not in pictures(cell)  # its ids change from run to run


def test_outputs_hold_nothing_of_one_machine_or_one_run(notebook):
    for cell in code(notebook):
        for what, pattern in UNSTABLE.items():
            found = pattern.search(printed(cell))
            assert not found, f"{what} in the output: {found[0]!r}"


def test_metadata_hold_nothing_of_one_run(notebook):
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert "execution" not in cell.metadata, f"execution times are saved; run: {EXECUTE}"


def test_prose_is_chinese_with_english_below(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not re.fullmatch(r"[\s#*\-]*", cell.source):
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert CHINESE.search(lines[0]), f"begins without Chinese:\n{cell.source}"
            english = [line for line in lines[1:] if ENGLISH.search(line) and line.startswith("*")]
            assert english, f"no English line:\n{cell.source}"


def test_the_title_is_a_question_and_the_end_an_answer(notebook):
    assert re.match(r"# .+？\n", notebook.cells[0].source)
    last = code(notebook)[-1]
    answer = "".join(output.get("text", "") for output in last.outputs)
    assert CHINESE.search(answer.splitlines()[0])
    assert re.search(r"\d", answer)
    assert re.search(r"^[A-Z][^\u4e00-\u9fff]+", answer, re.MULTILINE)
