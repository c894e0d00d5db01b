"""What is a report and what is none: made-up pages of the kinds that people take for reports."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.readers.document import UnreadableReport

NO_REPORTS = {
    "plan": (
        "甲市养老服务发展规划（2024—2030年）\n一、总体要求\n到2030年，养老床位达到5000张。\n二、保障措施\n所需资金列入各级财政预算，每年安排不少于500万元。\n三、重点任务\n建设示范中心20个。\n"
        "四、组织实施\n各部门按职责分工推进。\n五、监督检查\n每年通报一次。\n六、附则\n自印发之日起施行。\n",
        "规划",
    ),
    "rule of law": (
        "甲市水利局2023年法治政府建设年度报告\n一、主要做法\n全年办理行政处罚案件35件，罚款12万元。\n二、存在的问题\n执法力量不足。\n三、下一步打算\n继续加强培训。\n",
        "法治政府",
    ),
    "performance": (
        "甲县农村公路养护专项资金绩效评价报告\n一、项目概况\n项目资金共计800万元，实际支出760万元，预算执行率95%。\n二、评价结论\n综合得分92.5分，等级为优。\n三、存在问题\n个别路段验收滞后。\n",
        "绩效评价",
    ),
    "gazette": ("甲市人民政府公报\n2025年第3期\n目录\n甲市城市供水管理规定\n甲市价格监测办法\n", "公报"),
    "links": (
        "甲市水利局2025年部门预算公开\n附件：\n1.甲市水利局2025年部门预算.pdf\n2.甲市水利局所属单位预算.zip\n",
        "链接",
    ),
    "prose": (
        "甲市水利局简介\n甲市水利局成立于1952年，现有职工80人，内设科室12个。\n本局负责全市水资源管理。\n",
        "没有预算",
    ),
    "checklist": (
        "部门决算公开情况检查表\n\n| 序号 | 检查项目 | 检查结果 |\n| 1 | 是否公开收入支出决算总表 | 是 |\n"
        "| 2 | 是否公开“三公”经费支出决算表 | 是，2张 |\n",
        "检查表",
    ),
    "disclosure": (
        "甲市水利局2024年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息320条。\n二、收到申请5件。\n",
        "信息公开",
    ),
    "account of a city": (
        "甲市2024年财政决算报告\n一、一般公共预算收支决算情况\n2024年全市一般公共预算收入完成1,234,567万元，增长5.3%。\n",
        "一级政府",
    ),
    "budget before the congress": (
        "关于甲县2024年预算执行情况和2025年预算草案的报告\n甲县财政局\n各位代表：\n"
        "全县一般公共预算收入完成189,200万元，为预算的102.3%。\n",
        "一级政府",
    ),
    "budget of a town": (
        "甲镇2024年财政预算执行情况和2025年财政预算（草案）的报告\n2025年全镇财政收入预算2,450万元，支出预算2,430万元。\n",
        "一级政府",
    ),
    "auditors": (
        "甲市审计局关于甲市2024年度本级预算执行和其他财政收支的审计工作报告\n"
        "对15个部门2024年部门预算执行情况进行了审计，涉及金额1,234.50万元。\n",
        "审计报告",
    ),
    "instructions": (
        "关于编制2025年部门预算的通知\n县直各部门：\n一、基本支出按照人员经费每人12.00万元的定额标准编制。\n",
        "通知",
    ),
    "approval of another's account": (
        "甲县财政局关于批复2024年度部门决算的\n通知\n县水利局：\n本年收入1,234.56万元，本年支出1,200.00万元。\n",
        "通知",
    ),
    "news": ("甲县召开2025年部门预算编制工作会议\n会议指出，2024年全县部门预算支出压减5%。\n", "新闻"),
    "article": ("怎样读懂部门决算？\n比如某局2023年支出合计100万元，其中基本支出60万元、项目支出40万元。\n", "文章"),
    "company": ("甲股份有限公司2024年年度报告\n营业收入1,234,567.12元，同比增长12.30%；净利润98.10元。\n", "年度报告"),
    "curriculum vitae": ("个人简历\n张三\n2018年至今 甲县财政局 负责部门预算编制\n月薪 8,000元\n", "简历"),
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_a_file_that_is_no_report_is_told_what_it_seems_to_be(tmp_path: Path, name: str) -> None:
    text, seems = NO_REPORTS[name]
    path = tmp_path / "2026年甲市水利局部门预算.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableReport) as refused:
        bl.read_report(path)
    message = str(refused.value)
    assert seems in message
    assert path.name in message
    assert "\n" not in message


REPORTS = {
    "one section": "（四）政府采购预算安排说明\n2024年政府采购预算52000元，其中货物30000元。\n",
    "title and a count": "甲县林业局2023年度部门决算\n七、公务接待情况\n国内公务接待15批次，102人次。\n",
    "no title": "2021年度本单位收入总计305.00万元，支出总计305.00万元。\n",
    "performance in the title of an account": (
        "甲县林业局2023年度部门决算及绩效自评公开\n一、收入支出决算总体情况\n2023年度收入总计900.00万元。\n"
    ),
    "announced": "关于公开甲县审计局2025年部门预算的公告\n一、收支预算\n2025年收入预算120.00万元。\n",
    "the bureau of finance itself": "甲县财政局2025年部门预算草案\n一、收支预算\n2025年收入预算120.00万元。\n",
    "over two lines": "中国人民政治协商会议\n甲县委员会2025年部门预算\n一、收支预算\n2025年收入预算120.00万元。\n",
    "published by a notice": (
        "关于公开2025年部门预算的通知\n甲县水利局2025年部门预算\n一、收支预算\n2025年收入预算120.00万元。\n"
    ),
    "an office over the tables": (
        "2025年财政预算公开\n编制部门：甲县水利局\n一、收支预算\n2025年收入预算120.00万元。\n"
    ),
    "an office of plans": "甲市规划编制中心2024年单位预算\n一、收支预算\n2024年收入预算120.00万元。\n",
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_short_report_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(REPORTS[name], encoding="utf-8")
    assert len(bl.read_report(path).claims) > 0


def test_a_report_of_two_years_says_so_where_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(
        "甲县供水公司“三公”经费公开\n一、2024年“三公”经费预算安排\n2024年“三公”经费预算6.00万元。\n"
        "二、2023年“三公”经费决算情况\n2023年“三公”经费支出决算5.00万元。\n",
        encoding="utf-8",
    )
    assert "titles also say 2023" in bl.read_report(path)._repr_html_()


def test_what_the_report_does_not_say_is_not_available_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("公务接待费3.00万元，公务用车运行维护费5.00万元。\n", encoding="utf-8")
    report = bl.read_report(path)
    identity = report.identity
    assert (identity.agency, identity.fiscal_year, identity.report_type, identity.scope) == (None,) * 4
    assert identity.report_id == "unknown-unknown-unknown"
    row = report.reports.iloc[0]
    assert row[["agency", "fiscal_year", "report_type", "scope"]].isna().all()
    assert "kind not stated" in report._repr_html_()
    dataset = bl.read_reports([path, path], workers=1, progress=False)
    assert dataset.restatements().empty
    assert dataset.three_public_trend() is not None
