"""What the headings over a column say: its key, the item it is of, and which side a block is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from budgetlib import vocabulary
from budgetlib.parsers.tables.cells import role, without_ordinal
from budgetlib.parsers.tables.columns import Block, Column
from budgetlib.parsers.tables.wording import Wording, joined, wording
from budgetlib.readers.document import Cell
from budgetlib.reference import load
from budgetlib.text import key

_SUM = re.compile(r"合计|小计")
_ITEMS = frozenset(("three_public", "abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_operation"))
_BESIDE = frozenset(("meetings", "training", "running_costs"))
_SIDES = frozenset(("income", "expenditure"))
_FUNDS = frozenset(("general_public", "government_fund", "state_capital"))
_NO_ITEM = _FUNDS | {
    "appropriation",
    "initial",
    "budget",
    "annual_budget",
    "actual",
    "compared",
    "change",
    "change_pct",
}
_NO_ITEM |= {"current", "year_current", "year_prior", "year_other"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as its headings say: its key (None where a word is not known), printed path, terms, unknown words."""

    column: str | None
    printed: str
    terms: frozenset[str]
    unknown: tuple[str, ...]
    item: str = ""
    """Of a table of the three public expenses: the heading that says what the column is of."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the headings of a table are read against: the statement, the report's type and year."""

    statement: str | None
    report_type: str | None
    year: int | None
    title_terms: frozenset[str] = frozenset()
    title: str = ""

    @property
    def own_stages(self) -> frozenset[str]:
        """Stages that the table is itself of: 预算数 in a budget is the amount."""
        own: Mapping[str, Sequence[str]] = load("statements")["column"]["own"]
        for report_type, stage in (("final", "actual"), ("budget", "budget")):
            if stage in self.title_terms:
                return frozenset(own[report_type])
        return frozenset(own.get(self.report_type or "", ()))


def own_segments(column: Column, block: Block, year: int | None = None) -> list[str]:
    """The headings over a column, outer first, without those over the labels or over all figures of the block.

    One over all figures that says they are a balance or of last year is no frame.
    """
    own = [
        cell
        for cell in column.heads
        if not block.is_over_labels(cell)
        and (not _over_all(cell, column, block) or wording(cell.text, year).terms & _no_frame())
    ]
    return _texts(own or column.heads[-1:])


@cache
def _no_frame() -> frozenset[str]:
    return frozenset({"year_prior", *(term.id for term in vocabulary.of_kind("balance"))})


def printed_path(column: Column, block: Block, title: str) -> str:
    """The headings over a column as printed, outer first, without what names the block or repeats the title."""
    shown = [
        cell
        for cell in column.heads
        if not block.is_over_labels(cell) and not (_over_all(cell, column, block) and _repeats(cell, block, title))
    ]
    return "/".join(_texts(shown or column.heads[-1:]))


def _repeats(cell: Cell, block: Block, title: str) -> bool:
    """项目 | 支出预算 over a table called 支出预算总表: a heading that says no more than the title does."""
    if key(cell.text) not in key(title):
        return False
    beside = [other for other in block.over_labels if other.row == cell.row and other.colspan == len(block.labels)]
    return not block.labels or any(key(other.text) == "项目" for other in beside)


def _texts(cells: Sequence[Cell]) -> list[str]:
    """Texts of heading cells; one cut in two stacked cells (年末结转和 / 结余) is put together."""
    texts: list[str] = []
    before = None
    for cell in cells:
        text = "".join(cell.text.split())
        stacked = before is not None and (before.col, before.colspan) == (cell.col, cell.colspan)
        if texts and stacked and _is_cut(texts[-1], text):
            texts[-1] += text
        elif not texts or texts[-1] != text:
            texts.append(text)
        before = cell
    return texts


def _over_all(cell: Cell, column: Column, block: Block) -> bool:
    over_all = len(block.figures) > 1 and all(any(cell is head for head in one.heads) for one in block.figures)
    return over_all and cell is not column.heads[-1]


def _is_cut(upper: str, lower: str) -> bool:
    whole = wording(upper + lower)
    return not whole.unknown and bool(wording(upper).unknown or wording(lower).unknown)


def side_of(block: Block) -> str | None:
    """income or expenditure, where a heading over the whole block says it."""
    outer = [cell for cell in block.over_labels]
    over_figures = [cell for column in block.figures for cell in column.heads]
    shared = [cell for cell in over_figures if any(cell is other for other in outer)]
    for cells in (shared, outer, over_figures):
        for cell in cells:
            found = wording(cell.text).terms & _SIDES
            if len(found) == 1:
                return next(iter(found))
    return None


def sides_by_totals(names: Sequence[Sequence[str]]) -> list[str | None]:
    """The side of each block by its totals (收入总计, 本年支出), where no heading says it; only all of both sides."""
    told = [{term for name in own if _sums_side(name) for term in wording(name).terms & _SIDES} for own in names]
    sides = [next(iter(found)) if len(found) == 1 else None for found in told]
    return sides if set(sides) == _SIDES else [None] * len(sides)


def _sums_side(name: str) -> bool:
    bare = without_ordinal(name)
    return any(role(kind).fullmatch(bare) for kind in ("year_total", "year_whole", "grand_total"))


def headings_of(block: Block, scope: Scope) -> dict[int, Heading]:
    """The headings of a block by column. Two columns with one key are told apart by a word, or are not understood."""
    segments = {column.index: own_segments(column, block, scope.year) for column in block.figures}
    by_item = scope.statement == "three_public" and any(_names_item(texts, scope) for texts in segments.values())
    found = {
        column.index: _heading(segments[column.index], printed_path(column, block, scope.title), scope, by_item)
        for column in block.figures
    }
    for name in {heading.column for heading in found.values() if heading.column}:
        for item in {heading.item for heading in found.values()}:
            same = [n for n, heading in found.items() if heading.column == name and heading.item == item]
            if len(same) > 1:
                found |= _told_apart({n: found[n] for n in same})
    return found


def _told_apart(same: dict[int, Heading]) -> dict[int, Heading]:
    """Of several columns with one key the total of a group keeps it, and its parts are named by their terms."""
    sums = [n for n, heading in same.items() if "total" in heading.terms]
    if len(sums) == 1 and all(heading.terms >= same[sums[0]].terms - {"total"} for heading in same.values()):
        parts = {n: heading for n, heading in same.items() if n != sums[0]}
        named = {n: joined(heading.terms) for n, heading in parts.items()}
        if len({*named.values(), same[sums[0]].column}) == len(same):
            return same | {n: _renamed(heading, named[n]) for n, heading in parts.items()}
    frame = {*load("statements")["column"]["frame"], *load("statements")["column"]["side"], "total", "budget", "actual"}
    apart = {n: frozenset(heading.terms & frame) for n, heading in same.items()}
    if len(set(apart.values())) < len(same):
        return {n: _renamed(heading, None) for n, heading in same.items()}
    least = min(apart.values(), key=len)
    return {
        n: heading if apart[n] == least else _renamed(heading, joined({*str(heading.column).split("+"), *apart[n]}))
        for n, heading in same.items()
    }


def _renamed(heading: Heading, column: str | None) -> Heading:
    return Heading(column, heading.printed, heading.terms, heading.unknown, heading.item)


def _names_item(texts: Sequence[str], scope: Scope) -> bool:
    return bool(wording("/".join(texts), scope.year).terms & (_ITEMS | _BESIDE))


def _heading(texts: Sequence[str], printed: str, scope: Scope, by_item: bool) -> Heading:
    """``by_item``: the columns of the table are items; else a heading 合计 is a total of the item of the row."""
    words = wording("/".join(texts), scope.year)
    if by_item and words.terms & (_ITEMS | _BESIDE | {"total"}):
        item = _item(texts, scope.year)
        rest = words.terms - _ITEMS - _BESIDE - {"total", "general_public", "appropriation"}
        funds = words.terms & _FUNDS
        if len(funds) == 1 and not words.terms & {"three_public"}:
            rest |= funds
        column = _three_public_key(rest, scope)
        return Heading(None if words.unknown or not texts else column, printed, words.terms, words.unknown, item)
    own: str | None = column_key(words, scope)
    if not words.terms and role("label").search(key(printed)) and not role("amount_heading").search(key(printed)):
        own = None  # 项目 over figures does not say what they are
    if scope.statement == "three_public" and own == "amount":  # items as rows: their budget and their actual
        own = _three_public_key(words.terms, scope)
    return Heading(None if words.unknown or not texts else own, printed, words.terms, words.unknown)


def _three_public_key(rest: frozenset[str], scope: Scope) -> str:
    """Budget and actual of the three public expenses are columns of their own in both kinds of report."""
    data = load("statements")["column"]
    rest -= set(data["frame"]) | set(data["side"])
    if rest & {"change", "change_pct"} or "year_prior" in rest:
        rest -= {"budget", "actual", "initial"}
    if not rest or rest <= {"budget", "initial"} or rest == {"actual"}:
        stage = rest or scope.own_stages
        return "actual" if "actual" in stage else "budget"
    return _sets().get(rest) or joined(rest)


def _item(texts: Sequence[str], year: int | None) -> str:
    """The printed heading that names the item, without its stage; 小计 is that of the heading above it."""
    bare = [(text, _STAGE.sub("", _STAGE.sub("", text))) for text in texts]
    named = [(text, short) for text, short in bare if short and not _names_none(text, year)]
    if not named:
        return ""
    own = [(text, short) for text, short in named if short == text] or named
    if own[-1][1] == "小计" and len(named) > 1:
        own = named
    last = own[-1][1]
    return own[-2][1] if len(own) > 1 and _SUM.fullmatch(last) else last


def _names_none(text: str, year: int | None) -> bool:
    """Whether a heading says no more than which year, stage or fund the figures are of: 上年, 增减变化情况."""
    words = wording(text, year)
    return bool(words.terms) and not words.unknown and words.terms <= _NO_ITEM


def item_of(terms: frozenset[str], title_terms: frozenset[str]) -> str | None:
    """Which of the three public expenses (or what beside them) words name; None where they name none, or several."""
    found = terms & (_ITEMS | _BESIDE) - {"three_public"}
    for part in ("vehicle_purchase", "vehicle_operation"):
        found = frozenset({part}) if part in found else found
    if not found and ("three_public" in terms or ("total" in terms and not title_terms & _BESIDE)):
        return "three_public"
    return next(iter(found)) if len(found) == 1 else None


_STAGE = re.compile(r"^20\d\d年?度?|(?:年初|全年|调整)?(?:预算数?|决算数?|执行数)$")


def column_key(words: Wording, scope: Scope) -> str | None:
    """The key of a set of terms: of the schema where it has one, else the terms joined with +."""
    data = load("statements")["column"]
    inner = words.terms - set(data["frame"]) - scope.own_stages
    side = set(data["side"])
    if inner & {"change", "change_pct"}:  # what is compared with what
        inner -= {"compared", "year_prior", "initial", "budget", "actual"}
    if scope.statement == "income":
        inner -= {"income"}
    known = _sets()
    outer_only = inner - side
    name = known.get(inner) or known.get(outer_only)
    if name is None:
        return joined(outer_only) or None
    if name == "amount" and "expenditure" in words.terms and scope.statement not in ("income_expenditure", None):
        return "total"
    return "total" if name == "amount" and scope.statement == "income" and "income" in words.terms else name


@cache
def _sets() -> dict[frozenset[str], str]:
    keys = load("statements")["column"]["keys"]
    return {frozenset(one): name for name, sets in keys.items() for one in sets}


@cache
def fund_of(*found: frozenset[str]) -> str | None:
    """The kind of money that the nearest words name: the first set that names exactly one."""
    funds = {term.id for term in vocabulary.of_kind("fund")}
    for terms in found:
        named = terms & funds
        special = named - {"appropriation"}
        if len(special or named) == 1:
            return next(iter(special or named))
    return None


def counts(heading: str) -> bool:
    """Whether a heading is that of a number of things, not of money."""
    return bool(role("count_heading").search(key(heading)))


def values_money(heading: str) -> bool:
    """Whether a heading is that of what things are worth, in a row that names the unit in which they are counted."""
    return bool(role("value_heading").search(key(heading)))


def is_rate(heading: str) -> bool:
    """Whether a heading is that of a percentage, printed or not: 决算数为预算数的%, 完成比例."""
    return bool(role("rate_heading").search(key(heading)))
