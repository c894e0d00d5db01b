"""A folder of reports as a dataset of one's own: what it holds, what was not read, years that can be joined.

Source is a ``Dataset`` and its reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from budgetlib.analysis.findings import judged
from budgetlib.analysis.sentences import Sentence
from budgetlib.dataset import Dataset
from budgetlib.reference.wording import percentage
from budgetlib.report import Report

_EDITIONS = {
    "original": ("单位公布的原件", "the office's own file"),
    "typeset": ("重新排印本", "an edition set anew"),
    "sample": ("样本副本（可能是稿本）", "a sample copy, perhaps a draft"),
}


def dataset_answer(dataset: Dataset) -> list[Sentence]:
    """How many reports became how many tables, rows and figures; how much was read; which files were not."""
    tables, reports = dataset.tables(), dataset.reports
    rows, figures = sum(len(table) for table in tables.values()), int(reports["figures"].sum())
    numbers, missed = int(reports["numbers"].sum()), int(reports["unread"].sum())
    got = percentage((numbers - missed) / numbers * 100, 1) if numbers else "—"
    bad = len(dataset.unreadable)
    found = [
        Sentence(
            f"{len(dataset)}份报告成为{len(tables)}张表、{rows:,}行，表内数字{figures:,}个；读不了的文件{bad}个。",
            f"{len(dataset)} reports become {len(tables)} tables of {rows:,} rows with {figures:,} figures; {bad} "
            "files could not be read.",
        ),
        Sentence(
            f"原文{numbers:,}个数字，{numbers - missed:,}个进入了表格（{got}），{missed:,}个列在未入表数字里。",
            f"Of {numbers:,} numbers {numbers - missed:,} reached a table ({got}); {missed:,} are listed as unread.",
        ),
    ]
    found += edition_sentences(dataset)
    return [
        *found,
        *(Sentence(f"没有读：{Path(one).name}", f"Not read: {Path(one).name}") for one in dataset.unreadable[:5]),
    ]


def edition_sentences(dataset: Dataset) -> list[Sentence]:
    """What the files are: originals, editions set anew, sample copies."""
    counts = dataset.reports["edition"].value_counts()
    zh = "，".join(f"{_EDITIONS[key][0]}{number}份" for key, number in counts.items() if key in _EDITIONS)
    en = ", ".join(f"{_EDITIONS[key][1]}: {number}" for key, number in counts.items() if key in _EDITIONS)
    return [Sentence(f"来历：{zh}。", f"Editions: {en}.")]


def judged_all(reports: Iterable[Report]) -> pd.DataFrame:
    """The verdicts on all reports, one below the other, each report under an id of its own."""
    tables, seen = [], dict[str, int]()
    for report in reports:
        table = judged(report)
        name = str(report.parsed.key["report_id"])
        seen[name] = seen.get(name, 0) + 1
        tables.append(table.assign(report_id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return pd.concat(tables, ignore_index=True)


def years_sentences(dataset: Dataset) -> list[Sentence]:
    """Whether an office has two years in a row, and whether the later report restates what the earlier one printed."""
    table = dataset.restatements()
    if table.empty:
        return [
            Sentence(
                "没有一个单位有前后两年的同类报告，上年数是否变了无从比较。",
                "No office has reports of one kind for two years in a row, so prior years cannot be compared.",
            )
        ]
    changed = table[table["status"] == "restated"]
    found = [
        Sentence(
            f"{table['agency'].nunique()}个单位有前后两年的报告：比较{len(table)}项，{len(changed)}项与上年报告所列不符。",
            f"{table['agency'].nunique()} offices have two years in a row: {len(table)} items compared, {len(changed)} "
            "differ from what the earlier report printed.",
        )
    ]
    return [*found, *(Sentence(row["message_zh"], row["message_en"]) for _, row in changed.head(3).iterrows())]


def saved_sentences(dataset: Dataset, opened: Dataset) -> list[Sentence]:
    """Whether a dataset that was saved and opened again is the same: rows of each table, and the sum of the amounts."""
    alike = all(len(table) == len(opened.table(name)) for name, table in dataset.tables().items())
    before, after = (round(float(one.lines["amount"].sum()), 2) for one in (dataset, opened))
    rows = sum(len(table) for table in dataset.tables().values())
    same = alike and before == after
    zh = f"，报表各格金额逐一相加{before:,.2f}万元（只用来核对）" if len(dataset.lines) else ""
    en = f", all amounts of statements added up {before:,.2f} (as a check only)" if len(dataset.lines) else ""
    return [
        Sentence(
            f"存下再打开：{rows:,}行{zh}，{'前后一致' if same else '前后不同'}。",
            f"Saved and opened again: {rows:,} rows{en}: {'the same' if same else 'different'}.",
        )
    ]
