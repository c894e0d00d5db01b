"""Indicators as a reader asks about them: what can be tested, what outcomes say in words, what missing a target costs.

Source is the table ``indicators`` of one report.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.indicators import indicator_outcomes, indicator_sentences, indicator_totals, most_overshot
from budgetlib.analysis.sentences import Sentence
from budgetlib.reference.wording import percentage

_MOST_MISSED = 20
_SIZES = ([-1, 5, 20, 100, float("inf")], ["0–5", "6–20", "21–100", ">100"])
_NO_COUNT = ("%", "万元", "元", "亿元")
_MOST = 100.0


def indicator_answer(indicators: pd.DataFrame) -> list[Sentence]:
    """What the indicators come to: targets and outcomes, or of a plan its targets; nothing where there is none."""
    if indicators.empty:
        return []
    if indicators["actual"].isna().all():
        return target_sentences(indicators)
    totals = indicator_totals(indicators)
    lost = float(indicator_outcomes(indicators)["lost"].sum())
    part = percentage(lost / totals.weight * 100, 1) if totals.weight else "—"
    return [
        Sentence(
            f"{totals.indicators}项指标一共只扣掉{part}的分值。"
            if part != "—"
            else f"{totals.indicators}项指标没有分值。",
            f"All {totals.indicators} indicators together lost {part} of their points."
            if part != "—"
            else f"The {totals.indicators} indicators have no weights.",
        ),
        *indicator_sentences(indicators),
    ]


def target_sentences(indicators: pd.DataFrame) -> list[Sentence]:
    """How many targets are numbers, how many of them whole quotas of 100 %, and what the average weight of each is."""
    if indicators.empty:
        return []
    rows = indicator_outcomes(indicators)
    numeric, whole = (
        rows[rows["numeric"]],
        rows[rows["numeric"] & (rows["target_value"] == _MOST) & (rows["unit"] == "%")],
    )
    exact = numeric[numeric["target_operator"] == "="]
    found = [
        Sentence(
            f"{len(rows)}项指标分属{rows['project'].nunique()}张表，{len(numeric)}项"
            f"（{percentage(len(numeric) / len(rows) * 100, 1)}）的目标是数字；其中{len(whole)}项是100%，"
            f"{len(exact)}项写的是“等于”。",
            f"{len(rows)} indicators on {rows['project'].nunique()} forms; {len(numeric)} "
            f"({percentage(len(numeric) / len(rows) * 100, 1)}) have a numeric target, {len(whole)} of them 100%, "
            f"{len(exact)} with an equals sign.",
        )
    ]
    weights = rows.groupby("numeric")["weight"].mean()
    if weights.notna().sum() == 2:
        found.append(
            Sentence(
                f"有数字目标的平均每项{weights[True]:.1f}分，没有的平均每项{weights[False]:.1f}分。",
                f"With a numeric target {weights[True]:.1f} points on average, without {weights[False]:.1f}.",
            )
        )
    return found


def outcome_wordings(indicators: pd.DataFrame, lang: str = "zh") -> pd.DataFrame:
    """What outcomes say where the target is no number: how often each wording, how many of them score in full."""
    rows = indicator_outcomes(indicators)
    rows = rows[(rows["outcome"] == "words") & rows["actual"].notna()]
    said = rows.groupby("actual_text")["full"].agg(["size", "sum"]).sort_values("size", ascending=False, kind="stable")
    labels = ("结果", ["项数", "满分"]) if lang == "zh" else ("outcome", ["indicators", "full"])
    return said.rename_axis(labels[0]).set_axis(labels[1], axis="columns")


def exact_sizes(indicators: pd.DataFrame, lang: str = "zh") -> pd.DataFrame:
    """How large the counted targets are that were hit exactly."""
    rows = indicator_outcomes(indicators)
    rows = rows[(rows["outcome"] == "exact") & ~rows["unit"].isin(_NO_COUNT)]
    sizes = pd.cut(rows["target_value"], _SIZES[0]).cat.rename_categories(_SIZES[1]).value_counts(sort=False)
    sizes = sizes if sizes.any() else sizes.head(0)
    labels = ("目标", "恰好相等的项数") if lang == "zh" else ("target", "hit exactly")
    return sizes.rename(labels[1]).to_frame().rename_axis(labels[0])


def percentage_sentences(indicators: pd.DataFrame) -> list[Sentence]:
    """The pair of target and outcome that percentages have most often."""
    rows = indicator_outcomes(indicators)
    rows = rows[(rows["unit"] == "%") & rows["target_value"].notna() & rows["actual_value"].notna()]
    if rows.empty:
        return []
    pairs = rows.groupby(["target_value", "actual_value"]).size().sort_values(ascending=False, kind="stable")
    (target, actual), number = pairs.index[0], int(pairs.iloc[0])
    return [
        Sentence(
            f"{len(rows)}项百分比指标里最常见的一对：目标{target:g}%，结果{actual:g}%，有{number}项。",
            f"Commonest pair among {len(rows)} percentages: target {target:g}%, outcome {actual:g}%, {number} times.",
        )
    ]


def missed_scores(indicators: pd.DataFrame) -> pd.DataFrame:
    """The missed targets with ``pro_rata``: the points that the completed part would give (a limit: its inverse)."""
    rows = indicator_outcomes(indicators)
    rows = rows[rows["outcome"] == "missed"].reset_index(drop=True)
    done = rows["attainment"] / 100
    limit = rows["target_operator"].isin(["≤", "<"])
    rows["pro_rata"] = done.where(~limit, 1 / done.where(done != 0)) * rows["weight"]
    return rows


def bullets_of(indicators: pd.DataFrame, n: int = _MOST_MISSED) -> pd.DataFrame:
    """The rows of ``indicators`` with the ``n`` targets missed by most, and the most overshot: what a chart holds."""
    rows = indicator_outcomes(indicators)
    missed = rows[(rows["outcome"] == "missed") & rows["attainment"].notna()]
    far = (missed["attainment"] - _MOST).abs().nlargest(n).index
    over = most_overshot(indicators).index
    chosen = indicators.reset_index(drop=True).loc[sorted({*far, *over})]
    chosen.attrs.update(indicators.attrs)
    return chosen
