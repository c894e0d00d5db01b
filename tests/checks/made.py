"""A report made of rows, for the rules that look at rows alone: each figure is the text that a document would print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from budgetlib.checks.model import Verdict, View
from budgetlib.checks.rulebook import _IN_CODE
from budgetlib.parsers.facts import PARSED, Row, fact
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.tables.printed import Tables
from budgetlib.readers.document import Document, Fragment, Mark, Paragraph

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_AS_PRINTED = (("indicators", "actual"), ("claims", "text"))
_MONEY = ("adjusted_budget", "executed", "initial_budget", "annual_budget", "current", "prior", "change")


def made(text: str = "", **tables: list[dict[str, Any]]) -> View:
    """A view of these rows, of one form where they do not say another, and of the paragraphs of ``text``."""
    number = iter(range(10_000))
    rows = {name: [_row(name, row, number) for row in tables.get(name, [])] for name in PARSED}
    identity = Identity("某市某局", "某市某局", 2024, "final", "department", "某市某局2024年度部门决算")
    blocks = tuple(Paragraph(line, (Fragment(0, 1),)) for line in text.split("\n") if line)
    return View(Parsed(Document(Path("made.txt"), "0", "txt", 1, blocks), identity, rows, Tables([], [])))


def _row(table: str, row: dict[str, Any], number: Iterator[int]) -> Row:
    values = {"page": 1, "project": "阅读推广", "indicator": "", "item": "", "evaluation": "project"} | row
    keys = {"form": values.pop("form", 1), "in_reason": values.get("in_reason")}
    made = Row(values, keys=keys)
    for column, text in row.items():
        if isinstance(text, str) and _NUMBER.fullmatch(text) and (table, column) not in _AS_PRINTED:
            money = column in _MONEY or (column in ("actual", "value") and values.get("unit", "万元") == "万元")
            unit = "万元" if money else str(values.get("unit") or "")
            mark = values.get("mark") or Mark(next(number), None, 0, len(text))
            made.put(column, fact(float(text.replace(",", "")), text, mark, values["page"], unit=unit))
    return made


def run(rule: str, view: View) -> list[Verdict]:
    """What a rule in code says."""
    return list(_IN_CODE[rule](view))


def said(rule: str, view: View) -> list[tuple[str, float | None, float | None]]:
    """Status, stated and expected of each verdict of a rule; every message is there in both languages."""
    found = run(rule, view)
    assert all(all(one.sentences()) for one in found if one.status == "broken")
    return [(one.status, one.stated, one.expected) for one in found]
