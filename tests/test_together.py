"""One report in several files: figures know their file, prose ties to statements, halves in a folder are joined."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import budgetlib as bl
from budgetlib import batch
from budgetlib.output.show_text import SourceLine
from budgetlib.readers.manifest import write_manifest
from budgetlib.running import together
from budgetlib.show import SourceParts

PROSE = """青石市档案局2024年度部门决算情况说明

第二部分 2024年度部门决算情况说明

一、收入支出决算总体情况说明

2024年度收入总计{income}万元，其中：本年收入合计{income}万元。支出总计500.00万元，其中：本年支出合计500.00万元。

二、收入决算情况说明

本年收入合计{income}万元，其中：财政拨款收入480.00万元，占96.00%；其他收入20.00万元，占4.00%。
"""
ROWS = [
    ("收入", None, "支出", None),
    ("项目", "决算数", "项目", "决算数"),
    ("一、一般公共预算财政拨款收入", 480.0, "一、一般公共服务支出", 500.0),
    ("二、其他收入", 20.0, None, None),
    ("本年收入合计", 500.0, "本年支出合计", 500.0),
    ("总计", 500.0, "总计", 500.0),
]


def prose(folder: Path, income: str = "500.00") -> Path:
    path = folder / "情况说明.txt"
    path.write_text(PROSE.format(income=income), encoding="utf-8")
    return path


def statements(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收支总表"
    for row in [
        ("青石市档案局2024年度部门决算",),
        ("收入支出决算总表",),
        ("部门：青石市档案局", None, None, "单位：万元"),
        *ROWS,
    ]:
        sheet.append(row)
    for merge in ("A1:D1", "A2:D2", "A4:B4", "C4:D4"):
        sheet.merge_cells(merge)
    path = folder / "决算表.xlsx"
    book.save(path)
    return path


def test_figures_of_two_files_are_one_report_and_know_their_file(tmp_path: Path) -> None:
    report = bl.read_report([prose(tmp_path), statements(tmp_path)])
    assert set(report.lines["file"]) == {"决算表.xlsx"} and set(report.claims["file"]) == {"情况说明.txt"}
    assert report.reports.loc[0, "files"] == "情况说明.txt; 决算表.xlsx"
    total = report.lines[(report.lines["name"] == "本年收入合计")].iloc[0]
    assert total["amount"] == 500.0
    assert not (report.findings["severity"] == "error").any()


def test_a_slip_between_prose_and_statements_is_found(tmp_path: Path) -> None:
    report = bl.read_report([prose(tmp_path, income="560.00"), statements(tmp_path)])
    assert report.findings["message_zh"].str.contains("560").any()


def test_the_source_of_a_cell_names_sheet_and_cell_and_shows_its_head(tmp_path: Path) -> None:
    report = bl.read_report([prose(tmp_path), statements(tmp_path)])
    number = report.lines.index[report.lines["name"] == "本年收入合计"][0]
    shown = report.show_source(report.lines.loc[number])
    assert isinstance(shown, SourceLine)
    assert "收支总表!B8: 本年收入合计 | 【500】" in str(shown) and "决算数" in str(shown)


def test_two_halves_in_a_folder_are_joined_and_a_whole_report_is_not(tmp_path: Path) -> None:
    files = [prose(tmp_path), statements(tmp_path)]
    (outcome,) = batch.outcomes(files, workers=0)
    assert outcome.records and outcome.records["lines"] and outcome.records["claims"]
    assert any("情况说明.txt + 决算表.xlsx" in said for said in outcome.remarks)


def test_halves_of_different_years_stay_apart(tmp_path: Path) -> None:
    path = prose(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("2024", "2023"), encoding="utf-8")
    assert len(list(batch.outcomes([path, statements(tmp_path)], workers=0))) == 2


def of_a_folder(agency: str, scope: str | None, statements: int, name: str = "") -> together.Half:
    report = {"agency": agency, "fiscal_year": 2019, "report_type": "budget", "scope": scope}
    found = together.half(Path(f"{agency}{scope}{statements}{name}"), report, statements, 5 - statements)
    assert found
    return found


def test_statements_that_do_not_say_their_scope_belong_to_the_only_explanation() -> None:
    prose, table = of_a_folder("青石市档案局", "department", 0), of_a_folder("青石市档案局", None, 5)
    assert together.pairs([prose, table]) == [(prose, table)]
    assert together.pairs([of_a_folder("青石市档案局", "unit", 0), of_a_folder("青石市档案局", "department", 5)]) == []
    assert together.pairs([prose, of_a_folder("青石市档案局", "unit", 0), table]) == []


def test_a_committee_of_the_party_goes_by_its_full_and_its_short_name() -> None:
    assert together.same_office("中国共产党青石省委员会办公厅", "青石省委办公厅")
    assert together.same_office("中共青石省委办公厅", "中国共产党青石省委员会办公厅")
    assert not together.same_office("中国共产党青石省委员会组织部", "青石省委办公厅")


def test_a_manifest_fills_where_a_file_came_from(tmp_path: Path) -> None:
    path = prose(tmp_path)
    manifest, added = write_manifest(tmp_path)
    assert added == 1
    text = manifest.read_text(encoding="utf-8-sig").replace(
        "情况说明.txt,,", "情况说明.txt,https://example.invalid/1,2025-09-01"
    )
    manifest.write_text(text, encoding="utf-8-sig")
    row = bl.read_report(path).reports.iloc[0]
    assert (row["url"], row["published"]) == ("https://example.invalid/1", "2025-09-01")
    statements(tmp_path)
    assert write_manifest(tmp_path)[1] == 1 and "example.invalid" in manifest.read_text(encoding="utf-8-sig")


def test_a_manifest_without_its_columns_is_one_sentence(tmp_path: Path) -> None:
    path = prose(tmp_path)
    (tmp_path / "manifest.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(bl.UnreadableReport, match="expected the columns"):
        bl.read_report(path).reports  # noqa: B018


def test_what_changed_between_two_versions(tmp_path: Path) -> None:
    first = bl.read_report(prose(tmp_path))
    second = bl.read_report(prose(tmp_path, income="501.00"))
    changed = bl.compare_versions(first, second)
    assert set(zip(changed["before"], changed["after"], strict=True)) == {(500.0, 501.0)}
    assert bl.compare_versions(first, first).empty


def test_evidence_in_two_files_shows_both_places(tmp_path: Path) -> None:
    report = bl.read_report([prose(tmp_path), statements(tmp_path)])
    line = report.lines.index[report.lines["name"] == "本年收入合计"][0]
    shown = report.show_source(f"lines:{line}:amount claims:0:value")
    assert isinstance(shown, SourceParts)
    assert "【500】" in str(shown) and "收入总计【500.00】" in str(shown)
    assert "<mark>500.00</mark>" in shown._repr_html_()
