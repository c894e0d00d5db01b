"""Answers to figures: one style, one font set-up, one source note; every function returns a matplotlib ``Figure``.

Each chart takes a public table, states its finding in the title and unit, source, page and year in the note. matplotlib
and the Chinese font load when a name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from budgetlib.machine.extras import need

_MODULES = {
    "style": ("chart_style", "use_style"),
    "drawing": ("draw",),
    "figure": ("Note", "finish", "save", "source_note"),
    "waterfall": ("change_waterfall",),
    "changes": ("change_bars",),
    "three_public": ("three_public_bars", "three_public_shares", "three_public_trend"),
    "execution": ("budget_dumbbell", "score_scatter"),
    "checks": ("identity_strip", "stated_scatter"),
    "heatmap": ("check_heatmap",),
    "composition": ("composition_stacks", "functional_icicle"),
    "offices": ("item_dots", "office_heads", "office_stacks"),
    "slope": ("budget_slope", "change_slope"),
    "indicators": ("outcome_bars", "target_bullets"),
    "years": ("year_lines", "year_panels"),
}
need("charts", "charts")

_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
