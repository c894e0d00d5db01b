"""Checks as pictures: every stated figure beside the one recomputed, and how much of a difference rounding explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from budgetlib.analysis.findings import beyond_rounding, identity_headline
from budgetlib.charts.figure import Note, finish, new_figure, pick, source_note
from budgetlib.charts.rows import Row, row_axes
from budgetlib.charts.style import ACCENT, FAINT, FALL, GRID, REST, SMALL_SIZE, SUBJECT, chart_style
from budgetlib.reference.wording import Lang, amount, signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_EDGE = 2.0
"""Half the width of the strip, in tolerances; what is farther off stands as an arrow at the edge."""
_STEP = 0.2
"""Identities closer together than this share of the tolerance count as one mark."""
_BAND = "#D3E6F3"
_HALF_BAND = 0.1
"""Half the height of a row's band in inches: a mark with a number just fits."""
_LOOKS: dict[str, dict[str, Any]] = {
    "broken": {"marker": "D", "color": FALL},
    "truncated": {"marker": "s", "color": ACCENT},
    "holds": {"marker": "o", "color": SUBJECT},
}


def identity_strip(
    verdicts: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Every identity, a row per rule: stated less recomputed, in units of what rounding can explain (the band).

    ``verdicts`` is the table of ``checks.verdicts``, or part of it, of one report. Marks that would lie upon each other
    are one mark with their number; a broken identity beyond the edge is an arrow with its difference. ``title`` and
    ``note`` are computed when left out. ValueError when there is no identity to draw.
    """
    table = _identities(verdicts)
    table["ratio"] = beyond_rounding(table)
    rules = list(table.groupby("rule", sort=False))
    with chart_style():
        fig, ax, marks = row_axes([_row(rows, lang) for _, rows in rules])
        for (_, rows), y in zip(rules, marks, strict=True):
            _strip(ax, rows, y)
        _strip_axis(ax, lang)
        return finish(
            fig,
            title=title or identity_headline(table).text(lang),
            subtitle=pick(
                "报告所列数字减重算结果；浅色带内的差额可由舍入解释",
                "Stated less recomputed; the pale band is rounding",
                lang,
            ),
            note=note
            or source_note(
                table,
                unit=pick("倍（相差÷舍入容差）", "difference over rounding tolerance", lang),
                lang=lang,
                remark=_remark(table, lang),
            ),
            data=table.reset_index(drop=True),
            lang=lang,
        )


def stated_scatter(
    verdicts: pd.DataFrame,
    *,
    unit: str,
    labels: tuple[str, str] | None = None,
    title: str | None = None,
    note: Note | None = None,
    lang: Lang = "zh",
) -> Figure:
    """Stated against recomputed: what agrees lies on the diagonal, what cannot agree stands off it with both figures.

    ``verdicts`` is best the part of one rule, whose figures share a ``unit``. ``labels`` name the x and y axis,
    ``title`` and ``note`` are computed when left out. ValueError when there is no identity to draw.
    """
    table = _identities(verdicts)
    both = table[["expected", "stated"]]
    low, high = both.min().min(), both.max().max()
    room = (high - low) * 0.08 or 1.0
    with chart_style():
        fig = new_figure(4.2)
        ax = fig.subplots()
        ax.plot([low - room, high + room], [low - room, high + room], color=REST, linewidth=1.2, zorder=1)
        _agreeing(ax, table[table["status"] != "broken"], high - low)
        _broken(ax, table[table["status"] == "broken"], (low + high) / 2, lang)
        ax.set(xlim=(low - room, high + room), ylim=(low - room, high + room))
        ax.grid(True)
        words = labels or (pick("重算", "Recomputed", lang), pick("报告所列", "Stated", lang))
        ax.set_xlabel(words[0])
        ax.set_ylabel(words[1], labelpad=6)
        rule = pick(table["title_zh"].iloc[0], table["title_en"].iloc[0], lang)
        remark = pick(
            "斜线上两者相等，圈内数字为相近的个数", "On the line both agree; a number counts marks close by", lang
        )
        return finish(
            fig,
            title=title or identity_headline(table).text(lang),
            subtitle=pick(f"{rule}（{len(table)}条）", f"{rule} ({len(table)})", lang),
            note=note or source_note(table, unit=unit, lang=lang, remark=remark),
            data=table.reset_index(drop=True),
            lang=lang,
        )


def _identities(verdicts: pd.DataFrame) -> pd.DataFrame:
    table = verdicts[verdicts["identity"]].copy()
    if table.empty:
        raise ValueError("the verdicts hold no identity to draw: nothing stated was recomputed")
    return table


def _remark(table: pd.DataFrame, lang: Lang) -> str:
    remark = pick("圈内数字为该处的等式条数", "A number counts identities at one place", lang)
    if (table["status"] == "broken").any():
        remark += pick("，菱形为不成立的等式及其差额", "; a diamond cannot hold", lang)
    if (table["status"] == "truncated").any():
        remark += pick("，方块为截去尾数", "; a square was cut off instead of rounded", lang)
    return remark


def _row(rows: pd.DataFrame, lang: Lang) -> Row:
    """The rule with how many identities it has, and how many of them cannot hold or were cut off."""
    broken, cut = ((rows["status"] == status).sum() for status in ("broken", "truncated"))
    held = len(rows) - broken - cut
    value = pick(f"{held}条成立", f"{held} hold", lang)
    if broken:
        value += pick(f"，{broken}条不成立", f", {broken} cannot", lang)
    if cut:
        value += pick(f"，{cut}条截尾", f", {cut} cut off", lang)
    title = pick(rows["title_zh"].iloc[0], rows["title_en"].iloc[0], lang)
    return Row(title, value, FALL if broken else FAINT)


def _strip(ax: Axes, rows: pd.DataFrame, y: float) -> None:
    ax.axhline(y, color=GRID, linewidth=1.0, zorder=0.5)
    ax.fill_between([-1, 1], y - _HALF_BAND, y + _HALF_BAND, color=_BAND, linewidth=0, zorder=0.6)
    ax.plot([0, 0], [y - _HALF_BAND, y + _HALF_BAND], color="white", linewidth=1.2, zorder=0.7)
    kinds = rows["status"].where(rows["status"].isin(["broken", "truncated"]), "holds")
    inside = rows["ratio"].abs() <= _EDGE
    spots = (rows["ratio"].where(inside, 0.0) / _STEP).round() * _STEP + 0.0
    drawn = rows[inside].assign(spot=spots[inside], kind=kinds[inside])
    for _, here in drawn.groupby(["spot", "kind"]):
        first = here.iloc[0]
        _mark(ax, first["spot"] if len(here) > 1 else first["ratio"], y, len(here), _LOOKS[first["kind"]])
    for side in (-1, 1):
        beyond = rows[~inside & (rows["ratio"] * side > 0)]
        if len(beyond):
            _arrow(ax, beyond, y, side, _LOOKS["broken" if "broken" in set(beyond["status"]) else "truncated"])


def _mark(ax: Axes, x: float, y: float, number: int, look: dict[str, Any]) -> None:
    if number == 1:
        ax.scatter([x], [y], s=34, zorder=2, clip_on=False, **look)
        return
    corners = "square,pad=0.2" if look["marker"] == "s" else "round,pad=0.25,rounding_size=0.75"
    box = {"boxstyle": corners, "facecolor": look["color"], "edgecolor": "none"}
    ax.text(x, y, f"{number}", ha="center", va="center_baseline", size=SMALL_SIZE, color="white", bbox=box, zorder=3)


def _arrow(ax: Axes, beyond: pd.DataFrame, y: float, side: int, look: dict[str, Any]) -> None:
    """A diamond and an arrow at the edge, with the largest difference and, where there are several, their number."""
    worst = side * float(beyond["difference"].abs().max())
    text = signed(worst) + (f" ×{len(beyond)}" if len(beyond) > 1 else "")
    tip, tail = side * (_EDGE - 0.03), side * (_EDGE - 0.17)
    ax.plot([tail, tip], [y, y], color=look["color"], linewidth=1.6, zorder=2)
    ax.scatter([tip], [y], s=46, marker=">" if side > 0 else "<", color=look["color"], zorder=3, clip_on=False)
    ax.scatter([tail], [y], s=46, zorder=3, **look)
    ax.text(
        tail - side * 0.07,
        y,
        text,
        ha="right" if side > 0 else "left",
        va="center_baseline",
        size=SMALL_SIZE,
        color=look["color"],
        zorder=3,
    )


def _strip_axis(ax: Axes, lang: Lang) -> None:
    ax.set_xlim(-_EDGE, _EDGE)
    ax.set_xticks([-1, 0, 1], ["\u22121", "0", "+1"])
    ax.set_xlabel(pick("相差（以舍入容差为1）", "Difference (rounding tolerance = 1)", lang))
    ax.spines["bottom"].set_visible(False)


def _agreeing(ax: Axes, table: pd.DataFrame, span: float) -> None:
    step = span / 25 or 1.0
    spots = (table["expected"] / step).round()
    for _, here in table.groupby(spots):
        _mark(ax, here["expected"].mean(), here["stated"].mean(), len(here), _LOOKS["holds"])


def _broken(ax: Axes, table: pd.DataFrame, middle: float, lang: Lang) -> None:
    for _, row in table.iterrows():
        x, y = row["expected"], row["stated"]
        ax.plot([x, x], [x, y], color=FALL, linewidth=1.6, zorder=2)
        ax.scatter([x], [y], s=60, zorder=3, **_LOOKS["broken"])
        text = pick(
            f"所列{amount(y)}\n重算{amount(x)}\n相差{signed(y - x)}",
            f"stated {amount(y)}\nrecomputed {amount(x)}\noff by {signed(y - x)}",
            lang,
        )
        left = x < middle
        ax.annotate(
            text,
            (x, y),
            xytext=(9 if left else -9, 12 if y >= x else -12),
            textcoords="offset points",
            ha="left" if left else "right",
            va="bottom" if y >= x else "top",
            size=SMALL_SIZE,
            color=FALL,
            linespacing=1.25,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            zorder=2.5,
        )
