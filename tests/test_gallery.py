"""The page that opens build/: a card per notebook in reading order, and which reports are sample copies."""

from __future__ import annotations

from pathlib import Path

import nbformat.v4 as v4

from budgetlib import gallery
from budgetlib.build import Executed


class Bundled:
    """A report as far as the page looks at it."""

    def __init__(self, title: str, edition: str) -> None:
        self.row = {"title": title, "fiscal_year": 2024, "source": f"{title}.pdf", "edition": edition}

    def records(self, table: str):
        return iter([self.row])


def executed(out: Path, number: int) -> Executed:
    output = v4.new_output("stream", name="stdout", text=f"第{number}条结论。\nIts finding.\n")
    cells = [v4.new_markdown_cell(f"# 问题{number}？\n*A question*"), v4.new_code_cell("", outputs=[output])]
    name = f"{number:02}-notebook"
    return Executed(Path(f"{name}.ipynb"), out / "notebooks" / f"{name}.html", v4.new_notebook(cells=cells))


def test_cards_stand_in_reading_order_with_question_and_answer(tmp_path):
    page = gallery.write_index([executed(tmp_path, number) for number in (9, 10)], [], tmp_path).read_text("utf-8")
    ninth, tenth = page.index("问题9？"), page.index("问题10？")
    assert ninth < page.index("第9条结论。") < tenth < page.index("第10条结论。")
    assert 'href="notebooks/10-notebook.html"' in page


def test_a_sample_copy_is_marked_in_the_list_of_reports(tmp_path):
    reports = [Bundled("甲局", "typeset"), Bundled("乙局", "sample")]
    page = gallery.write_index([], reports, tmp_path).read_text("utf-8")
    assert page.count("样本副本") == 1
    assert page.index("乙局.pdf") < page.index("样本副本")
