"""Tables to answers: year on year, three public expenses, project execution, stated reasons, and sentences of them.

Functions take the public tables (``schema.TABLES``) and return DataFrames or small dataclasses; nothing here draws.
The names load when they are first used, so that ``import budgetlib`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES = {
    "functional": ("functional_items",),
    "yearonyear": ("Reconciliation", "growth", "movers", "reconcile", "total_change", "totals", "whole_of_items"),
    "threepublic": ("three_public_items", "three_public_shares", "three_public_years"),
    "execution": ("Totals", "project_execution", "project_totals", "with_all_three", "without_largest"),
    "reasons": ("CATEGORIES", "classify", "phrase"),
    "labels": ("labelled",),
    "sentences": (
        "changed",
        "Sentence",
        "execution_sentences",
        "reconciliation_sentences",
        "three_public_sentences",
        "year_on_year_sentences",
    ),
    "publicanswer": ("budget_basis_sentence", "three_public_answer", "vehicle_sentences"),
    "findings": (
        "Identities",
        "closest_calls",
        "family_counts",
        "finding_sentences",
        "identity_counts",
        "judged",
        "labelled_verdicts",
        "matrix_headline",
        "score_gap_sentences",
        "statement_sentences",
        "unchecked_sentences",
        "strongest",
        "verdict_matrix",
    ),
    "indicators": (
        "IndicatorTotals",
        "indicator_outcomes",
        "indicator_sentences",
        "indicator_totals",
        "most_overshot",
        "outcome_weights",
    ),
    "composition": (
        "composition_sentences",
        "economic_classes",
        "functional_tree",
        "income_sources",
        "spending_kinds",
    ),
    "offices": ("latest_reports", "office_sentences", "office_shares", "per_head", "shared_items"),
    "drift": ("classified_items", "item_drift"),
    "twoyears": ("two_years",),
    "completion": (
        "BudgetPath",
        "budget_comparisons",
        "budget_path",
        "budget_steps",
        "step_table",
        "completion_sentences",
    ),
    "series": ("Claim", "budget_and_actual", "every_year", "indexed", "series_years", "year_steps"),
    "seriesanswer": (
        "break_years",
        "offices_answer",
        "parts_answer",
        "printed_unit",
        "record_sentences",
        "series_answer",
        "step_sentences",
    ),
    "headlines": (),
    "holds": ("Holdings", "holdings", "page_words", "report_name", "report_title"),
    "movement": (
        "movement_sentences",
        "other_changes",
        "reason_kinds",
        "reason_sentences",
        "year_on_year_answer",
    ),
    "reading": (
        "best_known",
        "confirmation_counts",
        "confirmed_sentences",
        "figure_sentences",
        "fullest_page",
        "missed_sentence",
        "number_statuses",
        "reading_sentences",
        "second_reading_sentences",
        "table_sizes",
    ),
    "projectanswer": (
        "department_sentences",
        "execution_answer",
        "incomplete_sentences",
        "largest_sentences",
        "most_moved",
        "same_rate_sentences",
        "score_sentences",
    ),
    "indicatoranswer": (
        "bullets_of",
        "exact_sizes",
        "indicator_answer",
        "missed_scores",
        "outcome_wordings",
        "percentage_sentences",
        "target_sentences",
    ),
    "splitanswer": ("split_answer", "stated_sentences", "stated_shares", "tree_of", "tree_sentences"),
    "officeanswer": (
        "amount_sentences",
        "comparable_groups",
        "group_sentences",
        "head_sentences",
        "parts_sentence",
        "share_sentences",
    ),
    "datasetanswer": ("dataset_answer", "edition_sentences", "judged_all", "saved_sentences", "years_sentences"),
    "completionanswer": ("completion_answer", "direction_sentences", "same_budget_sentences", "zero_sentences"),
    "notebook": ("open_dataset", "open_report", "open_reports", "say"),
    "leads": ("Lead", "lead_answer", "lead_table"),
}
_ELSEWHERE = {"functional", "threepublic", "execution", "drift"}
"""Modules of ``years``, which datasets need too; their names are offered here as well."""

_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [*_MODULES, *_HOME]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"budgetlib.years.{name}" if name in _ELSEWHERE else f"{__name__}.{name}")
    if name in _HOME:
        return getattr(__getattr__(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
