"""Formats of tables: each sink takes rows of public tables piece by piece and writes the files of its format."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import IO, Any, Protocol

from budgetlib import schema
from budgetlib.machine.extras import need

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula when it opens a CSV."""
_LONGEST_CELL, _LONGEST_SHEET = 32_767, 1_048_576
"""Characters of a cell and rows of a sheet that Excel takes."""


class Sink(Protocol):
    """Files of one format on their way."""

    def __init__(self, folder: Path) -> None: ...

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows, whose cells are in the order of the table's columns; the first call for a table makes it."""
        ...

    def close(self) -> None:
        """Finish the files."""
        ...


class CsvSink:
    """``<table>.csv``, the values as printed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to the table's file."""
        if table not in self._files:
            self._files[table] = (self._folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
            self._rows(table, [list(schema.TABLES[table].names)])
        self._rows(table, rows)

    def _rows(self, table: str, rows: list[list[Any]]) -> None:
        csv.writer(self._files[table], lineterminator="\n").writerows(rows)

    def close(self) -> None:
        """Finish the files."""
        for file in self._files.values():
            file.close()


class SafeCsvSink(CsvSink):
    """``<table>.csv`` for spreadsheets: a text that one would take for a formula is preceded by an apostrophe."""

    def _rows(self, table: str, rows: list[list[Any]]) -> None:
        super()._rows(table, [[_as_text(value) for value in row] for row in rows])


def _as_text(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class JsonSink:
    """``<table>.json``: a list of objects, one a row; a blank is null."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}
        self._before: dict[str, str] = {}

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to the table's file."""
        if table not in self._files:
            self._files[table] = (self._folder / f"{table}.json").open("w", encoding="utf-8")
            self._before[table] = "["
        names = schema.TABLES[table].names
        for row in rows:
            shown = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, indent=1)
            self._files[table].write(f"{self._before[table]}\n{shown}")
            self._before[table] = ","

    def close(self) -> None:
        """Finish the files."""
        for table, file in self._files.items():
            file.write("[]" if self._before[table] == "[" else "\n]")
            file.close()


class ParquetSink:
    """``<table>.parquet``."""

    def __init__(self, folder: Path) -> None:
        need("data", "Parquet")
        self._folder = folder
        self._writers: dict[str, Any] = {}

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to the table's file."""
        import pyarrow
        import pyarrow.parquet as parquet

        fields = arrow_schema(table)
        if table not in self._writers:
            self._writers[table] = parquet.ParquetWriter(self._folder / f"{table}.parquet", fields)
        columns = zip(*rows, strict=True) if rows else [[] for _ in fields]
        arrays = [pyarrow.array(list(values), type=field.type) for values, field in zip(columns, fields, strict=True)]
        self._writers[table].write_table(pyarrow.Table.from_arrays(arrays, schema=fields))

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()


class XlsxSink:
    """``tables.xlsx``, a sheet a table, in which printed text is text: =25人 is no formula, nor does it become one."""

    def __init__(self, folder: Path, file: str = "tables.xlsx", lang: schema.Lang | None = None) -> None:
        from openpyxl import Workbook

        self._path, self._lang = folder / file, lang
        self._book = Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to the table's sheet."""
        if table not in self._sheets:
            self._open(table)
        for row in rows:
            if self._rows[table] % _LONGEST_SHEET == 0:
                self._open(table)
            self._sheets[table].append([self._cell(table, value) for value in row])
            self._rows[table] += 1

    def _open(self, table: str) -> None:
        """A sheet for the table, or a further one where the last is full."""
        full, definition = self._rows.get(table, 0) // _LONGEST_SHEET, schema.TABLES[table]
        name = definition.zh if self._lang == "zh" else definition.en if self._lang else table
        self._sheets[table] = self._book.create_sheet(f"{name} {full + 1}" if full else name[:31])
        self._sheets[table].freeze_panes = "A2"  # the names stay in sight
        self._sheets[table].append(list(definition.labels(self._lang).values()) if self._lang else definition.names)
        self._rows[table] = self._rows.get(table, 0) + 1

    def _cell(self, table: str, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if not isinstance(value, str):
            return value
        if len(value) > _LONGEST_CELL:
            return value[: _LONGEST_CELL - 1] + "…"
        if not value.startswith("="):
            return value
        cell = WriteOnlyCell(self._sheets[table], value)
        cell.data_type = "s"
        cell.quotePrefix = True  # else Excel makes it a formula when somebody edits the cell
        return cell

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._path)


class SqliteSink:
    """``tables.sqlite``, a database with a table each, for SQL and for Datasette."""

    _KINDS = {"string": "TEXT", "float": "REAL", "integer": "INTEGER", "boolean": "INTEGER"}  # noqa: RUF012

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "tables.sqlite")
        self._made: set[str] = set()

    def add(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to the table."""
        columns = schema.TABLES[table].columns
        if table not in self._made:
            fields = ", ".join(f'"{column.name}" {self._KINDS[column.kind]}' for column in columns)
            self._database.execute(f'CREATE TABLE "{table}" ({fields})')
            self._made.add(table)
        try:
            self._database.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(columns))})', rows)
        except sqlite3.Error as error:  # a full disk
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Finish the database."""
        try:
            self._database.commit()
        except sqlite3.Error as error:
            raise OSError(str(error)) from error
        finally:
            self._database.close()


SINKS: dict[str, type[Sink]] = {
    "csv": CsvSink,
    "csv-safe": SafeCsvSink,
    "parquet": ParquetSink,
    "xlsx": XlsxSink,
    "json": JsonSink,
    "sqlite": SqliteSink,
}
"""Format to the sink that writes it."""


def arrow_schema(table: str) -> Any:
    """One Arrow schema per table, whatever the rows hold: a column of blanks keeps its type."""
    import pyarrow

    kinds = {
        "string": pyarrow.large_string(),
        "float": pyarrow.float64(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema([(column.name, kinds[column.kind]) for column in schema.TABLES[table].columns])
