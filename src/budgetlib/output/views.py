"""What a report and a dataset look like in a notebook: title, what was read, confirmations, findings, as HTML.

Nothing here depends on the machine or the hour, so that a saved notebook stays equal to a new run. A second reading is
shown where there was one; it is never started from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from budgetlib import schema
from budgetlib.output.likes import DatasetLike, ReportLike
from budgetlib.output.summary import counts, share
from budgetlib.reference import template

if TYPE_CHECKING:
    import pandas as pd


MOST_REPORTS = 20
"""Reports of a dataset that are listed; the rest is counted."""

_KINDS = {"final": "决算 / final account", "budget": "预算 / budget", None: "决算或预算未注明 / kind not stated"}
_SCOPES = {"department": "部门 / department", "unit": "单位 / unit", None: "口径未注明 / scope not stated"}
_EDITIONS = {
    "original": "未注明重新排版 / not marked as typeset anew",
    "typeset": "由公布数字重新排版 / typeset anew from the published figures",
    "sample": "由样本副本重新排版，可能是公布前的稿本 / typeset anew from a sample copy, perhaps a draft",
    "fictional": "教学样例，机构与数据均为虚构 / teaching sample, office and figures are fictional",
    "form": "空白表样，尚未填写 / a form that is not filled in",
}
_SEVERITIES = {"error": "错误 / errors", "warning": "提示 / warnings", "note": "备注 / notes"}
_BLANK = "—"


def report_html(report: ReportLike) -> str:
    """A report: whose it is, rows by table, coverage, confirmations and findings by severity.

    Runs the checks and the coverage where that was not done yet (a second or so), never the second reading.
    """
    identity, total = report.identity, counts(report)
    size = {"page": "页 / pages", "sheet": "张表 / sheets", "line": "行 / lines"}[report.document.place]
    confirmed = _part(total.confirmed, total.figures, total.losses)
    rows = [
        ("年度 / year", identity.fiscal_year or _BLANK),
        ("种类 / kind", f"{_KINDS[identity.report_type]}，{_SCOPES[identity.scope]}"),
        ("版本 / edition", _EDITIONS[identity.edition]),
        ("文件 / file", f"{report.document.name}，{report.document.pages:,} {size}"),
        ("读到的行 / rows read", _rows_read({name: len(rows) for name, rows in report.rows.items()})),
        ("读出的数字 / figures read", _read(total.numbers, total.unread, total.losses)),
        ("有印证的 / confirmed", confirmed + ("，含第二引擎 / second engine included" if report.verification else "")),
        ("疑点 / findings", _findings(total.findings)),
    ]
    if total.losses:
        rows.append(("缺失 / lost", "；".join(report.document.losses)))
    if identity.conflicts:
        rows.append(("题名不一 / titles disagree", "；".join(identity.conflicts)))
    return _html(identity.title or identity.agency, rows)


def dataset_html(dataset: DatasetLike) -> str:
    """A dataset: its reports by office and year, rows by table, findings by severity."""
    tables = dataset.tables()
    reports, findings = tables["reports"], tables["findings"]
    numbers, unread, confirmed, figures = _sums(reports, "numbers", "unread", "confirmed", "figures")
    losses = int(reports["losses"].fillna("").ne("").sum())
    severities = {str(name): int(count) for name, count in findings["severity"].value_counts().items()}
    rows = [
        ("单位 / offices", f"{reports['agency'].nunique():,}"),
        ("年度 / years", _years(reports["fiscal_year"].dropna().unique())),
        ("行 / rows", _rows_read({name: len(table) for name, table in tables.items() if name != "reports"})),
        ("读出的数字 / figures read", _read(numbers, unread, losses)),
        ("有印证的 / confirmed", _part(confirmed, figures, losses)),
        ("疑点 / findings", _findings(severities)),
    ]
    if dataset.unreadable:
        rows.append(("未能读取 / unreadable", f"{len(dataset.unreadable):,} 份 / files"))
    rest = max(len(dataset) - MOST_REPORTS, 0)
    return _html(f"{len(dataset):,} 份报告 / reports", rows, reports=_reports(dataset), rest=rest)


def _reports(dataset: DatasetLike) -> list[dict[str, str]]:
    """The first reports, with how much was read of each and how many findings it has."""
    reports, findings = dataset.tables()["reports"], dataset.tables()["findings"]
    errors = findings[findings["severity"] == "error"].groupby("report_id").size()
    found = findings.groupby("report_id").size()
    ordered = reports.sort_values(["agency", "fiscal_year", "report_type", "scope"], kind="stable").head(MOST_REPORTS)
    return [
        {
            "单位 / office": _known(row["agency"]),
            "年度 / year": _known(row["fiscal_year"]),
            "种类 / kind": _KINDS.get(row["report_type"], _BLANK),
            "口径 / scope": _SCOPES.get(row["scope"], _BLANK),
            "版本 / edition": _EDITIONS.get(row["edition"], _BLANK),
            "读出 / read": _read(row["numbers"], row["unread"], _lost(row["losses"])),
            "有印证 / confirmed": _part(row["confirmed"], row["figures"], _lost(row["losses"])),
            "疑点（错误）/ findings (errors)": f"{int(found.get(row['report_id'], 0)):,} "
            f"({int(errors.get(row['report_id'], 0)):,})",
        }
        for row in ordered.to_dict("records")
    ]


def _html(heading: object, facts: Iterable[tuple[str, object]], **more: object) -> str:
    return template("view.html").render(heading=heading or _BLANK, facts=facts, **more)


def _rows_read(rows: dict[str, int]) -> str:
    """Tables that have rows, by their Chinese label and their name."""
    read = (f"{schema.TABLES[name].zh} {name} {count:,}" for name, count in rows.items() if count)
    return "，".join(read) or "0"


def _findings(severities: dict[str, int]) -> str:
    return "，".join(f"{label} {int(severities.get(name, 0)):,}" for name, label in _SEVERITIES.items())


def _sums(reports: pd.DataFrame, *columns: str) -> list[Any]:
    """The sums of columns; NA where no report knows them."""
    return [reports[column].sum(min_count=1) for column in columns]


def _lost(losses: Any) -> bool:
    """Whether a row of reports names something that could not be read."""
    return _known(losses) not in (_BLANK, "")


def _read(numbers: Any, unread: Any, losses: int) -> str:
    """How many numbers of a document reached a table; a dash where that is not known."""
    return _BLANK if _known(unread) == _BLANK else _part(numbers - unread, numbers, losses)


def _part(part: Any, whole: Any, losses: int) -> str:
    """A part of a whole with its share; a dash where it is not known."""
    if _known(part) == _BLANK:
        return _BLANK
    return f"{part:,} / {whole:,}" + (f" ({share(part, whole, losses)})" if whole else "")


def _years(years: Iterable[int]) -> str:
    known = sorted(int(year) for year in years)
    if not known:
        return _BLANK
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"


def _known(value: Any) -> str:
    """A value as text; a missing one is a dash."""
    import pandas as pd

    return _BLANK if pd.isna(value) else str(value)
