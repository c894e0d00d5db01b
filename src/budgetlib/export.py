"""Tables to files: CSV, Parquet, Excel or JSON, one file a table, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from budgetlib import schema

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.report import Report

Records = Mapping[str, list[dict[str, Any]]]
"""Public tables of one report as records, by name."""

Format = Literal["csv", "parquet", "xlsx", "json"]


class UnwritableFolder(Exception):
    """An output folder that cannot be written; the message names it and says what to try."""


def gather(reports: Iterable[Report]) -> dict[str, pd.DataFrame]:
    """The public tables of several reports, one below the other, by table name."""
    return gather_records({name: list(report.records(name)) for name in schema.TABLES} for report in reports)


def gather_records(several: Iterable[Records]) -> dict[str, pd.DataFrame]:
    """Records of several reports, by table name, as the public tables of all of them."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.TABLES}
    for records in with_unique_ids(several):
        for name in schema.TABLES:
            rows[name].extend(records[name])
    return {name: schema.frame(name, found) for name, found in rows.items()}


def with_unique_ids(several: Iterable[Records]) -> Iterator[Records]:
    """Records of several reports, none with the ``report_id`` of another.

    A department and its own office share agency, year and kind; put together they must stay apart. The one that comes
    second is told by its scope (``…-unit``), a further one by a number.
    """
    used: set[str] = set()
    for records in several:
        (report,) = records["reports"]
        own = report["report_id"]
        candidates = chain((own, f"{own}-{report['scope']}"), (f"{own}-{number}" for number in count(2)))
        unique = next(candidate for candidate in candidates if candidate not in used)
        used.add(unique)
        if unique != own:
            records = {name: [{**row, "report_id": unique} for row in rows] for name, rows in records.items()}
        yield records


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, formats: Iterable[Format] = ("csv",)) -> list[Path]:
    """Write each table as ``folder/<table>.<format>``; all of them appear together or none does.

    Raises UnwritableFolder with one sentence when the folder cannot be made or written.
    """
    written = []
    with _staged(folder) as stage:
        for name, table in tables.items():
            for ending in formats:
                _WRITERS[ending](table, stage / f"{name}.{ending}")
                written.append(folder / f"{name}.{ending}")
    return written


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` whose files move there once all are complete; an interrupted run leaves nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise UnwritableFolder(
            f"{folder}: cannot write here ({error.strerror or error}); expected a folder that can be written. "
            "Name another one with --out or free the place."
        ) from error
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _parquet(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False)


def _xlsx(table: pd.DataFrame, path: Path) -> None:
    table.to_excel(path, index=False, sheet_name=path.stem)


def _json(table: pd.DataFrame, path: Path) -> None:
    table.to_json(path, orient="records", force_ascii=False, indent=1)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "json": _json,
}

_FRICTIONLESS = {"string": "string", "float": "number", "integer": "integer", "boolean": "boolean"}


def datapackage(tables: Mapping[str, pd.DataFrame], *, title: str, description: str) -> dict[str, Any]:
    """A Frictionless data package that describes every column of CSV tables with its labels and unit."""
    return {
        "name": "budgetlib-tidy",
        "title": title,
        "description": description,
        "profile": "tabular-data-package",
        "licenses": [{"name": "Apache-2.0", "title": "Apache License 2.0 (the edition; the figures are public facts)"}],
        "resources": [_resource(name, len(tables[name])) for name in tables],
    }


def _resource(name: str, rows: int) -> dict[str, Any]:
    table = schema.TABLES[name]
    return {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "title": table.zh,
        "description": f"One row is {table.en}.",
        "rows": rows,
        "format": "csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
        },
    }


def _field(column: schema.Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FRICTIONLESS[column.kind],
        "title": column.zh,
        "description": column.en,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.values:
        field["constraints"] = {"enum": list(column.values)}
    return field


def write_datapackage(package: Mapping[str, Any], folder: Path) -> Path:
    """Write ``folder/datapackage.json``."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
