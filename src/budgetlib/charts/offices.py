"""Offices as pictures: shares of spending office by office, and shares of the items that they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from budgetlib.analysis.offices import KINDS, PARTS, head_headline, item_headline, share_headline
from budgetlib.charts.composition import tint
from budgetlib.charts.figure import Note, finish, pick, source_note
from budgetlib.charts.rows import BAR, Row, row_axes
from budgetlib.charts.style import ACCENT, FAINT, FALL, GRID, INK, REST, SMALL_SIZE, SUBJECT, chart_style
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, amount, percentage, report_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLORS = {"personnel": SUBJECT, "public": REST, "project": ACCENT, "reserved": FAINT}
_NARROW = 9.0
"""Shares below this percentage have no room for their figure inside the bar."""
_WHOLE = 99.5
"""Shares that add up to less leave a part of the bar empty, and the note says why."""
_LOOKS = (("o", SUBJECT), ("s", FALL), ("D", ACCENT), ("^", INK), ("v", "#009E73"), ("P", "#CC79A7"))
_LEGEND_LINE = 0.24


def office_stacks(
    shares: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Personnel, running costs, projects and reserves in percent of general budget spending: a bar per report.

    ``shares`` is the table of ``analysis.office_shares``; final accounts come before budgets and say which they are.
    ``title`` and ``note`` are computed from it when left out. ValueError when no report states the parts.
    """
    table = shares.dropna(subset=[f"{part}_share" for part in _COLORS]).reset_index(drop=True)
    if table.empty:
        raise ValueError("no report states the parts of its general budget spending")
    parts = [part for part in _COLORS if table[f"{part}_share"].any()]
    with chart_style():
        fig, ax, marks = row_axes([_row(row, lang) for _, row in table.iterrows()], head=0.32)
        for (_, row), y in zip(table.iterrows(), marks, strict=True):
            _bar(ax, row, y, parts)
        ax.set_xlim(0, 100)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
        _parts_legend(ax, parts, lang)
        return finish(
            fig,
            title=title or share_headline(table).text(lang),
            subtitle=pick(
                "占一般公共预算支出的比例；右为支出总额（万元）",
                "Shares of general budget spending; at the right its total in 10,000 yuan",
                lang,
            ),
            note=note or _note(table, lang, remark=_rest_remark(table, parts, lang)),
            data=table,
            lang=lang,
        )


def item_dots(items: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh") -> Figure:
    """Dot plot: for each functional item its share of general budget spending, a mark per report.

    ``items`` is the table of ``analysis.shared_items``. Reports have their own shape as well as colour; budgets are
    hollow. ``title`` and ``note`` are computed when left out. ValueError when there is no item, or more reports than
    shapes.
    """
    reports = items.drop_duplicates("report_id")
    if items.empty or len(reports) > len(_LOOKS):
        raise ValueError(f"a dot plot needs one to {len(_LOOKS)} reports that share an item; there are {len(reports)}")
    looks = dict(zip(reports["report_id"], _LOOKS, strict=False))
    with chart_style():
        rows = [_item_row(part, lang) for _, part in items.groupby("code", sort=False)]
        fig, ax, marks = row_axes(rows, head=_LEGEND_LINE * len(reports) + 0.12)
        ax.hlines(marks, 0, items["share"].max(), color=GRID, linewidth=BAR * 30, zorder=0.5)
        for (_, part), y in zip(items.groupby("code", sort=False), marks, strict=True):
            for _, row in part.iterrows():
                ax.scatter([row["share"]], [y], s=64, zorder=2, clip_on=False, **_mark(row, looks))
        _reports_legend(ax, reports, looks, lang)
        ax.set_xlim(0, items["share"].max() * 1.03)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
        return finish(
            fig,
            title=title or item_headline(items).text(lang),
            subtitle=pick(
                "占各自一般公共预算支出的比例；右为最低–最高：决算、预算（空心）",
                "Shares of general budget spending; lowest–highest in Final accounts and Budgets (hollow)",
                lang,
            ),
            note=note or _note(items, lang),
            data=items.reset_index(drop=True),
            lang=lang,
        )


def office_heads(
    heads: pd.DataFrame, *, title: str | None = None, note: Note | None = None, lang: Lang = "zh"
) -> Figure:
    """Personnel costs per serving person (万元): a bar for each report that states its staff, with the staff.

    ``heads`` is the table of ``analysis.per_head``. ValueError when no report states it.
    """
    table = heads.dropna(subset="personnel_per_serving").reset_index(drop=True)
    if table.empty:
        raise ValueError("no report states its serving staff")
    with chart_style():
        fig, ax, marks = row_axes([_head_row(row, lang) for _, row in table.iterrows()])
        colors = ["white" if kind == "budget" else SUBJECT for kind in table["report_type"]]
        ax.barh(marks, table["personnel_per_serving"], BAR, color=colors, edgecolor=SUBJECT, linewidth=1.2)
        ax.set_xlim(0)
        return finish(
            fig,
            title=title or head_headline(table).text(lang),
            subtitle=pick(
                "人员经费除以在职人数：决算、预算（空心）",
                "Personnel costs over serving staff: Final accounts and Budgets (hollow)",
                lang,
            ),
            note=note or _note(table, lang, "万元/人" if lang == "zh" else "10,000 yuan each"),
            data=table,
            lang=lang,
        )


def _head_row(row: pd.Series, lang: Lang) -> Row:
    staff = pick(f"在职{row['serving']:.0f}人", f"{row['serving']:.0f} serving", lang)
    return Row(f"{report_name(row, lang)}{pick('，', ', ', lang)}{staff}", amount(row["personnel_per_serving"]))


def report_name(row: pd.Series, lang: Lang) -> str:
    """Office, year and kind of a report, marked when it is of a single unit or a sample copy."""
    marks = [pick("单位", "unit", lang)] if row["scope"] == "unit" else []
    marks += [pick("样本", "sample", lang)] if row["edition"] == "sample" else []
    year = "" if pd.isna(row["fiscal_year"]) else str(int(row["fiscal_year"]))
    name = report_words(row["agency"], year, row["report_type"], lang)
    return name + (pick(f"（{'、'.join(marks)}）", f" ({', '.join(marks)})", lang) if marks else "")


def _row(row: pd.Series, lang: Lang) -> Row:
    return Row(report_name(row, lang), amount(row["total"]), FAINT)


def _bar(ax: Axes, row: pd.Series, y: float, parts: list[str]) -> None:
    left = 0.0
    for part in parts:
        share = row[f"{part}_share"]
        ax.barh(y, share, BAR * 1.3, left=left, color=tint(_COLORS[part], 0.35), edgecolor="white", linewidth=1)
        if share >= _NARROW:
            text = percentage(share, 1)
            ax.text(left + share / 2, y, text, ha="center", va="center_baseline", size=SMALL_SIZE, color=INK)
        left += share


def _parts_legend(ax: Axes, parts: list[str], lang: Lang) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=tint(_COLORS[part], 0.35), label=pick(*PARTS[part], lang)) for part in parts]
    ax.legend(handles=handles, loc="upper left", ncols=4, frameon=False, fontsize=SMALL_SIZE, borderaxespad=0)


def _item_row(part: pd.DataFrame, lang: Lang) -> Row:
    ends = []
    for kind, words in KINDS.items():
        shares = part.loc[part["report_type"] == kind, "share"]
        if len(shares):
            low, high = percentage(float(shares.min()), 1), percentage(float(shares.max()), 1)
            ends.append(f"{words[0][0] if lang == 'zh' else words[1][0]} {low}–{high}")
    name = pick(part["name"].iloc[0], english(part["name"].iloc[0]), lang)
    return Row(f"{name} {part['code'].iloc[0]}", "  ".join(ends), FAINT)


def _mark(row: pd.Series, looks: dict[str, tuple[str, str]]) -> dict[str, Any]:
    marker, color = looks[row["report_id"]]
    face = "white" if row["report_type"] == "budget" else color
    return {"marker": marker, "facecolors": face, "edgecolors": color, "linewidths": 1.8}


def _reports_legend(ax: Axes, reports: pd.DataFrame, looks: dict[str, tuple[str, str]], lang: Lang) -> None:
    """A line for each report on top: its mark and its name."""
    for line, (_, row) in enumerate(reports.iterrows()):
        y = _LEGEND_LINE * (line + 0.4)
        look = _mark(row, looks)
        ax.scatter([0.02], [y], s=50, transform=ax.get_yaxis_transform(), clip_on=False, **look)
        ax.text(0.05, y, report_name(row, lang), va="center", size=SMALL_SIZE, transform=ax.get_yaxis_transform())


def _rest_remark(table: pd.DataFrame, parts: list[str], lang: Lang) -> str:
    short = table[[f"{part}_share" for part in parts]].sum(axis=1) < _WHOLE
    return (
        pick("条不到头的，其余未分到这几类", "A bar that ends short: the rest is in none of these parts", lang)
        if short.any()
        else ""
    )


def _note(table: pd.DataFrame, lang: Lang, unit: str = "%", remark: str = "") -> Note:
    """The note; where only some reports are sample copies, they are marked by name instead of all of them."""
    plain = table.copy()
    plain.attrs["samples"] = ()
    remarks = filter(None, (remark, sample_remark(table, lang)))
    return source_note(plain, unit=unit, lang=lang, remark=pick("。", ". ", lang).join(remarks))


def sample_remark(reports: pd.DataFrame, lang: Lang) -> str:
    """What the mark in ``report_name`` means; blank where no report has it."""
    if not reports["edition"].eq("sample").any():
        return ""
    return pick("标“样本”的为样本副本，可能是公布前的稿本", "“Sample”: a sample copy, perhaps a draft", lang)
