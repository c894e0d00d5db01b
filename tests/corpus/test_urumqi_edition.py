"""The bundled edition of the Urumqi account against the original text: the same findings, and the same leads.

The edition has sentences of its own; it repeats no sentence that the original broke off, and no slip of its pen.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.analysis.leads import leads

EDITION = Path(__file__).parents[2] / "data" / "reports" / "urumqi-science-technology-2024.pdf"
OF_ITS_SENTENCES = ("form.cut_off", "form.slips")

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def original(corpus: Path) -> bl.Report:
    return bl.read_report(corpus / "reports" / "urumqi-science-technology-2024.txt")


@pytest.fixture(scope="module")
def edition() -> bl.Report:
    return bl.read_report(EDITION)


def found(report: bl.Report) -> Counter:
    rows = report.findings[~report.findings["rule"].isin(OF_ITS_SENTENCES)]
    figures = zip(rows["stated"].map(str), rows["expected"].map(str), strict=True)
    return Counter(zip(rows["rule"], rows["severity"], figures, strict=True))


def test_text_and_edition_give_the_same_findings(original: bl.Report, edition: bl.Report) -> None:
    assert found(edition) == found(original)
    assert found(original).total() == 57


def test_text_and_edition_give_the_same_leads(original: bl.Report, edition: bl.Report) -> None:
    told = [[(one.kind, one.amount) for one in leads(report.tables())] for report in (original, edition)]
    assert told[0] == told[1]
    kinds = {kind for kind, _ in told[1]}
    assert {"reason_project", "outside_three_public", "projects_exceed", "funds_exceed", "unexplained_rest"} <= kinds


def test_no_stated_reason_is_the_words_of_the_original(original: bl.Report, edition: bl.Report) -> None:
    """Fourteen characters in a row, names aside, would be a sentence of the office."""
    names = {*original.projects["project"], *original.indicators["indicator"], *original.completions["item"]}
    for table in ("changes", "completions", "indicators"):
        texts = "".join(original.table(table)["reason"].dropna())
        for reason in edition.table(table)["reason"].dropna():
            ours = re.sub("“[^”]+”", "|", reason)  # a project by its name
            for name in names:
                ours = ours.replace(name, "|")
            runs = [ours[at : at + 14] for at in range(len(ours) - 13)]
            assert not [run for run in runs if run in texts and not any(run in name for name in names)], reason
