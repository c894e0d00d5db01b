"""Rules that only real reports tried: each raised by a made-up report, and not by the sound one beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

HEAD = "某市某局2024年度部门决算\n\n一、支出决算情况说明\n\n"
HEAD += "本年支出90.00万元，其中：基本支出40.00万元，项目支出50.00万元。\n\n"
BASIC = (
    HEAD + "一般公共预算财政拨款基本支出决算表\n单位：万元\n"
    "人员经费\t\t\t公用经费\t\t\n科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\n"
    "301\t工资福利支出\t{0}\t302\t商品和服务支出\t15.00\n30101\t基本工资\t{0}\t30201\t办公费\t15.00\n"
    "303\t{1}\t8.00\t\t\t\n30302\t退休费\t8.00\t\t\t\n人员经费合计\t\t58.00\t公用经费合计\t\t15.00\n"
)
SENTENCES = [
    ("比上年减少0.00万元，下降0.00%。", "与上年持平。", "note", "form.no_change"),
    ("主要原因为：一是新增图书采购。", "主要原因为：一是新增图书采购；二是人员增加。", "note", "form.first_alone"),
    ("填列数应与《收支预算总表》收入数一致。", "与收支预算总表一致。", "note", "form.directions"),
    (
        "公务接待费支出2.30万元，与上年相比增加0.30万元，下降15.00%。",
        "公务接待费支出2.30万元，与上年相比增加0.30万元，增长15.00%。",
        "error",
        "wording.sign",
    ),
    (
        "培训费支出年初预算为10.00万元，支出决算为12.00万元，决算数小于预算数。",
        "培训费支出年初预算为10.00万元，支出决算为12.00万元，决算数大于预算数。",
        "error",
        "wording.direction",
    ),
    (
        "十、国有资产占用情况说明\n\n截至2024年12月31日，本部门共有车辆9辆，其中：机要通信用车1辆、应急保障用车1辆、执法执勤用车1辆、其他用车5辆。",
        "十、国有资产占用情况说明\n\n截至2024年12月31日，本部门共有车辆8辆，其中：机要通信用车1辆、应急保障用车1辆、执法执勤用车1辆、其他用车5辆。",
        "error",
        "prose.counts",
    ),
]


def raised(tmp_path: Path, text: str) -> set[tuple[str, str]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return {(one["severity"], one["rule"]) for one in bl.read_report(path).checked.findings}


@pytest.mark.parametrize(("wrong", "sound", "severity", "rule"), SENTENCES)
def test_a_sentence(tmp_path: Path, wrong: str, sound: str, severity: str, rule: str) -> None:
    assert (severity, rule) in raised(tmp_path, f"{HEAD}{wrong}\n")
    assert rule not in {one for _, one in raised(tmp_path, f"{HEAD}{sound}\n")}


@pytest.mark.parametrize(("pay", "found"), [("50.00", False), ("45.00", True)])
def test_personnel_is_the_sum_of_the_classes_301_and_303(tmp_path: Path, pay: str, found: bool) -> None:
    """50.00 + 8.00 = 58.00."""
    assert (("error", "statement.column") in raised(tmp_path, BASIC.format(pay, "对个人和家庭的补助"))) is found


@pytest.mark.parametrize(("name", "found"), [("对个人和家庭的补助", False), ("退休人员经费", True)])
def test_the_class_303_has_its_own_name(tmp_path: Path, name: str, found: bool) -> None:
    assert (("note", "form.code_of_another") in raised(tmp_path, BASIC.format("50.00", name))) is found
