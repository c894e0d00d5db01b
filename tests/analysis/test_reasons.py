from __future__ import annotations

import pytest

from budgetlib.analysis.reasons import CATEGORIES, as_said, classify, phrase


@pytest.mark.parametrize("code", CATEGORIES)
def test_what_typeset_prints_is_read_back_as_the_same_reason(code):
    assert classify(phrase(code)) == code


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("单位落实过紧日子要求，压缩了车辆费用", "thrift"),
        ("人员工资按规定上调", "personnel"),
        ("去年的展会项目已结束", "project_ended"),
        ("今年没有这项工作：减少一个培训专项", "project_ended"),
        ("新增一个科普项目", "new_project"),
        ("上年结转资金比往年少", "carry_over"),
        ("机构改革后职能划出", "policy"),
        ("受天气影响", "other"),
    ],
)
def test_reasons_fall_into_their_category(reason, code):
    assert classify(reason) == code


def test_the_cause_that_is_named_first_counts():
    assert classify("厉行节约；同时减少一个项目") == "thrift"
    assert classify("减少一个项目；同时厉行节约") == "project_ended"


@pytest.mark.parametrize("blank", [None, float("nan"), "", " \n"])
def test_no_reason_has_no_category(blank):
    assert classify(blank) is None


def test_an_unknown_category_is_named():
    with pytest.raises(KeyError, match="weather"):
        phrase("weather")


def test_every_category_speaks_both_languages():
    assert all(phrase(code, "en").isascii() and not phrase(code, "zh").isascii() for code in CATEGORIES)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("一是政策性调整因素。", "政策性调整因素等"),
        ("1、增加一个单位；2、任务增加。", "1、增加一个单位；2、任务增加"),
        ("第一，调资", "调资等"),
        ("1.5万元的项目结束", "1.5万元的项目结束"),
        ("一次性项目减少；", "一次性项目减少"),
    ],
)
def test_the_first_point_of_a_list_is_not_told_as_all_of_it(reason: str, said: str) -> None:
    assert as_said(reason) == said
