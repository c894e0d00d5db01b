"""What a parse or a run says at its end: reports, figures read and confirmed, findings, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from budgetlib.checks.incomplete import incomplete
from budgetlib.checks.tolerances import Tolerances
from budgetlib.output.likes import ReportLike

EXAMPLES = 5
"""Unread numbers of a report that are quoted; all of them are in ``report.coverage``."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one report: its numbers, those in no table, the figures in tables, those confirmed, findings."""

    numbers: int
    unread: int
    figures: int
    confirmed: int
    findings: dict[str, int]
    understood: int
    """Numbers of the report of which everything is known: statement, column, item, unit."""
    losses: int
    """Parts of the report that could not be read, or not surely."""

    def is_whole(self, tolerances: Tolerances) -> bool:
        """Whether nothing was lost and nearly all was understood: whether a check of it says something."""
        return not self.losses and self.understood >= tolerances.understood_enough * self.numbers


def share(part: float, whole: float, losses: int = 0) -> str:
    """``part`` of ``whole`` in percent: 100 % only where nothing is missing and nothing was lost, "-" of nothing."""
    if not whole:
        return "-"
    if part >= whole:
        return "<100%" if losses else "100.0%"
    return f"{min(part / whole, 0.999):.1%}"


def counts(report: ReportLike) -> Counts:
    """Count one report; runs its coverage and its checks."""
    row = next(report.records("reports"))
    return Counts(
        numbers=row["numbers"],
        unread=row["unread"],
        figures=row["figures"],
        confirmed=row["confirmed"],
        findings=dict(Counter(finding["severity"] for finding in report.records("findings"))),
        understood=row["numbers"] - row["unread"] - (row["figures"] - row["understood"]),
        losses=len(report.document.losses),
    )


def remarks(report: ReportLike) -> tuple[str, ...]:
    """What a reader must be told of a report: losses, unread numbers, what could not be placed, second reading."""
    name = report.document.name
    lines = [f"  {name}: {loss}" for loss in report.document.losses]
    if report.identity.edition == "form":
        lines.append(f"  {name}: 空白表样，没有填写任何数字 / a form in which no figure is filled in")
    not_in_full = incomplete(report.parsed)
    unread = report.coverage.unread
    if unread:
        lines.append(f"  {name}: {len(unread)} 个数字未进入表格 / numbers in no table, e.g.")
        lines += [f"    p.{seen.page} {seen.section}: …{seen.context}…" for seen in unread[:EXAMPLES]]
    for table in report.parsed.printed.statements:
        reason = not_in_full.get(table.grids[0])
        if reason:
            lines.append(
                f"  {name}: “{table.title or table.statement}”未完整读出，其行、列、合计不作判断 / "
                f"not read in full, its rows, columns and totals are not judged: {reason}"
            )
    return (*lines, *_second_reading(report, name))


def unchecked(report: ReportLike) -> tuple[tuple[str, str], ...]:
    """What could not be checked, with the place and the reason, in Chinese and English."""
    left = (one for one in report.checked.judged if one.verdict.status == "unchecked")
    return tuple(
        (
            f"p.{one.verdict.first_page} {one.rule.id}: {one.verdict.subject[0]}: {one.verdict.reason[0]}",
            f"p.{one.verdict.first_page} {one.rule.id}: {one.verdict.subject[1]}: {one.verdict.reason[1]}",
        )
        for one in left
    )


def _second_reading(report: ReportLike, name: str) -> Iterator[str]:
    verification = report.verification
    if verification is None or report.document.format != "pdf":
        return
    yield f"  {name}: {verification.summary}"
    for one in verification.differing:
        yield f"    p.{one.page} {one.table}:{one.row}:{one.column}: {one.first!r} ≠ {one.second!r}"


@dataclass(slots=True)
class Tally:
    """Counts over several reports, added up one by one."""

    good: int = 0
    bad: list[str] = field(default_factory=list)
    numbers: int = 0
    unread: int = 0
    figures: int = 0
    confirmed: int = 0
    losses: int = 0
    findings: Counter[str] = field(default_factory=Counter)

    def add(self, one: Counts) -> None:
        """Add the counts of a report."""
        self.good += 1
        self.numbers += one.numbers
        self.unread += one.unread
        self.figures += one.figures
        self.confirmed += one.confirmed
        self.losses += one.losses
        self.findings.update(one.findings)

    def lines(self) -> list[str]:
        """A few lines for people, Chinese with English beside."""
        read = self.numbers - self.unread
        proved = share(self.confirmed, self.figures, self.losses)
        found = ", ".join(f"{count} {severity}" for severity, count in self.findings.items()) or "0"
        return [
            f"报告 / reports: {self.good} 份，{len(self.bad)} 份不可读 (unreadable)",
            f"数字 / figures read: {read:,} / {self.numbers:,}，{self.unread:,} 个未进入表格 (in no table, listed)",
            f"印证 / figures confirmed: {self.confirmed:,} / {self.figures:,} ({proved})",
            f"疑点 / findings: {found}",
            *([f"缺失 / parts lost: {self.losses:,}"] if self.losses else ()),
        ]


def tally(reports: Iterable[ReportLike]) -> Tally:
    """Counts over reports that were read."""
    total = Tally()
    for report in reports:
        total.add(counts(report))
    return total
