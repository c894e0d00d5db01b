"""The prose of five reports that nobody read beforehand, each figure compared with the page by eye.

``prose-read.csv`` has a line a figure: report, page, figure as printed, what it was read as (item, measure, base,
value, unit) and the verdict; ``unread`` figures were left out, with a reason. None was wrong.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import budgetlib as bl

pytestmark = pytest.mark.corpus

JUDGED = list(csv.DictReader((Path(__file__).parent / "prose-read.csv").open(encoding="utf-8")))
REPORTS = sorted({row["report"] for row in JUDGED})


def test_five_places_and_no_figure_wrong() -> None:
    assert len({report.split("/")[0] for report in REPORTS}) == 5
    verdicts = Counter(row["verdict"] for row in JUDGED)
    assert verdicts["wrong"] == 0
    assert verdicts["unread"] < 0.05 * verdicts["right"]


@pytest.mark.parametrize("report", REPORTS)
def test_figures_are_read_as_they_were_judged(corpus: Path, report: str) -> None:
    """All that was right is read so; what is read beyond it was unread then."""
    path = corpus / "reports" / "cities" / report
    if not path.exists():
        pytest.skip(f"no {path}")
    claims = bl.read_report(path).claims.fillna({"base": ""})
    read = Counter(
        (str(c.page), c.text, "|".join([c.item, c.measure, c.base, repr(c.value), c.unit])) for c in claims.itertuples()
    )
    rows = [row for row in JUDGED if row["report"] == report]
    right = Counter((row["page"], row["figure"], row["ours"]) for row in rows if row["verdict"] == "right")
    assert right - read == Counter()
    left = Counter((row["page"], row["figure"]) for row in rows if row["verdict"] == "unread")
    beyond = Counter((page, figure) for page, figure, _ in (read - right).elements())
    assert beyond - left == Counter()
