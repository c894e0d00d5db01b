"""Statements of a fictional budget in 元, in the Shanghai form: facts to the table ``lines``."""

from __future__ import annotations

from budgetlib.typeset.tables import Record
from tools.corpus.facts import Year, economic_names, names
from tools.corpus.statements import (
    GENERAL,
    Cells,
    Form,
    Sheet,
    TwoSided,
    beside,
    by_fund,
    by_item,
    empty,
    ordinal,
    three_columns,
    tree,
    two_sided,
    zero_blank,
)

_INCOME = (
    ("total", "合计"),
    ("appropriation", "财政拨款收入"),
    ("operating", "事业收入"),
    ("business", "事业单位经营收入"),
    ("other", "其他收入"),
)
_AMOUNT = (("amount", "预算数"),)
_FUNDS = (
    ("total", "合计"),
    ("general_public", "一般公共预算"),
    ("government_fund", "政府性基金预算"),
    ("state_capital", "国有资本经营预算"),
)
_BASIC = (("total", "合计"), ("personnel", "人员经费"), ("public", "公用经费"))
_THREE_PUBLIC = (
    ("total", "合计", "合计"),
    ("abroad", "因公出国（境）费", "因公出国（境）费"),
    ("reception", "公务接待费", "公务接待费"),
    ("vehicles", "公务用车购置及运行费", "公务用车购置及运行费/小计"),
    ("vehicle_purchase", "购置费", "公务用车购置及运行费/购置费"),
    ("vehicle_operation", "运行费", "公务用车购置及运行费/运行费"),
)


def budget_lines(now: Year, form: Form) -> list[Record]:
    """``lines`` of all nine statements of a budget in 元 (the three public expenses in 万元)."""
    title = f"{now.year}年部门"
    total = now.general_total
    items = {code: item for code, item in now.general.items()}
    spending = {code: three_columns(item) for code, item in items.items()}
    empties = [
        empty(key, f"{title}{name}支出功能分类预算表", GENERAL, form)
        for key, name in (("government_fund", "政府性基金预算"), ("state_capital", "国有资本经营预算"))
    ]
    return [
        *_totals(now, f"{title}财务收支预算总表", form),
        *by_item(
            Sheet("income", f"{title}收入预算总表", form),
            _INCOME,
            {code: [item.total, item.total, 0, 0, 0] for code, item in items.items()},
            2,
        ),
        *by_item(Sheet("expenditure", f"{title}支出预算总表", form), GENERAL, spending, 1),
        *_appropriation(now, f"{title}财政拨款收支预算总表", form, total),
        *by_item(Sheet("general_public", f"{title}一般公共预算支出功能分类预算表", form), GENERAL, spending, 1),
        *empties[0],
        *empties[1],
        *_basic(now, f"{title}一般公共预算基本支出部门预算经济分类预算表", form),
        *_three_public(now, f"{title}“三公”经费和机关运行经费预算表"),
    ]


def _classes(now: Year) -> list[tuple[str, int]]:
    """Classes with money, numbered anew."""
    classes = now.by_class(other=False)
    return [(ordinal(n, names()[code]), amount) for n, (code, amount) in enumerate(classes.items())]


def _totals(now: Year, title: str, form: Form) -> list[Record]:
    total = now.general_total
    left: list[Cells] = [
        ("一、财政拨款收入", [total]),
        ("1.一般公共预算资金", [total]),
        ("2.政府性基金", [None]),
        ("3.国有资本经营预算", [None]),
        ("二、事业收入", [None]),
        ("三、事业单位经营收入", [None]),
        ("四、其他收入", [None]),
    ]
    right: list[Cells] = [(label, [amount]) for label, amount in _classes(now)]
    rows: list[TwoSided] = [*beside(left, right), (("收入总计", [total]), ("支出总计", [total]))]
    return two_sided(Sheet("income_expenditure", title, form), (_AMOUNT, _AMOUNT), rows)


def _appropriation(now: Year, title: str, form: Form, total: int) -> list[Record]:
    left: list[Cells] = [
        ("一、一般公共预算资金", [total]),
        ("二、政府性基金", [None]),
        ("三、国有资本经营预算", [None]),
    ]
    right: list[Cells] = [(label, by_fund(amount, 0)) for label, amount in _classes(now)]
    rows: list[TwoSided] = [*beside(left, right), (("收入总计", [total]), ("支出总计", by_fund(total, 0)))]
    return two_sided(Sheet("appropriation", title, form), (_AMOUNT, _FUNDS), rows)


def _basic(now: Year, title: str, form: Form) -> list[Record]:
    sheet = Sheet("basic", title, form)
    paid = {code: amount for code, amount in now.economic.items() if amount}
    items = {
        code: [amount, amount, 0] if code[:3] in ("301", "303") else [amount, 0, amount]
        for code, amount in paid.items()
    }
    for label, amounts in tree(items, economic_names()):
        sheet.next()
        sheet.put(label, _BASIC, [zero_blank(amount) for amount in amounts])
    sheet.next()
    sheet.put({"name": "合计"}, _BASIC, [now.basic, now.personnel, now.public])
    return sheet.lines


def _three_public(now: Year, title: str) -> list[Record]:
    sheet = Sheet("three_public", title, Form(thousands=True))
    sheet.next()
    for item, name, heading in _THREE_PUBLIC:
        columns = (("budget", f"“三公”经费预算数/{heading}"),)
        sheet.put({"name": name}, columns, [zero_blank(now.three(item, "budget"))])
    sheet.put({"name": "机关运行经费"}, (("budget", "机关运行经费预算数"),), [now.running_costs])
    return sheet.lines
