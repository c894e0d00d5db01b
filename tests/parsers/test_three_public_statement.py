"""The statement of the three public expenses that has running costs and counts below them."""

from __future__ import annotations

from pathlib import Path

import budgetlib as bl

ROWS = """一、“三公”经费支出|1|—|—
（一）支出合计|2|52,000.00|41,300.50
1．因公出国（境）费|3|0.00|0.00
2．公务用车购置及运行维护费|4|40,000.00|33,120.50
（1）公务用车购置费|5||
（2）公务用车运行维护费|6|40,000.00|33,120.50
3．公务接待费|7|12,000.00|8,180.00
（1）国内接待费|8|—|8,180.00
其中：外事接待费|9|—|0.00
（二）相关统计数|11|—|—
1．因公出国（境）团组数（个）|12|—|0
2．因公出国（境）人次数（人）|13|—|0
4．公务用车保有量（辆）|15|—|2
5．国内公务接待批次（个）|16|—|21
其中：外事接待批次（个）|17|—|3
6．国内公务接待人次（人）|18|—|163
7．国（境）外公务接待批次（个）|20|—|1
二、机关运行经费|22|—|215,330.70"""


def test_amounts_budgets_and_counts_reach_the_table(tmp_path: Path) -> None:
    head = "<tr><td>项目</td><td>行次</td><td>全年预算数</td><td>决算统计数</td></tr>"
    body = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in ROWS.splitlines())
    path = tmp_path / "report.html"
    path.write_text(
        "<html><meta charset='utf-8'><body><h1>云岭县审计局2022年度部门决算</h1>"
        "<p>“三公”经费、行政参公单位机关运行经费情况表</p><p>金额单位：元</p>"
        f"<table>{head}{body}</table></body></html>",
        encoding="utf-8",
    )
    table = bl.read_report(path).three_public.set_index("item")
    assert table.loc["total", ["budget", "actual", "stage"]].tolist() == [5.2, 4.13005, "annual"]
    assert table.loc["vehicle_operation", ["budget", "actual", "count", "count_unit"]].tolist() == [
        4.0,
        3.31205,
        2,
        "辆",
    ]
    assert table.loc["reception", ["budget", "actual", "count", "persons"]].tolist() == [1.2, 0.818, 21, 163]
    assert table.loc["abroad", ["budget", "actual", "count", "persons"]].tolist() == [0, 0, 0, 0]


def test_a_statement_by_funds_is_of_all_of_them(tmp_path: Path) -> None:
    rows = ["行政经费|212.23|212.23", "“三公”经费|29.00|29.00", "（三）公务接待费支出|1.00|1.00"]
    body = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)
    path = tmp_path / "report.html"
    path.write_text(
        "<html><meta charset='utf-8'><body><h1>云岭县审计局2022年部门预算</h1>"
        "<p>财政拨款安排的行政经费及“三公”经费预算表</p><p>单位：万元</p>"
        f"<table><tr><td>项目</td><td>合计</td><td>一般公共预算</td></tr>{body}</table></body></html>",
        encoding="utf-8",
    )
    table = bl.read_report(path).three_public.set_index("item")
    assert table["budget"].to_dict() == {"total": 29.0, "reception": 1.0}
