"""Checks on what a statement lacks: the item above, the item below, the total; and what a report says it left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from budgetlib.checks.contents import paragraphs
from budgetlib.checks.index import Entry
from budgetlib.checks.messages import say
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.parsers.tables.printed import PrintedTable
from budgetlib.text import plain

_TOTAL = re.compile("[合总小共]计|总[额数]|计$")
_WITHHELD = re.compile("[涉保]密[^。]{0,40}(?:项目|事项|支出|科目|数据|金额)[^。]{0,20}(?:剔除|[不未]予?公开|未列)")
_BY_ITEM = ("income", "expenditure", "general_public", "government_fund", "basic")
_PAIR = ("人员经费合计", "公用经费合计")
_CLASS, _GROUP, _ITEM = 3, 5, 7
"""Digits of the code of a 类, a 款 and a 项."""
Items = dict[str, Entry]


def _by_table(view: View) -> dict[int, Items]:
    """The coded rows of each printed table: one cell a code, the first that is not blank."""
    return view.once("coded_rows", lambda: _coded_rows(view))


def _coded_rows(view: View) -> dict[int, Items]:
    tables: dict[int, Items] = defaultdict(dict)
    for entry in view.index.select("lines", {"first": True, "code": True}):
        known = tables[entry.keys["grid"]].get(entry.keys["code"])
        if known is None or (known.figure is None and entry.figure):
            tables[entry.keys["grid"]][entry.keys["code"]] = entry
    return tables


def _levels(view: View) -> dict[str, set[int]]:
    """The levels that the report's statements print, by the kind of code: functional (2) or economic (3, 5)."""
    levels: dict[str, set[int]] = defaultdict(set)
    for codes in _by_table(view).values():
        for code in codes:
            levels[code[0]].add(len(code))
    return levels


def _orphans(view: View) -> Iterator[Verdict]:
    """A 项 without its 款, a 款 without its 类, in a report that prints the higher levels elsewhere.

    A table of 项 only prints no levels: a list of projects names beside each the item that pays for it.
    """
    levels = _levels(view)
    trees = (codes for codes in _by_table(view).values() if any(len(code) < _ITEM for code in codes))
    for codes in trees:
        for code, entry in codes.items():
            above = code[:-2] if len(code) > 3 and code[0] in "235" else ""  # others number offices
            if above and len(above) in levels[code[0]] and above not in codes and entry.figure and not entry.doubt:
                yield worded("orphan", _words(entry) | {"above": above}, figures=(entry.figure,))


def _childless(view: View) -> Iterator[Verdict]:
    """A 款 without a 项 below it, in a report whose other 款 all have theirs."""
    without: list[Entry] = []
    whole = 0
    for codes in _by_table(view).values():
        groups = [entry for code, entry in codes.items() if len(code) == _GROUP and code[0] == "2"]
        below = {code[:_GROUP] for code in codes if len(code) == _ITEM}
        without += [entry for entry in groups if entry.keys["code"] not in below]
        whole += sum(entry.keys["code"] in below for entry in groups)
    if whole >= view.tolerances.a_practice and len(without) == 1 and without[0].figure and not without[0].doubt:
        yield worded("childless", _words(without[0]), figures=(without[0].figure,))


def _words(entry: Entry) -> dict[str, object]:
    return {"code": entry.keys["code"], "name": entry.keys["name"], "statement": entry.keys["statement_zh"]}


def _no_total(view: View) -> Iterator[Verdict]:
    """A statement without a row of its total, in a report whose others have one."""
    items = {table for table, codes in _by_table(view).items() if any(len(code) == _CLASS for code in codes)}
    infos = [one for one in view.report.printed.standard if one.statement in _BY_ITEM and one.number in items]
    without = [one for one in infos if not _has_total(view, one)]
    for info in without if len(without) * 2 < len(infos) else ():
        if not info.doubt:
            place = f"block:{info.grids[0]}"
            yield worded("statement_no_total", {"statement": info.title}, page=info.page_first, place=place)


def _has_total(view: View, info: PrintedTable) -> bool:
    """Whether a cell names a total, under whatever word; of the two kinds of basic expenditure both."""
    texts = {plain(text) for _, row in info.rows(view.report.document) for text in row}
    if info.statement == "basic" and any(name in texts for name in _PAIR):
        return all(name in texts for name in _PAIR)
    return any(_TOTAL.search(text) for text in texts)


def explained(view: View, verdict: Verdict) -> Verdict:
    """A total above the rows below it, in a report that says it left secret rows out: no error, but worth a note."""
    if verdict.status != "broken" or (verdict.difference or 0.0) <= 0 or not view.once("withheld", lambda: _says(view)):
        return verdict
    zh, en = verdict.sentences()
    zh, en = say("withheld", {"said": zh}, {"said": en})
    return verdict._replace(kind="statement.withheld", message_zh=zh, message_en=en, told=None)


def _says(view: View) -> bool:
    return any(_WITHHELD.search(text) for _, _, text in paragraphs(view))


RULES: dict[str, Run] = {
    "statement.orphan": _orphans,
    "statement.childless": _childless,
    "statement.no_total": _no_total,
}
