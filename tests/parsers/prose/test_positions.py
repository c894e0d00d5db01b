"""What a number is by its position: behind a page break, set in spaces, behind a verb, in front of its noun."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from budgetlib.parsers.facts import Row
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import Prose, read_prose
from budgetlib.readers.document import Document, Fragment, Paragraph

Read = Callable[..., Prose]


def said(prose: Prose) -> list[tuple[str, str, float, str]]:
    return [
        (row.values["item"], row.values["measure"], row.values["value"], row.values["unit"]) for row in prose.claims
    ]


def test_a_number_printed_with_a_space_behind_every_character_is_one(prose: Read) -> None:
    read = prose("2 0 2 3年本部门收入总计 1 6 , 4 1 0 . 7 1万元，比上年减少1 2 . 5 0万元。")
    assert said(read) == [("收入总计", "actual", 16410.71, "万元"), ("收入总计", "change", -12.5, "万元")]
    assert read.claims[0].facts["value"].text == "16,410.71"


def test_numbers_of_columns_stay_apart(prose: Read) -> None:
    assert said(prose("栏次 1 2 3 4 5 6")) == []


def test_the_noun_behind_a_number_is_counted_and_not_the_names_in_front(prose: Read) -> None:
    read = prose(
        "本部门甲山监狱、乙水监狱、丙州戒毒所等3家行政单位以及丁岭法律服务中心1家参公事业单位的"
        "机关运行经费财政拨款预算45.60万元，比上年预算数增加2.10万元，增长4.83%。",
        report_type="budget",
    )
    assert said(read) == [
        ("行政单位", "count", 3.0, "家"),
        ("参公事业单位", "count", 1.0, "家"),
        ("机关运行经费财政拨款", "initial_budget", 45.6, "万元"),
        ("机关运行经费财政拨款", "change", 2.1, "万元"),
        ("机关运行经费财政拨款", "change_pct", 4.83, "%"),
    ]


def test_what_is_bought_is_not_what_is_held(prose: Read) -> None:
    read = prose("公务用车购置费36.00万元，主要用于经批准购置的2辆公务用车；公务用车保有量9辆。")
    assert said(read) == [
        ("公务用车购置费", "actual", 36.0, "万元"),
        ("购置公务用车", "count", 2.0, "辆"),
        ("公务用车保有量", "count", 9.0, "辆"),
    ]


def test_things_bought_are_no_vehicles(prose: Read) -> None:
    read = prose("三、“三公”经费支出决算情况说明", "公务用车购置费0.00万元。新购置3台服务器。购置5台，购置1艘巡查船。")
    assert said(read)[1:] == [("购置服务器", "count", 3.0, "台"), ("购置巡查船", "count", 1.0, "艘")]
    assert [(row.values["item"], row.values.get("count")) for row in read.three_public] == [("vehicle_purchase", None)]


def test_the_list_below_a_paragraph_compares_with_what_that_one_compares_with(prose: Read) -> None:
    read = prose(
        "（三）增减变化情况：2024年收支预算300.00万元，比上年增加20.00万元，其中：",
        "1.收入预算增加20.00万元，其中其他收入增加5.00万元。",
        "2.支出预算增加20.00万元，其中项目支出减少1.00万元。",
        year=2024,
        report_type="budget",
    )
    assert [(row.values["item"], row.values["value"], row.values["base"]) for row in read.claims[2:]] == [
        ("收入预算", 20.0, "prior_year"),
        ("其他收入", 5.0, "prior_year"),
        ("支出预算", 20.0, "prior_year"),
        ("项目支出", -1.0, "prior_year"),
    ]


def test_nought_needs_no_unit_where_the_paragraph_has_one(prose: Read) -> None:
    read = prose("一般公共预算拨款支出预算61.00万元；政府性基金拨款支出预算为0；事业收入0。", report_type="budget")
    assert said(read) == [
        ("一般公共预算拨款支出", "initial_budget", 61.0, "万元"),
        ("政府性基金拨款支出", "initial_budget", 0.0, "万元"),
    ]
    assert len(read.unread) == 1


def test_a_direction_left_open_is_read_only_where_it_shows(prose: Read) -> None:
    read = prose("培训费支出4.00万元，比上年增加（减少）1.00万元。")
    assert said(read) == [("培训费支出", "actual", 4.0, "万元")]
    read = prose("培训费支出4.00万元，比上年增加（减少）0.00万元，增长（下降）0%。")
    assert said(read)[1:] == [("培训费支出", "change", 0.0, "万元"), ("培训费支出", "change_pct", 0.0, "%")]
    read = prose("培训费支出4.00万元，比上年减少1.00万元，下降（增长）20.00%。")
    assert said(read)[1:] == [("培训费支出", "change", -1.0, "万元"), ("培训费支出", "change_pct", -20.0, "%")]
    assert read.claims[2].values["read_by"] == "change"


def test_a_rate_alone_in_brackets_is_that_of_the_change_before_it(prose: Read) -> None:
    read = prose("公务接待费8.00万元，较上年减少2.00万元（20.00%），会议费6.00万元（占10.00%）。")
    assert said(read) == [
        ("公务接待费", "actual", 8.0, "万元"),
        ("公务接待费", "change", -2.0, "万元"),
        ("公务接待费", "change_pct", -20.0, "%"),
        ("会议费", "actual", 6.0, "万元"),
        ("会议费", "share_pct", 10.0, "%"),
    ]


def test_what_a_code_stands_before_is_the_subject(prose: Read) -> None:
    read = prose(
        "一般公共预算支出900.00万元，增加较为明显的项级科目为2049901其他公共安全支出，"
        "支出决算30.00万元，比上年增加6.00万元。"
    )
    assert [item for item, *_ in said(read)] == ["一般公共预算支出", "其他公共安全支出", "其他公共安全支出"]


def test_an_amount_in_a_reason_about_another_year_is_none_of_the_subject(prose: Read) -> None:
    read = prose(
        "因公出国（境）费支出决算2.00万元，比上年增加2.00万元，主要是2022年出访计划没有执行，支出决算为0万元。"
    )
    assert [value for *_, value, _ in said(read)] == [2.0, 2.0]


def test_a_unit_of_the_office_is_the_scope_of_its_figures() -> None:
    texts = "丁岭培训中心预算120.00万元，包括公用经费20.00万元。", "丁岭培训中心收入预算120.00万元。"
    blocks = tuple(Paragraph(text, (Fragment(0, 1),)) for text in texts)
    listed = [Row({"statement": "expenditure", "name": "丁岭培训中心", "code": None})]
    office = Identity("某局", "某局", 2024, "budget", "department", "")
    read = read_prose(Document(Path("made-up.txt"), "", "text", 1, blocks), office, listed)
    assert [(item, row.values["item_scope"]) for (item, *_), row in zip(said(read), read.claims, strict=True)] == [
        ("预算", "丁岭培训中心"),
        ("公用经费", "丁岭培训中心"),
        ("收入预算", "丁岭培训中心"),
    ]
    assert read.claims[1].values["part_of"] == "预算"


def test_a_count_with_a_noun_of_its_own_is_of_nothing_told_before(prose: Read) -> None:
    read = prose("行政编制30名，下设综合科、业务科，共2个部门。", "下属单位5个，办理9项便民事项落地见效。")
    assert said(read) == [
        ("行政编制", "count", 30.0, "名"),
        ("部门", "count", 2.0, "个"),
        ("下属单位", "count", 5.0, "个"),
    ]


def test_a_change_behind_a_name_that_was_not_understood_is_of_nothing_told_before(prose: Read) -> None:
    read = prose("因公出国（境）费0万元，主要原因是没有安排；岚峭费6.00万元，较上年减少1.00万元。")
    assert said(read) == [("因公出国（境）费", "actual", 0.0, "万元")]


def test_spending_is_no_part_of_income(prose: Read) -> None:
    read = prose(
        "收入合计90.00万元，其中：财政拨款收入80.00万元，其他收入10.00万元；"
        "支出合计88.00万元，其中：基本支出50.00万元，项目支出38.00万元。"
    )
    assert [row.values["part_of"] for row in read.claims] == [
        None,
        "收入合计",
        "收入合计",
        None,
        "支出合计",
        "支出合计",
    ]


def test_the_review_of_a_project_is_of_the_project_that_its_opening_names(prose: Read) -> None:
    read = prose(
        "3.丁岭血站采血人员经费项目绩效自评综述：根据年初设定的绩效目标，采血人员经费项目自评得分为95.00分。"
        "全年预算数为60.00万元，执行数为57.00万元，完成预算的95.00%。项目绩效目标完成情况：采血总量比去年同期增加2.00%。"
    )
    assert [(item, measure, value) for item, measure, value, _ in said(read)] == [
        ("采血人员经费项目", "score", 95.0),
        ("丁岭血站采血人员经费项目", "annual_budget", 60.0),
        ("丁岭血站采血人员经费项目", "actual", 57.0),
        ("丁岭血站采血人员经费项目", "completion_pct", 95.0),
    ]
    assert len(read.unread) == 1


def test_a_code_or_a_number_in_a_list_stands_before_a_name(prose: Read) -> None:
    read = prose(
        "（六）2040220-巡山护林12.00万元。",
        "5.综合管理9.00万元，主要用于日常工作。",
        "6.岚峭4.00万元，主要用于日常工作。",
    )
    assert said(read) == [("巡山护林", "actual", 12.0, "万元"), ("综合管理", "actual", 9.0, "万元")]


def test_what_an_office_has_on_a_day_is_no_budget(prose: Read) -> None:
    read = prose("截至2022年12月31日，本部门固定资产30.00万元。本年度拟购置固定资产4.00万元。", report_type="budget")
    figures = [(row.values["item"], row.values["measure"], row.values["year"]) for row in read.claims]
    assert figures == [("购置固定资产", "initial_budget", 2023), ("固定资产", "actual", 2022)]
    assert prose("截至2022年12月31日，本部门项目支出30.00万元。", report_type="budget").claims == []


def whose(read: Prose) -> list[tuple[str, str | None, float]]:
    return [
        (item, row.values["item_scope"], value)
        for (item, _, value, _), row in zip(said(read), read.claims, strict=True)
    ]


def test_what_another_body_spends_is_not_the_offices(prose: Read) -> None:
    own = "本部门2023年度支出合计90.00万元。"
    for name in ("市第一中学", "丁岭图书馆"):
        read = prose(own, f"{name}2023年度支出合计30.00万元，其中：基本支出20.00万元，项目支出10.00万元。")
        assert whose(read) == [("支出合计", None, 90.0)]
        assert len(read.unread) == 3
    assert whose(prose("市某局2023年度支出合计30.00万元。", own))[0] == ("支出合计", None, 30.0)


@pytest.mark.parametrize("body", ["局机关", "所属学校", "县本级"])
def test_parts_are_of_the_body_whose_whole_they_are_of(prose: Read, body: str) -> None:
    read = prose(f"{body}支出预算30.00万元，其中：基本支出20.00万元。支出预算90.00万元。", report_type="budget")
    assert [one[1:] for one in whose(read)] == [(body, 30.0), (body, 20.0), (None, 90.0)]


def test_spending_of_another_scope_is_not_of_the_unit_just_told(prose: Read) -> None:
    read = prose("军休所支出60.00万元，县本级支出90.00万元。")
    assert whose(read) == [("军休所支出", None, 60.0), ("支出", "县本级", 90.0)]


def test_a_change_from_an_earlier_year_is_of_the_year_told(prose: Read) -> None:
    read = prose(
        "2023年“三公”经费支出决算为6.00万元。2022年“三公”经费支出决算为5.50万元，较2021年增加0.50万元，增长10%。"
    )
    changes = [row.values for row in read.claims if row.values["measure"] in ("change", "change_pct")]
    assert [(one["value"], one["year"]) for one in changes] == [(0.5, 2022), (10.0, 2022)]
