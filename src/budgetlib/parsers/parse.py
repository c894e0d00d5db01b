"""Document to facts: who and when, tables, forms and sentences, put together."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from budgetlib import schema
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import PARSED, Row, Unread, fact
from budgetlib.parsers.forms import read_forms
from budgetlib.parsers.identity import identify
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.prose import read_prose
from budgetlib.parsers.tables import read_tables
from budgetlib.readers.document import Document, Grid, Mark, UnreadableReport


def parse(document: Document, words: Path | None = None) -> Parsed:
    """Document to facts; ``words`` is a user's own file of words for the sentences.

    Raises UnreadableReport when nothing in it looks like a final account or a budget.
    """
    identity = identify(document)
    tables = read_tables(document, identity)
    forms = read_forms(document, tables.taken)
    rows: dict[str, list[Row]] = {name: [] for name in PARSED} | {
        "lines": tables.lines,
        "projects": forms.projects,
        "indicators": forms.indicators,
        "goals": forms.goals,
    }
    _with_facts(document, rows, tables.factors())
    prose = read_prose(document, identity, tables.lines, words)
    rows |= {
        "claims": prose.claims,
        "changes": prose.changes,
        "completions": prose.completions,
        "three_public": prose.three_public,
    }
    unread = tables.unread + prose.unread
    _must_be_a_report(document, rows, unread)
    return Parsed(document, identity, rows, tables, list(forms.unplaced), unread, labels=tables.labels + forms.labels)


def _must_be_a_report(document: Document, rows: dict[str, list[Row]], unread: list[Unread]) -> None:
    """Something must have been read; or sentences with figures that nobody understood stand under such a title."""
    if any(rows[name] for name in ("lines", "claims", "projects")):
        return
    named = any(re.search("预算|决算|三公|绩效", paragraph.text) for _, paragraph in document.paragraphs())
    if not (unread and named):
        raise UnreadableReport(
            f"{document.source}: found no statement, no sentence with budget figures and no self-evaluation; expected "
            "a final account (决算) or a budget (预算) of a Chinese government department. Check that this is the "
            "right file."
        )


def _with_facts(document: Document, rows: dict[str, list[Row]], factors: dict[int, float]) -> None:
    """Give each row its facts; ``factors`` has 万元 for one printed unit by the block of a statement's grid."""
    for name in PARSED:
        for row in rows[name] if name != "lines" else ():  # which have theirs
            for column, mark in row.marks.items():
                value = row.values.get(column)
                if isinstance(value, float) and column not in row.facts:
                    text, behind = _printed(document, mark)
                    money = schema.TABLES[name].column(column).unit == schema.AMOUNT or row.values.get("unit") in TO_WAN
                    factor = (factors.get(mark.block) or _factor(behind)) if money else 1.0
                    unit = schema.AMOUNT if money else str(row.values.get("unit") or "")
                    known = fact(value, text, mark, mark.place(document)[0], unit=unit, factor=factor)
                    in_wan = name != "claims"  # the claims keep the printed unit
                    row.facts[column] = replace(known, value=value) if in_wan else known


def _printed(document: Document, mark: Mark) -> tuple[str, str]:
    """The printed text at a mark, and what stands behind it."""
    block = document.blocks[mark.block]
    text = block.cells[mark.cell or 0].text if isinstance(block, Grid) else block.text
    return text[mark.start : mark.end], text[mark.end :].lstrip()


def _factor(behind: str) -> float:
    return next((factor for unit, factor in TO_WAN.items() if behind.startswith(unit)), 1.0)
