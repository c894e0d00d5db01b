"""Figures in sentences of ten reports of ten places, read from the pages before budgetlib read them.

``prose-hand-read.csv`` says of each figure what a careful reader takes it for; ``tests/tools/judge_prose.py`` fills in
what budgetlib made of it and the verdict. A figure may be unread; none may be wrong, and what was right stays right.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tools.judge_prose import invented, judge, readings

import budgetlib as bl

pytestmark = pytest.mark.corpus

STATED = readings()


@pytest.fixture(scope="module", params=sorted(STATED))
def report(request: pytest.FixtureRequest, corpus: Path) -> tuple[str, bl.Report]:
    path = corpus / "reports" / "cities" / request.param
    if not path.exists():
        pytest.skip(f"no {path}")
    return request.param, bl.read_report(path)


def test_no_figure_is_wrong_and_none_invented(report: tuple[str, bl.Report]) -> None:
    name, read = report
    assert [one for one in judge(read, STATED[name]) if one["verdict"].startswith("wrong")] == []
    assert invented(read, STATED[name]) == []


def test_what_was_right_stays_right(report: tuple[str, bl.Report]) -> None:
    name, read = report
    pairs = zip(STATED[name], judge(read, STATED[name]), strict=True)
    assert [now for was, now in pairs if was["verdict"] == "right" != now["verdict"]] == []


def test_ten_places() -> None:
    assert len({report.split("/")[0] for report in STATED}) == 10
    assert sum(len(rows) for rows in STATED.values()) >= 500
