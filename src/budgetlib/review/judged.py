"""Findings that somebody has judged: a stable name for each finding, and a file of those that later runs leave out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib.text import Refusal

if TYPE_CHECKING:
    from budgetlib.parsers.parsed import Parsed

COLUMNS = ("finding", "reason", "who", "date")
"""What ``ignored.csv`` says of a finding; further columns are for its reader."""
NAME = "ignored.csv"


class BadJudgements(Refusal, ValueError):
    """A file of judged findings that cannot be used, in one sentence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a finding is left out, who decided it and when."""

    finding: str
    reason: str
    who: str
    date: str


def names(report: Parsed, findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """A name for each finding of a report that stays the same while the report does.

    It is made of the report, the rule and the printed words that the finding points at, so that neither the order of
    the findings nor the words of a message change it.
    """
    made = [_name(report, finding) for finding in findings]
    times: Counter[str] = Counter()
    result = []
    for name in made:
        times[name] += 1
        result.append(name if times[name] == 1 else f"{name}-{times[name]}")
    return result


def _name(report: Parsed, finding: Mapping[str, Any]) -> str:
    places = [_printed(report, place) for place in str(finding["evidence"] or "").split()]
    whole = "\n".join((str(report.identity.report_id), finding["rule"], str(finding["page"]), *places))
    return sha256(whole.encode()).hexdigest()[:10]


def _printed(report: Parsed, place: str) -> str:
    """The words of a place: of a figure its row's name and its digits, of a block its text."""
    table, _, rest = place.partition(":")
    if table == "block":
        block = report.document.blocks[int(rest)]
        return str(getattr(block, "text", ""))[:80]
    number, _, column = rest.partition(":")
    row = report.rows[table][int(number)]
    words = [str(row.values.get(key) or "") for key in ("project", "indicator", "item", "code", "name")]
    mark = row.marks.get(column)
    return "|".join((table, column, *words, report.text_at(mark) if mark else ""))


def read(path: Path) -> dict[str, Judgement]:
    """The judgements of a file by the name of their finding; none of a file that is not there. Raises BadJudgements."""
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadJudgements(f"{path}: cannot be read as CSV in UTF-8 ({error}).") from error
    if rows and not set(COLUMNS) <= set(rows[0]):
        raise BadJudgements(f"{path}: expected the columns {', '.join(COLUMNS)}.")
    judged = [Judgement(*((row[column] or "").strip() for column in COLUMNS)) for row in rows]
    unsigned = next((one for one in judged if one.finding and not (one.reason and one.who and one.date)), None)
    if unsigned:
        raise BadJudgements(f"{path}: the finding {unsigned.finding} needs a reason, a name and a date.")
    return {one.finding: one for one in judged if one.finding}
