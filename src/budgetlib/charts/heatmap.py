"""Checks by report as a heat map: what was compared, how often it did not agree, and how grave that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.findings import SEVERITY_NAMES, matrix_headline, verdict_matrix
from budgetlib.charts.composition import tint
from budgetlib.charts.figure import Note, finish, new_figure, pick
from budgetlib.charts.offices import report_name, sample_remark
from budgetlib.charts.style import ACCENT, FALL, GRID, INK, REST, SMALL_SIZE, SUBJECT, chart_style, wrap, wrap_title
from budgetlib.checks.catalogue import FAMILIES
from budgetlib.reference.wording import Lang
from budgetlib.schema import SEVERITIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLORS = {"": tint(SUBJECT, 0.75), "note": tint(REST, 0.3), "warning": tint(ACCENT, 0.3), "error": tint(FALL, 0.15)}
"""Worst severity of a cell to its colour; the numbers in the cell say the same, so colour is never needed."""
_ROW = 0.62  # inches: a name of two lines
_NAME_EMS = 15.0


def check_heatmap(
    verdicts: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    note: Note | None = None,
    lang: Lang = "zh",
) -> Figure:
    """A row per report and a column per family of checks: findings / verdicts, coloured by the worst finding.

    ``verdicts`` is the tables of ``checks.verdicts`` of the reports, one below the other; ``reports`` is the public
    table that names them and says which are sample copies. A cell is hatched where a report gave a family nothing to
    check.
    ``title`` and ``note`` are computed when left out. ValueError when there is no verdict.
    """
    import seaborn as sns
    from matplotlib.colors import ListedColormap

    table = verdict_matrix(verdicts)
    if table.empty:
        raise ValueError("no verdict, so there is no check to show")
    named = reports.drop_duplicates("report_id").set_index("report_id")
    order = list(table["report_id"].unique())
    columns = [family for family in FAMILIES if family in set(table["family"])]
    table = table.assign(
        rank=table["worst"].map(list(_COLORS).index), label=[_label(row, lang) for _, row in table.iterrows()]
    )
    rank, label = (
        table.pivot(index="report_id", columns="family", values=name).reindex(index=order, columns=columns)
        for name in ("rank", "label")
    )
    with chart_style():
        fig = new_figure(_ROW * len(order) + 0.9)
        ax = fig.add_subplot()
        sns.heatmap(
            rank.astype("float64"),
            mask=rank.isna(),
            annot=label.fillna(""),
            fmt="",
            cmap=ListedColormap(list(_COLORS.values())),
            vmin=-0.5,
            vmax=len(_COLORS) - 0.5,
            cbar=False,
            linewidths=2,
            linecolor="white",
            annot_kws={"size": SMALL_SIZE, "color": INK},
            ax=ax,
        )
        _axes(ax, _names(named.loc[order], lang), columns, lang)
        _legend(ax, lang)
        return finish(
            fig,
            title=title or matrix_headline(table).text(lang),
            subtitle=pick("各报告、各类检查：疑点数/核对数", "Findings / comparisons, by report and family", lang),
            note=note or _note(named.loc[order], lang),
            data=table,
            lang=lang,
        )


def _names(reports: pd.DataFrame, lang: Lang) -> list[str]:
    """The reports by name; beside findings a copy that may be a draft has a number instead of its office."""
    names, drafts = [], 0
    for _, row in reports.iterrows():
        drafts += row["edition"] == "sample"
        number = pick(f"样本副本{drafts}·", f"Sample copy {drafts}", lang)
        names.append(report_name(row.replace(row["agency"], number) if row["edition"] == "sample" else row, lang))
    return names


def _label(row: pd.Series, lang: Lang) -> str:
    """Findings / comparisons, and below how many of the findings are errors."""
    errors = pick(f"错误{row['error']}", f"error {row['error']}", lang)
    return f"{row['label']}\n{errors}" if row["error"] else str(row["label"])


def _axes(ax: Axes, names: list[str], families: list[str], lang: Lang) -> None:
    ax.set(xlabel="", ylabel="")
    ax.set_yticklabels([wrap_title(name, _NAME_EMS) for name in names], rotation=0, size=SMALL_SIZE, linespacing=1.1)
    titles = [wrap(pick(*FAMILIES[family], lang).removesuffix(" self-evaluations"), 6) for family in families]
    ax.set_xticklabels(titles, rotation=0, size=SMALL_SIZE, linespacing=1.1)
    ax.xaxis.tick_top()
    ax.set_facecolor("white")
    ax.patch.set(hatch="///", edgecolor=GRID)


def _legend(ax: Axes, lang: Lang) -> None:
    from matplotlib.patches import Patch

    none, nothing = (pick("没有疑点", "nothing found", lang), pick("无可核对", "nothing to check", lang))
    words = {name: pick(*SEVERITY_NAMES[name], lang) for name in SEVERITIES} | {"": none}
    patches = [Patch(color=color, label=words[name]) for name, color in _COLORS.items()]
    patches.append(Patch(facecolor="white", edgecolor=GRID, hatch="///", label=nothing))
    ax.legend(
        handles=patches,
        loc="upper right",
        bbox_to_anchor=(1, -0.02),
        ncols=len(patches),
        frameon=False,
        fontsize=SMALL_SIZE,
        handlelength=1,
        handleheight=1,
        columnspacing=1.0,
        borderaxespad=0.2,
    )


def _note(reports: pd.DataFrame, lang: Lang) -> Note:
    years = sorted({int(year) for year in reports["fiscal_year"]})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    source = pick(f"{len(reports)}份报告，名称见各行", f"{len(reports)} reports, named in the rows", lang)
    return Note(pick("条", "number", lang), source, span, (), remark=sample_remark(reports, lang))
