"""Claims from sentences of several provinces: wording after their descriptions, all figures made up."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from budgetlib.parsers.facts import Row
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import Claim, Worded, derived_from, stated_in
from budgetlib.readers.document import Document, Fragment, Paragraph

Stated = list[Claim | Worded]


def document(*paragraphs: str) -> Document:
    blocks = tuple(Paragraph(text, (Fragment(0, 3),)) for text in paragraphs)
    return Document(Path("made-up.txt"), hashlib.sha256(b"").hexdigest(), "text", 1, blocks)


def read(*paragraphs: str, year: int = 2023, report_type: str = "final", agency: str = "某市某局") -> Stated:
    return stated_in(document(*paragraphs), Identity(agency, agency, year, report_type, "department", ""))


def parse_changes(stated: Stated, report_type: str) -> list[Row]:
    return derived_from(stated, [], report_type == "budget", year_of(stated)).changes


def parse_three_public(stated: Stated, lines: list[Row], report_type: str) -> list[Row]:
    return derived_from(stated, lines, report_type == "budget", year_of(stated)).three_public


def year_of(stated: Stated) -> int | None:
    return max((one.year for one in stated if one.year), default=None)


def figures(stated: Stated) -> list[tuple[str, str, str | None, float]]:
    return [(one.item, one.measure, one.base, one.value) for one in stated if isinstance(one, Claim)]


def test_guangdong_two_bases_and_a_budget_inside_the_completion() -> None:
    stated = read(
        "七、财政拨款“三公”经费支出决算情况说明",
        "2023年度某市某局“三公”经费支出决算为1,230.0万元，完成全年预算2,000.0万元的61.5%，比上年决算数增加130.0万元，"
        "增长11.8%；比2019年（疫情前）决算数减少820.0万元，降低40.0%。其中：公务用车购置费支出决算为0.0万元，完成预算"
        "0.0万元的--%（基数为0，不可比）；公务接待费支出决算为30.0万元，比上年决算数增加27.2万元，增长1,055.4%。",
    )
    assert figures(stated) == [
        ("“三公”经费", "actual", None, 1230.0),
        ("“三公”经费", "annual_budget", "annual_budget", 2000.0),
        ("“三公”经费", "completion_pct", "annual_budget", 61.5),
        ("“三公”经费", "change", "prior_year", 130.0),
        ("“三公”经费", "change_pct", "prior_year", 11.8),
        ("“三公”经费", "change", "other_year", -820.0),
        ("“三公”经费", "change_pct", "other_year", -40.0),
        ("公务用车购置费", "actual", None, 0.0),
        ("公务用车购置费", "budget", "budget", 0.0),
        ("公务接待费", "actual", None, 30.0),
        ("公务接待费", "change", "prior_year", 27.2),
        ("公务接待费", "change_pct", "prior_year", 1055.4),
    ]
    (total,) = [row.values for row in parse_changes(stated, "final") if row.values["item"] == "“三公”经费"]
    assert (total["prior"], total["change"], total["derived"]) == (1100.0, 130.0, True)


def test_yunnan_decision_against_a_named_year() -> None:
    stated = read(
        "（一）一般公共预算“三公”经费支出决算总体情况",
        "“三公”经费支出年初预算为12.50万元，支出决算为11.96万元，完成年初预算的95.68%。其中：公务接待费支出决算为4.02万元，"
        "占总支出决算的33.61%，完成年初预算的89.33%，决算数比2022年减少0.50万元，下降11.06%。",
    )
    assert figures(stated)[3:] == [
        ("公务接待费", "actual", None, 4.02),
        ("公务接待费", "share_pct", None, 33.61),
        ("公务接待费", "completion_pct", "initial_budget", 89.33),
        ("公务接待费", "change", "prior_year", -0.5),
        ("公务接待费", "change_pct", "prior_year", -11.06),
    ]


def test_anhui_completion_without_a_named_budget_and_a_flat_item() -> None:
    stated = read(
        "七、三公经费情况说明",
        "“三公”经费支出预算为8.00万元，支出决算为6.00万元，完成预算的75.00%；较上年减少2.00万元，下降25.00%。"
        "其中：因公出国（境）费与上年持平；公务接待费支出决算为1.00万元，较上年增加0.20万元，增长25.00%。",
    )
    assert figures(stated)[:5] == [
        ("“三公”经费", "budget", "budget", 8.0),
        ("“三公”经费", "actual", None, 6.0),
        ("“三公”经费", "completion_pct", "budget", 75.0),
        ("“三公”经费", "change", "prior_year", -2.0),
        ("“三公”经费", "change_pct", "prior_year", -25.0),
    ]
    (flat,) = [one for one in stated if isinstance(one, Worded)]
    assert (flat.item, flat.base) == ("因公出国（境）费", "prior_year")
    table = {row.values["item"]: row.values for row in parse_three_public(stated, [], "final")}
    assert table["total"]["budget_basis"] == "unstated"
    assert (table["reception"]["actual"], table["reception"]["prior"]) == (1.0, 0.8)


def test_hubei_procurement_and_running_costs() -> None:
    stated = read(
        "（二）政府采购支出情况",
        "某市某局2023年度政府采购支出总额为500.00万元，分为货物采购金额120.00万元、工程采购金额180.00万元、"
        "服务采购金额200.00万元。其中，授予中小企业合同金额为400.00万元，占总额的80.00%；授予小微企业合同金额为"
        "100.00万元，占授予中小企业合同金额的25.00%。",
    )
    assert [value for *_, value in figures(stated)] == [500.0, 120.0, 180.0, 200.0, 400.0, 80.0, 100.0, 25.0]
    assert figures(stated)[-1] == ("授予小微企业合同金额", "share_pct", None, 25.0)


def test_shanghai_item_with_its_path_keeps_it_over_the_purpose() -> None:
    stated = read(
        "（三）一般公共预算财政拨款支出决算具体情况",
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：学校运转支出。年初预算为52.40万元，支出决算为46.11万元，"
        "完成年初预算的88.00%。决算数小于预算数的主要原因：人员变动。",
    )
    assert figures(stated) == [
        ("教育支出/普通教育/小学教育", "initial_budget", None, 52.4),
        ("教育支出/普通教育/小学教育", "actual", None, 46.11),
        ("教育支出/普通教育/小学教育", "completion_pct", "initial_budget", 88.0),
    ]


def test_budget_with_last_years_execution_printed() -> None:
    stated = read(
        "2024年部门预算编制说明",
        "1. “教育支出（类）普通教育（款）小学教育（项）”40.00万元，用于校园维护。2023年当年预算执行数为75.00万元，"
        "2024年预算安排40.00万元，比2023年预算执行数减少46.67%。主要原因是：班级合并。",
        year=2024,
        report_type="budget",
    )
    assert [one[1:] for one in figures(stated)] == [
        ("initial_budget", None, 40.00),
        ("prior", None, 75.00),
        ("initial_budget", None, 40.00),
        ("change_pct", "prior_year", -46.67),
    ]
    (row,) = parse_changes(stated, "budget")
    assert (row.values["prior"], row.values["change"], row.values["derived"]) == (75.00, -35.0, True)
    assert row.values["reason"] == "班级合并"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("与2023年度相比，收入支出总计增加10.50万元，增长13.95。", [10.5, 13.95]),
        ("收入支出总计比上年减少0.15万元，下降（增长）27.78%。", [-0.15, -27.78]),
        ("收入总计5.00万元，比上年增长0.00万元，增长0.00%。", [5.0, 0.0, 0.0]),
    ],
)
def test_slips_of_the_pen_keep_their_figures(sentence: str, expected: list[float]) -> None:
    stated = read("一、收入支出决算总体情况说明", sentence, year=2024)
    assert [value for *_, value in figures(stated)] == expected


def test_a_name_that_ends_in_a_verb_of_movement_is_an_amount() -> None:
    stated = read("六、年度预算安排", "项目总预算100.00万元，其中支持外贸稳增长30.00万元。", report_type="budget")
    assert figures(stated)[1][1:] == ("initial_budget", None, 30.0)


def test_a_figure_inside_a_reason_needs_its_own_item() -> None:
    stated = read(
        "一、收入支出决算总体情况说明",
        "收入总计90.00万元，比上年减少10.00万元，下降10.00%，主要原因是：本年收回50.00万元。年初结转和结余5.00万元。",
    )
    assert figures(stated) == [
        ("收入总计", "actual", None, 90.0),
        ("收入总计", "change", "prior_year", -10.0),
        ("收入总计", "change_pct", "prior_year", -10.0),
        ("年初结转和结余", "actual", None, 5.0),
    ]


def test_mixed_width_and_spaces_read_the_same() -> None:
    plain = read("一、情况说明", "2023年度收入总计1,234.50万元,其中:本年收入合计1,200.00万元,年初结转和结余34.50万元。")
    odd = read(
        "一、情况说明",
        "2023 年度收入总计 １，２３４．５０ 万元，其中：本年收入 合计 1,200.00万元，年初结转和结余\n34.50 万元。",
    )
    assert figures(plain) == figures(odd)


def test_counts_with_and_without_a_noun_before_them() -> None:
    stated = read(
        "二、机构设置及人员情况",
        "某市某局下设6个科室，实有人数95人，其中：在职人员68人，增加2人；退休人员27人，减少1人。",
        "国内公务接待2批次、26人次。",
    )
    assert figures(stated) == [
        ("科室", "count", None, 6.0),
        ("实有人数", "count", None, 95.0),
        ("在职人员", "count", None, 68.0),
        ("在职人员", "change", None, 2.0),
        ("退休人员", "count", None, 27.0),
        ("退休人员", "change", None, -1.0),
        ("国内公务接待", "count", None, 2.0),
        ("国内公务接待", "count", None, 26.0),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "国内公务接待12批次，123人次（不包括陪同人员），共计支出1.23万元。",
            [("国内公务接待", 12.0), ("国内公务接待", 123.0), ("国内公务接待", 1.23)],
        ),
        ("全年安排因公出国（境）团组1个，累计3人次。", [("因公出国（境）团组", 1.0), ("因公出国（境）", 3.0)]),
        (
            "其他用车4辆，其他用车主要是业务用车；单位价值100万元以上设备（不含车辆）2台（套）。",
            [("其他用车", 4.0), ("单位价值100万元以上设备（不含车辆）", 2.0)],
        ),
        ("组织对2023年度15个项目开展自评，涉及资金15.00万元。", [("项目", 15.0), ("项目资金", 15.0)]),
        ("收、支总计各减少1.00万元，比上年下降0.80%。", [("收、支总计", -1.0), ("收、支总计", -0.8)]),
    ],
)
def test_counts_and_totals_in_other_words(sentence: str, expected: list[tuple[str, float]]) -> None:
    stated = read("七、情况说明", sentence)
    assert [(one.item, one.value) for one in stated if isinstance(one, Claim)] == expected


def test_last_years_total_in_a_sentence_of_its_own_is_no_amount_of_this_year() -> None:
    """And of a project's name with a year in it nothing follows; a year farther back is left unread."""
    stated = read(
        "二、“三公”经费情况",
        "2022年度“三公”经费合计支出20.10万元，其中：公务接待12.30万元，公务用车运行费7.80万元。",
        "2023年度“三公”经费预算总计21.80万元，其中：公务接待11.80万元。2020年度“三公”经费支出31.00万元。",
        "2022年某专项补助资金预算安排5.00万元。",
        report_type="budget",
    )
    amounts = [(item, measure, value) for item, measure, _, value in figures(stated)]
    assert amounts == [
        ("“三公”经费", "prior", 20.1),
        ("公务接待", "prior", 12.3),
        ("公务用车运行费", "prior", 7.8),
        ("“三公”经费", "initial_budget", 21.8),
        ("公务接待", "initial_budget", 11.8),
        ("某专项补助资金", "initial_budget", 5.0),
    ]


def test_a_comparison_is_carried_into_the_parts_that_follow_it() -> None:
    """The parts of 其中 in a sentence of their own are compared with the year that the sentence before named."""
    stated = read(
        "七、“三公”经费支出决算情况说明",
        "2023年度“三公”经费支出决算数比2022年减少0.40万元，下降4.00%。其中：公务接待费支出决算减少0.46万元，下降5.44%。"
        "公务接待费支出决算增加9.00万元。",
    )
    assert [(base, value) for _, measure, base, value in figures(stated) if measure == "change"] == [
        ("prior_year", -0.4),
        ("prior_year", -0.46),
    ]  # the 9.00 of the next sentence is compared with nothing that is named, and stays unread


def test_a_base_of_zero_is_no_figure() -> None:
    stated = read("公务接待费支出决算为3.00万元，比上年决算数增加3.00万元，增长--（基数为0，不可比）。")
    assert [value for *_, value in figures(stated)] == [3.0, 3.0]


def test_year_on_year_in_one_word_and_in_yuan() -> None:
    """同比 compares with last year; 13,990 + 2,010 yuan is 1.6 万元, whatever the decimals of a yuan."""
    stated = read(
        "五、一般公共预算支出情况说明",
        "对个人和家庭的补助预算 13990 元，占基本支出预算0.56%，同比减少 2010 元，下降 12.56%。",
        "资本性支出 31500 元，同比增加21500 元，增长 215%。",
        report_type="budget",
    )
    assert [(item, measure, base, value) for item, measure, base, value in figures(stated) if base] == [
        ("对个人和家庭的补助", "change", "prior_year", -2010.0),
        ("对个人和家庭的补助", "change_pct", "prior_year", -12.56),
        ("资本性支出", "change", "prior_year", 21500.0),
        ("资本性支出", "change_pct", "prior_year", 215.0),
    ]
    rows = [row.values for row in parse_changes(stated, "budget")]
    assert [(row["prior"], row["current"], row["change"]) for row in rows] == [(1.6, 1.399, -0.201), (1.0, 3.15, 2.15)]


def test_an_amount_above_the_budget_is_no_budget() -> None:
    stated = read("一般公共预算财政拨款支出1,741.00万元，决算数大于预算数55.90万元，主要原因是增人增资。")
    assert figures(stated)[1:] == [("一般公共预算财政拨款支出", "change", "budget", 55.9)]


def test_a_fall_by_nothing_is_zero_without_a_sign() -> None:
    stated = read("公务接待费支出0万元，比上年减少0万元。")
    assert [str(value) for *_, value in figures(stated)] == ["0.0", "0.0"]


def test_all_spending_opens_a_paragraph_without_a_name() -> None:
    assert figures(read("2023年度，本单位支出为194.20万元。其中：基本支出112.10万元。"))[0][0] == "支出"


@pytest.mark.parametrize("headings", [["五、其他重要事项", "（二）“三公”经费情况"], ["五、其他重要事项"]])
def test_three_public_expenses_under_other_headings(headings: list[str]) -> None:
    """A subsection, or only the total in the text, says that the section is about them; amounts in yuan are exact."""
    text = "“三公”经费支出决算为30000元，比上年减少1234.50元。其中：公务接待费30000元。"
    (total, reception) = [row.values for row in parse_three_public(read(*headings, text), [], "final")]
    assert (total["item"], total["actual"], total["change"], total["prior"]) == ("total", 3.0, -0.12345, 3.12345)
    assert (reception["item"], reception["actual"]) == ("reception", 3.0)


def test_a_section_on_something_else_gives_no_three_public_expenses() -> None:
    stated = read("六、商品和服务支出情况", "商品和服务支出100.00万元，其中：公务接待费3.00万元。")
    assert parse_three_public(stated, [], "final") == []


@pytest.mark.parametrize(
    ("sentence", "prior"),
    [
        ("“三公”经费支出1,969.00万元，较2022年的2,190.00万元减少221.00万元，下降10.1%。", 2190.0),
        ("“三公”经费合计31.20万元。较2022年度决算公开合计16.00万元增加15.20万元。", 16.0),
        ("“三公”经费支出12.00万元，比上年决算数10.00万元增加2.00万元。", 10.0),
    ],
)
def test_the_amount_compared_with_is_last_years(sentence: str, prior: float) -> None:
    stated = read("九、“三公”经费情况", sentence)
    assert [(measure, base, value) for _, measure, base, value in figures(stated)][1] == ("prior", "prior_year", prior)
    (row,) = [row.values for row in parse_changes(stated, "final")]
    assert (row["prior"], row["derived"]) == (prior, False)


def test_an_amount_of_an_older_year_is_left_unread() -> None:
    stated = read("“三公”经费支出12.00万元，比2019年的20.00万元减少8.00万元。合同金额3.00万元。")
    assert [(measure, value) for _, measure, _, value in figures(stated)] == [
        ("actual", 12.0),
        ("change", -8.0),
        ("actual", 3.0),
    ]


def test_a_name_that_lists_several_expenses_is_their_total_or_nothing() -> None:
    text = (
        "出国（境）经费、车辆购置及运行费、公务接待费（简称“三公”经费）支出合计24.70万元。其中：公务接待费24.70万元。"
    )
    rows = [row.values for row in parse_three_public(read("九、“三公”经费情况", text), [], "final")]
    assert [(row["item"], row["actual"]) for row in rows] == [("total", 24.7), ("reception", 24.7)]


def test_jiangsu_budget_and_spending_in_one_breath_with_a_split_in_brackets() -> None:
    """The split is of the budget; the spending behind it belongs to the item, and not to the last part of the split."""
    stated = read(
        "九、财政拨款“三公”经费支出决算情况说明",
        "1.公务接待费支出预算5.00万元（其中：一般公共预算支出4.00万元；政府性基金预算支出1.00万元），支出决算4.50万元，"
        "完成调整预算的90.00%。其中：国内公务接待支出4.50万元，接待30批次，240人次。",
    )
    assert figures(stated)[:5] == [
        ("公务接待费", "budget", "budget", 5.0),
        ("公务接待费（其中：一般公共预算支出）", "budget", "budget", 4.0),
        ("公务接待费（其中：政府性基金预算支出）", "budget", "budget", 1.0),
        ("公务接待费", "actual", None, 4.5),
        ("公务接待费", "completion_pct", "annual_budget", 90.0),
    ]
    (row,) = [row.values for row in parse_three_public(stated, [], "final")]
    assert (row["budget"], row["actual"], row["count"], row["persons"]) == (5.0, 4.5, 30.0, 240.0)


def test_hunan_a_comparison_goes_on_behind_a_reason() -> None:
    stated = read(
        "七、“三公”经费支出决算情况说明",
        "公务接待费支出预算为4.00万元，支出决算为1.00万元，决算数小于预算数的主要原因是厉行节约，与上年相比减少0.50万元，"
        "下降33.33%，减少的主要原因是活动减少5次。",
    )
    assert [(measure, base, value) for _, measure, base, value in figures(stated)] == [
        ("budget", "budget", 4.0),
        ("actual", None, 1.0),
        ("change", "prior_year", -0.5),
        ("change_pct", "prior_year", -33.33),
    ]


def test_jiangsu_totals_and_their_change_under_another_name() -> None:
    stated = read("2023年度收入、支出决算总计1,234.00万元。与上年相比，收、支总计各增加134.00万元，增长12.18%。")
    (row,) = [row.values for row in parse_changes(stated, "final")]
    assert (row["item"], row["current"], row["prior"]) == ("收、支总计", 1234.0, 1100.0)


@pytest.mark.parametrize("name", ["某市某区某某局", "某区某某局", "某某局"])
def test_the_office_by_its_full_or_its_short_name_is_no_part_of_an_item(name: str) -> None:
    stated = read(f"2023年度，{name}机关运行经费支出88.00万元。", agency="某市某区某某局")
    assert figures(stated) == [("机关运行经费支出", "actual", None, 88.0)]


def test_a_completion_without_its_particle() -> None:
    stated = read("一般公共预算财政拨款支出900.00万元，完成年初预算95.00%。")
    assert figures(stated)[1] == ("一般公共预算财政拨款支出", "completion_pct", "initial_budget", 95.0)


def test_chongqing_the_expense_again_in_a_general_word() -> None:
    stated = read(
        "（二）“三公”经费分项支出情况",
        "公务车运行维护费15.00万元，主要用于巡护。费用支出较年初预算数减少3.00万元，下降16.7%，主要原因是压减。"
        "较上年支出数增加0.50万元，增长3.4%，主要原因是里程增加。",
        "公务接待50批次520人，公务车保有量为6辆。",
    )
    assert figures(stated)[:5] == [
        ("公务车运行维护费", "actual", None, 15.0),
        ("公务车运行维护费", "change", "initial_budget", -3.0),
        ("公务车运行维护费", "change_pct", "initial_budget", -16.7),
        ("公务车运行维护费", "change", "prior_year", 0.5),
        ("公务车运行维护费", "change_pct", "prior_year", 3.4),
    ]
    rows = {row.values["item"]: row.values for row in parse_three_public(stated, [], "final")}
    assert (rows["vehicle_operation"]["prior"], rows["vehicle_operation"]["count"]) == (14.5, 6.0)
    assert (rows["reception"]["count"], rows["reception"]["persons"]) == (50.0, 520.0)


def test_income_and_spending_in_one_word_take_the_total_of_income() -> None:
    stated = read("2023年度收入总计1,234.00万元，支出总计1,234.00万元。收支较上年决算数增加134.00万元、增长12.2%。")
    (row,) = [row.values for row in parse_changes(stated, "final")]
    assert (row["item"], row["current"], row["prior"]) == ("收支", 1234.0, 1100.0)


def test_arithmetic_proves_parts_that_nobody_knows_by_name() -> None:
    """870 + 70 + 180 + 50 = 1,170: the parts are what their names say. With one cent more two names stay unread."""
    text = (
        "项目总预算{}万元，其中支持规模化发展870.00万元，支持企业不断提升能力70.00万元，支持按需引进人才180.00万元，"
        "支持国际化发展50.00万元。"
    )
    stated = read("六、年度预算安排", text.format("1,170.00"), report_type="budget")
    assert [value for *_, value in figures(stated)] == [1170.0, 870.0, 70.0, 180.0, 50.0]
    parts = [one for one in stated[1:] if isinstance(one, Claim)]
    assert {(one.measure, one.part_of) for one in parts} == {("initial_budget", "项目总预算")}
    assert [(one.item, one.read_by) for one in parts[1:3]] == [
        ("支持企业不断提升能力", "parts"),
        ("支持按需引进人才", "parts"),
    ]
    stated = read("六、年度预算安排", text.format("1,170.01"), report_type="budget")
    assert [value for *_, value in figures(stated)] == [1170.01, 870.0, 50.0]


def cell(name: str, column: str, amount: float, **more: str | None) -> Row:
    values = {"statement": "three_public", "name": name, "column": column, "amount": amount, "page": 3}
    return Row(values | {"unit_name": None, "fund": None} | more)


def test_a_statement_of_two_years_gives_the_year_before_and_the_change() -> None:
    """36.00 became 3.60; the columns of other funds and the rows of single units are not the office's own."""
    lines = [
        cell("公务用车购置及运行维护费", "prior", 36.0, unit_name="合计"),
        cell("公务用车购置及运行维护费", "prior", 1.0, unit_name="某中心"),
        cell("公务用车购置及运行维护费", "budget", 3.6, unit_name="合计", fund="general_public"),
        cell("公务用车购置及运行维护费", "change", -32.4, fund="general_public"),
        cell("公务用车购置及运行维护费", "change", 0.0, fund="state_capital"),
        cell("公务接待费", "prior", 2.0),
        cell("公务接待费", "budget", 2.0),
    ]
    stated = read("九、“三公”经费情况", "“三公”经费预算5.60万元。公务接待费2.00万元，与上年持平。")
    rows = {row.values["item"]: row.values for row in parse_three_public(stated, lines, "budget")}
    assert [rows["vehicles"][name] for name in ("budget", "prior", "change")] == [3.6, 36.0, -32.4]
    assert rows["vehicles"]["prior_derived"] is False
    stated = read("“三公”经费支出决算为3.00万元，比上年减少1.00万元。")
    (total,) = parse_three_public(stated, [], "final")
    assert (total.values["prior"], total.values["prior_derived"]) == (4.0, True)
    assert [rows["reception"][name] for name in ("budget", "prior", "change")] == [2.0, 2.0, 0.0]


def test_a_statement_of_one_unit_is_of_the_whole() -> None:
    """36.00 and 3.60 under the name of the only unit; where there are two units, only their total counts."""
    lines = [
        cell("公务用车购置及运行维护费", "prior", 36.0, unit_name="某局"),
        cell("公务用车购置及运行维护费", "budget", 3.6, unit_name="某局"),
    ]
    (row,) = parse_three_public([], lines, "budget")
    assert (row.values["item"], row.values["prior"], row.values["budget"]) == ("vehicles", 36.0, 3.6)
    assert parse_three_public([], [*lines, cell("公务接待费", "budget", 1.0, unit_name="某中心")], "budget") == []
