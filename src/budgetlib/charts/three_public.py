"""The three public expenses (“三公”经费): small multiples, shares and the years that the reports state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.headlines import share_headline, three_public_headline, trend_headline
from budgetlib.charts.figure import Note, finish, new_figure, pick, source_note
from budgetlib.charts.style import ACCENT, FAINT, INK, REST, SMALL_SIZE, SUBJECT, TEXT_SIZE, chart_style
from budgetlib.charts.years import year_lines
from budgetlib.reference.wording import Lang, amount, item_label, percentage
from budgetlib.years.threepublic import COMPONENTS, by_item, three_public_line
from budgetlib.years.threepublic import three_public_shares as share_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STAGES = {
    "final": {
        "prior": ("上年", "Prior year", REST),
        "budget": ("预算", "Budget", ACCENT),
        "actual": ("决算", "Actual", SUBJECT),
    },
    "budget": {"prior": ("上年预算", "Prior budget", REST), "budget": ("本年预算", "This budget", ACCENT)},
}
"""Bars of a panel by kind of report: column to its label in Chinese and English, and its colour."""
_ITEM_COLORS = {"total": INK, "abroad": ACCENT, "vehicles": SUBJECT, "reception": REST}
_NARROW = 12.0  # percent: a narrower part of a bar has no room for its label


def three_public_bars(
    three_public: pd.DataFrame,
    *,
    items: Sequence[str] = ("total", *COMPONENTS),
    title: str | None = None,
    note: Note | None = None,
    lang: Lang = "zh",
) -> Figure:
    """Small multiples: prior year, budget and actual of each item on one scale, in 万元; of a budget, two budgets.

    ``three_public`` is the public table of one report; a figure it does not state is written as such, not drawn as
    zero. ``title`` and ``note`` are computed from it when left out. ValueError when the total is missing.
    """
    rows = by_item(three_public)
    shown = [rows[item] for item in items if item in rows]
    stages = _STAGES[rows["total"]["report_type"]]
    names = [pick(zh, en.lower(), lang) for zh, en, _ in stages.values()]
    with chart_style():
        fig = new_figure(2.15 * ((len(shown) + 1) // 2))
        axes = fig.subplots((len(shown) + 1) // 2, 2, sharey=True, squeeze=False).ravel()
        for ax, row in zip(axes, shown, strict=False):
            _panel(ax, row, stages, lang)
        for ax in axes[len(shown) :]:
            ax.set_visible(False)
        axes[0].set_ylim(0, max(row[list(stages)].max() for row in shown) * 1.2 or 1)
        remark = _prior_remark(lang)
        return finish(
            fig,
            title=title or three_public_headline(three_public).text(lang),
            subtitle=pick(f"“三公”经费各项：{'、'.join(names)}", f"Each item: {', '.join(names)}", lang),
            note=note or source_note(three_public, lang=lang, remark=remark),
            data=pd.DataFrame(shown).reset_index(drop=True),
            lang=lang,
        )


def three_public_shares(
    three_public: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Stacked bars: what share of the total each item has, in the prior and in the current year, in percent.

    ``three_public`` is the public table of one report. ``title`` and ``note`` are computed from it when left out.
    """
    by_item(three_public)  # one report with a total, or a ValueError that says so
    table = share_table(three_public)
    wide = table.pivot(index="fiscal_year", columns="item", values="share_computed").reindex(columns=list(COMPONENTS))
    wide = wide.dropna(how="all")
    if wide.empty:
        raise ValueError("no item has a share of the three public expenses")
    with chart_style():
        fig = new_figure(0.62 * len(wide) + 0.75)
        ax = fig.add_subplot()
        for position, (_, shares) in enumerate(wide.iterrows()):
            _stack(ax, position, shares)
        ax.set_yticks(range(len(wide)), [str(year) for year in wide.index])
        ax.set_ylim(len(wide) - 0.5, -0.5)
        ax.set_xlim(0, 100)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
        _legend(ax, [(item_label(item, lang), _ITEM_COLORS[item]) for item in COMPONENTS])
        remark = pick("占比由金额重新计算", "Shares recomputed from the amounts", lang)
        return finish(
            fig,
            title=title or share_headline(three_public).text(lang),
            subtitle=pick("各项占“三公”经费合计的比重", "Share of each item in the three public expenses", lang),
            note=note or source_note(three_public, lang=lang, unit="%", remark=remark),
            data=table,
            lang=lang,
        )


def three_public_trend(
    three_public: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Lines over the years that the reports state, the prior year of the first report included, in 万元.

    ``three_public`` holds the rows of one agency, of one report or several; of a year stated twice a printed figure
    counts before a derived one, then the later report. ValueError when it holds several agencies. ``title`` and
    ``note`` are computed when left out.
    """
    if three_public["agency"].nunique() != 1 or three_public["report_type"].nunique() != 1:
        raise ValueError("a trend is of one agency and of accounts or budgets only; filter the table first")
    table = three_public_line(three_public)
    table = table[table["item"].isin(_ITEM_COLORS)].reset_index(drop=True)
    table["status"] = table["derived"].map({True: "derived", False: "printed"})
    remark = _prior_remark(lang)
    return year_lines(
        table,
        line="item",
        labels={item: item_label(item, lang) for item in _ITEM_COLORS},
        colors=_ITEM_COLORS | {"reception": FAINT},
        title=title or trend_headline(three_public).text(lang),
        subtitle=pick("各年“三公”经费", "The three public expenses by year", lang),
        note=note or source_note(three_public, lang=lang, remark=remark),
        lang=lang,
    )


def _prior_remark(lang: Lang) -> str:
    return pick("未印出的上年数由本年数减增减额推算", "A prior year not printed = current less change", lang)


def _panel(ax: Axes, row: pd.Series, stages: Mapping[str, tuple[str, str, str]], lang: Lang) -> None:
    for place, (stage, (_, _, color)) in enumerate(stages.items()):
        value = row[stage]
        stated = value == value
        ax.bar(place, value if stated else 0, 0.72, color=color)
        label = amount(value) if stated else pick("未列", "not stated", lang)
        ax.annotate(
            label, (place, value if stated else 0), (0, 2), textcoords="offset points", ha="center", va="bottom"
        )
    ax.set_xticks(range(len(stages)), [pick(zh, en, lang) for zh, en, _ in stages.values()], size=TEXT_SIZE)
    ax.set_yticks([])
    ax.set_title(item_label(row["item"], lang), loc="left", size=TEXT_SIZE + 1, color=INK, pad=9)


def _stack(ax: Axes, position: int, shares: pd.Series) -> None:
    left = 0.0
    for item, share in shares.dropna().items():
        ax.barh(position, share, 0.72, left=left, color=_ITEM_COLORS[str(item)], edgecolor="white")
        if share >= _NARROW:
            color = "white" if item == "vehicles" else INK
            ax.text(left + share / 2, position, percentage(share, 1), ha="center", va="center", color=color)
        left += share


def _legend(ax: Axes, entries: Sequence[tuple[str, str]]) -> None:
    from matplotlib.patches import Patch

    patches = [Patch(color=color, label=label) for label, color in entries]
    ax.legend(
        handles=patches,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(entries),
        frameon=False,
        fontsize=SMALL_SIZE + 0.5,
        handlelength=1,
        handleheight=1,
        columnspacing=1.2,
        borderpad=0,
        borderaxespad=0.3,
    )
