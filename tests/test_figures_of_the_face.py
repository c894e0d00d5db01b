"""Shares, sums and years that the face and the analyses work with, on a few rows, each worked by hand."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from budgetlib.analysis.completion import budget_comparisons, budget_path, budget_steps
from budgetlib.analysis.holds import page_words
from budgetlib.analysis.projectanswer import (
    department_sentences,
    incomplete_sentences,
    largest_sentences,
    most_moved,
    same_rate_sentences,
    score_sentences,
)
from budgetlib.analysis.sentences import execution_sentences
from budgetlib.checks.tolerances import Tolerances
from budgetlib.output.summary import Counts, Tally, share
from budgetlib.parsers.periods import Period, arabic_years, form_kind, one_kind, periods, says_of_year
from budgetlib.readers.document import Document, Fragment, Paragraph
from budgetlib.readers.merging import merge_documents
from budgetlib.years.execution import project_execution, project_totals, short_name, without_largest
from budgetlib.years.functional import completed, functional_items, is_functional, item_levels, on_prior_year
from budgetlib.years.threepublic import (
    by_item,
    three_public_items,
    three_public_line,
    three_public_shares,
    three_public_years,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("part", "whole", "losses", "text"),
    [
        (1, 3, 0, "33.3%"),
        (3, 3, 0, "100.0%"),
        (3, 3, 1, "<100%"),
        (9999, 10000, 0, "99.9%"),  # never rounded up to all
        (0, 3, 0, "0.0%"),
        (0, 0, 0, "-"),
    ],
)
def test_a_share_is_all_only_where_nothing_is_missing(part: int, whole: int, losses: int, text: str) -> None:
    assert share(part, whole, losses) == text


@pytest.mark.parametrize(("understood", "losses", "whole"), [(90, 0, True), (89, 0, False), (100, 1, False)])
def test_a_report_that_was_read_as_a_whole(understood: int, losses: int, whole: bool) -> None:
    assert Counts(100, 0, 100, 50, {}, understood, losses).is_whole(Tolerances()) is whole


def test_counts_of_several_reports_add_up() -> None:
    total = Tally(bad=["x"])
    assert total.lines()[3].endswith(": 0") and "(-)" in total.lines()[2]
    total.add(Counts(1000, 10, 900, 450, {"error": 1}, 900, 0))
    total.add(Counts(500, 20, 400, 200, {"error": 2, "note": 1}, 400, 2))
    lines = total.lines()
    assert "2 份，1 份" in lines[0] and "1,470 / 1,500，30 " in lines[1] and "650 / 1,300 (50.0%)" in lines[2]
    assert "3 error, 1 note" in lines[3] and lines[4].endswith(": 2") and len(lines) == 5


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2024年度部门决算", [Period(2024, "final")]),
        ("二〇二四年部门预算", [Period(2024, "budget")]),
        ("部门决算", [Period(None, "final")]),
        ("概况", []),
        ("2024年度收入", [Period(2024, None)]),
        ("预算：2024年度", [Period(2024, "budget")]),
        ("2023年决算和2024年预算", [Period(2023, "final"), Period(2024, "budget")]),
        ("2024年12月的决算", [Period(None, "final")]),  # a date
        ("2024年预算及决算", [Period(2024, "final")]),  # an account states its budget beside it
        ("1-2024年决算", [Period(None, "final")]),
    ],
)
def test_years_and_kinds_of_a_line(line: str, found: list[Period]) -> None:
    assert list(periods(line)) == found


def test_what_the_lines_agree_on() -> None:
    said = [Period(2024, "final"), Period(2024, "final"), Period(2023, None), Period(None, "final")]
    assert one_kind(said) == "final" and one_kind([*said, Period(2024, "budget")]) is None and one_kind([]) is None
    assert says_of_year(said) == {2024: 2}
    assert arabic_years("二○二四年、二O一九年、二千年") == "2024年、2019年、二千年"
    assert (form_kind(["自评"]), form_kind(["绩效目标表"]), form_kind(["自评", "绩效目标表"]), form_kind([])) == (
        "final",
        "budget",
        None,
        None,
    )


def project(name: str, initial: float, adjusted: float, executed: float, **more: Any) -> dict[str, Any]:
    key = {"report_id": "r", "agency": "甲", "fiscal_year": 2024, "report_type": "final", "evaluation": "project"}
    row = {"project": name, "initial_budget": initial, "adjusted_budget": adjusted, "executed": executed}
    blank = {"implementing_unit": "乙", "execution_rate": NAN, "rate_score": NAN, "total_score": NAN, "page": 1}
    return key | row | blank | more


PROJECTS = pd.DataFrame(
    [
        project("a", 100.0, 80.0, 80.0, execution_rate=100.0, total_score=100.0),
        project("b", 50.0, 60.0, 60.0, execution_rate=100.0, total_score=98.0),
        project("c", 40.0, 40.0, 19.0, execution_rate=47.5),
        project("d", 40.0, 40.0, 20.0, execution_rate=50.1),
        project("e", NAN, 10.0, 5.0),
        project("f", 0.0, 0.0, 0.0, execution_rate=0.0),
        project("all", 900.0, 900.0, 900.0, evaluation="department"),
    ]
)


def test_projects_with_what_their_amounts_imply() -> None:
    rows = project_execution(PROJECTS).set_index("project")
    assert list(rows.index) == list("abcdef")
    assert rows["cut"].tolist()[:4] == [20.0, -10.0, 0.0, 0.0]
    assert rows["cut_to_spending"].tolist() == [True, False, False, False, False, False]
    assert rows["raised_to_spending"].tolist() == [False, True, False, False, False, False]
    assert rows["rate_adjusted"].tolist()[:5] == [100.0, 100.0, 47.5, 50.0, 50.0]
    assert rows["rate_initial"].tolist()[:4] == [80.0, 120.0, 47.5, 50.0]
    assert pd.isna(rows.loc["f", "rate_adjusted"]) and pd.isna(rows.loc["e", "rate_initial"])
    assert rows["rate_agrees"].tolist()[:4] == [True, True, True, False]
    assert pd.isna(rows.loc["e", "rate_agrees"]) and pd.isna(rows.loc["f", "rate_agrees"])


def test_what_the_projects_come_to() -> None:
    total = project_totals(PROJECTS)
    assert (total.projects, total.initial, total.adjusted, total.executed) == (5, 230.0, 220.0, 179.0)
    assert total.rate_adjusted == pytest.approx(179 / 220 * 100) and total.rate_initial == pytest.approx(
        179 / 230 * 100
    )
    assert (total.full_rate, total.full_score, total.cut_to_spending, total.raised_to_spending) == (2, 1, 1, 1)
    assert total.below_half_of_initial == 1  # 47.5 %; half itself is not below it
    largest, rest = without_largest(PROJECTS)
    assert (largest["project"], rest.projects, rest.executed) == ("a", 4, 99.0)
    with pytest.raises(ValueError, match="no project evaluation"):
        without_largest(PROJECTS[PROJECTS["evaluation"] == "department"])
    with pytest.raises(ValueError, match="no project states"):
        without_largest(PROJECTS[PROJECTS["project"] == "e"])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("2024年阅读 推广（含下乡）", "阅读推广"),
        ("提前下达2024年阅读推广", "阅读推广"),
        ("阅读（甲）推广", "阅读（甲）推广"),
        ("2024年", "2024年"),
    ],
)
def test_short_names_of_projects(name: str, short: str) -> None:
    assert short_name(name) == short


def item(name: str, report: str = "r", year: int = 2024, kind: str = "final", **more: Any) -> dict[str, Any]:
    key = {"report_id": report, "agency": "甲", "fiscal_year": year, "report_type": kind, "item": name}
    blank = dict.fromkeys(("budget", "actual", "prior", "change", "share_pct"), NAN)
    return key | blank | {"prior_derived": None} | more


THREE = pd.DataFrame(
    [
        item("reception", actual=2.0, budget=4.0, prior=1.0, share_pct=20.0),
        item("total", actual=10.0, budget=20.0, change=2.0),
        item("vehicles", actual=8.0, prior=0.0),
        item("vehicle_purchase", actual=3.0, budget=6.0),
        item("vehicle_operation", actual=5.0, budget=7.0),
    ]
)


def test_the_three_public_expenses_with_what_they_imply() -> None:
    rows = three_public_items(THREE).set_index("item")
    assert rows.index[0] == "total" and list(rows.index).index("vehicles") < list(rows.index).index("reception")
    assert rows.loc["vehicles", "budget"] == 13.0 and rows.loc["vehicles", "budget_derived"]
    assert rows.loc["total", "prior"] == 8.0 and rows.loc["total", "prior_derived"]
    assert not rows.loc["reception", "prior_derived"] and not rows.loc["total", "budget_derived"]
    assert rows["share_computed"].to_dict()["reception"] == 20.0
    assert rows.loc["total", "rate"] == 25.0 and rows.loc["reception", "rate"] == 100.0
    assert rows.loc["reception", "completion_pct"] == 50.0
    assert rows["zero_base"].to_dict()["vehicles"] and not rows["zero_base"].to_dict()["total"]
    assert pd.isna(rows.loc["vehicles", "rate"])


def test_shares_of_two_years_and_amounts_by_year() -> None:
    shares = three_public_shares(THREE)
    found = {(row["fiscal_year"], row["item"]): row for _, row in shares.iterrows()}
    assert set(found) == {(year, name) for year in (2023, 2024) for name in ("vehicles", "reception")}
    assert found[2023, "reception"]["share_computed"] == 12.5 and found[2024, "vehicles"]["share_computed"] == 80.0
    assert found[2024, "reception"]["share_printed"] == 20.0 and pd.isna(found[2023, "reception"]["share_printed"])
    both = pd.concat([THREE, pd.DataFrame([item("total", "later", 2025, actual=9.0, prior=11.0)])], ignore_index=True)
    total = three_public_years(both).query("item == 'total'")
    assert list(zip(total["fiscal_year"], total["amount"], total["derived"], strict=True)) == [
        (2023, 8.0, True),
        (2024, 11.0, False),
        (2024, 10.0, False),
        (2025, 9.0, False),
    ]
    line = three_public_line(both).query("item == 'total'")
    assert list(line["fiscal_year"]) == [2023, 2024, 2025]
    assert by_item(THREE)["total"]["actual"] == 10.0
    with pytest.raises(ValueError, match="holds 2 reports"):
        by_item(both)


def test_a_budget_speaks_of_its_own_budget() -> None:
    rows = three_public_items(pd.DataFrame([item("total", kind="budget", budget=20.0, actual=7.0, change=-5.0)]))
    assert rows["current"].tolist() == [20.0] and rows["prior"].tolist() == [25.0] and rows["rate"].tolist() == [-20.0]


@pytest.mark.parametrize(
    ("name", "levels", "functional"),
    [
        ("教育支出/普通教育/小学教育", ["教育支出", "普通教育", "小学教育"], True),
        ("教育支出（类）普通教育（款）小学教育（项）", ["教育支出", "普通教育", "小学教育"], True),
        ("行政单位医疗", ["行政单位医疗"], True),
        ("教育支出", ["教育支出"], False),
        ("教育支出/某教育", ["教育支出", "某教育"], True),
        ("某支出/某教育", ["某支出", "某教育"], False),
        ("公务接待费", ["公务接待费"], False),
    ],
)
def test_functional_items(name: str, levels: list[str], functional: bool) -> None:
    assert item_levels(name) == levels
    rows = pd.DataFrame({"item": [name], "code": [None]})
    assert is_functional(rows).tolist() == [functional]


def test_comparisons_of_like_with_like_and_their_prior_year() -> None:
    rows = pd.DataFrame(
        {
            "report_type": ["final", "final", "final", "budget", "budget"],
            "base": ["prior_year", "prior_budget", None, "prior_budget", "prior_year"],
            "current": [5.0, 5.0, 5.0, 5.0, NAN],
            "change": [2.0, 2.0, 5.0, NAN, 2.0],
            "prior": [NAN, 3.0, NAN, 0.004, NAN],
            "derived": [None, True, False, False, False],
        }
    )
    assert on_prior_year(rows).index.tolist() == [0, 2, 3, 4]
    done = completed(rows)
    assert done["prior"].tolist()[:4] == [3.0, 3.0, 0.0, 0.004] and pd.isna(done["prior"].iloc[4])
    assert done["derived"].tolist() == [True, True, True, False, False]
    assert done["zero_base"].tolist() == [False, False, True, True, False]
    items = rows.assign(
        item="教育支出/普通教育/小学教育", code=None, year=[2024, None, 2023, 2024, 2024], fiscal_year=2024
    )
    assert functional_items(items).index.tolist() == [0, 3, 4], "2023 is another year"
    assert functional_items(items)["name"].unique().tolist() == ["小学教育"]


def test_files_of_one_report_become_one_document() -> None:
    def document(name: str, *losses: str, **about: str) -> Document:
        blocks = (Paragraph(name, (Fragment(0, 1),)),)
        return Document(Path(name), "0", "txt", 1, blocks, losses=losses, about=about)

    one = document("a.txt", "page 1 is lost", url="x")
    two = document("b.txt", "a.txt: told", "cut", url="y", more="z")
    merged = merge_documents([one, two])
    assert [(block.text, block.file) for block in merged.blocks if isinstance(block, Paragraph)] == [
        ("a.txt", 0),
        ("b.txt", 1),
    ]
    assert merged.losses == ("a.txt: page 1 is lost", "b.txt: cut") and dict(merged.about) == {"url": "x", "more": "z"}
    assert merge_documents([one]) is one
    with pytest.raises(ValueError, match="at least one"):
        merge_documents([])


def test_the_way_of_the_projects_from_plan_to_spending() -> None:
    path = budget_path(PROJECTS)
    assert (path.projects, path.initial, path.adjusted, path.executed) == (5, 230.0, 220.0, 179.0)
    assert (path.cut, path.raised, path.moved, path.unspent) == (20.0, 10.0, 30.0, 41.0)  # 21 of c, 20 of d
    steps = budget_steps(PROJECTS)
    assert steps["project"].tolist() == ["c", "a", "d", "b", "f"]
    assert steps["adjustment"].tolist() == [0.0, -20.0, 0.0, 10.0, 0.0]
    assert steps["unspent"].tolist() == [21.0, 0.0, 20.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("row", "basis", "rates"),
    [
        ({"completion_pct": 60.0}, "initial", (60.0, 75.0)),
        ({"completion_pct": 75.0}, "annual", (60.0, 75.0)),
        ({"difference_pct": -25.0}, "annual", (60.0, 75.0)),
        ({"completion_pct": 70.0}, "none", (60.0, 75.0)),
        ({"completion_pct": 60.0, "annual_budget": 100.0}, "either", (60.0, 60.0)),
        ({"completion_pct": 59.99}, "initial", (60.0, 75.0)),  # a cut digit still says which
        ({"completion_pct": 59.97}, "none", (60.0, 75.0)),
        ({"completion_pct": 60.02}, "none", (60.0, 75.0)),
        ({}, None, (60.0, 75.0)),
        ({"completion_pct": 60.0, "initial_budget": 0.0, "annual_budget": NAN}, None, (NAN, NAN)),
    ],
)
def test_which_budget_a_printed_rate_was_measured_against(
    row: dict[str, Any], basis: str | None, rates: tuple[float, float]
) -> None:
    blank = {"completion_pct": NAN, "difference_pct": NAN, "direction": None, "page": 1}
    key = {"report_id": "r", "agency": "甲", "fiscal_year": 2024, "report_type": "final", "item": "甲/乙/丙"}
    amounts = {"initial_budget": 100.0, "annual_budget": 80.0, "actual": 60.0}
    (one,) = budget_comparisons(pd.DataFrame([key | blank | amounts | row])).to_dict("records")
    assert (one["basis"] if isinstance(one["basis"], str) else None) == basis and one["name"] == "丙"
    assert [one["rate_initial"], one["rate_annual"]] == pytest.approx(list(rates), nan_ok=True)
    assert one["new"] is (row.get("initial_budget") == 0.0)


def test_what_the_answers_say_of_the_projects() -> None:
    first, cut = same_rate_sentences(PROJECTS)
    assert "5个项目中2个执行率为100%" in first.zh and "从80.00%到120.00%" in first.zh
    assert "其中1个" in cut.zh and "年初100" in cut.zh and "只花了80" in cut.zh and "80.0%" in cut.zh
    assert "没有项目" in same_rate_sentences(PROJECTS[2:4])[0].zh
    assert same_rate_sentences(PROJECTS[:1])[0].zh == "1个项目中1个执行率为100%，支出是年初预算的80.00%。"
    unplanned = PROJECTS[:1].assign(initial_budget=0.0)
    assert same_rate_sentences(unplanned)[0].zh == "1个项目中1个执行率为100%，都没有年初预算。"
    (incomplete,) = incomplete_sentences(PROJECTS)
    assert "另有1个项目" in incomplete.zh and incomplete_sentences(PROJECTS[:4]) == []
    (largest,) = largest_sentences(PROJECTS)
    assert "“a”" in largest.zh and "其余4个" in largest.zh and "76.15%" in largest.zh  # 99 of 130
    assert any("由100.00万元调整为80.00万元" in one.zh for one in execution_sentences(PROJECTS))
    kept = PROJECTS.assign(adjusted_budget=PROJECTS["initial_budget"])
    assert any("预算100.00万元，没有调整" in one.zh for one in execution_sentences(kept))
    assert largest_sentences(PROJECTS[:1]) == [] and largest_sentences(PROJECTS[5:]) == []
    cut_score, other_score = score_sentences(PROJECTS)
    assert "1个项目：1个得满分，总分中位数100.00" in cut_score.zh and "1个项目：0个得满分" in other_score.zh
    (whole,) = department_sentences(PROJECTS.assign(execution_rate=99.0, executed=450.0))
    assert "99.00%" in whole.zh and "50.00%" in whole.zh
    moved = most_moved(PROJECTS, 2)  # 20 + 20 of a, 10 + 10 of b, 21 of c, 20 of d
    assert moved["project"].tolist() == ["a", "c"]


@pytest.mark.parametrize(
    ("edition", "place", "page", "zh", "en"),
    [
        ("original", "page", 7, "第7页", "page 7"),
        ("original", "line", 7, "第7行", "line 7"),
        ("typeset", "page", 7, "排印本第7页（非原件页码）", "page 7 of the edition (not of the original)"),
        ("original", "page", None, "", ""),
    ],
)
def test_a_place_as_a_reader_looks_it_up(edition: str, place: str, page: int | None, zh: str, en: str) -> None:
    report: Any = SimpleNamespace(identity=SimpleNamespace(edition=edition), document=SimpleNamespace(place=place))
    assert (page_words(report, page), page_words(report, page, "en")) == (zh, en)
