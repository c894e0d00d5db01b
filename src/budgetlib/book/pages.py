"""The pages of a book: executed notebooks made fit to read, and the cover with findings, coverage and caveats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetlib.analysis.findings import finding_sentences, judged
from budgetlib.analysis.holds import holdings, report_title
from budgetlib.analysis.notebook import plain
from budgetlib.analysis.sentences import Sentence
from budgetlib.book.absent import without_absent
from budgetlib.book.execute import Executed
from budgetlib.book.language import in_language, one_language
from budgetlib.book.tables import for_pages
from budgetlib.reference.wording import Lang
from budgetlib.report import Report

_STRONGEST = 5
_WORDS: dict[str, tuple[str, str]] = {
    "more": ("详见", "more"),
    "downloads": ("下载", "Downloads"),
    "notebook": ("这一页的笔记本", "the notebook of this page"),
    "tables": ("全部表格", "all tables"),
    "failed": ("这一页没有做完", "This page is not complete"),
    "holds": ("读的是什么", "What was read"),
    "found": ("发现", "Findings"),
    "left_out": ("没有写进来的", "What is left out"),
    "caveats": ("引用之前", "Before you quote"),
    "contents": ("各章", "Chapters"),
    "strongest": ("最重的几条", "The gravest"),
    "together": ("各份报告放在一起", "All reports together"),
    "dataset": ("整理成数据集", "As a dataset"),
    "unreadable": ("没有读成的文件", "Files that could not be read"),
}
_CAVEATS = (
    Sentence(
        "每个数字都从报告里读出，能核对的都核对过；没有印证的数字，引用前请看原页。",
        "Every figure was read from the report and checked where it can be; look up those that are not confirmed.",
    ),
    Sentence(
        "“错误”只证明印出的几个数字不能同时为真，不证明哪一个错了，也不证明钱用得不对。",
        "An error proves only that printed figures cannot all be true, not which is wrong, nor that money was misused.",
    ),
    Sentence(
        "没有读到的数字、没有读到的报表，不等于零，也不等于没有。",
        "A figure or a statement that was not read is not zero, and may well exist.",
    ),
    Sentence(
        "单位、项目、指标和章节的名称照原文。",
        "Names of offices, projects, indicators and sections stay in Chinese, as printed.",
    ),
    Sentence(
        "金额都是万元，百分比都是百分数；页码是所读文件的页码。",
        "Amounts are in 10,000 yuan, rates in percent; page numbers are those of the file that was read.",
    ),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a book: its folder, its title, the report it is about (None: all), what was executed or left out."""

    folder: str
    title: str
    report: Report | None
    executed: tuple[Executed, ...]
    left_out: tuple[tuple[str, tuple[Sentence, ...]], ...] = ()
    pages: tuple[str, ...] = ()
    """Names of pages that are no notebooks."""


def word(name: str, lang: Lang) -> str:
    """A word of the pages in one language."""
    return _WORDS[name][0 if lang == "zh" else 1]


def page_of(executed: Executed, lang: Lang, downloads: Sequence[tuple[str, Sequence[Path]]]) -> Any:
    """The notebook as a page: one language, the answer on top, code folded, what can be downloaded at the end."""
    notebook = one_language(deepcopy(executed.notebook), lang)
    answer, heading = _answer(notebook), ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = _last_heading(cell.source) or heading
            continue
        tags = set(cell.metadata.get("tags", []))
        fold = "remove-cell" if "parameters" in tags else "hide-cell" if tags & _MACHINERY else "hide-input"
        cell.metadata["tags"] = sorted(tags | {fold})
        cell.metadata["mystnb"] = {"image": {"alt": heading}}
        for data in (output.data for output in cell.outputs if "text/html" in output.get("data", {})):
            data["text/html"] = for_pages(data["text/html"])
    notebook.cells = without_absent(notebook.cells, lang)
    notebook.cells[1:1] = [_cell(text) for text in (_failed(executed.error, lang), answer) if text]
    notebook.cells.append(_cell(_downloads(executed.job.name, downloads, lang)))
    return notebook


_MACHINERY = {"answer", "injected-parameters"}
"""Cells that a reader of a page opens on demand: their output stands on top, or there is none."""


def cover(
    chapters: Sequence[Chapter], reports: Sequence[Report], lang: Lang, tables: str, bad: Sequence[str] = ()
) -> str:
    """The first page: what was found in which reports, how much was read, what is missing, what to mind; contents."""
    lines = [f"# {plain(book_title(reports, lang))}", ""]
    about = {id(chapter.report): chapter for chapter in chapters if chapter.report}
    for report in reports:
        lines += _of_report(report, about.get(id(report)), lang, alone=len(reports) == 1)
    if bad:
        lines += [f"## {word('unreadable', lang)}", "", *(f"- {plain(one)}" for one in bad), ""]
    lines += _left_out(chapters, lang)
    lines += [f"## {word('caveats', lang)}", "", *_list(_CAVEATS, lang), ""]
    lines += [f"## {word('downloads', lang)}", "", f"- [{word('tables', lang)} (xlsx)]({tables})", ""]
    for chapter in chapters:
        pages = [one.job.name for one in chapter.executed] or list(chapter.pages)
        lines += _toctree(chapter.title, [f"{chapter.folder}/{name}" for name in pages])
    return "\n".join(lines)


def _of_report(report: Report, chapter: Chapter | None, lang: Lang, alone: bool) -> list[str]:
    verdicts = judged(report)
    found = verdicts[verdicts["severity"] != ""]
    found = found.drop_duplicates(["rule", "difference"])  # one gap shows in every column of its row
    gravest = [found[found["severity"] == severity] for severity in ("error", "warning", "note")]
    messages = [text for rows in gravest for text in rows[f"message_{lang}"]][:_STRONGEST]
    level = "##" if alone else "###"
    lines = [] if alone else [f"## {plain(report_title(report, lang))}", ""]
    answers = [_answered(one, chapter.folder, lang) for one in chapter.executed] if chapter else []
    checked = [*_list(finding_sentences(verdicts)[:2], lang), *(f"- {plain(text)}" for text in messages)]
    lines += [f"{level} {word('found', lang)}", "", *filter(None, answers), *checked, ""]
    told = holdings(report).sentences()[report.identity.edition == "sample" :]  # the first names the office
    return [*lines, f"{level} {word('holds', lang)}", "", *_list(told, lang), ""]


def _answered(one: Executed, folder: str, lang: Lang) -> str:
    """The first sentence of the answer of a notebook whose answer belongs on the cover, and the way to its page."""
    if not one.notebook.metadata.get("budgetlib", {}).get("cover"):
        return ""
    first = in_language(_said(one.notebook).split("\n- ")[0], lang)
    return f"{first} [{word('more', lang)}]({folder}/{one.job.name}.ipynb)" if first else ""


def _left_out(chapters: Sequence[Chapter], lang: Lang) -> list[str]:
    lines = []
    for chapter in chapters:
        for title, why in chapter.left_out:
            reasons = " ".join(one.text(lang) for one in why)
            where = f"{chapter.title}: " if len(chapters) > 2 else ""
            lines.append(f"- {plain(where + in_language(title, lang).lstrip('# '))} — {plain(reasons)}")
    return [f"## {word('left_out', lang)}", "", *lines, ""] if lines else []


def _toctree(caption: str, pages: Sequence[str]) -> list[str]:
    return ["```{toctree}", f":caption: {caption}", ":maxdepth: 1", "", *pages, "```", ""] if pages else []


def book_title(reports: Sequence[Report], lang: Lang) -> str:
    """The report that the book is about, or how many it is about."""
    if len(reports) == 1:
        return report_title(reports[0], lang)
    number = len(reports)
    return f"部门预算与决算：{number}份报告" if lang == "zh" else f"Budgets and final accounts: {number} reports"


def _list(sentences: Iterable[Sentence], lang: Lang) -> list[str]:
    return [f"- {plain(one.text(lang))}" for one in sentences]


def _cell(text: str) -> Any:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(text)  # type: ignore[no-untyped-call]


def _answer(notebook: Any) -> str:
    """What the cell tagged ``answer`` says, as a box; blank where there is none."""
    said = _said(notebook)
    return f":::{{important}}\n{said}\n:::" if said else ""


def _said(notebook: Any) -> str:
    """The sentences of the cell tagged ``answer``, as a list."""
    answers = [cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", [])]
    data = [output.get("data", {}) for cell in answers[:1] for output in cell.outputs]
    return "\n".join(one["text/markdown"] for one in data if "text/markdown" in one)


def _failed(error: str, lang: Lang) -> str:
    return f":::{{warning}}\n{word('failed', lang)}: {plain(error)}\n:::" if error else ""


def _last_heading(source: str) -> str:
    headings = re.findall(r"^#+ (.+)$", source, flags=re.MULTILINE)
    return str(headings[-1]) if headings else ""


def _downloads(name: str, charts: Sequence[tuple[str, Sequence[Path]]], lang: Lang) -> str:
    lines = [f"## {word('downloads', lang)}", "", f"- [{word('notebook', lang)}]({name}.notebook.zip)"]
    for chart, paths in charts:
        links = " · ".join(f"[{path.suffix[1:].upper()}](../charts/{path.parent.name}/{path.name})" for path in paths)
        lines.append(f"- {chart}: {links}")
    return "\n".join(lines)
