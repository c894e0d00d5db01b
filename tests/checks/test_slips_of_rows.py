"""Slips of the pen on paragraphs and rows of our own: each on both sides of where it begins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.checks.made import made, run

from budgetlib.checks.model import View
from budgetlib.checks.names import _groups_of, _old_names
from budgetlib.checks.slips import _around

HEAD = "某市某局2024年度部门决算\n一、收入决算情况说明\n"


def filled(start: str, length: int, end: str = "。") -> str:
    return start + "文" * (length - len(start) - len(end)) + end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (filled("本年开展活动（含下乡", 40), "(含下乡"),
        (filled("本年开展活动（含下乡", 39), None),  # too short to be a whole sentence
        (filled("本年开展活动（含下乡）", 40), None),
        (filled("本年开展活动含下乡）", 40), ")"),
        (filled("本年开展“三公活动", 40), "“三公"),
        (filled("本年印发《办法", 40), "《办法"),
        (filled("本年印发〔2024 1号", 40), None),  # folded as a round bracket is, below
        (filled("1）本年开展活动", 40), None),  # the number of a list
        (filled("本年开展活动：2）本年", 40), None),
        (filled("本年开展活动（含下乡", 40, "；"), None),  # it goes on in the next paragraph
    ],
)
def test_a_bracket_left_open(text: str, words: str | None) -> None:
    found = run("form.brackets", made(HEAD + text.replace("〔2024 1号", "〔2024〕1号")))
    assert len(found) == (words is not None) and all(words and words in one.message_zh for one in found)


def test_slips_of_one_kind_are_one_finding_with_their_number_and_pages() -> None:
    text = filled("本年开展活动（含下乡", 40)
    (one,) = run("form.brackets", made(f"{HEAD}{text}\n甲。\n{text}"))
    assert "2" in one.message_zh and one.page == 1 and one.place == "block:2 block:4"


@pytest.mark.parametrize(
    ("text", "start", "end", "around"),
    [
        ("零一二三四五六七八九", 4, 5, "零一二三四五六七八九"),
        ("文" * 20 + "甲乙" + "字" * 20, 20, 22, "…" + "文" * 14 + "甲乙" + "字" * 6),
        ("文" * 14 + "甲", 14, 15, "文" * 14 + "甲"),
    ],
)
def test_the_words_around_a_slip(text: str, start: int, end: int, around: str) -> None:
    assert _around(text, start, end) == around


@pytest.mark.parametrize(
    ("last", "next_line", "kind"),
    [
        (filled("收入10.00万元，其中财政拨款9.00万元", 45, "；"), "二、支出决算情况说明", True),
        (filled("收入10.00万元，其中财政拨款9.00万元", 45, "，"), "二、支出决算情况说明", True),
        (filled("收入10.00万元，其中财政拨款9.00万元", 45, "。"), "二、支出决算情况说明", False),
        (filled("收入10.00万元，其中财政拨款9.00万元", 40, "；"), "二、支出决算情况说明", False),
        (filled("收入10.00万元，其中财政拨款9.00万元", 41, "；"), "二、支出决算情况说明", True),
        (filled("收入10.00万元，其中财政拨款9.00万元", 45, "；"), "其他收入1.00万元。", False),
        (filled("本年组织各类活动共同开展读书讲座", 45, "；"), "二、支出决算情况说明", False),  # without a figure
        ("本部门组织开展读书活动，取得较好成效", "二、支出决算情况说明", True),  # no full stop
        ("本部门组织开展读书活动，取得较好成效。", "二、支出决算情况说明", False),
        ("组织开展读书活动", "二、支出决算情况说明", False),  # a title
        ("注：本部门组织开展读书活动，取得较好成效", "二、支出决算情况说明", False),
        ("本部门组织开展读书活动，场馆标准统", "一、全面覆盖的服务", False),  # 统一: a line broken within a word
        ("本部门组织开展读书活动，取得较好成效", "一、全面覆盖的服务", True),
    ],
)
def test_a_paragraph_that_breaks_off_before_a_heading(last: str, next_line: str, kind: bool) -> None:
    found = run("form.cut_off", made(f"{HEAD}{last}\n{next_line}\n支出9.00万元。"))
    assert bool(found) is kind


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("讲座场次。", "图书册数", "读者人数", "志愿者"), 1),
        (("讲座场次。", "图书册数", "读者人数"), 0),  # a third of them: their way of writing
        (("讲座场次", "图书册数", "读者人数", "志愿者"), 0),
        (("讲座，场次。", "图书册数", "读者人数", "志愿者"), 0),
    ],
)
def test_an_indicator_with_a_full_stop(names: tuple[str, ...], count: int) -> None:
    view = made(indicators=[{"indicator": name} for name in names])
    assert len(run("form.stop_in_name", view)) == count


def units(*names: str) -> list[dict[str, Any]]:
    return [{"implementing_unit": name, "project": f"项目{n}"} for n, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (("某市青少年服务中心", "某市青少年服务中心", "某市青少年中心"), "", 1),
        (("某市青少年服务中心", "某市青少年中心"), "", 0),  # which of the two is right
        (("某市青少年中心",), "某市青少年服务中心负责。", 0),  # no form names it
        (("某市青少年服务中心", "某市青少年中心"), "某市青少年服务中心负责。", 1),
        (("某市青少年服务中心", "某市青少年服务中心", "某市青少年中心"), "某市青少年中心负责。", 0),
        (("某市青少年服务中心", "某市青少年服务中心", "某市青少年中心", "某市青少年中心"), "", 0),
        (("某市服务中心", "某市服务中心", "某市中心"), "", 0),  # too short to tell
        (("某市青少年服务中心", "某市青少年服务中心", "某市图书馆"), "", 0),
    ],
)
def test_a_unit_misspelt_in_one_form(names: tuple[str, ...], text: str, found: int) -> None:
    raised = run("form.misspelt", made(HEAD + text, projects=units(*names)))
    assert len(raised) == found and all(one.place.endswith(":implementing_unit") for one in raised)


def test_names_of_earlier_years() -> None:
    """医疗卫生与计划生育支出 became 卫生健康支出 in 2019."""
    assert _old_names(2024)["医疗卫生与计划生育支出"] == "卫生健康支出"
    assert "医疗卫生与计划生育支出" not in _old_names(2018) and "卫生健康支出" not in _old_names(2024)
    assert all(len(name) >= 5 for name in _old_names(2024))
    assert "普通教育" in _groups_of("教育支出", 2024) and "普通教育" not in _groups_of("卫生健康支出", 2024)
    assert not _groups_of("没有这类", 2024)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("医疗卫生与计划生育支出（类）某事务（款）决算1.00万元。", 1),
        ("医疗卫生与计划生育支出12.00万元。", 1),
        ("医疗卫生与计划生育支出工作经费12.00万元。", 0),
        ("卫生健康支出12.00万元。", 0),
    ],
)
def test_an_item_under_its_old_name(text: str, found: int) -> None:
    raised = run("form.old_name", made(HEAD + text))
    assert len(raised) == found and all("卫生健康支出" in one.message_zh and one.place == "block:2" for one in raised)


FULL = "收入，支出，" * 10  # twenty full-width commas


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{FULL}纳入预算管理,部门本级。", True),
        (f"{FULL}纳入预算管理，部门本级。", False),
        (f"{FULL[:-1]}纳入预算管理,部门本级。", False),  # one of nineteen: a way of writing
        (f"{FULL}收入1,200.00万元。", False),  # within a number
    ],
)
def test_a_comma_of_another_width_than_all_others(text: str, found: bool) -> None:
    assert bool(run("form.widths", made(HEAD + text))) is found


@pytest.mark.parametrize(
    ("stops", "several"), [("..．.", "3．"), ("....", None), ("．．．．", None), ("．．.．", "3.")]
)
def test_a_stop_of_another_width_behind_a_number_of_the_table_of_contents(stops: str, several: str | None) -> None:
    titles = ["收支预算总表", "收入预算总表", "支出预算总表", "财政拨款收支预算总表"]
    listed = "\n".join(f"{n}{stop}{title}" for n, (stop, title) in enumerate(zip(stops, titles, strict=True), 1))
    found = run("form.widths", made(f"某市某局2024年度部门预算\n目录\n{listed}\n一、收入情况说明\n收入10.00万元。"))
    assert len(found) == (several is not None) and all(several and f"“{several}”" in one.message_zh for one in found)


@pytest.mark.parametrize(
    ("rule", "wrong", "sound"),
    [
        ("form.cut_off", "坚持依法治理，助力提升，加快建设。", "坚持依法治理，助力提升水平，加快建设。"),
        ("form.directions", "三公经费预（决）算数（财政拨款）。", "三公经费预算数（财政拨款）。"),
        ("form.directions", "三公经费预（决）算数（财政拨款）。", "推进预（决）算公开。"),
        ("form.units", "拨款20.00万元，政府性基金拨款0元。", "拨款20.00万元，政府性基金拨款0万元。"),
        ("form.units", "拨款20.00万元，政府性基金拨款0元。", "拨款20.00万元。政府性基金拨款0元。"),
        ("form.units", "拨款20.00万元，政府性基金拨款0元。", "拨款20.00万元，每人100元。"),
        ("form.slips", "比上年减少3万元，变动原因接待支出下降。", "比上年减少3万元，变动原因是接待支出下降。"),
        ("form.slips", "学师生对公共区使用满意。", "大学师生对公共区使用满意。"),
    ],
)
def test_a_row_of_words(rule: str, wrong: str, sound: str) -> None:
    assert [len(run(rule, made(HEAD + text))) for text in (wrong, sound)] == [1, 0]


@pytest.mark.parametrize(("page", "count"), [(1, 0), (2, 1)])
def test_a_character_that_ocr_may_have_misread_is_nobodys_slip(page: int, count: int) -> None:
    """All paragraphs stand on page 1: with page 1 read by OCR nothing is said, with another one it is."""
    view = made(f"{HEAD}{FULL}纳入预算管理,部门本级。")
    read = replace(view.report, document=replace(view.report.document, sure={page: ()}))
    assert len(run("form.widths", View(read))) == count
