"""Tables for people: labels in two languages, codes as words."""

from __future__ import annotations

import pytest

from budgetlib import analysis, schema
from budgetlib.analysis.notebook import ABSENT_MARK
from budgetlib.reference.classification import classification, english


def test_labels_switch_with_the_language(projects):
    table = analysis.project_execution(projects)
    columns = ["project", "initial_budget", "rate_initial"]
    assert list(analysis.labelled(table, "projects", columns)) == ["项目", "年初预算数", "支出占年初预算"]
    english = ["Project", "Initial budget", "Spent of the initial budget"]
    assert list(analysis.labelled(table, "projects", columns, "en")) == english


def test_codes_become_words_and_the_table_stays(three_public, changes):
    shown = analysis.labelled(three_public, "three_public", ["item", "actual"])
    assert shown.iloc[0, 0] == "“三公”经费合计"
    assert three_public["item"].iloc[0] == "total"
    growth = analysis.growth(changes)
    shown = analysis.labelled(growth, "changes", ["name", "zero_base", "reason_code"], "en")
    assert set(shown["Prior is zero: the rate says nothing"]) == {"yes", ""}
    assert shown["Kind of reason"].iloc[0] == "A project of the prior year ended or shrank"


def test_a_column_that_is_not_there_is_named(projects):
    with pytest.raises(KeyError, match="nonsense"):
        analysis.labelled(projects, "projects", ["project", "nonsense"])


def test_what_is_shown_is_text_without_empty_columns():
    rows = [{"item": "甲", "current": 1234.5, "change": -0.5, "derived": True}, {"item": "乙", "current": None}]
    shown = analysis.labelled(
        schema.frame("changes", rows), "changes", ["item", "code", "prior", "current", "change", "derived"]
    )
    assert list(shown) == ["项目", "本年", "增减额", "上年数为推算"]
    assert shown.iloc[0].tolist() == ["甲", "1,234.50", "−0.50", "是"]
    assert shown.iloc[1].tolist()[1:3] == ["—", "—"]


def test_codes_are_words_and_items_have_english_names():
    rows = [{"agency": "甲局", "report_type": "final", "scope": "unit", "fiscal_year": 2024}]
    table = schema.frame("reports", rows)
    columns = ["agency", "report_type", "scope", "fiscal_year"]
    assert analysis.labelled(table, "reports", columns).iloc[0].tolist() == ["甲局", "决算", "单位", "2024"]
    assert analysis.labelled(table, "reports", columns, "en").iloc[0].tolist() == [
        *("甲局", "final account", "unit", "2024")
    ]
    items = schema.frame("changes", [{"item": "住房保障支出/住房改革支出/住房公积金", "change": 1.0}])
    shown = analysis.labelled(items, "changes", ["item"], "en")
    assert shown.iloc[0, 0] == "Housing security/Housing reform/Housing provident fund"


def test_every_item_of_the_classifications_has_an_english_name():
    for kind in ("functional", "economic"):
        names = {name.text for known in classification(kind).names.values() for name in known}
        assert [name for name in sorted(names) if english(name) == name] == []


def test_a_table_without_a_row_is_one_sentence():
    said = analysis.labelled(schema.frame("changes"), "changes", ["item", "change"])
    assert said.data == analysis.notebook.say().data
    assert said.metadata[ABSENT_MARK]
