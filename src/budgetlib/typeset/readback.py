"""The parser's own eye on what is about to be printed: a sentence is kept only when it reads back as it was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetlib import schema
from budgetlib.parsers.facts import Row
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import Claim, Worded, derived_from, stated_in
from budgetlib.parsers.prose.figures import YEAR_BASES
from budgetlib.readers.document import Document, Fragment, Mark, Paragraph
from budgetlib.typeset.groups import Group
from budgetlib.typeset.phrases import Stated
from budgetlib.typeset.tables import Record, Source

_NO_MARK = Mark(0, None, 0, 0)
_WORKED_OUT = frozenset(("year", "stage", "item_id", "item_scope", "part_of", "in_reason", "read_by", "budget"))
"""What the reader works out of the words: tables that were made by hand need not give it."""
_SAID = ("section", "subsection", "item", "measure", "base", "value", "unit", "text")


@dataclass(frozen=True)
class Reader:
    """Reads paragraphs as the parsers will read them in the PDF."""

    source: Source

    @property
    def _agency(self) -> tuple[str | None, str | None]:
        report = self.source.report
        return report.get("agency"), report.get("agency_printed") or report.get("agency")

    def read(self, texts: Iterable[str]) -> list[Claim | Worded]:
        """Claims and flat comparisons of paragraphs and headings."""
        paragraphs = tuple(Paragraph(text, (Fragment(0, 1),)) for text in texts)
        document = Document(Path("readback"), "", "pdf", 1, paragraphs)
        report_type = str(self.source.report["report_type"])
        agency, printed = self._agency
        return stated_in(document, Identity(agency, printed, self.source.year, report_type, "department", ""))

    def says(self, text: str, group: Group) -> bool:
        """Whether a paragraph states exactly the figures of ``group``, with its reason behind its comparisons.

        What it may say in words is that its item did not change, and how spending stands to the budget.
        """
        found = self.read([text])
        claims = [one for one in found if isinstance(one, Claim)]
        worded = [
            (one.item, one.direction, one.base if one.base in YEAR_BASES else None)
            for one in found
            if isinstance(one, Worded)
        ]
        meant: list[tuple[str, str, str | None]] = [(group.item, "flat", group.flat)] if group.flat else []
        meant += [(group.item, group.above, None)] if group.above else []
        if worded != meant or not _are(claims, group):
            return False
        moved = [claim for claim in claims if claim.measure in ("change", "change_pct")]
        return not any(claim.in_reason for claim in claims) and all(claim.reason == group.reason for claim in moved[:1])

    def gives_as_reason(self, text: str, group: Group) -> bool:
        """Whether a paragraph states ``group`` inside a reason, so that it is no comparison of its own."""
        claims = [one for one in self.read([text]) if isinstance(one, Claim)]
        return _are(claims, group) and all(claim.in_reason for claim in claims)

    def says_flat(self, text: str, item: str, base: str) -> bool:
        """Whether a paragraph says that ``item`` did not change against ``base``, and nothing else."""
        found = self.read([text])
        return [(one.item, one.base) for one in found if isinstance(one, Worded)] == [(item, base)] and len(found) == 1

    def differences(self, texts: Iterable[str]) -> Iterator[str]:
        """What claims, changes and three public would not come back from the whole prose, one sentence each."""
        stated = self.read(texts)
        records = self.source.records
        claims = [_said(one) for one in stated if isinstance(one, Claim)]
        yield from _unequal("claims", [_part(row, _SAID) for row in records["claims"]], claims)
        for name, rows in self._derived(stated).items():
            wanted = [_without_place(row) for row in records[name]]
            yield from _unequal(name, wanted, [_complete(row.values, wanted) for row in rows])

    def _derived(self, stated: list[Claim | Worded]) -> dict[str, list[Row]]:
        """The tables that follow from the prose, as far as they were given."""
        report_type = str(self.source.report["report_type"])
        lines = [Row(dict(row), {"amount": _NO_MARK}) for row in self.source.records["lines"]]
        prose = derived_from(stated, lines, report_type == "budget", self.source.year)
        derived = {"changes": prose.changes, "completions": prose.completions, "three_public": prose.three_public}
        return {name: rows for name, rows in derived.items() if name in self.source.given}


def _are(claims: Sequence[Claim], group: Group) -> bool:
    """Whether what was read is what a group states, in its order, as a part of the same whole."""
    told = [_stated(claim) for claim in claims]
    return told == group.stated and all(claim.part_of == group.part_of for claim in claims)


def _stated(claim: Claim) -> Stated:
    return Stated(claim.item, claim.measure, claim.base, claim.value, claim.unit, claim.text)


def _said(claim: Claim) -> Record:
    stated = _stated(claim)
    own = {name: getattr(stated, name) for name in _SAID[2:]}
    return {"section": claim.section.name, "subsection": claim.section.subsection, **own}


def _part(row: Record, names: Sequence[str]) -> Record:
    stated = Stated.of(row)
    own = {name: getattr(stated, name) for name in names[2:]}
    return {"section": row["section"] or "", "subsection": row["subsection"] or "", **own}


def _without_place(row: Record) -> Record:
    """A row without its key, its page and its reason, which is recoded on the way."""
    left_out = schema.READING | {"report_id", "agency", "fiscal_year", "report_type", "reason"}
    return {name: value for name, value in row.items() if name not in left_out}


def _complete(values: dict[str, Any], wanted: list[Record]) -> Record:
    """The values under the columns that the given table has."""
    names = wanted[0].keys() if wanted else ("item",)
    return {name: values.get(name) for name in names}


def _unequal(table: str, wanted: list[Record], read: list[Record]) -> Iterator[str]:
    for number, (one, other) in enumerate(zip(wanted, read, strict=False)):
        unlike = [
            name for name in one if one[name] != other.get(name) and not (one[name] is None and name in _WORKED_OUT)
        ]
        if unlike:
            told = ", ".join(f"{name} {one[name]!r} as {other.get(name)!r}" for name in unlike)
            yield f"{table} row {number} ({one['item']}): {told}"
            return  # all that follows is shifted; the first difference says what is wrong
    if len(wanted) != len(read):
        rest = (wanted if len(wanted) > len(read) else read)[min(len(wanted), len(read))]
        yield f"{table}: {len(wanted)} rows given, {len(read)} would come back; the first one apart is {rest['item']}"
