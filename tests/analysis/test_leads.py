"""Leads: each kind on a made-up report whose figures are worked by hand, and silence where there is nothing to ask."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from budgetlib import Tolerances, read_report, schema
from budgetlib.analysis.lead import Lead
from budgetlib.analysis.leads import lead_table, leads

KEY = {"report_id": "甲局-2024-final", "agency": "甲局", "fiscal_year": 2024, "report_type": "final", "page": 5}
OWN = {"year": 2024}
ROOT = Path(__file__).parents[2]


def found(kind: str, **rows: list[Mapping[str, Any]]) -> list[Lead]:
    """The leads of one kind in a report that holds only these rows."""
    tables = {name: schema.frame(name, [KEY | row for row in rows.get(name, [])]) for name in schema.TABLES}
    return [lead for lead in leads(tables) if lead.kind == kind]


def project(name: str, initial: float, adjusted: float, executed: float, **more: Any) -> dict[str, Any]:
    amounts = {"initial_budget": initial, "adjusted_budget": adjusted, "executed": executed}
    return {"evaluation": "project", "project": name, "page": 9} | amounts | more


def claim(item: str, value: float, item_id: str | None = None) -> dict[str, Any]:
    return OWN | {"item": item, "item_id": item_id, "measure": "actual", "value": value, "unit": "万元"}


class TestReasonAgainstProjects:
    GAP = OWN | {"item": "甲支出", "stage": "initial", "initial_budget": 500.0, "actual": 400.0}

    def test_the_named_project_was_raised(self) -> None:
        (lead,) = found(
            "reason_project",
            completions=[self.GAP | {"reason": "年末收回“星河”专项未执行的经费"}],
            projects=[project("2024年“星河”提升专项", 50.0, 90.0, 90.0), project("水渠修缮", 200.0, 60.0, 60.0)],
        )
        assert lead.amount == 100.0
        assert "少100.00万元" in lead.says.zh
        assert "“水渠修缮”140.00万元" in lead.says.zh
        assert lead.pages == (5, 9)

    @pytest.mark.parametrize(
        ("reason", "spent"),
        [
            ("年末收回“星河”专项未执行的经费", 20.0),  # it did fall
            ("年末收回“月亮”专项未执行的经费", 90.0),  # another one
            ("厉行节约", 90.0),
        ],
    )
    def test_silence(self, reason: str, spent: float) -> None:
        projects = [project("2024年“星河”提升专项", 50.0, spent, spent)]
        assert not found("reason_project", completions=[self.GAP | {"reason": reason}], projects=projects)


def test_a_journey_abroad_among_the_projects() -> None:
    three_public = [OWN | {"item": "abroad", "actual": 4.0}]
    goal = {"project": "合作交流团组", "evaluation": "project", "kind": "expected", "item": "赴国外考察", "text": "1"}
    rows = {"three_public": three_public, "projects": [project("合作交流团组", 30.0, 20.0, 20.0)], "goals": [goal]}
    (lead,) = found("outside_three_public", **rows)
    assert lead.amount == 20.0
    assert "4.00万元" in lead.says.zh and "“合作交流团组”20.00" in lead.says.zh
    assert not found("outside_three_public", **rows | {"three_public": [OWN | {"item": "abroad", "actual": 20.0}]})


def test_budgets_cut_to_spending() -> None:
    """100 → 40 and 50 → 45: 65 cut, 85 of 150 spent (56.67 %)."""
    rows = [project("甲", 100.0, 40.0, 40.0), project("乙", 50.0, 45.0, 45.0), project("丙", 10.0, 10.0, 9.0)]
    (lead,) = found("cut_to_spending", projects=rows)
    assert lead.amount == 65.0
    assert "56.67%" in lead.says.zh and "“甲”（100.00→40.00）" in lead.says.zh


@pytest.mark.parametrize(("second", "over"), [(32.0, 2.0), (30.0, None)])
def test_projects_against_what_basic_spending_leaves(second: float, over: float | None) -> None:
    """100 less 30 of basic spending leave 70."""
    rows = [project(name, 99.0, 99.0, v, appropriation_executed=v) for name, v in (("甲", 40.0), ("乙", second))]
    claims = [claim("一般公共预算财政拨款支出", 100.0), claim("一般公共预算财政拨款基本支出", 30.0)]
    assert [lead.amount for lead in found("projects_exceed", projects=rows, claims=claims)] == [over] * (
        over is not None
    )


@pytest.mark.parametrize(("whole", "over"), [(20.0, 4.5), (25.0, None)])
def test_projects_against_the_department(whole: float, over: float | None) -> None:
    own = {"evaluation": "department", "project": "甲局", "other_adjusted": whole}
    rows = [own, *[project(name, 9.0, 9.0, 9.0, other_adjusted=v) for name, v in (("甲", 14.5), ("乙", 10.0))]]
    assert [lead.amount for lead in found("funds_exceed", projects=rows)] == [over] * (over is not None)


@pytest.mark.parametrize(("total", "general", "rest"), [(-100.0, 2.0, 40.0), (-61.0, 2.0, None), (-100.0, 3.0, None)])
def test_the_rest_that_items_do_not_explain(total: float, general: float, rest: float | None) -> None:
    """Of 100 that all spending fell the items of general spending explain 60; items that are not all of it nothing."""
    base = OWN | {"base": "prior_year"}
    items = [base | {"item": f"甲/乙/{name}", "change": v, "current": 1.0} for name, v in (("丙", -70.0), ("丁", 10.0))]
    rows = [
        base | {"item": "收入支出总体", "item_id": "both+total", "change": total, "current": 9.0},
        base
        | {"item": "一般公共预算支出", "item_id": "expenditure+general_public", "change": -60.0, "current": general},
        *items,
    ]
    assert [lead.amount for lead in found("unexplained_rest", changes=rows)] == [rest] * (rest is not None)


def test_large_moves_with_and_without_a_reason() -> None:
    """Of two rows with one change the one with a reason speaks; 10 % is no large move."""
    base = OWN | {"base": "prior_year"}
    rows = [
        base | {"item": "甲支出", "prior": 100.0, "current": 40.0, "change": -60.0, "reason": "任务减少。"},
        base | {"item": "支出合计", "prior": 200.0, "current": 140.0, "change": -60.0},
        base | {"item": "乙支出", "prior": 10.0, "current": 15.0, "change": 5.0},
        base | {"item": "丙支出", "prior": 100.0, "current": 110.0, "change": 10.0, "reason": "增资"},
    ]
    (told,), (silent,) = (found(kind, changes=rows) for kind in ("large_move", "no_reason"))
    assert "“甲支出”由100.00万元降至40.00万元（−60.00%），报告的理由：任务减少。" in told.says.zh
    assert "“乙支出”" in silent.says.zh and silent.amount == 5.0


@pytest.mark.parametrize(("closing", "rate"), [(30.0, "15.00%"), (19.0, None)])
def test_carried_over(closing: float, rate: str | None) -> None:
    claims = [claim("年末结转和结余", closing, "closing"), claim("支出总计", 200.0, "expenditure+total")]
    said = [lead.says.zh for lead in found("carry_over", claims=claims)]
    assert len(said) == (rate is not None) and all(str(rate) in one for one in said)


@pytest.mark.parametrize(("sme", "rate"), [(30.0, "30.00%"), (90.0, None)])
def test_small_enterprises(sme: float, rate: str | None) -> None:
    claims = [claim("政府采购支出总额", 100.0, "procurement"), claim("授予中小企业合同金额", sme, "procurement+sme")]
    said = [lead.says.zh for lead in found("small_enterprises", claims=claims)]
    assert len(said) == (rate is not None) and all(str(rate) in one for one in said)


@pytest.mark.parametrize(("share", "asked"), [(30.0, False), (30.01, True), (90.0, True)])
def test_the_share_that_is_worth_a_question_is_set_by_the_user(share: float, asked: bool) -> None:
    claims = [claim("政府采购支出总额", 100.0, "procurement"), claim("授予中小企业合同金额", 30.0, "procurement+sme")]
    tables = {name: schema.frame(name) for name in schema.TABLES}
    tables["claims"] = schema.frame("claims", [KEY | row for row in claims])
    kinds = {lead.kind for lead in leads(tables, Tolerances(small_enterprises=share))}
    assert ("small_enterprises" in kinds) is asked


def test_cost_of_a_vehicle_and_of_a_journey() -> None:
    """10.64 for 5 vehicles are 2.13 each, 4.90 for 2 travellers 2.45."""
    rows = [
        OWN | {"item": "vehicle_operation", "actual": 10.64, "count": 5.0, "count_unit": "辆"},
        OWN | {"item": "abroad", "actual": 4.9, "count": 1.0, "count_unit": "个", "persons": 2.0},
        OWN | {"item": "reception", "actual": 0.0, "count": 3.0, "count_unit": "批次"},
    ]
    assert [lead.says.zh.rpartition("平均")[2] for lead in found("cost_per_unit", three_public=rows)] == [
        "每辆2.13万元。",
        "每人次2.45万元。",
    ]


@pytest.mark.parametrize(("exact", "asked"), [(8, True), (5, False)])
def test_targets_met_exactly(exact: int, asked: bool) -> None:
    values = [10.0] * exact + [12.0] * (12 - exact)
    rows = [{"project": "甲", "evaluation": "project", "target_value": 10.0, "actual_value": value} for value in values]
    assert bool(found("exactly_on_target", indicators=rows)) is asked


def test_a_rise_of_the_three_public_expenses_names_its_item() -> None:
    rows = [
        OWN | {"item": "total", "actual": 30.0, "prior": 12.0},
        OWN | {"item": "vehicles", "actual": 25.0, "prior": 8.0},
        OWN | {"item": "reception", "actual": 5.0, "prior": 4.0},
    ]
    (lead,) = found("three_public_rise", three_public=rows)
    assert "12.00万元增至30.00万元（150.00%）" in lead.says.zh
    assert "公务用车：由8.00万元增至25.00万元" in lead.says.zh


def test_most_money_first_and_every_sentence_filled() -> None:
    report = read_report(ROOT / "data" / "reports" / "urumqi-science-technology-2024.pdf")
    told = leads(report.tables())
    assert [lead.amount for lead in told] == sorted((lead.amount for lead in told), reverse=True)
    assert not any("{" in lead.says.zh + lead.says.en or "nan" in lead.says.zh + lead.says.en for lead in told)
    assert len(lead_table(report.tables())) == len(told)


@pytest.mark.corpus
def test_what_reviewers_saw_in_the_urumqi_report(corpus: Path) -> None:
    """The reason that names a raised project, the journey among the projects, the sums that cannot be, the rest."""
    report = read_report(corpus / "reports" / "urumqi-science-technology-2024.txt")
    money = {lead.kind: lead.amount for lead in leads(report.tables())}
    assert money["reason_project"] == pytest.approx(595.58)
    assert money["outside_three_public"] == pytest.approx(23.50)
    assert money["projects_exceed"] == pytest.approx(4.40)
    assert money["funds_exceed"] == pytest.approx(3.49)
    assert money["unexplained_rest"] == pytest.approx(466.41)
