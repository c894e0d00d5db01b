"""Every finding on the real reports was recomputed by hand from its page: nothing is found that is not judged.

A quarter of the reports in a normal run, all of them with BUDGETLIB_ALL_PAGES set. The rows that are ``false`` are kept
so that they do not come back; ``tests/tools/judge_findings.py`` adds what is new.
"""

from __future__ import annotations

import importlib.util
import os
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

import budgetlib as bl

pytestmark = pytest.mark.corpus


def _tool() -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / "judge_findings.py"
    spec = importlib.util.spec_from_file_location("judge_findings", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


judge = _tool()
ROWS = judge.read()
REPORTS = sorted({row["report"] for row in ROWS})
CHOSEN = REPORTS if os.environ.get("BUDGETLIB_ALL_PAGES") else REPORTS[::4]


def test_every_row_has_a_verdict_and_a_reason() -> None:
    assert {row["verdict"] for row in ROWS} <= {"true", "false", "useless"} and all(row["why"] for row in ROWS)
    assert len({judge.key_of(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("report", CHOSEN)
def test_what_is_found_is_what_was_judged(corpus: Path, report: str) -> None:
    """Nothing new, nothing false, and no true error lost."""
    if not (corpus / "reports" / report).is_file():
        pytest.skip(f"{report} is not in the corpus")
    times, said = judge.found(corpus / "reports", report)
    judged = {judge.key_of(row): row for row in ROWS if row["report"] == report}
    assert [said[key] for key in times if key not in judged] == [], "not judged"
    assert [said[key] for key in times if judged[key]["verdict"] == "false"] == []
    errors = Counter({key: int(row["times"]) for key, row in judged.items() if _true_error(row)})
    assert errors - times == Counter(), "true errors that are not found any more"


def _true_error(row: dict[str, str]) -> bool:
    return row["severity"] == "error" and row["verdict"] == "true"


def test_identities_whose_figures_are_printed_are_evaluated(corpus: Path) -> None:
    """Not by silence: nine in ten of the identities of which a report prints the figures have a verdict."""
    found: Counter[str] = Counter()
    for report in REPORTS[::8]:
        if (corpus / "reports" / report).is_file():
            found += Counter(one.verdict.status for one in bl.read_report(corpus / "reports" / report).checked.judged)
    unchecked = found.pop("unchecked", 0)
    assert found.total() > 1000 and unchecked <= 0.1 * (found.total() + unchecked)
