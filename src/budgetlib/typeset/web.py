"""Content as a web page: one article, headings, paragraphs, tables with their spans."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from budgetlib.typeset.placing import Content, around, opening, placed, rows_of

_LEVELS = {"part": "h2", "section": "h3", "subsection": "h4", "paragraph": "p"}


def web_page(content: Content) -> bytes:
    """The page as UTF-8, without styles or anything from outside."""
    title, *notes = opening(content)
    lines = ['<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">', f"<title>{escape(title)}</title></head>"]
    lines += ["<body><article>", f"<h1>{escape(title)}</h1>", *(f"<p>{escape(note)}</p>" for note in notes)]
    for block in content["blocks"]:
        if block["kind"] == "sheet":
            lines += _table(block)
        else:
            tag = _LEVELS[block["kind"]]
            lines.append(f"<{tag}>{escape(block['text'])}</{tag}>")
    return "\n".join([*lines, "</article></body></html>\n"]).encode()


def _table(sheet: Content) -> Iterator[str]:
    above, below = around(sheet)
    yield from (f"<p>{escape(text)}</p>" for text in above)
    yield "<table>"
    for row in rows_of(placed(sheet)):
        cells = (f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{escape(cell.text)}</td>' for cell in row)
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"
    yield from (f"<p>{escape(text)}</p>" for text in below)
