"""Tables to files: CSV, Parquet, JSON, a workbook or a database, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from budgetlib import schema
from budgetlib.machine.extras import need
from budgetlib.output.likes import ReportLike
from budgetlib.output.sinks import SINKS, Sink, XlsxSink, arrow_schema
from budgetlib.output.staging import Staged
from budgetlib.text import visible

if TYPE_CHECKING:
    import pandas as pd


Records = Mapping[str, list[dict[str, Any]]]
"""Public tables of one report as records, by name."""

Format = Literal["csv", "csv-safe", "parquet", "xlsx", "json", "sqlite"]
FORMATS: tuple[Format, ...] = ("csv", "parquet", "xlsx", "json", "sqlite")
"""What a user may ask for; ``csv-safe`` is CSV for spreadsheets."""

BATCH = 50
"""Reports held in memory before their rows are written."""


def gather(reports: Iterable[ReportLike]) -> dict[str, pd.DataFrame]:
    """The public tables of several reports, one below the other, by table name."""
    return gather_records({name: list(report.records(name)) for name in schema.TABLES} for report in reports)


def gather_records(several: Iterable[Records]) -> dict[str, pd.DataFrame]:
    """Records of several reports as the public tables of all of them, each report with an id of its own."""
    return gather_rows(with_unique_ids(several))


def gather_rows(several: Iterable[Records]) -> dict[str, pd.DataFrame]:
    """Records of several reports, by table name, one below the other."""
    return {name: schema.frame(name, found) for name, found in _together(several).items()}


def _together(several: Iterable[Records]) -> Records:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.TABLES}
    for records in several:
        for name in schema.TABLES:
            rows[name].extend(records[name])
    return rows


def with_unique_ids(several: Iterable[Records]) -> Iterator[Records]:
    """Records of several reports, none with the ``report_id`` of another.

    A department and its own office share agency, year and kind; put together they must stay apart. The one that comes
    second is told by its scope (``…-unit``), a further one by a number.
    """
    used: set[str] = set()
    for records in several:
        (report,) = records["reports"]
        own = report["report_id"]
        told = [f"{own}-{report['scope']}"] if report["scope"] else []
        candidates = chain([own], told, (f"{own}-{number}" for number in count(2)))
        unique = next(candidate for candidate in candidates if candidate not in used)
        used.add(unique)
        if unique != own:
            records = {name: [{**row, "report_id": unique} for row in rows] for name, rows in records.items()}
        yield records


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, formats: Iterable[Format] = ("csv",)) -> list[Path]:
    """Write each table as ``folder/<table>.<format>``; all of them appear together or none does.

    A workbook and a database are one file each, ``tables.xlsx`` and ``tables.sqlite``.

    Raises UnwritableFolder with one sentence when the folder cannot be made or written.
    """
    with TableWriter(folder, formats) as writer:
        writer.add({name: _records(table) for name, table in tables.items()})
    return writer.written


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path, lang: schema.Lang) -> Path:
    """Write one workbook with a sheet a table, sheets and columns labelled in ``lang``. Raises UnwritableFolder."""
    with Staged(path.parent) as staged:
        sink = XlsxSink(staged.stage, path.name, lang)
        for name, table in tables.items():
            sink.add(name, [_cells(name, row) for row in _records(table)])
        sink.close()
    return path


def write_partitions(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each table as Parquet files ``folder/<table>/fiscal_year=<year>/``; all of them appear or none does.

    Tables written before under the same names, whole or partitioned, are replaced. Raises UnwritableFolder with one
    sentence when the folder cannot be made or written.
    """
    need("data", "Parquet")
    import pyarrow
    import pyarrow.parquet as parquet

    with TableWriter(folder, ()) as writer:
        for name, table in tables.items():
            rows = pyarrow.Table.from_pandas(table, schema=arrow_schema(name), preserve_index=False)
            (writer.stage / name).mkdir()
            if not len(table):  # no row, no partition: an empty file keeps the table's columns
                parquet.write_table(rows, writer.stage / name / "empty.parquet")
                continue
            parquet.write_to_dataset(
                rows, writer.stage / name, partition_cols=["fiscal_year"], basename_template="part-{i}.parquet"
            )
    return writer.written


def read_partitions(folder: Path, table: str) -> pd.DataFrame:
    """The rows of ``table`` in the Parquet files of ``folder``, in the order of the partitions."""
    need("data", "Parquet")
    import pyarrow
    from pyarrow import dataset

    years = dataset.partitioning(pyarrow.schema([("fiscal_year", pyarrow.int64())]), flavor="hive")
    files = dataset.dataset(folder, schema=arrow_schema(table), format="parquet", partitioning=years)
    return cast("pd.DataFrame", files.to_table().to_pandas())


def write_reports(several: Iterable[Records], folder: Path, formats: Iterable[Format]) -> int:
    """Write the tables of any number of reports, a batch at a time, so that memory does not grow; how many there were.

    As ``write_tables``: all files appear together or none does.
    """
    reports = 0
    with TableWriter(folder, formats) as writer:
        for batch in _batches(with_unique_ids(several)):
            writer.add(_together(batch))
            reports += len(batch)
    return reports


def _batches(several: Iterable[Records]) -> Iterator[list[Records]]:
    iterator = iter(several)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class TableWriter(Staged):
    """Writes public tables piece by piece; only when all is done do the files appear, all of them together."""

    def __init__(self, folder: Path, formats: Iterable[Format]) -> None:
        super().__init__(folder)
        self.formats = list(formats)
        self._sinks: list[Sink] = []

    def __enter__(self) -> TableWriter:
        super().__enter__()
        self._sinks = [SINKS[format](self.stage) for format in self.formats]
        return self

    def add(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Append rows to every table."""
        for name, rows in tables.items():
            cells = [_cells(name, row) for row in rows]
            for sink in self._sinks:
                sink.add(name, cells)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            for sink in self._sinks:
                sink.close()
        except OSError as failed:
            kind, error = kind or OSError, error or failed
        super().__exit__(kind, error, trace)


_CASTS: dict[schema.Kind, Callable[[Any], Any]] = {"string": visible, "float": float, "integer": int, "boolean": bool}


def _cells(table: str, row: Mapping[str, Any]) -> list[Any]:
    """The cells of a row in the order and the types of ``table``; a blank is None.

    Control characters become signs: they stop Excel and steer the terminal of who looks at a CSV. Raises KeyError when
    a row has a column that the table does not have: a misspelt name must not vanish.
    """
    columns = schema.TABLES[table].columns
    unknown = row.keys() - {column.name for column in columns}
    if unknown:
        raise KeyError(f"table {table!r} has no column {', '.join(sorted(unknown))}")
    values = [(row.get(column.name), column.kind) for column in columns]
    return [None if value is None or value == "" or value != value else _CASTS[kind](value) for value, kind in values]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a public table as dictionaries; NA is None."""
    return cast("list[dict[str, Any]]", table.astype(object).where(table.notna(), None).to_dict("records"))


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
