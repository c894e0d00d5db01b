"""Twelve reports of as many places read to the end by eye: which of the anomalies the checks find.

``anomalies-by-eye.csv`` names for each anomaly the rule that finds it, or none; what the checks raise on these reports
beside is listed here with what was seen on the page.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import budgetlib as bl

pytestmark = pytest.mark.corpus

with (Path(__file__).parent / "anomalies-by-eye.csv").open(encoding="utf-8", newline="") as file:
    READ = list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted({row["report"] for row in READ}))
def test_what_was_seen_by_eye_is_found_as_the_list_says(corpus: Path, name: str) -> None:
    raised = {
        (row.rule, row.page) for row in bl.read_report(corpus / "reports" / "cities" / name).findings.itertuples()
    }
    wanted = {
        (row["found by"], int(row["page of the finding"])) for row in READ if row["report"] == name and row["found by"]
    }
    assert wanted <= raised


def test_how_many_are_found() -> None:
    """57 of 60 on five reports; 24 of 24 on three (16 before rules were built for them); 3 of 4 on one (1 before);
    16 of 25 on three more (3 before)."""
    found = sum(bool(row["found by"]) for row in READ)
    assert (found, len(READ)) == (100, 113)
