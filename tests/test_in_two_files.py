"""A report whose nine statements stand in a workbook and whose explanation is a text, as in Urumqi; blank forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import budgetlib as bl

OFFICE, YEAR = "青石市档案局", 2024
Rows = list[list[Any]]
CODED: Rows = [["项目", None], ["科目编码", "科目名称"]]
LINES: Rows = [["201", "一般公共服务支出"], ["20126", "档案事务"], ["2012601", "行政运行"], ["2012604", "档案馆"]]


def coded(heads: list[str], total: list[float], *values: list[float]) -> Rows:
    """A statement by functional class: two head rows, column numbers, the total, class, group and two items."""
    return [
        [*CODED[0], *heads],
        [*CODED[1], *[None] * len(heads)],
        ["栏次", None, *range(1, len(heads) + 1)],
        ["合计", None, *total],
        *[[*line, *row] for line, row in zip(LINES, (total, total, *values), strict=True)],
    ]


def two_sided(income: Rows, expenditure: Rows) -> Rows:
    rows: Rows = [["收入", None, None, "支出", None, None], ["项目", "行次", "决算数", "项目", "行次", "决算数"]]
    count = len(income)
    for number, (left, right) in enumerate(zip(income, expenditure, strict=True), start=1):
        rows.append([left[0], number, left[1], right[0], count + number, right[1]])
    return rows


STATEMENTS: dict[str, Rows] = {
    "收入支出决算总表": two_sided(
        [["一、一般公共预算财政拨款收入", 480.0], ["二、其他收入", 20.0], ["本年收入合计", 500.0], ["总计", 500.0]],
        [["一、一般公共服务支出", 500.0], [None, None], ["本年支出合计", 500.0], ["总计", 500.0]],
    ),
    "收入决算表": coded(
        ["本年收入合计", "财政拨款收入", "其他收入"], [500.0, 480.0, 20.0], [300.0, 300.0, 0.0], [200.0, 180.0, 20.0]
    ),
    "支出决算表": coded(
        ["本年支出合计", "基本支出", "项目支出"], [500.0, 300.0, 200.0], [300.0, 300.0, 0.0], [200.0, 0.0, 200.0]
    ),
    "财政拨款收入支出决算总表": two_sided(
        [["一、一般公共预算财政拨款", 480.0], ["本年收入合计", 480.0], ["总计", 480.0]],
        [["一、一般公共服务支出", 480.0], ["本年支出合计", 480.0], ["总计", 480.0]],
    ),
    "一般公共预算财政拨款支出决算表": coded(
        ["本年支出合计", "基本支出", "项目支出"], [480.0, 300.0, 180.0], [300.0, 300.0, 0.0], [180.0, 0.0, 180.0]
    ),
    "一般公共预算财政拨款基本支出决算表": [
        ["经济分类科目编码", "科目名称", "决算数"],
        ["301", "工资福利支出", 250.0],
        ["30101", "基本工资", 250.0],
        ["302", "商品和服务支出", 50.0],
        ["30201", "办公费", 50.0],
        ["合计", None, 300.0],
    ],
    "政府性基金预算财政拨款收入支出决算表": coded(["本年收入", "本年支出"], [None, None], [None, None], [None, None])[
        :4
    ],
    "国有资本经营预算财政拨款支出决算表": coded(["合计", "基本支出", "项目支出"], [None] * 3, [None] * 3, [None] * 3)[
        :4
    ],
    "财政拨款“三公”经费支出决算表": [
        ["项目", "预算数", "决算数"],
        ["“三公”经费合计", 6.0, 5.0],
        ["1.因公出国（境）费", 0.0, 0.0],
        ["2.公务用车购置及运行维护费", 4.0, 3.5],
        ["3.公务接待费", 2.0, 1.5],
    ],
}
EMPTY_NOTE = "注：本部门2024年度没有此项收入和支出，本表为空表。"
PROSE = """青石市档案局2024年度部门决算情况说明

第二部分 2024年度部门决算情况说明

一、收入支出决算总体情况说明

2024年度收入总计500.00万元，其中：本年收入合计500.00万元。支出总计500.00万元，其中：本年支出合计500.00万元。

二、收入决算情况说明

本年收入合计500.00万元，其中：财政拨款收入480.00万元，占96.00%；其他收入20.00万元，占4.00%。

三、支出决算情况说明

本年支出合计500.00万元，其中：基本支出{basic}万元，占{share}%；项目支出{projects}万元，占{rest}%。

五、一般公共预算财政拨款支出决算情况说明

2024年度一般公共预算财政拨款支出480.00万元，占本年支出合计的96.00%。

八、财政拨款“三公”经费支出决算情况说明

2024年度“三公”经费财政拨款支出决算为5.00万元，其中：公务接待费支出决算为1.50万元。
"""
SOUND = {"basic": "300.00", "share": "60.00", "projects": "200.00", "rest": "40.00"}


def workbook(folder: Path, office: str = OFFICE, filled: bool = True) -> Path:
    """Nine sheets, each with title, number, office and unit above the statement."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (title, rows) in enumerate(STATEMENTS.items(), start=1):
        sheet = book.create_sheet(title[:28])
        width = max(map(len, rows))
        blank = [None] * (width - 1)
        for row in ([title, *blank], [*blank, f"公开0{number}表"], [f"部门：{office}", *blank[1:], "金额单位：万元"]):
            sheet.append(row)
        for row in rows:
            sheet.append([cell if filled or not isinstance(cell, float) else None for cell in row])
            for cell in sheet[sheet.max_row]:
                cell.number_format = "0.00" if isinstance(cell.value, float) else "General"
        if number in (7, 8) and filled:
            sheet.append([EMPTY_NOTE, *blank])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    book.properties.title = f"{office}{YEAR}年度部门决算"
    cover = book.create_sheet("封面", 0)
    cover.append([f"{office}{YEAR}年度部门决算公开表"])
    path = folder / "决算公开表.xlsx"
    book.save(path)
    return path


def prose(folder: Path, ending: str = ".txt", **changes: str) -> Path:
    """The explanation as a text, or as a PDF of several pages."""
    path, text = folder / f"情况说明{ending}", PROSE.format(**SOUND | changes)
    if ending == ".pdf":
        typst, fonts = pytest.importorskip("typst"), pytest.importorskip("pylopdf_fonts_zh_cn")
        page = '#set page(width: 300pt, height: 260pt, margin: 30pt)\n#set text(font: "Noto Sans SC", size: 10pt)\n'
        source, folders = (page + text).encode(), [str(Path(fonts.__file__).parent)]
        path.write_bytes(typst.compile(source, font_paths=folders, ignore_system_fonts=True))
    else:
        path.write_text(text, encoding="utf-8")
    return path


ENDINGS = pytest.mark.parametrize("ending", [".txt", ".pdf"])


@ENDINGS
def test_nine_statements_and_their_explanation_are_one_sound_report(tmp_path: Path, ending: str) -> None:
    report = bl.read_report([prose(tmp_path, ending), workbook(tmp_path)])
    found = report.statements
    assert list(found["statement"]) == [
        *("income_expenditure", "income", "expenditure", "appropriation", "general_public", "basic"),
        *("government_fund", "state_capital", "three_public"),
    ]
    assert found["found"].all() and list(found.loc[found["empty"], "statement"]) == ["government_fund", "state_capital"]
    assert (report.identity.agency, report.identity.fiscal_year, report.identity.report_type) == (OFFICE, YEAR, "final")
    assert list(report.findings["message_zh"]) == []
    assert not report.unread.shape[0]
    claims = report.claims.set_index("item")["confirmed_by"]
    assert {"基本支出", "项目支出"} <= set(claims[claims.notna()].index)
    assert set(report.claims["file"]) == {f"情况说明{ending}"} and set(report.lines["file"]) == {"决算公开表.xlsx"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basic": "310.00", "share": "62.00", "projects": "190.00", "rest": "38.00"}, ("310.00", "300.00")),
        ({"basic": "300.00", "projects": "200.00", "share": "60.00", "rest": "42.00"}, ("42.00", "40.00")),
    ],
)
@ENDINGS
def test_a_slip_between_the_two_is_found(
    tmp_path: Path, ending: str, changes: dict[str, str], words: tuple[str, str]
) -> None:
    report = bl.read_report([prose(tmp_path, ending, **changes), workbook(tmp_path)])
    errors = report.findings[report.findings["severity"] == "error"]
    assert any(all(word in said for word in words) for said in errors["message_zh"]), report.findings["message_zh"]


def test_a_blank_form_is_nine_empty_statements_and_no_finding(tmp_path: Path) -> None:
    report = bl.read_report(workbook(tmp_path, "青石市XX局", filled=False))
    assert report.statements["found"].all() and report.statements["empty"].all() and len(report.statements) == 9
    assert report.reports.loc[0, "edition"] == "form" and report.reports.loc[0, "figures"] == 0
    assert not report.findings.shape[0]


def test_a_report_of_an_office_without_a_figure_is_still_a_finding(tmp_path: Path) -> None:
    report = bl.read_report(workbook(tmp_path, filled=False))
    assert "form.empty_statement" in set(report.findings["rule"])
