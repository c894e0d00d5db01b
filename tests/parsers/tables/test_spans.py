"""Heads of tables typed as text, which keep no spans: 合计 beside other words is a heading, alone it is a row."""

from __future__ import annotations

import pytest

from budgetlib.parsers.tables.pieces import Piece
from budgetlib.readers.typed_tables import grid_of

THREE_PUBLIC = """“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
14.81\t\t\t14.81\t\t14.81\t160.41"""
FUNDS = """科目编码\t科目名称\t年初结转和结余\t本年支出\t\t\t年末结转和结余
\t\t\t合计\t基本支出\t项目支出\t
212\t城乡社区支出\t2.17\t44.60\t0.00\t44.60\t2.59"""
BLANK_TOTAL = """科目名称\t本年支出\t
\t基本支出\t项目支出
合计\t—\t
城乡社区支出\t0.00\t44.60"""


def heads(table: str) -> tuple[int, list[list[str]]]:
    rows = [(number, line.split("\t")) for number, line in enumerate(table.splitlines(), start=1)]
    piece = Piece(grid_of(rows), 0)
    return piece.first, [[cell.text for cell in path] for path in piece.paths]


@pytest.mark.parametrize(
    ("table", "first", "column", "path"),
    [
        (THREE_PUBLIC, 3, 0, ["“三公”经费预算数", "合计"]),
        (THREE_PUBLIC, 3, 5, ["“三公”经费预算数", "公务用车购置及运行费", "运行费"]),
        (THREE_PUBLIC, 3, 6, ["机关运行经费预算数"]),
        (FUNDS, 2, 3, ["本年支出", "合计"]),
        (FUNDS, 2, 5, ["本年支出", "项目支出"]),
        (BLANK_TOTAL, 2, 1, ["本年支出", "基本支出"]),
    ],
)
def test_headings_of_several_rows(table: str, first: int, column: int, path: list[str]) -> None:
    begins, paths = heads(table)
    assert (begins, paths[column]) == (first, path)
