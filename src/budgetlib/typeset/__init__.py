"""Tables in, a report out (PDF, workbook, Word, web page, text): samples, editions of published figures, round trips.

The file has the official structure and reads back, through ``budgetlib.read_report``, to the same tables. Its sentences
are of our own phrasing; only figures, names and codes come from the tables.
"""

from __future__ import annotations

from budgetlib.typeset.document import typeset, typeset_report
from budgetlib.typeset.edition import make_edition
from budgetlib.typeset.tables import load_tables

__all__ = ["load_tables", "make_edition", "typeset", "typeset_report"]
