"""One language of a notebook that is written in two: prose, headings and computed sentences.

A paragraph in *italics* is English, any other Chinese; a heading is ``## 中文 / English``; a sentence in a list has its
English in italics below it. What holds no letter of either is kept.
"""

from __future__ import annotations

import re
from typing import Any

from budgetlib.reference.wording import Lang

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"\*(?!\*)(.+)\*")
_HEADING = re.compile(r"(#+) (.+?) / ([A-Z0-9\"].+)")


def one_language(notebook: Any, lang: Lang) -> Any:
    """The notebook with its prose and its computed sentences in ``lang`` only."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = in_language(cell.source, lang)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data:
                data["text/markdown"] = in_language("".join(data["text/markdown"]), lang)
    return notebook


def in_language(markdown: str, lang: Lang) -> str:
    """Markdown of both languages in one of them."""
    lines = markdown.split("\n")
    if lang == "zh":
        kept = [_chinese_heading(line) for line in lines if not _ENGLISH.fullmatch(line.strip())]
    else:
        kept = list(_english(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _chinese_heading(line: str) -> str:
    heading = _HEADING.fullmatch(line.rstrip())
    return f"{heading[1]} {heading[2]}" if heading else line.rstrip()


def _english(lines: list[str]) -> list[str]:
    """The English lines, with the marks of the Chinese ones that they stand below."""
    kept: list[str] = []
    mark = ""
    for line in lines:
        heading, english = _HEADING.fullmatch(line.rstrip()), _ENGLISH.fullmatch(line.strip())
        if heading:
            kept.append(f"{heading[1]} {heading[3]}")
        elif english:
            kept.append(mark + english[1])
            mark = ""
        elif not _CHINESE.search(line):
            kept.append(line)
        else:
            mark = next((sign for sign in ("# ", "- ") if line.startswith(sign)), "")
    return kept
