"""Fixtures that any test may use."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports: BUDGETLIB_CORPUS, or ../shared; the test is skipped where there is none."""
    folder = Path(os.environ.get("BUDGETLIB_CORPUS") or ROOT.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip(f"no reports in {folder / 'reports'}; BUDGETLIB_CORPUS names a folder that has them")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that fail today, each with its reason in known-gaps.csv: open work, not passed."""
    with (ROOT / "tests" / "known-gaps.csv").open(encoding="utf-8", newline="") as file:
        gaps = [(row["test"], row["reason"]) for row in csv.DictReader(file)]
    for item in items:
        reason = next((reason for test, reason in gaps if item.nodeid.startswith(test)), None)
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
