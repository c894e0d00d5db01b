"""Tables to files: CSV, Parquet, Excel or JSON, one file a table, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from budgetlib import schema
from budgetlib.likes import ReportLike
from budgetlib.text import visible

if TYPE_CHECKING:
    import pandas as pd


Records = Mapping[str, list[dict[str, Any]]]
"""Public tables of one report as records, by name."""

Format = Literal["csv", "parquet", "xlsx", "json"]
FORMATS: tuple[Format, ...] = ("csv", "parquet", "xlsx", "json")

BATCH = 50
"""Reports held in memory before their rows are written."""


class UnwritableFolder(Exception):
    """An output folder that cannot be written; the message names it and says what to try."""


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

    Raises UnwritableFolder with one sentence when the folder cannot be made or written.
    """
    with TableWriter(folder, formats) as writer:
        writer.add({name: _records(table) for name, table in tables.items()})
    return writer.written


def write_partitions(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each table as Parquet files ``folder/<table>/fiscal_year=<year>/``; all of them appear or none does.

    Tables written before under the same names, whole or partitioned, are replaced. Raises UnwritableFolder with one
    sentence when the folder cannot be made or written.
    """
    import pyarrow
    import pyarrow.parquet as parquet

    with TableWriter(folder, ()) as writer:
        for name, table in tables.items():
            rows = pyarrow.Table.from_pandas(table, schema=_arrow_schema(name), preserve_index=False)
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
    import pyarrow
    from pyarrow import dataset

    years = dataset.partitioning(pyarrow.schema([("fiscal_year", pyarrow.int64())]), flavor="hive")
    files = dataset.dataset(folder, schema=_arrow_schema(table), format="parquet", partitioning=years)
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


class TableWriter:
    """Writes public tables piece by piece into a folder beside its target; only when all is done do the files move.

    Use as a context manager; after an exception nothing of it is left behind.
    """

    def __init__(self, folder: Path, formats: Iterable[Format]) -> None:
        self.folder, self.formats = folder, list(formats)
        self.written: list[Path] = []
        self._sinks: dict[tuple[str, str], _Sink] = {}

    def __enter__(self) -> TableWriter:
        self._made = not self.folder.exists()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.stage = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
        except OSError as error:
            raise UnwritableFolder(
                f"{self.folder}: cannot write here ({error.strerror or error}); expected a folder that can be written. "
                "Name another one with --out or free the place."
            ) from error
        return self

    def add(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Append rows to every table."""
        for name, rows in tables.items():
            cells = [_cells(name, row) for row in rows]
            for ending in self.formats:
                if (name, ending) not in self._sinks:
                    self._sinks[name, ending] = _SINKS[ending](self.stage / f"{name}.{ending}", name)
                self._sinks[name, ending].add(cells)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            for sink in self._sinks.values():
                sink.close()
            if kind is None:
                for path in sorted(self.stage.iterdir()):
                    self._move(path)
        finally:
            shutil.rmtree(self.stage, ignore_errors=True)
            if kind is not None and self._made:
                with suppress(OSError):
                    self.folder.rmdir()

    def _move(self, path: Path) -> None:
        """Put a finished file or folder in its place. Parquet has two forms, of which only the newer may be found."""
        target = self.folder / path.name
        if path.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            target.with_name(f"{path.name}.parquet").unlink(missing_ok=True)
        elif path.suffix == ".parquet":
            shutil.rmtree(self.folder / path.stem, ignore_errors=True)
        os.replace(path, target)
        self.written.append(target)


class _Sink(Protocol):
    """One file of one table on its way."""

    def __init__(self, path: Path, table: str) -> None: ...

    def add(self, rows: list[list[Any]]) -> None: ...

    def close(self) -> None: ...


class _CsvSink:
    def __init__(self, path: Path, table: str) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(schema.TABLES[table].names)

    def add(self, rows: list[list[Any]]) -> None:
        self._writer.writerows(rows)

    def close(self) -> None:
        self._file.close()


class _JsonSink:
    """A list of objects, one a row; a blank is null."""

    def __init__(self, path: Path, table: str) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._names = schema.TABLES[table].names
        self._before = "["

    def add(self, rows: list[list[Any]]) -> None:
        for row in rows:
            shown = json.dumps(dict(zip(self._names, row, strict=True)), ensure_ascii=False, indent=1)
            self._file.write(f"{self._before}\n{shown}")
            self._before = ","

    def close(self) -> None:
        self._file.write("[]" if self._before == "[" else "\n]")
        self._file.close()


class _ParquetSink:
    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as parquet

        self._schema = _arrow_schema(table)
        self._writer = parquet.ParquetWriter(path, self._schema)

    def add(self, rows: list[list[Any]]) -> None:
        import pyarrow

        columns = zip(*rows, strict=True) if rows else [[] for _ in self._schema]
        fields = zip(columns, self._schema, strict=True)
        arrays = [pyarrow.array(list(values), type=field.type) for values, field in fields]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


class _XlsxSink:
    """A sheet in which whatever was printed as text is text: =25人 is no formula, nor does it become one."""

    def __init__(self, path: Path, table: str) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(table)
        self._sheet.append(schema.TABLES[table].names)

    def add(self, rows: list[list[Any]]) -> None:
        for row in rows:
            self._sheet.append([self._cell(value) for value in row])

    def close(self) -> None:
        self._book.save(self._path)

    def _cell(self, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if not isinstance(value, str) or not value.startswith("="):
            return value
        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        cell.quotePrefix = True  # else Excel makes it a formula when somebody edits the cell
        return cell


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


_SINKS: dict[str, type[_Sink]] = {"csv": _CsvSink, "parquet": _ParquetSink, "xlsx": _XlsxSink, "json": _JsonSink}


def _arrow_schema(table: str) -> Any:
    """One Arrow schema per table, whatever the rows hold: a column of blanks keeps its type."""
    import pyarrow

    kinds = {
        "string": pyarrow.large_string(),
        "float": pyarrow.float64(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema([(column.name, kinds[column.kind]) for column in schema.TABLES[table].columns])


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
