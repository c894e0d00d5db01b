"""Figures over years: one item of a published series or of an office, what rose, what fell, and what cannot be said.

Tables of years have ``fiscal_year``, ``amount`` (万元) and ``status`` (``printed``, ``derived`` or ``missing``), those
of ``series_years`` and of ``Dataset.panel`` alike. A missing year is never bridged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.intervals import DIGITS, is_zero, percent

_WORDS = {"fell": ("下降", "fell"), "rose": ("上升", "rose")}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a table of years says of a sentence such as “fell every year”: years that bear it out, that contradict it,
    and years before which a figure is missing or something else was counted."""

    direction: str
    held: tuple[int, ...]
    broken: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def verdict(self) -> str:
        """``contradicted``, ``cannot be told`` or ``borne out``."""
        if self.broken:
            return "contradicted"
        return "cannot be told" if self.unknown or not self.held else "borne out"

    def sentence(self) -> Sentence:
        """The verdict with the years, in Chinese and English."""
        zh, en = _WORDS[self.direction]
        steps = len(self.held) + len(self.broken)
        counts = f"{steps}个能比较的年份里{len(self.held)}个{zh}", f"{len(self.held)} of {steps} years {en}"
        broken = f"；不符的有{_years(self.broken, '、')}年" if self.broken else ""
        unknown = f"；{_years(self.unknown, '、')}年不能与上年比" if self.unknown else ""
        verdicts = {"contradicted": "不成立", "cannot be told": "不能断定", "borne out": "成立"}
        more = f"; not {_years(self.broken, ', ')}" if self.broken else ""
        more += f"; no comparison for {_years(self.unknown, ', ')}" if self.unknown else ""
        return Sentence(
            f"“年年{zh}”{verdicts[self.verdict]}：{counts[0]}{broken}{unknown}。",
            f'"{en.capitalize()} every year" is {self.verdict}: {counts[1]}{more}.',
        )


def series_years(series: pd.DataFrame, item: str, measures: Sequence[str] = ("actual", "budget")) -> pd.DataFrame:
    """One item of a series in every year of it.

    Columns: item, measure, fiscal_year, amount, status, strength, source, outlet, published, read_in. A year without a
    figure is there, ``missing``. ValueError where the series has no such item.
    """
    rows = series[(series["item"] == item) & series["measure"].isin(measures)]
    if rows.empty:
        raise ValueError(f"no {item!r} in {', '.join(measures)}; the series has {', '.join(series['item'].unique())}")
    years = range(int(series["fiscal_year"].min()), int(series["fiscal_year"].max()) + 1)
    grid = pd.MultiIndex.from_product([measures, years], names=["measure", "fiscal_year"]).to_frame(index=False)
    columns = ["measure", "fiscal_year", "amount", "status", "strength", "source", "outlet", "published", "read_in"]
    table = grid.merge(rows[columns], on=["measure", "fiscal_year"], how="left").assign(item=item)
    table["status"] = table["status"].fillna("missing")
    return table[["item", *columns]]


def year_steps(years: pd.DataFrame, breaks: Sequence[int] = ()) -> pd.DataFrame:
    """Each year of one line beside the year before: fiscal_year, prior, amount, change, rate (%), comparable.

    A step is comparable where both years have a figure and no break lies between: ``breaks`` are years from which
    something else is counted. ValueError where a year stands twice.
    """
    if years["fiscal_year"].duplicated().any():
        raise ValueError("one line of years, please: a year stands twice; filter the table by office, item and measure")
    amounts = years.set_index(years["fiscal_year"].astype(int))["amount"].sort_index()
    amounts = amounts.reindex(range(amounts.index.min(), amounts.index.max() + 1))
    table = (
        pd.DataFrame({"prior": amounts.shift(), "amount": amounts}).iloc[1:].rename_axis("fiscal_year").reset_index()
    )
    table["change"] = (table["amount"] - table["prior"]).round(DIGITS)
    table["rate"] = [percent(change, prior) for change, prior in zip(table["change"], table["prior"], strict=True)]
    table["comparable"] = table["change"].notna() & ~table["fiscal_year"].isin(list(breaks))
    return table


def every_year(years: pd.DataFrame, direction: str, breaks: Sequence[int] = ()) -> Claim:
    """Whether one line ``fell`` or ``rose`` every year, step by step. ValueError for another direction."""
    if direction not in _WORDS:
        raise ValueError(f"direction {direction!r}: expected fell or rose")
    steps = year_steps(years, breaks)
    sign = -1 if direction == "fell" else 1
    held = steps["comparable"] & (steps["change"] * sign > 0) & ~steps["change"].fillna(0).map(is_zero)
    found = {name: tuple(steps.loc[mask, "fiscal_year"]) for name, mask in _sorted(steps, held).items()}
    return Claim(direction, **found)


def budget_and_actual(series: pd.DataFrame, item: str) -> pd.DataFrame:
    """Years of which budget and final account are known: fiscal_year, budget, actual, below (万元), used (%)."""
    table = series_years(series, item)
    wide = table.pivot(index="fiscal_year", columns="measure", values="amount").dropna().reset_index()
    wide["below"] = (wide["budget"] - wide["actual"]).round(DIGITS)
    wide["used"] = [percent(actual, budget) for actual, budget in zip(wide["actual"], wide["budget"], strict=True)]
    return wide[["fiscal_year", "budget", "actual", "below", "used"]].rename_axis(columns=None)


def indexed(years: pd.DataFrame, base: int, by: Sequence[str] = ("agency",)) -> pd.DataFrame:
    """The table with ``amount`` as an index, ``base`` = 100 for each line; a line without that year is ``missing``."""
    first = years[years["fiscal_year"] == base].set_index(list(by))["amount"]
    start = years[list(by)].apply(lambda row: first.get(tuple(row) if len(by) > 1 else row.iloc[0]), axis=1)
    amounts = [percent(value, float(base)) for value, base in zip(years["amount"], start.astype(float), strict=True)]
    table = years.assign(amount=amounts)
    return table.assign(status=table["status"].where(table["amount"].notna(), "missing"))


def _sorted(steps: pd.DataFrame, held: pd.Series) -> dict[str, pd.Series]:
    comparable = steps["comparable"]
    return {"held": held, "broken": comparable & ~held, "unknown": ~comparable}


def _years(years: Sequence[int], between: str) -> str:
    """Years as a reader writes them, runs shortened."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return between.join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
