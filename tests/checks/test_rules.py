"""Rules on made-up reports: the sound one raises nothing, each planted slip raises its finding and no other error."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

SOUND = """某市某局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计120.00万元，其中：本年收入合计100.00万元，使用非财政拨款结余0.00万元，年初结转和结余20.00万元。

收入支出总体与上年相比，增加20.00万元，增长20.00%，主要原因是：新增项目。

三、支出决算情况说明

本年支出90.00万元，其中：基本支出60.00万元，占66.67%；项目支出30.00万元，占33.33%；上缴上级支出0.00万元，占0.00%；经营支出0.00万元，占0.00%；对附属单位补助支出0.00万元，占0.00%。

九、财政拨款“三公”经费支出决算情况说明

“三公”经费支出9.00万元，较上年度减少1.00万元，下降10.00%。其中：因公出国（境）费支出2.00万元，占22.22%；公务用车购置及运行维护费支出6.00万元，占66.67%；公务接待费支出1.00万元，占11.11%。与全年预算相比，公务接待费全年预算数为2.00万元，决算数为1.00万元，预决算差异率为-50.00%。

项目支出绩效自评表

项目名称\t新建图书馆
主管部门\t某市某局\t实施单位\t某市图书馆
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t40.00\t30.00\t10\t75.00%\t7.50分
\t其中：当年财政拨款\t45.00\t36.00\t28.00\t—\t—\t—
\t其他资金\t5.00\t4.00\t2.00\t—\t—\t—
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t座位数\t>=50个\t=40个\t50\t40\t
\t效益指标\t社会效益指标\t读者\t>=9人\t=9人\t40\t40\t
总分\t\t\t\t\t\t100\t87.50分
"""


def findings(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return [(row.severity, row.rule) for row in bl.read_report(path).findings.itertuples()]


def test_a_sound_report_raises_nothing(tmp_path: Path) -> None:
    assert findings(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("年初结转和结余20.00万元", "年初结转和结余26.00万元", "prose.components"),
        ("增加20.00万元，增长20.00%", "增加20.00万元，增长25.00%", "prose.change_rate"),
        ("基本支出60.00万元，占66.67%", "基本支出60.00万元，占76.67%", "prose.shares"),
        ("公务接待费支出1.00万元，占11.11%", "公务接待费支出1.00万元，占33.61%", "prose.shares"),
        ("差异率为-50.00%", "差异率为-30.00%", "prose.budget_rate"),
        ("决算数为1.00万元，预", "决算数为1.03万元，预", "prose.repeated"),
        ("费支出2.00万元，占22.22%", "费支出2.30万元，占25.56%", "prose.three_public"),
        ("75.00%\t7.50分", "85.00%\t7.50分", "performance.execution_rate"),
        ("45.00\t36.00\t28.00", "45.00\t36.00\t23.00", "performance.funds"),
        ("100\t87.50分", "100\t88.50分", "performance.total_score"),
        ("=40个\t50\t40", "=40个\t55\t40", "performance.weights"),
    ],
)
def test_a_planted_slip_is_found(tmp_path: Path, right: str, wrong: str, rule: str) -> None:
    assert right in SOUND
    assert ("error", rule) in findings(tmp_path, SOUND.replace(right, wrong))


def test_a_budget_cut_to_the_spending_is_a_warning_with_its_numbers(tmp_path: Path) -> None:
    text = SOUND.replace("50.00\t40.00\t30.00\t10\t75.00%\t7.50分", "50.00\t30.00\t30.00\t10\t100.00%\t10.00分")
    text = text.replace("45.00\t36.00\t28.00", "45.00\t28.00\t28.00").replace("5.00\t4.00\t2.00", "5.00\t2.00\t2.00")
    path = tmp_path / "report.txt"
    path.write_text(text.replace("87.50分", "90.00分"), encoding="utf-8")
    (row,) = bl.read_report(path).findings.itertuples()
    assert (row.severity, row.rule) == ("warning", "performance.cut_to_spending")
    assert "50.00" in row.message_zh and "60.00%" in row.message_zh and "60.00 %" in row.message_en


def test_what_holds_confirms_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SOUND, encoding="utf-8")
    report = bl.read_report(path)
    confirmed = report.confirmation.set_index(["table", "row", "column"]).confirmations
    row = int(report.projects.index[0])
    assert confirmed["projects", row, "executed"] == 2  # funds add up, and the rate follows
    assert confirmed["projects", row, "total_score"] == 1


@pytest.mark.parametrize(("rate", "raised"), [("12.56", []), ("12.66", [("error", "prose.change_rate")])])
def test_a_rate_of_amounts_in_yuan_is_judged_by_yuan(tmp_path: Path, rate: str, raised: list[tuple[str, str]]) -> None:
    """2,010 of 16,000 yuan are 12.56 %: a digit that is wrong is seen although 0.2 万元 would hide it."""
    text = f"某市某局2024年部门预算\n\n五、支出情况说明\n\n资本性支出预算13990元，同比减少2010元，下降{rate}%。\n"
    assert findings(tmp_path, text) == raised


@pytest.mark.parametrize(("share", "raised"), [("91.7", []), ("97.1", [("error", "prose.shares")])])
def test_a_share_is_of_the_total_of_its_paragraph(tmp_path: Path, share: str, raised: list[tuple[str, str]]) -> None:
    """1,100 of the 1,200 that open the paragraph, not of the 1,234 that open the subsection, are 91.7 %."""
    text = (
        "某市某局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n1.总体情况。2023年度收入总计1,234.00万元。\n\n"
        f"2.收入情况。2023年度收入合计1,200.00万元，其中：财政拨款收入1,100.00万元，占{share}%。\n"
    )
    assert findings(tmp_path, text) == raised
