"""Project execution: what was planned, what it was changed to and what was spent; and what the score makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from matplotlib.transforms import ScaledTranslation

from budgetlib.analysis.headlines import dumbbell_headline, score_headline
from budgetlib.charts.figure import Note, finish, new_figure, pick, source_note
from budgetlib.charts.rows import Row, row_axes
from budgetlib.charts.style import ACCENT, FAINT, FALL, GRID, REST, SMALL_SIZE, SUBJECT, chart_style
from budgetlib.reference.wording import Lang, amount, percentage
from budgetlib.years.execution import project_execution, short_name

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

Sort = Literal["rate_initial", "initial_budget", "executed", "report"]

_STAGES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("initial_budget", "年初预算", "initial budget", {"marker": "o", "s": 46, "color": REST}),
    (
        "adjusted_budget",
        "全年（调整后）预算",
        "adjusted budget",
        {"marker": "o", "s": 110, "facecolors": "none", "edgecolors": ACCENT, "linewidths": 1.6},
    ),
    ("executed", "支出", "spent", {"marker": "o", "s": 30, "color": SUBJECT}),
)
_FULL = 100.0
_FARTHEST = 300.0
"""Percent: the right edge of a panel of rates."""


def budget_dumbbell(
    projects: pd.DataFrame,
    *,
    sort: Sort = "rate_initial",
    title: str | None = None,
    note: Note | None = None,
    lang: Lang = "zh",
) -> Figure:
    """Initial budget, adjusted budget and spending of each project on a logarithmic scale of 万元.

    ``projects`` is the public table of one report; ``sort`` orders the rows (``rate_initial``: smallest part of the
    initial budget first). A zero stands at the left edge, and its figure says so. ``title`` and ``note`` are computed
    from the table when left out. ValueError when it holds no project evaluation.
    """
    table = project_execution(projects)
    if table.empty:
        raise ValueError("the table projects holds no project evaluation to draw")
    if sort != "report":
        table = table.sort_values(sort, ascending=sort == "rate_initial", kind="stable")
    with chart_style():
        fig, ax, marks = row_axes([_row(row) for _, row in table.iterrows()], head=0.32)
        _dumbbells(ax, table, marks)
        _legend(ax, lang)
        remark = pick("横轴为对数刻度，每格十倍", "Logarithmic scale: a step is tenfold", lang)
        return finish(
            fig,
            title=title or dumbbell_headline(projects).text(lang),
            subtitle=pick(
                "各项目年初预算 → 支出，及支出占年初预算的比例",
                "Initial budget → spent, and spending in percent of the initial budget",
                lang,
            ),
            note=note or source_note(table, lang=lang, remark=remark),
            data=table.reset_index(drop=True),
            lang=lang,
        )


def score_scatter(
    projects: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Two panels: total self-score against the printed execution rate, and against spending over the initial budget.

    Projects at the same point are drawn as one mark with their number. ``projects`` is the public table of one report;
    ``title`` and ``note`` are computed from it when left out. ValueError when it holds no project evaluation.
    """
    table = project_execution(projects)
    if table.empty:
        raise ValueError("the table projects holds no project evaluation to draw")
    with chart_style():
        fig = new_figure(3.6)
        left, right = fig.subplots(1, 2, sharey=True)
        _score_panel(left, table, "execution_rate", pick("报告所列执行率", "Execution rate as printed", lang))
        _score_panel(right, table, "rate_initial", pick("支出占年初预算", "Spending over initial budget", lang))
        left.set_ylabel(pick("自评总分", "Self-score", lang), labelpad=6)
        return finish(
            fig,
            title=title or score_headline(projects).text(lang),
            subtitle=pick(
                f"{len(table)}个项目的自评总分：左对执行率，右对年初预算",
                f"Self-scores of {len(table)} projects against the printed rate and against the initial budget",
                lang,
            ),
            note=note or source_note(table, unit="分、%", lang=lang, remark=_score_remark(table, lang)),
            data=table,
            lang=lang,
        )


def _score_remark(table: pd.DataFrame, lang: Lang) -> str:
    remark = pick(
        "橙色：预算被调减至与支出相等；圈内数字为该处的项目数",
        "Orange: budget cut to what was spent; a number counts projects at one point",
        lang,
    )
    if not (table[["execution_rate", "rate_initial"]] > _FARTHEST).any(axis=None):
        return remark
    beyond = pick(f"；右缘三角为超过{_FARTHEST:.0f}%", f"; a triangle at the edge is beyond {_FARTHEST:.0f}%", lang)
    return remark + beyond


def _row(row: pd.Series) -> Row:
    figures = f"{amount(row['initial_budget'])} → {amount(row['executed'])}   {percentage(row['rate_initial'], 1)}"
    return Row(short_name(row["project"]), figures, FALL if row["cut_to_spending"] else FAINT)


def _dumbbells(ax: Axes, table: pd.DataFrame, marks: list[float]) -> None:
    amounts = table[[stage for stage, *_ in _STAGES]]
    floor = min(value for value in amounts.to_numpy(dtype=float).ravel() if value > 0) / 1.6
    drawn = amounts.clip(lower=floor)  # a logarithm has no zero: it stands at the left edge
    cut = [FALL if flag else REST for flag in table["cut_to_spending"]]
    ax.hlines(marks, drawn.min(axis=1), drawn.max(axis=1), color=cut, linewidth=2, zorder=1)
    for stage, _, _, look in _STAGES:
        ax.scatter(drawn[stage], marks, zorder=2, clip_on=False, **look)
    ax.set_xscale("log")
    ax.set_xlim(floor, drawn.to_numpy(dtype=float).max() * 1.6)
    ax.minorticks_off()
    ax.grid(axis="x")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")


def _legend(ax: Axes, lang: Lang) -> None:
    handles: list[Artist] = [ax.scatter([], [], label=pick(zh, en, lang), **look) for _, zh, en, look in _STAGES]
    handles += ax.plot([], [], color=FALL, linewidth=2, label=pick("调减至支出数", "cut to what was spent", lang))
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=4,
        frameon=False,
        fontsize=SMALL_SIZE,
        handletextpad=0.3,
        columnspacing=1.0,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.2,
    )


def _score_panel(ax: Axes, table: pd.DataFrame, rate: str, label: str) -> None:
    ax.axvline(_FULL, color=GRID, linewidth=1.2, zorder=0)
    for _, here in _score_points(table, rate).groupby(["spot_x", "spot_y"]):
        for place, (_, point) in enumerate(here.iterrows()):
            # Two groups at one point stand side by side: moved on the paper, not in the data.
            beside = (place - (len(here) - 1) / 2) * 15 / 72
            shift = ScaledTranslation(beside, 0, ax.figure.dpi_scale_trans)
            _bubble(ax, point, ax.transData + shift)
    farthest = min(table[rate].max(), _FARTHEST)
    ax.set_xlim(-8, max(112.0, farthest * 1.08))
    ax.set_ylim(min(table["total_score"].min() - 1, 89.0), 101)
    ax.set_xticks(range(0, int(max(farthest, _FULL)) + 1, 50 if farthest < _FARTHEST else 100))
    ax.set_xlabel(label)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    ax.yaxis.grid(True)


def _score_points(table: pd.DataFrame, rate: str) -> pd.DataFrame:
    """Points that a reader could not tell apart (to the whole percent and half a point of the score) count as one.

    ``x`` and ``y`` are the means of the points in it, so a single project stands exactly where its figures put it; what
    is beyond ``_FARTHEST`` (a rate of 1,000 % is a slip, and would press all others together) stands at the edge.
    """
    points = table.dropna(subset=[rate, "total_score"])
    points = points.assign(**{rate: points[rate].clip(upper=_FARTHEST)})
    points = points.assign(spot_x=points[rate].round(0), spot_y=(points["total_score"] * 2).round(0) / 2)
    spots = points.groupby(["spot_x", "spot_y", "cut_to_spending"])
    return spots.agg(x=(rate, "mean"), y=("total_score", "mean"), n=(rate, "size")).reset_index()


def _bubble(ax: Axes, point: pd.Series, transform: Transform) -> None:
    x, y, several = point["x"], point["y"], point["n"] > 1
    color = FALL if point["cut_to_spending"] else FAINT
    look: dict[str, Any] = {"marker": ">" if x >= _FARTHEST else "o", "s": 150 if several else 34, "color": color}
    ax.scatter([x], [y], transform=transform, zorder=2, clip_on=False, **look)
    if several:
        style: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": SMALL_SIZE, "color": "white"}
        ax.text(x, y, f"{point['n']}", transform=transform, zorder=3, **style)
