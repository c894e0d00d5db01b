"""Two versions of one report, the first and a corrected copy: what changed between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from budgetlib import schema

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.report import Report

_TABLES = ("lines", "claims", "three_public", "changes", "completions", "projects", "indicators", "goals")
_PLACES = schema.READING | {
    "text",
    "table",
    "row",
    "file",
    "report_id",
    "read_by",
    "confirmed_by",
    "statement_zh",
    "column_zh",
}
"""Columns that say where and how a figure is printed, not what it is."""
_COLUMNS = ("change", "table", "what", "column", "before", "after", "page_before", "page_after")

_Key = tuple[tuple[str, Any], ...]


def compare_versions(before: Report, after: Report) -> pd.DataFrame:
    """What changed from one version of a report to another: one row a figure that differs, is new or is gone.

    Columns: ``change`` (``changed``, ``added``, ``removed``), ``table``, ``what`` (the words that name the figure),
    ``column``, ``before``, ``after`` (in the unit of the public table), ``page_before``, ``page_after``.
    """
    import pandas as pd

    rows = [row for name in _TABLES for row in _changes(name, before, after)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _changes(name: str, before: Report, after: Report) -> Iterator[dict[str, Any]]:
    old, new = _figures(name, before), _figures(name, after)
    for key in dict.fromkeys([*old, *new]):
        olds, news = old.get(key, []), new.get(key, [])
        for number in range(max(len(olds), len(news))):
            was = olds[number] if number < len(olds) else None
            now = news[number] if number < len(news) else None
            if was and now and was[0] == now[0]:
                continue
            column = dict(key)["column of the figure"]
            yield {
                "change": "changed" if was and now else "added" if now else "removed",
                "table": name,
                "what": "、".join(str(value) for part, value in key if isinstance(value, str) and part in _NAMES),
                "column": column,
                "before": was[0] if was else None,
                "after": now[0] if now else None,
                "page_before": was[1] if was else None,
                "page_after": now[1] if now else None,
            }


_NAMES = ("statement", "section", "project", "code", "name", "item", "indicator", "measure", "column")


def _figures(name: str, report: Report) -> dict[_Key, list[tuple[float, Any]]]:
    """Value and page of each figure of a table, by all that says what the figure is."""
    table = schema.TABLES[name]
    floats = [column.name for column in table.columns if column.kind == "float"]
    words = [column.name for column in table.columns if column.kind != "float" and column.name not in _PLACES]
    found: dict[_Key, list[tuple[float, Any]]] = defaultdict(list)
    for row in report.records(name):
        named = tuple((word, row.get(word)) for word in words if word not in ("agency", "fiscal_year", "report_type"))
        for column in floats:
            value = row.get(column)
            if value is not None:
                found[(*named, ("column of the figure", column))].append((value, row.get("page")))
    return found
