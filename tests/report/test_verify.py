"""Two engines agree on sound reports; a figure that one of them misreads is caught, listed and flagged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from budgetlib.checks.verify import RULE
from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Grid, UnreadableReport
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

Misread = Callable[[Report, str, str], Report]


def test_two_engines_agree_on_every_figure(small: Report) -> None:
    seen = []
    verification = small.verify(progress=lambda done, total: seen.append((done, total)))
    assert verification.counts == {"confirmed": len(list(small.figures())), "differs": 0, "not_read": 0}
    assert verification.confirmed == set(small.figures())
    assert seen == [(1, 2), (2, 2)]
    assert {"lines", "claims", "changes"} <= {table for table, _, _ in verification.confirmed}
    assert small.confirmation["second_engine"].all()
    assert RULE not in set(small.findings["rule"])
    assert "differ" in verification.summary and verification.differences.empty


def test_two_engines_agree_on_the_bundled_edition(edition_pdf: Path) -> None:
    report = read_report(edition_pdf)
    verification = report.verify()
    assert verification.counts == {"confirmed": len(list(report.figures())), "differs": 0, "not_read": 0}
    assert {"projects", "indicators"} <= {table for table, _, _ in verification.confirmed}


def test_swapped_digits_in_a_cell_are_caught(small: Report, misread: Misread) -> None:
    report = misread(small, "800.44", "804.04")
    (row,) = (n for n, row in enumerate(report.rows["lines"]) if row.values["amount"] == 804.04)
    before = len(report.findings)
    differences = report.verify().differences
    assert differences.to_dict("records") == [
        {
            "table": "lines",
            "row": row,
            "column": "amount",
            "page": 1,
            "first": "804.04",
            "second": "800.44",
            "reason": "characters",
        }
    ]
    finding = report.findings[report.findings["rule"] == RULE].iloc[0]
    assert len(report.findings) == before + 1
    for message in (finding["message_zh"], finding["message_en"]):
        assert "804.04" in message and "800.44" in message and "收入决算表" in message
    assert (finding["severity"], finding["page"], finding["evidence"]) == ("warning", 1, f"lines:{row}:amount")
    assert (finding["stated"], finding["expected"]) == (804.04, 800.44)
    confirmation = report.confirmation.set_index(["table", "row", "column"]).loc[("lines", row, "amount")]
    assert not confirmation["second_engine"]


def test_swapped_digits_in_prose_are_caught(small: Report, misread: Misread) -> None:
    (one, *_) = misread(small, "增加35.00万元", "增加53.00万元").verify().differing
    assert (one.first, one.page) == ("53.00", 2)
    assert "35.00" in one.second


def test_a_figure_that_was_read_as_blank_is_caught(small: Report, misread: Misread) -> None:
    (one,) = misread(small, "800.44", "").verify().differing
    assert (one.first, one.second) == ("", "800.44")


def test_a_figure_in_the_wrong_cell_is_caught(small: Report) -> None:
    blocks = list(small.document.blocks)
    at, grid = next((n, block) for n, block in enumerate(blocks) if isinstance(block, Grid))
    merged = [
        cell._replace(bbox=(cell.bbox[0], cell.bbox[1], cell.bbox[2] + 80, cell.bbox[3]))
        if cell.text == "1,234.56" and cell.row == 2 and cell.bbox and cell.bbox[2] < 470
        else cell
        for cell in grid.cells
    ]
    blocks[at] = replace(grid, cells=tuple(merged))
    verification = Report(parse(replace(small.document, blocks=tuple(blocks)))).verify()
    assert [one.reason for one in verification.differing] == ["borders"]


def test_a_page_that_the_second_engine_leaves_out_is_no_difference(small: Report) -> None:
    moved = [
        replace(block, cells=tuple(cell._replace(page=2) for cell in block.cells)) if isinstance(block, Grid) else block
        for block in small.document.blocks
    ]
    report = Report(parse(replace(small.document, blocks=tuple(moved))))
    verification = report.verify()
    assert verification.counts["differs"] == 0
    assert {one.reason for one in verification.not_read} == {"no table"}
    assert verification.pages_not_read == []  # its prose was read again
    assert "not read a second time" in verification.summary


def test_reading_with_camelot_alone(small_pdf: Path, small: Report) -> None:
    report = read_report(small_pdf, engine="camelot")
    assert report.document.engine == "camelot"
    assert [row.values for row in report.rows["lines"]] == [row.values for row in small.rows["lines"]]
    verification = report.verify()
    assert (verification.engine, verification.counts["differs"]) == ("tablers", 0)
    with pytest.raises(ValueError, match="there are tablers, camelot"):
        read_report(small_pdf, engine="tesseract")


def test_a_file_that_changed_or_went_is_not_compared(small_pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    shutil.copy(small_pdf, path)
    report = read_report(path)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(UnreadableReport, match="has changed since"):
        report.verify()
    path.unlink()
    with pytest.raises(UnreadableReport, match="no longer there"):
        report.verify()


def test_a_text_report_has_nothing_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("某市某局2023年度部门决算\n\n一、总体情况\n\n2023年度收入总计120.00万元。\n", encoding="utf-8")
    report = read_report(path)
    assert report.verify().compared == ()
