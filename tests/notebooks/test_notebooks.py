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
    name for name in charts.__all__ if name not in ("chart_style", "use_style", "Note", "finish", "save", "draw")
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


def tagged(notebook: Any, tag: str) -> list[Any]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


REPORT_WORDS = {
    "an office": re.compile(r"乌鲁木齐|普陀|科学技术局|Urumqi|Putuo"),
    "a year": re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
    "an amount": re.compile(
        r"(?<!\d)(?!10,000 yuan)\d[\d,]*(?:\.\d|,\d{3})|\d\s*(?:万元|亿元|元(?!/))|(?<![\d.])(?!100\s?%)\d[\d.]*\s?%"
    ),
    "a direction": re.compile(r"[降涨增减]了|都[降涨]|(?:fell|rose|grew) by|连年(?:下降|增长)"),
}
"""What is true of one report only: it is computed, and never stands in a Markdown cell."""


def takes_reports(notebook: Any) -> bool:
    """Whether it runs on any report; other notebooks are about published series, which are part of the project."""
    return any(
        line.startswith("reports =") for cell in tagged(notebook, "parameters") for line in cell.source.split("\n")
    )


def test_what_depends_on_the_report_is_computed(notebook):
    if takes_reports(notebook):
        for cell in notebook.cells:
            for what, pattern in REPORT_WORDS.items():
                found = pattern.search(cell.source) if cell.cell_type == "markdown" else None
                assert not found, f"{what} in a Markdown cell: {found[0]!r} in\n{cell.source}"


def test_parameters_have_the_same_names_everywhere(notebook):
    for cell in tagged(notebook, "parameters") if takes_reports(notebook) else ():
        names = [node.targets[0].id for node in ast.parse(cell.source).body]
        assert names == ["reports", "lang", "agency"]


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
            assert "draw" in called(cell.source) or called(cell.source) & CHART_FUNCTIONS, (
                f"a picture that no chart function made:\n{cell.source}"
            )
            assert "savefig" not in cell.source


def test_a_chart_is_shown_and_saved(notebook):
    for cell in code(notebook):
        if "draw" not in called(cell.source) and called(cell.source) & (CHART_FUNCTIONS - {"source_note"}):
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


def test_the_title_is_a_question_and_an_answer_is_given(notebook):
    assert re.match(r"# .+？\n\*.+\*", notebook.cells[0].source)
    answers = tagged(notebook, "answer") or code(notebook)[-1:]
    assert len(answers) == 1
    said = [output.get("text") or output.data["text/markdown"] for output in answers[0].outputs]
    answer = "".join(said)
    assert CHINESE.search(answer.splitlines()[0])
    assert re.search(r"\d", answer)
    assert ENGLISH.search(answer)
