"""Every figure of the prose of the Shanghai reports against its figures read independently."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl
from budgetlib.text import squeeze

pytestmark = pytest.mark.corpus

REPORTS = (
    "putuo-planning-2024",
    "putuo-social-work-2024",
    "putuo-commerce-budget-2025",
    "putuo-wanli-budget-2024",
)
EXTRA_MEASURES = {"count", "initial_budget"}


@pytest.fixture(scope="module", params=REPORTS)
def pair(request: pytest.FixtureRequest, corpus: Path) -> tuple[bl.Report, list[dict[str, Any]]]:
    truth = json.loads((corpus / "truth" / f"{request.param}.json").read_text(encoding="utf-8"))
    report = bl.read_report(corpus / "reports" / f"{request.param}.pdf")
    assert report.identity.agency == truth["agency"]
    assert report.identity.fiscal_year == truth["fiscal_year"]
    assert report.identity.report_type == truth["report_type"]
    return report, truth["narrative"] + truth.get("other_facts", [])


def kind(measure: str) -> str:
    """Initial and annual budgets are one kind: the readings by hand say only "budget"."""
    return "budget" if measure in ("initial_budget", "annual_budget") else measure


def key(stated: dict[str, Any]) -> tuple[str, float, str, int]:
    measure = "prior" if stated["measure"] == "prior" else kind(stated["measure"])
    return measure, stated["value"], stated["printed"], stated["page"]


def test_every_stated_figure_is_read(pair: tuple[bl.Report, list[dict[str, Any]]]) -> None:
    report, stated = pair
    claims = report.claims
    read = Counter(zip(claims.measure.map(kind), claims.value, claims.text, claims.page, strict=True))
    assert Counter(key(one) for one in stated) - read == Counter()


def test_nothing_is_invented(pair: tuple[bl.Report, list[dict[str, Any]]]) -> None:
    """What goes beyond the reading by hand is a count or the amount of a project, printed on that page."""
    report, stated = pair
    known = Counter(key(one) for one in stated)
    for row in report.claims.itertuples():
        place = (kind(row.measure), row.value, row.text, row.page)
        if known[place]:
            known[place] -= 1
        else:
            assert row.measure in EXTRA_MEASURES, place


def test_items_are_those_read_by_hand(pair: tuple[bl.Report, list[dict[str, Any]]]) -> None:
    report, stated = pair
    read: dict[Any, list[str]] = {}
    for row in report.claims.itertuples():
        read.setdefault((kind(row.measure), row.value, row.text, row.page), []).append(_bare(row.item))
    strange = [
        (one["item"], read[key(one)])
        for one in stated
        if not any(_alike(item, _bare(one["item"])) for item in read[key(one)])
    ]
    assert strange == []


def _bare(item: str) -> str:
    text = squeeze(item).text
    for mark in ("(类)", "(款)", "(项)", "/", "支出", "2024年度", "的", "由", "财政拨款", "预算", "政府采购"):
        text = text.replace(mark, "")
    return text.removesuffix("数")


def _alike(read: str, stated: str) -> bool:
    return read in stated or stated in read or stated.split("供应商")[0] in read
