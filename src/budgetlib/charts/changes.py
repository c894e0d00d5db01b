"""Diverging bars: which items grew and which fell, by amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.headlines import movers_headline
from budgetlib.analysis.yearonyear import movers
from budgetlib.charts.figure import Note, finish, pick, source_note
from budgetlib.charts.rows import BAR, Row, row_axes
from budgetlib.charts.style import FAINT, FALL, SUBJECT, chart_style
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, percentage, signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def change_bars(
    changes: pd.DataFrame, *, n: int = 5, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """The ``n`` largest falls and the ``n`` largest gains among the functional items, as diverging bars in 万元.

    Ranked by amount; an item that was zero in the prior year shows no rate. ``changes`` is the public table of one
    report; ``title`` and ``note`` are computed from it when left out. ValueError when no item changed.
    """
    gains, falls = movers(changes, n)
    table = pd.concat([falls, gains.iloc[::-1]], ignore_index=True)
    if table.empty:
        raise ValueError("no functional item changed, so there is nothing to rank")
    with chart_style():
        fig, ax, marks = row_axes([_row(row, lang) for _, row in table.iterrows()])
        colors = [_color(change) for change in table["change"]]
        ax.barh(
            marks, table["change"], BAR, color=colors, edgecolor=colors, linewidth=1
        )  # the outline: never invisible
        ax.axvline(0, color=FAINT, linewidth=0.8)
        reach = table["change"].abs().max() * 1.05
        ax.set_xlim(-reach if len(falls) else -0.02 * reach, reach if len(gains) else 0.02 * reach)
        ax.xaxis.set_major_formatter(lambda value, _: signed(value).removesuffix(".00"))
        return finish(
            fig,
            title=title or movers_headline(changes).text(lang),
            subtitle=pick(
                f"比上年增减额，减少与增加各列前{n}项；括号内为增减率",
                f"Change on the prior year: the {n} largest falls and gains; rate in brackets",
                lang,
            ),
            note=note or source_note(table, locator=changes.attrs.get("locator"), lang=lang),
            data=table,
            lang=lang,
        )


def _row(row: pd.Series, lang: Lang) -> Row:
    rate = pick("上年为零", "zero before", lang) if row["zero_base"] else percentage(row["rate"], 1)
    change = signed(row["change"])
    return Row(
        pick(row["name"], english(row["name"]), lang),
        pick(f"{change}（{rate}）", f"{change} ({rate})", lang),
        _color(row["change"]),
    )


def _color(change: float) -> str:
    return SUBJECT if change > 0 else FALL
