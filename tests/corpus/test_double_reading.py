"""Two engines read every figure of the real reports alike, and nearly all figures are confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetlib.pipeline import read_report

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    "name",
    ["putuo-commerce-budget-2025", "putuo-planning-2024", "putuo-social-work-2024", "putuo-wanli-budget-2024"],
)
def test_no_difference_and_every_figure_confirmed(corpus: Path, name: str) -> None:
    report = read_report(corpus / "reports" / f"{name}.pdf")
    verification = report.verify()
    assert verification.differences.empty, verification.differences
    confirmation = report.confirmation
    by_second = confirmation["second_engine"]
    in_tables = confirmation["table"] == "lines"
    print(f"{name}: {by_second.mean():.1%} by the second engine, lines {by_second[in_tables].mean():.1%}")
    assert by_second[in_tables].mean() > 0.98
    assert (confirmation["confirmations"] > 0).mean() >= 0.95
