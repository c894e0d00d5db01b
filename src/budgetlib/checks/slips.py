"""Checks of slips of the pen: signs left out, text cut off, brackets left open, old names, an office misspelt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise

from budgetlib import reference
from budgetlib.checks.contents import body_start, prose, sections
from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry
from budgetlib.checks.likeness import pairs
from budgetlib.checks.messages import pages_of, say
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.readers.document import Cell
from budgetlib.reference.classification import Name, classification, normalised
from budgetlib.text import fold, plain

_LISTED = re.compile(r"(?:^|(?<=[。;:,、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\)")
_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"), ("〔", "〕"))
_ENDS = "。;:!?)”》…,、"
_LONG = 40
_A_FEW = 3
_OPEN_REASON = re.compile(r"主要原因[^。]{4,400}[\u4e00-\u9fff]$")
_A_SENTENCE = re.compile(r"本(?:部门|单位)|，|：.{12}")
_BREAKS_OFF = re.compile(r"(?<!其中)(?<!元)(?<=[\u4e00-\u9fff])$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)](?!\d)")
_NAME_WITH_STOP = re.compile(r"[^,，;；。、:：]{2,20}[。；，]")
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,20}\(款\)(?P<item>[\u4e00-\u9fff]{2,24})\(项\)")
_DIGITS = {"类": 3, "款": 2, "项": 2}
"""Digits of a code in a column of its own."""
_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,}(?:局|委|委员会|办公室|厅|处|院|办事处|中心|总队|支队)")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_OLD = 5
"""A name of fewer characters is a word of every day (农业, 文化)."""
Spot = tuple[int, int, str]
"""Block, page and the words of a slip."""


def _around(text: str, start: int, end: int, width: int = 14) -> str:
    start = max(start, end - _LONG)
    return f"{'…' if start > width else ''}{text[max(start - width, 0) : end + 6]}"


def _once(view: View, name: str, spots: list[Spot]) -> Iterator[Verdict]:
    """One finding for all slips of one kind: how many, on which pages, and what the first ones say."""
    if spots:
        _block, page, words = spots[0]
        zh, en = pages_of(view.report.document.place, [page for _, page, _ in spots])
        several = list(dict.fromkeys(one for _, _, one in spots))[:_A_FEW]
        said = {"count": len(spots), "words": words, "pages": zh, "several": "”“".join(several)}
        told = say(name, said, {"pages": en, "several": "; ".join(several)})
        places = " ".join(dict.fromkeys(f"block:{block}" for block, _, _ in spots[:20]))
        yield Verdict("broken", (), *told, page=page, place=places)


def _patterns(rule: str, view: View) -> Iterator[Verdict]:
    """What the patterns of ``reference/form.toml`` match in the prose, in cells too where they say so."""
    scope = view.report.identity.scope
    for one in reference.load("form")["pattern"]:
        if one["rule"] == rule and one.get("scope", scope) == scope:
            texts = [*prose(view), *(_cells(view) if one.get("cells") else ())]
            unless = one.get("unless")
            found = [
                (block, place.page, _around(text, match.start(), match.end()))
                for block, place, text in texts
                for match in _pattern(one["says"]).finditer(text)
                if not (unless and unless in text)
            ]
            yield from _once(view, one["says"], found)


@cache
def _pattern(says: str) -> re.Pattern[str]:
    return re.compile(next("|".join(one["words"]) for one in reference.load("form")["pattern"] if one["says"] == says))


def _cells(view: View) -> list[tuple[int, Cell, str]]:
    """Cells with words, half-width, without spaces; one text once a page."""
    return view.once(
        "cells", lambda: list({(c.page, t): (b, c, t) for b, c, t in _all_cells(view) if len(t) > _OLD}.values())
    )


def _all_cells(view: View) -> list[tuple[int, Cell, str]]:
    """Every cell, half-width, without spaces."""
    grids = view.report.document.grids
    return view.once("all_cells", lambda: [(b, c, "".join(fold(c.text).split())) for b, g in grids() for c in g.cells])


def _cut_off(view: View) -> Iterator[Verdict]:
    """A sentence that breaks off, a paragraph of figures in ; , 、, or one without a full stop, before a heading."""
    yield from _patterns("form.cut_off", view)
    start = body_start(view)
    ends: list[Spot] = []
    whole: list[Spot] = []
    for (block, paragraph, text, section, heading), (_, behind, below, _, next_heading) in pairwise(sections(view)):
        if heading or block < start:
            continue
        if next_heading:
            ends.append((block, paragraph.page, text))
        listed = section.is_glossary_or_duties and _NUMBERED.match(below)
        title = next_heading and "。" not in below and not _NUMBERED.match(text)
        reason = _OPEN_REASON.search(text) and (next_heading or below.startswith("其中") or _NUMBERED.match(below))
        whole_page = paragraph.page == behind.page or view.report.document.place == "line"
        if whole_page and (((listed or title) and _has_no_stop(text)) or reason):
            whole.append((block, paragraph.page, text))
    yield from _once(view, "ends_open", [(b, p, t[-20:]) for b, p, t in ends if len(t) > _LONG and _ends_open(t)])
    yield from _once(view, "no_stop", [(b, p, t[-20:]) for b, p, t in whole])


def _ends_open(text: str) -> bool:
    return "万元" in text and text.endswith(("；", "，", "、"))


def _has_no_stop(text: str) -> bool:
    """Whether a text is a sentence, and no note or label, and stops without a stop."""
    label = text.startswith("注") or "单位：" in text
    return not label and bool(_A_SENTENCE.search(text) and _BREAKS_OFF.search(text))


def _brackets(view: View) -> Iterator[Verdict]:
    """A bracket or quotation mark opened and not closed, in paragraphs that are whole: they end in a full stop."""
    found: list[Spot] = []
    for block, paragraph, text in prose(view):
        plain = _LISTED.sub("", text)
        if not text.endswith("。") or len(text) < _LONG:
            continue
        pair = next((pair for pair in _PAIRS if plain.count(pair[0]) != plain.count(pair[1])), None)
        if pair:
            sign = pair[0] if plain.count(pair[0]) > plain.count(pair[1]) else pair[1]
            at = plain.rindex(sign) if sign == pair[1] else plain.index(sign)
            found.append((block, paragraph.page, _around(plain, at, at + 1, 10)))
    yield from _once(view, "brackets", found)


def _glossary(view: View) -> Iterator[Verdict]:
    """Items that the glossary explains and no statement has."""
    rows = view.index.select("lines", {"level": 3})
    names = {"".join(fold(str(one.keys["name"])).split()) for one in rows}
    if not names:
        return
    found = [
        (block, paragraph.page, match.group())
        for block, paragraph, _, section, _ in sections(view)
        if section.is_glossary_or_duties and block >= body_start(view)
        for match in _ITEM.finditer("".join(fold(paragraph.text).split()))
        if match["item"] not in names
    ]
    yield from _once(view, "glossary", list({words: (b, p, words) for b, p, words in reversed(found)}.values())[::-1])


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
    for block, cell, text in _all_cells(view):
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
    """A 款 named as the classification has it, but for one or two characters: one finding a name."""
    year = view.report.identity.fiscal_year
    seen: set[str] = set()
    for entry in view.index.select("claims", {"detail": True}):
        name = fold(entry.keys["path"][1])
        known = _groups_of(entry.keys["path"][0], year) if year else ()
        meant = [one for one in known if _left_out(name, one)]
        if name in seen or name in known or len(meant) != 1 or not entry.figure:
            continue
        seen.add(name)
        told = say("missing_character", {"own": name, "meant": meant[0], "item": entry.keys["item"]})
        yield Verdict("broken", (entry.figure,), *told)


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


def _stops_in_names(view: View) -> Iterator[Verdict]:
    """The name of an indicator that ends in a full stop, where others do not."""
    rows = [row for _, row in view.rows("indicators")]
    found = [row for row in rows if _NAME_WITH_STOP.fullmatch(str(row["indicator"]))]
    if found and len(found) * 3 < len(rows):
        told = say("stop_in_name", {"name": found[0]["indicator"], "count": len(found)})
        yield Verdict("broken", (), *told, page=found[0]["page"])


def _misspelt(view: View) -> Iterator[Verdict]:
    """An implementing unit of one form whose name is that of a unit named elsewhere, with characters left out."""
    units = Counter(
        fold(str(row["implementing_unit"])) for _, row in view.rows("projects") if row.get("implementing_unit")
    )
    text = "".join(text for _, _, text in prose(view))
    for number, row in view.rows("projects"):
        own = fold(str(row.get("implementing_unit") or ""))
        if units[own] != 1 or own in text or len(own) < _OLD:
            continue
        meant = [unit for unit in units if unit != own and (unit in text or units[unit] > 1) and _left_out(own, unit)]
        if len(meant) == 1:
            told = say("misspelt", {"project": row["project"], "own": own, "meant": meant[0]})
            yield Verdict("broken", (), *told, page=row["page"], place=f"projects:{number}:implementing_unit")


def _left_out(short: str, name: str) -> bool:
    """Whether a name is another one without one or two characters of its middle."""
    gap = len(name) - len(short)
    return 0 < gap <= 2 and any(name[:at] + name[at + gap :] == short for at in range(2, len(name) - gap - 1))


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


def _other_office(view: View) -> Iterator[Verdict]:
    """The one row of a statement by offices that names another office than the report."""
    own = {plain(name) for name in view.report.identity.names()}
    tables: dict[int, dict[str, int]] = defaultdict(dict)
    for number, row in view.rows("lines"):
        name = plain(str(row.get("unit_name") or ""))
        if row["statement"] == "three_public" and _OFFICE.fullmatch(name) and row["amount"] is not None:
            tables[row["table"]].setdefault(name, number)
    for offices in tables.values():
        (name, number), *others = offices.items()
        figure = view.figure("lines", number, "amount")
        if figure and own and not others and not any(name in one or one in name for one in own):
            title = view.report.rows["lines"][number].values["statement_zh"]
            yield worded("other_office", {"name": name, "office": min(own, key=len), "title": title}, figures=(figure,))


RULES: dict[str, Run] = {
    **{one["rule"]: partial(_patterns, one["rule"]) for one in reference.load("form")["pattern"]},
    "form.cut_off": _cut_off,
    "form.brackets": _brackets,
    "form.glossary": _glossary,
    "form.old_name": _old_items,
    "form.item_name": _missing_character,
    "form.stop_in_name": _stops_in_names,
    "form.misspelt": _misspelt,
    "form.codes": _short_codes,
    "form.code_of_another": _codes_of_others,
    "form.other_office": _other_office,
}
