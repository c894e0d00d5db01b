"""Checks on the items of the classification: a code has one name, the prose goes by the same names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from budgetlib import reference
from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry
from budgetlib.checks.messages import quoted, shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.readers.document import Paragraph
from budgetlib.text import plain

_LIST = re.compile(r"^[^。；;]{0,12}?包括[:：]?(?P<names>[^。；;]+)")
_OPEN_LIST = re.compile(r"等[支项]?出?$")
_SPENT_BY_CODE = ("expenditure", "income", "general_public")
Path = tuple[str, ...]


def _names_of_codes(view: View) -> Iterator[Verdict]:
    """One code under two names in the statements of one report."""
    seen: dict[str, Entry] = {}
    told: set[tuple[str, int]] = set()
    for statement in _SPENT_BY_CODE:
        for entry in view.index.select("lines", {"statement": statement, "first": True, "code": True}):
            code, name = entry.keys["code"], entry.keys["name"]
            first = seen.setdefault(code, entry)
            where = (code, entry.keys["grid"])
            if where in told or not entry.figure or not first.figure or _same_name(view, first.keys["name"], name):
                continue
            told.add(where)
            words = {"code": code, "one": first.keys["name"], "other": name}
            words |= {"here": first.keys["statement_zh"], "there": entry.keys["statement_zh"]}
            yield worded("code_name", words, figures=(first.figure, entry.figure))


def _same_name(view: View, one: str, other: str) -> bool:
    """Whether two names are one, but for the width of brackets, or one of them is an office, numbered like an item."""
    if one == other or plain(one) == plain(other):
        return True
    offices = view.report.identity.names()
    return one in offices or other in offices


def _rows_by_path(view: View) -> dict[Path, Figure]:
    """类/款/项 of the general public budget to the total of that row."""
    wanted = {"statement": "general_public", "first": True, "column": "total", "code": True}
    found: dict[Path, Figure] = {}
    for entry in view.index.select("lines", wanted):
        if entry.keys["path"] and entry.figure:
            found.setdefault(entry.keys["path"], entry.figure)
    return found


def _names(view: View) -> Iterator[Verdict]:
    """A functional item that the prose names otherwise than the statement does."""
    paths = _rows_by_path(view)
    if not paths:
        return
    for entry in view.index.select("claims", {"detail": True, "standing": "main"}):
        names, claim = entry.keys["path"], entry.figure
        if names in paths or claim is None:
            continue
        other = _row_with(paths, names, claim)
        if other:
            path, figure = other
            said = quoted(claim)
            words = {"item": entry.keys["item"], "printed": "/".join(path), "amount": said[0]}
            yield worded("item_name", words, {"amount": said[1]}, figures=(claim, figure))


def _row_with(paths: dict[Path, Figure], names: Path, claim: Figure) -> tuple[Path, Figure] | None:
    """The one row of the same class that holds the claim's amount."""
    rows = [(path, figure) for path, figure in paths.items() if len(path) == 3 and path[0] == names[0]]
    equal = [(path, figure) for path, figure in rows if figure.interval.overlaps(claim.interval)]
    return equal[0] if len(equal) == 1 else None


def _left_out(view: View) -> Iterator[Verdict]:
    """An item of the general public budget that the prose passes over, while it goes through the others."""
    paths = {path: figure for path, figure in _rows_by_path(view).items() if len(path) == 3 and figure.value}
    claims = view.index.select("claims", {"money": True})
    named = {entry.keys["path"] for entry in claims if entry.keys["detail"]}
    stated = {round(entry.figure.value, 2) for entry in claims if entry.figure}
    if len(named & paths.keys()) * 2 < len(paths):
        return
    for path, figure in paths.items():
        if path not in named and round(figure.value, 2) not in stated:
            said = quoted(figure)
            words = {"item": "/".join(path), "amount": said[0]}
            yield worded("item_left_out", words, {"amount": said[1]}, figures=(figure,), stated=figure.value)


def _lists(view: View) -> Iterator[Verdict]:
    """人员经费（公用经费）包括：… against the economic classes: named but zero, or spent but not named."""
    wanted = {"statement": "basic", "first": True, "level": 2, "column": ["amount", "total"]}
    rows = [entry for entry in view.index.select("lines", wanted) if entry.keys["code"]]
    for group in reference.load("structure")["economic"]:
        members = _once(entry for entry in rows if entry.keys["code"][:3] in group["classes"])
        name = group["name"].replace("合计?", "")
        for claim in view.index.select("claims", {"item": name}) if members else ():
            yield from _list_of(view, claim, members)


def _once(entries: Iterator[Entry]) -> list[Entry]:
    """One cell a code, the first that is not blank."""
    codes: dict[str, Entry] = {}
    for entry in entries:
        known = codes.get(entry.keys["code"])
        if known is None or known.figure is None:
            codes[entry.keys["code"]] = entry
    return list(codes.values())


def _list_of(view: View, claim: Entry, members: Sequence[Entry]) -> Iterator[Verdict]:
    figure = claim.figure
    assert figure and figure.mark
    block = view.report.document.blocks[figure.mark.block]
    behind = block.text[figure.mark.end :] if isinstance(block, Paragraph) else ""
    listed = _LIST.match(behind.lstrip("万元 ，,"))
    if not listed:
        return
    names = {_bare(name) for name in re.split(r"[、，,]", listed["names"])}
    spent = {_bare(entry.keys["name"]) for entry in members if _spent(entry)}
    zero = [entry for entry in members if _bare(entry.keys["name"]) in names - spent]
    if zero:
        said = "、".join(dict.fromkeys(entry.keys["name"] for entry in zero))
        yield worded("listed_not_spent", {"items": said}, figures=(figure, *_figures(zero)))
    missing = [entry for entry in members if _bare(entry.keys["name"]) not in names and _spent(entry)]
    if missing and not _OPEN_LIST.search(listed["names"]):
        said = "、".join(f"{entry.keys['name']} {shown(entry.figure)}" for entry in missing if entry.figure)
        yield worded("spent_not_listed", {"items": said}, figures=(figure, *_figures(missing)))


def _bare(name: Any) -> str:
    return plain(name).removesuffix("支出").removesuffix("费用").removesuffix("费")


def _spent(entry: Entry) -> bool:
    return bool(entry.figure and entry.figure.value)


def _figures(entries: Sequence[Entry]) -> list[Figure]:
    return [entry.figure for entry in entries if entry.figure]


RULES: dict[str, Run] = {
    "statements.code_name": _names_of_codes,
    "wording.item_left_out": _left_out,
    "wording.item_name": _names,
    "wording.economic_list": _lists,
}
