"""The figures that matter of a report, chosen by their role: value, unit, page, and what confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from budgetlib.analysis.sentences import Sentence
from budgetlib.checks.messages import proof_label
from budgetlib.intervals import DIGITS
from budgetlib.parsers.facts import Place
from budgetlib.reference.wording import amount, item_label
from budgetlib.schema import AMOUNT
from budgetlib.text import plain
from budgetlib.years.threepublic import COMPONENTS

if TYPE_CHECKING:
    from budgetlib.report import Report

MOST = 10
"""Roles on a fact sheet."""
_EXPECTED = 9
"""The first roles, which a reader misses where the report does not state them; the others fill their places."""

Ref = tuple[str, int, str]
"""Table, row number and column of a figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a fact sheet: what it is, value and unit, page, its place in the tables, and what confirms it.

    ``ref`` is None for a figure that is computed from several rows; ``pages`` then has all their pages.
    """

    label: Sentence
    value: float
    unit: str
    pages: tuple[int, ...]
    ref: Ref | None
    confirmed: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The value as a reader meets it: amounts with two decimals, counts without any that they do not need."""
        return amount(self.value) if self.unit == AMOUNT else f"{self.value:,g}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the ten: a role that the report fills with one to three figures."""

    role: Sentence
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where a figure is looked for: items of the prose (a pattern of the whole name), then lines of statements."""

    zh: str
    en: str
    items: str
    lines: tuple[tuple[str, str, str], ...] = ()
    measures: tuple[str, ...] = ("actual",)


def _total(column: str) -> tuple[tuple[str, str, str], ...]:
    return (("expenditure", "合计", column),)


_ROLES: tuple[tuple[Sentence, tuple[_Wanted, ...]], ...] = (
    (
        Sentence("收支总计", "Grand total, balances brought forward included"),
        (
            _Wanted(
                "总计",
                "grand total",
                "收入总计|收入支出总计|收支总计",
                (("income_expenditure", "总计|收入总计", "amount"),),
            ),
        ),
    ),
    (
        Sentence("收入", "Income"),
        (
            _Wanted(
                "本年收入",
                "income of the year",
                "本年收入合计|本年收入|收入预算",
                (("income_expenditure", "本年收入合计|收入总计", "amount"), ("income", "合计", "total")),
            ),
        ),
    ),
    (
        Sentence("支出", "Expenditure"),
        (
            _Wanted(
                "本年支出",
                "expenditure of the year",
                "本年支出合计|本年支出|支出预算",
                (("income_expenditure", "本年支出合计|支出总计", "amount"), *_total("total")),
            ),
        ),
    ),
    (
        Sentence("财政拨款", "Fiscal appropriation"),
        (
            _Wanted("财政拨款收入", "appropriation received", "财政拨款收入|本年财政拨款收入|财政拨款收入支出总计"),
            _Wanted("财政拨款支出", "appropriation spent", "(?:本年)?财政拨款支出(?:预算)?"),
        ),
    ),
    (
        Sentence("基本支出与项目支出", "Basic and project expenditure"),
        (
            _Wanted("基本支出", "basic", "基本支出|基本支出预算", _total("basic")),
            _Wanted("项目支出", "project", "项目支出|项目支出预算", _total("project")),
        ),
    ),
    (Sentence("“三公”经费", "Three public expenses"), ()),
    (
        Sentence("人员", "Staff"),
        (
            _Wanted("实有人数", "persons", "实有人数", measures=("count",)),
            _Wanted("在职人员", "in service", "在职人员", measures=("count",)),
        ),
    ),
    (
        Sentence("政府采购", "Public procurement"),
        (_Wanted("总额", "total", r"政府采购(?:支出|预算)?(?:总额|金额|总金额)?(?:（.*）)?"),),
    ),
    (Sentence("项目预算", "Project budgets"), ()),
    (
        Sentence("机关运行经费", "Running costs of the office"),
        (_Wanted("合计", "total", r"(?:.*[）的])?机关运行经费(?:预算|支出)?"),),
    ),
    (
        Sentence("年末结转和结余", "Carried over at the end of the year"),
        (_Wanted("合计", "total", "年末结转和结余", (("income_expenditure", "年末结转和结余", "amount"),)),),
    ),
    (
        Sentence("一般公共预算", "General budget"),
        (_Wanted("年初预算", "initial budget", "一般公共预算财政拨款支出", measures=("initial_budget",)),),
    ),
)
THREE_PUBLIC, PROJECTS = "“三公”经费", "项目预算"

_READ_AGAIN = Sentence("第二引擎读出相同字符", "a second engine reads the same characters")


def facts(report: Report, most: int = MOST) -> list[Fact]:
    """The first ``most`` roles that the report fills, in the order of importance for a reader."""
    return [fact for fact in _facts(report) if fact.figures][:most]


def unfilled(report: Report) -> list[Sentence]:
    """The expected roles of which the report states no figure."""
    return [fact.role for fact in list(_facts(report))[:_EXPECTED] if not fact.figures]


def three_public_row(report: Report, item: str) -> tuple[int, str] | None:
    """Row number of an item of ``three_public`` and the column of the year's own figure; None where it has none."""
    column = "budget" if report.identity.report_type == "budget" else "actual"
    for number, row in enumerate(report.rows["three_public"]):
        if row.values["item"] == item and row.values.get(column) is not None:
            return number, column
    return None


def _facts(report: Report) -> Iterator[Fact]:
    special = {THREE_PUBLIC: _three_public, PROJECTS: _projects}
    for role, wanted in _ROLES:
        if role.zh in special:
            yield Fact(role, tuple(special[role.zh](report)))
        else:
            found = (_figure(report, one) for one in wanted)
            yield Fact(role, tuple(figure for figure in found if figure))


def _figure(report: Report, wanted: _Wanted) -> Figure | None:
    """The figure in the prose or else in a statement."""
    label = Sentence(wanted.zh, wanted.en)
    if report.identity.report_type == "budget" and "count" not in wanted.measures:
        label = Sentence(f"{wanted.zh}（预算）", f"{wanted.en}, planned")
    ref = _in_prose(report, wanted) or _in_statements(report, wanted)
    if ref is None:
        return None
    values = report.rows[ref[0]][ref[1]].values
    unit = values["unit"] if ref[0] == "claims" else AMOUNT
    return _read(report, label, ref, unit)


def _in_prose(report: Report, wanted: _Wanted) -> Ref | None:
    measures = wanted.measures
    if report.identity.report_type == "budget" and measures == ("actual",):
        measures = ("initial_budget", "actual")
    for number, row in enumerate(report.rows["claims"]):
        values = row.values
        fits = values["measure"] in measures and re.fullmatch(wanted.items, values["item"] or "")
        money = "count" in measures or values["unit"] == AMOUNT
        if fits and money and not row.keys.get("in_reason") and values["value"] is not None:
            return "claims", number, "value"
    return None


def _in_statements(report: Report, wanted: _Wanted) -> Ref | None:
    for statement, name, column in wanted.lines:
        for number, row in enumerate(report.rows["lines"]):
            values = row.values
            here = values["statement"] == statement and values["column"] == column
            if here and values["amount"] is not None and re.fullmatch(name, plain(values["name"] or "")):
                return "lines", number, "amount"
    return None


def _read(report: Report, label: Sentence, ref: Ref, unit: str) -> Figure:
    values = report.rows[ref[0]][ref[1]].values
    mark = report.rows[ref[0]][ref[1]].marks.get(ref[2])
    page = mark.place(report.document)[0] if mark else values["page"]
    checked, place = report.checked, Place(*ref)
    confirmed = tuple(Sentence(*proof_label(word)) for word in checked.confirmations.get(place, ()))
    confirmed += (_READ_AGAIN,) * (place in checked.read_again)
    return Figure(label, float(values[ref[2]]), unit, (page,) if page else (), ref, confirmed)


def _three_public(report: Report) -> Iterator[Figure]:
    """The total, and the largest of the items that add up to it."""
    total = three_public_row(report, "total")
    if total:
        yield _read(report, Sentence("合计", "total"), ("three_public", *total), AMOUNT)
    found = [(item, three_public_row(report, item)) for item in COMPONENTS]
    items = [(item, _read(report, Sentence("", ""), ("three_public", *at), AMOUNT)) for item, at in found if at]
    items = [(item, figure) for item, figure in items if figure.value > 0]
    if items:
        item, top = max(items, key=lambda pair: pair[1].value)
        label = Sentence(f"最大一项：{item_label(item, 'zh')}", f"largest item: {item_label(item, 'en').lower()}")
        yield Figure(label, top.value, top.unit, top.pages, top.ref, top.confirmed)


_STAGES = (
    ("initial_budget", "年初预算", "initial"),
    ("adjusted_budget", "全年预算", "adjusted"),
    ("executed", "支出", "spent"),
)


def _projects(report: Report) -> Iterator[Figure]:
    """Sums over the self-evaluations of projects; where there is no form, what the prose says of their budgets."""
    rows = [row for row in report.rows["projects"] if row.values["evaluation"] == "project"]
    for column, zh, en in _STAGES:
        printed = [row for row in rows if row.values.get(column) is not None]
        if printed:
            total = round(sum(float(row.values[column]) for row in printed), DIGITS)
            pages = tuple(sorted({row.values["page"] for row in printed if row.values["page"]}))
            label = Sentence(f"{len(printed)}个项目{zh}相加", f"{en}, sum of {len(printed)} projects")
            stated = [
                Sentence(f"正文第{page}{_place(report)[0]}同数", f"the prose ({_place(report)[1]} {page}) agrees")
                for page in _stated(report, total)
            ]
            yield Figure(label, total, AMOUNT, pages, None, tuple(stated[:1]))
    if not rows:
        words = "编报绩效目标的项目|预算绩效评价项目|绩效自评的项目"
        measures = ("initial_budget", "annual_budget", "budget")
        wanted = _Wanted("列有绩效目标的项目", "projects with targets", words, (), measures)
        figure = _figure(report, wanted)
        if figure:
            yield figure


def _stated(report: Report, total: float) -> list[int]:
    """Pages on which the prose states the same amount for the evaluated projects."""
    return [
        row.values["page"]
        for row in report.rows["claims"]
        if "项目" in (row.values["item"] or "") and row.values["unit"] == AMOUNT and row.values["value"] == total
    ]


def _place(report: Report) -> tuple[str, str]:
    """What ``page`` counts in this report."""
    return {"page": ("页", "page"), "sheet": ("表", "sheet"), "line": ("行", "line")}[report.document.place]
