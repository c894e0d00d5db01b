"""Tables of web pages pasted cell by cell: read where only one reading is possible, else left alone."""

from __future__ import annotations

from pathlib import Path

import budgetlib as bl
from budgetlib.readers import read
from budgetlib.readers.document import Grid

HEAD = "云岭市审计局2024年部门预算\n\n一、2024年“三公”经费支出预算表\n单位：万元\n"


def rows(tmp_path: Path, text: str) -> list[list[str]]:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    (grid,) = (block for block in read(path).blocks if isinstance(block, Grid))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def test_a_pipe_alone_closes_the_cell_above_or_is_a_blank_one(tmp_path: Path) -> None:
    cells = [
        "项 目",
        "预 算 数",
        "合 计",
        "3.60",
        "因公出国（境）费",
        "",
        "公务接待费",
        "3.60",
        "其中：国内接待费",
        "3.60",
    ]
    text = "".join(f"{cell}\n|\n" if cell else "|\n" for cell in cells)
    assert rows(tmp_path, text) == [
        ["项 目", "预 算 数"],
        ["合 计", "3.60"],
        ["因公出国（境）费", ""],
        ["公务接待费", "3.60"],
        ["其中：国内接待费", "3.60"],
    ]


def test_a_pipe_alone_may_end_a_row(tmp_path: Path) -> None:
    text = "|\n项目 |\n预算数 |\n决算数 |\n|\n合计 |\n24 |\n16.30 |\n|\n公务接待费 |\n24 |\n16.30 |\n"
    assert rows(tmp_path, text) == [
        ["项目", "预算数", "决算数"],
        ["合计", "24", "16.30"],
        ["公务接待费", "24", "16.30"],
    ]


def test_heads_over_heads_that_lost_their_places_are_left_alone(tmp_path: Path) -> None:
    heads = ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费", "小计", "购置费", "运行费"]
    text = "".join(f"{cell} |\n" for cell in [*heads, "79", "0", "75", "50", "25", "4"])
    assert [len(row) for row in rows(tmp_path, text)] == [1]
    report = bl.read_report(tmp_path / "report.txt")
    assert report.three_public.empty
    assert report.findings.empty
