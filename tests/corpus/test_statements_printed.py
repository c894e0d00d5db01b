"""Every statement whose title stands over a table is found where it begins, listed by file from the pages.

``statements-printed.csv`` was made from the plain text of the pages, not from what the library reads: the title of a
table, the page, and the statement that the title names (``any`` where the schema has no word of its own). A fourth of
the reports in a normal run, all of them with BUDGETLIB_ALL_PAGES set.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from budgetlib import readers
from budgetlib.parsers.identity import identify
from budgetlib.parsers.tables import read_tables

pytestmark = pytest.mark.corpus

PRINTED: dict[str, list[tuple[int, str]]] = defaultdict(list)
with (Path(__file__).parent / "statements-printed.csv").open(encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        PRINTED[row["report"]].append((int(row["page"]), row["statement"]))
REPORTS = sorted(PRINTED) if os.environ.get("BUDGETLIB_ALL_PAGES") else sorted(PRINTED)[::4]


def test_six_hundred_statements_are_listed() -> None:
    assert sum(map(len, PRINTED.values())) > 600


@pytest.mark.parametrize("report", REPORTS)
def test_every_statement_is_found_where_it_begins(corpus: Path, report: str) -> None:
    path = corpus / "reports" / report
    if not path.is_file():
        pytest.skip(f"{report} is not in the corpus")
    document = readers.read(path)
    found = {(table.page_first, table.statement) for table in read_tables(document, identify(document)).printed}
    known = {page for page, statement in found if statement}
    missing = [
        (page, statement)
        for page, statement in PRINTED[report]
        if (page, statement) not in found and not (statement == "any" and page in known)
    ]
    assert missing == []
