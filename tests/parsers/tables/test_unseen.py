"""Layouts of tables that no report at hand has, as pages: each figure is read under its heading, with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import budgetlib

Cell = str | tuple[str, int, int] | None
"""Text; or text, columns and rows that it reaches over; None where a cell from the left or above does."""
Key = tuple[str | None, str]
"""Side and column of a figure."""


@dataclass(frozen=True)
class Layout:
    """A table: title, unit, head and body; the columns of names, and what those of figures are."""

    title: str
    statement: str
    head: list[list[Cell]]
    body: list[list[str]]
    columns: dict[int, Key]
    names: dict[str | None, int]
    """Of each side the column of the name."""
    unit: str = "单位：万元"
    factor: float = 1.0
    year: str = "某市气象局2025年部门预算"
    stroke: str = "0.5pt"

    def figures(self) -> dict[tuple[str | None, str, str], float]:
        """Side, name and column to the amount in 万元, of each cell that holds one."""
        return {
            (side, row[self.names[side]], column): round(float(row[at].replace(",", "")) * self.factor, 6)
            for row in self.body
            for at, (side, column) in self.columns.items()
            if row[at]
        }

    def pdf(self, path: Path) -> Path:
        """The table as a page."""
        typst, fonts = pytest.importorskip("typst"), pytest.importorskip("pylopdf_fonts_zh_cn")
        rows = [*self.head, *self.body]
        cells = ", ".join(_cell(cell) for row in rows for cell in row if cell is not None)
        source = (
            '#set page(width: 560pt, height: 500pt, margin: 30pt)\n#set text(font: "Noto Sans SC", size: 8pt)\n'
            f"{self.year}\n\n#align(center)[{self.title}]\n\n#align(right)[{self.unit}]\n\n"
            f"#table(columns: {len(self.body[0])}, align: left, stroke: {self.stroke}, {cells})\n"
        )
        folder = str(Path(fonts.__file__).parent)
        path.write_bytes(typst.compile(source.encode(), font_paths=[folder], ignore_system_fonts=True))
        return path


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return f"table.cell(colspan: {cell[1]}, rowspan: {cell[2]})[{cell[0]}]"
    return f"[{'#linebreak()'.join((cell or '').split('|'))}]"


AMOUNT, TOTAL, BASIC, PROJECT = (None, "amount"), (None, "total"), (None, "basic"), (None, "project")
FINAL = "某市气象局2024年部门决算"
CODED: list[Cell] = [("科目编码", 1, 2), ("科目名称", 1, 2)]
CLASSES: list[list[str]] = [
    ["201", "一般公共服务支出", "9.00", "5.00", "4.00"],
    ["20126", "档案事务", "9.00", "5.00", "4.00"],
    ["2012601", "行政运行", "5.00", "5.00", ""],
    ["2012604", "档案馆", "4.00", "", "4.00"],
    ["", "合计", "9.00", "5.00", "4.00"],
]
PLAIN: dict[int, Key] = {2: TOTAL, 3: BASIC, 4: PROJECT}
THREE: list[list[str]] = [
    ["合计", "9.00", "8.00", "7.00", "6.00", "5.50"],
    ["因公出国（境）费", "1.00", "1.00", "1.00", "1.00", "1.00"],
    ["公务接待费", "2.00", "1.50", "1.00", "1.00", "1.00"],
    ["公务用车购置及运行维护费", "6.00", "5.50", "5.00", "4.00", "3.50"],
]

LAYOUTS = {
    "three blocks, running costs first": Layout(
        "一般公共预算财政拨款基本支出决算表",
        "basic",
        [
            [("公用经费", 3, 1), None, None, ("人员经费", 6, 1), *[None] * 5],
            ["科目编码", "科目名称", "决算数"] * 3,
        ],
        [
            ["302", "商品和服务支出", "50.00", "301", "工资福利支出", "250.00", "303", "对个人和家庭的补助", "30.00"],
            ["30201", "办公费", "20.00", "30101", "基本工资", "200.00", "30301", "离休费", "10.00"],
            ["30202", "印刷费", "30.00", "30102", "津贴补贴", "50.00", "30302", "退休费", "20.00"],
        ],
        {2: (None, "amount"), 5: ("b", "amount"), 8: ("c", "amount")},
        {None: 1, "b": 4, "c": 7},
        year=FINAL,
    ),
    "totals above their parts": Layout(
        "收入支出决算总表",
        "income_expenditure",
        [[("收入", 2, 1), None, ("支出", 2, 1), None], ["项目", "决算数", "项目", "决算数"]],
        [
            ["总计", "520.00", "总计", "520.00"],
            ["本年收入合计", "500.00", "本年支出合计", "510.00"],
            ["一、一般公共预算财政拨款收入", "480.00", "一、一般公共服务支出", "500.00"],
            ["二、其他收入", "20.00", "二、教育支出", "10.00"],
            ["年初结转和结余", "20.00", "年末结转和结余", "10.00"],
        ],
        {1: ("income", "amount"), 3: ("expenditure", "amount")},
        {"income": 0, "expenditure": 2},
        year=FINAL,
    ),
    "codes of units": Layout(
        "部门收入总表",
        "income",
        [["单位编码", "单位名称", "合计", "一般公共预算", "其他收入"]],
        [
            ["", "合计", "12.00", "10.00", "2.00"],
            ["105001", "某市气象局机关", "8.00", "7.00", "1.00"],
            ["105002", "某市气象台", "4.00", "3.00", "1.00"],
        ],
        {2: TOTAL, 3: (None, "general_public"), 4: (None, "other")},
        {None: 1},
    ),
    "five years of three public expenses": Layout(
        "一般公共预算“三公”经费支出表",
        "three_public",
        [["项目", "2021年", "2022年", "2023年", "2024年", "2025年"]],
        THREE,
        {4: (None, "prior"), 5: (None, "budget")},
        {None: 0},
    ),
    "headings from top to bottom": Layout(
        "支出决算表",
        "expenditure",
        [["科目|编码", "科|目|名|称", "合|计", "基|本|支|出", "项|目|支|出"]],
        CLASSES,
        PLAIN,
        {None: 1},
        year=FINAL,
    ),
    "the unit in each heading": Layout(
        "部门支出总表",
        "expenditure",
        [["科目编码", "科目名称", "合计（元）", "基本支出（元）", "项目支出（元）"]],
        CLASSES,
        PLAIN,
        {None: 1},
        unit="",
        factor=0.0001,
    ),
    "the unit in the head, in thousands": Layout(
        "部门支出总表",
        "expenditure",
        [[("单位：千元", 5, 1), *[None] * 4], ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        CLASSES,
        PLAIN,
        {None: 1},
        unit="",
        factor=0.1,
    ),
    "no rules": Layout(
        "部门支出总表",
        "expenditure",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        CLASSES,
        PLAIN,
        {None: 1},
        stroke="none",
    ),
    "columns of economic classes": Layout(
        "支出预算分类表",
        "expenditure",
        [
            [*CODED, ("合计", 1, 2), ("基本支出", 3, 1), None, None, ("项目支出", 2, 1), None],
            ["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "商品和服务支出", "资本性支出"],
        ],
        [
            ["", "合计", "15.00", "5.00", "3.00", "2.00", "4.00", "1.00"],
            ["2012601", "行政运行", "10.00", "5.00", "3.00", "2.00", "", ""],
            ["2012604", "档案馆", "5.00", "", "", "", "4.00", "1.00"],
        ],
        {
            2: TOTAL,
            3: (None, "basic+wages"),
            4: (None, "basic+goods_services"),
            5: (None, "basic+households"),
            6: (None, "project+goods_services"),
            7: (None, "project+capital"),
        },
        {None: 1},
    ),
    "the budget under its sum, the change beside": Layout(
        "一般公共预算支出表",
        "general_public",
        [
            [*CODED, ("小计", 2, 1), None, ("基本支出", 2, 1), None, ("项目支出", 2, 1), None],
            ["2025年预算数", "增减变化情况"] * 3,
        ],
        [
            ["201", "一般公共服务支出", "90.00", "10.00", "50.00", "4.00", "40.00", "6.00"],
            ["", "合计", "90.00", "10.00", "50.00", "4.00", "40.00", "6.00"],
        ],
        {
            2: TOTAL,
            3: (None, "change+total"),
            4: BASIC,
            5: (None, "basic+change"),
            6: PROJECT,
            7: (None, "project+change"),
        },
        {None: 1},
    ),
    "last year, the budget in parts, the change": Layout(
        "一般公共预算支出表",
        "general_public",
        [
            [*CODED, ("2024年执行数", 1, 2), ("2025年预算数", 3, 1), None, None, ("增减变化情况", 1, 2)],
            ["小计", "基本支出", "项目支出"],
        ],
        [
            ["201", "一般公共服务支出", "80.00", "90.00", "50.00", "40.00", "10.00"],
            ["", "合计", "80.00", "90.00", "50.00", "40.00", "10.00"],
        ],
        {2: (None, "prior"), 3: TOTAL, 4: BASIC, 5: PROJECT, 6: (None, "change")},
        {None: 1},
    ),
    "two years on both sides": Layout(
        "收支总表",
        "income_expenditure",
        [
            [("收入", 3, 1), None, None, ("支出", 3, 1), None, None],
            ["项目", "2024年", "2025年"] * 2,
        ],
        [
            ["一、财政拨款收入", "480.00", "500.00", "一、基本支出", "300.00", "310.00"],
            ["二、其他收入", "20.00", "10.00", "二、项目支出", "200.00", "200.00"],
            ["收入总计", "500.00", "510.00", "支出总计", "500.00", "510.00"],
        ],
        {
            1: ("income", "prior"),
            2: ("income", "amount"),
            4: ("expenditure", "prior"),
            5: ("expenditure", "amount"),
        },
        {"income": 0, "expenditure": 3},
    ),
    "sides named over their labels only, the unit behind a stroke": Layout(
        "部门收支总表",
        "income_expenditure",
        [["收 入", "金额/万元", "支 出", "金额/万元"]],
        [
            ["财政拨款收入", "480.00", "基本支出", "300.00"],
            ["其他收入", "20.00", "项目支出", "200.00"],
            ["收入总计", "500.00", "支出总计", "500.00"],
        ],
        {1: ("income", "amount"), 3: ("expenditure", "amount")},
        {"income": 0, "expenditure": 2},
        unit="",
    ),
    "four columns of funds on one side": Layout(
        "财政拨款收入支出决算总表",
        "appropriation",
        [
            [("收入", 2, 1), None, ("支出", 4, 1), None, None, None],
            ["项目", "金额", "项目", "小计", "一般公共预算财政拨款", "政府性基金预算财政拨款"],
        ],
        [
            ["一、一般公共预算财政拨款", "480.00", "一、一般公共服务支出", "480.00", "480.00", ""],
            ["二、政府性基金预算财政拨款", "30.00", "二、城乡社区支出", "30.00", "", "30.00"],
            ["本年收入合计", "510.00", "本年支出合计", "510.00", "480.00", "30.00"],
        ],
        {
            1: ("income", "amount"),
            3: ("expenditure", "total"),
            4: ("expenditure", "general_public"),
            5: ("expenditure", "government_fund"),
        },
        {"income": 0, "expenditure": 2},
        year=FINAL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_stands_under_its_heading(tmp_path: Path, name: str) -> None:
    layout = LAYOUTS[name]
    report = budgetlib.read_report(layout.pdf(tmp_path / "report.pdf"))
    lines = report.lines[report.lines["column"].notna() & report.lines["amount"].notna()]
    assert set(lines["statement"]) == {layout.statement}
    sides = set(layout.names) <= {"income", "expenditure"}
    found = {
        (row["side"] if sides else None, row["name"], row["column"]): row["amount"] for row in lines.to_dict("records")
    }
    expected = {((side if sides else None), row, column): n for (side, row, column), n in layout.figures().items()}
    assert found == expected
    assert not (report.findings["severity"] == "error").any() and not (report.findings["rule"] == "prose.year").any()


BY_LEVEL: list[list[str]] = [
    ["", "", "", "合计", "9.00"],
    ["201", "", "", "一般公共服务支出", "9.00"],
    ["", "26", "", "档案事务", "9.00"],
    ["", "", "01", "行政运行", "5.00"],
    ["", "", "04", "档案馆", "4.00"],
]


def test_one_side_by_function_and_by_economic_class(tmp_path: Path) -> None:
    """The figures of the third block had the names of the second one."""
    head: list[list[Cell]] = [["收入", "预算数", "支出功能分类", "预算数", "支出经济分类", "预算数"]]
    body = [
        ["财政拨款收入", "480.00", "一般公共服务支出", "500.00", "工资福利支出", "300.00"],
        ["其他收入", "20.00", "", "", "商品和服务支出", "200.00"],
        ["收入总计", "500.00", "支出总计", "500.00", "支出总计", "500.00"],
    ]
    layout = Layout("部门收支总表", "income_expenditure", head, body, {}, {None: 0})
    lines = budgetlib.read_report(layout.pdf(tmp_path / "report.pdf")).lines
    found = [(row["side"], row["name"], row["amount"]) for row in lines.dropna(subset="amount").to_dict("records")]
    assert sorted(found) == sorted(
        [
            ("income", "财政拨款收入", 480.0), ("income", "其他收入", 20.0), ("income", "收入总计", 500.0),
            ("expenditure", "一般公共服务支出", 500.0), ("expenditure", "支出总计", 500.0),
            ("expenditure", "工资福利支出", 300.0), ("expenditure", "商品和服务支出", 200.0),
            ("expenditure", "支出总计", 500.0),
        ]
    )  # fmt: skip


def test_codes_in_three_columns_that_are_printed_once(tmp_path: Path) -> None:
    head: list[list[Cell]] = [[("科目编码", 3, 1), None, None, ("科目名称", 1, 2), ("合计", 1, 2)], ["类", "款", "项"]]
    layout = Layout("支出预算总表", "expenditure", head, BY_LEVEL, {4: TOTAL}, {None: 3})
    lines = budgetlib.read_report(layout.pdf(tmp_path / "report.pdf")).lines
    assert list(lines["code"].fillna("")) == ["", "201", "20126", "2012601", "2012604"]
    assert list(lines["amount"]) == [9.0, 9.0, 9.0, 5.0, 4.0]


def test_three_public_expenses_with_a_row_for_each_year(tmp_path: Path) -> None:
    """The year before in the first row was a wrong year, though the next row has that of the report."""
    head: list[list[Cell]] = [["年度", "合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]]
    body = [
        ["2024年预算数", "6.00", "1.00", "4.00", "1.00"],
        ["2025年预算数", "5.50", "1.00", "3.50", "1.00"],
        ["增减变化", "-0.50", "0.00", "-0.50", "0.00"],
    ]
    layout = Layout("一般公共预算“三公”经费支出表", "three_public", head, body, {}, {None: 0})
    report = budgetlib.read_report(layout.pdf(tmp_path / "report.pdf"))
    by_column = report.lines.groupby("column", sort=False)["amount"].apply(list).to_dict()
    assert by_column == {
        "prior": [6.0, 1.0, 4.0, 1.0],
        "budget": [5.5, 1.0, 3.5, 1.0],
        "change": [-0.5, 0.0, -0.5, 0.0],
    }
    assert not report.findings.shape[0]


def test_names_told_apart_by_indentation_only_add_up(tmp_path: Path) -> None:
    """The parts of 合计 are the two that are not moved in, and not those below them."""
    head: list[list[Cell]] = [["支出功能分类科目", "合计"]]
    body = [
        ["合计", "9.00"], ["一般公共服务支出", "6.00"], ["#h(1em)档案事务", "6.00"], ["#h(2em)行政运行", "4.00"],
        ["#h(2em)档案馆", "2.00"], ["教育支出", "3.00"],
    ]  # fmt: skip
    layout = Layout("一般公共预算支出表", "general_public", head, body, {1: TOTAL}, {None: 0})
    report = budgetlib.read_report(layout.pdf(tmp_path / "report.pdf"))
    assert list(report.lines["name"]) == [row[0].rpartition(")")[2] for row in body]
    assert report.lines["confirmed_by"].notna().all() and not report.findings.shape[0]
