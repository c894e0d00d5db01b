"""Checks on what the words say: direction, sign, zero base, names, lists, counts, part and whole in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from budgetlib import reference
from budgetlib.checks.between import not_more, paths_of, same
from budgetlib.checks.model import Figure, Rule, Verdict, View, shown, sum_verdict
from budgetlib.checks.sheets import Entry, Sheet, sheets
from budgetlib.intervals import EPSILON
from budgetlib.numbers import TO_WAN
from budgetlib.readers.document import Paragraph
from budgetlib.text import plain

_LIST = re.compile(r"^[^。；;]{0,12}?包括[:：]?(?P<names>[^。；;]+)")
_WORDS = {"up": ("大于", "above"), "down": ("小于", "below"), "flat": ("持平", "equal to")}


def _direction(view: View) -> Iterator[Verdict]:
    """决算数大于（小于、持平）预算数 against the two amounts; any of the budgets stated may be meant."""
    for number, row in view.rows("completions"):
        actual = view.figure("completions", number, "actual")
        budgets = [view.figure("completions", number, c) for c in ("initial_budget", "annual_budget")]
        stated = [budget for budget in budgets if budget]
        if not row.get("direction") or not actual or not stated:
            continue
        figures = (actual, *stated)
        if any(_moves(actual, budget) == row["direction"] for budget in stated):
            yield Verdict("exact", figures)
            continue
        zh, en = _WORDS[row["direction"]]
        budget = stated[-1]
        yield Verdict(
            "broken",
            figures,
            f"“{row['item']}”：文字称决算数与预算数相比为“{zh}”，但决算数 {shown(actual)}，预算数 {shown(budget)}。",
            f"{row['item']}: the words say spending is {en} the budget, "
            f"but spending is {shown(actual)} and the budget {shown(budget)}.",
            actual.value,
            budget.value,
            round(actual.value - budget.value, 6),
        )


def _moves(actual: Figure, budget: Figure) -> str:
    if abs(actual.value - budget.value) < EPSILON:
        return "flat"
    return "up" if actual.value > budget.value else "down"


def _signs(view: View) -> Iterator[Verdict]:
    """An amount that rises with a rate that falls (增加…，下降…)."""
    for number, row in view.rows("changes"):
        change, rate = (view.figure("changes", number, column) for column in ("change", "change_pct"))
        if change and rate and change.value * rate.value < 0:
            yield Verdict(
                "broken",
                (change, rate),
                f"“{row['item']}”：增减额 {shown(change)} 与增减率 {shown(rate)}% 方向相反。",
                f"{row['item']}: the change {shown(change)} and the rate {shown(rate)} % point in opposite directions.",
                change.value,
                -change.value,
            )


def _zero_base(view: View) -> Iterator[Verdict]:
    """A growth rate from a prior year of zero (0 → x printed as 100 %)."""
    for number, row in view.rows("changes"):
        change, rate = (view.figure("changes", number, column) for column in ("change", "change_pct"))
        if row["zero_base"] and change and rate and change.value:
            yield Verdict(
                "broken",
                (rate, change),
                f"“{row['item']}”：上年数为 0（{shown(change)} 全部为新增），增长 {shown(rate)}% 不可比，不宜引用。",
                f"{row['item']}: the prior year is 0 (all of {shown(change)} is new), "
                f"so a growth of {shown(rate)} % compares with nothing and should not be quoted.",
                rate.value,
                severity="note",
            )


def _names(view: View) -> Iterator[Verdict]:
    """A functional item that the prose names otherwise than the statement does."""
    sheet = sheets(view).get("general_public")
    paths = paths_of(sheet)
    if not sheet or not paths:
        return
    for number, row in view.rows("claims"):
        names = tuple(row["item"].split("/"))
        claim = view.figure("claims", number, "value")
        if len(names) != 3 or names in paths or not claim or row["measure"] not in ("actual", "initial_budget"):
            continue
        if row["measure"] == "initial_budget" and view.report.identity.report_type == "final":
            continue
        other = _row_with(sheet, paths, names, claim)
        if other:
            path, figure = other
            printed = "/".join(path)
            yield Verdict(
                "broken",
                (claim, figure),
                f"文字中的科目名称“{row['item']}”在报表中不存在；金额 {shown(claim)} 对应的是“{printed}”。",
                f"The prose names {row['item']}, which the statement does not have; "
                f"its {shown(claim)} stands there as {printed}.",
            )


def _row_with(
    sheet: Sheet, paths: dict[tuple[str, ...], Figure], names: tuple[str, ...], claim: Figure
) -> tuple[tuple[str, ...], Figure] | None:
    """The one row of the same class that holds the claim's amount."""
    rows = [(path, figure) for path, figure in paths.items() if len(path) == 3 and path[0] == names[0]]
    equal = [(path, figure) for path, figure in rows if abs(figure.value - claim.value) < claim.half + figure.half]
    return equal[0] if len(equal) == 1 else None


def _lists(view: View) -> Iterator[Verdict]:
    """人员经费（公用经费）包括：… against the economic classes: named but zero, or spent but not named."""
    sheet = sheets(view).get("basic")
    if sheet is None:
        return
    for identity in reference.load("identities")["economic"]:
        members = [entry for entry in sheet.entries if _belongs(entry, identity["classes"])]
        for number, row in view.rows("claims"):
            if row["item"] and re.fullmatch(identity["name"].replace("合计?", ""), row["item"]):
                yield from _list_of(view, number, members)


def _belongs(entry: Entry, classes: list[str]) -> bool:
    return bool(entry.code and len(entry.code) == 5 and entry.code[:3] in classes)


def _list_of(view: View, claim: int, members: list[Entry]) -> Iterator[Verdict]:
    mark = view.report.rows["claims"][claim].marks["value"]
    block = view.report.document.blocks[mark.block]
    behind = block.text[mark.end :] if isinstance(block, Paragraph) else ""
    listed = _LIST.match(behind.lstrip("万元 ，,"))
    figure = view.figure("claims", claim, "value")
    if not listed or not figure:
        return
    names = {_bare(name) for name in re.split(r"[、，,]", listed["names"])}
    zero = [entry for entry in members if _bare(entry.name) in names and not _spent(entry)]
    if zero:
        said = "、".join(entry.name for entry in zero)
        yield Verdict(
            "broken",
            (figure, *_amounts(zero)),
            f"文字称支出包括“{said}”，报表中这些科目为 0.00 或空白。",
            f"The prose says that spending includes {said}; in the statement these are 0.00 or blank.",
        )
    missing = [entry for entry in members if _bare(entry.name) not in names and _spent(entry)]
    if missing and not re.search(r"等[支项]?出?$", listed["names"]):
        said = "、".join(f"{entry.name} {shown(_amounts([entry])[0])}" for entry in missing)
        yield Verdict(
            "broken",
            (figure, *_amounts(missing)),
            f"报表中有支出的科目未在文字中列出：{said}。",
            f"Spent according to the statement but not named in the prose: {said}.",
        )


def _bare(name: str) -> str:
    return plain(name).removesuffix("支出").removesuffix("费用").removesuffix("费")


def _spent(entry: Entry) -> bool:
    return any(figure.value for figure in _amounts([entry]))


def _amounts(entries: list[Entry]) -> list[Figure]:
    figures = (entry.figures.get("amount") or entry.figures.get("total") for entry in entries)
    return [figure for figure in figures if figure]


def _counts(view: View) -> Iterator[Verdict]:
    """A count and the kinds behind its 其中: vehicles, staff, grades of the self-evaluations."""
    claims = [(number, row) for number, row in view.rows("claims")]
    for identity in reference.load("identities")["count"]:
        for place, (number, row) in enumerate(claims):
            if row["measure"] == "count" and re.fullmatch(identity["total"], row["item"]):
                behind = claims[place + 1 :]
                yield from _kinds(view, number, row, behind, identity)


def _kinds(
    view: View, number: int, row: dict[str, Any], behind: list[tuple[int, dict[str, Any]]], identity: dict[str, Any]
) -> Iterator[Verdict]:
    skipped = [one for one in behind if one[1]["measure"] == "count" and one[1]["unit"] == row["unit"]]
    parts = list(takewhile(lambda one: re.fullmatch(identity["parts"], one[1]["item"]), skipped))
    total = view.figure("claims", number, "value")
    figures = [figure for part, _ in parts if (figure := view.figure("claims", part, "value"))]
    if total and len(figures) >= identity["at_least"]:
        subject = (f"“{row['item']}”各类之和", f"{row['item']}, sum of its kinds")
        yield sum_verdict(_counted(total), [_counted(figure) for figure in figures], subject)


def _counted(figure: Figure) -> Figure:
    """Counts are exact."""
    return Figure(figure.table, figure.row, figure.column, figure.value, 0.0, figure.text, figure.page)


def _same_item(view: View) -> Iterator[Verdict]:
    """One amount under its names in several sections (本年收入合计, 本年收入)."""
    for names in reference.load("identities")["alias"]["groups"]:
        stated: dict[str, Figure] = {}
        for number, row in view.rows("claims"):
            figure = view.figure("claims", number, "value")
            if figure and row["item"] in names and row["measure"] == "actual" and row["unit"] in TO_WAN:
                stated.setdefault(row["section"], figure)
        first, *others = stated.values() if stated else [None]
        for other in others:
            if first and other:
                yield same(other, first, (f"“{names[0]}”各章节", f"{names[0]} across sections"))


def _functional_sum(view: View) -> Iterator[Verdict]:
    """The items of the general public budget add up to it; they may be fewer, never more."""
    total: Figure | None = None
    parts: dict[str, Figure] = {}
    changes: dict[str, Figure] = {}
    whole_change: Figure | None = None
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure is None or row["unit"] not in TO_WAN or view.in_reason(number):
            continue
        if row["item"] == "一般公共预算财政拨款支出":
            total = total or (figure if row["measure"] == "actual" else None)
            whole_change = whole_change or (figure if row["measure"] == "change" else None)
        elif row["item"].count("/") == 2:
            kind = {"actual": parts, "change": changes}.get(row["measure"])
            if kind is not None:
                kind.setdefault(row["item"], figure)
    yield from _whole(total, list(parts.values()), "一般公共预算各项支出之和", "Items of the general public budget")
    if len(changes) == len(parts):
        yield from _whole(whole_change, list(changes.values()), "各项增减额之和", "Changes of the items", exact=False)


def _whole(total: Figure | None, parts: list[Figure], zh: str, en: str, exact: bool = True) -> Iterator[Verdict]:
    if not total or not parts:
        return
    verdict = sum_verdict(total, parts, (zh, en))
    too_much = verdict.difference is not None and verdict.difference < 0
    if verdict.status != "broken" or (exact and too_much):
        yield verdict


def _procurement(view: View) -> Iterator[Verdict]:
    """Contracts with small firms are part of all procurement; so is each amount of the breakdown."""
    amounts = _procured(view)
    total = next((figure for item, figure in amounts if re.match(r"政府采购(?:支出)?(?:总额|金额)", item)), None)
    won = [figure for item, figure in amounts if "中小企业供应商" in item and "小微" not in item]
    if total and len(won) >= 2:
        verdict = sum_verdict(total, won, ("政府采购中由中小企业中标的金额", "Procurement won by small firms"))
        if verdict.status == "broken" and (verdict.difference or 0) < 0:
            yield verdict
    if total:
        for item, figure in amounts:
            if figure is not total and re.match(r"授予(?:中小|小微)企业", item):
                yield from not_more(figure, total, item)


def _procured(view: View) -> list[tuple[str, Figure]]:
    found = []
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        place = f"{row['section']}{row['subsection']}"
        if figure and "政府采购" in place and row["measure"] == "actual" and row["unit"] in TO_WAN:
            found.append((row["item"], figure))
    return found


def _left_out(view: View) -> Iterator[Verdict]:
    """An item of the general public budget that the prose passes over, while it goes through the others."""
    sheet = sheets(view).get("general_public")
    paths = {path: figure for path, figure in paths_of(sheet).items() if len(path) == 3 and figure.value}
    claims = [(n, row) for n, row in view.rows("claims") if row["item"].count("/") == 2]
    named = {tuple(row["item"].split("/")) for _, row in claims}
    stated = {round(figure.value, 2) for number, _ in claims if (figure := view.figure("claims", number, "value"))}
    if len(named & paths.keys()) * 2 < len(paths):
        return
    for path, figure in paths.items():
        if path not in named and round(figure.value, 2) not in stated:
            yield Verdict(
                "broken",
                (figure,),
                f"报表中的“{'/'.join(path)}”支出 {shown(figure)}，文字逐项说明时没有提到。",
                f"{'/'.join(path)} has {shown(figure)} in the statement, but the prose passes over it.",
                figure.value,
            )


def _three_public_counts(view: View) -> Iterator[Verdict]:
    """Groups, receptions and cars of zero beside money that was spent on them."""
    for number, row in view.rows("three_public"):
        count = view.figure("three_public", number, "count")
        actual = view.figure("three_public", number, "actual")
        if count and actual and not count.value and actual.value:
            yield Verdict(
                "broken",
                (count, actual),
                f"“三公”经费：有支出 {shown(actual)} 万元，数量却为 {shown(count)} {row['count_unit']}。",
                f"Three public ({row['item']}): {shown(actual)} was spent, but the count is {shown(count)}.",
                count.value,
            )


def _running_costs(view: View) -> Iterator[Verdict]:
    """机关运行经费 is part of 公用经费; with the 公用经费 of the institutions it is all of it (Xinjiang form)."""
    claims = {
        row["item"]: view.figure("claims", n, "value") for n, row in view.rows("claims") if row["measure"] == "actual"
    }
    running = next((figure for item, figure in claims.items() if item.endswith("机关运行经费")), None)
    institutions = claims.get("（事业单位）公用经费")
    public = claims.get("公用经费")
    if running and public and institutions:
        yield sum_verdict(public, [running, institutions], ("公用经费", "Public expenditure"))
    elif running and public:
        yield from not_more(running, public, "机关运行经费")


RULES = (
    Rule(
        "wording.item_left_out",
        "prose",
        "warning",
        "文字逐项说明没有遗漏",
        "The prose goes through every item",
        "What is passed over may be what matters.",
        _left_out,
    ),
    Rule(
        "wording.three_public_count",
        "prose",
        "warning",
        "“三公”经费有支出就有数量",
        "Three public: money spent has a count",
        "Money without a group, a guest or a car needs explaining.",
        _three_public_counts,
    ),
    Rule(
        "wording.direction",
        "prose",
        "error",
        "大于、小于、持平与数字一致",
        "Above, below and equal agree with figures",
        "The word is what a reader remembers.",
        _direction,
    ),
    Rule(
        "wording.sign",
        "prose",
        "error",
        "增减额与增减率方向一致",
        "Change and rate point the same way",
        "One of the two is wrong.",
        _signs,
    ),
    Rule(
        "wording.zero_base",
        "prose",
        "note",
        "上年为零的增长率",
        "Growth from zero",
        "From nothing every growth rate is meaningless.",
        _zero_base,
    ),
    Rule(
        "wording.item_name",
        "prose",
        "warning",
        "科目名称与报表一致",
        "Item names agree with the statement",
        "A wrong name sends the reader to another programme.",
        _names,
    ),
    Rule(
        "wording.economic_list",
        "prose",
        "warning",
        "列举的经济科目与报表一致",
        "Economic classes named agree",
        "A list that names what was not spent, or leaves out what was, misleads.",
        _lists,
    ),
    Rule(
        "prose.counts",
        "prose",
        "error",
        "分类数量之和等于总数",
        "Kinds add up to the count",
        "Vehicles and staff are counted, not estimated.",
        _counts,
    ),
    Rule(
        "prose.same_item",
        "prose",
        "error",
        "同一项目各章节一致",
        "One item is the same in every section",
        "The sections describe one and the same money.",
        _same_item,
    ),
    Rule(
        "prose.functional_sum",
        "prose",
        "error",
        "各项支出之和不超过合计",
        "Items do not exceed their total",
        "The items of a budget are its parts.",
        _functional_sum,
    ),
    Rule(
        "prose.procurement",
        "prose",
        "error",
        "采购各部分不超过总额",
        "Parts of procurement do not exceed it",
        "A share of procurement above all of it cannot be.",
        _procurement,
    ),
    Rule(
        "prose.running_costs",
        "prose",
        "error",
        "机关运行经费与公用经费一致",
        "Running costs fit public expenditure",
        "Running costs are the public expenditure of offices.",
        _running_costs,
    ),
)
