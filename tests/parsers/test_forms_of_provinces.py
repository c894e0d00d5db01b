"""Forms of targets and self-evaluations as other provinces print them: lists, cards, years before, units. Made up."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.parsers.forms import read_forms
from budgetlib.readers.document import Cell, Document, Grid

HEAD = "云岭市水利局2024年度部门预算\n\n"


def read(tmp_path: Path, text: str) -> bl.Report:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return bl.read_report(path)


def test_a_list_by_unit_is_of_projects(tmp_path: Path) -> None:
    read_ = read(
        tmp_path,
        "部门预算项目绩效目标表\n\n"
        "单位名称\t项目名称\t年度目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\n"
        "云岭市水利局\t管网改造\t完成改造\t产出指标\t数量指标\t改造里程\t≥\t12\t公里\t30\n"
        "云岭市水利局\t水质监测\t按月监测\t产出指标\t数量指标\t监测次数\t=\t24\t次\t30\n",
    )
    found = read_.indicators[["project", "indicator", "target_operator", "target_value", "unit", "weight"]]
    assert found.to_numpy().tolist() == [
        ["管网改造", "改造里程", "≥", 12.0, "公里", 30.0],
        ["水质监测", "监测次数", "=", 24.0, "次", 30.0],
    ]


@pytest.mark.parametrize(("above", "label"), [("单位：元\n", "资金总额"), ("", "资金总额（元）")])
def test_a_list_in_yuan(tmp_path: Path, above: str, label: str) -> None:
    read_ = read(
        tmp_path,
        f"项目支出绩效目标表\n\n{above}"
        f"单位（专项）名称\t{label}\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\t度量单位\n"
        "管网改造\t350000.00\t完成改造\t产出指标\t数量指标\t改造里程\t≥12\t公里\n",
    )
    assert read_.projects[["project", "initial_budget"]].to_numpy().tolist() == [["管网改造", 35.0]]


@pytest.mark.parametrize(("label", "budget"), [("项目资金", 35.0), ("项目资金（万元）", 350000.0)])
def test_a_card_below_a_line_of_its_unit(tmp_path: Path, label: str, budget: float) -> None:
    """元 above holds for the form, until its own label says 万元."""
    read_ = read(
        tmp_path,
        "项目支出绩效目标表\n\n单位：元\n"
        "项目名称\t管网改造\n主管部门\t云岭市水利局\t实施单位\t云岭市水利局\n"
        f"{label}\t年度资金总额\t350000.00\n\t其中：财政拨款\t350000.00\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t改造里程\t≥12公里\n",
    )
    assert read_.projects[["initial_budget", "appropriation_initial"]].to_numpy().tolist() == [[budget, budget]]


def test_values_of_years_before_stand_beside_the_target(tmp_path: Path) -> None:
    read_ = read(
        tmp_path,
        "项目绩效目标表\n\n项目名称\t管网改造\n主管部门\t云岭市水利局\t项目单位\t云岭市水利局\n年度预算（万元）\t35.00\n"
        "一级指标\t二级指标\t三级指标\t近两年指标值\t\t预期当年实现值\n\t\t\t前年\t上年\t\n"
        "产出指标\t数量指标\t改造里程\t8\t10\t12公里\n",
    )
    assert read_.projects.initial_budget.tolist() == [35.0]
    assert read_.indicators[["indicator", "target_value", "unit"]].to_numpy().tolist() == [["改造里程", 12.0, "公里"]]


def test_one_row_of_money_below_a_head_of_stages(tmp_path: Path) -> None:
    read_ = read(
        tmp_path,
        "项目绩效自评表\n\n项目名称\t管网改造\n主管部门\t云岭市水利局\t项目实施单位\t云岭市水利局\n"
        "预算执行情况（万元）（20分）\t预算数（A）\t执行数（B）\t执行率（B/A）\t得分（20分*执行率）\n"
        "\t40.00\t30.00\t75.00%\t15.00\n"
        "年度绩效目标\t一级指标\t二级指标\t三级指标\t年初目标值（A）\t实际完成值（B）\t得分\n"
        "\t产出指标\t数量指标\t改造里程\t≥12公里\t9公里\t30\n",
    )
    money = ["adjusted_budget", "executed", "execution_rate", "rate_score"]
    assert read_.projects[money].to_numpy().tolist() == [[40.0, 30.0, 75.0, 15.0]]
    found = read_.indicators[["indicator", "target_value", "actual_value", "score"]]
    assert found.to_numpy().tolist() == [["改造里程", 12.0, 9.0, 30.0]]


def test_the_unit_of_targets_is_called_unit(tmp_path: Path) -> None:
    read_ = read(
        tmp_path,
        "项目绩效目标表\n\n项目名称\t管网改造\t预算金额（万元）\t35.00\n绩效目标\t完成改造\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t单位\n\t产出指标\t数量指标\t改造里程\t≥12\t公里\n",
    )
    assert read_.projects.initial_budget.tolist() == [35.0]
    assert read_.indicators[["target_value", "unit"]].to_numpy().tolist() == [[12.0, "公里"]]


def test_indicators_beside_a_hole_are_not_of_the_project_above() -> None:
    """A page break can take the merged cell of a name: whose indicators follow nobody knows."""
    head = ["项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
    rows = [
        ["管网改造", "完成改造", "产出指标", "数量指标", "改造里程", "≥12公里"],
        [None, None, "产出指标", "数量指标", "监测次数", "≥24次"],
    ]
    cells = [
        Cell(text, row, col, page=1)
        for row, texts in enumerate([head, *rows])
        for col, text in enumerate(texts)
        if text is not None
    ]
    document = Document(Path("made-up.pdf"), "", "pdf", 1, (Grid(tuple(cells), 3, 6, 1),))
    found = [(row.values["indicator"], row.values["project"]) for row in read_forms(document).indicators]
    assert found == [("改造里程", "管网改造"), ("监测次数", None)]


def test_heads_over_two_rows_with_kind_value_and_unit_of_the_target(tmp_path: Path) -> None:
    merged = (
        "<tr><td colspan=3>绩效指标</td><td colspan=3>年度指标值</td>"
        + "".join(f"<td rowspan=2>{head}</td>" for head in ("实际完成值", "分值", "得分", "偏差原因分析及改进措施"))
        + "</tr>"
    )
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
        ["产出指标", "数量指标", "审计项目数量", "=", "6", "个", "6", "20", "20", ""],
        ["满意度指标", "服务对象满意度", "被审计单位满意度", "≥", "85", "%", "92", "10", "10", ""],
        ["其他需要说明事项", "无"],
        ["总分", "100", "98"],
    ]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path = tmp_path / "report.html"
    path.write_text(
        "<html><meta charset='utf-8'><body><h1>云岭县审计局2022年度部门决算</h1><p>项目支出绩效自评表</p>"
        f"<table><tr><td>项目名称</td><td>乡镇审计专项</td></tr>{merged}{body}</table></body></html>",
        encoding="utf-8",
    )
    table = bl.read_report(path).indicators
    columns = ["indicator", "target_operator", "target_value", "unit", "actual_value", "weight", "score"]
    assert table[columns].to_numpy().tolist() == [
        ["审计项目数量", "=", 6.0, "个", 6.0, 20.0, 20.0],
        ["被审计单位满意度", "≥", 85.0, "%", 92.0, 10.0, 10.0],
    ]
    assert table["reason"].isna().all()
