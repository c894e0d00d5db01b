"""Several reports of one office as one story over the years: what the totals and the three public expenses did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.dataset import Dataset
from budgetlib.export import gather
from budgetlib.intervals import DIGITS
from budgetlib.reference.wording import amount, item_label, percentage

if TYPE_CHECKING:
    from budgetlib.report import Report

_KINDS = {"final": Sentence("决算", "accounts"), "budget": Sentence("预算", "budgets")}


def one_office(reports: Sequence[Report]) -> bool:
    """Whether the reports are of one office, scope and kind, each of another year."""
    keys = {(one.identity.agency, one.identity.scope, one.identity.report_type) for one in reports}
    years = {one.identity.fiscal_year for one in reports}
    return len(keys) == 1 and None not in years and len(years) == len(reports)


def over_the_years(reports: Sequence[Report]) -> list[Sentence]:
    """How expenditure and the three public expenses moved, and which prior years were restated; [] for one report."""
    if len(reports) < 2:
        return []
    several = Dataset(gather(reports))
    kind = _KINDS[str(reports[0].identity.report_type)]
    return [*_spending(several, kind), *_three_public(several, kind), *_restated(several)]


def _spending(several: Dataset, kind: Sentence) -> Iterator[Sentence]:
    table = several.compare().dropna(subset=["expenditure"]).sort_values("fiscal_year")
    yield from _line(table["fiscal_year"], table["expenditure"], Sentence(f"支出{kind.zh}", f"Expenditure ({kind.en})"))


def _three_public(several: Dataset, kind: Sentence) -> Iterator[Sentence]:
    table = several.three_public_trend()
    column = "budget" if kind.zh == "预算" else "actual"
    for item in ("total", "abroad", "vehicles", "reception"):
        rows = table[(table["item"] == item) & table[column].notna()].sort_values("fiscal_year")
        yield from _line(rows["fiscal_year"], rows[column], Sentence(item_label(item, "zh"), item_label(item, "en")))


def _line(years: pd.Series, values: pd.Series, name: Sentence) -> Iterator[Sentence]:
    """One item over the years, year by year, and whether it went one way."""
    if len(values) < 2:
        return
    zh = "，".join(f"{year}年{amount(value)}" for year, value in zip(years, values, strict=True))
    en = ", ".join(f"{year}: {amount(value)}" for year, value in zip(years, values, strict=True))
    steps = values.diff().dropna().round(DIGITS)
    every_zh, every_en = ("逐年", " every year") if len(steps) > 1 else ("", "")
    way = Sentence("有升有降", "not one way")
    if (steps < 0).all():
        way = Sentence(f"{every_zh}下降", f"falling{every_en}")
    elif (steps > 0).all():
        way = Sentence(f"{every_zh}上升", f"rising{every_en}")
    elif (steps == 0).all():
        way = Sentence("没有变化", "unchanged")
    first, last = float(values.iloc[0]), float(values.iloc[-1])
    rate = f"，前后相比{percentage((last - first) / first * 100)}" if first > 0 else ""
    rate_en = f", {percentage((last - first) / first * 100)} from first to last" if first > 0 else ""
    yield Sentence(f"{name.zh}（万元）：{zh}；{way.zh}{rate}。", f"{name.en}: {en}; {way.en}{rate_en}.")


def _restated(several: Dataset) -> Iterator[Sentence]:
    table = several.restatements()
    changed = table[table["status"] == "restated"]
    if len(table):
        yield Sentence(
            f"本年报告所说的上年数与上年报告印出的数比较了{len(table)}处，{len(changed)}处不同。",
            f"What a report says of the prior year was compared with that year's report in {len(table)} places; "
            f"{len(changed)} differ.",
        )
    for _, row in changed.sort_values("difference", key=abs, ascending=False).head(3).iterrows():
        yield Sentence(str(row["message_zh"]), str(row["message_en"]))
