"""From a path to a checked report: reader, parsers and checks in a row."""

from __future__ import annotations

from pathlib import Path

from budgetlib import readers
from budgetlib.parsers.parse import parse
from budgetlib.report import Report


def read_report(path: str | Path, engine: str | None = None) -> Report:
    """Read, parse and check the report at ``path`` (a PDF with a text layer, or a text or Markdown file).

    ``engine="camelot"`` reads the tables of a PDF with camelot alone; ``report.verify()`` then compares with tablers.

    Findings and confirmations are computed when first asked for. Raises UnreadableReport with one sentence that names
    the file, what was expected and what to try.
    """
    return Report(parse(readers.read(path, engine)))
