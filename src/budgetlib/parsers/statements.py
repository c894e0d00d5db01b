"""Statements of a report (决算表, 预算表) into rows of the table ``lines``, each figure with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from budgetlib.numbers import TO_WAN, is_blank, parse_number
from budgetlib.parsers.facts import Row
from budgetlib.parsers.statement_codes import Code, digits, joined_code, repaired
from budgetlib.parsers.statement_columns import LEVELS, Block, Column, Head, Matrix, read_head
from budgetlib.parsers.statement_layout import layout, plain
from budgetlib.parsers.statement_titles import Found, Unknown, find_statements
from budgetlib.readers.document import Cell, Document, Mark

_NOTE_ROW = re.compile(r"(?:备?注|说明|附注)(?::|\d|[一二三])")
_TWO_NUMBERS = re.compile(r"\d\s+[\d.,]")
_EVALUATION = re.compile(r"绩效|自评")
"""Titles of the self-evaluation forms, which are no statements and are read elsewhere."""
_DECIMALS = 6
"""Amounts in 万元 keep this many decimals: 0.01 元 is 0.000001 万元, and binary dust is cut off."""


@dataclass(frozen=True, slots=True)
class StatementInfo:
    """A statement of the report: what it is, what it is called, where it stands, what is noted under it."""

    statement: str
    title: str
    unit: str
    page_first: int
    page_last: int
    empty: bool
    notes: tuple[str, ...]
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A figure of a statement that could not be placed: what is printed, where, and why it is not in ``lines``."""

    statement: str | None
    text: str
    page: int
    reason: str
    mark: Mark | None = None


@dataclass(slots=True)
class StatementsResult:
    """All that was read of the statements of a report."""

    rows: list[Row] = field(default_factory=list)
    statements: list[StatementInfo] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    labels: list[Mark] = field(default_factory=list)
    """Codes and names of the rows: their numbers went into ``code`` and ``name``."""


def parse_statements(document: Document, report_type: str) -> StatementsResult:
    """Read every statement of a ``final`` or ``budget`` report.

    A figure whose row or column is not known is listed in ``unplaced`` and never guessed; a statement that the
    report should have and does not is named in ``missing``.
    """
    result = StatementsResult()
    for found in find_statements(document, report_type):
        if isinstance(found, Unknown):
            result.unplaced += _unknown(found)
        else:
            _Reader(found, report_type, result).read()
            _merge_continued(result)
    _note_repeated(result)
    present = {info.statement for info in result.statements}
    result.missing = [kind.key for kind in layout(report_type).kinds if kind.key not in present]
    return result


def _merge_continued(result: StatementsResult) -> None:
    """Make one of two parts of a statement whose title is printed again on the next page.

    A total in both parts means two statements of one title (of a department and of a unit): they stay apart.
    """
    if len(result.statements) < 2:
        return
    upper, lower = result.statements[-2:]
    same = (upper.statement, upper.title, upper.unit) == (lower.statement, lower.title, lower.unit)
    if not same or not upper.title or lower.page_first != upper.page_last + 1:
        return
    below = [row for row in result.rows if _block(row) in lower.blocks]
    above = [row for row in result.rows if _block(row) in upper.blocks]
    if (any(map(is_total, above)) and any(map(is_total, below))) or not above or not below:
        return
    shift = max(row.values["row"] for row in above)
    for row in below:
        row.values["row"] += shift
    notes = tuple(dict.fromkeys(upper.notes + lower.notes))
    result.statements[-2:] = [
        replace(
            upper,
            page_last=lower.page_last,
            empty=upper.empty and lower.empty,
            notes=notes,
            blocks=upper.blocks + lower.blocks,
        )
    ]


def _block(row: Row) -> int:
    return row.marks["amount"].block


def is_total(row: Row) -> bool:
    """Whether a row is the total of its statement or of a side of it."""
    return plain(row.values["name"]) in ("合计", "总计", "收入总计", "支出总计")


def _note_repeated(result: StatementsResult) -> None:
    """Say so where a statement stands in a report twice: its figures must not be added up."""
    counts = Counter(info.statement for info in result.statements)
    result.statements = [
        replace(info, notes=(*info.notes, "this statement stands in the report more than once"))
        if counts[info.statement] > 1
        else info
        for info in result.statements
    ]


def _unknown(found: Unknown) -> list[Unplaced]:
    if _EVALUATION.search(found.title):
        return []
    if not any(parse_number(cell.text) is not None for cell in found.grid.cells):
        return []
    return [Unplaced(None, found.title, found.grid.page, "a statement under a title that is not known")]


@dataclass(slots=True)
class _Label:
    """What names a row within a block."""

    code: Code | None
    name: str


class _Reader:
    """Reads one statement into the result."""

    def __init__(self, found: Found, report_type: str, result: StatementsResult) -> None:
        self.found = found
        self.result = result
        self.layout = layout(report_type)
        self.matrix: Matrix = found.grid.covering()
        self.cell_index = {id(cell): number for number, cell in enumerate(found.grid.cells)}
        self.head: Head = read_head(found.grid, found.kind, self.layout)
        self.notes = list(found.notes)
        self.read_cells: set[int] = set()

    def read(self) -> None:
        """Add the rows, the unplaced figures and the description of the statement."""
        first = len(self.result.rows)
        self._check_head()
        numbers = self._data_rows()
        for block in self.head.blocks:
            self._read_block(block, numbers)
        self._list_unread()
        rows = self.result.rows[first:]
        rows.sort(key=lambda row: row.values["row"])
        self.result.rows[first:] = rows
        pages = [cell.page for cell in self.found.grid.cells]
        self.result.statements.append(
            StatementInfo(
                statement=self.found.kind.key,
                title=self.found.title,
                unit=self.found.unit,
                page_first=min(pages, default=self.found.grid.page),
                page_last=max(pages, default=self.found.grid.page),
                empty=all(row.values["amount"] is None for row in rows),
                notes=tuple(self.notes),
                blocks=(self.found.block,),
            )
        )

    def _check_head(self) -> None:
        """Two columns of one name in one block would be two answers to one question: neither is trusted."""
        for block in self.head.blocks:
            if self.found.kind.sides and block.side is None:
                self._unplaced_column(block.amounts[0], "no heading says whether these are income or expenditure")
            names = [(column.name, column.item) for column in block.amounts if column.name]
            for number, column in enumerate(block.amounts):
                if column.name and names.count((column.name, column.item)) > 1:
                    block.amounts[number] = Column(column.index, None, column.printed, column.item)

    def _unplaced_column(self, column: Column, reason: str) -> None:
        self.result.unplaced.append(Unplaced(self.found.kind.key, column.printed, self.found.grid.page, reason))

    def _data_rows(self) -> list[int]:
        """Rows that can hold figures; notes inside the grid are put to the notes."""
        numbers = []
        for number in range(self.head.first_row, self.found.grid.n_rows):
            texts = [cell.text for cell in self._starting(number) if cell.text.strip()]
            if len(texts) == 1 and _NOTE_ROW.match(plain(texts[0])):
                self.notes.append(texts[0])
            elif (texts and not self._repeats_head(number)) or self._is_form_row(number):
                numbers.append(number)
        return numbers

    def _is_form_row(self, number: int) -> bool:
        """The one row of figures of the three public expenses has no label, and is a row of the form when blank."""
        return self.found.kind.items and number == self.head.first_row

    def _starting(self, row: int) -> list[Cell]:
        return [cell for cell in dict.fromkeys(self.matrix[row]) if cell and cell.row == row]

    def _repeats_head(self, number: int) -> bool:
        """Whether a row is a row of the head again, as where a spreadsheet repeats it on each page."""
        if number == self.head.first_row:
            return False
        texts = self._texts(number)
        return any(texts == self._texts(row) for row in range(self.head.start, self.head.first_row))

    def _texts(self, row: int) -> list[str]:
        return [plain(cell.text) if cell else "" for cell in self.matrix[row]]

    def _read_block(self, block: Block, numbers: Sequence[int]) -> None:
        labels = self._labels(block, numbers)
        count = 0
        for number, label in zip(numbers, labels, strict=True):
            figures = [(column, self.matrix[number][column.index]) for column in block.amounts]
            if self._is_rest_of_name(block, number, label, figures):
                self._append_name(block, label.name)
                continue
            if not self._has_content(block, label, figures, number):
                continue
            count += 1
            self._read_row(block, number, label, figures)
        self._mark_labels(block, numbers)

    def _is_rest_of_name(
        self, block: Block, number: int, label: _Label, figures: Sequence[tuple[Column, Cell | None]]
    ) -> bool:
        """Whether a row is only the end of a name that the page break cut: words, first on its page, nothing else."""
        if not block.codes or label.code or not label.name or self.layout.roles.total.match(plain(label.name)):
            return False
        last = self.result.rows[-1].values if self.result.rows else {}
        same_block = last.get("statement_zh") == self.found.title and last.get("code") is not None
        blank = all(cell is None or is_blank(cell.text) for _, cell in figures)
        page = next((cell.page for cell in self._starting(number)), 0)
        return same_block and blank and page == last["page"] + 1

    def _append_name(self, block: Block, rest: str) -> None:
        last = self.result.rows[-1].values["row"]
        indexes = {column.printed for column in block.amounts}
        for row in reversed(self.result.rows):
            if row.values["row"] != last or row.values["column_zh"] not in indexes:
                break
            row.values["name"] += rest

    def _has_content(
        self, block: Block, label: _Label, figures: Sequence[tuple[Column, Cell | None]], number: int
    ) -> bool:
        if label.code or label.name:
            return True
        if any(cell and not is_blank(cell.text) for column, cell in figures if not self._is_heading(column, number)):
            return True
        return self._is_form_row(number) and not block.labels

    def _is_heading(self, column: Column, number: int) -> bool:
        return number == self.head.first_row and column.index in self.head.shared

    def _mark_labels(self, block: Block, numbers: Sequence[int]) -> None:
        cells = (self.matrix[number][column] for number in numbers for column in (*block.codes, *block.labels))
        for cell in dict.fromkeys(cells):
            if cell and cell.row >= self.head.first_row and id(cell) not in self.read_cells:
                self.result.labels.append(self._mark(cell))

    def _mark(self, cell: Cell) -> Mark:
        return Mark(self.found.block, self.cell_index[id(cell)], 0, len(cell.text))

    def _labels(self, block: Block, numbers: Sequence[int]) -> list[_Label]:
        codes: list[Code | None] = []
        before: Code | None = None
        for number in numbers:
            code = joined_code(self._code_parts(block, number), before) if block.codes else None
            before = code or before
            codes.append(code)
        names = [self._name(block, number) for number in numbers]
        return [_Label(code, name) for code, name in zip(repaired(codes), names, strict=True)]

    def _code_parts(self, block: Block, number: int) -> list[str]:
        """Texts of the code columns; one cell over several of them counts once."""
        cells = [self.matrix[number][column] for column in block.codes]
        return ["" if cell is None or cell in cells[:place] else cell.text for place, cell in enumerate(cells)]

    def _name(self, block: Block, number: int) -> str:
        """The words in the label columns; a heading that reaches into the row of 合计 is none."""
        cells = dict.fromkeys(self.matrix[number][column] for column in block.labels)
        words = [cell for cell in cells if cell and cell.row >= self.head.first_row and not self._is_code(cell, block)]
        return "".join("".join(cell.text.split()) for cell in words)

    def _is_code(self, cell: Cell, block: Block) -> bool:
        return cell.col in block.codes and (bool(digits(cell.text)) or plain(cell.text) in LEVELS)

    def _read_row(
        self, block: Block, number: int, label: _Label, figures: Sequence[tuple[Column, Cell | None]]
    ) -> None:
        for column, cell in figures:
            if cell is None or (cell.col in self.head.passive_columns and parse_number(cell.text) is None):
                continue  # a hole, or the row's label reaches over the column
            self.read_cells.add(id(cell))
            blank = is_blank(cell.text) or self._is_heading(column, number)
            problem = self._problem(block, column, cell, label, blank)
            if problem and not blank:
                self._unplaced_figure(cell, problem)
            elif not problem:
                self.result.rows.append(self._row(block, number, label, column, cell, blank))

    def _problem(self, block: Block, column: Column, cell: Cell, label: _Label, blank: bool) -> str:
        """Why a figure cannot be placed; '' where it can."""
        if column.name is None:
            return (
                f"the column {column.printed!r} is not known for this statement"
                if column.printed
                else "a column without heading"
            )
        if self.found.kind.sides and block.side is None:
            return "no heading says whether this is income or expenditure"
        if not (label.code or label.name or column.item):
            return "a row without code and name"
        if label.code and label.code.level is None:
            return f"the code {label.code.printed} is not whole"
        if not blank and self._is_spread(block, cell):
            return "one figure over several rows or columns"
        if not blank and (parse_number(cell.text) is None or _TWO_NUMBERS.search(cell.text)):
            return "not one number"
        return ""

    def _is_spread(self, block: Block, cell: Cell) -> bool:
        reached = range(cell.col, cell.col + cell.colspan)
        own = [column for column in block.amounts if column.index in reached]
        return len(own) > 1 or cell.rowspan > 1 or cell.col in block.labels

    def _list_unread(self) -> None:
        """Whatever number below the head no block has read is listed: nothing is lost silently."""
        passive = self.head.passive_columns
        for cell in self.found.grid.cells:
            if cell.row < self.head.first_row or cell.col in passive or id(cell) in self.read_cells:
                continue
            if parse_number(cell.text) is not None:
                self._unplaced_figure(cell, "no row or column of the statement holds it")

    def _unplaced_figure(self, cell: Cell, reason: str) -> None:
        self.result.unplaced.append(Unplaced(self.found.kind.key, cell.text, cell.page, reason, self._mark(cell)))

    def _row(self, block: Block, number: int, label: _Label, column: Column, cell: Cell, blank: bool) -> Row:
        text = "" if self._is_heading(column, number) else cell.text.strip()
        value = None if blank else parse_number(text)
        name = label.name if label.name or not column.item else column.item
        values = {
            "statement": self.found.kind.key,
            "statement_zh": self.found.title,
            "side": block.side,
            "code": label.code.digits if label.code else None,
            "name": name,
            "level": label.code.level if label.code else None,
            "column": column.name,
            "column_zh": column.printed,
            "amount": None if value is None else round(value * TO_WAN[self.found.unit], _DECIMALS),
            "text": text,
            "page": cell.page,
            "row": number - self.head.first_row + 1,
        }
        return Row(values, {"amount": self._mark(cell)})
