"""Lines over years: direct labels, gaps left open, derived points hollow, a mark where something else is counted.

The tables have a row for each year of each line: ``fiscal_year``, ``amount``, ``status`` (``printed``, ``derived``,
``missing``), the column that names the line, and ``strength`` where sources were counted (a diamond: one source only).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from budgetlib.charts.figure import Note, finish, new_figure, pick
from budgetlib.charts.spread import apart
from budgetlib.charts.style import (
    ACCENT,
    FAINT,
    FALL,
    GRID,
    INK,
    REST,
    SMALL_SIZE,
    SUBJECT,
    TEXT_SIZE,
    chart_style,
    wrap,
)
from budgetlib.reference.wording import Lang, width_in_ems

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLORS = (SUBJECT, FALL, INK, ACCENT, FAINT)
_LINE_HEIGHT = 1.25  # of a label, in font sizes
_BREAK_WIDTH = 15.0  # font sizes
_SHORT_YEARS = 8  # more years than this are written with two digits, but for the first and last
_READABLE = {ACCENT: "#8F6200", REST: FAINT}
_HOLLOW = ("推算的数", "derived")
_ONE_SOURCE = ("只有一个来源", "one source only")


def year_lines(
    table: pd.DataFrame,
    *,
    line: str,
    title: str,
    note: Note,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    breaks: Mapping[int, str] | None = None,
    decimals: int = 2,
    lang: Lang = "zh",
) -> Figure:
    """One line for each value of the column ``line``, over all years from the first to the last of the table.

    ``labels`` are the names of the lines as written, in order (else those of the column); ``breaks`` are years from
    which something else is counted, with the words for it: no line crosses them.
    """
    labels = labels or {name: name for name in table[line].drop_duplicates()}
    breaks = {year: words for year, words in (breaks or {}).items() if year > table["fiscal_year"].min()}
    with chart_style():
        fig = new_figure(3.4)
        ax = fig.add_subplot()
        _years(ax, table, room=_room(labels.values()))
        _gaps(ax, table, lang)
        _break_marks(ax, breaks, lang)
        _draw(ax, table, line, labels, _palette(labels, colors), set(breaks), decimals, fig.get_size_inches()[1])
        key = _key(table, lang)
        return finish(fig, title=title, subtitle=f"{subtitle}{key}", note=note, data=table, lang=lang)


def year_panels(
    table: pd.DataFrame,
    *,
    panel: str,
    line: str,
    title: str,
    note: Note,
    subtitle: str = "",
    names: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    decimals: int = 1,
    baseline: float = 0.0,
    lang: Lang = "zh",
) -> Figure:
    """Small multiples on one scale: a panel for each value of the column ``panel``, in it a line for each of ``line``.

    ``names`` are the titles of the panels and ``labels`` the names of the lines, both in order; ``baseline`` is where
    the scale begins (an index needs no zero).
    """
    names = names or {name: name for name in table[panel].drop_duplicates()}
    labels = labels or {name: name for name in table[line].drop_duplicates()}
    rows = (len(names) + 1) // 2
    with chart_style():
        fig = new_figure(2.4 * rows)
        axes = fig.subplots(rows, 2, sharex=True, sharey=True, squeeze=False).ravel()
        for ax, (value, name) in zip(axes, names.items(), strict=False):
            part = table[table[panel] == value]
            _years(ax, table, room=_room(labels.values()) * 1.9, first=0.24)
            ax.set_ylim(bottom=baseline)
            _draw(ax, part, line, labels, _palette(labels, colors), set(), decimals, 2.2)
            ax.set_title(name, loc="left", size=TEXT_SIZE, color=INK, pad=6)
        for ax in axes[len(names) :]:
            ax.set_visible(False)
        key = _key(table, lang)
        return finish(fig, title=title, subtitle=f"{subtitle}{key}", note=note, data=table, lang=lang)


def _palette(labels: Mapping[str, str], colors: Mapping[str, str] | None) -> Mapping[str, str]:
    return colors or {name: COLORS[place % len(COLORS)] for place, name in enumerate(labels)}


def _room(labels: Iterable[str]) -> float:
    """The part of the width that names at the right of the lines need."""
    return min(0.04 + 0.026 * (max(map(width_in_ems, labels)) + 2.5), 0.4)


def _years(ax: Axes, table: pd.DataFrame, room: float, first: float = 0.09) -> None:
    """The axes: every year of the table, and room for figures at the left (``first``) and names at the right."""
    years = range(int(table["fiscal_year"].min()), int(table["fiscal_year"].max()) + 1)
    span = max(len(years) - 1, 1)
    ax.set_xlim(years[0] - span * first - 0.1, years[-1] + span * room / (1 - room) + 0.1)
    ends = (years[0], years[-1])
    short = len(years) > _SHORT_YEARS
    ax.set_xticks(years, [f"{year % 100:02d}" if short and year not in ends else str(year) for year in years])
    ax.tick_params(axis="x", labelsize=SMALL_SIZE)
    ax.set_yticks([])
    highest = table["amount"].max()
    ax.set_ylim(0, (highest if highest > 0 else 1.0) * 1.12)


def _gaps(ax: Axes, table: pd.DataFrame, lang: Lang) -> None:
    """A grey band where no line has a figure."""
    known = set(table.loc[table["amount"].notna(), "fiscal_year"].astype(int))
    years = range(int(table["fiscal_year"].min()), int(table["fiscal_year"].max()) + 1)
    for year in (year for year in years if year not in known):
        ax.axvspan(year - 0.5, year + 0.5, color=GRID, alpha=0.6, linewidth=0, zorder=0)
        text = pick("无数", "no figure", lang)
        ax.text(year, ax.get_ylim()[1] * 0.5, text, size=SMALL_SIZE, color=FAINT, ha="center", va="center", rotation=90)


def _break_marks(ax: Axes, breaks: Mapping[int, str], lang: Lang) -> None:
    for year, words in breaks.items():
        ax.axvline(year - 0.5, color=FAINT, linewidth=1, linestyle=(0, (3, 3)), zorder=0)
        text = pick(f"{year}年起{words}", f"from {year}: {words}", lang)
        wrapped = wrap(text, _BREAK_WIDTH)
        label = ax.text(year - 0.4, ax.get_ylim()[1], wrapped, size=SMALL_SIZE, color=FAINT, ha="left", va="top")
        label.set_in_layout(False)  # long words must not squeeze the years


def _draw(
    ax: Axes,
    table: pd.DataFrame,
    line: str,
    labels: Mapping[str, str],
    colors: Mapping[str, str],
    breaks: set[int],
    decimals: int,
    inches: float,
) -> None:
    """Lines, points and the figures at both ends of each line, with its name at the right."""
    starts, ends = [], []
    for name, label in labels.items():
        rows = table[(table[line] == name) & table["amount"].notna()].sort_values("fiscal_year")
        if rows.empty:
            continue
        _line(ax, rows, colors[name], breaks)
        _points(ax, rows, colors[name])
        first, last = rows.iloc[0], rows.iloc[-1]
        ends.append(_Label(int(last["fiscal_year"]), last["amount"], _number(last, decimals, label), colors[name]))
        if len(rows) > 1:
            starts.append(_Label(int(first["fiscal_year"]), first["amount"], _number(first, decimals), colors[name]))
    low, high = ax.get_ylim()
    step = SMALL_SIZE * _LINE_HEIGHT / 72 / inches * (high - low)
    _labels(ax, ends, step, "left")
    begin = min((one.year for one in starts), default=0)
    _labels(ax, [one for one in starts if one.year == begin], step, "right")
    for one in starts:
        if one.year != begin:
            ax.annotate(one.text, (one.year, one.value), (7, 4), **_text(one, "left"))


@dataclass(frozen=True, slots=True)
class _Label:
    year: int
    value: float
    text: str
    color: str


def _number(row: pd.Series, decimals: int, name: str = "") -> str:
    return f"{row['amount']:,.{decimals}f} {name}".rstrip()


def _labels(ax: Axes, labels: Sequence[_Label], step: float, side: Literal["left", "right"]) -> None:
    """Labels beside the points, none on another; alike ones at the left are written once."""
    if side == "right":
        labels = list({(one.text): one for one in labels}.values())
    heights = apart([one.value for one in labels], [step] * len(labels), floor=ax.get_ylim()[0] + step * 0.4)
    for one, height in zip(labels, heights, strict=True):
        ax.annotate(one.text, (one.year, height), (7 if side == "left" else -7, 0), **_text(one, side))


def _text(label: _Label, side: str) -> dict[str, Any]:
    """How a label is written; light colours are darkened, so that they can be read."""
    shade = _READABLE.get(label.color, label.color)
    return {
        "textcoords": "offset points", "size": SMALL_SIZE, "color": shade, "ha": side, "va": "center",
        "annotation_clip": False,
    }  # fmt: skip


def _line(ax: Axes, rows: pd.DataFrame, color: str, breaks: set[int]) -> None:
    """The line through years that follow each other, open at gaps and breaks."""
    points = list(zip(rows["fiscal_year"].astype(int), rows["amount"], strict=True))
    for (year, value), (later, other) in pairwise(points):
        if later == year + 1 and later not in breaks:
            ax.plot([year, later], [value, other], color=color, linewidth=2.0, zorder=2, solid_capstyle="round")


def _points(ax: Axes, rows: pd.DataFrame, color: str) -> None:
    single = rows["strength"].eq("one") if "strength" in rows else pd.Series(False, index=rows.index)
    for marker, shown in (("D", single), ("o", ~single)):
        part = rows[shown]
        fill = ["white" if status == "derived" else color for status in part["status"]]
        size = 26 if marker == "D" else 32
        ax.scatter(
            part["fiscal_year"].astype(int), part["amount"], s=size, marker=marker, c=fill, edgecolors=color,
            linewidths=1.5, zorder=3, clip_on=False,
        )  # fmt: skip


def _key(table: pd.DataFrame, lang: Lang) -> str:
    """What hollow points and diamonds mean, where there are any."""
    drawn = table[table["amount"].notna()]
    words = [f"○{pick(*_HOLLOW, lang)}"] if drawn["status"].eq("derived").any() else []
    if "strength" in drawn and drawn["strength"].eq("one").any():
        words.append(f"◆{pick(*_ONE_SOURCE, lang)}")
    joined = pick("，", ", ", lang).join(words)
    return pick(f"（{joined}）", f" ({joined})", lang) if words else ""
