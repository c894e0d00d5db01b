"""Indicators of the self-evaluations: targets against outcomes, and how much of the score a number stands behind.

Source is the table ``indicators``. An outcome is judged by the comparator as printed; a target in words cannot be
judged at all, however full its score.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.checks.indicators import factor_between, read_target
from budgetlib.intervals import DIGITS, EPSILON
from budgetlib.reference.wording import percentage, quoted

OUTCOMES: dict[str, tuple[str, str]] = {
    "words": ("指标值不是一个数", "Target is no single number"),
    "exact": ("恰好等于指标值", "Exactly the target"),
    "above": ("超过指标值", "Above the target"),
    "below": ("低于上限", "Below the limit"),
    "missed": ("没有达到", "Missed"),
    "unclear": ("无法比较", "Cannot be compared"),
}
"""How an outcome stands to its target: code to label in Chinese and English."""

_UPWARD = ("≥", ">")
_DOWNWARD = ("≤", "<")


@dataclass(frozen=True, slots=True)
class IndicatorTotals:
    """What the indicators come to: counts, and weights in points (分)."""

    forms: int
    indicators: int
    numeric: int
    weight: float
    numeric_weight: float
    exact: int
    missed: int
    full: int
    words: int
    words_full: int
    missed_full: int

    @property
    def numeric_share(self) -> float:
        """Percent of the weight that has a numeric target; NaN where there is no weight."""
        return self.numeric_weight / self.weight * 100 if self.weight else float("nan")

    @property
    def exact_share(self) -> float:
        """Percent of the numeric targets that the outcome equals exactly; NaN where there is none."""
        return self.exact / self.numeric * 100 if self.numeric else float("nan")

    @property
    def full_share(self) -> float:
        """Percent of the indicators that score their whole weight; NaN where there is none."""
        return self.full / self.indicators * 100 if self.indicators else float("nan")


def indicator_outcomes(indicators: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator, in the order of the report, with how its outcome stands to its target.

    Added: ``target_text`` and ``actual_text`` (for reading), ``numeric`` (the target is a number), ``attainment``
    (outcome over target in percent, NaN where they cannot be compared or the target is zero), ``outcome`` (a key of
    ``OUTCOMES``), ``lost`` (weight less score) and ``full`` (the whole weight scored).
    """
    rows = indicators.reset_index(drop=True).copy()
    values = [_in_unit_of_target(row) for _, row in rows.iterrows()]
    rows["target_text"] = [_readable(text) for text in rows["target"]]
    rows["actual_text"] = [_readable(text).removeprefix("=") for text in rows["actual"]]
    rows["numeric"] = rows["target_value"].notna()
    rows["actual_value"] = pd.Series(values, index=rows.index, dtype="float64")
    rows["attainment"] = (rows["actual_value"] / rows["target_value"].where(rows["target_value"] != 0)) * 100
    rows["outcome"] = pd.Series([_outcome(row) for _, row in rows.iterrows()], index=rows.index, dtype="str")
    rows["lost"] = (rows["weight"] - rows["score"]).round(DIGITS)
    rows["full"] = rows["lost"].abs() < EPSILON
    rows.attrs.update(indicators.attrs)
    return rows


def indicator_totals(indicators: pd.DataFrame) -> IndicatorTotals:
    """Counts and weights over all indicators of the table."""
    rows = indicator_outcomes(indicators)
    kind = rows["outcome"]
    return IndicatorTotals(
        forms=len(rows[["report_id", "evaluation", "project"]].drop_duplicates()),
        indicators=len(rows),
        numeric=int(rows["numeric"].sum()),
        weight=round(float(rows["weight"].sum()), DIGITS),
        numeric_weight=round(float(rows.loc[rows["numeric"], "weight"].sum()), DIGITS),
        exact=int((kind == "exact").sum()),
        missed=int((kind == "missed").sum()),
        full=int(rows["full"].sum()),
        words=int((kind == "words").sum()),
        words_full=int((rows["full"] & (kind == "words")).sum()),
        missed_full=int((rows["full"] & (kind == "missed")).sum()),
    )


def outcome_weights(indicators: pd.DataFrame) -> pd.DataFrame:
    """By ``outcome``: number of ``indicators``, how many are ``full``, and the ``weight``, ``score`` and ``lost``."""
    rows = indicator_outcomes(indicators)
    groups = rows.groupby("outcome", sort=False)
    table = groups[["weight", "score", "lost", "full"]].sum().assign(indicators=groups.size())
    table = table.reindex([kind for kind in OUTCOMES if kind in table.index]).reset_index()
    return table[["outcome", "indicators", "full", "weight", "score", "lost"]].round(DIGITS)


def most_overshot(indicators: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The ``n`` indicators whose outcome is the largest multiple of a target that is to be reached or passed."""
    rows = indicator_outcomes(indicators)
    rows = rows[(rows["outcome"] == "above") & rows["attainment"].notna()]
    return rows.sort_values("attainment", ascending=False, kind="stable").head(n)


def indicator_sentences(indicators: pd.DataFrame) -> list[Sentence]:
    """How much is quantitative, how often the target is met to the digit, what was overshot, what scores are full.

    ValueError when the table holds no indicator.
    """
    if indicators.empty:
        raise ValueError("the table indicators holds no indicator")
    totals = indicator_totals(indicators)
    found = [_quantitative(totals), _exactly(totals), _full(totals)]
    top = most_overshot(indicators, 1)
    if len(top):
        found.insert(2, _overshot(top.iloc[0]))
    return found


def outcome_headline(indicators: pd.DataFrame) -> Sentence:
    """How many numeric targets were met to the digit and how many missed: the title of a chart."""
    totals = indicator_totals(indicators)
    return Sentence(
        f"{totals.numeric}项量化指标，{totals.exact}项恰好等于指标值，{totals.missed}项没有达到",
        f"{totals.numeric} numeric targets: {totals.exact} hit exactly, {totals.missed} missed",
    )


def weight_headline(indicators: pd.DataFrame) -> Sentence:
    """How many points are without a number: the title of a chart."""
    totals = indicator_totals(indicators)
    share = percentage(100 - totals.numeric_share, 1)
    return Sentence(
        f"{totals.weight:,.0f}分里，{share}的分值没有数字目标",
        f"Of {totals.weight:,.0f} points, {share} have no numeric target",
    )


def _quantitative(totals: IndicatorTotals) -> Sentence:
    share = percentage(totals.numeric_share, 1)
    return Sentence(
        f"{totals.forms}张自评表的{totals.indicators}项指标中，{totals.numeric}项有数字目标，"
        f"按分值计占{share}（{totals.numeric_weight:,.0f}分，共{totals.weight:,.0f}分）。",
        f"{totals.numeric} of the {totals.indicators} indicators on {totals.forms} forms have a numeric target: "
        f"{share} of the weight ({totals.numeric_weight:,.0f} of {totals.weight:,.0f} points).",
    )


def _exactly(totals: IndicatorTotals) -> Sentence:
    share = percentage(totals.exact_share, 1)
    return Sentence(
        f"有数字目标的指标中，{totals.exact}项（{share}）的结果恰好等于目标，{totals.missed}项没有达到。",
        f"Of the numeric targets, {totals.exact} ({share}) were hit exactly and {totals.missed} missed.",
    )


def _overshot(row: pd.Series) -> Sentence:
    size = percentage(row["attainment"], 1)
    return Sentence(
        f"超出最多的是{quoted(row['indicator'])}：目标{row['target_text']}，结果{row['actual_text']}，为目标的{size}"
        f"（{_place(row, 'zh')}）。",
        f"The most overshot is {row['indicator']}: target {row['target_text']}, outcome {row['actual_text']}, "
        f"{size} of the target ({_place(row, 'en')}).",
    )


_PLACES = {"page": "页", "line": "行", "sheet": "张表"}


def _full(totals: IndicatorTotals) -> Sentence:
    share = percentage(totals.full_share, 1)
    zh = [f"没有数字目标的{totals.words}项里有{totals.words_full}项"] if totals.words else []
    en = [f"{totals.words_full} of the {totals.words} without a numeric target"] if totals.words else []
    if totals.missed:
        zh.append(f"没有达到的{totals.missed}项里有{totals.missed_full}项")
        en.append(f"{totals.missed_full} of the {totals.missed} missed ones")
    return Sentence(
        f"{totals.full}项（{share}）得满分" + (f"，其中{'、'.join(zh)}" if zh else "") + "。",
        f"{totals.full} ({share}) score in full" + (f", among them {' and '.join(en)}" if en else "") + ".",
    )


def _place(row: pd.Series, lang: str) -> str:
    page, kind = "" if pd.isna(row["page"]) else int(row["page"]), row.attrs.get("locator", "page")
    return f"第{page}{_PLACES[kind]}" if lang == "zh" else f"{kind} {page}"


def _readable(printed: object) -> str:
    """A target or an outcome without spaces and with one sign per comparator."""
    text = "".join(printed.split()) if isinstance(printed, str) else ""
    return text.replace(">=", "≥").replace("<=", "≤")


def _in_unit_of_target(row: pd.Series) -> float:
    """The outcome in the unit of the target; NaN where it is no number or the units cannot be compared."""
    one, two = (read_target(row[name]).unit if isinstance(row[name], str) else None for name in ("actual", "target"))
    factor = factor_between(one, two)
    return float("nan") if factor is None else float(row["actual_value"]) * factor


def _outcome(row: pd.Series) -> str:
    target, actual, operator = row["target_value"], row["actual_value"], row["target_operator"]
    if target != target:
        return "words"
    if actual != actual:
        return "unclear"
    gap = actual - target
    if abs(gap) < EPSILON:
        return "exact"
    if operator == "=":
        return "missed"
    if operator in _UPWARD:
        return "above" if gap > 0 else "missed"
    if operator in _DOWNWARD:
        return "below" if gap < 0 else "missed"
    return "unclear"
