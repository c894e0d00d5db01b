"""The published figures of the Urumqi science and technology bureau's final account of 2024, as public tables.

Read from the report by hand (amounts in 万元, ``page`` is the line of the text edition); the reasons are our own
phrases. The CSV files hold what the report prints, nothing computed.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from budgetlib import schema

KEY = {
    "report_id": "乌鲁木齐市科学技术局-2024-final",
    "agency": "乌鲁木齐市科学技术局",
    "fiscal_year": 2024,
    "report_type": "final",
}
FOLDER = Path(__file__).parent


def urumqi(table: str, **constant: object) -> pd.DataFrame:
    """The public table ``table`` from its CSV; ``constant`` sets whole columns."""
    raw = pd.read_csv(FOLDER / f"urumqi-2024-{table}.csv")
    rows = [
        KEY | constant | {str(name): value for name, value in row.items() if value == value}
        for row in raw.to_dict("records")
    ]
    return schema.frame(table, rows)


@pytest.fixture
def changes() -> pd.DataFrame:
    return urumqi("changes", base="prior_year")


@pytest.fixture
def three_public() -> pd.DataFrame:
    return urumqi("three_public")


@pytest.fixture
def projects() -> pd.DataFrame:
    return urumqi("projects")
