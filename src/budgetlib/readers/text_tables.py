"""Rows of tables in text: tabs, pipes with and without outer ones, one cell a line, columns set apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from budgetlib.numbers import is_blank, parse_number

Row = list[str] | None
"""Cells of a row; [] for a line that holds nothing of its own (a rule, the rest of a row); None for prose."""

_RULE = re.compile(r"\|?[\s:|-]*-{3,}[\s:|-]*")
_ONE_CELL = re.compile(r"([^|\t]*)\|")
_MOST_COLUMNS = 12
_LONGEST_CELL = 40


def rows_of(lines: Sequence[str]) -> list[Row]:
    """For each line the cells of the table row that it is."""
    rows: list[Row] = [_row(line) for line in lines]
    for first, last in _runs(lines, lambda line: bool(_ONE_CELL.fullmatch(line.strip()))):
        _fold_cells(lines, rows, first, last)
    for first, last in _runs(lines, lambda line: len(line.split()) > 2):
        _split_spaces(lines, rows, first, last)
    return rows


def _row(line: str) -> Row:
    if "\t" in line:
        return line.split("\t")
    stripped = line.strip()
    if stripped.count("|") < 2:
        return None
    if _RULE.fullmatch(stripped):
        return []
    return stripped.removeprefix("|").removesuffix("|").split("|")


def _runs(lines: Sequence[str], fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    """First and one past the last number of lines on end that fit."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if not fits(line):
            continue
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _fold_cells(lines: Sequence[str], rows: list[Row], first: int, last: int) -> None:
    """Cells that stand one a line, put into the only number of columns in which they make a table."""
    cells = [line.strip().removesuffix("|").strip() for line in lines[first:last]]
    widths = [width for width in range(2, _MOST_COLUMNS) if len(cells) % width == 0 and _is_table(cells, width)]
    if len(widths) != 1:
        return
    (width,) = widths
    for number in range(first, last):
        place = number - first
        rows[number] = cells[place : place + width] if place % width == 0 else []


def _is_table(cells: Sequence[str], width: int) -> bool:
    """A head of words, then rows of figures, either all of them behind a label or none."""
    head, *body = (cells[place : place + width] for place in range(0, len(cells), width))
    labels = [parse_number(row[0]) is None for row in body]
    figures = [all(parse_number(cell) is not None or is_blank(cell) for cell in row[1:]) for row in body]
    words = all(cell and parse_number(cell) is None for cell in head[1:])
    return bool(body) and words and all(figures) and len(set(labels)) == 1


def _split_spaces(lines: Sequence[str], rows: list[Row], first: int, last: int) -> None:
    """Lines of one head and rows of as many words and figures, set apart by spaces only."""
    split = [line.split() for line in lines[first:last]]
    for head in range(len(split) - 2):
        width = len(split[head])
        end = head + 1
        while end < len(split) and _is_row_of(split[end], width):
            end += 1
        named = all(len(word) < _LONGEST_CELL and not re.search(r"[\d，。；：,;:]", word) for word in split[head])
        if named and end - head > 2 and all(rows[first + number] is None for number in range(head, end)):
            rows[first + head : first + end] = split[head:end]
            return


def _is_row_of(words: Sequence[str], width: int) -> bool:
    figures = [parse_number(word) is not None or is_blank(word) for word in words]
    return len(words) == width and not figures[0] and all(figures[1:])
