"""Checks: tables to findings."""
from budgetlib.report import Checked, Report


def check(report: Report) -> Checked:
    """Run all rules."""
    return Checked([], {})
