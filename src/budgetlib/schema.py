"""The public tables: their columns, types, units and labels, stated once.

Everything that names a column (parsers, exports, ``datapackage.json``, notebooks) takes it from here. Amounts are
float64 in 万元 (10,000 yuan), percentages are in percent (38.52 means 38.52 %), a fall is negative, a blank cell is NA
and a printed 0.00 is 0.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["string", "float", "integer", "boolean"]
Lang = Literal["zh", "en"]

AMOUNT = "万元"
PERCENT = "%"

_DTYPES: dict[str, str] = {"string": "str", "float": "float64", "integer": "Int64", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a public table: its name, type, Chinese and English label, unit and allowed values."""

    name: str
    kind: Kind
    zh: str
    en: str
    unit: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One public table: what a row is, and its columns after the key."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order, the key first."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError names the table when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}; it has {', '.join(self.names)}")

    def labels(self, lang: Lang) -> dict[str, str]:
        """Column name to label in Chinese (``zh``) or English (``en``)."""
        return {column.name: column.zh if lang == "zh" else column.en for column in self.columns}


REPORT_TYPES = ("final", "budget")
SCOPES = ("department", "unit")
EDITIONS = ("original", "typeset", "sample", "fictional", "form")
"""What a file is: the office's own, figures typeset anew, such an edition of a sample copy (perhaps a draft), made up
for teaching (虚构), or a form that is still to be filled in."""
SIDES = ("income", "expenditure")
MEASURES = (
    "actual",
    "prior",
    "change",
    "change_pct",
    "share_pct",
    "budget",
    "initial_budget",
    "annual_budget",
    "difference_pct",
    "completion_pct",
    "count",
    "score",
)
BASES = ("prior_year", "prior_budget", "initial_budget", "annual_budget", "budget", "other_year")
THREE_PUBLIC_ITEMS = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
EVALUATIONS = ("project", "department", "target", "task")
"""Self-evaluations (绩效自评) of projects and of the department, the target forms (绩效目标表) of budgets, and the main
tasks of the year (年度主要任务) in a department's form, whose money is part of that form's."""
STAGES = ("initial", "annual", "unstated", "actual", "execution")
"""Of a figure: initial budget (年初预算), adjusted budget (全年预算), a budget whose basis is not stated, final account
(决算), and execution as reported in a budget (执行数)."""
GOALS = ("expected", "achieved")
SEVERITIES = ("error", "warning", "note")
DIRECTIONS = ("up", "down", "flat")
FUNDS = ("appropriation", "superior", "carryover", "other")
FUND_STAGES = ("initial", "adjusted", "executed")

READING = {"page", "source", "files", "sha256", "pages", "edition", "losses", "confirmed_by", "confidence"} | {
    *("numbers", "unread", "figures", "understood", "confirmed")
}
"""Columns that say where something was read and how well: another printing of the same figures has others."""

_KEY = (
    Column("report_id", "string", "报告编号", "Report"),
    Column("agency", "string", "单位", "Agency"),
    Column("fiscal_year", "integer", "年度", "Fiscal year"),
    Column("report_type", "string", "报告类型", "Report type", values=REPORT_TYPES),
)
_PAGE = Column("page", "integer", "页码（文本报告为行号）", "Page (line, in a text report)")


_YEAR = Column("year", "integer", "数据年度", "Year of the figure")
_STAGE = Column("stage", "string", "数据口径", "Stage of the figure", values=STAGES)
_IN_REASON = Column("in_reason", "boolean", "出自原因说明", "Stands in a stated reason")
_READ_BY = Column("read_by", "string", "判读依据", "What settled the reading")
_ITEM_KEYS = (
    Column("item_id", "string", "项目标识", "Item id: joins names of one item"),
    Column("item_scope", "string", "项目范围", "Whose item (县本级, 局机关)"),
    Column("part_of", "string", "所属项目", "Item of which it is a part"),
)
_CONFIRMED_BY = Column("confirmed_by", "string", "印证", "What else proves the figure")
_CONFIDENCE = Column("confidence", "float", "识别置信度", "How sure OCR is of the figure, of a scanned page", "0 to 1")


def _amount(name: str, zh: str, en: str) -> Column:
    return Column(name, "float", zh, en, AMOUNT)


def _percent(name: str, zh: str, en: str) -> Column:
    return Column(name, "float", zh, en, PERCENT)


_FUND_LABELS = {
    "appropriation": ("财政拨款", "appropriation"),
    "superior": ("上级资金", "superior funds"),
    "carryover": ("上年结转", "carry-over"),
    "other": ("其他资金", "other funds"),
}
_STAGE_LABELS = {
    "initial": ("年初预算数", "initial budget"),
    "adjusted": ("全年预算数", "adjusted budget"),
    "executed": ("全年执行数", "executed"),
    "whole": ("项目总额（实施期）", "whole project"),
}


def _fund_columns() -> tuple[Column, ...]:
    return tuple(
        _amount(
            f"{fund}_{stage}",
            f"{_FUND_LABELS[fund][0]}{_STAGE_LABELS[stage][0]}",
            f"{_FUND_LABELS[fund][1].capitalize()}: {_STAGE_LABELS[stage][1]}",
        )
        for fund in FUNDS
        for stage in (*FUND_STAGES, "whole")
    )


def _table(name: str, zh: str, en: str, *columns: Column) -> Table:
    return Table(name, zh, en, _KEY + columns)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "reports",
            "报告",
            "a report",
            Column("agency_printed", "string", "单位（原文）", "Agency as printed"),
            Column("source", "string", "来源文件", "Source file"),
            Column("files", "string", "全部文件", "Files of the report"),
            Column("url", "string", "来源网址", "Address of the source"),
            Column("published", "string", "公开日期", "Date of publication"),
            Column("retrieved", "string", "获取日期", "Date of retrieval"),
            Column("publisher", "string", "公开机构", "Published by"),
            Column("sha256", "string", "文件校验和", "SHA-256"),
            Column("pages", "integer", "页数（文本报告为行数）", "Pages (lines, of a text report)"),
            Column("unit", "string", "报表金额单位", "Unit of the statements as printed"),
            Column("scope", "string", "口径", "Scope", values=SCOPES),
            Column("title", "string", "标题", "Title"),
            Column("edition", "string", "版本", "Edition", values=EDITIONS),
            Column("numbers", "integer", "文中数字", "Numbers of the document that count"),
            Column("unread", "integer", "未进入表格的数字", "Numbers that reached no table"),
            Column("figures", "integer", "表中数字", "Figures in the tables"),
            Column("understood", "integer", "含义明确的数字", "Figures whose meaning is fully known"),
            Column("confirmed", "integer", "得到印证的数字", "Figures with a confirmation"),
            Column("losses", "string", "未能读取的内容", "What could not be read"),
        ),
        _table(
            "lines",
            "报表数据",
            "one figure of a statement",
            Column("statement", "string", "报表", "Statement"),
            Column("statement_zh", "string", "报表名称（原文）", "Statement title as printed"),
            Column("side", "string", "收支方", "Side", values=SIDES),
            Column("code", "string", "科目编码", "Code"),
            Column("name", "string", "项目", "Name"),
            Column("level", "integer", "级次（1类 2款 3项）", "Level"),
            Column("column", "string", "栏目", "Column"),
            Column("column_zh", "string", "栏目（原文）", "Column as printed"),
            _amount("amount", "金额", "Amount"),
            Column("value", "float", "数值", "Value", "in the unit of the column `unit`"),
            Column("unit", "string", "计量单位", "Unit"),
            Column("fund", "string", "资金性质", "Kind of funds"),
            _STAGE,
            _YEAR,
            Column("unit_name", "string", "所属单位", "Unit of the department whose row it is"),
            Column("text", "string", "原文数字", "Figure as printed"),
            _PAGE,
            Column("table", "integer", "表次", "Printed table, from 1"),
            Column("row", "integer", "行次", "Row of the printed table"),
            Column("file", "string", "文件", "File, of a report in several files"),
            _CONFIRMED_BY,
            _CONFIDENCE,
        ),
        _table(
            "claims",
            "文字陈述",
            "one figure stated in the prose",
            Column("section", "string", "章节", "Section"),
            Column("subsection", "string", "小节", "Subsection"),
            Column("item", "string", "项目", "Item"),
            Column("measure", "string", "指标", "Measure", values=MEASURES),
            Column("base", "string", "比较基数", "Base of the comparison", values=BASES),
            Column("value", "float", "数值", "Value", "in the unit of the column `unit`"),
            Column("unit", "string", "计量单位", "Unit"),
            _YEAR,
            _STAGE,
            *_ITEM_KEYS,
            _IN_REASON,
            _READ_BY,
            Column("text", "string", "原文数字", "Figure as printed"),
            _PAGE,
            Column("file", "string", "文件", "File, of a report in several files"),
            _CONFIRMED_BY,
            _CONFIDENCE,
        ),
        _table(
            "changes",
            "同比变化",
            "one year-on-year comparison",
            Column("item", "string", "项目", "Item"),
            Column("code", "string", "科目编码", "Code"),
            _amount("current", "本年", "Current year"),
            _amount("prior", "上年", "Prior year"),
            _amount("change", "增减额", "Change"),
            _percent("change_pct", "增减率", "Change in percent, as printed"),
            Column("direction", "string", "方向", "Direction", values=DIRECTIONS),
            Column("derived", "boolean", "上年数为推算", "Prior is computed, not printed"),
            Column("zero_base", "boolean", "上年为零", "Prior is zero: the rate says nothing"),
            Column("base", "string", "比较基数", "Base of the comparison", values=BASES),
            Column("reason", "string", "原因", "Reason stated"),
            _YEAR,
            _STAGE,
            *_ITEM_KEYS,
            _IN_REASON,
            _READ_BY,
            _PAGE,
        ),
        _table(
            "completions",
            "预算完成情况",
            "one comparison of spending with the budget in the prose of a final account",
            Column("item", "string", "项目", "Item"),
            Column("code", "string", "科目编码", "Code"),
            _amount("initial_budget", "年初预算数", "Initial budget"),
            _amount("annual_budget", "全年预算数", "Adjusted (full-year) budget"),
            _amount("budget", "预算数（口径未说明）", "Budget whose basis is not stated"),
            _amount("actual", "决算数", "Actual"),
            _percent("completion_pct", "完成率", "Completion rate, as printed"),
            _percent("difference_pct", "预决算差异率", "Difference rate, as printed"),
            Column(
                "direction", "string", "大于、小于或持平（原文）", "Above, below or equal, in words", values=DIRECTIONS
            ),
            Column("reason", "string", "原因", "Reason stated"),
            _YEAR,
            _STAGE,
            *_ITEM_KEYS,
            _IN_REASON,
            _READ_BY,
            _PAGE,
        ),
        _table(
            "three_public",
            "“三公”经费",
            "an item of the three public expenses (三公经费)",
            Column("item", "string", "项目", "Item", values=THREE_PUBLIC_ITEMS),
            _amount("budget", "预算数", "Budget"),
            Column(
                "budget_basis", "string", "预算口径", "Basis of the budget", values=("initial", "annual", "unstated")
            ),
            _amount("actual", "决算数", "Actual"),
            _amount("prior", "上年决算数", "Prior year"),
            _amount("change", "比上年增减", "Change on the prior year"),
            _percent("change_pct", "比上年增减率", "Change in percent, as printed"),
            _percent("share_pct", "占比", "Share of the total, as printed"),
            Column("prior_derived", "boolean", "上年数为推算", "Prior year computed from the change"),
            Column("count", "float", "数量", "Count"),
            Column("count_unit", "string", "数量单位", "Unit of the count"),
            Column("persons", "float", "人次", "Persons", "人次"),
            _YEAR,
            _STAGE,
            *_ITEM_KEYS,
            _PAGE,
        ),
        _table(
            "projects",
            "绩效自评（资金）",
            "a performance self-evaluation: its money",
            Column("evaluation", "string", "自评类型", "Evaluation", values=EVALUATIONS),
            Column("project", "string", "项目", "Project"),
            Column("supervising_department", "string", "主管部门", "Supervising department"),
            Column("implementing_unit", "string", "实施单位", "Implementing unit"),
            _amount("initial_budget", "年初预算数", "Initial budget"),
            _amount("adjusted_budget", "全年预算数", "Adjusted budget"),
            _amount("executed", "全年执行数", "Executed"),
            _percent("execution_rate", "执行率", "Execution rate, as printed"),
            Column("rate_weight", "float", "执行率分值", "Weight of the execution rate", "分"),
            Column("rate_score", "float", "执行率得分", "Score of the execution rate", "分"),
            Column("total_weight", "float", "总分值", "Total weight", "分"),
            Column("total_score", "float", "总得分", "Total score", "分"),
            _amount("whole_budget", "项目资金总额（实施期）", "Budget of the whole project"),
            *_fund_columns(),
            _PAGE,
        ),
        _table(
            "indicators",
            "绩效指标",
            "a performance indicator",
            Column("evaluation", "string", "自评类型", "Evaluation", values=EVALUATIONS),
            Column("project", "string", "项目", "Project"),
            Column("level1", "string", "一级指标", "Level 1"),
            Column("level2", "string", "二级指标", "Level 2"),
            Column("indicator", "string", "三级指标", "Indicator"),
            Column("target", "string", "年度指标值", "Target as printed"),
            Column("target_operator", "string", "指标性质", "Comparator", values=("≥", "≤", "=", ">", "<")),
            Column("target_value", "float", "指标值", "Target value", "in the unit of the column `unit`"),
            Column("basis", "string", "指标值设定依据", "Basis of the target"),
            Column("actual", "string", "实际完成值", "Outcome as printed"),
            Column("actual_value", "float", "完成值", "Outcome value", "in the unit of the column `unit`"),
            Column("unit", "string", "计量单位", "Unit"),
            Column("weight", "float", "分值", "Weight", "分"),
            Column("score", "float", "得分", "Score", "分"),
            Column("reason", "string", "偏差原因", "Reason of the deviation"),
            Column("explanation", "string", "指标解释", "Explanation of the target"),
            Column("criterion", "string", "评分标准", "How it is scored"),
            Column("repaired", "boolean", "栏位经校正", "Columns had moved and were put back"),
            _PAGE,
        ),
        _table(
            "goals",
            "绩效目标（文字）",
            "a figure of a goal text (年度总体目标)",
            Column("evaluation", "string", "自评类型", "Evaluation", values=EVALUATIONS),
            Column("project", "string", "项目", "Project"),
            Column("kind", "string", "预期或完成", "Expected or achieved", values=GOALS),
            Column("item", "string", "事项", "Item"),
            Column("operator", "string", "比较符", "Comparator", values=("≥", "≤", "=", ">", "<")),
            Column("value", "float", "数值", "Value", "in the unit of the column `unit`"),
            Column("unit", "string", "计量单位", "Unit"),
            Column("text", "string", "原文数字", "Figure as printed"),
            _PAGE,
        ),
        _table(
            "unread",
            "未入表数字",
            "a number that reached no table",
            Column("text", "string", "原文数字", "Figure as printed"),
            Column("context", "string", "上下文", "Words around it"),
            _PAGE,
            Column("reason", "string", "原因", "Why it was not read"),
        ),
        _table(
            "confirmations",
            "印证",
            "something else that proves a figure",
            Column("table", "string", "表", "Table"),
            Column("row", "integer", "行", "Row"),
            Column("column", "string", "栏", "Column"),
            Column("by", "string", "依据", "Proved by"),
        ),
        _table(
            "findings",
            "疑点",
            "a check that fails",
            Column("rule", "string", "规则", "Rule"),
            Column("severity", "string", "级别", "Severity", values=SEVERITIES),
            Column("message_zh", "string", "说明（中文）", "Message in Chinese"),
            Column("message_en", "string", "说明（英文）", "Message in English"),
            Column("stated", "float", "原文数值", "Stated", "in the unit of the figure"),
            Column("expected", "float", "应为", "Expected", "in the unit of the figure"),
            Column("difference", "float", "差额", "Difference", "in the unit of the figure"),
            Column("tolerance", "float", "舍入容差", "Rounding tolerance", "in the unit of the figure"),
            _PAGE,
            Column("group", "string", "同因", "Findings of one cause"),
            _amount("amount", "涉及金额", "Money at stake"),
            Column("evidence", "string", "证据", "Evidence (table:row:column of each figure, block:n for words)"),
        ),
    )
}


def frame(table: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Rows as a DataFrame with exactly the columns and types of ``table``; what a row leaves out is NA.

    Raises KeyError when a row has a column that the table does not have: a misspelt name must not vanish.
    """
    import pandas as pd

    definition = TABLES[table]
    records = list(rows)
    unknown = {name for row in records for name in row} - set(definition.names)
    if unknown:
        raise KeyError(f"table {table!r} has no column {', '.join(sorted(unknown))}")
    columns = {}
    for column in definition.columns:
        values = [row.get(column.name) for row in records]
        if column.kind == "string":
            values = [value or None for value in values]  # an empty text says no more than a missing one
        columns[column.name] = pd.Series(values, dtype=_DTYPES[column.kind])
    return pd.DataFrame(columns)


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A table read back from a file, with the columns and types of ``table``; columns that it lacks are NA."""
    columns = TABLES[table].columns
    full = frame.reindex(columns=[column.name for column in columns])
    return full.astype({column.name: _DTYPES[column.kind] for column in columns})
