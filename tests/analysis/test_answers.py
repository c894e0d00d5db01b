"""Answers that notebooks print, on a few rows, each number in them worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import budgetlib as bl
from budgetlib.analysis.completionanswer import (
    direction_sentences,
    same_budget_sentences,
    totals_sentences,
    zero_sentences,
)
from budgetlib.analysis.indicatoranswer import (
    bullets_of,
    exact_sizes,
    indicator_answer,
    missed_scores,
    outcome_wordings,
    percentage_sentences,
    target_sentences,
)
from budgetlib.analysis.notebook import _holds_tables
from budgetlib.analysis.publicanswer import budget_basis_sentence, vehicle_sentences
from budgetlib.analysis.reading import best_known, fullest_page
from budgetlib.analysis.splitanswer import stated_sentences, stated_shares

NAN = float("nan")
KEY = {"report_id": "r", "agency": "某市某局", "fiscal_year": 2024, "report_type": "final", "page": 1}


def comparison(item: str, initial: float, annual: float, actual: float, **more: Any) -> dict[str, Any]:
    amounts = {"initial_budget": initial, "annual_budget": annual, "actual": actual}
    blank = {"completion_pct": NAN, "difference_pct": NAN, "direction": None}
    return KEY | {"item": item} | amounts | blank | more


COMPLETIONS = pd.DataFrame(
    [
        comparison("甲", 100.0, 80.0, 60.0, completion_pct=75.0, direction="down"),
        comparison("乙", 100.0, NAN, 110.0, direction="up"),
        comparison("丙", NAN, 50.0, 50.0, direction="up"),
        comparison("丁", 0.0, 0.0, 0.0, direction="flat"),
        comparison("戊", 30.0, 30.0, NAN),
    ]
)


def test_the_largest_comparisons_with_their_rates() -> None:
    zh = [one.zh for one in totals_sentences(COMPLETIONS, 3)]
    assert ["乙" in one for one in zh] == [True, False, False]
    assert "年初预算100" in zh[0] and "110.00%" in zh[0]
    assert "全年预算80" in zh[1] and "75.00%" in zh[1] and "100.00%" in zh[2]
    assert len(totals_sentences(COMPLETIONS, 2)) == 2 and len(totals_sentences(COMPLETIONS)) == 3


def test_items_of_nothing_and_words_against_figures() -> None:
    (zero,) = zero_sentences(COMPLETIONS)
    assert "1项：丁" in zero.zh and zero_sentences(COMPLETIONS[:3]) == []
    (words,) = direction_sentences(COMPLETIONS)
    assert "大于2处" in words.zh and "小于1处" in words.zh and "持平1处" in words.zh
    assert "3处与数字相符" in words.zh  # 丙 is not above its budget
    assert "没有印比率的1处" in words.zh  # 乙
    assert direction_sentences(COMPLETIONS[4:]) == []


def test_one_budget_held_against_two_amounts_spent() -> None:
    projects = pd.DataFrame([{"evaluation": "department", "project": "x", "initial_budget": 100.0, "executed": 90.0}])
    (one,) = same_budget_sentences(COMPLETIONS[:1], projects)
    assert "预算100" in one.zh and "2个不同的支出" in one.zh and one.zh.index("90") < one.zh.index("60")
    assert same_budget_sentences(COMPLETIONS[:1], projects.assign(executed=60.0)) == []
    assert same_budget_sentences(COMPLETIONS[:1], projects.assign(evaluation="project")) == []
    assert same_budget_sentences(COMPLETIONS[3:4], projects.assign(initial_budget=0.0)) == [], "nothing is no budget"


def test_shares_that_the_prose_states() -> None:
    rows = [("甲", "actual", 40.0, "万元"), ("甲", "share_pct", 40.0, "%"), ("乙", "actual", 60.0, "万元")]
    rows += [("乙", "share_pct", 60.0, "%"), ("丙", "share_pct", 5.0, "%"), ("丁", "actual", 9.0, "元")]
    rows += [("丁", "share_pct", 9.0, "%"), ("戊", "prior", 7.0, "万元"), ("戊", "share_pct", 7.0, "%")]
    claims = pd.DataFrame(rows, columns=["item", "measure", "value", "unit"]).assign(section="三、", page=2, item_id="")
    found = stated_shares(claims)
    assert list(zip(found["item"], found["amount"], found["share"], strict=True)) == [
        ("甲", 40.0, 40.0),
        ("乙", 60.0, 60.0),
    ]
    part = claims[claims["item"] == "乙"].assign(item="戌", item_id="three_public+vehicles", section="八、")
    claims = pd.concat([claims, part.assign(value=[70.0, 90.0])])  # of the three public expenses, not of the whole
    zh = [one.zh for one in stated_sentences(claims)]
    assert "乙" in zh[0] and "60.00%" in zh[0] and "甲" in zh[1] and len(stated_sentences(claims, 1)) == 1


def three_public(item: str, **more: Any) -> pd.DataFrame:
    blank = dict.fromkeys(("budget", "actual", "prior", "change", "share_pct", "count"), NAN)
    row = KEY | {"item": item, "prior_derived": None, "budget_basis": None, "count_unit": None} | blank | more
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("basis", "words"), [("annual", "调整过的预算"), ("initial", "批准时的数"), (None, "没有说明")]
)
def test_which_budget_the_three_public_expenses_are_compared_with(basis: str | None, words: str) -> None:
    (one,) = budget_basis_sentence(three_public("total", budget=8.0, actual=6.0, budget_basis=basis))
    assert words in one.zh and "75.00%" in one.zh
    assert budget_basis_sentence(three_public("reception", budget=8.0, actual=6.0)) == []
    assert budget_basis_sentence(three_public("total", budget=8.0, actual=6.0, report_type="budget")) == []


def test_what_running_a_vehicle_costs() -> None:
    claims = pd.DataFrame(
        [{"item": "共有车辆", "unit": "辆", "value": 6.0}, {"item": "车辆", "unit": "辆", "value": 4.0}]
    )
    kept = three_public("vehicle_operation", actual=12.0, count=3.0, count_unit="辆")
    first, second = vehicle_sentences(kept, claims)
    assert "3辆，每辆4" in first.zh and "6辆，每辆2" in second.zh
    assert len(vehicle_sentences(kept.assign(count=0.0), claims)) == 1
    assert len(vehicle_sentences(kept, claims[:0])) == 1
    assert vehicle_sentences(kept.assign(actual=0.0), claims) == []


def indicator(operator: str | None, target: float, actual: float, unit: str = "场", **more: Any) -> dict[str, Any]:
    row = {
        "project": "p",
        "level1": "产出指标",
        "level2": "数量指标",
        "indicator": "讲座",
        "reason": None,
        "unit": unit,
    }
    row |= {"target_operator": operator, "target_value": target, "actual_value": actual, "weight": 10.0, "score": 10.0}
    row |= {"target": f"{operator}{target:g}{unit}", "actual": f"{actual:g}{unit}", "evaluation": "project"}
    return KEY | row | more


INDICATORS = pd.DataFrame(
    [
        indicator("≥", 20.0, 20.0),
        indicator("≥", 20.0, 10.0, score=5.0),
        indicator("≤", 4.0, 8.0, score=6.0),
        indicator("=", 100.0, 100.0, "%"),
        indicator("=", 100.0, 100.0, "%"),
        indicator("≥", 5.0, 5.0),
        indicator(None, NAN, NAN, "", weight=20.0, score=20.0) | {"target": "有效提升", "actual": "完全达到预期"},
    ]
)


def test_missed_targets_and_what_their_part_would_give() -> None:
    rows = missed_scores(INDICATORS)
    assert rows["pro_rata"].tolist() == [5.0, 5.0]  # half of 20; 4 of 8
    chosen = bullets_of(INDICATORS)
    assert {(row["target_value"], row["actual_value"]) for _, row in chosen.iterrows()} >= {(20.0, 10.0), (4.0, 8.0)}
    assert (20.0, 20.0) not in {(row["target_value"], row["actual_value"]) for _, row in chosen.iterrows()}


def test_counted_targets_hit_exactly_and_what_is_said_in_words() -> None:
    sizes = exact_sizes(INDICATORS)
    assert sizes["恰好相等的项数"].to_dict() == {"0–5": 1, "6–20": 1, "21–100": 0, ">100": 0}
    said = outcome_wordings(INDICATORS)
    assert said.loc["完全达到预期"].to_dict() == {"项数": 1, "满分": 1}
    (pair,) = percentage_sentences(INDICATORS)
    assert "2项百分比" in pair.zh and "目标100%，结果100%，有2项" in pair.zh
    assert percentage_sentences(INDICATORS[:3]) == []


def test_targets_of_a_plan() -> None:
    plan = INDICATORS.assign(actual=None, actual_value=NAN)
    first, second = target_sentences(plan)
    assert "7项指标分属1张表，6项（85.7%）的目标是数字；其中2项是100%，2项写的是“等于”" in first.zh
    assert "平均每项10.0分，没有的平均每项20.0分" in second.zh
    assert indicator_answer(plan)[0].zh == first.zh and indicator_answer(plan[:0]) == [] == target_sentences(plan[:0])
    assert "7项指标一共只扣掉11.2%" in indicator_answer(INDICATORS)[0].zh  # 9 of 80


def test_the_figure_that_most_confirms_and_the_fullest_page(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    text = "某市某局2024年度部门决算\n\n支出决算表\n\n| 单位：万元 |\n"
    text += "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n205\t教育支出\t0.00\t0.00\t0.00\n"
    text += "210\t卫生健康支出\t9.00\t4.00\t5.00\n\t合计\t9.00\t4.00\t5.00\n"
    path.write_text(text, encoding="utf-8")
    report = bl.read_report(path)
    best = best_known(report)
    assert best is not None
    table, row, column = best.split(":")
    assert report.rows[table][int(row)].values[column] > 0
    assert fullest_page(report) is not None


@pytest.mark.parametrize(("name", "holds"), [("reports.csv", True), ("reports.parquet", True), ("report.csv", False)])
def test_a_folder_of_tables_and_one_of_reports(tmp_path: Path, name: str, holds: bool) -> None:
    assert not _holds_tables(tmp_path) and not _holds_tables([tmp_path / name])
    (tmp_path / name).touch()
    assert _holds_tables(tmp_path) is holds and _holds_tables(str(tmp_path)) is holds
    assert not _holds_tables([tmp_path / name]), "files of one report are no folder"
