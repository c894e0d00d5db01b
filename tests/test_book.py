"""A book of reports: which notebooks are executed, one language, the pages, the search, what fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import nbformat.v4 as v4
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from tests.bookpages import faults
from typer.testing import CliRunner

from budgetlib import __version__, analysis
from budgetlib.analysis.holds import report_title
from budgetlib.analysis.notebook import say
from budgetlib.analysis.sentences import Sentence
from budgetlib.book.build import BuildError, new_folder, project_root
from budgetlib.book.execute import Executed, Job, _renumber, execute_all, filled
from budgetlib.book.language import in_language
from budgetlib.book.pages import Chapter, cover, word
from budgetlib.book.search import pairs
from budgetlib.book.sources import BookError, notebooks
from budgetlib.book.tables import for_pages
from budgetlib.book.write import writable
from budgetlib.cli import app
from budgetlib.cli.terminal import Formatter, columns, help_of, wrapped
from budgetlib.running.pipeline import read_report

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "data" / "reports"
EXTERNAL = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")


@pytest.fixture(scope="module")
def budget():
    return read_report(REPORTS / "putuo-commerce-budget-2025.pdf")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """The book of one budget, which has neither self-evaluations nor spending."""
    out = tmp_path_factory.mktemp("book") / "site"
    result = CliRunner().invoke(app, ["book", str(REPORTS / "putuo-commerce-budget-2025.pdf"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


PROSE = """# 钱在哪里？
*Where is the money?*

## 总额 / Totals

合计见下。

*See the sum below.*"""


def test_a_page_is_in_one_language():
    assert in_language(PROSE, "zh") == "# 钱在哪里？\n\n## 总额\n\n合计见下。"
    assert in_language(PROSE, "en") == "# Where is the money?\n\n## Totals\n\nSee the sum below."


def test_a_sentence_in_a_list_keeps_its_mark_in_either_language():
    said = say(Sentence("甲局12.50万元。", "Office A: 12.50.")).data
    assert in_language(said, "zh") == "- 甲局12.50万元。"
    assert in_language(said, "en") == "- Office A: 12.50."


def test_marks_of_a_report_do_not_become_markup():
    assert "\\*\\*甲\\*\\*" in say(Sentence("项目**甲**。", "Project **甲**.")).data


def test_tables_of_a_page_have_figures_to_the_right_and_no_blank_column():
    table = pd.DataFrame({"项目": ["甲", "乙"], "金额": ["1,234.50", "—"], "页": ["3", "乙"]}, index=["", ""])
    shown = for_pages(table.to_html())
    assert re.findall(r"<t[hd][^>]*>.*?<", shown) == [
        *("<th>项目<", '<th class="digits">金额<', "<th>页<"),
        *("<td>甲<", '<td class="digits">1,234.50<', "<td>3<"),
        *("<td>乙<", '<td class="digits">—<', "<td>乙<"),
    ]
    assert for_pages("<table><tr><td colspan=2>1</td></tr></table>") == "<table><tr><td colspan=2>1</td></tr></table>"


def test_the_cover_opens_with_the_first_sentence_of_each_answer(budget):
    said = say(Sentence("全部支出12.50万元。", "All spending: 12.50."), Sentence("其次。", "Second."))
    cell = v4.new_code_cell(
        "x", metadata={"tags": ["answer"]}, outputs=[v4.new_output("display_data", {"text/markdown": said.data})]
    )
    shown = v4.new_notebook(cells=[cell], metadata={"budgetlib": {"cover": True}})
    done = [
        Executed(Job(name, Path(name), {}, Path()), one) for name, one in (("02-a", shown), ("05-b", v4.new_notebook()))
    ]
    text = cover([Chapter("notebooks", "甲", budget, tuple(done))], [budget], "zh", "tables.xlsx")
    assert text.split("\n")[4] == "- 全部支出12.50万元。 [详见](notebooks/02-a.ipynb)"
    text = cover([Chapter("notebooks", "甲", budget, tuple(done))], [budget], "en", "tables.xlsx")
    assert text.split("\n")[4] == "- All spending: 12.50. [more](notebooks/02-a.ipynb)"


def test_the_cover_of_one_report_has_no_heading_for_it_and_that_of_two_names_each(budget):
    one, two = (cover([], [budget] * number, "en", "tables.xlsx").split("\n") for number in (1, 2))
    found, title = f"## {word('found', 'en')}", f"## {report_title(budget, 'en')}"
    assert one.count(found) == 1 and title not in one
    assert two.count(title) == 2 and two.count(f"#{found}") == 2 and found not in two


def test_cells_and_their_results_are_counted_from_one_and_what_was_printed_has_no_count():
    outputs = [v4.new_output("stream", text="甲"), v4.new_output("execute_result", execution_count=7)]
    cells = [v4.new_code_cell("1", execution_count=6), v4.new_markdown_cell("乙")]
    notebook = v4.new_notebook(cells=[*cells, v4.new_code_cell("2", execution_count=7, outputs=outputs)])
    _renumber(notebook)
    assert [cell.get("execution_count") for cell in notebook.cells] == [1, None, 2]
    assert [output.get("execution_count") for output in notebook.cells[2].outputs] == [None, 2]


def test_chinese_is_searched_by_pairs_of_characters():
    assert pairs("“三公”经费2024 GDP") == ["三公", "经费", "2024", "GDP"]
    assert pairs("公务用车") == ["公务", "务用", "用车"]


def test_a_report_says_what_it_lacks(budget):
    has = analysis.holdings(budget)
    assert has.three_public and has.statements
    assert not has.execution and not has.completions
    (said,) = has.lacks("execution", "completions", "three_public")  # one thing said once
    assert "预算" in said.zh and "budget" in said.en


def test_only_notebooks_that_the_report_can_fill_are_executed(budget):
    has = analysis.holdings(budget)
    fill = {notebook.name[:2] for notebook in notebooks() if notebook.filled_by(has)}
    assert {"01", "02", "03", "05", "07"} <= fill
    assert not {"04", "06", "09"} & fill


def test_parameters_stand_in_a_cell_of_their_own_after_the_tagged_one():
    cells = [v4.new_code_cell("a = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell("a")]
    notebook = filled(v4.new_notebook(cells=cells), {"a": ["b'c"], "lang": "zh"})
    assert [cell.source for cell in notebook.cells] == ["a = 1", "a = [\"b'c\"]\nlang = 'zh'", "a"]
    with pytest.raises(ValueError, match="parameters"):
        filled(v4.new_notebook(), {"a": 1})


def test_a_notebook_that_fails_is_named_and_the_others_run(tmp_path):
    for name, source in (("1-good", "1 + 1"), ("2-bad", "1 / 0"), ("3-good", "assert 'x' not in globals()\nx = 3")):
        nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source)]), tmp_path / f"{name}.ipynb")
    jobs = [Job(path.stem, path, {}, tmp_path / "charts") for path in sorted(tmp_path.glob("*.ipynb"))]
    done = execute_all([*jobs, jobs[2]], lambda one: None, workers=1)
    assert [bool(one.error) for one in done] == [False, True, False, False]
    assert "ZeroDivisionError" in done[1].error
    assert done[0].notebook.cells[0].outputs[0].data["text/plain"] == "2"
    assert done[0].notebook.cells[0].execution_count == 1


@pytest.mark.slow
def test_the_book_of_a_budget_is_about_that_budget_only(book, budget):
    text = "".join(path.read_text(encoding="utf-8") for path in book.rglob("*.html"))
    assert "商务委员会" in text
    for other in ("乌鲁木齐", "规划和自然资源", "社会工作部", "Urumqi"):
        assert other not in text
    assert (book / "tables" / "tables.xlsx").exists()
    assert list((book / "charts" / "notebooks").glob("03-*.svg"))
    assert not (book.parent / "jupyter_execute").exists()


@pytest.mark.slow
def test_no_page_has_a_gap_a_raw_code_or_another_office(book):
    pages = [*(book / "notebooks").glob("*.html"), *(book / "together").glob("*.html")]
    assert len(pages) >= 6
    others = ("乌鲁木齐", "规划和自然资源", "社会工作部")
    assert [fault for page in pages for fault in faults(page, others)] == []


@pytest.mark.slow
def test_no_page_asks_another_machine_for_anything(book):
    for page in book.rglob("*.html"):
        assert not EXTERNAL.search(page.read_text(encoding="utf-8")), page
    assert "splitQuery" in (book / "_static" / "language_data.js").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_font_holds_what_the_search_says(book):
    """Its answer that nothing was found stood in boxes on a machine without Chinese fonts."""
    (font,) = (book / "_static").glob("chinese.woff*")
    held = TTFont(font).getBestCmap()
    assert [char for char in "请确保关键词拼写正确，并且选择了合适的分类" if ord(char) not in held] == []


def test_a_folder_with_something_else_is_not_replaced(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BookError, match="something else"):
        writable(tmp_path)
    assert CliRunner().invoke(app, ["book", str(tmp_path / "none.pdf"), "--out", str(tmp_path)]).exit_code == 2


def test_a_new_folder_is_a_project(tmp_path):
    made = new_folder(tmp_path / "mine")
    assert project_root(made) == made
    assert len(list((made / "notebooks").glob("[0-9]*.ipynb"))) == len(notebooks())
    assert (made / "README.md").read_text(encoding="utf-8").startswith("# ")
    with pytest.raises(BuildError, match="empty"):
        new_folder(made)


def test_help_is_in_both_languages_and_whole_at_80_columns():
    for name, text in help_of(app):
        assert re.search("[\u4e00-\u9fff]", text), name
        assert not re.search(r"\.\.\.$", text.split("\n", 1)[1], re.MULTILINE), name
        assert max(map(columns, text.split("\n"))) <= 80, name
    top = CliRunner().invoke(app, ["--help"]).output
    assert "..." not in top.split("\n", 1)[1]
    assert max(map(columns, top.split("\n"))) <= 80


def test_a_name_too_long_for_its_column_has_a_line_of_its_own():
    """Thirty columns for names and two between: a name of thirty has its meaning beside it, one of 31 below it."""
    shown = []
    for length in (30, 31):
        formatter = Formatter()
        formatter.write_dl([("x" * length, "what it means")])
        shown.append(formatter.getvalue())
    assert shown == ["x" * 30 + "  what it means\n", "x" * 31 + "\n" + " " * 32 + "what it means\n"]


def test_lines_are_wrapped_by_the_width_that_characters_take():
    assert wrapped("报告读成表格 parse", 12) == ["报告读成表格", "parse"]
    assert all(columns(line) <= 10 for line in wrapped("部门预算部门决算的公开报告", 10))


def test_the_version_is_printed():
    assert CliRunner().invoke(app, ["--version"]).output == f"budgetlib {__version__}\n"


def test_notebooks_say_what_they_need():
    for notebook in notebooks():
        metadata = json.loads(notebook.path.read_text(encoding="utf-8"))["metadata"]["budgetlib"]
        assert set(metadata["needs"]) <= {"reports", "several", "bundled", *analysis.holds.ABSENT}
