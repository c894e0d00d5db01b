"""Checks between statements, and between the prose and the statements: one figure, stated twice, is one figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from budgetlib import reference
from budgetlib.checks.model import Figure, Rule, Verdict, View, shown, sum_verdict
from budgetlib.checks.sheets import Entry, Sheet, sheets
from budgetlib.intervals import EPSILON
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose import item_key

Place = list[str]


def _ties(view: View) -> Iterator[Verdict]:
    found = sheets(view)
    for tie in reference.load("identities")["tie"]:
        a, b = _figure(found, tie["a"]), _figure(found, tie["b"])
        if a and b:
            yield same(
                a, b, (f"{_name(tie['a'])} 与 {_name(tie['b'])}", f"{_name_en(tie['a'])} and {_name_en(tie['b'])}")
            )


def _figure(found: dict[str, Sheet], place: Place) -> Figure | None:
    """The figure at [statement, row pattern, column, side]; None where it is blank or missing."""
    statement, row, column, side = place
    entry = found[statement].named(row, side or None) if statement in found else None
    return entry.figures.get(column) if entry else None


def same(a: Figure, b: Figure, subject: tuple[str, str]) -> Verdict:
    """Verdict on two printed values of one figure. A difference of one in the last place is a note: such tails are
    plugged so that a table adds up; anything more is an error.
    """
    verdict = sum_verdict(a, [b], subject)
    if verdict.status == "broken" and abs(a.value - b.value) <= 2 * max(a.half, b.half) + EPSILON:
        return replace(verdict, severity="note")
    return verdict


def _mirrors(view: View) -> Iterator[Verdict]:
    """Rows of the same name in two statements (类 of the summary against 类 of the detail)."""
    found = sheets(view)
    for mirror in reference.load("identities")["mirror"]:
        (left, left_column, side), (right, right_column, _) = mirror["a"], mirror["b"]
        if left not in found or right not in found:
            continue
        classes = {entry.name: entry for entry in found[right].entries if entry.code and len(entry.code) == 3}
        for entry in found[left].side(side):
            other = classes.get(entry.name)
            a = entry.figures.get(left_column)
            b = other.figures.get(right_column) if other else None
            if a and b:
                names = (
                    _statement(left, "zh"),
                    _statement(right, "zh"),
                    _statement(left, "en"),
                    _statement(right, "en"),
                )
                zh = f"“{entry.name}”在{names[0]}与{names[1]}"
                yield same(a, b, (zh, f"{entry.name} in {names[2]} and in {names[3]}"))


def _within(view: View) -> Iterator[Verdict]:
    found = sheets(view)
    for rule in reference.load("identities")["within"]:
        (part, part_column), (whole, whole_column) = rule["part"], rule["whole"]
        if part not in found or whole not in found:
            continue
        wholes = found[whole].by_code()
        for entry in _rows_with_total(found[part]):
            other = wholes.get(entry.code) if entry.code else found[whole].total()
            a = entry.figures.get(part_column)
            if a and a.value and other is None and part_column == "total":
                yield _outside(a, entry, _statement(whole, "zh"), _statement(whole, "en"))
            b = other.figures.get(whole_column) if other else None
            if a and b:
                yield from not_more(a, b, entry.name)


def _outside(figure: Figure, entry: Entry, whole_zh: str, whole_en: str) -> Verdict:
    return Verdict(
        "broken",
        (figure,),
        f"科目 {entry.code or ''} {entry.name} 有支出 {shown(figure)}，{whole_zh}中却没有这一行。",
        f"Item {entry.code or ''} {entry.name} has {shown(figure)}, but {whole_en} has no such row.",
        figure.value,
        0.0,
        figure.value,
    )


def _names_of_codes(view: View) -> Iterator[Verdict]:
    """One code under two names in the statements of one report."""
    names: dict[str, tuple[Entry, str]] = {}
    for key in ("expenditure", "income", "general_public"):
        sheet = sheets(view).get(key)
        for code, entry in sheet.by_code().items() if sheet else ():
            first, where = names.setdefault(code, (entry, key))
            if first.name != entry.name and entry.figures:
                yield Verdict(
                    "broken",
                    (*first.figures.values(), *entry.figures.values()),
                    f"科目 {code} 在{_statement(where, 'zh')}中叫“{first.name}”，"
                    f"在{_statement(key, 'zh')}中叫“{entry.name}”。",
                    f"Item {code} is called {first.name} in {_statement(where, 'en')} and {entry.name} in "
                    f"{_statement(key, 'en')}.",
                )


def _rows_with_total(sheet: Sheet) -> list[Entry]:
    total = sheet.total()
    return [*sheet.by_code().values(), *([total] if total else [])]


def _economic_within(view: View) -> Iterator[Verdict]:
    """The basic part of 出国, 接待, 用车 in the economic classes never exceeds the three-public item."""
    found = sheets(view)
    if "basic" not in found or "three_public" not in found:
        return
    codes = found["basic"].by_code()
    for rule in reference.load("identities")["economic_within"]:
        item = found["three_public"].named(rule["item"])
        entry = codes.get(rule["code"])
        a = (entry.figures.get("amount") or entry.figures.get("total")) if entry else None
        b = (item.figures.get("actual") or item.figures.get("budget")) if item else None
        if entry and a and b:
            yield from not_more(a, b, entry.name)


def not_more(part: Figure, whole: Figure, name: str) -> Iterator[Verdict]:
    """Verdict on part ≤ whole: equality confirms both; a part above its whole under any rounding is an error."""
    if abs(part.value - whole.value) < EPSILON:
        yield Verdict("exact", (part, whole))
    elif part.value - whole.value > part.half + whole.half + EPSILON:
        difference = part.value - whole.value
        yield Verdict(
            "broken",
            (part, whole),
            f"“{name}”：部分 {shown(part)} 大于整体 {shown(whole)}，多出 {difference:,.2f}。",
            f"{name}: the part {shown(part)} exceeds the whole {shown(whole)} by {difference:,.2f}.",
            part.value,
            whole.value,
            round(difference, 6),
            round(part.half + whole.half, 6),
        )


def _prose_ties(view: View) -> Iterator[Verdict]:
    """Amounts of the prose against the statement that holds them."""
    found = sheets(view)
    measure = "initial_budget" if view.report.identity.report_type == "budget" else "actual"
    paths = paths_of(found.get("general_public"))
    for number, row in view.rows("claims"):
        claim = view.figure("claims", number, "value")
        if claim is None or row["measure"] != measure or row["unit"] not in TO_WAN or view.in_reason(number):
            continue
        statement = _named_in_prose(found, row["item"], row["section"]) or _by_path(paths, row["item"])
        if statement:
            yield _prose_same(claim, statement, row["item"])


def _prose_same(claim: Figure, statement: Figure, item: str) -> Verdict:
    subject = (f"“{item}”文字与报表", f"{item}, prose and statement")
    return same(claim, statement, subject)


def _named_in_prose(found: dict[str, Sheet], item: str, section: str) -> Figure | None:
    for tie in reference.load("identities")["prose_tie"]:
        if item in tie["items"] and tie.get("section", "") in section:
            figure = _figure(found, tie["figure"])
            if figure:
                return figure
    return None


def paths_of(sheet: Sheet | None) -> dict[tuple[str, ...], Figure]:
    """类/款/项 of the statement's own names to the total of that row."""
    if sheet is None:
        return {}
    codes = sheet.by_code()
    paths: dict[tuple[str, ...], Figure] = {}
    for code, entry in codes.items():
        above = [codes[code[:length]].name for length in (3, 5) if length < len(code) and code[:length] in codes]
        if "total" in entry.figures and len(above) == {3: 0, 5: 1, 7: 2}.get(len(code)):
            paths[(*above, entry.name)] = entry.figures["total"]
    return paths


def _by_path(paths: dict[tuple[str, ...], Figure], item: str) -> Figure | None:
    """The row that the path names. One wrong name in the middle still names it, if 项 and 类 point to one row only."""
    names = tuple(item.split("/"))
    if names in paths:
        return paths[names]
    close = [
        figure for path, figure in paths.items() if len(names) == 3 and (path[0], path[-1]) == (names[0], names[-1])
    ]
    return close[0] if len(close) == 1 and len(names) == 3 else None


def _three_public_ties(view: View) -> Iterator[Verdict]:
    """Budget and spending of the three public expenses: prose against statement."""
    stated: dict[tuple[str, str], Figure] = {}
    for number, row in view.rows("lines"):
        if row["statement"] == "three_public" and row["column"] in ("budget", "actual"):
            figure = view.figure("lines", number, "amount")
            key = "total" if row["name"] == "合计" else item_key(row["name"])
            if figure and key:
                stated.setdefault((key, row["column"]), figure)
    for number, row in view.rows("claims"):
        claim = view.figure("claims", number, "value")
        kind = "budget" if row["measure"].endswith("_budget") else row["measure"]
        key = item_key(row["item"])
        if claim and key and "三公" in row["section"] and row["unit"] in TO_WAN and (key, kind) in stated:
            yield _prose_same(claim, stated[(key, kind)], row["item"])


def _name(place: Place) -> str:
    return f"{_statement(place[0], 'zh')}“{re.split(r'[|]', place[1])[0]}”"


def _name_en(place: Place) -> str:
    return f"{_statement(place[0], 'en')} ({place[2]})"


def _statement(key: str, lang: str) -> str:
    name: str = reference.load("identities")["names"][key][lang]
    return name


RULES = (
    Rule(
        "statements.code_name",
        "statements",
        "warning",
        "同一科目各表名称一致",
        "One code has one name",
        "A code under two names is two items to a reader.",
        _names_of_codes,
    ),
    Rule(
        "statements.tie",
        "statements",
        "error",
        "各表之间同一合计数一致",
        "One total is the same in every statement",
        "The statements of a report describe one and the same money.",
        _ties,
    ),
    Rule(
        "statements.mirror",
        "statements",
        "error",
        "总表各类与明细表各类一致",
        "Classes agree between statements",
        "The summary repeats the classes of the detail.",
        _mirrors,
    ),
    Rule(
        "statements.within",
        "statements",
        "error",
        "部分不大于整体",
        "A part never exceeds its whole",
        "The general public budget is part of all expenditure.",
        _within,
    ),
    Rule(
        "statements.economic_within",
        "statements",
        "error",
        "基本支出中的“三公”不大于“三公”经费",
        "Three-public classes of basic expenditure stay within the item",
        "The basic part cannot exceed the whole.",
        _economic_within,
    ),
    Rule(
        "prose.statement",
        "prose",
        "error",
        "文字与报表数字一致",
        "Prose and statement agree",
        "Readers quote the sentence; the statement is the record.",
        _prose_ties,
    ),
    Rule(
        "prose.three_public_statement",
        "prose",
        "error",
        "“三公”文字与报表一致",
        "Three public: prose and statement agree",
        "The most watched figures of a report.",
        _three_public_ties,
    ),
)
