"""Tables for people: labels in two languages, codes as words."""

from __future__ import annotations

import pytest

from budgetlib import analysis


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
