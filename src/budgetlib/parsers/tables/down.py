"""Which rows add up to which: by their codes, by their ordinals, by totals, by the official names of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from budgetlib.parsers.tables.across import Link, adds_up
from budgetlib.parsers.tables.cells import CODE, is_of_which, role, tier, without_ordinal
from budgetlib.parsers.tables.names import codes_by_name
from budgetlib.parsers.tables.rows import Row
from budgetlib.text import key

_STEP = 0.4
"""Characters by which a label stands deeper than that of its total."""
_FEW_LEVELS = 3
_MOST = 0.9
"""Of the levels of a tree of indentations that many add up, or it is none."""


def rows_up(rows: Sequence[Row]) -> dict[int, Link]:
    """For each row of one block (by its number) that is part of a total: that total."""
    codes = {row.number: row.code if _whole(row.code) else "" for row in rows}
    if any(codes.values()):
        return _by_codes(rows, codes, "code")
    deeper = _by_indent(rows)
    if any(tier(row.name) is not None for row in rows) or any(_is_year_total(row) for row in rows):
        deeper = {number: link for number, link in deeper.items() if tier(_named(rows, number)) is None}
        return deeper | _by_ordinals([row for row in rows if row.number not in deeper])
    if deeper:
        return deeper
    named = codes_by_name([row.name for row in rows])
    if sum(bool(code) for code in named) > 2:
        links = _by_codes(rows, {row.number: code for row, code in zip(rows, named, strict=True)}, "names")
        return _that_hold(rows, links)
    return _list(rows)


def _named(rows: Sequence[Row], number: int) -> str:
    return next(row.name for row in rows if row.number == number)


def _by_indent(rows: Sequence[Row]) -> dict[int, Link]:
    """The tree of the indentation, where nearly all of its levels add up: one that does not is set by hand."""
    pages: dict[int, list[float]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row.indent if row.name else 0.0)
    measured = [any(indents) for indents in pages.values()]
    if not all(measured):  # a page that was not measured would stand above all others
        return {}
    links: dict[int, Link] = {}
    above: list[Row] = []
    for row in rows:
        if not row.name or row.is_total:
            above = []
            continue
        while above and above[-1].indent > row.indent - _STEP:
            above.pop()
        if above:
            links[row.number] = Link(above[-1].number, "indent")
        above.append(row)
    total = next((row for row in rows if role("grand_total").fullmatch(key(row.name))), None)
    if total is not None and not any(tier(row.name) is not None for row in rows):
        tops = [row for row in rows if row.name and not row.is_total and row.number not in links and row.has_figures]
        links |= {row.number: Link(total.number, "total") for row in tops if len(tops) > 1 and sums(total, tops)}
    return links if _mostly_hold(rows, links) else {}


def _mostly_hold(rows: Sequence[Row], links: dict[int, Link]) -> bool:
    by_number = {row.number: row for row in rows}
    parts: dict[int, list[Row]] = {}
    for number, link in links.items():
        parts.setdefault(link.up, []).append(by_number[number])
    judged = [sums(by_number[up], own) for up, own in parts.items()]
    return len(judged) >= _FEW_LEVELS and sum(judged) >= _MOST * len(judged)


def _whole(code: str) -> bool:
    """Whether a code is one that a tree can stand on."""
    return code.isdigit() and len(code) >= 3 and code[0] != "0"


def _of_items(codes: Sequence[str]) -> bool:
    """Whether codes are of a classification (201, 20101, 2010101), not the numbers of units (117003)."""
    whole = [code for code in codes if CODE.fullmatch(code)]
    return len(whole) >= 0.5 * len(codes) and (len(whole) == len(codes) or any(len(code) > 3 for code in whole))


def _by_codes(rows: Sequence[Row], codes: dict[int, str], how: str) -> dict[int, Link]:
    links: dict[int, Link] = {}
    heads: list[Row] = []
    if _of_items([code for code in codes.values() if code]):  # numbers of units among them head a scope
        codes = {number: code if CODE.fullmatch(code) else "" for number, code in codes.items()}
    else:  # numbers of units: what stands under them without one is no unit
        rows = [row for row in rows if codes[row.number] or row.is_total]
    for head, coded in _scopes(rows, codes):
        links |= _tree(head, coded, codes, how)
        heads += [head] if head else []
    totals = [head for head in heads if role("grand_total").fullmatch(key(head.name))]
    if len(totals) == 1 and len(heads) > 1:
        links |= _units(totals[0], [head for head in heads if head is not totals[0]])
    return links


def _units(total: Row, heads: Sequence[Row]) -> dict[int, Link]:
    """合计 over units: of all of them, or of those below the first where that is the office as a whole."""
    if sums(total, heads) or len(heads) < 2:
        return {head.number: Link(total.number, "total") for head in heads}
    first, rest = heads[0], heads[1:]
    if sums(first, rest):
        inner = {head.number: Link(first.number, "total") for head in rest}
        return inner | {first.number: Link(total.number, "total")}
    return {}


def _scopes(rows: Sequence[Row], codes: dict[int, str]) -> Iterator[tuple[Row | None, list[Row]]]:
    """Rows with codes, by the row without code (a total, a unit) under which they stand or that stands at the foot."""
    head: Row | None = None
    coded: list[Row] = []
    for row in rows:
        if codes[row.number]:
            coded.append(row)
        elif row.name and row.has_figures and not (row.code and not _whole(row.code)):
            if row.is_total and coded and head is None:
                yield row, coded
                head, coded = None, []
                continue
            if coded or head is not None:
                yield head, coded
            head, coded = row, []
    if coded or head is not None:
        yield head, coded


def _tree(head: Row | None, coded: Sequence[Row], codes: dict[int, str], how: str) -> dict[int, Link]:
    times = Counter(codes[row.number] for row in coded)
    if any(count > 1 for count in times.values()):
        return {}
    by_code = {codes[row.number]: row for row in coded}
    links: dict[int, Link] = {}
    for code, row in by_code.items():
        above = next((by_code[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in by_code), None)
        if above is not None:
            links[row.number] = Link(above.number, how)
        elif head is not None:
            links[row.number] = Link(head.number, "total")
    return links


def _that_hold(rows: Sequence[Row], links: dict[int, Link]) -> dict[int, Link]:
    """Links whose sums hold wherever they can be tried: what was inferred from names must not accuse."""
    by_number = {row.number: row for row in rows}
    kept: dict[int, Link] = {}
    for total in {link.up for link in links.values()}:
        parts = [number for number, link in links.items() if link.up == total]
        if sums(by_number[total], [by_number[number] for number in parts]):
            kept |= {number: links[number] for number in parts}
    return kept


def sums(total: Row, parts: Sequence[Row]) -> bool:
    """Whether rows make a total in every column in which they can be tried."""
    judged = []
    for column, left in total.cells.items():
        right = [placed for row in parts if (placed := row.cells.get(column)) and placed.value is not None]
        if left.value is not None and right:
            judged.append(adds_up(left, right))
    return bool(judged) and all(judged)


def _list(rows: Sequence[Row]) -> dict[int, Link]:
    """合计 of a plain list: of all rows, or of those after the first where that one is the office as a whole."""
    total = next((row for row in rows if row.is_total), None)
    others = [row for row in rows if row is not total and not row.is_total and row.has_figures]
    if total is None or not others:
        return {}
    for parts in (others, others[1:]):
        if len(parts) > 1 and sums(total, parts):
            return {row.number: Link(total.number, "total") for row in parts}
    whole = [row for row in others if not is_of_which(row.name)]
    return {row.number: Link(total.number, "total", of_which=True) for row in whole}


def _is_year_total(row: Row) -> bool:
    return bool(role("year_total").fullmatch(key(without_ordinal(row.name))))


def _is_grand_total(row: Row) -> bool:
    return bool(role("grand_total").fullmatch(key(without_ordinal(row.name)))) and not _is_year_total(row)


class _Ordinals:
    """Rows numbered 一、 （一） 1. on their way to a tree: items, 本年合计, balances, 总计."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [row for row in rows if row.name]
        self.links: dict[int, Link] = {}
        self.open: list[tuple[int, Row]] = []
        """The rows under which the next one may stand, with their depth."""
        self.items: list[Row] = []
        self.rest: list[Row] = []
        self.year_total: Row | None = None

    def read(self) -> dict[int, Link]:
        for row in self.rows:
            if self._total(row):
                self.open = []
            else:
                self._item(row)
        return self.links

    def _total(self, row: Row) -> bool:
        last = self.rows[-1]
        grand = _is_grand_total(row) or (row is last and row.is_total)
        if _is_year_total(row) and self.items and not (grand and self.year_total):
            self._sum(row, self.items)
            self.year_total, self.items, self.rest = row, [], []
            return True
        if not grand:
            return False
        above = [self.year_total] if self.year_total else []
        parts = [*above, *self.items, *self.rest]
        if parts:
            self._sum(row, parts)
        self.year_total, self.items, self.rest = None, [], []
        return True

    def _sum(self, total: Row, parts: Sequence[Row]) -> None:
        """Parts of a total; what stands under a balance without ordinal counts where only so it adds up."""
        whole = [row for row in parts if not is_of_which(row.name)]
        loose = [row for row in self.rows if (link := self.links.get(row.number)) and link.how == "balance"]
        beside = [row for row in loose if self.links[row.number].up in {part.number for part in whole}]
        if beside and not sums(total, whole) and sums(total, [*whole, *beside]):
            whole += beside
        self.links |= {row.number: Link(total.number, "ordinal") for row in whole}

    def _item(self, row: Row) -> None:
        depth = tier(row.name)
        if is_of_which(row.name) and self.open:
            self.links[row.number] = Link(self.open[-1][1].number, "ordinal", of_which=True)
            return
        if depth is None:
            self._unnumbered(row)
            return
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        if self.open:
            self.links[row.number] = Link(self.open[-1][1].number, "ordinal")
        else:
            (self.rest if self.year_total else self.items).append(row)
        self.open.append((depth, row))

    def _unnumbered(self, row: Row) -> None:
        """A balance stands beside 本年合计; any other row without ordinal is a part of the one above, or alone."""
        if role("balance").search(key(row.name)) or self.year_total is not None:
            under_balance = self.open and tier(self.open[-1][1].name) is None and not self._is_new_balance(row)
            if under_balance:
                self.links[row.number] = Link(self.open[-1][1].number, "balance")
                return
            self.rest.append(row)
            self.open = [(-1, row)]

    @staticmethod
    def _is_new_balance(row: Row) -> bool:
        return bool(role("balance").search(key(row.name)))


def _by_ordinals(rows: Sequence[Row]) -> dict[int, Link]:
    """The tree of the ordinals; a level over the next one only where it fits, else its parts need not be all."""
    links = _Ordinals(rows).read()
    by_number = {row.number: row for row in rows}
    for total in {link.up for link in links.values()}:
        if by_number[total].is_total or role("year_whole").fullmatch(key(without_ordinal(by_number[total].name))):
            continue
        parts = [number for number, link in links.items() if link.up == total and not link.of_which]
        if parts and not sums(by_number[total], [by_number[number] for number in parts]):
            links |= {number: Link(total, "ordinal", of_which=True) for number in parts}
    return links
