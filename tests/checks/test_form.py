"""Rules on form: a sound report raises nothing, each planted slip raises its finding and no error."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl
from budgetlib.checks import check
from budgetlib.checks.contents import contents
from budgetlib.checks.model import View
from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Cell, Document, Fragment, Grid, Paragraph

SOUND = """某市财政局2023年度部门决算

目 录

第一部分 部门概况

一、主要职能……………1

二、部门决算单位构成……………1

第二部分 部门决算情况说明

一、收入支出决算总体情况说明……………2

二、收入决算情况说明……………2

三、其他重要事项说明……………3

第三部分 名词解释

第一部分 某市财政局概况

一、主要职能

某市财政局负责全市财政收支，研究拟订财政发展规划，依照法律管理各项财政收入与支出，并监督执行。

二、部门决算单位构成

从预算单位构成看，某市财政局部门决算只有局本级一个单位，没有纳入汇总编制范围的下属预算单位。

第二部分 某市财政局2023年度部门决算情况说明

一、收入支出决算总体情况说明

2023年度收入支出总计120.00万元。与2022年度相比，收入支出总计增加20.00万元，增长20.00%。主要原因：新增项目。

二、收入决算情况说明

本年收入合计120.00万元，其中：财政拨款收入120.00万元，占100.00%。

三、其他重要事项的情况说明

截至2023年12月31日，本部门共有车辆2辆，其中：其他用车2辆。与2022年12月31日相比没有变化。

第三部分 名词解释

一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款。
"""

TABLES = """
收入支出决算总表
收入||支出|
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|90.00|一、教育支出|90.00
总计|90.00|总计|90.00

收入决算表
功能分类科目编码|科目名称|本年收入合计|财政拨款收入|事业收入|其他收入
|合计|90.00|90.00||
205|教育支出|90.00|90.00||

支出决算表
功能分类科目编码|科目名称|本年支出合计|基本支出|项目支出
|合计|90.00|60.00|30.00
205|教育支出|90.00|60.00|30.00

财政拨款收入支出决算总表
收入||支出||||
项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|90.00|一、教育支出|90.00|90.00||
总计|90.00|总计|90.00|90.00||

一般公共预算财政拨款支出决算表
功能分类科目编码|科目名称|合计|基本支出|项目支出
205|教育支出|90.00|60.00|30.00
|合计|90.00|60.00|30.00

一般公共预算财政拨款基本支出决算表
经济分类科目编码|科目名称|决算数
301|工资福利支出|50.00
302|商品和服务支出|10.00

财政拨款“三公”经费支出决算表
合计||因公出国（境）费||公务接待费|
预算数|决算数|预算数|决算数|预算数|决算数
2.00|1.00|0.00|0.00|2.00|1.00

政府性基金预算财政拨款收入支出决算表
功能分类科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余
|合计||||

国有资本经营预算财政拨款收入支出决算表
功能分类科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余
|合计||||
"""
TITLES = {title: table for title, _, table in (part.partition("\n") for part in TABLES.strip().split("\n\n"))}
NO_FUND = "说明：本部门没有政府性基金预算财政拨款收入和支出，故本表无数据。"
NO_CAPITAL = "说明：本部门没有国有资本经营预算财政拨款收入和支出，故本表无数据。"
EMPTY = {
    "政府性基金预算财政拨款收入支出决算表": NO_FUND,
    "国有资本经营预算财政拨款收入支出决算表": NO_CAPITAL,
}
ORDINARY = "注：本表反映部门本年度情况。"


def statements(**changed: str | None) -> list[tuple[str, str, str]]:
    """Title, table and note of nine statements; ``changed`` replaces a note, None takes the statement out."""
    notes = {**dict.fromkeys(TITLES, ORDINARY), **EMPTY, **changed}
    return [(title, table, note) for title, table in TITLES.items() if (note := notes[title]) is not None]


def raised_by(parts: list[tuple[str, str, str]], *prose: str) -> list[dict[str, Any]]:
    """Findings of form on a report with a statement a page."""
    blocks: list[Paragraph | Grid] = [_paragraph("某市财政局2023年度部门决算", 1)]
    for page, (title, table, note) in enumerate(parts, start=2):
        blocks += [_paragraph(title, page), _paragraph("单位：万元", page), _grid(table, page), _paragraph(note, page)]
    blocks += [_paragraph(text, len(parts) + 2) for text in prose]
    document = Document(Path("made-up.pdf"), "0", "pdf", len(parts) + 2, tuple(blocks))
    return [finding for finding in check(parse(document)).findings if finding["rule"].startswith("form.")]


def _paragraph(text: str, page: int) -> Paragraph:
    return Paragraph(text, (Fragment(0, page),))


def _grid(table: str, page: int) -> Grid:
    rows = [line.split("|") for line in table.split("\n")]
    cells = tuple(Cell(text, row, col, page=page) for row, line in enumerate(rows) for col, text in enumerate(line))
    return Grid(cells, len(rows), max(map(len, rows)), page)


def findings(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return check(bl.read_report(path)).findings


def of_form(raised: list[dict[str, Any]]) -> list[tuple[str, str]]:
    assert all(f["severity"] != "error" or f["rule"].startswith("form.") for f in raised), raised
    return [(f["severity"], f["rule"]) for f in raised if f["rule"].startswith("form.")]


def test_a_sound_report_raises_nothing(tmp_path: Path) -> None:
    assert [finding["message_zh"] for finding in findings(tmp_path, SOUND)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "words"),
    [
        ("\n二、收入决算情况说明\n\n本年收入", "\n本年收入", "form.contents", "二、收入决算情况说明"),
        ("二、收入决算情况说明\n\n本年收入", "四、收入决算情况说明\n\n本年收入", "form.order", "四、收入决算情况说明"),
        ("增加20.00万元，增长20.00%", "增加（减少）20.00万元，增长20.00%", "form.template", "增加（减少）"),
        ("主要原因：新增项目", "主要原因：XXXX", "form.template", "XXXX"),
        ("主要原因：新增项目", "主要原因：20XX年新增项目", "form.template", "XX"),
        ("主要原因：新增项目。", "主要原因：新增项目。（如持平作持平表述）", "form.template", "如持平作持平表述"),
        ("某市财政局2023年度部门决算情况说明\n\n一", "某市财政局2022年度部门决算情况说明\n\n一", "form.year", "2022"),
        ("2023年度收入支出总计", "2022年度收入支出总计", "form.year", "2022年度收入支出总计"),
        ("截至2023年12月31日", "截至2022年12月31日", "form.year_end", "2022"),
        ("某市财政局2023年度部门决算情况", "某县教育局2023年度部门决算情况", "form.agency", "某县教育局"),
        ("增长20.00%。主要", "增长20.00%，。主要", "form.punctuation", "，。"),
    ],
)
def test_a_planted_slip_is_found_and_nothing_else(
    tmp_path: Path, right: str, wrong: str, rule: str, words: str
) -> None:
    assert right in SOUND
    raised = findings(tmp_path, SOUND.replace(right, wrong, 1))
    own = [finding for finding in raised if finding["rule"].startswith("form.")]
    assert [finding["rule"] for finding in own] == [rule]
    assert words in own[0]["message_zh"] and words in own[0]["message_en"]
    assert own[0]["page"] and own[0]["evidence"].startswith("block:")
    assert own[0]["severity"] == ("note" if rule == "form.punctuation" else "warning")


def test_a_section_moved_behind_the_next_is_out_of_order(tmp_path: Path) -> None:
    start, end = (SOUND.rindex(f"\n{title}") for title in ("二、收入决算情况说明", "三、其他重要事项的情况说明"))
    stop = SOUND.rindex("\n第三部分 名词解释")
    raised = findings(tmp_path, SOUND[:start] + SOUND[end:stop] + SOUND[start:end] + SOUND[stop:])
    assert of_form(raised) == [("warning", "form.order")]


def test_numbers_that_go_back_without_a_table_of_contents(tmp_path: Path) -> None:
    body = "某市财政局2023年度部门决算\n\n" + SOUND[SOUND.rindex("第一部分 某市") :]
    assert of_form(findings(tmp_path, body)) == []
    twice = body.replace("三、其他重要事项的情况说明", "二、其他重要事项的情况说明")
    (finding,) = [f for f in findings(tmp_path, twice) if f["rule"].startswith("form.")]
    assert finding["rule"] == "form.order" and "二、其他重要事项" in finding["message_zh"]


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("与2022年度相比，收入支出总计", "较2022年度，收入支出总计", "another year in a comparison"),
        ("主要原因：新增项目", "主要原因：新增XXL号工作服", "XX within a word"),
        ("主要原因：新增项目", "主要原因：增加（减少）情况见附表", "a name, not a leftover"),
        ("某市财政局2023年度部门决算情况", "市财政局2023年度部门决算情况", "the end of the office's name"),
        ("某市财政局2023年度部门决算情况", "2023年度某市财政局部门决算情况", "the year first"),
        ("研究拟订财政发展规划", "研究拟订财政发展规划（一）", "a bracket in the text"),
        ("三、其他重要事项说明", "三、其他重要事项", "a heading in shorter words"),
        ("一、主要职能\n\n某市", "一、主要职能情况\n\n某市", "a heading in longer words"),
    ],
)
def test_what_is_legitimate_raises_nothing(tmp_path: Path, right: str, wrong: str, why: str) -> None:
    assert right in SOUND
    assert of_form(findings(tmp_path, SOUND.replace(right, wrong))) == [], why


def test_a_heading_in_other_words_than_the_table_of_contents_is_a_note(tmp_path: Path) -> None:
    other = SOUND.replace("\n二、收入决算情况说明\n\n本年收入", "\n二、收入的来源决算情况说明\n\n本年收入")
    assert other != SOUND and of_form(findings(tmp_path, other)) == [("note", "form.titles")]


def test_repeated_paragraphs_are_a_note(tmp_path: Path) -> None:
    start, end = SOUND.index("某市财政局负责"), SOUND.index("\n第二部分 某市财政局")
    duties = "\n\n".join(
        f"{n}、负责第{n}项工作，拟订有关的政策、标准和办法并组织实施，监督检查执行情况，协调有关部门共同推进。"
        for n in range(1, 5)
    )
    once = SOUND[:start] + duties + "\n\n" + SOUND[start:end]
    assert of_form(findings(tmp_path, once + SOUND[end:])) == []
    twice = once + "\n\n" + duties + SOUND[end:]
    (finding,) = [f for f in findings(tmp_path, twice) if f["rule"].startswith("form.")]
    assert (finding["severity"], finding["rule"]) == ("note", "form.repeated_text")
    assert "4 段" in finding["message_zh"]


def test_a_label_in_the_place_of_a_name(tmp_path: Path) -> None:
    form = (
        "项目名称\t新建图书馆\n主管部门\t{}\t实施单位\t某市图书馆\n"
        "项目资金\t\t年初预算数\t全年预算数\t全年执行数\n\t年度资金总额\t5.00\t5.00\t5.00\n"
    )
    text = "某市某局2023年度部门决算\n\n" + form
    assert of_form(findings(tmp_path, text.format("某市某局"))) == []
    (finding,) = findings(tmp_path, text.format("主管部门"))
    assert (finding["rule"], finding["evidence"]) == ("form.placeholder", "projects:0:supervising_department")


def kinds(raised: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(finding["severity"], finding["rule"]) for finding in raised]


class TestStatements:
    def test_nine_statements_raise_nothing(self) -> None:
        assert raised_by(statements()) == []

    @pytest.mark.parametrize("title", TITLES)
    def test_one_that_is_missing(self, title: str) -> None:
        (finding,) = raised_by(statements(**{title: None}))
        assert kinds([finding]) == [("warning", "form.statements")]
        assert re.sub("[“”]", "", title) in re.sub("[“”]", "", finding["message_zh"])

    def test_one_with_a_title_and_no_table_is_a_note(self) -> None:
        (finding,) = raised_by(statements(支出决算表=None), "支出决算表")
        assert kinds([finding]) == [("note", "form.statement_unread")]

    def test_one_that_a_table_with_an_unknown_title_may_be_is_a_note(self) -> None:
        """The table is there, and its title cannot be read: nobody says that the statement is missing."""
        unknown = ("某某情况统计表", "项目|金额\n甲|1.00\n乙|2.00", ORDINARY)
        (finding,) = raised_by([*statements(支出决算表=None), unknown])
        assert kinds([finding]) == [("note", "form.statement_unread")]
        assert "支出决算表" in finding["message_zh"]

    def test_an_empty_one_without_its_note(self) -> None:
        parts = statements(政府性基金预算财政拨款收入支出决算表=ORDINARY)
        assert kinds(raised_by(parts)) == [("warning", "form.empty_statement")]
        prose = "本部门2023年度无政府性基金预算财政拨款收入和支出。"
        assert kinds(raised_by(parts, "八、政府性基金情况说明", prose)) == [("note", "form.empty_told")]

    def test_a_note_of_emptiness_under_figures(self) -> None:
        (finding,) = raised_by(statements(支出决算表="注：本部门无支出，故本表为空表。"))
        assert kinds([finding]) == [("error", "form.empty_note")]
        assert "90.00" in finding["message_zh"] and finding["evidence"].startswith("lines:")

    def test_a_few_statements_are_published_elsewhere(self) -> None:
        assert raised_by(statements()[:4]) == []


# What the real reports raise, and why each is true: (severity, rule, page, words of the message).
REAL = {
    "putuo-planning-2024": [
        # The title above the statements leaves out 普陀区: it names the office of the city, not of the district.
        ("warning", "form.agency", 7, "上海市规划和自然资源局"),
        # "减少0.15万元，下降（增长）27.78%", and "列明公务接待2批次": words of the template.
        ("warning", "form.template", 25, "下降（增长）27.78%"),
        ("warning", "form.template", 26, "列明公务接待2批次"),
        # 上一度 for 上一年度 three times, 增长13.95 without %, a bracket that is not closed, an item of before 2019.
        # The duty 7 has no full stop.
        ("note", "form.cut_off", 5, "跟踪监督"),
        ("note", "form.slips", 20, "上一度"),
        ("note", "form.units", 21, "13.95"),
        ("note", "form.old_name", 24, "其他自然资源事务支出"),
        ("note", "form.brackets", 26, "99.33分"),
    ],
    "putuo-social-work-2024": [
        # The template's sentence on what to do with an empty statement stands under both fund statements.
        ("warning", "form.template", 15, "仍保留该表格式"),
        ("warning", "form.template", 16, "仍保留该表格式"),
    ],
    # Duties 8 to 12 of page 3 stand again on page 4.
    # 21 amounts of its projects stand in 万 instead of 万元.
    # Six half-width commas and a pair of half-width brackets among full-width ones.
    "putuo-commerce-budget-2025": [
        ("note", "form.widths", 3, "7 处"),
        ("note", "form.repeated_text", 4, "5 段"),
        ("note", "form.units", 23, "21 处"),
        ("note", "form.cut_off", 24, "专项资金拨付"),
    ],
    # A note calls the statement of the three public expenses empty, under 47.91 and 443.18.
    "putuo-wanli-budget-2024": [("error", "form.empty_note", 31, "443.18")],
    # The template itself, of 上海市XX局, without a figure: a form is no report, and nothing is wrong with it.
    "shanghai-final-account-template-2024": [],
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_findings_of_the_real_reports(corpus: Path, name: str) -> None:
    path = corpus / "reports" / f"{name}.pdf"
    report = bl.read_report(path if path.is_file() else path.with_suffix(".txt"))
    raised = [f for f in check(report).findings if f["rule"].startswith("form.")]
    assert [(f["severity"], f["rule"], f["page"]) for f in raised] == [expected[:3] for expected in REAL[name]]
    for finding, expected in zip(raised, REAL[name], strict=True):
        assert expected[3] in finding["message_zh"]


FINAL_ACCOUNTS = ("putuo-planning-2024", "putuo-social-work-2024")
BUDGETS = ("putuo-commerce-budget-2025", "putuo-wanli-budget-2024")


def without(document: Document, blocks: set[int]) -> Document:
    return replace(document, blocks=tuple(b for n, b in enumerate(document.blocks) if n not in blocks))


def new_rules(report: bl.Report, document: Document) -> list[str]:
    """Rules of form that a changed document breaks and the real one does not."""
    known = {finding["message_zh"] for finding in check(report).findings}
    raised = check(parse(document)).findings
    return [f["rule"] for f in raised if f["rule"].startswith("form.") and f["message_zh"] not in known]


@pytest.mark.corpus
@pytest.mark.parametrize("name", [*FINAL_ACCOUNTS, *BUDGETS])
def test_each_statement_taken_out_of_a_real_report_is_missed(corpus: Path, name: str) -> None:
    report = bl.read_report(corpus / "reports" / f"{name}.pdf")
    for info in report.printed.statements:
        (block,) = info.grids
        assert isinstance(report.document.blocks[block], Grid)
        titled = {block - 2, block - 1, block}
        assert new_rules(report, without(report.document, titled)) == ["form.statements"], info.statement


@pytest.mark.corpus
@pytest.mark.parametrize("name", FINAL_ACCOUNTS)
def test_each_section_heading_taken_out_of_a_real_report_is_missed(corpus: Path, name: str) -> None:
    """All but those of whole parts, whose sections are still there."""
    report = bl.read_report(corpus / "reports" / f"{name}.pdf")
    table = contents(View(report.parsed))
    assert table is not None
    for entry, heading in zip(table.entries, table.found, strict=True):
        assert heading is not None, entry.text
        if heading.text.startswith("第") or entry.name.endswith("表"):
            continue
        assert new_rules(report, without(report.document, {heading.block})) == ["form.contents"], heading.text


@pytest.mark.corpus
@pytest.mark.parametrize("name", [*FINAL_ACCOUNTS, *BUDGETS])
def test_each_heading_dated_two_years_off_is_found(corpus: Path, name: str) -> None:
    report = bl.read_report(corpus / "reports" / f"{name}.pdf")
    year = report.identity.fiscal_year
    table = contents(View(report.parsed))
    assert table is not None and year is not None
    dated = [heading for heading in table.found if heading and f"{year}年" in heading.text]
    for heading in dated:
        blocks = list(report.document.blocks)
        block = blocks[heading.block]
        assert isinstance(block, Paragraph)
        blocks[heading.block] = replace(block, text=block.text.replace(str(year), str(year - 2)))
        raised = set(new_rules(report, replace(report.document, blocks=tuple(blocks))))
        assert "form.year" in raised and raised <= {"form.year", "form.agency"}, heading.text


@pytest.mark.parametrize(
    ("heading", "raised"), [("2022年“三公”经费决算情况", False), ("2022年“三公”经费预算情况", True)]
)
def test_one_file_may_publish_a_budget_and_the_account_of_the_year_before(
    tmp_path: Path, heading: str, raised: bool
) -> None:
    text = (
        "某市财政局2023年度部门预算\n\n一、2023年收支预算情况\n\n2023年收入预算10.00万元。\n\n"
        f"二、{heading}\n\n公务接待费支出1.00万元。\n"
    )
    assert any(one["rule"] == "form.year" for one in findings(tmp_path, text)) is raised
