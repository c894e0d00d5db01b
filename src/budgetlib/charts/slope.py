"""Slope charts: a line per item from amount to amount, its name and figures where it ends.

Names stand beside their ends in lines of their own; where several would share a place they are pushed apart, each by
as little as can be, and a thin line leads back to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from budgetlib.analysis.completion import budget_path, budget_steps, path_headline
from budgetlib.analysis.twoyears import slope_headline, two_years
from budgetlib.charts.figure import Note, finish, new_figure, pick, source_note
from budgetlib.charts.spread import apart
from budgetlib.charts.style import (
    FAINT,
    FALL,
    GRID,
    INK,
    REST,
    SMALL_SIZE,
    SUBJECT,
    TEXT_SIZE,
    WIDTH,
    chart_style,
    wrap_title,
)
from budgetlib.intervals import DIGITS, is_zero, percent
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, amount, percentage, signed, title_year
from budgetlib.years.execution import short_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_RIGHT = 2.45  # inches that names and figures take at the right
_LEFT = 0.72  # and figures at the left
_LEADER = 0.22
_INSIDE = WIDTH - 0.32
_LINE = TEXT_SIZE * 1.28 / 72
_NAME_EMS = _RIGHT * 72 / TEXT_SIZE - 0.6
_PAD = 0.09
_LEAST_HEIGHT = 2.4
_MOST_NAMED = 3
_STAGES = ["initial_budget", "adjusted_budget", "executed"]


@dataclass(frozen=True, slots=True)
class Slope:
    """One line: its name, its amount at each stop (万元), what is said of its end, and its colour."""

    name: str
    amounts: tuple[float, ...]
    ending: str
    color: str
    hollow: bool = False
    """Whether it begins with an empty mark: no rate follows from its first amount."""


def change_slope(
    changes: pd.DataFrame, *, n: int = 10, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Slope chart of the functional items, from the prior year to this one, in 万元: the ``n`` largest changes.

    ``changes`` is the public table of one report. An item of which one year is not known is not drawn, and the note
    names it; one that began at zero has an empty mark. ``title`` and ``note`` are computed when left out. ValueError
    when the table holds several reports or no item has both years.
    """
    items = two_years(changes)
    drawn = items[items["compared"]].head(n)
    year = int(drawn["fiscal_year"].iloc[0])
    with chart_style():
        fig = slope_figure(
            [_change(row, lang) for _, row in drawn.iterrows()], [title_year(year - 1, lang), title_year(year, lang)]
        )
        return finish(
            fig,
            title=title or slope_headline(items).text(lang),
            subtitle=pick(
                "各功能科目：上年 → 本年，右为本年数和增减额",
                "Functional items from year to year; at the right this year and the change",
                lang,
            ),
            note=note or source_note(drawn, lang=lang, remark=_change_remark(items, drawn, lang)),
            data=drawn.reset_index(drop=True),
            lang=lang,
        )


def budget_slope(
    projects: pd.DataFrame, *, n: int = 6, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Slope chart of the projects over three stops, in 万元: initial budget, full-year (adjusted) budget, spending.

    ``projects`` is the public table of one report. The ``n`` projects that moved most have their own line, the others
    one line of their sums; a project that lacks an amount is not drawn, and the note counts it. ``title`` and ``note``
    are computed when left out. ValueError when no project states all three amounts.
    """
    steps = budget_steps(projects)
    if steps.empty:
        raise ValueError("no project states initial budget, full-year budget and spending")
    drawn = _with_rest(steps, n, lang)
    with chart_style():
        stops = pick("年初预算 全年预算 支出", "Initial Full-year Spent", lang).split()
        fig = slope_figure([_steps(row, lang) for _, row in drawn.iterrows()], stops)
        return finish(
            fig,
            title=title or path_headline(budget_path(projects)).text(lang),
            subtitle=pick(
                "各项目：右为支出，及其占年初预算的比例",
                "Projects; at the right spending, and its share of the initial budget",
                lang,
            ),
            note=note or source_note(steps, lang=lang, remark=_steps_remark(projects, steps, lang)),
            data=drawn,
            lang=lang,
        )


def slope_figure(slopes: Sequence[Slope], stops: Sequence[str]) -> Figure:
    """The drawing: a vertical line per stop, a slope per item; the y axis is in 万元, the x axis in inches."""
    names = [wrap_title(slope.name, _NAME_EMS) for slope in slopes]
    sizes = [(name.count("\n") + 2) * _LINE + _PAD for name in names]
    height = max(_LEAST_HEIGHT, 0.85 * sum(sizes))
    reach = max(max(slope.amounts) for slope in slopes) or 1.0
    inch = reach / height
    fig = new_figure(1.0)
    ax = fig.add_subplot()
    places = _stop_places(len(stops))
    _lines(ax, slopes, places)
    low, high = _end_labels(ax, slopes, names, [size * inch for size in sizes], places[-1])
    bottom, top = _begin_labels(ax, slopes, places[0], _LINE * inch)
    low, high = min(low, bottom, 0.0), max(high, top, reach)
    for place, stop in zip(places, stops, strict=True):
        ax.plot([place, place], [low, high + 0.1 * inch], color=GRID, linewidth=1.2, zorder=0)
        ax.text(place, high + 0.14 * inch, stop, ha="center", va="bottom", size=TEXT_SIZE, color=FAINT)
    ax.set_xlim(0, _INSIDE)
    ax.set_ylim(low, high + (0.14 * inch + _LINE * inch))
    ax.set_axis_off()
    fig.set_size_inches(WIDTH, (high - low) / inch + 0.2 + _LINE)
    return fig


def _stop_places(stops: int) -> list[float]:
    first, last = _LEFT + _LEADER, _INSIDE - _RIGHT - _LEADER
    return [first + (last - first) * stop / (stops - 1) for stop in range(stops)]


def _lines(ax: Axes, slopes: Sequence[Slope], places: Sequence[float]) -> None:
    for slope in slopes:
        ax.plot(places, slope.amounts, color=slope.color, linewidth=1.8, zorder=2, gid="slope")
        faces = ["white" if slope.hollow else slope.color, *[slope.color] * (len(places) - 1)]
        ax.scatter(places, slope.amounts, s=30, c=faces, edgecolors=slope.color, linewidths=1.5, zorder=3)


def _end_labels(
    ax: Axes, slopes: Sequence[Slope], names: Sequence[str], sizes: Sequence[float], place: float
) -> tuple[float, float]:
    """Name and figures of each item at the right; the lowest and highest amount that they reach."""
    # Among equal ends the one that came from above stands above, so that its lines cross nothing.
    nudged = [slope.amounts[-1] + 1e-9 * slope.amounts[0] for slope in slopes]
    heights = apart(nudged, sizes)
    for slope, name, size, height in zip(slopes, names, sizes, heights, strict=True):
        _leader(ax, place, slope.amounts[-1], place + _LEADER, height)
        share = size / (name.count("\n") + 2)
        style: dict[str, Any] = {"ha": "left", "va": "center", "linespacing": 1.2}
        ax.text(place + _LEADER + 0.05, height + share / 2, name, size=TEXT_SIZE, color=INK, **style)
        bottom = height - size / 2 + share / 2
        ax.text(place + _LEADER + 0.05, bottom, slope.ending, size=SMALL_SIZE, color=slope.color, **style)
    ends = [(height - size / 2, height + size / 2) for height, size in zip(heights, sizes, strict=True)]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _begin_labels(ax: Axes, slopes: Sequence[Slope], place: float, size: float) -> tuple[float, float]:
    """The first amounts at the left, equal ones once; the lowest and highest amount that they reach."""
    amounts = list(dict.fromkeys(slope.amounts[0] for slope in slopes))
    heights = apart(amounts, [size] * len(amounts))
    for value, height in zip(amounts, heights, strict=True):
        _leader(ax, place, value, place - _LEADER, height)
        ax.text(place - _LEADER - 0.05, height, amount(value), ha="right", va="center", size=SMALL_SIZE, color=FAINT)
    return min(heights) - size / 2, max(heights) + size / 2


def _leader(ax: Axes, x: float, y: float, label_x: float, label_y: float) -> None:
    ax.plot([x, label_x], [y, label_y], color=REST, linewidth=0.8, zorder=1)


def _change(row: pd.Series, lang: Lang) -> Slope:
    color = FAINT if is_zero(row["change"]) else SUBJECT if row["change"] > 0 else FALL
    now, change = amount(row["current"]), signed(row["change"])
    ending = pick(f"{now}（{change}）", f"{now} ({change})", lang)
    return Slope(
        pick(row["name"], english(row["name"]), lang),
        (row["prior"], row["current"]),
        ending,
        color,
        hollow=bool(row["zero_base"]),
    )


def _with_rest(steps: pd.DataFrame, n: int, lang: Lang) -> pd.DataFrame:
    """The ``n`` largest movements, and the others added up to one row."""
    columns = ["project", *_STAGES]
    shown, rest = steps.head(n)[columns], steps.iloc[n:]
    shown = shown.assign(project=shown["project"].map(short_name))
    if rest.empty:
        return shown
    name = pick(f"其余{len(rest)}个项目合计", f"The other {len(rest)} projects together", lang)
    return pd.concat([shown, pd.DataFrame([{"project": name} | rest[_STAGES].sum().round(DIGITS).to_dict()])])


def _steps(row: pd.Series, lang: Lang) -> Slope:
    initial, adjusted, executed = (float(row[stage]) for stage in _STAGES)
    color = FAINT if is_zero(executed - initial) else SUBJECT if executed > initial else FALL
    rate = percentage(percent(executed, initial), 1)
    share = pick("年初为零", "none planned", lang) if rate == "—" else pick(f"年初的{rate}", f"{rate} of initial", lang)
    ending = pick(f"{amount(executed)}（{share}）", f"{amount(executed)} ({share})", lang)
    return Slope(row["project"], (initial, adjusted, executed), ending, color, hollow=is_zero(initial))


def _steps_remark(projects: pd.DataFrame, steps: pd.DataFrame, lang: Lang) -> str:
    missing = int((projects["evaluation"] == "project").sum()) - len(steps)
    remark = pick("执行率比的是后两点", "The execution rate compares the last two", lang)
    if missing:
        remark += pick(f"；另有{missing}个项目缺数，未画", f"; not drawn, figures missing: {missing}", lang)
    return remark


def _change_remark(items: pd.DataFrame, drawn: pd.DataFrame, lang: Lang) -> str:
    """What the chart leaves out or draws specially."""
    unknown = items.loc[~items["compared"], "name"].tolist()
    rest = int(items["compared"].sum()) - len(drawn)
    remarks = {
        pick("空心圆：上年为零，没有增减率", "an empty mark: zero before, so no rate", lang): drawn["zero_base"].any(),
        pick("缺一年的数，未画：", "a year is missing, so not drawn: ", lang) + _named(unknown, lang): bool(unknown),
        pick(f"另有{rest}个变动较小的科目未画", f"not drawn: {rest} smaller changes", lang): rest > 0,
    }
    text = pick("；", "; ", lang).join(remark for remark, holds in remarks.items() if holds)
    return text[:1].upper() + text[1:]


def _named(names: Sequence[str], lang: Lang) -> str:
    """Names in a row, the first few where there are many."""
    shown = "、".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return shown + (pick(f"等{len(names)}个", f" and {more} more", lang) if more > 0 else "")
