"""Checks of slips of the pen: signs left out, text cut off, brackets left open, old names, an office misspelt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise

from budgetlib import reference
from budgetlib.checks.contents import body_start, paragraphs, prose, sections
from budgetlib.checks.messages import pages_of, say
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.readers.document import Cell
from budgetlib.text import fold, plain

_LISTED = re.compile(r"(?:^|(?<=[。;:,、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\)")
_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"), ("〔", "〕"))
_ENDS = "。;:!?)”》…,、"
_LONG = 40
"""Characters of a paragraph that is no heading and no entry of a list."""
_A_FEW = 3
"""Places of one kind of slip that are quoted."""
_OPEN_REASON = re.compile(r"主要原因[^。]{4,400}[\u4e00-\u9fff]$")
_A_SENTENCE = re.compile(r"本(?:部门|单位)|，|：.{12}")
_BREAKS_OFF = re.compile(r"(?<!其中)(?<!元)(?<=[\u4e00-\u9fff])$")
_BEFORE_ONE = re.compile("[统唯单同专划之第合不逐如归任某]$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)](?!\d)")
_NAME_WITH_STOP = re.compile(r"[^,，;；。、:：]{2,20}[。；，]")
_ITEM = re.compile(
    r"(?:^(?:[^,。;:]{1,4}[、.)])?|(?<=[类款]\)))(?P<item>(?:(?!\([类款项]\))[\u4e00-\u9fff()]){2,24})\((?P<kind>款|项)\)"
)
_LEVELS = {"款": 2, "项": 3}
_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,}(?:局|委|委员会|办公室|厅|处|院|办事处|中心|总队|支队)")
_LABEL = re.compile(r"^(?:编制|填报|预算)?(?:部门|单位)(?:名称)?:(?!万?元)(?P<name>[\u4e00-\u9fff]{4,30}?)(?=单位:|$)")
_SEVERAL = 5
"""Tables with one name above them beside which another name on one table is a slip, and no list of offices."""
_OLD = 5
"""A name of fewer characters is a word of every day (农业, 文化)."""
_NUMBER_AND_STOP = re.compile(r"(\d{1,2}[.．])(?!\d)")
_HALF_COMMA = re.compile(r"(?<=[\u4e00-\u9fff]),(?=[\u4e00-\u9fff])")
_HALF_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff])\((?![类款项]\))(?=[\u4e00-\u9fff])[^()（）]{0,60}\)")
_FULL_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff”])（(?![类款项]）)(?=[\u4e00-\u9fff])")
_WIDTHS = ((_HALF_COMMA, re.compile("，"), "rare_comma"), (_HALF_BRACKETS, _FULL_BRACKETS, "rare_bracket"))
"""A mark of half width, that of full width, and the tolerance of how many of these stand beside one that is a slip."""
Spot = tuple[int, int, str]
"""Block, page and the words of a slip."""


def _around(text: str, start: int, end: int, width: int = 14) -> str:
    start = max(start, end - _LONG)
    return f"{'…' if start > width else ''}{text[max(start - width, 0) : end + 6]}"


def _once(view: View, name: str, spots: list[Spot]) -> Iterator[Verdict]:
    """One finding for all slips of one kind: how many, on which pages, and what the first ones say.

    On a page read by OCR a wrong character may be the engine's: nobody is told of it.
    """
    spots = [one for one in spots if one[1] not in view.report.document.sure]
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
        "cells", lambda: list({(c.page, t): (b, c, t) for b, c, t in all_cells(view) if len(t) > _OLD}.values())
    )


def all_cells(view: View) -> list[tuple[int, Cell, str]]:
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
        word = _BEFORE_ONE.search(text) and below.startswith("一、")  # 统一、: the line was broken within a word
        if whole_page and not word and (((listed or title) and _has_no_stop(text)) or reason):
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


def _widths(view: View) -> Iterator[Verdict]:
    """Commas or brackets of the prose, or stops of the table of contents, in another width than all others."""
    start = body_start(view)
    texts = [(block, paragraph.page, paragraph.text) for block, paragraph, _ in paragraphs(view)]
    announced = [
        (b, p, match[1]) for b, p, text in texts if b < start and (match := _NUMBER_AND_STOP.match(text.lstrip()))
    ]
    of_width = {stop: [one for one in announced if one[2].endswith(stop)] for stop in ".．"}
    if all(of_width.values()):
        yield from _once(view, "widths", min(of_width.values(), key=len))
    body = [one for one in texts if one[0] >= start]
    found: list[Spot] = []
    for odd, usual, rare in _WIDTHS:
        half = [(b, p, _around(t, m.start(), m.end())) for b, p, t in body for m in odd.finditer(t)]
        beside = sum(len(usual.findall(text)) for _, _, text in body)
        found += half if len(half) * getattr(view.tolerances, rare) <= beside else []
    yield from _once(view, "widths", sorted(found, key=lambda one: one[0]))


def _glossary(view: View) -> Iterator[Verdict]:
    """Items that the glossary explains and no statement has."""
    rows = [one.keys for one in view.index.select("lines", {"level": [2, 3]})]
    names = {(one["level"], "".join(fold(str(one["name"])).split())) for one in rows}
    levels = {level for level, _ in names}
    found = [
        (block, paragraph.page, f"{match['item']}（{match['kind']}）")
        for block, paragraph, _, section, _ in sections(view)
        if section.is_glossary_or_duties and block >= body_start(view)
        for match in _ITEM.finditer("".join(fold(paragraph.text).split()))
        if (level := _LEVELS[match["kind"]]) in levels and (level, match["item"]) not in names
    ]
    yield from _once(view, "glossary", list({words: (b, p, words) for b, p, words in reversed(found)}.values())[::-1])


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
        meant = [unit for unit in units if unit != own and (unit in text or units[unit] > 1) and left_out(own, unit)]
        if len(meant) == 1:
            told = say("misspelt", {"project": row["project"], "own": own, "meant": meant[0]})
            yield Verdict("broken", (), *told, page=row["page"], place=f"projects:{number}:implementing_unit")


def left_out(short: str, name: str) -> bool:
    """Whether a name is another one without one or two characters of its middle."""
    gap = len(name) - len(short)
    return 0 < gap <= 2 and any(name[:at] + name[at + gap :] == short for at in range(2, len(name) - gap - 1))


def _other_office(view: View) -> Iterator[Verdict]:
    """The one row of a statement by offices, or the head of one table, that names another office than the report."""
    yield from _labelled(view)
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


def _labelled(view: View) -> Iterator[Verdict]:
    """One table headed 部门：X in a report whose other tables are all headed by its own name, X being named nowhere."""
    texts = [(b, p.page, t) for b, p, t in prose(view)] + [(b, c.page, t) for b, c, t in _cells(view)]
    labels = [(block, page, match["name"]) for block, page, text in texts if (match := _LABEL.match(text))]
    names = Counter(name for _, _, name in labels if _OFFICE.fullmatch(name))
    own = {name for name in names if any(plain(name) == plain(one) for one in view.report.identity.names())}
    others = [name for name in names if name not in own]
    if len(others) == 1 and names[others[0]] == 1 and sum(names[name] for name in own) >= _SEVERAL:
        (name,) = others
        elsewhere = sum(name in text for _, _, text in texts) > 1 or any(name in one or one in name for one in own)
        block, page, _ = next(one for one in labels if one[2] == name)
        if not elsewhere and page not in view.report.document.sure:
            words = {"name": name, "office": min(own, key=len)}
            yield worded("other_label", words, page=page, place=f"block:{block}")


RULES: dict[str, Run] = {
    **{one["rule"]: partial(_patterns, one["rule"]) for one in reference.load("form")["pattern"]},
    "form.cut_off": _cut_off,
    "form.brackets": _brackets,
    "form.widths": _widths,
    "form.glossary": _glossary,
    "form.stop_in_name": _stops_in_names,
    "form.misspelt": _misspelt,
    "form.other_office": _other_office,
}
