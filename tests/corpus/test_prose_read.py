"""The prose of five reports that nobody read beforehand, each figure compared with the page by eye.

``prose-read.csv`` has a line a figure: report, page, figure as printed, what it was read as (item, measure, base,
value, unit) and the verdict; ``unread`` figures were left out, with a reason. None was wrong. ``prose-kinds.csv`` has
figures of 42 other reports, of kinds that were not read before (codes before a name, lists under 其中：, units of an
office, nouns behind a count, reviews of projects …), each compared with the page likewise.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import budgetlib as bl

pytestmark = pytest.mark.corpus

FOLDER = Path(__file__).parent
JUDGED = list(csv.DictReader((FOLDER / "prose-read.csv").open(encoding="utf-8")))
KINDS = list(csv.DictReader((FOLDER / "prose-kinds.csv").open(encoding="utf-8")))
REPORTS = sorted({row["report"] for row in JUDGED})


def test_five_places_and_no_figure_wrong() -> None:
    assert len({report.split("/")[0] for report in REPORTS}) == 5
    verdicts = Counter(row["verdict"] for row in JUDGED)
    assert verdicts["wrong"] == 0
    assert verdicts["unread"] < 0.05 * verdicts["right"]


def claims_of(path: Path) -> Counter[tuple[str, str, str]]:
    """Page, figure as printed, and what it was read as."""
    claims = bl.read_report(path).claims.fillna({"base": ""})
    return Counter(
        (str(c.page), c.text, "|".join([c.item, c.measure, c.base, repr(c.value), c.unit])) for c in claims.itertuples()
    )


@pytest.mark.parametrize("report", sorted({row["report"] for row in KINDS}))
def test_kinds_are_read_as_they_were_judged(corpus: Path, report: str) -> None:
    path = corpus / "reports" / "cities" / report
    if not path.exists():
        pytest.skip(f"no {path}")
    judged = Counter((row["page"], row["figure"], row["ours"]) for row in KINDS if row["report"] == report)
    assert judged - claims_of(path) == Counter()


@pytest.mark.parametrize("report", REPORTS)
def test_figures_are_read_as_they_were_judged(corpus: Path, report: str) -> None:
    """All that was right is read so; what is read beyond it was unread then."""
    path = corpus / "reports" / "cities" / report
    if not path.exists():
        pytest.skip(f"no {path}")
    read = claims_of(path)
    rows = [row for row in JUDGED if row["report"] == report]
    right = Counter((row["page"], row["figure"], row["ours"]) for row in rows if row["verdict"] == "right")
    assert right - read == Counter()
    left = Counter((row["page"], row["figure"]) for row in rows if row["verdict"] == "unread")
    beyond = Counter((page, figure) for page, figure, _ in (read - right).elements())
    assert beyond - left == Counter()
