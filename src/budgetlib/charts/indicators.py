"""Indicators as pictures: outcomes against their targets, and what kind of target the points stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.indicators import (
    OUTCOMES,
    indicator_outcomes,
    most_overshot,
    outcome_headline,
    outcome_weights,
    weight_headline,
)
from budgetlib.charts.figure import Note, finish, pick, source_note
from budgetlib.charts.rows import BAR, Row, row_axes
from budgetlib.charts.style import FAINT, FALL, GRID, INK, REST, SUBJECT, chart_style
from budgetlib.reference.wording import Lang, percentage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FULL = 100.0


def target_bullets(
    indicators: pd.DataFrame, *, n: int = 6, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Bullet chart of the missed targets and of the ``n`` that were overshot most, each target set to 100 %.

    ``indicators`` is the public table of one report; ``title`` and ``note`` are computed from it when left out.
    ValueError when nothing was missed or overshot.
    """
    rows = indicator_outcomes(indicators)
    missed = rows[(rows["outcome"] == "missed") & rows["attainment"].notna()]
    table = pd.concat([missed.sort_values("attainment", kind="stable"), most_overshot(indicators, n).iloc[::-1]])
    if table.empty:
        raise ValueError("no target was missed or overshot, so there is no bullet to draw")
    table.attrs.update(indicators.attrs)
    with chart_style():
        fig, ax, marks = row_axes([_row(row, lang) for _, row in table.iterrows()])
        _bullets(ax, table, marks)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
        ax.set_xlabel(pick("结果占指标值", "Outcome over target", lang))
        remark = pick(
            "短竖线为指标值；橙色为按比较符号没有达到；≤为越低越好",
            "The tick is the target; vermillion missed it by its comparator; ≤: less is better",
            lang,
        )
        return finish(
            fig,
            title=title or outcome_headline(indicators).text(lang),
            subtitle=pick(
                f"没有达到的{len(missed)}项，和超过最多的{len(table) - len(missed)}项：指标值 → 结果",
                f"The {len(missed)} missed and the {len(table) - len(missed)} most overshot: target → outcome",
                lang,
            ),
            note=note or source_note(table, unit="%", lang=lang, remark=remark),
            data=table.reset_index(drop=True),
            lang=lang,
        )


def outcome_bars(
    indicators: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Points by how outcomes stand to their targets: a bar for each kind, what was scored and what was lost.

    ``indicators`` is the public table; ``title`` and ``note`` are computed from it when left out. ValueError when it
    holds no indicator.
    """
    table = outcome_weights(indicators)
    if table.empty or not table["weight"].sum() > 0:
        raise ValueError("the table indicators holds no indicator with points to draw")
    table["share"] = table["weight"] / table["weight"].sum() * 100
    with chart_style():
        fig, ax, marks = row_axes([_kind_row(row, lang) for _, row in table.iterrows()])
        ax.barh(marks, table["score"], BAR, color=[_kind_color(kind) for kind in table["outcome"]])
        ax.barh(marks, table["lost"], BAR, left=table["score"], color=FALL)
        ax.set_xlim(0, table["weight"].max())
        ax.grid(axis="x", color=GRID)
        return finish(
            fig,
            title=title or weight_headline(indicators).text(lang),
            subtitle=pick(
                "按结果与指标值的关系：指标数、得满分的指标数，分值及占比",
                "By outcome against target: indicators, those with full score; weight and share",
                lang,
            ),
            note=note or source_note(indicators, unit="分", lang=lang, remark=_bars_remark(lang)),
            data=table,
            lang=lang,
        )


def _bars_remark(lang: Lang) -> str:
    return pick(
        "橙色为被扣的分；灰色无法与数字目标比较", "Vermillion: points lost; grey: no number to compare with", lang
    )


def _row(row: pd.Series, lang: Lang) -> Row:
    change = f"{row['target_text']} → {row['actual_text']}   {percentage(row['attainment'], 0)}"
    return Row(row["indicator"], change, _color(row))


def _color(row: pd.Series) -> str:
    return FALL if row["outcome"] == "missed" else SUBJECT


def _bullets(ax: Axes, table: pd.DataFrame, marks: list[float]) -> None:
    reach = max(table["attainment"].max(), _FULL) * 1.04
    ax.barh(marks, [reach] * len(marks), BAR, color=GRID, zorder=0.6)
    ax.barh(marks, table["attainment"], BAR * 0.55, color=[_color(row) for _, row in table.iterrows()], zorder=1)
    ax.vlines(
        [_FULL] * len(marks), [y - BAR * 0.62 for y in marks], [y + BAR * 0.62 for y in marks], color=INK, linewidth=2.4
    )
    ax.set_xlim(0, reach)


def _kind_row(row: pd.Series, lang: Lang) -> Row:
    name = pick(*OUTCOMES[row["outcome"]], lang)
    counts = pick(
        f"{name}（{row['indicators']}项，满分{row['full']}项）",
        f"{name} ({row['indicators']}, {row['full']} in full)",
        lang,
    )
    points = pick(f"{row['weight']:,.0f}分", f"{row['weight']:,.0f}", lang)
    return Row(counts, f"{points}  {percentage(row['share'], 1)}", FALL if row["outcome"] == "missed" else FAINT)


def _kind_color(kind: str) -> str:
    return REST if kind in ("words", "unclear") else SUBJECT
