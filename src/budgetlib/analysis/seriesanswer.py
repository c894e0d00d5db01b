"""What figures over years say, as sentences: a published series, and the budgets of several offices year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.analysis.series import budget_and_actual, every_year, series_years, year_steps
from budgetlib.intervals import is_zero, percent
from budgetlib.numbers import TO_WAN
from budgetlib.reference.wording import item_label, percentage
from budgetlib.years.threepublic import COMPONENTS


def printed_unit(series: pd.DataFrame) -> tuple[str, float]:
    """The unit that most figures of a series are printed in, and its size in 万元."""
    unit = str(series["unit"].mode().iloc[0])
    return unit, TO_WAN[unit]


def break_years(series: pd.DataFrame, item: str) -> list[int]:
    """Years from which something else is counted of an item."""
    breaks = series.attrs["breaks"]
    return [int(row.from_year) for row in breaks.itertuples() if item in str(row.items).split()] if len(breaks) else []


def series_answer(series: pd.DataFrame, item: str = "total") -> list[Sentence]:
    """First and last final account (or budget), whether it fell every year, and how far below budget it stayed."""
    measure = "actual" if (series["measure"] == "actual").any() else "budget"
    years = series_years(series, item, [measure])
    found = [_ends(series, years, item, measure), every_year(years, "fell", break_years(series, item)).sentence()]
    if measure == "actual":
        found += _below(series, item)
    return found


def parts_answer(series: pd.DataFrame, measure: str = "actual") -> list[Sentence]:
    """Each of the three items in its first and last year."""
    known = [item for item in COMPONENTS if ((series["item"] == item) & (series["measure"] == measure)).any()]
    return [_ends(series, series_years(series, item, [measure]), item, measure) for item in known]


def record_sentences(series: pd.DataFrame) -> list[Sentence]:
    """How many figures there are, how many derived, how many with one source (and that read in a copy); the gaps."""
    derived, one = int((series["status"] == "derived").sum()), series["strength"] == "one"
    single, copied = int(one.sum()), int((one & series["read_in"].isin(("reprint", "reworded"))).sum())
    zh = f"{series['agency'].iloc[0]}：{len(series)}个数，其中推算{derived}个"
    en = f"{len(series)} figures, {derived} of them derived"
    found = [
        Sentence(
            f"{zh}，只有一个来源的{single}个（{copied}个只见于转载）。",
            f"{en}, {single} with one source only ({copied} read in a reprint).",
        )
    ]
    for measure, (zh, en) in {"actual": ("决算", "final account"), "budget": ("预算", "budget")}.items():
        if not (series["measure"] == measure).any():
            continue
        years = series_years(series, "total", [measure])
        gaps = [str(year) for year in years.loc[years["status"] == "missing", "fiscal_year"]]
        if gaps:
            found.append(Sentence(f"缺{zh}合计：{'、'.join(gaps)}年。", f"No total of the {en}: {', '.join(gaps)}."))
    return found


def offices_answer(panel: pd.DataFrame, names: Mapping[str, str]) -> list[Sentence]:
    """For each office its total in the first and last year of the panel, and which items fell, rose and stayed.

    ``panel`` has agency, item (``total`` and the three), fiscal_year, amount; ``names`` are the offices as written.
    """
    found = []
    for agency, name in names.items():
        rows = panel[panel["agency"] == agency]
        total = _change(rows[rows["item"] == "total"])
        if total:
            found.append(_office(name, total, {item: _change(rows[rows["item"] == item]) for item in COMPONENTS}))
    return found


_Change = tuple[int, int, float, float]
_MEASURES = {"actual": ("决算", "final account"), "budget": ("预算", "budget")}


def _change(years: pd.DataFrame) -> _Change | None:
    """First and last year with a figure, and the figures."""
    known = years.dropna(subset="amount").sort_values("fiscal_year")
    if len(known) < 2:
        return None
    first, last = known.iloc[0], known.iloc[-1]
    return int(first["fiscal_year"]), int(last["fiscal_year"]), float(first["amount"]), float(last["amount"])


def _office(name: str, total: _Change, items: Mapping[str, _Change | None]) -> Sentence:
    first, last, before, after = total
    zh, en = [], []
    for word_zh, word_en, sign in (("减", "down", -1), ("增", "up", 1), ("平", "level", 0)):
        such = [item for item, one in items.items() if one and _sign(one) == sign]
        if such:
            zh.append(f"{word_zh}：{'、'.join(item_label(item, 'zh') for item in such)}")
            en.append(f"{word_en}: {', '.join(item_label(item, 'en').lower() for item in such)}")
    rate = percentage(percent(after - before, before), 1)
    return Sentence(
        f"{name}：{first}年{before:,.2f}万元，{last}年{after:,.2f}万元（{rate}）。{'；'.join(zh)}。",
        f"{name}: {before:,.2f} in {first}, {after:,.2f} in {last} ({rate}). {'; '.join(en)}.".replace("。", "."),
    )


def _sign(change: _Change) -> int:
    moved = change[3] - change[2]
    return 0 if is_zero(moved) else 1 if moved > 0 else -1


def _ends(series: pd.DataFrame, years: pd.DataFrame, item: str, measure: str) -> Sentence:
    unit, size = printed_unit(series)
    change = _change(years)
    zh, en = _MEASURES[measure]
    subject = f"{series['agency'].iloc[0]}{'“三公”经费' if item == 'total' else item_label(item, 'zh')}{zh}"
    label = item_label(item, "en")
    if change is None:
        return Sentence(f"{subject}只有一年的数，看不出走势。", f"{label}, {en}: one year only, no trend.")
    first, last, before, after = change
    rate = percent(after - before, before)
    moved = f"{'减少' if rate < 0 else '增加'}{percentage(abs(rate), 1)}" if not is_zero(rate) else "持平"
    between = [str(year) for year in break_years(series, item) if first < year <= last]
    if between:
        moved += f"（{'、'.join(between)}年起口径变了）"
        en += f", counted otherwise from {', '.join(between)} on"
    return Sentence(
        f"{subject}：{first}年{before / size:,.2f}{unit}，{last}年{after / size:,.2f}{unit}，{moved}。",
        f"{label}, {en}: {before / size:,.2f} in {first}, {after / size:,.2f} in {last} ({unit}), {rate:+.1f} %.",
    )


def _below(series: pd.DataFrame, item: str) -> list[Sentence]:
    both = budget_and_actual(series, item)
    if both.empty:
        return [Sentence("没有一年同时知道预算和决算。", "Budget and final account are never both known.")]
    unit, size = printed_unit(series)
    under = int((both["below"] > 0).sum())
    ordered = both.sort_values("used", ascending=False)
    least, most = ordered.iloc[0], ordered.iloc[-1]
    ends = [f"{100 - row['used']:.1f}%" for row in (least, most)]
    years = [str(int(row["fiscal_year"])) for row in (least, most)]
    return [
        Sentence(
            f"预算和决算都知道的{len(both)}年里，{under}年决算低于预算：少的{years[0]}年低{ends[0]}，"
            f"多的{years[1]}年低{ends[1]}（{most['below'] / size:,.2f}{unit}）。",
            f"Of {len(both)} years with both, {under} stayed below budget: by {ends[0]} in {years[0]}, by {ends[1]} in "
            f"{years[1]} ({most['below'] / size:,.2f} {unit}).",
        )
    ]


def step_sentences(years: pd.DataFrame, breaks: Sequence[int] = ()) -> list[Sentence]:
    """The largest fall and the largest rise from one year to the next, where both are known."""
    steps = year_steps(years, breaks)
    steps = steps[steps["comparable"] & steps["rate"].notna()].sort_values("rate")
    found = []
    for word_zh, word_en, rows in (
        ("降得最多", "Largest fall", steps[steps["rate"] < 0].head(1)),
        ("升得最多", "Largest rise", steps[steps["rate"] > 0].tail(1)),
    ):
        for year, rate in zip(rows["fiscal_year"], rows["rate"], strict=True):
            found.append(Sentence(f"{word_zh}的是{year}年：{rate:+.1f}%。", f"{word_en}: {year}, {rate:+.1f}%."))
    return found
