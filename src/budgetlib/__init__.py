"""Chinese government budget and final-account reports become tables, checks, charts and notebooks.

    import budgetlib as bl

    report = bl.read_report("report.pdf")
    report.three_public

Everything public loads when it is first used: ``import budgetlib`` itself loads neither pandas nor matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what type checkers and editors see; tests/test_import.py keeps it equal to _PUBLIC
    from budgetlib import analysis as analysis
    from budgetlib import charts as charts
    from budgetlib.checks.tolerances import Tolerances as Tolerances
    from budgetlib.dataset import Dataset as Dataset
    from budgetlib.dataset import open_dataset as open_dataset
    from budgetlib.dataset import read_reports as read_reports
    from budgetlib.dataset import rename_offices as rename_offices
    from budgetlib.machine.limits import Limits as Limits
    from budgetlib.output.table_view import table_view as table_view
    from budgetlib.readers.document import UnreadableReport as UnreadableReport
    from budgetlib.report import Report as Report
    from budgetlib.running.pipeline import read_report as read_report
    from budgetlib.years.series import read_series as read_series
    from budgetlib.years.versions import compare_versions as compare_versions

__version__ = "0.1.0"

# Public name -> module that defines it.
_PUBLIC = {
    "Dataset": "budgetlib.dataset",
    "Limits": "budgetlib.machine.limits",
    "Report": "budgetlib.report",
    "Tolerances": "budgetlib.checks.tolerances",
    "UnreadableReport": "budgetlib.readers.document",
    "compare_versions": "budgetlib.years.versions",
    "open_dataset": "budgetlib.dataset",
    "read_report": "budgetlib.running.pipeline",
    "read_reports": "budgetlib.dataset",
    "read_series": "budgetlib.years.series",
    "rename_offices": "budgetlib.dataset",
    "table_view": "budgetlib.output.table_view",
}


_ROOMS = ("analysis", "charts")
"""Public modules with names of their own."""

__all__ = [*_PUBLIC, *_ROOMS]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"budgetlib.{name}")
    try:
        module = _PUBLIC[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(import_module(module), name)
    globals()[name] = value  # the next use is an ordinary attribute
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
