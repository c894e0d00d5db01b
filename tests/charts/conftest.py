"""The published figures of the analysis tests, and figures closed after each test."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

plt.switch_backend("agg")

_FIGURES = Path(__file__).parents[1] / "analysis" / "conftest.py"
_spec = importlib.util.spec_from_file_location("urumqi_figures", _FIGURES)
assert _spec and _spec.loader
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)


@pytest.fixture(scope="module")
def tables() -> Iterator[dict[str, pd.DataFrame]]:
    """The tables by name, for charts that a module draws once; they are closed after it."""
    yield {
        "changes": _module.urumqi("changes", base="prior_year"),
        "three_public": _module.urumqi("three_public"),
        "projects": _module.urumqi("projects"),
    }
    plt.close("all")


@pytest.fixture
def changes(tables) -> pd.DataFrame:
    return tables["changes"].copy()


@pytest.fixture
def three_public(tables) -> pd.DataFrame:
    return tables["three_public"].copy()


@pytest.fixture
def projects(tables) -> pd.DataFrame:
    return tables["projects"].copy()
