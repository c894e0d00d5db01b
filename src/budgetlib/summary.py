"""What a parse or a run has to say at its end: reports, figures read, figures confirmed, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgetlib.report import Report


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over several reports; every figure that counts was either read or is listed as unread."""

    reports: int
    bad: int
    numbers: int
    unread: int
    figures: int
    confirmed: int
    findings: dict[str, int]

    def lines(self) -> list[str]:
        """Four lines for people, Chinese with English beside."""
        read = self.numbers - self.unread
        share = f"{self.confirmed / self.figures:.1%}" if self.figures else "-"
        found = ", ".join(f"{count} {severity}" for severity, count in self.findings.items()) or "0"
        return [
            f"报告 / reports: {self.reports} 份，{self.bad} 份不可读 (unreadable)",
            f"数字 / figures read: {read:,} / {self.numbers:,}，{self.unread:,} 个未进入表格 (in no table, listed)",
            f"印证 / figures confirmed: {self.confirmed:,} / {self.figures:,} ({share})",
            f"疑点 / findings: {found}",
        ]


def summarise(reports: Sequence[Report], bad: Sequence[str]) -> Summary:
    """Count over reports; runs coverage and checks of each."""
    findings = Counter(finding["severity"] for report in reports for finding in report.checked.findings)
    figures = [(report, place) for report in reports for place in report.figures()]
    return Summary(
        reports=len(reports),
        bad=len(bad),
        numbers=sum(len(report.coverage.figures) for report in reports),
        unread=sum(len(report.coverage.unread) for report in reports),
        figures=len(figures),
        confirmed=sum(1 for report, place in figures if report.checked.confirmations.get(place)),
        findings=dict(findings),
    )
