"""Two reports: a small one made here, of a statement and a sentence, and the bundled typeset edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Document, Grid
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

BODY = """
#set document(date: none)
#set page(width: 595pt, height: 842pt, margin: 60pt)
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
#set smartquote(enabled: false)
#align(center)[某市某局2024年度部门决算]

第二部分 2024年度部门决算表

#align(center)[收入决算表]
#align(right)[单位：万元]
#table(columns: (90pt, 130pt, 80pt, 80pt), inset: 4pt,
  table.cell(colspan: 2)[项目], table.cell(rowspan: 2)[本年收入合计], table.cell(rowspan: 2)[财政拨款收入],
  [功能分类科目编码], [科目名称],
  [201], [一般公共服务支出], [1,234.56], [1,234.56],
  [20103], [政府办公厅及相关机构事务], [1,234.56], [1,234.56],
  [206], [科学技术支出], [800.44], [],
  table.cell(colspan: 2)[合计], [2,035.00], [1,234.56])

#pagebreak()
第三部分 2024年度部门决算情况说明

一、收入支出决算总体情况说明

2024年度的收入总计2,035.00万元，支出总计2,035.00万元。与2023年度相比，收入总计增加35.00万元，增长1.75%。

二、收入决算情况说明

本年收入合计2,035.00万元，其中：财政拨款收入1,234.56万元，占60.67%。
"""


@pytest.fixture(scope="session")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two pages: 收入决算表, and two sections of prose."""
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    path = tmp_path_factory.mktemp("small") / "small.pdf"
    folder = str(Path(fonts.__file__).parent)
    path.write_bytes(typst.compile(BODY.encode(), font_paths=[folder], ignore_system_fonts=True))
    return path


@pytest.fixture
def small(small_pdf: Path) -> Report:
    return read_report(small_pdf)


@pytest.fixture(scope="session")
def edition_pdf() -> Path:
    """The bundled edition, with self-evaluations and indicators."""
    return Path(__file__).parents[2] / "data" / "reports" / "urumqi-science-technology-2024.pdf"


@pytest.fixture(scope="session")
def edition(edition_pdf: Path) -> Report:
    return read_report(edition_pdf)


Misread = Callable[[Report, str, str], Report]


@pytest.fixture
def misread() -> Misread:
    """A report whose first reading got one text wrong: in the first cell or paragraph that has it."""

    def with_error(report: Report, right: str, wrong: str) -> Report:
        return Report(parse(_with(report.document, right, wrong)))

    return with_error


def _with(document: Document, right: str, wrong: str) -> Document:
    blocks = list(document.blocks)
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            at = next((n for n, cell in enumerate(block.cells) if cell.text == right), None)
            if at is not None:
                cells = list(block.cells)
                cells[at] = cells[at]._replace(text=wrong)
                blocks[number] = replace(block, cells=tuple(cells))
                return replace(document, blocks=tuple(blocks))
        elif right in block.text:
            blocks[number] = replace(block, text=block.text.replace(right, wrong, 1))
            return replace(document, blocks=tuple(blocks))
    raise AssertionError(f"{right} stands nowhere")
