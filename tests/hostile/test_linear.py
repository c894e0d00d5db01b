"""The work that a paragraph costs grows with its length, from the file to the tables.

Counted are lines of code that run: what grows quadratically runs sixteen times as many for four times the text, what is
exponential never comes back. Patterns run outside of lines; ``tests/parsers/prose/test_linear.py`` looks at their
structure, and ``benchmarks/bench_linear.py`` at the time.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from re._parser import parse

import docx
import openpyxl
import pytest
from tests.counting import lines_run
from tests.hostile.reports import RULES, pages
from tests.parsers.prose.test_linear import can_run_back

from budgetlib import checks, read_report
from budgetlib.readers.document import UnreadableReport
from budgetlib.reference import load
from budgetlib.report import Report
from budgetlib.running.pipeline import read_here

HEAD = (
    "某市某局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n"
    "2023年度收入总计120.00万元，其中：本年收入合计100.00万元，年初结转和结余20.00万元。\n\n"
)
SHORT, TAB = 1_000, "\t"
CHARACTERS = ["其中", "占", "比", "与", "的", "（", "收入12.34万元，"]
MORE = [
    "1 ",
    "(1)",
    "年与上年",
    "）",
    "…",
    "12%",
    "2023年",
    "万元",
    "（其中",
    "情况说明",
    "主要原因是",
    "（类）",
    "a b",
    "1,",
    "“",
    "-",
    "、",
    "人员编制1人",
]


LINES = {
    "rows of a table": "2010101\t行政运行\t12.34\t5.00\n",
    "rows without figures": "行政运行\t\t\t\n",
    "many small tables": "收入决算表\n单位：万元\n项目\t合计\n行政运行\t1.00\n\n",
    "one wide row": "1.00\t",
    "headings": "一、收入决算情况说明\n\n",
    "lines of contents": "一、收入决算情况说明…………12\n",
    "short paragraphs": "2023年度收入总计1.00万元。\n\n",
    "indicators": "产出指标\t数量指标\t座位数\t50个\t40个\t10\t8\n",
}


def as_text(text: str, path: Path) -> None:
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")


def in_a_workbook(text: str, path: Path) -> None:
    book = openpyxl.Workbook()
    for line in f"{HEAD}{text}".split("\n"):
        book.active.append([cell or None for cell in line.split("\t")])
    book.save(path)


def in_word(text: str, path: Path) -> None:
    package = docx.Document()
    for line in HEAD.split("\n"):
        package.add_paragraph(line)
    rows = [line.split("\t") for line in text.strip().split("\n")]
    table = package.add_table(len(rows), max(map(len, rows)))
    for row, cells in zip(rows, table.rows, strict=True):
        for cell, words in zip(cells.cells, row, strict=False):
            cell.text = words
    package.save(str(path))


def in_a_web_page(text: str, path: Path) -> None:
    rows = "".join(f"<tr><td>{'</td><td>'.join(line.split(TAB))}</td></tr>" for line in text.split("\n"))
    path.write_text(f"<html><body><p>{HEAD * 2}</p><table>{rows}</table></body></html>", encoding="utf-8")


def in_a_pdf(text: str, path: Path) -> None:
    """As many pages as a text of that length has lines, all with a drawn table."""
    rules = f"BT /F1 12 Tf 20 20 Td (2023 12.50) Tj ET {RULES}"
    path.write_bytes(pages(rules, text.count("\n") + 1))


FORMATS = {".xlsx": in_a_workbook, ".docx": in_word, ".html": in_a_web_page, ".pdf": in_a_pdf}


def work(path: Path, write: Callable[[str, Path], None], text: str) -> int:
    """Lines of code that run while a report with this text is read, parsed and checked, in this process."""
    write(text, path)

    def reading() -> None:
        with suppress(UnreadableReport):
            list(Report(read_here([path])).records("reports"))

    reading()  # what is loaded and remembered once
    return lines_run(reading)


def grows_with_its_length(path: Path, write: Callable[[str, Path], None], piece: str, length: int = SHORT) -> None:
    """Twice and four times the text are about twice and four times the work."""
    base = work(path, write, "")
    one, two, four = ((work(path, write, (piece * n)[:n])) - base for n in (length, 2 * length, 4 * length))
    assert two <= 2.6 * max(one, 200), (one, two, four)
    assert four <= 5 * max(one, 200), (one, two, four)


@pytest.mark.parametrize("piece", CHARACTERS + MORE)
def test_four_times_the_text_is_about_four_times_the_work(tmp_path: Path, piece: str) -> None:
    grows_with_its_length(tmp_path / "report.txt", as_text, piece)


@pytest.mark.parametrize("kind", LINES)
def test_four_times_the_lines_are_about_four_times_the_work(tmp_path: Path, kind: str) -> None:
    grows_with_its_length(tmp_path / "report.txt", as_text, LINES[kind])


@pytest.mark.parametrize("kind", ["rows of a table", "indicators"])
@pytest.mark.parametrize("ending", FORMATS)
def test_four_times_the_rows_are_about_four_times_the_work_in_every_format(
    tmp_path: Path, ending: str, kind: str
) -> None:
    grows_with_its_length(tmp_path / f"report{ending}", FORMATS[ending], LINES[kind])


OF_SHORT_TEXTS = {"contents.ORDINAL", "headings._NAMED_HEADING", "index._ORDINAL", "indicators._BRACKETS"}
OF_SHORT_TEXTS |= {"form.PLACEHOLDER", "slips._OFFICE"}
"""Patterns that look at one place, a heading or a name, or of which a run has one beginning."""


def patterns_of_checks() -> dict[str, str]:
    """Every pattern that a check applies to a text, by its name."""
    words = (word for one in load("form")["pattern"] for word in one["words"])
    found = {f"form {number}": word for number, word in enumerate(words)}
    for module in pkgutil.iter_modules(checks.__path__):
        names = vars(import_module(f"{checks.__name__}.{module.name}")).items()
        found |= {f"{module.name}.{name}": one.pattern for name, one in names if isinstance(one, re.Pattern)}
    return {name: text for name, text in found.items() if name not in OF_SHORT_TEXTS}


@pytest.mark.parametrize("name", patterns_of_checks())
def test_no_pattern_of_a_check_runs_back_over_the_text(name: str) -> None:
    """40,000 digits took a minute in a check, and sixteen times as long as 10,000."""
    assert not can_run_back(parse(patterns_of_checks()[name]))


def test_many_comparisons_in_a_paragraph(tmp_path: Path) -> None:
    """Each copied the rest of the paragraph."""
    grows_with_its_length(tmp_path / "report.txt", as_text, "年与上年")


def test_many_amounts_in_a_sentence(tmp_path: Path) -> None:
    """Each looked at all before it."""
    grows_with_its_length(tmp_path / "report.txt", as_text, "收入12.00万元", 2 * SHORT)


def names(count: int) -> str:
    joined = "、".join(f"第{number}办公室（党委第{number}办公室）" for number in range(count))
    return f"{joined}支出5.00万元，比上年增加1.00万元。"


def test_names_with_brackets_do_not_double_the_time_each(tmp_path: Path) -> None:
    """Twenty took ten seconds, twenty-four three minutes."""
    path = tmp_path / "report.txt"
    base = work(path, as_text, "")
    few, many = (work(path, as_text, names(count)) - base for count in (5, 20))
    assert many <= 5 * max(few, 200), (few, many)


def test_empty_brackets_do_not_hang(tmp_path: Path) -> None:
    grows_with_its_length(tmp_path / "report.txt", as_text, "（）")


def test_a_path_keeps_the_brackets_of_its_names(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    sentence = "一般公共服务（示范）支出（类）甲（本级）事务（款）行政运行（项）支出决算5.00万元。"
    path.write_text(f"{HEAD}{sentence}\n", encoding="utf-8")
    claims = read_report(path).claims
    (item,) = claims.loc[claims["value"] == 5.0, "item"]
    assert item == "一般公共服务（示范）支出/甲（本级）事务/行政运行"
