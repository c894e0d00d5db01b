"""One report: its tables, where each figure stands, what was read and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from budgetlib import checks, schema
from budgetlib.checks.model import Checked
from budgetlib.checks.rulebook import Rulebook
from budgetlib.machine.extras import installed
from budgetlib.parsers.coverage import Coverage
from budgetlib.parsers.facts import Place, Row
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.tables.printed import Tables
from budgetlib.readers.document import Document, Mark, UnreadableReport
from budgetlib.readers.manifest import origin, provenance

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image

    from budgetlib.checks.verify import Progress, Verification
    from budgetlib.output.show_text import SourceLine
    from budgetlib.output.table_view import TableView
    from budgetlib.show import SourceParts


@dataclass(eq=False)
class Report:
    """A report: its tables, what the checks found, where each figure stands."""

    parsed: Parsed
    """All that was read of it, as plain data."""
    rules: Rulebook | None = None
    """The rules that it is checked by; None for the library's own."""
    verification: Verification | None = None
    """What the second reading said; None before ``verify``."""

    @property
    def document(self) -> Document:
        """The document: paragraphs and grids in reading order."""
        return self.parsed.document

    @property
    def identity(self) -> Identity:
        """Whose report it is, of which year and kind."""
        return self.parsed.identity

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of the public tables as parsed, with facts and places."""
        return self.parsed.rows

    @property
    def printed(self) -> Tables:
        """The printed tables."""
        return self.parsed.printed

    def printed_table(self, number: int) -> pd.DataFrame:
        """Table ``number`` of the report (column ``table`` of ``lines``, from 1) as it stands on the page, as text.

        One row a printed row, columns named by their headings (those over one another joined with "/"), and ``page``.
        Raises KeyError for a number that no table has.
        """
        import pandas as pd

        table = self.parsed.printed.by_number(number)
        rows = list(table.rows(self.document))
        frame = pd.DataFrame([texts for _, texts in rows], columns=list(table.headings))
        frame.insert(0, "page", [page for page, _ in rows], allow_duplicates=True)
        frame.attrs |= {"title": table.title, "unit": table.unit, "statement": table.statement}
        return frame

    @property
    def coverage(self) -> Coverage:
        """Which numbers of the document reached a table, and which did not."""
        return self.parsed.coverage

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
    def goals(self) -> pd.DataFrame:
        """Table ``goals``: one row per figure of a goal's text (年度总体目标)."""
        return self.table("goals")

    @property
    def unread(self) -> pd.DataFrame:
        """Table ``unread``: one row per number that reached no table, with the reason (未读数字)."""
        return self.table("unread")

    @property
    def confirmations(self) -> pd.DataFrame:
        """Table ``confirmations``: what proves each figure, one row a proof (印证)."""
        return self.table("confirmations")

    @property
    def findings(self) -> pd.DataFrame:
        """Table ``findings``: one row per check that fails (疑点)."""
        return self.table("findings")

    def _repr_html_(self) -> str:
        from budgetlib.output.views import report_html

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
            own, edition = str(self.parsed.key["report_id"]), self.identity.edition
            editions = {name: (own,) * (edition == one) for name, one in schema.SAID_EDITIONS.items()}
            origins = {own: origin(provenance(self.document.source))}
            frame.attrs |= {"locator": self.document.place, "origins": origins, **editions}  # for notes of charts
        if lang:
            return frame.rename(columns=schema.TABLES[name].labels(lang))
        return frame.copy(deep=False)  # pandas copies what is written on

    def view(
        self, name: str, columns: Sequence[str] | None = None, *, lang: schema.Lang = "zh", rows: int = 100
    ) -> TableView:
        """A public table for reading in a notebook; ``table_view`` shows a part of one in the same way."""
        from budgetlib.output.table_view import table_view

        return table_view(self.table(name), name, columns, lang=lang, rows=rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All public tables by name."""
        return {name: self.table(name) for name in schema.TABLES}

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """Rows of a public table as dictionaries, key included, without loading pandas."""
        made = {
            "reports": lambda: [self._own_row()],
            "findings": lambda: self.checked.findings,
            "unread": self._unread,
            "confirmations": self._confirmations,
        }
        values = made[name]() if name in made else self._values(name)
        key = self.parsed.key
        return ({**key, **row} for row in values)

    def _values(self, name: str) -> Iterator[dict[str, Any]]:
        proved = self.checked.confirmations if name in ("lines", "claims") else {}
        for number, row in enumerate(self.rows[name]):
            by = next((proved[p] for column in row.facts if (p := Place(name, number, column)) in proved), None)
            more: dict[str, Any] = {"confirmed_by": ", ".join(by)} if by else {}
            if self.document.sure and row.facts and "confidence" in schema.TABLES[name].names:
                scores = (one.mark.confidence(self.document) for one in row.facts.values())
                more["confidence"] = min((score for score in scores if score is not None), default=None)
            if self.document.others and "file" in schema.TABLES[name].names and row.marks:
                more["file"] = self.document.file_of(next(iter(row.marks.values())).block).source.name
            yield row.values | more

    def _unread(self) -> Iterator[dict[str, Any]]:
        for seen in self.coverage.unread:
            yield {"text": seen.text, "context": seen.context, "page": seen.page, "reason": seen.reason}

    def _confirmations(self) -> Iterator[dict[str, Any]]:
        """What proves each figure, and apart from that where the second engine read the same characters."""
        for (table, row, column), words in self.checked.confirmations.items():
            yield from ({"table": table, "row": row, "column": column, "by": by} for by in words)
        for table, row, column in sorted(self.checked.read_again):
            yield {"table": table, "row": row, "column": column, "by": "second_engine"}

    @property
    def verdicts(self) -> pd.DataFrame:
        """Every verdict of every rule, as ``budgetlib.checks.verdicts.verdicts`` describes them."""
        from budgetlib.checks.verdicts import verdicts

        return verdicts(self)

    @property
    def unchecked(self) -> pd.DataFrame:
        """The identities that could not be checked, with the reason: a part that is not stated or not understood."""
        from budgetlib.checks.verdicts import verdicts

        return verdicts(self, unchecked=True)

    @cached_property
    def checked(self) -> Checked:
        """Findings and confirmations, computed when first asked for."""
        return checks.check(self.parsed, self.rules)

    def verify(self, progress: Progress | None = None) -> Verification:
        """Read the tables of a PDF a second time with another engine and compare them figure by figure.

        Agreement counts as a confirmation from then on, and each difference is a finding with both readings.
        ``progress`` is called with pages done and pages to do. Raises UnreadableReport when the file is gone.
        """
        from budgetlib.checks.verify import verify, with_second_reading

        if self.verification is None:
            self.verification = verify(self.parsed, progress)
            self.checked = with_second_reading(self.parsed, self.checked, self.verification)
            for name in ("findings", "confirmations"):  # which the second reading adds to
                self._frames.pop(name, None)
        return self.verification

    def show_source(self, figure: pd.Series | str) -> Image | SourceLine | SourceParts:
        """The place a row, or a figure given as ``table:row:column``, was read from, marked.

        For a PDF an image of the page around it, for a text report the line. Raises ValueError, in one sentence,
        for something that is no row of this report's tables, and UnreadableReport when the file is gone.
        """
        from budgetlib.show import show_source

        return show_source(self.parsed, figure)

    @property
    def confirmation(self) -> pd.DataFrame:
        """For each figure (table, row, column): how many confirmations it has, and by what.

        ``second_engine`` says apart, and uncounted, whether another engine read the same characters of the same page. A
        PDF is read by it when this is first asked for (some 40 ms a page), as by ``verify``; not without the extra.
        """
        import pandas as pd

        if self.document.format == "pdf" and installed("verify"):
            with suppress(UnreadableReport):  # the file is gone or has changed: what the document itself proves stays
                self.verify()
        proved, again = self.checked.confirmations, self.checked.read_again
        rows = [
            (*place, len(proved.get(place, ())), ", ".join(proved.get(place, ())), place in again)
            for place in self.figures()
        ]
        return pd.DataFrame(rows, columns=["table", "row", "column", "confirmations", "by", "second_engine"])

    def figures(self) -> Iterator[Place]:
        """Every figure read from the document: table, row number and column."""
        return self.parsed.figures()

    def text_at(self, mark: Mark) -> str:
        """The printed text at a mark."""
        return self.parsed.text_at(mark)

    @property
    def _statement_unit(self) -> str:
        """The unit that most statements are printed in; 万元 where there is none."""
        units = [info.unit for info in self.printed.statements if info.unit]
        return max(units, key=units.count) if units else "万元"

    @property
    def statements(self) -> pd.DataFrame:
        """The statements found, one a row: key, printed title, unit, pages, whether empty, notes; then the expected
        ones that are missing (``found`` is False).
        """
        import pandas as pd

        found: list[dict[str, object]] = [
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
            for info in self.printed.statements
        ]
        missing: list[dict[str, object]] = [{"statement": key, "found": False} for key in self.printed.missing]
        columns = ["statement", "statement_zh", "found", "empty", "unit", "page_first", "page_last", "notes"]
        return pd.DataFrame(found + missing, columns=columns)

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def _own_row(self) -> dict[str, Any]:
        """The row of ``reports``; runs coverage and checks, whose counts are part of it."""
        figures, confirmations = list(self.figures()), self.checked.confirmations
        return {
            "agency_printed": self.identity.agency_printed,
            "source": self.document.name,
            "files": "; ".join(file.source.name for file in self.document.files) if self.document.others else None,
            **self.document.about,
            **provenance(self.document.source),
            "sha256": self.document.sha256,
            "pages": self.document.pages,
            "unit": self._statement_unit,
            "scope": self.identity.scope,
            "title": self.identity.title,
            "edition": self.identity.edition,
            "numbers": len(self.coverage.figures),
            "unread": len(self.coverage.unread),
            "figures": len(figures),
            "understood": sum(map(self._understood, figures)),
            "confirmed": sum(1 for place in figures if confirmations.get(place)),
            "losses": " ".join(self.document.losses),
        }

    def _understood(self, place: Place) -> bool:
        """Whether all that a figure means is known; of a printed table statement and column."""
        values = self.rows[place.table][place.row].values
        return place.table != "lines" or bool(values.get("statement") and values.get("column"))
