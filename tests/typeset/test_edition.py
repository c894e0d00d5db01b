"""The edition of a real report: every figure of the original, none of its sentences; the bundled PDF is of today."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pypdfium2 as pdfium
import pytest

from budgetlib import schema
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.typeset import make_edition

NAME = "urumqi-science-technology-2024"
BUNDLED = Path(__file__).parents[2] / "data" / "reports" / f"{NAME}.pdf"
TABLES = ("reports", "claims", "changes", "completions", "three_public", "projects", "indicators")
LEFT_OUT = schema.READING | {"reason", "basis", "repaired"}

_NOISE = re.compile(r"[\s\d.%（）()]+")
_RUN = 24


@pytest.fixture(scope="module")
def original(corpus: Path) -> Report:
    path = corpus / "reports" / f"{NAME}.txt"
    if not path.is_file():
        pytest.skip(f"no {path}")
    return read_report(path)


@pytest.fixture(scope="module")
def edition(original: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_edition(original.document.source, tmp_path_factory.mktemp("edition") / "edition.pdf")


@pytest.mark.corpus
@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_the_original(original: Report, edition: Path, table: str) -> None:
    columns = [name for name in original.table(table).columns if name not in LEFT_OUT]
    pd.testing.assert_frame_equal(original.table(table)[columns], read_report(edition).table(table)[columns])


@pytest.mark.corpus
def test_no_sentence_of_the_original(original: Report, edition: Path) -> None:
    """The prose shares no run of 24 characters with a comma; names, headings and labels of forms do recur."""
    ours = "\n".join(paragraph.text for _, paragraph in read_report(edition).document.paragraphs())
    known = _NOISE.sub("", original.document.source.read_text(encoding="utf-8").replace(",", "，"))
    runs = {known[at : at + _RUN] for at in range(len(known) - _RUN)}
    for paragraph in ours.splitlines():
        text = _NOISE.sub("", paragraph.replace(",", "，"))
        shared = [run for at in range(len(text) - _RUN) if (run := text[at : at + _RUN]) in runs and "，" in run]
        assert not shared


@pytest.mark.corpus
def test_the_bundled_edition_is_what_would_be_made_today(original: Report) -> None:
    bundled = read_report(BUNDLED)
    for table in TABLES:
        columns = [name for name in original.table(table).columns if name not in LEFT_OUT]
        pd.testing.assert_frame_equal(original.table(table)[columns], bundled.table(table)[columns])


def test_figures_that_the_bureau_published() -> None:
    """Sums and counts as they stand in the original, counted by hand."""
    report = read_report(BUNDLED)
    projects = report.projects[report.projects["evaluation"] == "project"]
    sums = projects[["initial_budget", "adjusted_budget", "executed"]].sum().round(2)
    assert (len(projects), *sums) == (19, 2041.66, 1921.87, 1916.18)
    assert report.indicators["evaluation"].value_counts().to_dict() == {"project": 163, "department": 5}
    assert report.indicators[["weight", "score", "target", "actual"]].notna().all(axis=None)
    assert report.indicators["basis"].isna().all()
    assert len(report.claims) == 173
    assert report.coverage.unread == []


def test_the_first_page_says_that_it_is_an_edition() -> None:
    with pdfium.PdfDocument(BUNDLED) as pdf:
        text = "".join(pdf[0].get_textpage().get_text_bounded().split())
    assert "重新排版的版本，非原件" in text and "Thisisatypesetedition,nottheoriginal" in text
    assert "://" not in text
