"""Rules on self-evaluations: a sound report raises nothing, each planted slip raises its finding and no other error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl
from budgetlib.checks import check
from budgetlib.checks.indicators import factor_between, turned

SOUND = """某市某局2023年度部门决算

三、支出决算情况说明

本年支出90.00万元，其中：基本支出40.00万元，占44.44%；项目支出50.00万元，占55.56%。

十一、预算绩效的情况说明

2023年度共有整体支出绩效自评表1个，全年预算总额100.00万元，实际执行总额90.00万元；预算绩效评价项目2个，全年预算数50.00万元，全年执行数38.00万元。

部门整体支出绩效自评表

部门名称\t某市某局
部门资金(万元)\t资金来源\t年初预算数\t全年预算数\t全年执行数\t分值权重\t执行率\t得分
\t年度总资金\t110.00\t100.00\t90.00\t10\t90.00%\t9.0
年度总体目标\t预期目标\t\t\t实际完成目标\t\t\t
\t服务企业总数不少于30家，新建社区图书馆2个，每月举办讲座4场。\t\t\t全年服务企业总数31家，新建社区图书馆2个，举办讲座51场。\t\t\t
一级指标\t二级指标\t三级指标\t预期指标值\t指标值设定依据\t实际完成指标值\t分值权重\t得分
管理效率\t数量指标\t服务企业总数量\t>=30家\t计划\t31家\t50\t50
\t质量指标\t项目完成率\t>=90%\t计划\t95%\t40\t40

项目支出绩效自评表

项目名称\t新建图书馆
主管部门\t某市某局\t实施单位\t某市图书馆
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t40.00\t30.00\t10\t75.00%\t7.50分
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t座位数\t>=50个\t=40个\t40\t32\t座位尚未全部到货，因此产生偏差。
\t产出指标\t数量指标\t考察单位数\t>=15个\t=14个\t5\t4.65\t
\t成本指标\t经济成本指标\t电费\t=2.85万元\t=2.45万元\t5\t4.3\t
\t效益指标\t社会效益指标\t阅读氛围\t有效提升\t完全达到预期\t20\t20\t
\t满意度指标\t满意度指标\t读者投诉率\t<=5%\t=0%\t20\t20\t
总分\t\t\t\t\t\t100\t88.45分

项目支出绩效自评表

项目名称\t下乡服务
主管部门\t某市某局\t实施单位\t某市图书馆
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t10.00\t10.00\t8.00\t10\t80.00%\t8.00分
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t时效指标\t课程所需时长\t<=6小时\t=8小时\t50\t37.5\t
\t满意度指标\t满意度指标\t村民满意度\t>=90%\t=96%\t40\t40\t
总分\t\t\t\t\t\t100\t85.50分
"""


KEPT = ("performance.saving_punished", "performance.no_total")
"""Stand in the sound report, as in many: a saving that loses points, a department's form without its total."""


def findings(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return [one for one in check(bl.read_report(path)).findings if one["rule"] not in KEPT]


def test_a_sound_report_raises_nothing(tmp_path: Path) -> None:
    assert [finding["message_zh"] for finding in findings(tmp_path, SOUND)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "severity", "rule", "formula"),
    [
        ("75.00%\t7.50分", "75.00%\t8.50分", "warning", "performance.rate_score", "10 × 75.00% = 7.50"),
        ("90.00%\t9.0\n", "90.00%\t9.5\n", "warning", "performance.rate_score", "10 × 90.00% = 9.00"),
        ("31家\t50\t50", "31家\t50\t51", "error", "performance.score_range", "51"),
        ("95%\t40\t40", "95%\t35\t35", "warning", "performance.weights_whole", "10 + 50 + 35 = 95"),
        ("评价项目2个", "评价项目3个", "warning", "performance.forms_counted", "3 ≠ 2"),
        (
            "全年预算数50.00万元",
            "全年预算数51.00万元",
            "error",
            "performance.prose",
            "51.00万元，各部分 40.00 + 10.00 ",
        ),
        (
            "实际执行总额90.00万元",
            "实际执行总额90.50万元",
            "error",
            "performance.prose",
            "90.50万元，各部分 90.00 ",
        ),
        ("95%\t40\t40", "95%\t40\t38", "warning", "performance.indicator_score", "95 ≥ 90"),
        ("95%\t40\t40", "85%\t40\t40", "warning", "performance.missed_full", "85 < 90"),
        (">=90%\t计划\t95%", "<=90%\t计划\t95%", "warning", "performance.comparator", "<=90%"),
        ("<=5%\t=0%", ">=5%\t=0%", "warning", "performance.comparator", ">=5%"),
        (">=90%\t=96%", ">=90%\t=96次", "warning", "performance.units", "%、次"),
        (">=30家\t计划\t31家", ">=30人\t计划\t31人次", "note", "performance.unit_words", "人、人次"),
        ("考察单位数", "考察单位比例（%）", "note", "performance.unit_words", "单位为 %"),
        ("不少于30家", "不少于35家", "warning", "performance.goals", "35 ≠ 30"),
        ("总数31家", "总数41家", "warning", "performance.goals", "41 ≠ 31"),
        ("=96%\t40\t40\t", "=96%\t40\t40\t测评未完成，因此出现偏差。", "warning", "performance.reason", "测评未完成"),
        ("=96%\t40\t40\t", "=96%\t40\t40\t年初设置为>=95%，略有偏差。", "warning", "performance.reason", ">=95%"),
        ("10.00\t10.00\t8.00\t10\t80.00%\t8.00分", "30.00\t10.00\t8.00\t10\t80.00%\t8.00分", None, None, None),
    ],
)
def test_a_planted_slip_raises_its_finding_and_no_other_error(
    tmp_path: Path, right: str, wrong: str, severity: str | None, rule: str | None, formula: str | None
) -> None:
    assert right in SOUND
    raised = findings(tmp_path, SOUND.replace(right, wrong, 1))
    if rule is None:
        assert raised == []
        return
    own = [finding for finding in raised if finding["rule"] == rule]
    # A score that was raised also breaks the total; that is one slip in two identities, not two slips.
    others = {finding["rule"] for finding in raised if finding["severity"] == "error"} - {rule}
    assert [finding["severity"] for finding in own] == [severity]
    assert others <= {"performance.total_score"}
    assert formula is not None and formula in own[0]["message_zh"]
    assert own[0]["message_en"].endswith(".") and own[0]["page"] and own[0]["evidence"]


def test_a_score_that_neither_way_gives_is_a_warning(tmp_path: Path) -> None:
    text = SOUND.replace("=40个\t40\t32", "=40个\t40\t36").replace("88.45分", "92.45分")
    (finding,) = findings(tmp_path, text)
    assert (finding["severity"], finding["rule"]) == ("warning", "performance.indicator_score")
    assert "40 × 40 / 50 = 32.00" in finding["message_zh"]


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("30.00\t10\t75.00%\t7.50分", "5.68\t10\t14.20%\t0.00分", "a floor of the local rules"),
        ("=14个\t5\t4.65", "=14个\t5\t4.67", "plainly proportional instead of in whole percent"),
        ("=8小时\t50\t37.5", "=8小时\t50\t33.33", "the share by which a limit was passed taken off"),
        (">=90%\t=96%\t40\t40", ">=60%\t=96%\t40\t38", "far exceeded: the target was too low"),
        ("=2.45万元\t5\t4.3", "=2.45万元\t5\t3.9", "a saving, which some offices punish and some do not"),
        ("=2.45万元\t5\t4.3", "=2.95万元\t5\t5", "a missed ="),
        ("=96%\t40\t40\t", "=96%\t40\t40\t上年未完成的测评今年补做，因此出现偏差。", "a shortfall of another year"),
        ("考察单位数\t>=15个\t=14个\t5\t4.65", "考察单位数\t>=15次\t=15场\t5\t4.65", "two words for one count"),
        ("村民满意度\t>=90%", "村民不满意率\t<=96%", "the name says that low is good"),
    ],
)
def test_what_local_rules_may_explain_is_left_alone(tmp_path: Path, right: str, wrong: str, why: str) -> None:
    assert right in SOUND
    raised = {finding["rule"] for finding in findings(tmp_path, SOUND.replace(right, wrong))}
    allowed = {"performance.total_score", "performance.prose"}  # the amounts are no longer those of the sound report
    if "15场" in wrong:
        allowed.add("performance.indicator_score")  # 15 of 15 is met, and 4.65 of 5 is not full marks
    assert raised <= allowed, why


def test_rates_that_all_follow_another_rule_are_warnings(tmp_path: Path) -> None:
    """Two rates or more, none of them scored linearly: the office has another rule, its sums are not wrong."""
    text = SOUND.replace("90.00%\t9.0\n", "90.00%\t10.0\n").replace("75.00%\t7.50分", "75.00%\t9.00分")
    text = text.replace("80.00%\t8.00分", "80.00%\t9.50分").replace("88.45分", "89.95分").replace("85.50分", "87.00分")
    raised = [(finding["severity"], finding["rule"]) for finding in findings(tmp_path, text)]
    assert raised == [("warning", "performance.rate_score")] * 3


def test_a_wrong_rate_with_the_right_score_is_one_error(tmp_path: Path) -> None:
    raised = findings(tmp_path, SOUND.replace("75.00%\t7.50分", "85.00%\t7.50分"))
    assert [(f["severity"], f["rule"]) for f in raised] == [("error", "performance.execution_rate")]


def test_spending_far_below_the_initial_budget_with_a_top_score(tmp_path: Path) -> None:
    text = SOUND.replace("10.00\t10.00\t8.00\t10\t80.00%\t8.00分", "80.00\t8.10\t8.00\t10\t98.77%\t9.88分")
    text = text.replace("=8小时\t50\t37.5", "=6小时\t50\t50").replace("85.50分", "99.88分")
    (finding,) = findings(tmp_path, text.replace("全年预算数50.00万元", "全年预算数48.10万元"))
    assert (finding["severity"], finding["rule"]) == ("warning", "performance.low_spending")
    assert "8.00 / 80.00 = 10.00%" in finding["message_zh"] and "99.88" in finding["message_en"]


@pytest.mark.parametrize("adjusted", ["-0.50", "1.00"])
def test_money_returned_to_a_project_without_a_budget_is_no_share_of_it(tmp_path: Path, adjusted: str) -> None:
    """Spending below zero of an initial budget of zero: there is no share to speak of, and nothing breaks."""
    text = SOUND.replace("10.00\t10.00\t8.00\t10\t80.00%\t8.00分", f"0.00\t{adjusted}\t-0.50\t10\t\t10分")
    rules = {finding["rule"] for finding in findings(tmp_path, text)}
    assert not rules & {"performance.low_spending", "performance.cut_to_spending"}


def test_evaluated_projects_above_all_project_expenditure(tmp_path: Path) -> None:
    """A warning first (transfers may explain it), an error where they exceed the whole year's spending."""
    small = SOUND.replace(
        "基本支出40.00万元，占44.44%；项目支出50.00万元，占55.56%",
        "基本支出60.00万元，占66.67%；项目支出30.00万元，占33.33%",
    )
    (finding,) = findings(tmp_path, small)
    assert (finding["severity"], finding["rule"]) == ("warning", "performance.project_money")
    assert "38.00" in finding["message_zh"] and "30.00" in finding["message_zh"]
    tiny = SOUND.replace(
        "支出90.00万元，其中：基本支出40.00万元，占44.44%；项目支出50.00万元，占55.56%",
        "支出30.00万元，其中：基本支出10.00万元，占33.33%；项目支出20.00万元，占66.67%",
    )
    (finding,) = findings(tmp_path, tiny)
    assert (finding["severity"], finding["rule"]) == ("error", "performance.project_expenditure")


def test_words_that_say_fully_met_without_full_marks(tmp_path: Path) -> None:
    text = SOUND.replace("完全达到预期\t20\t20", "完全达到预期\t20\t18").replace("88.45分", "86.45分")
    (finding,) = findings(tmp_path, text)
    assert (finding["severity"], finding["rule"]) == ("warning", "performance.words_score")
    assert "完全达到预期" in finding["message_zh"]


@pytest.mark.parametrize(
    ("name", "operator", "expected"),
    [
        ("群众满意度（%）", "≤", True),
        ("群众满意度（%）", "≥", False),
        ("群众不满意率", "≤", False),
        ("投诉办结率", "≤", True),
        ("投诉办结率", "≥", False),
        ("系统故障率", ">", True),
        ("故障率下降率", "≥", False),
        ("参加企业数量", "≤", False),
    ],
)
def test_a_comparator_is_turned_only_where_the_name_ends_with_the_word(
    name: str, operator: str, expected: bool
) -> None:
    assert turned(name, operator) is expected


def test_units_of_one_kind_are_converted() -> None:
    assert factor_between("万元", "元") == 10_000
    assert factor_between("小时", "分钟") == 60
    assert factor_between("场", "次") == 1
    assert factor_between("%", "次") is None
    assert factor_between("艘", "万元") is None


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["putuo-planning-2024", "putuo-social-work-2024", "putuo-commerce-budget-2025", "putuo-wanli-budget-2024"]
)
def test_reports_without_forms_raise_nothing(corpus: Path, name: str) -> None:
    raised = check(bl.read_report(corpus / "reports" / f"{name}.pdf")).findings
    assert [f for f in raised if f["rule"].startswith("performance.")] == []
