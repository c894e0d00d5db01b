"""Leads (线索): what a good reporter would ask, ranked by the money at stake, each with its innocent explanation.

A lead is no finding: its figures are right as printed, and it accuses nobody. Sources are the public tables of one
report; amounts are 万元. What each kind says, explains and asks stands in ``reference/leads.toml``.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis import amountleads, projectleads
from budgetlib.analysis.lead import Given, Lead, Tables
from budgetlib.analysis.sentences import Sentence
from budgetlib.checks.tolerances import Tolerances
from budgetlib.reference.wording import Lang

_KINDS = (*projectleads.KINDS, *amountleads.KINDS)
_TOLD = 5
"""Leads that the answer tells."""


def leads(tables: Tables, tolerances: Tolerances | None = None) -> list[Lead]:
    """The leads of one report from its public tables (``report.tables()``), those with most money first.

    ``tolerances`` say from where on a share is worth a question.
    """
    given = Given(tables, tolerances or Tolerances())
    found = [one for kind in _KINDS for one in kind(given)]
    return sorted(found, key=lambda one: -one.amount)


def lead_answer(found: list[Lead]) -> list[Sentence]:
    """What the leads with most money say; without any, how many rules found none."""
    if found:
        return [one.says for one in found[:_TOLD]]
    return [
        Sentence(
            f"按{len(_KINDS)}条规则找过，没有一条线索：报告没有可对照的数字，或对照下来没有可问的。",
            f"{len(_KINDS)} rules looked for leads and found none: the report has no figures to set side by side, or "
            "none that raise a question.",
        )
    ]


def lead_table(tables: Tables, lang: Lang = "zh") -> pd.DataFrame:
    """The leads as a table: ``kind``, then ``title``, ``says``, ``innocent``, ``ask``, ``amount`` and ``pages``."""
    said = ("title", "says", "innocent", "ask")
    rows = [
        (one.kind, *(getattr(one, name).text(lang) for name in said), one.amount, "、".join(map(str, one.pages)))
        for one in leads(tables)
    ]
    return pd.DataFrame(rows, columns=["kind", *said, "amount", "pages"])
