"""Fixtures that any test may use."""

from __future__ import annotations

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
