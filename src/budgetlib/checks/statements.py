"""Checks inside one statement: rows add up, 类 = Σ款 = Σ项, 合计 = Σ类, two sides balance."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib import reference
from budgetlib.checks.model import Figure, Rule, Verdict, View, shown, sum_verdict
from budgetlib.checks.sheets import Entry, Sheet, children, columns, sheets, top_level


def _rows(view: View) -> Iterator[Verdict]:
    for key, sheet in sheets(view).items():
        for identity in reference.load("identities")["row"]:
            if key in identity["statements"]:
                for entry in sheet.entries:
                    yield from _row(sheet, entry, identity)


def _row(sheet: Sheet, entry: Entry, identity: dict[str, list[str]]) -> Iterator[Verdict]:
    """total = Σ parts within one row; a blank part counts as nothing, a row of blanks is not judged."""
    left = [entry.figures[column] for column in identity["left"] if column in entry.figures]
    right = [entry.figures[column] for column in identity["right"] if column in entry.figures]
    if len(left) == 1 and right:
        yield sum_verdict(left[0], right, _subject(sheet, entry, "各栏之和", "columns"))
    elif not left and _holds(sheet, identity["left"]):
        yield from _blank_total(right, _subject(sheet, entry, "各栏之和", "columns"))


def _holds(sheet: Sheet, names: list[str]) -> bool:
    """Whether any row of the statement has a figure in one of these columns."""
    return any(name in entry.figures for entry in sheet.entries for name in names)


def _blank_total(parts: list[Figure], subject: tuple[str, str]) -> Iterator[Verdict]:
    """A total left blank over parts that are not zero."""
    spent = [part for part in parts if part.value]
    if not spent:
        return
    formula = " + ".join(shown(part) for part in spent)
    total = sum(part.value for part in spent)
    yield Verdict(
        "broken",
        tuple(spent),
        f"{subject[0]}：合计处为空白，而各部分 {formula} 合计 {total:,.2f}。",
        f"{subject[1]}: the total is blank, while its parts {formula} add up to {total:,.2f}.",
        None,
        round(total, 6),
    )


def _blank_parts(total: Figure, subject: tuple[str, str]) -> Verdict:
    """A total that is not zero over parts that are all blank."""
    return Verdict(
        "broken",
        (total,),
        f"{subject[0]}：合计为 {shown(total)}，而下级各项都是空白。",
        f"{subject[1]}: the total is {shown(total)}, while everything below it is blank.",
        total.value,
        0.0,
        round(total.value, 6),
    )


def _balance(view: View) -> Iterator[Verdict]:
    """Funds: opening + income = expenditure + closing, row by row."""
    for sheet in sheets(view).values():
        for entry in sheet.entries:
            opening, income, spent, closing = (
                entry.figures.get(column) for column in ("opening", "income", "total", "closing")
            )
            if spent and income and (opening or closing or income):
                parts = [figure for figure in (income, opening) if figure]
                out = [figure for figure in (spent, closing) if figure]
                yield _balanced(out, parts, _subject(sheet, entry, "收支平衡", "balance"))


def _balanced(left: list[Figure], right: list[Figure], subject: tuple[str, str]) -> Verdict:
    """Σ left = Σ right, told as the first figure against the rest."""
    first, *others = left
    negative = [_negated(figure) for figure in others]
    return sum_verdict(first, [*right, *negative], subject)


def _negated(figure: Figure) -> Figure:
    return Figure(figure.table, figure.row, figure.column, -figure.value, figure.half, figure.text, figure.page)


def _tree(view: View) -> Iterator[Verdict]:
    for sheet in sheets(view).values():
        codes = sheet.by_code()
        for code, entry in codes.items():
            below = children(codes, code)
            if below:
                yield from _sum_of_rows(sheet, entry, below, ("下级科目之和", "sum of its sub-items"))


def _sum_of_rows(sheet: Sheet, total: Entry, members: list[Entry], what: tuple[str, str]) -> Iterator[Verdict]:
    """A row against the rows below it, column by column; blanks on one side only are told as such."""
    subject = _subject(sheet, total, *what)
    for column in columns([total, *members]):
        figure = total.figures.get(column)
        parts = [member.figures[column] for member in members if column in member.figures]
        if figure and parts:
            yield sum_verdict(figure, parts, subject)
        elif figure and figure.value:
            yield _blank_parts(figure, subject)
        elif parts and not figure:
            yield from _blank_total(parts, subject)


def _orphans(view: View) -> Iterator[Verdict]:
    """A 项 without its 款, a 款 without its 类, in a statement that prints the higher levels elsewhere."""
    for sheet in sheets(view).values():
        codes = sheet.by_code()
        levels = {len(code) for code in codes}
        for code, entry in codes.items():
            above = code[:-2] if len(code) > 3 else ""
            if above and len(above) in levels and above not in codes and entry.figures:
                zh, en = _subject(sheet, entry, "缺少上级科目", "has no row above it")
                yield Verdict(
                    "broken",
                    tuple(entry.figures.values()),
                    f"{zh} {above}，表中其他科目都列出了上级。",
                    f"{en}: {above} is not there, while other items have theirs.",
                )


def _no_total(view: View) -> Iterator[Verdict]:
    """A statement by code without its row 合计, or a side without its 总计."""
    for sheet in sheets(view).values():
        codes = sheet.by_code()
        sides = {entry.side for entry in sheet.entries if entry.side}
        if codes and sheet.statement != "basic" and not sheet.total():
            yield _missing_total(sheet, next(iter(codes.values())), "合计")
        for side in sorted(sides):
            if not any(entry.is_total and "总计" in entry.name for entry in sheet.side(side)):
                yield _missing_total(sheet, sheet.side(side)[0], "总计")


def _missing_total(sheet: Sheet, first: Entry, name: str) -> Verdict:
    title = reference.load("identities")["names"][sheet.statement]
    return Verdict(
        "broken",
        tuple(first.figures.values()),
        f"{title['zh']}没有“{name}”一行。",
        f"{title['en']}: the row {name} is missing.",
    )


def _totals(view: View) -> Iterator[Verdict]:
    for sheet in sheets(view).values():
        total, top = sheet.total(), top_level(sheet.by_code())
        if total is None or not top:
            continue
        yield from _sum_of_rows(sheet, total, top, ("各类之和", "sum of the classes"))


def _economic(view: View) -> Iterator[Verdict]:
    """人员经费合计 and 公用经费合计 against the classes that belong to them."""
    sheet = sheets(view).get("basic")
    if sheet is None:
        return
    codes = sheet.by_code()
    for identity in reference.load("identities")["economic"]:
        total = sheet.named(identity["name"])
        parts = [codes[code].figures["amount"] for code in identity["classes"] if _has(codes, code)]
        if total and "amount" in total.figures and parts:
            yield sum_verdict(total.figures["amount"], parts, _subject(sheet, total, "各类之和", "sum of its classes"))


def _has(codes: dict[str, Entry], code: str) -> bool:
    return code in codes and "amount" in codes[code].figures


def _two_sided(view: View) -> Iterator[Verdict]:
    for sheet in sheets(view).values():
        for side in ("income", "expenditure"):
            yield from _side(sheet, sheet.side(side))
        yield from _both_sides(sheet)


def _side(sheet: Sheet, entries: list[Entry]) -> Iterator[Verdict]:
    """本年合计 = Σ ordinal rows above it; 总计 = 本年合计 + the rows between; sub-rows add up to the row above them."""
    start = 0
    carried: list[Entry] = []
    for number, entry in enumerate(entries):
        if not entry.is_total:
            continue
        members = carried + [one for one in _main(entries[start:number], bool(carried))]
        yield from _sums(sheet, entry, members, "各项之和", "sum of its rows")
        carried, start = [entry], number + 1
    yield from _sub_rows(sheet, entries)


def _main(entries: list[Entry], after_total: bool) -> list[Entry]:
    """The rows that count towards a total: with 一、二、 before the first, without ordinal behind it."""
    wanted = None if after_total else "zh"
    return [entry for entry in entries if entry.ordinal == wanted]


def _sub_rows(sheet: Sheet, entries: list[Entry]) -> Iterator[Verdict]:
    parent: Entry | None = None
    below: list[Entry] = []
    seen_total = False
    for entry in [*entries, Entry("合计", None, None, 0, None)]:
        is_sub = entry.ordinal == ("zh" if seen_total else "digit")
        if is_sub:
            below.append(entry)
            continue
        if parent and below:
            yield from _sums(sheet, parent, below, "其中各项之和", "sum of its parts")
        parent, below = entry, []
        seen_total = seen_total or entry.is_total


def _sums(sheet: Sheet, total: Entry, members: list[Entry], zh: str, en: str) -> Iterator[Verdict]:
    for column in columns(members):
        parts = [member.figures[column] for member in members if column in member.figures]
        if column in total.figures:
            yield sum_verdict(total.figures[column], parts, _subject(sheet, total, zh, en))


def _both_sides(sheet: Sheet) -> Iterator[Verdict]:
    income = sheet.named("(?:收入)?总计", "income")
    spent = sheet.named("(?:支出)?总计", "expenditure")
    if not income or not spent or "amount" not in income.figures:
        return
    figure = spent.figures.get("amount") or spent.figures.get("total")
    if figure:
        yield sum_verdict(income.figures["amount"], [figure], _subject(sheet, income, "收支相等", "both sides"))


def _three_public(view: View) -> Iterator[Verdict]:
    """合计 = 因公出国 + 用车小计 + 接待, 小计 = 购置 + 运行, for the budget and for the spending."""
    sheet = sheets(view).get("three_public")
    if sheet is None:
        return
    for identity in reference.load("identities")["three_public"]:
        total = sheet.named(identity["total"])
        parts = [part for pattern in identity["parts"] if (part := sheet.named(pattern))]
        if total and len(parts) == len(identity["parts"]):
            yield from _sums(sheet, total, parts, "各项之和", "sum of its items")


def _subject(sheet: Sheet, entry: Entry, zh: str, en: str) -> tuple[str, str]:
    title = reference.load("identities")["names"][sheet.statement]
    name = f"{entry.code} {entry.name}" if entry.code else entry.name
    return f"{title['zh']}“{name}”{zh}", f"{title['en']}, {name}, {en}"


RULES = (
    Rule(
        "statement.orphan",
        "statement",
        "warning",
        "下级科目都有上级科目",
        "Every sub-item has its parent",
        "A row lost from a tree hides what it belonged to.",
        _orphans,
    ),
    Rule(
        "statement.no_total",
        "statement",
        "warning",
        "报表有合计行",
        "A statement has its total",
        "Without its total a statement cannot be tied to the others.",
        _no_total,
    ),
    Rule(
        "statement.row",
        "statement",
        "error",
        "一行各栏之和等于合计栏",
        "The columns of a row add up to its total",
        "The total of a row is the sum of its sources or kinds.",
        _rows,
    ),
    Rule(
        "statement.tree",
        "statement",
        "error",
        "类等于款之和，款等于项之和",
        "Class = sum of its sub-items",
        "The functional and economic classifications are trees.",
        _tree,
    ),
    Rule(
        "statement.total",
        "statement",
        "error",
        "合计等于各类之和",
        "Total = sum of the classes",
        "The total row closes the statement.",
        _totals,
    ),
    Rule(
        "statement.economic",
        "statement",
        "error",
        "人员经费、公用经费合计等于各类之和",
        "Personnel and public expenditure = sum of their classes",
        "Basic expenditure is one or the other.",
        _economic,
    ),
    Rule(
        "statement.sides",
        "statement",
        "error",
        "收支两方各自加总并相等",
        "Both sides add up and balance",
        "Income with balances equals expenditure with balances.",
        _two_sided,
    ),
    Rule(
        "statement.funds_balance",
        "statement",
        "error",
        "年初结转加收入等于支出加年末结转",
        "Opening + income = out + closing",
        "Money that came in is spent or kept.",
        _balance,
    ),
    Rule(
        "statement.three_public",
        "statement",
        "error",
        "“三公”经费表各项之和等于合计",
        "Three-public statement adds up",
        "The most watched statement.",
        _three_public,
    ),
)
