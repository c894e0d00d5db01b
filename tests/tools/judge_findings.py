"""Findings of the real reports beside their verdicts: ``tests/corpus/findings-judged.csv``.

    python tests/tools/judge_findings.py CORPUS

adds a row without verdict for every finding that nobody has judged, and prints its sentence. A person recomputes it
from the page and writes ``true``, ``false`` (then the reader or the rule is mended) or ``useless`` (true, and not worth
a line), and why.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import budgetlib as bl

CSV = Path(__file__).parents[1] / "corpus" / "findings-judged.csv"
COLUMNS = ("report", "severity", "rule", "page", "printed", "would_be", "times", "verdict", "why")
KEY = COLUMNS[:6]
Key = tuple[str, ...]


def read() -> list[dict[str, str]]:
    """The judged findings."""
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key_of(row: dict[str, str]) -> Key:
    """What names a finding: report, rule, page and figures, no words of the report."""
    return tuple(row[column] for column in KEY)


def found(folder: Path, report: str) -> tuple[Counter[Key], dict[Key, str]]:
    """The findings of one report of ``folder`` today, how often each, and its sentence."""
    times: Counter[Key] = Counter()
    said: dict[Key, str] = {}
    for one in bl.read_report(folder / report).checked.findings:
        page = "" if one["page"] is None else str(one["page"])
        key = (report, one["severity"], one["rule"], page, _number(one["stated"]), _number(one["expected"]))
        times[key] += 1
        said[key] = one["message_zh"]
    return times, said


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def reports(folder: Path) -> list[str]:
    """The reports of a folder that can be read: no scans, nothing that is no report."""
    kinds = (".pdf", ".xlsx", ".xls", ".txt")
    left_out = {"not-reports", "scans"}
    files = (path for path in folder.rglob("*") if path.suffix in kinds and not left_out & set(path.parts))
    return sorted(path.relative_to(folder).as_posix() for path in files)


def main(corpus: Path) -> None:
    """Add what is not judged yet."""
    rows = read() if CSV.is_file() else []
    known = {key_of(row) for row in rows}
    for report in reports(corpus / "reports"):
        times, said = found(corpus / "reports", report)
        for key, number in times.items():
            if key not in known:
                print(said[key])
                rows.append(dict(zip(COLUMNS, (*key, str(number), "", ""), strict=True)))
    with CSV.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
