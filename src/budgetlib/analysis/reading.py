"""How well one report was read: what was missed, what confirms the rest, and a page and a figure worth looking at.

Source is one ``Report``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.holds import page_words
from budgetlib.analysis.labels import labelled
from budgetlib.analysis.sentences import Sentence
from budgetlib.output.summary import share
from budgetlib.reference.wording import Lang, code_word, decimal, percentage, quoted
from budgetlib.report import Report
from budgetlib.schema import AMOUNT, PERCENT, TABLES

if TYPE_CHECKING:
    from IPython.display import Markdown

    from budgetlib.dataset import Dataset

STATUSES: dict[str, tuple[str, str]] = {
    "read": ("已读", "read"),
    "unread": ("遗漏", "unread"),
    "year": ("年份", "a year"),
    "date": ("日期", "a date"),
    "list": ("序号", "an ordinal"),
    "reference": ("文号", "a document number"),
    "name": ("名称中的数字", "part of a name"),
}
"""What became of a number of the document: code to label in Chinese and English."""


def reading_sentences(report: Report) -> list[Sentence]:
    """Complete and right? What was missed, what another engine reads alike, what arithmetic confirms."""
    return [missed_sentence(report), *second_reading_sentences(report), *confirmed_sentences(report)]


def missed_sentence(report: Report) -> Sentence:
    """How many numbers reached no table; a report with losses is never said to be complete."""
    numbers, missed = len(report.coverage.figures), len(report.coverage.unread)
    got, losses = share(numbers - missed, numbers, len(report.document.losses)), len(report.document.losses)
    zh = f"，另有{losses}处文字没有读出来" if losses else ""
    en = f", and {losses} parts of the text could not be read" if losses else ""
    return Sentence(
        f"{numbers:,}个数字中遗漏{missed:,}个（读到{got}）{zh}。",
        f"{missed:,} of {numbers:,} numbers were missed (read: {got}){en}.",
    )


def second_reading_sentences(report: Report) -> list[Sentence]:
    """What the second engine says of a PDF; of another format that there is no second reading."""
    if report.document.format != "pdf":
        return [
            Sentence(
                "这份报告不是PDF，数字直接取自文件里的文字，没有第二个引擎的复读。",
                "This report is no PDF: its figures are taken from the text of the file, with no second reading.",
            )
        ]
    counts = report.verify().counts
    alike, differ, rest = (counts.get(status, 0) for status in ("confirmed", "differs", "not_read"))
    return [
        Sentence(
            f"第二个引擎复读{alike + differ + rest:,}个数字：{alike:,}个一致，{differ:,}个不同，{rest:,}个它没有读到。",
            f"The second engine read {alike + differ + rest:,} figures again: {alike:,} alike, {differ:,} different, "
            f"{rest:,} it did not find.",
        )
    ]


def confirmed_sentences(report: Report) -> list[Sentence]:
    """How many figures something else than a second look at the page confirms."""
    figures = list(report.figures())
    proved = sum(bool(report.checked.confirmations.get(place)) for place in figures)
    if not figures:
        return []
    part = percentage(proved / len(figures) * 100, 1)
    return [
        Sentence(
            f"表内{len(figures):,}个数字，{proved:,}个（{part}）还有勾稽或另一处文字印证；"
            f"其余{len(figures) - proved:,}个没有别处可对照，引用前请看原页。",
            f"Of {len(figures):,} figures in tables {proved:,} ({part}) are confirmed by arithmetic or another place; "
            f"look at the page before you quote the other {len(figures) - proved:,}.",
        )
    ]


def confirmation_counts(report: Report, lang: Lang = "zh") -> pd.DataFrame | Markdown:
    """By table, for reading: figures, how many were read twice alike, and how many arithmetic confirms."""
    table = report.confirmation
    table["arithmetic"] = table["confirmations"] > 0
    counts = table.groupby("table", sort=False)[["second_engine", "arithmetic"]].sum()
    counts.insert(0, "figures", table.groupby("table", sort=False).size())
    counts = counts.rename(columns={"second_engine": "read_twice"}).astype(int)
    if report.document.format != "pdf":
        counts["read_twice"] = None
    return _by_table(counts, ["figures", "read_twice", "arithmetic"], lang)


def _by_table(counts: pd.DataFrame, columns: list[str], lang: Lang) -> pd.DataFrame | Markdown:
    """Counts with the names of public tables as index, under words."""
    names = [TABLES[str(name)].zh if lang == "zh" else TABLES[str(name)].en for name in counts.index]
    return labelled(counts.assign(table=names), "reports", ["table", *columns], lang, {"table": ("表", "A row is")})


def number_statuses(report: Report, lang: str = "zh") -> pd.DataFrame:
    """How many numbers of the document were read, were not, or do not count, and why."""
    side = 0 if lang == "zh" else 1
    counts = Counter(seen.status for seen in report.coverage.numbers)
    names = [STATUSES.get(status, (status, status))[side] for status in counts]
    return pd.DataFrame({"个数" if side == 0 else "count": list(counts.values())}, index=names)


def table_sizes(read: Report | Dataset, lang: Lang = "zh") -> pd.DataFrame | Markdown:
    """The tables of a report or a dataset that have rows, and how many, for reading."""
    sizes = {name: len(table) for name, table in read.tables().items() if len(table)}
    return _by_table(pd.DataFrame({"rows": sizes}), ["rows"], lang)


def fullest_page(report: Report) -> int | None:
    """The page (line, sheet) that most figures were read from; None where none was."""
    marks = (report.rows[table][row].marks[column] for table, row, column in report.figures())
    pages = Counter(mark.place(report.document)[0] for mark in marks)
    return max(pages, key=lambda page: (pages[page], -page), default=None)


def best_known(report: Report) -> str | None:
    """The figure with the most confirmations, as ``table:row:column``; a zero says little and is passed over."""
    proved = report.checked.confirmations
    found = [place for place in report.figures() if _value(report, place)]
    if not found:
        return None
    place = max(found, key=lambda one: len(proved.get(one, ())))
    return f"{place[0]}:{place[1]}:{place[2]}"


def figure_sentences(report: Report, reference: str | None) -> list[Sentence]:
    """What a figure is, where it stands, and what confirms it."""
    if reference is None:
        return []
    table, number, column = reference.split(":")
    row, place = report.rows[table][int(number)], next(p for p in report.figures() if _named(p) == reference)
    value, by = row.values[column], report.checked.confirmations.get(place, ())
    name = row.values.get("item") or row.values.get("name") or row.values.get("project") or row.values.get("indicator")
    unit = row.values["unit"] or "" if column == "value" else TABLES[table].column(column).unit
    places = 2 if unit in (AMOUNT, PERCENT) else 0
    label = {lang: TABLES[table].labels(lang).get(column, column) for lang in ("zh", "en")}
    proof = {lang: [code_word("by", one, lang) for one in by] for lang in ("zh", "en")}
    return [
        Sentence(
            f"“{TABLES[table].zh}”表里，{quoted(str(name))}的“{label['zh']}”：{decimal(value, places)}{unit}，"
            f"{page_words(report, row.values.get('page'))}，印证{len(by)}种：{'、'.join(proof['zh']) or '无'}。",
            f"{label['en']} of {name} (table {table}): {decimal(value, places)} {unit}, "
            f"{page_words(report, row.values.get('page'), 'en')}; confirmed by {', '.join(proof['en']) or 'nothing'}.",
        )
    ]


def _named(place: tuple[str, int, str]) -> str:
    return f"{place[0]}:{place[1]}:{place[2]}"


def _value(report: Report, place: tuple[str, int, str]) -> float:
    value = report.rows[place[0]][place[1]].values.get(place[2])
    return float(value) if isinstance(value, int | float) else 0.0
