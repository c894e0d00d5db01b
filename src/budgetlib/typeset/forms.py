"""Self-evaluation forms (绩效自评表) of the national layout, from the tables ``projects`` and ``indicators``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from budgetlib.numbers import shown as figure
from budgetlib.parsers.forms.targets import parse_target
from budgetlib.schema import FUND_STAGES
from budgetlib.typeset.sheet import Box, Sheet
from budgetlib.typeset.tables import Record, Source

_SIDE = 1.75
_DASH = "—"
_LONGEST_RUN = 10
"""Indicators under one level-2 cell that are kept on one page; a longer run repeats the cell."""
_LONGEST_RUN_WITH_REASONS = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the indicator rows: its head, its width in cm, the column of ``indicators`` it states."""

    head: str
    width: float
    name: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the form of one kind of evaluation is called and what its columns and money rows are."""

    title: str
    name: str
    parties: bool
    money: str
    side: str
    columns: tuple[_Column, ...]
    fund_heads: tuple[str, ...]
    funds: tuple[tuple[str, str], ...]


_FUND_HEADS = ("年初预算数", "全年预算数", "全年执行数")
_LEVELS = (
    _Column("一级指标", 1.9, "level1"),
    _Column("二级指标", 2.1, "level2"),
    _Column("三级指标", 4.6, "indicator"),
)

_LAYOUTS = {
    "project": _Layout(
        title="项目支出绩效自评表",
        name="项目名称",
        parties=True,
        money="项目资金（万元）",
        side="年度绩效指标完成情况",
        columns=(
            *_LEVELS,
            _Column("年度指标值", 2.1, "target"),
            _Column("实际完成值", 2.1, "actual"),
            _Column("分值", 1.2, "weight"),
            _Column("得分", 1.5, "score"),
            _Column("偏差原因分析及改进措施", 1.9, "reason"),
        ),
        fund_heads=(*_FUND_HEADS, "分值", "执行率", "得分"),
        funds=(
            ("年度资金总额", "total"),
            ("其中：当年财政拨款", "appropriation"),
            ("上级资金", "superior"),
            ("上年结转资金", "carryover"),
            ("其他资金", "other"),
        ),
    ),
    "department": _Layout(
        title="部门整体支出绩效自评表",
        name="部门名称",
        parties=False,
        money="部门资金（万元）",
        side="年度绩效指标完成情况",
        columns=(
            *_LEVELS,
            _Column("预期指标值", 2.1, "target"),
            _Column("指标值设定依据", 2.4, "basis"),
            _Column("实际完成指标值", 2.1, "actual"),
            _Column("分值权重", 1.5, "weight"),
            _Column("得分", 1.4, "score"),
        ),
        fund_heads=(*_FUND_HEADS, "分值权重", "执行率", "得分"),
        funds=(
            ("年度总资金", "total"),
            ("上级资金", "superior"),
            ("本级资金", "appropriation"),
            ("上年结转资金", "carryover"),
            ("其他资金", "other"),
        ),
    ),
}
_ALWAYS = ("total", "appropriation", "other")
"""Money rows that a form has even when nothing stands in them."""


def forms(source: Source, *, with_reasons: bool = False) -> list[Sheet]:
    """One form per row of ``projects``, with its rows of ``indicators``.

    Raises ValueError for an indicator without weight or score and for indicators of an evaluation that is not there.
    """
    indicators = list(source.records["indicators"])
    sheets = []
    for project in source.records["projects"]:
        own = [row for row in indicators if _key(row) == _key(project)]
        indicators = [row for row in indicators if _key(row) != _key(project)]
        goals = [row for row in source.records["goals"] if _key(row) == _key(project)] if with_reasons else []
        sheets.append(_form(project, own, goals, source.year, with_reasons))
    if indicators:
        raise ValueError(f"indicators: no row of projects for {indicators[0]['project']!r}")
    return sheets


def _key(row: Record) -> tuple[object, object]:
    return row["evaluation"], row["project"]


def _form(
    project: Record, indicators: Sequence[Record], goals: Sequence[Record], year: int, with_reasons: bool
) -> Sheet:
    layout = _LAYOUTS[project["evaluation"]]
    columns = _columns(layout, indicators, with_reasons)
    sheet = Sheet(layout.title, [_SIDE, *(column.width for column in columns)], subtitle=f"（{year}年度）")
    _parties(sheet, layout, project, len(columns))
    _money(sheet, layout, project, len(columns))
    _goals(sheet, goals, len(columns))
    _indicators(sheet, layout, columns, indicators, with_reasons)
    _total(sheet, layout, columns, project)
    return sheet


def _columns(layout: _Layout, indicators: Sequence[Record], with_reasons: bool) -> list[_Column]:
    """The columns of the form; comparator and unit get their own where the printed target does not carry them."""
    columns = list(layout.columns)
    if with_reasons and any(row["reason"] for row in indicators):
        columns = [_Column(c.head, 3.2, c.name) if c.name == "reason" else c for c in columns]
        if all(column.name != "reason" for column in columns):
            columns.append(_Column("偏差原因分析及改进措施", 3.2, "reason"))
    if any(row["basis"] for row in indicators) and all(column.name != "basis" for column in columns):
        columns.insert(4, _Column("指标值设定依据", 2.4, "basis"))
    target = next(n for n, column in enumerate(columns) if column.name == "target")
    if any(row["unit"] != _own_unit(row) for row in indicators):
        columns.insert(target + 1, _Column("计量单位", 1.2, "unit"))
    if any(row["target_operator"] != parse_target(row["target"] or "").operator for row in indicators):
        columns.insert(target, _Column("指标性质", 1.0, "target_operator"))
    return columns


def _own_unit(row: Record) -> str | None:
    return parse_target(row["target"] or "").unit or parse_target(row["actual"] or "").unit


def _parties(sheet: Sheet, layout: _Layout, project: Record, width: int) -> None:
    sheet.row(Box(layout.name), Box(project["project"], colspan=width))
    if layout.parties:
        half = width // 2
        sheet.row(
            Box("主管部门"),
            Box(project["supervising_department"] or "", colspan=half),
            Box("实施单位", colspan=1),
            Box(project["implementing_unit"] or "", colspan=width - half - 1),
        )


def _money(sheet: Sheet, layout: _Layout, project: Record, width: int) -> None:
    """The money block: its label two columns wide, then six columns, the last taking what is left."""
    rows = [(label, fund) for label, fund in layout.funds if fund in _ALWAYS or _has(project, fund)]
    spans = [2, *[1] * 5, width - 7]
    head = ["资金来源" if layout.name == "部门名称" else "", *layout.fund_heads]
    sheet.row(
        Box(layout.money, rowspan=len(rows) + 1), *(Box(text, colspan=n) for text, n in zip(head, spans, strict=True))
    )
    for label, fund in rows:
        texts = [label, *_fund_figures(project, fund)]
        sheet.row(*(Box(text, colspan=n) for text, n in zip(texts, spans, strict=True)))


def _has(project: Record, fund: str) -> bool:
    return any(project.get(f"{fund}_{stage}") is not None for stage in FUND_STAGES)


def _fund_figures(project: Record, fund: str) -> Iterator[str]:
    if fund != "total":
        yield from (figure(project[f"{fund}_{stage}"], blank=_DASH) for stage in FUND_STAGES)
        yield from [_DASH] * 3
        return
    yield from (figure(project[name], blank=_DASH) for name in ("initial_budget", "adjusted_budget", "executed"))
    yield figure(project["rate_weight"], 0, blank=_DASH)
    rate = project["execution_rate"]
    yield _DASH if rate is None else f"{figure(rate)}%"
    yield figure(project["rate_score"], blank=_DASH)


def _goals(sheet: Sheet, goals: Sequence[Record], width: int) -> None:
    """The goals as facts: of what, how much; planned at the left, what came at the right."""
    if not goals:
        return
    spans = (width // 2, width - width // 2)
    heads = [Box(text, colspan=n) for text, n in zip(("预期目标", "实际完成情况"), spans, strict=True)]
    sheet.row(Box("年度总体目标", rowspan=2), *heads)
    texts = ["；".join(_goal(row) for row in goals if row["kind"] == kind) for kind in ("expected", "achieved")]
    sheet.row(*(Box(text, colspan=n, align="left") for text, n in zip(texts, spans, strict=True)))


def _goal(row: Record) -> str:
    unit = "" if row["unit"] == ":1" else row["unit"]  # 3:1 is printed whole
    return "".join(part or "" for part in (row["item"], row["operator"], row["text"], unit))


def _indicators(
    sheet: Sheet, layout: _Layout, columns: Sequence[_Column], rows: Sequence[Record], with_reasons: bool
) -> None:
    sheet.head([Box(layout.side), *(Box(column.head) for column in columns)])
    if not rows:
        return
    longest = _LONGEST_RUN_WITH_REASONS if with_reasons else _LONGEST_RUN
    first = True
    for _, level1 in groupby(rows, key=lambda row: row["level1"] or ""):
        under = list(level1)
        opening = [Box("", rowspan=len(rows), breaks=True)] if first else []
        first = False
        opening.append(Box(under[0]["level1"] or "", rowspan=len(under), breaks=True))
        for run in _runs(under, longest):
            opening.append(Box(run[0]["level2"] or "", rowspan=len(run)))
            for row in run:
                sheet.row(*opening, *(_cell(row, column, with_reasons) for column in columns[2:]))
                opening = []


def _runs(rows: Sequence[Record], longest: int) -> Iterator[list[Record]]:
    for _, group in groupby(rows, key=lambda row: row["level2"] or ""):
        run = list(group)
        yield from (run[n : n + longest] for n in range(0, len(run), longest))


def _cell(row: Record, column: _Column, with_reasons: bool) -> Box:
    value = row[column.name]
    if column.name in ("weight", "score"):
        if value is None:
            raise ValueError(f"indicators: {row['indicator']!r} of {row['project']!r} has no {column.name}")
        return Box(figure(value, 0))
    if column.name == "reason" and not with_reasons:
        return Box("")
    return Box(value or "", align="left" if column.name in ("indicator", "basis", "reason") else "center")


def _total(sheet: Sheet, layout: _Layout, columns: Sequence[_Column], project: Record) -> None:
    """The total row, where the form has one: its figures under weight and score."""
    weight, score = project["total_weight"], project["total_score"]
    if score is None:
        if weight is not None:
            raise ValueError(f"projects: {project['project']!r} has a total weight and no total score")
        return
    at = next(n for n, column in enumerate(columns) if column.name == "weight")
    rest = len(columns) - at - 2
    boxes = [Box("总分", colspan=at + 1), Box(figure(weight, 0)), Box(figure(score))]
    sheet.row(*boxes, *([Box("", colspan=rest)] if rest else []))
