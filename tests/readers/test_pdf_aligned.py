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
