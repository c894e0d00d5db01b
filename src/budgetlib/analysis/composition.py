"""Composition: where the money comes from and what it goes to, by source, kind of spending, function and economy.

Sources are the statements (``lines``) of one report, or, where it has none, the functional items of its prose
(``changes``). Amounts are 万元, shares percent of the whole that the function names.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.analysis.yearonyear import whole_of_items
from budgetlib.intervals import HALF_UNIT, compare_sum, percent
from budgetlib.reference.classification import classification, english
from budgetlib.reference.wording import Lang, amount, percentage, quoted
from budgetlib.years.functional import functional_items, item_levels

SOURCES: dict[str, tuple[str, str]] = {
    "appropriation": ("财政拨款", "Appropriation"),
    "general_public": ("一般公共预算", "General budget"),
    "government_fund": ("政府性基金预算", "Government funds"),
    "state_capital": ("国有资本经营预算", "State capital"),
    "special_account": ("财政专户管理资金", "Special account"),
    "superior_subsidy": ("上级补助", "Subsidy from above"),
    "operating": ("事业收入", "Operating income"),
    "business": ("经营收入", "Business income"),
    "affiliated": ("附属单位上缴", "From affiliated units"),
    "other": ("其他收入", "Other income"),
    "surplus_used": ("使用非财政拨款结余", "Own surplus used"),
    "carryover": ("上年结转", "Carried over"),
    "own_account": ("上年实户资金余额", "Cash in own account"),
    "carried_over": ("年初结转和结余", "Carried over"),
}
KINDS: dict[str, tuple[str, str]] = {
    "basic": ("基本支出", "Basic"),
    "personnel": ("人员经费", "Personnel"),
    "public": ("公用经费", "Running costs"),
    "project": ("项目支出", "Project"),
    "to_superior": ("上缴上级", "Handed up"),
    "business": ("经营支出", "Business"),
    "to_affiliated": ("补助附属单位", "To affiliated units"),
}
_IN_PARTS = {
    "income": ("appropriation", {"general_public", "government_fund", "state_capital"}),
    "expenditure": ("basic", {"personnel", "public"}),
}
"""By statement a column that some offices print, and the columns that others print in its place."""
_BALANCES = {"使用非财政拨款结余": "surplus_used", "年初结转和结余": "carried_over"}
_KEY = ["report_id", "agency", "fiscal_year", "report_type"]
_CODE_DIGITS = {1: 3, 2: 5, 3: 7}
_GRAND = "合计"
_DEPARTMENT = "3"
"""First digit of the economic classification of departments' budgets (部门预算支出经济分类); the government's has 5."""


def income_sources(lines: pd.DataFrame) -> pd.DataFrame:
    """Income of one report by source, and what was carried over: the key, ``source``, ``amount``, ``share``, ``page``.

    The total row of the income statement, and the balances of the statement of income and expenditure where that row
    has none; sources without money are left out. ValueError when ``lines`` is of several reports or has no such row, or
    when its columns do not add up to its total.
    """
    total = _grand_row(lines, "income", SOURCES).assign(source=lambda rows: rows["column"])
    summary = lines[(lines["statement"] == "income_expenditure") & (lines["side"] == "income")]
    named = [next((code for text, code in _BALANCES.items() if text in name), None) for name in summary["name"]]
    balances = summary.assign(source=pd.Series(named, index=summary.index, dtype="str")).dropna(subset="source")
    carried = total.loc[total["source"] == "carryover", "amount"].sum() != 0
    return _shares(total if carried else pd.concat([total, balances]), "source", lines)


def spending_kinds(lines: pd.DataFrame) -> pd.DataFrame:
    """Spending of one report as basic, project and other spending: the key, ``kind``, ``amount``, ``share``, ``page``.

    ValueError when ``lines`` is of several reports, has no total row of expenditure or one that does not add up.
    """
    rows = _grand_row(lines, "expenditure", KINDS)
    return _shares(rows.assign(kind=rows["column"]), "kind", lines)


def economic_classes(lines: pd.DataFrame, level: int = 1) -> pd.DataFrame:
    """Basic spending of one report by economic class (``level`` 1) or item (2), largest first.

    Columns: the key, ``code``, ``name``, ``amount``, ``share`` (of all classes), ``page``. ValueError when ``lines``
    is of several reports or has no such statement, or when its classes do not add up to its total.
    """
    rows = _proven_classes(_one_report(lines))
    rows = rows[rows["level"] == level]
    if rows.empty:
        raise ValueError("the lines hold no basic expenditure by economic class")
    shares = _shares(rows.assign(label=rows["code"]), "label", lines, extra=["code", "name"])
    return shares.drop(columns="label").sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def _proven_classes(lines: pd.DataFrame) -> pd.DataFrame:
    """One row a code of the statement of basic spending, of the first printed table that its total proves.

    Where both classifications stand side by side a class is printed twice as the same amount, or in the parts that the
    government's classes make of it, or for each unit: the total says whether it is to be taken once or added up.
    """
    rows = lines[(lines["statement"] == "basic") & lines["column"].isin(["amount", "total"])]
    own = rows["code"].str.startswith(_DEPARTMENT, na=False)
    for _, table in rows.groupby("table", sort=False, dropna=False):
        coded = table[own.loc[table.index] if own.any() else table["code"].notna()]
        totals, once = table.loc[table["name"] == _GRAND, "amount"], coded.drop_duplicates("code")
        if totals.empty and len(once) == len(coded):
            return once
        for found in (once, _of_the_whole(coded)):
            classes = found.loc[found["level"] == found["level"].min(), "amount"]
            if not totals.empty and _adds_up(classes, totals.iloc[0]):
                return found
    if len(rows):
        raise ValueError("the classes of basic expenditure do not add up to its total, so it is not split")
    return rows


def functional_tree(table: pd.DataFrame, statement: str = "expenditure") -> pd.DataFrame:
    """Spending of one report by class, section and item (类, 款, 项), parents before their children.

    ``table`` is ``lines``, of which ``statement`` is taken as printed, or ``changes``, whose items are added up.
    Columns: the key, ``code``, ``parent``, ``name``, ``level``, ``amount``, ``share`` (of all classes), ``page``;
    ``attrs["statement"]`` says what is split (the prose is on the general budget).

    ValueError when the table is of several reports or has no functional item.
    """
    rows = _one_report(table)
    found = _from_lines(rows, statement) if "statement" in rows else _from_changes(rows)
    if found.empty:
        raise ValueError("the table holds no functional item to make a tree of")
    whole = found.loc[found["level"] == 1, "amount"].sum()
    found["share"] = [percent(value, whole) for value in found["amount"]]
    found["parent"] = [code[: _CODE_DIGITS[level - 1]] if level > 1 else "" for code, level in _coded(found)]
    found = found.sort_values("code", kind="stable", ignore_index=True)
    found.attrs.update(table.attrs)
    found.attrs["statement"] = statement if "statement" in rows else "general_public"
    return found[[*_KEY, "code", "parent", "name", "level", "amount", "share", "page"]]


def composition_sentences(lines: pd.DataFrame) -> list[Sentence]:
    """Where the money of one report came from and what it went to, as sentences; source ``lines``.

    A split whose statement the report does not have is left out.
    """
    splits: list[tuple[str, str, Callable[[], list[tuple[str, str, pd.Series]]]]] = [
        ("资金来源", "Money came from", lambda: _named(income_sources(lines), "source", SOURCES)),
        ("支出用途", "It was spent as", lambda: _named(spending_kinds(lines), "kind", KINDS)),
        ("最大的功能类", "Largest classes", lambda: _plain(_largest(functional_tree(lines), 1, 2))),
        ("最大的项", "Largest item", lambda: _plain(_largest(functional_tree(lines), 3, 1))),
        ("基本支出中最大的经济类", "Largest class of basic spending", lambda: _plain(economic_classes(lines).head(1))),
    ]
    found = []
    for zh, en, parts in splits:
        with suppress(ValueError):
            found.append(_listed(zh, en, parts()))
    return found


def _largest(tree: pd.DataFrame, level: int, n: int) -> pd.DataFrame:
    return tree[tree["level"] == level].nlargest(n, "amount")


def tree_headline(tree: pd.DataFrame) -> Sentence:
    """The share of the largest class, or of the largest item where there is one class only: the title of a chart."""
    classes = tree[tree["level"] == 1]
    rows, zh, en = (tree[tree["level"] == 3], "项", "item") if len(classes) == 1 else (classes, "类", "class")
    top = rows.nlargest(1, "amount").iloc[0]
    share = percentage(top["share"], 1)
    return Sentence(
        f"支出最多的{zh}是{quoted(top['name'])}，占{share}", f"The largest {en}, {english(top['name'])}, takes {share}"
    )


def _one_report(table: pd.DataFrame) -> pd.DataFrame:
    if table["report_id"].nunique() > 1:
        raise ValueError("the table holds several reports, which are never added together; choose one by report_id")
    return table


def _grand_row(lines: pd.DataFrame, statement: str, columns: dict[str, Any]) -> pd.DataFrame:
    rows = _one_report(lines)
    found = rows[(rows["statement"] == statement) & rows["name"].eq(_GRAND) & rows["column"].isin(columns)]
    if found.empty:
        raise ValueError(f"the lines hold no total row of the statement {statement!r}")
    order, (whole, parts) = list(columns), _IN_PARTS[statement]
    found = found.drop_duplicates("column")  # the total of the whole comes before those of units
    found = found.sort_values("column", key=lambda names: names.map(order.index), kind="stable")
    total = rows.loc[(rows["statement"] == statement) & rows["name"].eq(_GRAND) & (rows["column"] == "total"), "amount"]
    for other in (parts, {whole}):
        taken = found[~found["column"].isin(other)]
        if len(total) and _adds_up(taken["amount"], total.iloc[0]):
            return taken
    raise ValueError(f"the columns of the total row of the statement {statement!r} do not add up to its total")


def _adds_up(parts: pd.Series, total: float) -> bool:
    return compare_sum(parts.dropna().tolist(), float(total), HALF_UNIT).status != "broken"


def _shares(rows: pd.DataFrame, label: str, source: pd.DataFrame, extra: list[str] | None = None) -> pd.DataFrame:
    rows = rows[rows["amount"].fillna(0.0).round(2) != 0]
    whole = rows["amount"].sum()
    rows = rows.assign(share=[percent(value, whole) for value in rows["amount"]])
    rows = rows[[*_KEY, label, *(extra or []), "amount", "share", "page"]].reset_index(drop=True)
    rows.attrs.update(source.attrs)
    return rows


def _from_lines(lines: pd.DataFrame, statement: str) -> pd.DataFrame:
    rows = lines[(lines["statement"] == statement) & lines["column"].isin(["total", "amount"]) & lines["code"].notna()]
    rows = rows[(rows["amount"].fillna(0.0).round(2) != 0) & rows["level"].notna()]
    known = {code for code in classification("functional").names if len(code) == _CODE_DIGITS[1]}
    rows = _of_the_whole(rows[rows["code"].str[: _CODE_DIGITS[1]].isin(known)])  # a unit has a code as well
    if not rows.empty and rows["level"].min() > 1:
        raise ValueError(f"the statement {statement!r} has items and no class, of which they would be shares")
    if any(_off(rows, code, int(level)) for code, level in zip(rows["code"], rows["level"], strict=True)):
        raise ValueError(f"the levels of the statement {statement!r} do not add up to one another, so it is not split")
    return rows[[*_KEY, "code", "name", "level", "amount", "page"]].copy()


def _off(rows: pd.DataFrame, code: str, level: int) -> bool:
    """Whether the parts of a class or section are stated and come to something else than it."""
    parts = rows[(rows["level"] == level + 1) & rows["code"].str.startswith(code)]["amount"]
    whole = float(rows.loc[rows["code"] == code, "amount"].iloc[0])
    return len(parts) > 0 and abs(float(parts.sum()) - whole) > 2 * HALF_UNIT * (len(parts) + 1)


def _of_the_whole(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a code: that of the whole department; where a statement lists its units only, their sum."""
    if not rows["code"].duplicated().any():
        return rows
    whole = rows[rows["unit_name"].isna()]
    if set(whole["code"]) == set(rows["code"]) and not whole["code"].duplicated().any():
        return whole
    how = {"name": "first", "level": "first", "amount": "sum", "page": "min"}
    return rows.groupby([*_KEY, "code"], as_index=False, sort=False).agg(how)


def _from_changes(changes: pd.DataFrame) -> pd.DataFrame:
    items = functional_items(changes)
    if len(items) and whole_of_items(changes) is None:
        raise ValueError("the items of the prose are not all of any total, so they would be shares of a part")
    whole = pd.Series([len(item_levels(item)) == len(_CODE_DIGITS) for item in items["item"]], items.index, dtype=bool)
    items = items[items["current"].gt(0)]
    if not whole.all() or items["code"].isna().any():
        raise ValueError("some items of the prose have no code of the classification, so that no class is whole")
    rows = []
    for level, digits in _CODE_DIGITS.items():
        parts = items.assign(
            code=items["code"].str[:digits],
            name=[item_levels(item)[level - 1] for item in items["item"]],
            level=level,
            amount=items["current"],
        )
        how = {"name": "first", "level": "first", "amount": "sum", "page": "min"}
        rows.append(parts.groupby([*_KEY, "code"], as_index=False, sort=False).agg(how))
    return pd.concat(rows, ignore_index=True)


def _coded(rows: pd.DataFrame) -> list[tuple[str, int]]:
    return [(str(code), int(level)) for code, level in zip(rows["code"], rows["level"], strict=True)]


def _named(rows: pd.DataFrame, label: str, words: dict[str, tuple[str, str]]) -> list[tuple[str, str, pd.Series]]:
    return [(words[row[label]][0], words[row[label]][1].lower(), row) for _, row in rows.iterrows()]


def _plain(rows: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    return [(row["name"], english(row["name"]), row) for _, row in rows.iterrows()]


def _listed(zh: str, en: str, parts: list[tuple[str, str, pd.Series]]) -> Sentence:
    if not parts:
        raise ValueError(f"nothing is stated of: {en}")

    def figures(row: pd.Series, lang: Lang) -> str:
        value, share = amount(row["amount"]), percentage(row["share"], 1)
        return f"{value}万元（{share}）" if lang == "zh" else f"{value} ({share})"

    return Sentence(
        f"{zh}：" + "，".join(f"{name}{figures(row, 'zh')}" for name, _, row in parts) + "。",
        f"{en}: " + ", ".join(f"{name} {figures(row, 'en')}" for _, name, row in parts) + ".",
    )
