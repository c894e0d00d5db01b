"""Who, when and what of every report, read from the pictures of the pages; what is no report is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from budgetlib import readers
from budgetlib.parsers.admission import must_be_a_report
from budgetlib.parsers.identity import identify
from budgetlib.readers.document import UnreadableReport

with (Path(__file__).parent / "identity.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


@pytest.mark.parametrize("row", EXPECTED, ids=[row["report"] for row in EXPECTED])
def test_who_when_what(corpus: Path, row: dict[str, str]) -> None:
    document = readers.read(corpus / "reports" / row["report"])
    must_be_a_report(document)
    identity = identify(document)
    found = (identity.agency, identity.fiscal_year, identity.report_type, identity.scope)
    assert ["" if one is None else str(one) for one in found] == [*row.values()][1:]


def test_every_report_is_in_the_table(corpus: Path) -> None:
    folders = ("cities", "units")
    files = {path for name in folders for path in (corpus / "reports" / name).rglob("*.pdf")}
    assert {str(path.relative_to(corpus / "reports")) for path in files} <= {row["report"] for row in EXPECTED}


def test_what_is_no_report_is_refused_in_one_sentence(corpus: Path) -> None:
    files = sorted((corpus / "reports" / "not-reports").iterdir())
    assert files
    for path in files:
        with pytest.raises(UnreadableReport) as refused:
            must_be_a_report(readers.read(path))
        assert "\n" not in str(refused.value)
        assert path.name in str(refused.value)
