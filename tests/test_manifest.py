"""Where a report came from is cited wherever its figures are shown."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.hostile.reports import WHOLE

import budgetlib as bl
from budgetlib.charts import source_note
from budgetlib.export import write_tables
from budgetlib.readers.manifest import origin
from budgetlib.story import write_story

ROW = "report.txt,https://example.invalid/2024/report.html,2025-09-01,2025-10-02,青石市财政局\n"


@pytest.mark.parametrize(
    ("about", "zh", "en"),
    [
        ({}, "", ""),
        ({"published": float("nan"), "url": None}, "", ""),
        ({"published": "2025-09-01"}, "于2025-09-01公布", "published on 2025-09-01"),
        ({"publisher": "青石市财政局"}, "青石市财政局公布", "published by 青石市财政局"),
        ({"retrieved": "2025-10-02"}, "2025-10-02取得", "taken on 2025-10-02"),
        ({"url": "https://example.invalid/a?b=1"}, "取自example.invalid", "taken from example.invalid"),
        ({"url": "档案柜"}, "取自档案柜", "taken from 档案柜"),
    ],
)
def test_what_is_known_is_said(about: dict[str, object], zh: str, en: str) -> None:
    assert origin(about) == (zh, en)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.csv").write_text(f"file,url,published,retrieved,publisher\n{ROW}", encoding="utf-8")
    (tmp_path / "report.txt").write_text(WHOLE.format(name="甲", year=2024, amount=5.0), encoding="utf-8")
    return tmp_path


CITED = "青石市财政局于2025-09-01公布，2025-10-02取自example.invalid"


def test_charts_cite_the_manifest(folder: Path) -> None:
    report = bl.read_report(folder / "report.txt")
    assert CITED in source_note(report.claims).text()
    assert "taken from example.invalid on 2025-10-02" in source_note(report.claims, lang="en").text("en")
    write_tables(report.tables(), folder / "tables")
    for ds in (bl.read_reports(folder / "report.txt"), bl.open_dataset(folder / "tables")):
        assert CITED in source_note(ds.claims).text()


def test_a_story_cites_the_whole_address(folder: Path) -> None:
    write_story(bl.read_report(folder / "report.txt"), folder / "story")
    for name in ("story.html", "story.md"):
        written = (folder / "story" / name).read_text(encoding="utf-8").replace("\\", "")
        assert "青石市财政局于2025-09-01公布" in written and "https://example.invalid/2024/report.html" in written


def test_a_chart_of_a_workbook_counts_sheets() -> None:
    table = pd.DataFrame({"agency": ["甲局"], "fiscal_year": [2024], "report_type": ["final"], "page": [7]})
    assert "第7张表" in source_note(table, locator="sheet").text()
    assert "sheet 7" in source_note(table, locator="sheet").text("en")
