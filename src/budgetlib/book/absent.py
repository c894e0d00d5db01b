"""What a report does not hold leaves no gap in a page: a section without an answer goes, with the prose about it.

A section is a heading of the second level with all that follows it. Where none of its code has anything to show, it
goes as a whole and is named at the end of the page; where some has, only that which has nothing goes, with the prose
before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from budgetlib.analysis.notebook import ABSENT_MARK
from budgetlib.reference.wording import Lang

_SAID = {
    "zh": "下面这些，报告里没有可用的数字，这一页略去：{}。",
    "en": "The report holds no figures for the following, which this page leaves out: {}.",
}


def without_absent(cells: list[Any], lang: Lang) -> list[Any]:
    """The cells of a page without those that have nothing to show, and one sentence that names what was left out."""
    from nbformat.v4 import new_markdown_cell

    kept: list[Any] = []
    gone: list[str] = []
    for section in _sections(_by_heading(cells)):
        code = [cell for cell in section if cell.cell_type == "code"]
        heading = re.match(r"## (.+)", section[0].source)
        if not heading or _is_opening(code) or not code:
            kept += section
        elif all(map(_empty, code)):
            gone.append(heading[1])
        else:
            kept += _without_empty(section)
    if gone:
        kept.append(new_markdown_cell(_SAID[lang].format("、".join(gone) if lang == "zh" else "; ".join(gone))))  # type: ignore[no-untyped-call]
    return kept


def without_answer(cells: list[Any]) -> bool:
    """Whether the cell tagged as the answer says only that there is none."""
    answers = [cell for cell in cells if "answer" in cell.metadata.get("tags", [])]
    return any(cell.outputs and _empty(cell) for cell in answers)


def _by_heading(cells: list[Any]) -> Iterator[Any]:
    """The cells, prose that opens a section in its middle cut in two."""
    from nbformat.v4 import new_markdown_cell

    for cell in cells:
        parts = re.split(r"\n(?=## )", cell.source) if cell.cell_type == "markdown" else []
        if len(parts) > 1:
            yield from (new_markdown_cell(part.strip("\n")) for part in parts)  # type: ignore[no-untyped-call]
        else:
            yield cell


def _sections(cells: Iterator[Any]) -> list[list[Any]]:
    sections: list[list[Any]] = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    return [section for section in sections if section]


def _is_opening(code: list[Any]) -> bool:
    """Input and answer always stay: they say what there is and what there is not."""
    tags = {tag for cell in code for tag in cell.metadata.get("tags", [])}
    return "answer" in tags or any("open_report" in cell.source or "open_dataset" in cell.source for cell in code)


def _without_empty(section: list[Any]) -> Iterator[Any]:
    """A section without code that shows nothing, the prose that leads to it and remarks on it."""
    before: list[Any] = [section[0]]
    shown = True
    for cell in section[1:]:
        if cell.cell_type == "markdown":
            before.append(cell)
            continue
        shown = not _empty(cell)
        if shown:
            yield from before
            yield cell
            before = []
        else:
            before = [_heading_only(one) for one in before if one.source.startswith("## ")]
    if shown:
        yield from before


def _heading_only(cell: Any) -> Any:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(cell.source.split("\n")[0])  # type: ignore[no-untyped-call]


def _empty(cell: Any) -> bool:
    """Whether code shows nothing: no output, a sentence that says so, or a table without a row."""
    return all(_nothing(output) for output in cell.outputs)


def _nothing(output: Any) -> bool:
    if output.output_type not in ("execute_result", "display_data"):
        return False
    if output.get("metadata", {}).get("text/markdown", {}).get(ABSENT_MARK):
        return True
    html = output.data.get("text/html", "")
    return "<table" in html and "<td" not in html
