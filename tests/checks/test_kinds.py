"""Kinds of findings that people noted in real reports: each raised by a sentence of our own, and not by a sound one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl
from budgetlib.checks import check
from budgetlib.checks.criteria import _wrong
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import say

HEAD = "某市某局2024年度部门决算\n\n二、支出决算情况说明\n\n"
HEAD += "本年支出90.00万元，其中：基本支出40.00万元，项目支出50.00万元。\n\n"
COLUMNS = "\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"


def findings(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return check(bl.read_report(path)).findings


def rules(tmp_path: Path, text: str) -> list[str]:
    return [one["rule"] for one in findings(tmp_path, text)]


def form(rows: str, goal: str = "", came: str = "", money: str = "60.00\t50.00\t50.00\t10\t100.00%\t10.00分") -> str:
    """A self-evaluation with these indicators."""
    goals = f"年度总体目标\t预期目标\t\t实际完成情况\n\t{goal}\t\t{came}\n" if goal else ""
    return (
        "某市某局2024年度部门决算\n\n项目支出绩效自评表\n\n项目名称\t乡村阅读推广\n"
        "主管部门\t某市某局\t实施单位\t某市图书馆\n"
        "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        f"\t年度资金总额\t{money}\n{goals}{COLUMNS}{rows}"
    )


PROSE = [
    # (sound, wrong, rule, severity, words of the message)
    (
        "会议费支出12.00万元，与上年决算12.00万元持平。",
        ("上年决算12.00", "上年决算15.00"),
        "wording.flat",
        "error",
        "3.00",
    ),
    (
        "培训楼建筑面积为5000平方米，其中地上建筑面积为3200平方米，地下建筑面积为1800平方米。",
        ("1800", "1080"),
        "prose.areas",
        "error",
        "4,280",
    ),
    (
        "一般公共预算支出80.00万元，比上年增加10.00万元，增长14.29%。",
        ("14.29%", "14.29"),
        "form.units",
        "note",
        "漏印“%”",
    ),
    ("展馆改造项目预算30.00万元，其中设备20.00万元。", ("30.00万元，", "30.00万，"), "form.units", "note", "漏写“元”"),
    ("下一步将不断提高单位的预算管理水平。", ("水平。", "水平和。"), "form.cut_off", "note", "水平和。"),
    (
        "本年组织开展了阅读推广活动（含下乡活动），参加单位包括各区图书馆、各街道文化站和各中小学校，取得了较好的社会反响。",
        ("（含下乡活动）", "（含下乡活动"),
        "form.brackets",
        "note",
        "(",
    ),
    (
        "单位管理的离退休人员78人，其中：离休3人，退休75人。",
        ("退休75", "退休72"),
        "prose.kinds_of_people",
        "error",
        "75 人",
    ),
    ("会议费支出12.00万元，主要原因是业务调整。", ("是业务调整。", "是。"), "form.cut_off", "note", "原因是。"),
    (
        "本单位人员编制40人，其中：事业编制20人、行政编制20人；实有人员40人，其中：行政20人、事业20人。",
        ("实有人员40人，其中：行政20人", "实有人员43人，其中：行政23人"),
        "prose.posts",
        "warning",
        "有 23 人",
    ),
    (
        "本部门一般公共预算支出60.00万元，其中：机关工资福利支出（501）20.00万元，机关商品和服务支出（502）20.00万元，"
        "对事业单位经常性补助（505）10.00万元，其他支出（599）10.00万元。",
        ("（599）", "（399）"),
        "form.other_code",
        "note",
        "501、502、505",
    ),
    (
        "2024年一般公共预算支出80.00万元，比上年增加10.00万元，增长14.29%。",
        ("2024年", "2023年"),
        "form.year",
        "warning",
        "2023",
    ),
    ("全年开放图书馆不少于160天。", ("160天", "160余天"), "form.slips", "note", "不少于160余"),
    ("项目支出80.00万元，比上一年度增加10.00万元。", ("上一年度", "上一度"), "form.slips", "note", "上一度"),
    (
        "卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）支出决算为12.00万元。",
        ("卫生健康支出", "医疗卫生与计划生育支出"),
        "form.old_name",
        "note",
        "卫生健康支出",
    ),
]


@pytest.mark.parametrize(("sound", "change", "rule", "severity", "words"), PROSE)
def test_a_slip_of_the_prose(
    tmp_path: Path, sound: str, change: tuple[str, str], rule: str, severity: str, words: str
) -> None:
    assert change[0] in sound
    assert rule not in rules(tmp_path, HEAD + sound)
    raised = [one for one in findings(tmp_path, HEAD + sound.replace(*change)) if one["rule"] == rule]
    assert [one["severity"] for one in raised] == [severity]
    assert words in raised[0]["message_zh"] and raised[0]["message_en"]


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("本年新增图书采购", False),
        ("压减图书采购", True),
        ("退休人员减少", False),  # staff may go either way
        ("上年减少了图书采购", False),  # of the year before
        ("提高服务标准，减少浪费", False),  # both ways
        ("线上借阅减少", False),  # what takes the place of buying
        ("疫情管控取消", False),  # nothing of money
        ("厉行节约前提下保障必要采购", False),
        ("上年采购取消", False),
        ("项目经费减少", True),
    ],
)
def test_a_reason_against_the_direction(tmp_path: Path, reason: str, wrong: bool) -> None:
    text = f"{HEAD}图书购置费支出决算为80.00万元，比上年决算增加10.00万元，增长14.29%，主要原因是：{reason}。"
    assert ("wording.reason_direction" in rules(tmp_path, text)) is wrong


def test_fewer_people_than_groups(tmp_path: Path) -> None:
    said = "九、“三公”经费支出决算情况说明\n\n"
    said += "因公出国（境）费支出10.00万元。全年安排因公出国（境）团组{}个，因公出国（境）2人次。"
    head = "某市某局2024年度部门决算\n\n"
    assert "prose.people" not in rules(tmp_path, head + said.format(2))
    assert "prose.people" in rules(tmp_path, head + said.format(3))


def test_an_amount_of_which_the_cell_is_blank(tmp_path: Path) -> None:
    table = "财政拨款“三公”经费支出决算表\n"
    table += "项目\t预算数\t决算数\n合计\t9.00\t{}\n因公出国（境）费\t\t{}\n公务接待费\t2.00\t1.50\n"
    text = (
        "某县某局2022年度部门决算\n七、财政拨款“三公”经费支出决算情况说明\n"
        "2022年“三公”经费支出决算为1.95万元，其中：因公出国（境）费0.45万元，公务接待费1.50万元。\n\n"
    )
    assert "prose.blank_cell" not in rules(tmp_path, text + table.format("1.95", "0.45"))
    assert "prose.blank_cell" in rules(tmp_path, text + table.format("1.95", ""))


ITEMS = "（1）行政运行（2010401）30.00万元，较上年增加3.00万元。\n\n"
ITEMS += "（2）事业运行（2010450）20.00万元，较上年减少1.00万元。\n\n"


@pytest.mark.parametrize(
    ("third", "words"),
    [
        ("10.00万元，较上年增加2.00万元", []),
        ("9.00万元，较上年增加2.00万元", ["相差 1.00 万元"]),  # 60 - 30 - 20 - 9
        ("10.00万元，较上年增加7.00万元", ["相差 5.00 万元"]),  # 4 - 3 + 1 - 7
    ],
)
def test_items_listed_behind_their_total(tmp_path: Path, third: str, words: list[str]) -> None:
    text = (
        "某市某局2025年部门预算\n\n一、收支情况\n\n2025年一般公共预算支出60.00万元，较上年增加4.00万元。\n\n"
        f"2025年一般公共预算支出60.00万元，其中：\n\n{ITEMS}（3）项目管理（2010499）{third}。\n"
    )
    raised = [one["message_zh"] for one in findings(tmp_path, text) if one["rule"] == "prose.list_short"]
    assert len(raised) == len(words) and all(word in said for word, said in zip(words, raised, strict=True))


def test_shares_without_their_whole(tmp_path: Path) -> None:
    text = (
        "某市某局2025年部门预算\n\n六、“三公”经费预算情况\n\n{}因公出国（境）费4.00万元，占“三公”经费的40.00%；"
        "公务接待费6.00万元，占“三公”经费的60.00%。\n"
    )
    assert "prose.no_whole" not in rules(tmp_path, text.format("“三公”经费预算10.00万元，其中："))
    assert "prose.no_whole" in rules(tmp_path, text.format("“三公”经费预算中，"))


CRITERIA = [
    # (target, unit, weight, explanation, criterion, what is said of it)
    ("≥90", "%", "8", "读者满意率", "满意率达到90%得满分，每下降1%扣1分", None),
    ("≥90", "%", "6", "读者满意率", "偏离10%得8分，无偏离得满分", "分值只有 6 分"),
    ("≥90", "%", "8", "读者满意率", "达到80%得满分", "达到80%得满分"),
    ("≥90", "%", "8", "读者满意率", "每提高1个百分点扣1分", "每提高1个百分点扣"),
    ("≥90", "%", "8", "读者投诉率", "按比例得分", "意思正好相反"),
]


@pytest.mark.parametrize(("target", "unit", "weight", "explained", "criterion", "words"), CRITERIA)
def test_marking_that_does_not_fit_its_indicator(
    target: str, unit: str, weight: str, explained: str, criterion: str, words: str | None
) -> None:
    row = {"indicator": "读者满意率", "weight": weight, "explanation": explained, "target_operator": target[0]}
    value = Figure("indicators", 0, "target_value", float(target[1:]), 0.5, target[1:], 1, unit)
    said = [say(name, row | more | {"project": "图书馆"})[0] for name, more in _wrong(row, criterion, value, 50.0)]
    assert len(said) == (words is not None) and (words is None or words in said[0])


FORMS = [
    # (rows, change, rule, words)
    (
        "\t产出指标\t数量指标\t举办读书讲座场次\t>=20场\t=20场\t10\t10\t\n"
        "\t产出指标\t质量指标\t举办读书讲座完成率\t>=90%\t=100%\t10\t10\t\n",
        ("=100%", "=90%"),
        "performance.rate_of_counts",
        "100%",
    ),
    (
        "\t成本指标\t经济成本指标\t印刷费\t=5.00万元\t=5.00万元\t10\t10\t\n",
        ("=5.00万元\t10\t10", "=4.00万元\t10\t8"),
        "performance.saving_punished",
        "得分 8",
    ),
    (
        "\t效益指标\t社会效益指标\t居民阅读率\t>=60%\t=65%\t10\t10\t\n",
        (">=60%\t=65%", "有效提高\t完全达到预期"),
        "performance.not_measurable",
        "有效提高",
    ),
    (
        "\t产出指标\t时效指标\t资金拨付率\t>=90%\t=100%\t10\t10\t\n",
        ("=100%", "=95%"),
        "performance.disbursed",
        "100.00%",
    ),
    (
        "\t产出指标\t时效指标\t图书上架时间\t2024年11月\t2024年11月\t10\t10\t\n",
        ("2024年11月\t10", "2025年3月\t10"),
        "performance.after_the_year",
        "2025年3月",
    ),
    (
        "\t产出指标\t数量指标\t新增图书册数\t>=500本\t=500本\t10\t10\t\n\t产出指标\t数量指标\t新增期刊册数\t>=20本\t=20本\t10\t10\t\n",
        ("新增期刊册数", "新增图书册数"),
        "performance.two_targets",
        ">=20本",
    ),
    (
        "\t产出指标\t数量指标\t新增图书数量\t>=500本\t=520本\t10\t10\t图书数量有所增加。\n"
        "\t产出指标\t数量指标\t志愿者人数\t>=20人\t=25人\t10\t10\t志愿者人数有所增加。\n",
        ("志愿者人数有所增加", "新增图书数量有所增加"),
        "performance.reason_of_another",
        "志愿者人数",
    ),
    (
        "\t产出指标\t数量指标\t志愿者人数\t>=20人\t=15人\t10\t7.5\t报名人数不多。\n",
        ("报名人数不多", "由于经费有限"),
        "performance.reason_funds",
        "60.00",
    ),
]


@pytest.mark.parametrize(("rows", "change", "rule", "words"), FORMS)
def test_a_slip_of_a_form(tmp_path: Path, rows: str, change: tuple[str, str], rule: str, words: str) -> None:
    assert change[0] in rows
    assert rule not in rules(tmp_path, form(rows))
    (raised,) = [one for one in findings(tmp_path, form(rows.replace(*change))) if one["rule"] == rule]
    assert words in raised["message_zh"]


LECTURES = "\t产出指标\t数量指标\t举办读书讲座场次\t>=20场\t=20场\t10\t10\t\n"
GOALS = [
    # (goal, outcome, the change in one of them, rule, words)
    (
        "举办读书讲座20场，签约捐赠金额300万元。",
        "举办读书讲座20场，签约捐赠金额300万元。",
        ("捐赠金额300万元。", "捐赠金额90万元。"),
        "performance.goal_missed",
        "90万元",
    ),
    (
        "举办读书讲座20场，编印阅读手册300本。",
        "举办读书讲座20场，编印阅读手册300本。",
        ("，编印阅读手册300本。", "，取得了较好的成效。"),
        "performance.goal_passed_over",
        "300本",
    ),
    (
        "走访3个乡镇，走访三个乡镇。",
        "举办读书讲座20场，走访3个乡镇。",
        ("举办读书讲座20场，走访3个乡镇。", "走访3个乡镇（街道），走访五个乡镇。"),
        "performance.goal_twice",
        "五个乡镇",
    ),
    (
        "举办读书讲座20场，服务读者。",
        "举办读书讲座20场，服务读者。",
        ("举办读书讲座20场", "举办读书讲座18场"),
        "performance.goals",
        "18 ≠ 20",
    ),
]


@pytest.mark.parametrize(("goal", "came", "change", "rule", "words"), GOALS)
def test_goals_and_what_came_of_them(
    tmp_path: Path, goal: str, came: str, change: tuple[str, str], rule: str, words: str
) -> None:
    assert rule not in rules(tmp_path, form(LECTURES, goal, came))
    raised = [one for one in findings(tmp_path, form(LECTURES, goal, came.replace(*change))) if one["rule"] == rule]
    assert len(raised) == 1 and words in raised[0]["message_zh"]


def test_full_marks_without_grounds_are_one_note(tmp_path: Path) -> None:
    row = "\t效益指标\t社会效益指标\t{}\t有效提升\t完全达到预期\t10\t10\t\n"
    text = form("".join(row.format(name) for name in ("阅读氛围", "书香氛围", "志愿精神")))
    (raised,) = [one for one in findings(tmp_path, text) if one["rule"] == "performance.no_evidence"]
    assert raised["severity"] == "note" and "3 项" in raised["message_zh"] and "30 分" in raised["message_zh"]


def test_an_office_misspelt_in_one_form(tmp_path: Path) -> None:
    two = form(LECTURES).replace("某市图书馆", "某市青少年服务中心")
    third = two.replace("乡村阅读推广", "讲座").replace("某市某局2024年度部门决算\n\n", "")
    fourth = third.replace("讲座\n", "展览\n", 1)
    assert "form.misspelt" not in rules(tmp_path, two + third + fourth)
    wrong = fourth.replace("某市青少年服务中心", "某市青少年中心")
    assert "form.misspelt" in rules(tmp_path, two + third + wrong)


def test_a_code_with_the_name_of_another_and_one_too_short(tmp_path: Path) -> None:
    text = (
        "某县某局2024年部门预算\n\n2024年支出预算9.00万元。\n\n一般公共预算基本支出预算表\n单位：万元\n科目编码\t科目名称\t合计\n"
        "302\t商品和服务支出\t9.00\n30201\t办公费\t4.00\n{}\t咨询费\t5.00\n合计\t\t9.00\n"
    )
    assert "form.code_of_another" not in rules(tmp_path, text.format("30203"))
    (raised,) = [one for one in findings(tmp_path, text.format("30202")) if one["rule"] == "form.code_of_another"]
    assert "30203" in raised["message_zh"] and "印刷费" in raised["message_zh"]


def test_an_item_cut_back_that_rises(tmp_path: Path) -> None:
    text = (
        "某市某局2025年部门预算\n\n六、“三公”经费预算情况\n\n“三公”经费预算9.00万元，对公务接待费预算进行了{}；"
        "其中：公务接待费4.00万元，较上年增加2.00万元，主要原因是任务增加。\n"
    )
    assert "wording.cut_and_risen" not in rules(tmp_path, text.format("测算"))
    assert "wording.cut_and_risen" in rules(tmp_path, text.format("压缩"))


def test_a_rate_in_brackets_that_no_claim_has(tmp_path: Path) -> None:
    text = (
        "某市某局2025年部门预算\n\n（二）经费情况\n\n甲镇和乙镇的笺砚屹嵘经费共60.00万元，其中：\n\n"
        "1、骁岚26.00万元，较上年减少14.00万元（{}%），因为任务少了。\n"
    )
    assert "prose.bracket_rate" not in rules(tmp_path, text.format("35.00"))
    (raised,) = [one for one in findings(tmp_path, text.format("53.85")) if one["rule"] == "prose.bracket_rate"]
    assert raised["severity"] == "error" and "35.00%" in raised["message_zh"]  # 14 / (26 + 14)


@pytest.mark.parametrize(("year", "rule"), [(2024, False), (2023, False), (2022, True), (2025, True)])
def test_a_stock_of_a_budget_is_of_the_year_before(tmp_path: Path, year: int, rule: bool) -> None:
    text = f"某市某局2025年部门预算\n\n五、资产情况\n\n截至{year}年12月31日，本部门共有车辆3辆。\n"
    assert ("form.year_end" in rules(tmp_path, text)) is rule


def test_a_unit_that_calls_itself_a_department(tmp_path: Path) -> None:
    text = "某市某中心2025年单位预算\n\n五、资产情况\n\n2025年本{}收入预算80.00万元。\n"
    assert "form.scope" not in rules(tmp_path, text.format("单位"))
    assert "form.scope" in rules(tmp_path, text.format("部门"))


BASIC = (
    "某县某局2024年部门预算\n\n2024年支出预算20.00万元。\n\n一般公共预算支出预算表\n单位：万元\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n"
    "201\t一般公共服务支出\t20.00\t{0}\t{1}\n合计\t\t20.00\t{0}\t{1}\n\n"
    "一般公共预算基本支出预算表\n单位：万元\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n"
    "301\t工资福利支出\t12.00\t12.00\t\n302\t商品和服务支出\t8.00\t\t8.00\n合计\t\t20.00\t12.00\t8.00\n"
)


def test_personnel_and_public_money_in_two_statements(tmp_path: Path) -> None:
    assert "statements.tie" not in rules(tmp_path, BASIC.format("12.00", "8.00"))
    assert rules(tmp_path, BASIC.format("11.00", "9.00")).count("statements.tie") == 2
