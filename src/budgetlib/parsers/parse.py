"""Document to facts: who and when, tables, forms and sentences, put together."""

from __future__ import annotations

from dataclasses import replace

from budgetlib import schema
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.admission import must_be_a_report
from budgetlib.parsers.changes import parse_changes
from budgetlib.parsers.claims import Claim, read_claims
from budgetlib.parsers.completions import parse_completions
from budgetlib.parsers.facts import PARSED, Row, fact
from budgetlib.parsers.forms import read_forms
from budgetlib.parsers.identity import identify
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.statements import parse_statements
from budgetlib.parsers.three_public import parse_three_public
from budgetlib.readers.document import Document, Grid, Mark


def parse(document: Document) -> Parsed:
    """Document to facts. Raises UnreadableReport when it is no final account and no budget."""
    must_be_a_report(document)
    identity = identify(document)
    kind = identity.report_type or "final"  # the readers below know two kinds; a statement of neither is worded as one
    stated = list(read_claims(document, year=identity.fiscal_year, report_type=kind, agencies=identity.names()))
    statements = parse_statements(document, kind)
    taken = {block for info in statements.statements for block in info.blocks}
    forms = read_forms(document, taken)
    rows = {
        "lines": statements.rows,
        "claims": [_claim_row(one) for one in stated if isinstance(one, Claim)],
        "changes": parse_changes(stated, kind),
        "completions": parse_completions(stated, kind),
        "three_public": parse_three_public(stated, statements.rows, kind),
        "projects": forms.projects,
        "indicators": forms.indicators,
        "goals": forms.goals,
    }
    _with_facts(document, rows, {block: TO_WAN[info.unit] for info in statements.statements for block in info.blocks})
    return Parsed(document, identity, rows, statements, list(forms.unplaced), labels=statements.labels + forms.labels)


def _with_facts(document: Document, rows: dict[str, list[Row]], factors: dict[int, float]) -> None:
    """Give each row its facts; ``factors`` has 万元 for one printed unit by the block of a statement's grid."""
    for name in PARSED:
        for row in rows[name]:
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


def _claim_row(claim: Claim) -> Row:
    return Row(
        {
            "section": claim.section.name,
            "subsection": claim.section.subsection,
            "item": claim.item,
            "measure": claim.measure,
            "base": claim.base,
            "value": claim.value,
            "unit": claim.unit,
            "text": claim.text,
            "page": claim.page,
        },
        {"value": claim.mark},
        keys={"part": claim.section.part, "in_reason": claim.in_reason},
    )
