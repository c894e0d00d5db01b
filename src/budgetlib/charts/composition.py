"""Composition as pictures: stacked shares of a whole, and an icicle of the functional classification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from budgetlib.analysis.composition import (
    KINDS,
    SOURCES,
    economic_classes,
    functional_tree,
    income_sources,
    spending_kinds,
    tree_headline,
)
from budgetlib.analysis.labels import item_names
from budgetlib.analysis.sentences import Sentence
from budgetlib.charts.figure import Note, finish, new_figure, pick, source_note
from budgetlib.charts.style import (
    ACCENT,
    FAINT,
    INK,
    REST,
    SMALL_SIZE,
    SUBJECT,
    TEXT_SIZE,
    WIDTH,
    chart_style,
    wrap,
)
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, amount, percentage, width_in_ems

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREEN = "#009E73"
"""Bluish green of the Okabe-Ito palette."""
PINK = "#CC79A7"
"""Reddish purple of the Okabe-Ito palette."""
COLORS = (SUBJECT, ACCENT, GREEN, PINK)
"""The largest parts of a whole in this order; the others are grey."""

_BAR = 0.34  # inches
_LINE = SMALL_SIZE * 1.3 / 72
_POINTS = 72
_INSIDE = WIDTH - 0.4
_ICICLE = 7.9
_TINTS = {1: 0.45, 2: 0.68, 3: 0.82}


def composition_stacks(
    lines: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Stacked bars of one report: sources, basic and project spending, functional and economic classes, as it has them.

    ``lines`` is the public table of one report; ``title`` and ``note`` are computed from it when left out. ValueError
    when it is of several reports or has none of these statements.
    """
    stacks = _stacks(lines, lang)
    data = pd.concat([rows.assign(stack=name) for name, rows in stacks], ignore_index=True)
    data.attrs.update(lines.attrs)
    with chart_style():
        fig, ax = _stack_axes([(name, rows["name"].tolist(), rows["share"].tolist()) for name, rows in stacks], lang)
        ax.set_xlim(0, 100)
        return finish(
            fig,
            title=title or _stack_headline(stacks).text(lang),
            subtitle=pick(
                "各占整体的比例；条内写不下的列在条下",
                "Shares of the whole; narrow parts stand below their bar",
                lang,
            ),
            note=note or source_note(data, unit="%", lang=lang),
            data=data,
            lang=lang,
        )


def functional_icicle(
    tree: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Icicle of ``analysis.functional_tree``: class, section and item from left to right, height by amount.

    ``title`` and ``note`` are computed from the tree when left out; what is too low for a name has none, and the note
    counts it.
    """
    with chart_style():
        fig = new_figure(_ICICLE)
        ax = fig.add_subplot()
        blank = _icicle(ax, item_names(tree, lang))
        ax.set(xlim=(0, 3), ylim=(100, 0), xticks=[0.5, 1.5, 2.5], yticks=[])
        ax.set_xticklabels([pick(*pair, lang) for pair in (("类", "Class"), ("款", "Section"), ("项", "Item"))])
        ax.xaxis.tick_top()
        ax.spines[:].set_visible(False)
        remark = (
            pick(f"另有{blank}项占比过小，未标注", f"{blank} shares are too small for a label", lang) if blank else ""
        )
        return finish(
            fig,
            title=title or tree_headline(tree).text(lang),
            subtitle=_icicle_subtitle(tree, lang),
            note=note or source_note(tree, lang=lang, remark=remark),
            data=tree.reset_index(drop=True),
            lang=lang,
        )


def _icicle_subtitle(tree: pd.DataFrame, lang: Lang) -> str:
    if tree.attrs.get("statement") == "general_public":
        return pick(
            "一般公共预算支出按功能分类，高度为金额", "General budget spending by function; height: amount", lang
        )
    return pick("支出按功能分类，高度为金额", "Spending by function; the height is the amount", lang)


def _stacks(lines: pd.DataFrame, lang: Lang) -> list[tuple[str, pd.DataFrame]]:
    """The splits that the report has statements for; ValueError where it has none."""
    splits: dict[str, Callable[[], pd.DataFrame]] = {
        pick("从哪里来：来源", "From: source", lang): lambda: _worded(income_sources(lines), "source", SOURCES, lang),
        pick("花到哪里：基本和项目", "To: basic and project", lang): lambda: _worded(
            spending_kinds(lines), "kind", KINDS, lang
        ),
        pick("花到哪里：功能类", "To: functional class", lang): lambda: _classes(functional_tree(lines)),
        pick("基本支出：经济类", "Basic spending: economic class", lang): lambda: economic_classes(lines),
    }
    found = []
    for name, split in splits.items():
        with suppress(ValueError):
            rows = item_names(split(), lang)
            if len(rows):
                found.append((name, rows))
    if not found:
        raise ValueError("the lines hold no statement that splits the money")
    return found


def _classes(tree: pd.DataFrame) -> pd.DataFrame:
    return tree[tree["level"] == 1].sort_values("amount", ascending=False, kind="stable")


def _worded(rows: pd.DataFrame, label: str, words: dict[str, tuple[str, str]], lang: Lang) -> pd.DataFrame:
    rows = rows.sort_values("amount", ascending=False, kind="stable")
    return rows.assign(name=[pick(*words[code], lang) for code in rows[label]])


def _stack_headline(stacks: Sequence[tuple[str, pd.DataFrame]]) -> Sentence:
    """The largest part of the first two splits."""
    tops = [rows.nlargest(1, "share").iloc[0] for _, rows in stacks[:2]]
    named = [f"{top['name']}{percentage(top['share'], 1)}" for top in tops]
    return Sentence(
        f"份额最大的：{'；'.join(named)}",
        "Largest shares: " + "; ".join(f"{english(top['name'])} {percentage(top['share'], 1)}" for top in tops),
    )


def _stack_axes(stacks: Sequence[tuple[str, list[str], list[float]]], lang: Lang) -> tuple[Figure, Axes]:
    """A figure with a heading, a bar and a line of what did not fit for each stack; y counts inches downwards."""
    fig = new_figure(1.0)
    ax = fig.add_subplot()
    top = 0.0
    for heading, names, shares in stacks:
        ax.text(0, top, heading, va="top", color=INK, transform=ax.get_yaxis_transform())
        top += TEXT_SIZE * 1.45 / _POINTS
        left_out = stack_bar(ax, top + _BAR / 2, names, shares, _BAR)
        top += _BAR + 0.05
        if left_out:
            text = wrap(pick("、", ", ", lang).join(left_out), _INSIDE * _POINTS / SMALL_SIZE - 1.5)
            ax.text(0, top, text, va="top", color=FAINT, size=SMALL_SIZE, transform=ax.get_yaxis_transform())
            top += _LINE * (text.count("\n") + 1)
        top += 0.17
    ax.set_ylim(top, 0)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    fig.set_size_inches(WIDTH, top)
    return fig, ax


def stack_bar(
    ax: Axes,
    y: float,
    names: Sequence[str],
    shares: Sequence[float],
    height: float,
    colors: Sequence[str] | None = None,
) -> list[str]:
    """Draw a bar of shares with names inside; returns those, with their shares, that are too narrow for a name."""
    left, out = 0.0, []
    for place, (name, share) in enumerate(zip(names, shares, strict=True)):
        palette = colors or COLORS
        color = palette[place] if place < len(palette) else REST
        ax.barh(y, share, height, left=left, color=tint(color, 0.45), edgecolor="white", linewidth=1.2)
        label = f"{name} {percentage(share, 1)}".strip()
        if width_in_ems(label) * SMALL_SIZE / _POINTS < share / 100 * _INSIDE - 0.1:
            ax.text(left + share / 2, y, label, ha="center", va="center_baseline", size=SMALL_SIZE, color=INK)
        else:
            out.append(label)
        left += share
    return out


def tint(color: str, white: float) -> tuple[float, float, float]:
    """``color`` mixed with white: dark text stays readable on it."""
    red, green, blue = (part + (1 - part) * white for part in to_rgb(color))
    return red, green, blue


def _icicle(ax: Axes, tree: pd.DataFrame) -> int:
    """Draw every cell below its parent's top; returns how many are too low for their name."""
    classes = tree[tree["level"] == 1].sort_values("amount", ascending=False, kind="stable")
    colors = {code: COLORS[rank] if rank < len(COLORS) else REST for rank, code in enumerate(classes["code"])}
    blank, top = 0, {"": 0.0}
    for level in _TINTS:
        rows = tree[tree["level"] == level].sort_values("amount", ascending=False, kind="stable")
        for _, row in rows.iterrows():
            start = top.get(row["parent"], 0.0)
            top[row["parent"]], top[row["code"]] = start + row["share"], start
            blank += not _cell(ax, row, level, start, colors.get(row["code"][:3], REST))
    return blank


def _cell(ax: Axes, row: pd.Series, level: int, start: float, color: str) -> bool:
    """Draw one cell; whether its name fitted."""
    box = Rectangle((level - 1, start), 1, row["share"], facecolor=tint(color, _TINTS[level]), edgecolor="white")
    ax.add_patch(box)
    ems = (_INSIDE / 3 - 0.12) * _POINTS / SMALL_SIZE
    share = percentage(row["share"], 1)
    lines = int(row["share"] / 100 * (_ICICLE - 0.4) / _LINE)
    for text in (f"{row['name']}\n{amount(row['amount'])}  {share}", f"{row['name']} {share}", row["name"]):
        wrapped = "\n".join(wrap(part, ems) for part in text.split("\n"))
        if wrapped.count("\n") < lines:
            middle = start + row["share"] / 2
            ax.text(level - 1 + 0.03, middle, wrapped, va="center", size=SMALL_SIZE, color=INK, linespacing=1.2)
            return True
    return False
