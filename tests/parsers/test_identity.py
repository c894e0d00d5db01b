"""Whose report it is, from title pages in several styles. Names made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import lines_run

import budgetlib as bl
from budgetlib.parsers.identity import identify, normalise_agency
from budgetlib.readers.document import Document, Fragment, Paragraph


def document(*lines: tuple[int, str]) -> Document:
    blocks = tuple(Paragraph(text, (Fragment(0, page),)) for page, text in lines)
    return Document(Path("x.pdf"), "", "pdf", 9, blocks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["某市科技局（部门）2024年度部门 决算公开说明"], ("某市科技局", 2024, "final", "department")),
        (["某市某区规划", "局", "2024 年度部门决算"], ("某市某区规划局", 2024, "final", "department")),
        (
            ["某市某区2025年区级部门预算", "预算主管部门：某市某区商务委"],
            ("某市某区商务委", 2025, "budget", "department"),
        ),
        (["2023年度某县教育局单位决算"], ("某县教育局", 2023, "final", "unit")),
        (["某县教育局（本级）2022年度单位决算公开"], ("某县教育局", 2022, "final", "unit")),
        (["2024年某市环保局部门预算"], ("某市环保局", 2024, "budget", "department")),
        (["某某部2024年度部门决算"], ("某某部", 2024, "final", "department")),
        (["2024年度某某署部门决算"], ("某某署", 2024, "final", "department")),
        (["某某局2024年部门预算", "九、“三公”经费预算说明"], ("某某局", 2024, "budget", "department")),
    ],
)
def test_title_pages(lines: list[str], expected: tuple[str, int, str, str]) -> None:
    identity = identify(document(*[(1, line) for line in lines], (2, "目录"), (2, "第一部分 概况")))
    assert (identity.agency, identity.fiscal_year, identity.report_type, identity.scope) == expected


def test_without_a_title_page_the_body_speaks() -> None:
    identity = identify(
        document((2, "第一部分某市水务局概况"), (5, "某市水务局2021年度收入支出总计5.00万元，完成部门决算。"))
    )
    assert (identity.agency, identity.fiscal_year) == ("某市水务局", 2021)


def test_brackets_of_scope_go_and_others_stay() -> None:
    assert normalise_agency("某局(部门)") == "某局"
    assert normalise_agency("某 局（本级）") == "某局"
    assert normalise_agency("某局（市知识产权局）") == "某局（市知识产权局）"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["甲市财政局预算评审中心2024年度单位决算"], ("甲市财政局预算评审中心", 2024, "final", "unit")),
        (["2025年甲县政府采购中心单位预算"], ("甲县政府采购中心", 2025, "budget", "unit")),
        (
            ["2024年度", "甲市人民政府国有资产监督管理", "委员会", "部门决算"],
            ("甲市人民政府国有资产监督管理委员会", 2024, "final", "department"),
        ),
        (
            ["甲市社会保险基金管理中心", "2023年度部门决算公开"],
            ("甲市社会保险基金管理中心", 2023, "final", "department"),
        ),
        (["甲县部门预算编审中心2024年度单位决算"], ("甲县部门预算编审中心", 2024, "final", "unit")),
        (["2024年甲县预算编审中心决算公开"], ("甲县预算编审中心", 2024, "final", None)),
        (["甲县国库集中支付中心", "2024年单位预算公开"], ("甲县国库集中支付中心", 2024, "budget", "unit")),
        (["甲省高级人民法院2024年度部门决算公开"], ("甲省高级人民法院", 2024, "final", "department")),
        (["二〇二四年度", "甲州人民医院", "单位决算"], ("甲州人民医院", 2024, "final", "unit")),
        (["甲大学2024年度部门决算"], ("甲大学", 2024, "final", "department")),
        (["教育部2024年度部门决算"], ("教育部", 2024, "final", "department")),
        (
            ["中国共产主义青年团甲市委员会2024年部门预算"],
            ("中国共产主义青年团甲市委员会", 2024, "budget", "department"),
        ),
        (["甲县石桥镇人民政府2024年度部门决算公开报告"], ("甲县石桥镇人民政府", 2024, "final", "department")),
        (["甲县石桥镇2024年部门预算"], ("甲县石桥镇", 2024, "budget", "department")),
        (["关于甲市水利局2024年部门预算公开的说明"], ("甲市水利局", 2024, "budget", "department")),
        (["甲市水利局关于2023年度部门决算公开的说明"], ("甲市水利局", 2023, "final", "department")),
        (["甲市水利局（本级）2023年度决算"], ("甲市水利局", 2023, "final", "unit")),
        (["甲市第101中学2023年度单位决算"], ("甲市第101中学", 2023, "final", "unit")),
        (["附件1：", "甲市第三人民医院2023年度单位决算公开说明"], ("甲市第三人民医院", 2023, "final", "unit")),
        (["甲市2023年度市级部门决算", "部门：甲市档案馆"], ("甲市档案馆", 2023, "final", "department")),
        (["2023年度部门决算", "部门名称：甲市总工会", "2024年9月12日"], ("甲市总工会", 2023, "final", "department")),
        (["国家税务总局甲市税务局2023年度部门决算"], ("国家税务总局甲市税务局", 2023, "final", "department")),
        (["甲区2023年度部门决算"], (None, 2023, "final", "department")),
        (["2022年度决算公开"], (None, 2022, "final", None)),
        (["甲县残疾人联合会2022年整体支出决算"], ("甲县残疾人联合会", 2022, "final", None)),
        (["甲自治县林业和草原局2024年度部门决算"], ("甲自治县林业和草原局", 2024, "final", "department")),
        (["甲县林业局", "（2024年度）", "部门决算"], ("甲县林业局", 2024, "final", "department")),
        (["甲县林业局部门决算", "（2024年度）"], ("甲县林业局", 2024, "final", "department")),
        (["政务公开", "甲市财政局2025年部门预算"], ("甲市财政局", 2025, "budget", "department")),
        (
            ["甲市教育局文件", "甲教〔2025〕3号", "甲市教育局2025年部门预算"],
            ("甲市教育局", 2025, "budget", "department"),
        ),
        (["中共甲县委", "政法委员会", "2024年度部门决算"], ("中共甲县委政法委员会", 2024, "final", "department")),
        (
            ["甲县人民代表大会常务委员会办公室2024年度部门决算"],
            ("甲县人民代表大会常务委员会办公室", 2024, "final", "department"),
        ),
        (["甲县机关事务服务中心2024年度单位决算公开"], ("甲县机关事务服务中心", 2024, "final", "unit")),
        (["2025年部门预算公开", "（甲县档案馆）"], ("甲县档案馆", 2025, "budget", "department")),
        (["甲县财政局 2025 年部门预算", "单位负责人：张三"], ("甲县财政局", 2025, "budget", "department")),
        (["甲市档案局（馆）2025年部门预算"], ("甲市档案局（馆）", 2025, "budget", "department")),
        (["甲县会计核算中心2021年度部门决算情况说明"], ("甲县会计核算中心", 2021, "final", "department")),
        (["甲县老鹰村村民委员会2021年财务收支决算"], ("甲县老鹰村村民委员会", 2021, "final", None)),
        (["甲市中级人民法院", "2024年部门预算及三公经费预算公开"], ("甲市中级人民法院", 2024, "budget", "department")),
        (["甲市红十字会2024年度", "部", "门", "决", "算"], ("甲市红十字会", 2024, "final", "department")),
        (["甲市体育运动学校2024年单位预算公开表"], ("甲市体育运动学校", 2024, "budget", "unit")),
        (["甲县公共资源交易中心2024年预算信息公开"], ("甲县公共资源交易中心", 2024, "budget", None)),
        (["甲县住房公积金管理中心2024年收支预算"], ("甲县住房公积金管理中心", 2024, "budget", None)),
        (["2024年收支预算总体情况"], (None, 2024, "budget", None)),
        (["甲县行政审批服务局2024年部门预算草案"], ("甲县行政审批服务局", 2024, "budget", "department")),
        (["甲县审计局2020年部门预算公开（2019年度决算附后）"], ("甲县审计局", 2020, "budget", "department")),
        (
            ["甲县纪律检查委员会", "甲县监察委员会", "2024年度部门决算公开"],
            ("甲县纪律检查委员会甲县监察委员会", 2024, "final", "department"),
        ),
        (["甲市教育局", "甲市实验幼儿园", "2025年单位预算"], ("甲市实验幼儿园", 2025, "budget", "unit")),
        (["【更正】甲市体育局2024年度部门决算公开"], ("甲市体育局", 2024, "final", "department")),
        (["（更正后）甲县水利局2024年度部门决算公开"], ("甲县水利局", 2024, "final", "department")),
        (["附件1", "甲市自然资源局", "2024年度部门决算"], ("甲市自然资源局", 2024, "final", "department")),
        (["附件3", "2024年度", "甲县乡村振兴局部门决算公开"], ("甲县乡村振兴局", 2024, "final", "department")),
        (["附件2甲县气象局2024年度部门决算"], ("甲县气象局", 2024, "final", "department")),
        (["甲市博物馆（所属单位）2024年度决算公开"], ("甲市博物馆", 2024, "final", "unit")),
        (["甲市人防办公室（局本级）2025年预算公开"], ("甲市人防办公室", 2025, "budget", "unit")),
        (["甲县教育局（部门汇总）2024年度决算"], ("甲县教育局", 2024, "final", "department")),
        (["甲县教育局（含下属单位）2024年度决算"], ("甲县教育局", 2024, "final", "department")),
        (["标题：甲县教育局2025年部门预算公开"], ("甲县教育局", 2025, "budget", "department")),
        (["甲县2025年部门预算公开", "——甲县信访局"], ("甲县信访局", 2025, "budget", "department")),
        (["甲市少年宫2024年度单位决算"], ("甲市少年宫", 2024, "final", "unit")),
        (
            ["欢迎访问甲县人民政府门户网站", "2025年2月20日 星期四", "甲县民政局2025年部门预算公开"],
            ("甲县民政局", 2025, "budget", "department"),
        ),
        (["甲县国资委2025部门预算公开"], ("甲县国资委", 2025, "budget", "department")),
        (
            ["甲市委组织部2025年部门预算", "上年度决算情况见2023年度部门决算公开。"],
            ("甲市委组织部", 2025, "budget", "department"),
        ),
    ],
)
def test_titles_of_every_office(lines: list[str], expected: tuple[str | None, int, str, str | None]) -> None:
    identity = identify(document(*[(1, line) for line in lines], (2, "目录"), (2, "第一部分 概况")))
    assert (identity.agency, identity.fiscal_year, identity.report_type, identity.scope) == expected


def test_a_title_of_two_reports_says_so_and_takes_what_the_report_speaks_of_most() -> None:
    title = (1, "甲市财政局2025年部门预算和2024年部门决算公开")
    first = identify(document(title))
    assert (first.fiscal_year, first.report_type) == (2025, "budget")
    assert "2024" in first.conflicts[0]
    most = identify(document(title, (2, "二、2024年度收入决算情况说明"), (2, "三、2024年度支出决算情况说明")))
    assert (most.fiscal_year, most.report_type) == (2024, "final")


def test_no_word_of_a_section_is_an_office() -> None:
    for line in (
        "第二部分 2024年度部门决算表",
        "一般公共预算财政拨款支出决算情况",
        "政府采购预算",
        "（一）本单位2024年收入",
        "“三公”经费",
    ):
        assert identify(document((1, line), (1, "2024年度支出决算5.00万元。"))).agency is None


def test_the_line_of_a_web_site_above_the_title_is_no_part_of_the_office() -> None:
    identity = identify(document((1, "甲江市人民政府"), (1, "甲江市体育局2023年度部门决算")))
    assert (identity.agency, identity.title) == ("甲江市体育局", "甲江市体育局2023年度部门决算")


def test_tables_alone_name_the_office_over_them_and_the_file_names_the_year() -> None:
    blocks = tuple(Paragraph(text, (Fragment(0, 1),)) for text in ("收支预算总表", "部门：甲省档案馆 单位：万元"))
    identity = identify(Document(Path("甲省档案馆2019年部门预算公开表.pdf"), "", "pdf", 1, blocks))
    assert (identity.agency, identity.fiscal_year, identity.report_type) == ("甲省档案馆", 2019, "budget")
    assert (identity.scope, identity.title) == ("department", "")


def test_a_year_compared_with_is_not_the_year_of_the_report() -> None:
    text = "本单位2022年度总支出16.00万元，较2021年度决算数增加1.00万元，比2021年度预算减少2.00万元，与2021年相比持平。"
    assert identify(document((1, text))).fiscal_year == 2022


def test_short_names_that_the_report_defines_and_no_other_office() -> None:
    identity = identify(
        document(
            (1, "甲市乙区审计局2024年度部门决算"),
            (2, "甲市乙区审计局（以下简称区审计局）是区政府工作部门。"),
            (2, "甲市审计局2024年度部门决算表"),
        )
    )
    assert identity.names() == ("甲市乙区审计局", "区审计局")


def test_long_paragraphs_cost_in_proportion_to_their_length() -> None:
    def work(times: int) -> int:
        long = document((1, "甲市审计局2024年度部门决算"), (2, "甲市审计局2024年度（中心部委局（以下" * times))
        return lines_run(lambda: identify(long))

    work(10)
    assert work(4000) <= 5 * work(1000)


def test_the_end_of_a_name_that_a_title_breaks_is_no_office() -> None:
    """甲市乙区人民政府百|里街道办事处: the second line looks like an office of its own."""
    identity = identify(
        document(
            (1, "甲市2024年区级部门预算预算主管部门：甲市乙区人民政府百"),
            (1, "里街道办事处"),
            (2, "甲市乙区人民政府百里街道办事处（部门）机构设置"),
        )
    )
    assert identity.agency is None


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (["云岭市南山区互助路", "社区公共服务中心", "2018年度部门决算"], "云岭市南山区互助路社区公共服务中心"),
        (["区人大2017年决算公开", "云岭市南山区人大常委会", "2017年部门决算"], "云岭市南山区人大常委会"),
        (["2021年", "云岭市南山区检察院（差额表）", "部门预算"], "云岭市南山区检察院"),
    ],
)
def test_a_name_in_full_without_forms(tmp_path: Path, lines: list[str], agency: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text("\n".join([*lines, "", "本年度收入总计134.19万元，支出总计134.19万元。"]), encoding="utf-8")
    assert bl.read_report(path).reports["agency"].tolist() == [agency]


def test_a_page_without_its_title_is_a_report_by_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = (
        "目录\n公开时间：2025年10月15日\n第一部分单位概况\n第二部分2024年度单位决算情况说明\n第一部分单位概况\n一、主要职责\n"
        "二、机构设置\n云岭县农技服务中心下设办公室。\n第二部分2024年度单位决算情况说明\n一、收入支出决算总体情况说明\n"
        "2024年度收、支总计均为1523.26万元。\n"
    )
    path.write_text(text, encoding="utf-8")
    reports = bl.read_report(path).reports.iloc[0]
    assert (reports["agency"], reports["fiscal_year"], reports["report_type"]) == ("云岭县农技服务中心", 2024, "final")
