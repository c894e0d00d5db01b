"""Checks of the names and codes of items against the national classification: old, misprinted, another's, too short."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from budgetlib.checks.contents import prose
from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry
from budgetlib.checks.likeness import pairs
from budgetlib.checks.messages import say
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.checks.slips import all_cells, left_out
from budgetlib.reference.classification import Name, classification, normalised
from budgetlib.text import fold

_DIGITS = {"类": 3, "款": 2, "项": 2}
"""Digits of a code in a column of its own."""
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_OLD = 5
"""A name of fewer characters is a word of every day (农业, 文化)."""


@cache
def _old_names(year: int) -> dict[str, str]:
    """Names of items that ended before a year to the names that took their place; none that is still in use."""
    names = classification("functional").names
    valid = {one.text for own in names.values() for one in own if one.holds(year)}
    old: dict[str, str] = {}
    for own in names.values():
        current = next((one.text for one in own if one.holds(year)), None)
        for one in own:
            ended = one.until is not None and one.until < year
            if ended and current and len(one.text) >= _OLD and one.text not in valid:
                old[one.text] = current
    return old


def _old_items(view: View) -> Iterator[Verdict]:
    """The name that an item had in earlier years: one finding a name."""
    year = view.report.identity.fiscal_year
    names = _old_names(year) if year else {}
    cells: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for block, cell, text in all_cells(view):
        name = _ORDINAL.sub("", text)
        if name in names and name in cell.text:
            cells[name].append((block, cell.page))
    for old, new in names.items():
        pattern = re.compile(rf"{re.escape(old)}(?=\((?:类|款|项)\)|[\d,.]+万?元|$)")
        found = [(b, p.page) for b, p, t in prose(view) if old in t and pattern.search(t)]
        found += cells[old]
        if found:
            told = say("old_name", {"old": old, "new": new, "count": len(found), "year": year})
            yield Verdict("broken", (), *told, page=found[0][1], place=f"block:{found[0][0]}")


def _missing_character(view: View) -> Iterator[Verdict]:
    """A 款 of the prose, or an item of a statement, named as the classification has it, but for a character or two."""
    seen: set[str] = set()
    for own, item, known, figure in (*_stated_groups(view), *_coded_names(view)):
        meant = [one for one in known if left_out(own, one)]
        if own not in seen and own not in known and len(meant) == 1 and figure.page not in view.report.document.sure:
            seen.add(own)
            told = say("missing_character", {"own": own, "meant": meant[0], "item": item})
            yield Verdict("broken", (figure,), *told)


Named = tuple[str, str, tuple[str, ...], Figure]
"""A name, the item it stands in, the names that may be meant, and the figure beside it."""


def _stated_groups(view: View) -> Iterator[Named]:
    year = view.report.identity.fiscal_year
    for entry in view.index.select("claims", {"detail": True}):
        if year and entry.figure:
            path = entry.keys["path"]
            yield fold(path[1]), str(entry.keys["item"]), _groups_of(path[0], year), entry.figure


def _coded_names(view: View) -> Iterator[Named]:
    """Names beside a code; where two codes share a row, the name may be that of the other one."""
    for entry in view.index.select("lines", {"code": True}):
        if entry.figure and not entry.doubt:
            code, own = str(entry.keys["code"]), normalised(str(entry.keys["name"]))
            yield own, f"{code} {own}", _names_of(code, str(entry.keys.get("other_code") or "")), entry.figure


@lru_cache(maxsize=4096)
def _names_of(code: str, other: str) -> tuple[str, ...]:
    """The names of the items of two codes; of names that differ by an ending (支出) one."""
    known = classification("functional" if code[0] == "2" else "economic").names
    spellings = {name for one in (code, other) for own in known.get(one, ()) for name in own.spellings()}
    return tuple(one for one in sorted(spellings) if not any(one != two and one.startswith(two) for two in spellings))


@cache
def _groups_of(name: str, year: int) -> tuple[str, ...]:
    """The names of the 款 of a 类 in a year."""
    names = classification("functional").names
    classes = [
        code for code, own in names.items() if len(code) == 3 and any(fold(one.text) == fold(name) for one in own)
    ]
    return tuple(
        fold(one.text)
        for code, own in names.items()
        if len(code) == 5 and code[:3] in classes
        for one in own
        if one.holds(year)
    )


def _short_codes(view: View) -> Iterator[Verdict]:
    """A 类, 款 or 项 printed with too few digits (1 for 01): one finding a table."""
    for block, grid in view.report.document.grids():
        rows = [[cell for cell in cells if cell.text.strip()] for cells in grid.rows()]
        head = next(
            (n for n, cells in enumerate(rows[:6]) if {"类", "款", "项"} <= {c.text.strip() for c in cells}), None
        )
        if head is None:
            continue
        digits = {cell.col: _DIGITS[cell.text.strip()] for cell in rows[head] if cell.text.strip() in _DIGITS}
        below = [
            cell for cells in rows[head + 1 :] for cell in cells if cell.col in digits and cell.text.strip().isdigit()
        ]
        short = [cell for cell in below if len(cell.text.strip()) < digits[cell.col]]
        if short and len(short) < len(below):
            told = say("short_code", {"code": short[0].text.strip(), "count": len(short)})
            yield Verdict("broken", (), *told, page=short[0].page, place=f"block:{block}")


def _codes_of_others(view: View) -> Iterator[Verdict]:
    """An economic code with the name that the classification gives to another code: one finding a table."""
    known = classification("economic").names
    codes: dict[str, set[str]] = defaultdict(set)
    for code, own in known.items():
        for one in own:
            for name in one.spellings():
                codes[name].add(code)
    found: dict[int, list[tuple[Figure, str, str, str]]] = defaultdict(list)
    for entry in view.index.select("lines", {"statement": "basic", "code": True}):
        yield from _class_of_another_name(entry, known)
        code, name = str(entry.keys["code"]), normalised(str(entry.keys["name"]))
        meant = sorted(one for one in codes.get(name, ()) if len(one) == len(code) and one[0] == "3")
        alone = not entry.keys.get("other_code")  # beside a code of the government the name may be that one's
        if meant and alone and code not in meant and code in known and entry.figure and not entry.doubt:
            found[entry.keys["grid"]].append((entry.figure, code, str(entry.keys["name"]), meant[0]))
    for several in found.values():
        figure, code, name, own_code = several[0]
        words = {"code": code, "name": name, "meant": own_code, "own": known[code][-1].text}
        count = len({one for _, one, _, _ in several})
        yield Verdict("broken", (figure,), *say("code_of_another", words | {"count": count}))


def _class_of_another_name(entry: Entry, known: Mapping[str, Sequence[Name]]) -> Iterator[Verdict]:
    """A class (303) under a name that has nothing of its own in the classification."""
    code, name = str(entry.keys["code"]), normalised(str(entry.keys["name"]))
    own = known.get(code, ())
    if len(code) == 3 and entry.figure and not entry.doubt and not entry.keys.get("other_code"):
        spellings = [spelling for one in own for spelling in one.spellings()]
        if spellings and not any(pairs(name) & pairs(one) for one in spellings):
            words = {"code": code, "name": entry.keys["name"], "own": own[-1].text}
            yield worded("class_of_another_name", words, figures=(entry.figure,))


RULES: dict[str, Run] = {
    "form.old_name": _old_items,
    "form.item_name": _missing_character,
    "form.codes": _short_codes,
    "form.code_of_another": _codes_of_others,
}
