"""Content as text: a paragraph a line, tables with tabs; what a cell covers beside its corner is left blank."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.typeset.placing import Content, around, opening, placed, rows_of


def plain_text(content: Content) -> bytes:
    """The text as UTF-8, blank lines between its blocks."""
    blocks = list(opening(content))
    for block in content["blocks"]:
        blocks += _table(block) if block["kind"] == "sheet" else [block["text"]]
    return ("\n\n".join(blocks) + "\n").encode()


def _table(sheet: Content) -> Iterator[str]:
    above, below = around(sheet)
    yield from above
    if not any(box["text"] for part in sheet["parts"] if not part["head"] for box in part["cells"]):
        yield from below  # a form left empty: in text its head alone would look like rows
        return
    lines = []
    for row in rows_of(placed(sheet)):
        texts = [""] * len(sheet["widths"])
        for cell in row:
            texts[cell.col] = cell.text
        lines.append("\t".join(texts))
    yield "\n".join(lines)
    yield from below
