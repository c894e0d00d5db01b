"""Corpora of fictional reports: N offices over M years, lifelike, consistent to the last 分, and with known truth.

Tables that hold only numbers and official names; each report is a PDF in one of several layouts, marked as a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import schema
from budgetlib.typeset.compile import compile_pdf
from budgetlib.typeset.document import content, written
from budgetlib.typeset.readback import Reader
from budgetlib.typeset.tables import Record, Source
from tools.corpus import prose
from tools.corpus.budget import budget_lines
from tools.corpus.facts import VEHICLES, Office, Year, draw
from tools.corpus.forms import evaluations
from tools.corpus.statements import Form, final_lines, printed
from tools.corpus.talk import Talk, ratio

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.typeset.groups import Group

LAYOUTS = ("shanghai", "urumqi", "split", "yuan")
"""Shanghai-like (statements, completion of the budget by item), Urumqi-like (prose and self-evaluations, no
statements), the national form with codes split over three columns and self-evaluations, and a budget in 元."""

_SHANGHAI_ORDER = (
    "income_expenditure", "income", "expenditure", "appropriation", "general_public", "basic", "three_public",
    "government_fund", "state_capital",
)  # fmt: skip
_NATIONAL_ORDER = (*_SHANGHAI_ORDER[:6], "government_fund", "state_capital", "three_public")


@dataclass(frozen=True)
class Generated:
    """One fictional report: its tables with the known truth, and how it is printed."""

    agency: str
    year: int
    layout: str
    records: dict[str, list[Record]] = field(repr=False)
    """The public tables as records, every column there; ``findings`` is empty."""

    @property
    def report_id(self) -> str:
        """As the parsers make it: ``<agency>-<year>-<report_type>``."""
        return str(self.records["reports"][0]["report_id"])

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The public tables with the types of the schema."""
        return {name: schema.frame(name, rows) for name, rows in self.records.items()}

    def write(self, folder: str | Path) -> Path:
        """Set the report as ``<report_id>.pdf`` in ``folder``, marked as fictional on every page (and untagged)."""
        found = Source(self.records, frozenset(self.records) - {"findings"})
        printed_content = content(
            found,
            notes=(),
            fictional=True,
            with_reasons=False,
            split_codes=self.layout == "split",
            reader=_Remembering(found),
        )
        return written(Path(folder) / f"{self.report_id}.pdf", compile_pdf(printed_content, tagged=False))


def generate(
    offices: int, years: Sequence[int], *, seed: int = 0, layouts: Sequence[str] = LAYOUTS
) -> Iterator[Generated]:
    """Reports of ``offices`` fictional offices in each of ``years``; office k keeps layout k modulo their number.

    The same seed gives the same reports, and a report does not depend on which others are made. Raises ValueError for
    a layout that is not in ``LAYOUTS``.
    """
    unknown = sorted(set(layouts) - set(LAYOUTS))
    if unknown or not layouts:
        raise ValueError(f"no layout {', '.join(unknown) or 'given'}; there are {', '.join(LAYOUTS)}")
    for number in range(offices):
        # A round of layouts is moved on by one each time, so that every kind of office meets every layout.
        layout = layouts[(number + number // 8) % len(layouts)]
        drawn: dict[int, Year] = {}
        for year in years:
            office = Office(number, seed)
            now, before = (drawn.get(one) or drawn.setdefault(one, draw(office, one)) for one in (year, year - 1))
            yield _report(now, before, layout)


def _report(now: Year, before: Year, layout: str) -> Generated:
    tables: dict[str, list[Record]] = {name: [] for name in schema.TABLES}
    lines: list[Record] = []
    if layout == "yuan":
        lines = budget_lines(now, Form(yuan=True, thousands=True, total_first=False))
        talk = prose.budget(now, before)
    elif layout == "shanghai":
        lines = final_lines(now, before, Form(total_first=False, order=_SHANGHAI_ORDER))
        talk = prose.shanghai(now, before)
    else:
        tables["projects"], tables["indicators"] = evaluations(now, before)
        if layout == "split":
            lines = final_lines(now, before, Form(thousands=True, order=_NATIONAL_ORDER))
        talk = prose.national(now, before, tables["projects"])
    tables |= {"lines": lines, "claims": talk.claims, "changes": talk.changes, "completions": talk.completions}
    tables["three_public"] = _three_public(now, before, layout, talk)
    final = layout != "yuan"
    tables["reports"] = [_reports_row(now, "元" if lines and not final else "万元", final=final)]
    key = _key(now, final=final)
    for line in lines:
        line |= _stated_of(line, now.year, final=final)
    complete = {name: [{**_blank(name), **key, **row} for row in rows] for name, rows in tables.items()}
    return Generated(now.office.name, now.year, layout, complete)


@cache
def _blank(table: str) -> dict[str, Any]:
    return dict.fromkeys(schema.TABLES[table].names)


def _key(now: Year, *, final: bool) -> Record:
    kind = "final" if final else "budget"
    report_id = f"{now.office.name}-{now.year}-{kind}"
    return {"report_id": report_id, "agency": now.office.name, "fiscal_year": now.year, "report_type": kind}


def _stated_of(line: Record, year: int, *, final: bool) -> Record:
    """What the words of a statement say of a figure: its unit, year and stage."""
    stage = ("unstated" if line["column"] == "budget" else "actual") if final else "initial"
    return {"value": line["amount"], "unit": "万元", "year": year, "stage": stage}


def _reports_row(now: Year, unit: str, *, final: bool) -> Record:
    title = f"{now.office.name}{now.year}年{'度部门决算' if final else '部门预算'}"
    return {"agency_printed": now.office.name, "unit": unit, "scope": "department", "title": title}


_COUNTS = {
    "abroad": ("groups", "个", "travellers"),
    "vehicle_purchase": ("bought", "辆", None),
    "vehicle_operation": ("kept", "辆", None),
    "reception": ("receptions", "批次", "guests"),
}


def _three_public(now: Year, before: Year, layout: str, talk: Talk) -> list[Record]:
    """What statement and prose together say of each item in this layout."""
    rows = []
    for item in schema.THREE_PUBLIC_ITEMS:
        row: Record = {"item": item, "item_id": "three_public" if item == "total" else item, "year": now.year}
        if layout == "yuan":
            row |= _budgeted(now, before, item)
        else:
            row |= _spent(now, before, item, layout)
        rows.append(row | {"stage": row.get("budget_basis")})
    return rows


def _budgeted(now: Year, before: Year, item: str) -> Record:
    planned, then = now.three(item, "budget"), before.three(item, "budget")
    return {"budget": printed(planned) / 100, "budget_basis": "initial", **_moved(planned, then, rated=planned != then)}


def _spent(now: Year, before: Year, item: str, layout: str) -> Record:
    amount, then = now.three(item), before.three(item)
    row: Record = {"actual": printed(amount) / 100}
    in_prose = item != "vehicles" and layout != "shanghai"
    if layout != "urumqi" or in_prose:
        row["budget"] = printed(now.three(item, "budget")) / 100
    if in_prose:
        row["budget_basis"] = "annual"
    elif item == "total":
        row["budget_basis"] = "initial"
    elif "budget" in row:
        row["budget_basis"] = "unstated"  # the statement says 预算数 and not which
    if item in ("total", "abroad", "vehicles", "reception"):
        row |= _moved(amount, then, rated=layout != "shanghai" or amount != then)
        if item != "total":
            row["share_pct"] = ratio(amount, now.three("total")) / 100
    if item in _COUNTS and not (layout == "shanghai" and item == "vehicle_purchase"):
        row |= _counted(now, item)
    return row


def _moved(amount: int, then: int, *, rated: bool) -> Record:
    change = printed(amount - then)
    row: Record = {"change": change / 100, "prior": (printed(amount) - change) / 100, "prior_derived": True}
    if rated:
        row["change_pct"] = (ratio(amount - then, then) if then else 10_000 if amount else 0) / 100
    return row


def _counted(now: Year, item: str) -> Record:
    count, unit, persons = _COUNTS[item]
    kept = sum(now.counts[kind] for kind in VEHICLES)
    row: Record = {"count": float(kept if count == "kept" else now.counts[count]), "count_unit": unit}
    if persons:
        row["persons"] = float(now.counts[persons])
    return row


_DIGITS = re.compile(r"\d+")
_sayings: dict[tuple[object, ...], bool] = {}


class _Remembering(Reader):
    """Reads a sentence once for each wording: thousands of reports say the same with other digits.

    What a wording means does not hang on its digits; that whole reports come back is for the tests to show.
    """

    def says(self, text: str, group: Group) -> bool:
        """Whether a paragraph states exactly the figures of ``group``; see ``Reader``."""
        told = tuple((one.item, one.measure, one.base) for one in group.stated)
        key = (self.source.is_final, _DIGITS.sub("0", text), told, group.part_of, group.reason, group.above, group.flat)
        if key not in _sayings:
            _sayings[key] = super().says(text, group)
        return _sayings[key]

    def says_flat(self, text: str, item: str, base: str) -> bool:
        """Whether a paragraph says that an item did not change; see ``Reader``."""
        key = (self.source.is_final, text, item, base)
        if key not in _sayings:
            _sayings[key] = super().says_flat(text, item, base)
        return _sayings[key]

    def differences(self, texts: object) -> Iterator[str]:
        """Nothing: the sentences follow from the tables by construction."""
        return iter(())
