"""What a report holds and what it does not: asked before anything is computed of it, and said in one sentence.

Source is one ``Report``. A notebook asks ``holdings(report)`` first and leaves out what the report cannot fill.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.analysis.yearonyear import growth, totals
from budgetlib.output.summary import share
from budgetlib.report import Report
from budgetlib.schema import TABLES
from budgetlib.years.execution import project_execution
from budgetlib.years.threepublic import three_public_items

KINDS: dict[str, tuple[str, str]] = {"final": ("决算", "final account"), "budget": ("预算", "budget")}
_SCOPES = {"department": ("部门", "department's "), "unit": ("单位", "unit's ")}
_EDITIONS = {
    "typeset": (
        "读的是重新排印本，页码都指排印本，不是原件页码。",
        "What is read is an edition set anew; page numbers are those of the edition, not of the original.",
    ),
    "sample": (
        "读的是样本副本，可能是公布前的稿本：只演示方法，不作为对任何单位的结论。",
        "What is read is a sample copy, perhaps a draft: it shows the method and is no statement about any office.",
    ),
}
ABSENT: dict[str, tuple[str, str]] = {
    "year_on_year": (
        "这份报告没有逐项与上年比较，只能看总额和预算比较。",
        "This report compares no single item with the prior year: only totals and budget comparisons can be looked at.",
    ),
    "totals": (
        "这份报告没有把任何总额与上年比较。",
        "This report compares no total with the prior year.",
    ),
    "completions": (
        "这份报告没有逐项把支出与预算比较。",
        "This report compares no spending with a budget.",
    ),
    "three_public": (
        "这份报告没有读到“三公”经费的数字：可能没有、另附，或写法尚不认识。没有读到不等于为零。",
        "No figures of the three public expenses were read: there may be none here, or they are in another file. "
        "Not read is not zero.",
    ),
    "execution": (
        "这份报告没有写明项目的年初预算、全年预算和支出三个数，执行率无从核对。",
        "No project of this report states its initial budget, adjusted budget and spending.",
    ),
    "indicators": (
        "这份报告没有绩效指标表。",
        "This report has no table of performance indicators.",
    ),
    "outcomes": (
        "表里只有指标值，没有实际完成值：这是绩效目标，不是自评。",
        "The forms hold targets and no outcomes: they are plans, not evaluations.",
    ),
    "statements": (
        "这份报告的文件里没有读到报表，数字都来自文字；报表可能在另外的附件里。",
        "No statements were read in this file: all figures come from its prose. They may be in another file.",
    ),
    "prose": (
        "这份报告的文件里没有读到文字说明，数字都来自报表；说明可能在另外的文件里。",
        "No explanation was read in this file: all figures come from its statements. It may be in another file.",
    ),
}
"""What a report may lack, and what that means: Chinese and English."""
_OF_BUDGET: dict[str, tuple[str, str]] = dict.fromkeys(
    ("completions", "execution"),
    (
        "这是预算：钱还没有花，没有支出可以与预算比较。",
        "This is a budget: it is made before the money is spent, so there is no spending to compare it with.",
    ),
)
"""What a budget lacks because it is one."""
_NO_EVALUATION: dict[str | None, tuple[str, str]] = {
    "budget": (
        "预算里没有自评：自评在一年结束之后做，随决算公开。",
        "A budget holds no self-evaluations: they are made when the year is over and come with the final account.",
    ),
    "final": (
        "没有自评表不等于没有自评：有的单位把它作为另外的附件公开，或放在财政部门的绩效公开栏目里。",
        "That none is here does not mean that none was made: some offices publish them as a separate file, or on the "
        "pages of the finance department.",
    ),
}


@dataclass(frozen=True, eq=False)
class Holdings:
    """What there is in a report, asked table by table."""

    report: Report

    @cached_property
    def year_on_year(self) -> bool:
        """Functional items compared with the prior year."""
        return bool(growth(self.report.changes)["change"].notna().any())

    @cached_property
    def totals(self) -> bool:
        """Totals compared with the prior year."""
        return bool(len(totals(self.report.changes)))

    @property
    def completions(self) -> bool:
        """Spending compared with budgets."""
        rows = self.report.completions
        return bool(rows[["initial_budget", "annual_budget"]].notna().any(axis=None)) if len(rows) else False

    @cached_property
    def three_public(self) -> bool:
        """The total of the three public expenses, or one of its items."""
        items = three_public_items(self.report.three_public)
        return bool(len(items)) and bool(items["current"].notna().any())

    @cached_property
    def execution(self) -> bool:
        """Projects with initial budget, adjusted budget and spending."""
        rows = project_execution(self.report.projects)
        return bool(rows[["initial_budget", "adjusted_budget", "executed"]].notna().all(axis=1).any())

    @property
    def indicators(self) -> bool:
        """Performance indicators."""
        return bool(len(self.report.indicators))

    @property
    def outcomes(self) -> bool:
        """Performance indicators with an outcome."""
        return self.indicators and bool(self.report.indicators["actual"].notna().any())

    @property
    def statements(self) -> bool:
        """Figures of statements."""
        return bool(len(self.report.rows["lines"]))

    @property
    def prose(self) -> bool:
        """Figures of the prose."""
        return bool(len(self.report.rows["claims"]))

    def lacks(self, *names: str) -> list[Sentence]:
        """One sentence for each of ``names`` (keys of ``ABSENT``) that the report does not hold."""
        kind = self.report.identity.report_type
        said = ABSENT | (_OF_BUDGET if kind == "budget" else {})
        found = [Sentence(*pair) for pair in dict.fromkeys(said[name] for name in names if not getattr(self, name))]
        if "outcomes" in names and not self.outcomes and kind in _NO_EVALUATION:
            found.append(Sentence(*_NO_EVALUATION[kind]))
        return found

    def sentences(self) -> list[Sentence]:
        """Which report it is, how much of it was read, what it holds."""
        return [*self.which(), self._read(), self._tables()]

    def which(self) -> Iterator[Sentence]:
        """Which report it is, what kind of copy, and whether parts of it could not be read."""
        yield Sentence(f"读的是{report_name(self.report, 'zh')}。", f"The report: {report_name(self.report, 'en')}.")
        if self.report.identity.edition in _EDITIONS:
            yield Sentence(*_EDITIONS[self.report.identity.edition])
        if self.report.document.losses:
            number = len(self.report.document.losses)
            yield Sentence(
                f"有{number}处没有读出来，下面的结论不包括它们。", f"{number} parts of it could not be read."
            )

    def _read(self) -> Sentence:
        row = self.report.reports.iloc[0]
        numbers, missed = int(row["numbers"]), int(row["unread"])
        got = share(numbers - missed, numbers, len(self.report.document.losses))
        figures, understood, confirmed = (int(row[name]) for name in ("figures", "understood", "confirmed"))
        return Sentence(
            f"文中{numbers:,}个数字（含科目编码），{numbers - missed:,}个读进了表格（{got}）；"
            f"各表共有{figures:,}个数值（一个数字可以在几张表里），{understood:,}个含义全部明确，{confirmed:,}个另有印证。",
            f"Of {numbers:,} numbers (codes of items included) {numbers - missed:,} reached a table ({got}); of the "
            f"{figures:,} figures of all tables (one number may be in several) {understood:,} are fully understood and "
            f"{confirmed:,} confirmed.",
        )

    def _tables(self) -> Sentence:
        names = ("lines", "claims", "changes", "completions", "three_public", "projects", "indicators", "goals")
        sizes = {name: len(self.report.rows[name]) for name in names}
        zh = "、".join(f"{TABLES[name].zh}{size:,}行" for name, size in sizes.items() if size)
        en = ", ".join(f"{name} {size:,}" for name, size in sizes.items() if size)
        return Sentence(f"各表：{zh or '没有一行'}。", f"Rows by table: {en or 'none'}.")


def holdings(report: Report) -> Holdings:
    """What ``report`` holds."""
    return Holdings(report)


def report_name(report: Report, lang: str = "zh") -> str:
    """Whose report of which year and kind it is; what the report does not say is said to be unknown."""
    identity = report.identity
    kind = KINDS.get(str(identity.report_type))
    scope = _SCOPES.get(str(identity.scope), ("", ""))
    if lang == "zh":
        year = f"{identity.fiscal_year}年度" if identity.fiscal_year else "（年度未写明）"
        return f"{identity.agency or '（单位未写明）'}{year}{scope[0]}{kind[0] if kind else '报告'}"
    year = str(identity.fiscal_year) if identity.fiscal_year else "year not stated"
    return f"{identity.agency or 'office not stated'}, {scope[1]}{kind[1] if kind else 'report'} {year}"


def report_title(report: Report, lang: str = "zh") -> str:
    """The report as the title of pages that state findings: a copy that may be a draft does not name its office."""
    if report.identity.edition != "sample":
        return report_name(report, lang)
    name = report_name(report, lang)
    copy = "样本副本" if lang == "zh" else "Sample copy"
    for office in filter(None, (report.identity.agency_printed, report.identity.agency)):
        name = name.replace(str(office), copy)
    return name


def page_words(report: Report, page: Any, lang: str = "zh") -> str:
    """A place as a reader looks it up: a page, a line of a text, a sheet; of an edition set anew said to be its own."""
    if page is None or pd.isna(page):
        return ""
    number, place = int(page), report.document.place
    if lang == "zh":
        edition = "排印本" if report.identity.edition == "typeset" else ""
        remark = "（非原件页码）" if edition else ""
        return f"{edition}第{number}{ {'page': '页', 'line': '行', 'sheet': '张表'}[place] }{remark}"
    return f"{place} {number}" + (
        " of the edition (not of the original)" if report.identity.edition == "typeset" else ""
    )
