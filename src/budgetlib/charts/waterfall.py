"""The waterfall: from last year's spending to this year's, item by item."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import MaxNLocator

from budgetlib.analysis.headlines import waterfall_headline
from budgetlib.analysis.labels import item_names
from budgetlib.analysis.yearonyear import growth, reconcile
from budgetlib.charts.figure import Note, finish, pick, source_note
from budgetlib.charts.rows import BAR, Row, row_axes
from budgetlib.charts.style import FAINT, FALL, GRID, REST, SUBJECT, chart_style
from budgetlib.intervals import DIGITS, is_zero
from budgetlib.reference.wording import Lang, amount, signed, title_year
from budgetlib.years.functional import functional_items

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_VALUE_COLUMN = 1.2  # the bars end before the column of figures at the right


def waterfall_steps(changes: pd.DataFrame, lang: Lang = "zh") -> pd.DataFrame:
    """The steps of the waterfall: ``label``, ``kind`` (total, item, rest), ``amount``, ``start``, ``end`` in 万元.

    Falls come first and then gains, each largest first. Where the items do not add up to the printed change, a step
    ``rest`` shows by how much, and whether rounding explains it. LookupError when the items are not all of a total,
    ValueError when it compares no functional item with the prior year.
    """
    table = item_names(growth(changes), lang)
    if table.empty:
        raise ValueError("no functional item has a change in this report, so there are no steps to draw")
    check = reconcile(changes)
    total = check.total
    table = table[~table["change"].map(is_zero)].sort_values("change", kind="stable")
    # The growth table has the largest first whatever its sign; here falls and gains each run from large to small.
    falls, gains = table[table["change"] < 0], table[table["change"] > 0].iloc[::-1]
    year = int(total["fiscal_year"])
    steps = [(title_year(year - 1, lang), "total", float(total["prior"]))]
    steps += [(row["name"], "item", row["change"]) for _, row in pd.concat([falls, gains]).iterrows()]
    if not is_zero(check.rest):
        steps.append((_rest_label(check.comparison.status, lang), "rest", check.rest))
    return _with_ends(steps, (title_year(year, lang), "total", float(total["current"])))


def change_waterfall(
    changes: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Waterfall of the spending by functional item, from the prior year's total to this year's.

    ``changes`` is the public table of one report (万元). ``title`` and ``note`` are computed from it when left out.
    LookupError when the items are not all of any total of the report, ValueError when it compares no functional item.
    """
    with chart_style():
        steps = waterfall_steps(changes, lang)
        fig, ax, marks = row_axes([_row(step) for _, step in steps.iterrows()])
        _draw(ax, steps, marks)
        return finish(
            fig,
            title=title or waterfall_headline(changes).text(lang),
            subtitle=pick("从上年到本年，各功能科目增减", "From the prior year to this one, by functional item", lang),
            note=note or source_note(_drawn(changes), lang=lang),
            data=steps,
            lang=lang,
        )


def _drawn(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``changes`` that the steps come from: the total and the functional items."""
    rows = pd.concat([reconcile(changes).total.to_frame().T, functional_items(changes)])
    rows.attrs.update(changes.attrs)
    return rows


def _draw(ax: Axes, steps: pd.DataFrame, marks: list[float]) -> None:
    colors = [_color(step) for _, step in steps.iterrows()]
    # The outline keeps a change of 1 beside a total of 5,000 visible as a line of its colour.
    ax.barh(marks, steps["end"] - steps["start"], BAR, left=steps["start"], color=colors, edgecolor=colors, linewidth=1)
    for (y0, y1), end in zip(pairwise(marks), steps["end"], strict=False):
        ax.plot([end, end], [y0 + BAR / 2, y1 - BAR / 2], color=REST, linewidth=0.8, zorder=0)
    ax.axvline(0, color=GRID, linewidth=1)
    reach = max(steps["start"].max(), steps["end"].max()) or 1.0
    ax.set_xlim(0, reach * _VALUE_COLUMN)
    ax.set_xticks([tick for tick in MaxNLocator(5).tick_values(0, reach) if tick <= reach])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _with_ends(steps: list[tuple[str, str, float]], last: tuple[str, str, float]) -> pd.DataFrame:
    """Where each step starts and ends; the last total is drawn from its printed value, not from the steps."""
    records, level = [], 0.0
    for label, kind, value in steps:
        records.append(
            {"label": label, "kind": kind, "amount": value, "start": level, "end": round(level + value, DIGITS)}
        )
        level = round(level + value, DIGITS)
    label, kind, value = last
    records.append({"label": label, "kind": kind, "amount": value, "start": 0.0, "end": value})
    return pd.DataFrame(records)


def _rest_label(status: str, lang: Lang) -> str:
    if status == "broken":
        return pick("其他（各科目未列的差额）", "Other (not in any item)", lang)
    return pick("其他（四舍五入差）", "Other (rounding)", lang)


def _row(step: pd.Series) -> Row:
    is_total = step["kind"] == "total"
    return Row(step["label"], (amount if is_total else signed)(step["amount"]), FAINT if is_total else _color(step))


def _color(step: pd.Series) -> str:
    if step["kind"] == "total":
        return REST
    return SUBJECT if step["amount"] > 0 else FALL
