"""Tables to answers: year on year, three public expenses, project execution, stated reasons, and sentences of them.

Functions take the public tables (``schema.TABLES``) and return DataFrames or small dataclasses; nothing here draws.
The names load when they are first used, so that ``import budgetlib`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES = {
    "functional": ("functional_items",),
    "yearonyear": ("Reconciliation", "growth", "movers", "reconcile", "total_change", "totals"),
    "threepublic": ("three_public_items", "three_public_shares", "three_public_years"),
    "execution": ("Totals", "project_execution", "project_totals", "without_largest"),
    "reasons": ("CATEGORIES", "classify", "phrase"),
    "labels": ("labelled",),
    "sentences": ("Sentence", "execution_sentences", "three_public_sentences", "year_on_year_sentences"),
    "findings": (
        "Identities",
        "closest_calls",
        "family_counts",
        "finding_sentences",
        "identity_counts",
        "labelled_verdicts",
        "matrix_headline",
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
    "offices": ("office_sentences", "office_shares", "per_head", "shared_items"),
    "drift": ("classified_items", "item_drift"),
    "twoyears": ("two_years",),
    "completion": ("BudgetPath", "budget_comparisons", "budget_path", "budget_steps", "completion_sentences"),
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
    "leads": ("Lead", "lead_table"),
}
_ELSEWHERE = {"functional", "threepublic", "execution", "drift"}
"""Modules that datasets need too, and that stand beside them; their names are offered here as well."""

_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [*_MODULES, *_HOME]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"budgetlib.{name}" if name in _ELSEWHERE else f"{__name__}.{name}")
    if name in _HOME:
        return getattr(__getattr__(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
