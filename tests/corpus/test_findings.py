"""What the checks of statements and prose find in the real reports: each error recomputed by hand, nothing else.

Findings on the performance evaluations and on form have tests of their own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

pytestmark = pytest.mark.corpus

# Tails of 0.01 plugged into the summary statements, and repeated in the prose: page, stated, and in the other place.
TAILS = [(7, 236.63, 236.64), (7, 3845.25, 3845.24), (12, 236.63, 236.64), (21, 236.63, 236.64)]

FAMILIES = ("statement.", "statements.", "prose.", "wording.")

# (severity, rule, page, stated, expected) of every finding, and why it is true.
EXPECTED = {
    "putuo-planning-2024.pdf": [
        # The prose repeats the basic expenditure of ALL money (5,377.64 in the expenditure statement); the statement
        # of the general public budget has 5,364.75, and the economic classes give 4,884.09 + 480.66 = 5,364.75.
        ("error", "prose.statement", 24, 5377.64, 5364.75),
        ("error", "prose.statement", 24, 4896.98, 4884.09),
        # The prose calls 2080599, 2200199 and the 款 22102 by other names than the statement.
        ("warning", "wording.item_name", 22, None, None),
        ("warning", "wording.item_name", 24, None, None),
        ("warning", "wording.item_name", 24, None, None),
        ("warning", "wording.item_name", 24, None, None),
        # 30103, 30309, 30399 and 30240 are printed 0.00 but named as spent.
        ("warning", "wording.economic_list", 24, None, None),
        ("warning", "wording.economic_list", 24, None, None),
        # 9,746.50 / 10,210.34 = 95.4572 %: cut off to 95.45, not rounded to 95.46.
        ("note", "prose.budget_rate", 21, 95.45, 95.457154),
        # 9,746.50 / 9,759.38 = 99.868024 %: cut off to 99.86.
        ("note", "prose.shares", 21, 99.86, 99.868024),
    ],
    "putuo-social-work-2024.pdf": [
        # "95.89 % of the initial budget": that is 0, of which there is no rate; 307.82 / 321.02 (full-year) = 95.89 %.
        ("error", "prose.budget_rate", 18, 95.89, 95.888107),
        # Contracts won by small firms: 21.07 of the reserved ones and 21.07 of the others, of 21.07 in all.
        ("error", "prose.procurement", 22, 21.07, 42.14),
        # 30207 is printed 0.00 but named as spent.
        ("warning", "wording.economic_list", 20, None, None),
        # A new office: all growth is from zero.
        ("note", "wording.zero_base", 17, 100.0, None),
        ("note", "wording.zero_base", 17, 100.0, None),
        ("note", "wording.zero_base", 18, 100.0, None),
        ("note", "wording.zero_base", 21, 100.0, None),
    ],
    "putuo-commerce-budget-2025.pdf": [],
    "putuo-wanli-budget-2024.pdf": [
        # 2210201: 350.35 in the heading of item 31 and in the statement (3,503,499.00 元), 352.67 in its comparison.
        ("error", "prose.statement", 9, 352.67, 350.3499),
        ("error", "prose.repeated", 9, 352.67, 350.35),
        # 8,013 m² above the ground for 8,103: 8,103 + 5,356 = 13,459 and 7,998 + 105 = 8,103.
        ("error", "prose.areas", 33, 13459.0, 13369.0),
        ("error", "prose.areas", 33, 8013.0, 8103.0),
        # A fall of 2.98, explained by more money.
        ("warning", "wording.reason_direction", 6, None, None),
        # 25.00 after nothing in the year before, "增加100.00%".
        ("note", "wording.zero_base", 7, 100.0, None),
    ],
    "shanghai-final-account-template-2024.pdf": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_findings_on_statements_and_prose(corpus: Path, name: str) -> None:
    findings = bl.read_report(corpus / "reports" / name).findings
    read = [
        (row.severity, row.rule, row.page, *(None if x != x else x for x in (row.stated, row.expected)))
        for row in findings.itertuples()
        if row.rule.startswith(FAMILIES)
    ]
    assert read == EXPECTED[name]


def test_tails_plugged_so_that_a_table_adds_up_are_verdicts_and_no_findings(corpus: Path) -> None:
    report = bl.read_report(corpus / "reports" / "putuo-planning-2024.pdf")
    verdicts = report.verdicts
    tied = verdicts[verdicts["rule"].isin(["statements.mirror", "prose.statement"]) & (verdicts["status"] == "rounded")]
    assert [(row.page, row.stated, row.expected) for row in tied.itertuples()] == TAILS
