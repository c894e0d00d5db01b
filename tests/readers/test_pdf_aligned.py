"""Tables of PDF pages without rules: columns that are plain from alignment, and text that is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from budgetlib.parsers.identity import Identity
from budgetlib.parsers.tables import read_tables
from budgetlib.readers.document import Grid
from budgetlib.readers.pdf import read_pdf

SETTINGS = """
#set document(date: none)
#set page(width: 480pt, height: 600pt, margin: 50pt)
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
"""
ROWS = """#grid(columns: (auto, 1fr, 1fr, 1fr), row-gutter: 8pt, align: (left, right, right, right),
[科目名称],[合计],[基本支出],[项目支出],
[合计],[1,235.50],[1,035.00],[200.50],
[一般公共服务支出],[1,200.50],[1,000.00],[200.50],
[住房保障支出],[35.00],[35.00],[],
)
"""
PROSE = "本年支出合计1,235.50万元，其中基本支出1,035.00万元，项目支出200.50万元。\n"


@pytest.fixture
def typeset(tmp_path: Path) -> Callable[[str], Path]:
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")

    def compile_pdf(body: str) -> Path:
        path = tmp_path / "report.pdf"
        folder = str(Path(fonts.__file__).parent)
        path.write_bytes(typst.compile((SETTINGS + body).encode(), font_paths=[folder], ignore_system_fonts=True))
        return path

    return compile_pdf


def test_a_table_without_rules_on_a_wide_page(typeset: Callable[[str], Path]) -> None:
    wide = "#set page(width: 1100pt)\n#align(center)[支出决算表]\n\n单位：万元\n\n"
    document = read_pdf(typeset(wide + ROWS))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.rows()[3]] == ["住房保障支出", "35.00", "35.00", ""]


def test_a_table_without_rules_under_its_title(typeset: Callable[[str], Path]) -> None:
    document = read_pdf(typeset(f"#align(center)[支出决算表]\n\n单位：万元\n\n{ROWS}\n{PROSE}"))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.aligned
    assert [[cell.text for cell in row] for row in grid.rows()] == [
        ["科目名称", "合计", "基本支出", "项目支出"],
        ["合计", "1,235.50", "1,035.00", "200.50"],
        ["一般公共服务支出", "1,200.50", "1,000.00", "200.50"],
        ["住房保障支出", "35.00", "35.00", ""],
    ]
    assert all(cell.bbox and cell.page == 1 for cell in grid.cells)
    prose = ["".join(paragraph.text.split()) for _, paragraph in document.paragraphs()]
    assert prose == ["支出决算表", "单位：万元", PROSE.strip()]
    tables = read_tables(document, Identity("云岭市气象局", "云岭市气象局", 2023, "final", "department", ""))
    (table,) = tables.printed
    assert (table.statement, table.unit, table.complete) == ("expenditure", "万元", False), (
        "marked as told by alignment"
    )
    blank = [row.values["value"] for row in tables.lines if row.values["name"] == "住房保障支出"]
    assert blank == [35.0, 35.0, None]


def test_columns_of_text_without_title_or_unit_are_no_table(typeset: Callable[[str], Path]) -> None:
    document = read_pdf(typeset(f"各项支出如下\n\n{ROWS}"))
    assert not [block for block in document.blocks if isinstance(block, Grid)]


def test_prose_under_a_title_is_no_table(typeset: Callable[[str], Path]) -> None:
    document = read_pdf(typeset(f"支出决算表\n\n{PROSE * 6}"))
    assert not [block for block in document.blocks if isinstance(block, Grid)]


GROUPED = """#set grid(row-gutter: 8pt, align: (x, y) => if y < 2 {center} else {right})
#grid(columns: (1.2fr, 1fr, 1fr, 1fr, 1fr, 1fr),
[%s],[],grid.cell(colspan: 3)[基本支出],[],
[科目名称],[合计],[小计],[人员经费],[公用经费],[项目支出],
[合计],[1,235.50],[1,035.00],[835.00],[200.00],[200.50],
[教育支出],[1,200.50],[1,000.00],[800.00],[200.00],[200.50],
)
"""


@pytest.mark.parametrize("beside", ["", "项目"])
def test_a_heading_centred_over_columns_that_it_does_not_touch_heads_none(
    typeset: Callable[[str], Path], beside: str
) -> None:
    """基本支出 stands over 小计, 人员经费 and 公用经费, and touches one of them: nobody can tell 小计 of what."""
    settings = "#set page(width: 700pt)\n#align(center)[支出决算表]\n\n单位：万元\n\n"
    document = read_pdf(typeset(settings + GROUPED % beside))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.unclear
    tables = read_tables(document, Identity("云岭市气象局", "云岭市气象局", 2023, "final", "department", ""))
    found = [(row.values["name"], row.values["column"], row.values["value"]) for row in tables.lines]
    assert found[:2] == [("合计", None, 1235.5), ("合计", None, 1035.0)], "placed, and not understood"
    assert {column for _, column, _ in found} == {None}


def test_columns_that_touch(typeset: Callable[[str], Path]) -> None:
    """A figure and the label right of it are two; two labels that run into each other are a row nobody can tell."""
    settings = "#set page(width: 620pt)\n#align(center)[收入支出决算总表]\n\n单位：万元\n\n"
    rows = """#grid(columns: (1fr, 60pt, 122pt, 90pt, 70pt), row-gutter: 8pt, align: (left, right, left, left, right),
[收入],[金额],[支出],[类别],[金额],
[一、财政拨款],[200.50],[一、教育支出],[基本],[200.50],
[二、事业收入],[40.00],[二、住房保障支出],[项目],[40.00],
[三、其他收入],[9.00],[三、社会保障和就业支出等],[基本],[9.00],
)
"""
    document = read_pdf(typeset(settings + rows))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.rows()[1]] == ["一、财政拨款", "200.50", "一、教育支出", "基本", "200.50"]
    assert len(grid.rows()[3]) == 1, "三、社会保障和就业支出等基本: a label over two columns"
