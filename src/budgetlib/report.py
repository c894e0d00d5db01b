"""One report: its tables, where each figure stands, what was read and what was not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import schema
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.changes import parse_changes
from budgetlib.parsers.claims import Claim, read_claims
from budgetlib.parsers.completions import parse_completions
from budgetlib.parsers.coverage import Coverage, measure_coverage
from budgetlib.parsers.evaluations import parse_evaluations
from budgetlib.parsers.identity import Identity, identify
from budgetlib.parsers.parsed import PARSED, Row, fact
from budgetlib.parsers.statements import StatementsResult, parse_statements
from budgetlib.parsers.three_public import parse_three_public
from budgetlib.readers.document import Document, Grid, Mark, UnreadableReport

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image

    from budgetlib.show import SourceLine
    from budgetlib.table_view import TableView
    from budgetlib.verify import Progress, Verification


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a report: rows for ``findings``, and confirmations by (table, row number, column)."""

    findings: list[dict[str, Any]]
    confirmations: dict[tuple[str, int, str], list[str]]


Checker = Callable[["Report"], Checked]


@dataclass(eq=False)
class Report:
    """A parsed report. ``rows`` holds the tables as they were read, each figure with its mark in the document."""

    document: Document
    identity: Identity
    rows: dict[str, list[Row]]
    read_statements: StatementsResult
    unplaced: list[tuple[Mark, str]] = field(default_factory=list)
    checker: Checker | None = None
    verification: Verification | None = None
    """What the second reading said; None before ``verify``."""

    @property
    def reports(self) -> pd.DataFrame:
        """Table ``reports``: one row for this report."""
        return self.table("reports")

    @property
    def lines(self) -> pd.DataFrame:
        """Table ``lines``: one row per figure of a statement (报表)."""
        return self.table("lines")

    @property
    def claims(self) -> pd.DataFrame:
        """Table ``claims``: one row per figure stated in the prose (文字陈述)."""
        return self.table("claims")

    @property
    def changes(self) -> pd.DataFrame:
        """Table ``changes``: one row per year-on-year comparison (同比变化)."""
        return self.table("changes")

    @property
    def completions(self) -> pd.DataFrame:
        """Table ``completions``: one row per comparison of spending with the budget (预算完成情况)."""
        return self.table("completions")

    @property
    def three_public(self) -> pd.DataFrame:
        """Table ``three_public``: one row per item of the three public expenses (“三公”经费)."""
        return self.table("three_public")

    @property
    def projects(self) -> pd.DataFrame:
        """Table ``projects``: one row per self-evaluation (绩效自评)."""
        return self.table("projects")

    @property
    def indicators(self) -> pd.DataFrame:
        """Table ``indicators``: one row per performance indicator (绩效指标)."""
        return self.table("indicators")

    @property
    def findings(self) -> pd.DataFrame:
        """Table ``findings``: one row per check that fails (疑点)."""
        return self.table("findings")

    def _repr_html_(self) -> str:
        from budgetlib.views import report_html

        return report_html(self)

    def table(self, name: str, lang: schema.Lang | None = None) -> pd.DataFrame:
        """A public table, with Chinese or English column labels when ``lang`` is given.

        Raises KeyError for a name that is no public table.
        """
        if name not in schema.TABLES:
            raise KeyError(f"no table {name!r}; there are {', '.join(schema.TABLES)}")
        frame = self._frames.get(name)
        if frame is None:
            frame = self._frames[name] = schema.frame(name, self.records(name))
            samples = (str(self._key["report_id"]),) if self.identity.edition == "sample" else ()
            frame.attrs |= {"locator": self.document.place, "samples": samples}  # for notes of charts
        return frame.rename(columns=schema.TABLES[name].labels(lang)) if lang else frame.copy()

    def view(
        self, name: str, columns: Sequence[str] | None = None, *, lang: schema.Lang = "zh", rows: int = 100
    ) -> TableView:
        """A public table for reading in a notebook; ``table_view`` shows a part of one in the same way."""
        from budgetlib.table_view import table_view

        return table_view(self.table(name), name, columns, lang=lang, rows=rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All public tables by name."""
        return {name: self.table(name) for name in schema.TABLES}

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """Rows of a public table as dictionaries, key included, without loading pandas."""
        values: Iterable[dict[str, Any]]
        if name == "reports":
            values = [self._own_row()]
        elif name == "findings":
            values = self.checked.findings
        else:
            values = (row.values for row in self.rows[name])
        return ({**self._key, **row} for row in values)

    @cached_property
    def checked(self) -> Checked:
        """Findings and confirmations, computed when first asked for."""
        return self.checker(self) if self.checker else Checked([], {})

    def verify(self, progress: Progress | None = None) -> Verification:
        """Read the tables of a PDF a second time with another engine and compare them figure by figure.

        Agreement counts as a confirmation from then on, and each difference is a finding with both readings.
        ``progress`` is called with pages done and pages to do. Raises UnreadableReport when the file is gone.
        """
        from budgetlib.verify import verify, with_second_reading

        if self.verification is None:
            self.verification = verify(self, progress)
            self.checked = with_second_reading(self, self.checked, self.verification)
            for name in ("findings", "reports"):  # which say what was found and how much is confirmed
                self._frames.pop(name, None)
        return self.verification

    def show_source(self, figure: pd.Series | str) -> Image | SourceLine:
        """The place a row, or a figure given as ``table:row:column``, was read from, marked.

        For a PDF an image of the page around it, for a text report the line. Raises ValueError, in one sentence,
        for something that is no row of this report's tables, and UnreadableReport when the file is gone.
        """
        from budgetlib.show import show_source

        return show_source(self, figure)

    @cached_property
    def coverage(self) -> Coverage:
        """Which numbers of the document reached a table, and which did not."""
        marks = [mark for name in PARSED for row in self.rows[name] for mark in row.marks.values()]
        return measure_coverage(self.document, marks + self.read_statements.labels)

    @property
    def confirmation(self) -> pd.DataFrame:
        """For each figure (table, row, column): how many independent confirmations it has, and which.

        A PDF is read by the second engine when this is first asked for (some 40 ms a page), as by ``verify``.
        """
        import pandas as pd

        if self.document.format == "pdf":
            with suppress(UnreadableReport):  # the file is gone or has changed: what the document itself proves stays
                self.verify()
        confirmed = self.checked.confirmations
        return pd.DataFrame(
            [
                {
                    "table": t,
                    "row": r,
                    "column": c,
                    "confirmations": len(confirmed.get((t, r, c), [])),
                    "by": ", ".join(confirmed.get((t, r, c), [])),
                }
                for t, r, c in self.figures()
            ],
            columns=["table", "row", "column", "confirmations", "by"],
        )

    def figures(self) -> Iterator[tuple[str, int, str]]:
        """Every figure read from the document: table, row number and column, numbers only."""
        for name in PARSED:
            for number, row in enumerate(self.rows[name]):
                for column in row.marks:
                    if isinstance(row.values.get(column), float):
                        yield name, number, column

    def text_at(self, mark: Mark) -> str:
        """The printed text at a mark."""
        return _printed(self.document, mark)[0]

    @property
    def _statement_unit(self) -> str:
        """The unit that most statements are printed in; 万元 where there is none."""
        units = [info.unit for info in self.read_statements.statements]
        return max(units, key=units.count) if units else "万元"

    @property
    def statements(self) -> pd.DataFrame:
        """The statements found, one a row: key, printed title, unit, pages, whether empty, notes; then the expected
        ones that are missing (``found`` is False).
        """
        import pandas as pd

        found = [
            {
                "statement": info.statement,
                "statement_zh": info.title,
                "found": True,
                "empty": info.empty,
                "unit": info.unit,
                "page_first": info.page_first,
                "page_last": info.page_last,
                "notes": " ".join(info.notes),
            }
            for info in self.read_statements.statements
        ]
        missing = [{"statement": key, "found": False} for key in self.read_statements.missing]
        columns = ["statement", "statement_zh", "found", "empty", "unit", "page_first", "page_last", "notes"]
        return pd.DataFrame(found + missing, columns=columns)

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _key(self) -> dict[str, Any]:
        identity = self.identity
        return {
            "report_id": identity.report_id,
            "agency": identity.agency,
            "fiscal_year": identity.fiscal_year,
            "report_type": identity.report_type,
        }

    def _own_row(self) -> dict[str, Any]:
        """The row of ``reports``; runs coverage and checks, whose counts are part of it."""
        figures, confirmations = list(self.figures()), self.checked.confirmations
        return {
            "agency_printed": self.identity.agency_printed,
            "source": self.document.source.name,
            "sha256": self.document.sha256,
            "pages": self.document.pages,
            "unit": self._statement_unit,
            "scope": self.identity.scope,
            "title": self.identity.title,
            "edition": self.identity.edition,
            "numbers": len(self.coverage.figures),
            "unread": len(self.coverage.unread),
            "figures": len(figures),
            "confirmed": sum(1 for place in figures if confirmations.get(place)),
        }


def parse(document: Document, checker: Checker | None = None) -> Report:
    """Document to report. Raises UnreadableReport when nothing in it looks like a final account or a budget."""
    identity = identify(document)
    stated = list(
        read_claims(document, year=identity.fiscal_year, report_type=identity.report_type, agencies=identity.names())
    )
    statements = parse_statements(document, identity.report_type)
    taken = {block for info in statements.statements for block in info.blocks}
    evaluations = parse_evaluations(document, taken)
    rows = {
        "lines": statements.rows,
        "claims": [_claim_row(one) for one in stated if isinstance(one, Claim)],
        "changes": parse_changes(stated, identity.report_type),
        "completions": parse_completions(stated, identity.report_type),
        "three_public": parse_three_public(stated, statements.rows, identity.report_type),
        "projects": evaluations.projects,
        "indicators": evaluations.indicators,
    }
    _must_be_a_report(document.source, rows)
    _with_facts(document, rows, {block: TO_WAN[info.unit] for info in statements.statements for block in info.blocks})
    return Report(document, identity, rows, statements, list(evaluations.unplaced), checker)


def _must_be_a_report(source: Path, rows: dict[str, list[Row]]) -> None:
    if not any(rows[name] for name in ("lines", "claims", "projects")):
        raise UnreadableReport(
            f"{source}: found no statement, no sentence with budget figures and no self-evaluation; expected a final "
            "account (决算) or a budget (预算) of a Chinese government department. Check that this is the right file."
        )


def _with_facts(document: Document, rows: dict[str, list[Row]], factors: dict[int, float]) -> None:
    """Give each row its facts; ``factors`` has 万元 for one printed unit by the block of a statement's grid."""
    for name in PARSED:
        for row in rows[name]:
            for column, mark in row.marks.items():
                value = row.values.get(column)
                if isinstance(value, float):
                    text, behind = _printed(document, mark)
                    money = schema.TABLES[name].column(column).unit == schema.AMOUNT or row.values.get("unit") in TO_WAN
                    factor = (factors.get(mark.block) or _factor(behind)) if money else 1.0
                    unit = schema.AMOUNT if money else str(row.values.get("unit") or "")
                    known = fact(value, text, mark, mark.place(document)[0], unit=unit, factor=factor)
                    in_wan = name != "claims"  # the claims keep the printed unit
                    row.facts[column] = replace(known, value=value) if in_wan else known


def _printed(document: Document, mark: Mark) -> tuple[str, str]:
    """The printed text at a mark, and what stands behind it."""
    block = document.blocks[mark.block]
    text = block.cells[mark.cell or 0].text if isinstance(block, Grid) else block.text
    return text[mark.start : mark.end], text[mark.end :].lstrip()


def _factor(behind: str) -> float:
    return next((factor for unit, factor in TO_WAN.items() if behind.startswith(unit)), 1.0)


def _claim_row(claim: Claim) -> Row:
    return Row(
        {
            "section": claim.section.name,
            "subsection": claim.section.subsection,
            "item": claim.item,
            "measure": claim.measure,
            "base": claim.base,
            "value": claim.value,
            "unit": claim.unit,
            "text": claim.text,
            "page": claim.page,
        },
        {"value": claim.mark},
        keys={"part": claim.section.part, "in_reason": claim.in_reason},
    )
