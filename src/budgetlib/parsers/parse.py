"""Document to facts: who and when, tables, forms and sentences, put together."""

from __future__ import annotations

from pathlib import Path

from budgetlib.parsers.admission import must_be_a_report
from budgetlib.parsers.facts import Row
from budgetlib.parsers.forms import read_forms
from budgetlib.parsers.identity import as_form, identify
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.prose import read_prose
from budgetlib.parsers.tables import read_tables
from budgetlib.parsers.traditional import simplified
from budgetlib.readers.document import Document


def parse(document: Document, words: Path | None = None) -> Parsed:
    """Document to facts; ``words`` is a user's own file of words for the sentences.

    Raises UnreadableReport in one sentence when it is no final account and no budget.
    """
    document = simplified(document)
    must_be_a_report(document)
    identity = identify(document)
    tables = read_tables(document, identity)
    units = {block: form.unit for form in tables.forms if form.unit for block in form.grids}
    forms = read_forms(document, tables.taken, units)
    prose = read_prose(document, identity, tables.lines, words)
    rows: dict[str, list[Row]] = {
        "lines": tables.lines,
        "claims": prose.claims,
        "changes": prose.changes,
        "completions": prose.completions,
        "three_public": prose.three_public,
        "projects": forms.projects,
        "indicators": forms.indicators,
        "goals": forms.goals + tables.goals,
    }
    labels = tables.labels + forms.labels
    if not any(row.facts for name in rows for row in rows[name]):
        identity = as_form(identity)
    return Parsed(document, identity, rows, tables, tables.unread + forms.unplaced + prose.unread, labels)
