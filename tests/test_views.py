"""Reports and datasets as a notebook shows them: what was read, the same on every run and on every machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from budgetlib import export, schema
from budgetlib.dataset import Dataset
from budgetlib.output.views import MOST_REPORTS
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

REPORTS = Path(__file__).parents[1] / "data" / "reports"

TEXT = """某市某局{year}年度部门决算

一、收入支出决算总体情况说明

{year}年度收入总计120.00万元，其中：本年收入合计100.00万元，使用非财政拨款结余0.00万元，年初结转和结余26.00万元。
"""


def written(folder: Path, year: int) -> Path:
    path = folder / f"report-{year}.txt"
    path.write_text(TEXT.format(year=year), encoding="utf-8")
    return path


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    reports = [read_report(written(tmp_path, year)) for year in (2022, 2023)]
    return Dataset(export.gather(reports), unreadable=[f"{tmp_path / 'novel.txt'}: found no statement."])


def test_a_report_shows_what_was_read_of_it(tmp_path: Path) -> None:
    text = words(read_report(written(tmp_path, 2023))._repr_html_())
    assert (
        "某市某局2023年度部门决算" in text and "部门 / department" in text and "report-2023.txt，5 行 / lines" in text
    )
    assert "文字陈述 claims 4" in text
    assert "读出的数字 / figures read 4 / 4 (100.0%)" in text
    assert "有印证的 / confirmed 0 / 4 (0.0%)" in text  # the sum does not hold, so it confirms nothing
    assert "错误 / errors 1，提示 / warnings 0，备注 / notes 0" in text


def test_a_pdf_is_not_read_a_second_time_for_its_view(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Report, progress: object = None) -> None:
        raise AssertionError("the second engine was started")

    monkeypatch.setattr(Report, "verify", refused)
    report = read_report(REPORTS / "putuo-social-work-2024.pdf")
    text = words(report._repr_html_())
    assert "样本副本" in text and "2024" in text and report.verification is None


def test_views_are_the_same_on_every_run_and_every_machine(tmp_path: Path, dataset: Dataset) -> None:
    path = written(tmp_path, 2023)
    views = [read_report(path)._repr_html_() for _ in range(2)]
    assert views[0] == views[1] and dataset._repr_html_() == dataset._repr_html_()
    for view in (*views, dataset._repr_html_()):
        assert str(tmp_path) not in view and "0x" not in view and "object at" not in view


def test_a_dataset_lists_its_reports(dataset: Dataset) -> None:
    text = words(dataset._repr_html_())
    assert "2 份报告 / reports" in text and "2022–2023" in text and "未能读取 / unreadable 1" in text
    assert "文字陈述 claims 8" in text and text.count("1 (1)") == 2  # a finding each, an error each
    assert text.index("2022 决算") < text.index("2023 决算")


def test_a_large_dataset_is_cut_and_counted(tmp_path: Path) -> None:
    reports = [read_report(written(tmp_path, year)) for year in range(2000, 2000 + MOST_REPORTS + 3)]
    view = Dataset(export.gather(reports))._repr_html_()
    assert view.count("决算 / final account") == MOST_REPORTS and "另有 3 份" in view


def test_a_dataset_says_how_much_was_read_and_confirmed(dataset: Dataset) -> None:
    """Two reports with four numbers each, whose sum does not hold, so that nothing is confirmed."""
    text = words(dataset._repr_html_())
    assert "读出的数字 / figures read 8 / 8 (100.0%)" in text and "有印证的 / confirmed 0 / 8 (0.0%)" in text
    assert text.count("4 / 4 (100.0%)") == 2


def test_what_is_not_known_of_a_dataset_is_a_dash(dataset: Dataset) -> None:
    known = dataset.table("reports").drop(columns=["numbers", "unread", "figures", "confirmed"])
    reports = schema.typed("reports", known)  # as from a file that has no such columns
    assert "读出的数字 / figures read — 有印证的 / confirmed —" in words(Dataset({"reports": reports})._repr_html_())


def test_an_empty_dataset_has_a_view() -> None:
    assert "0 份报告 / reports" in words(Dataset({})._repr_html_())


def test_markup_in_a_report_is_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(year=2023).replace("某市某局", "某市<b>某局", 1), encoding="utf-8")
    assert "<b>" not in read_report(path)._repr_html_()
