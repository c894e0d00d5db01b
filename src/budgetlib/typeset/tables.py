"""Public tables on their way into a PDF: loaded from a folder, checked to be one report, blanks made None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import schema

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]

NEEDED = ("report_id", "fiscal_year", "report_type")
"""Columns of the key without which no title page can be set."""


@dataclass(frozen=True, slots=True)
class Source:
    """One report as plain records: a list per table (missing tables are empty), a blank cell is None."""

    records: Mapping[str, list[Record]]
    given: frozenset[str]
    """Tables that were given at all: what is not given cannot be contradicted."""

    @property
    def report(self) -> Record:
        """The one row of ``reports``, or the key that the other tables carry."""
        for rows in (self.records["reports"], *self.records.values()):
            if rows:
                return rows[0]
        raise ValueError("the tables are empty: expected the rows of one report")

    @property
    def agency(self) -> str:
        """The agency as printed on the title page."""
        return str(self.report.get("agency_printed") or self.report.get("agency") or "")

    @property
    def year(self) -> int:
        """The fiscal year."""
        return int(self.report["fiscal_year"])

    @property
    def is_final(self) -> bool:
        """Whether it is a final account (决算) and no budget (预算)."""
        return bool(self.report["report_type"] == "final")

    @property
    def kind(self) -> str:
        """决算 or 预算."""
        return "决算" if self.is_final else "预算"

    @property
    def title(self) -> str:
        """The title as it was read, or one of the standard form."""
        scope = "单位" if self.report.get("scope") == "unit" else "部门"
        return str(self.report.get("title") or f"{self.agency}{self.year}年度{scope}{self.kind}")


def load_tables(folder: str | Path) -> dict[str, pd.DataFrame]:
    """The public tables in ``folder``, each from ``<table>.csv`` or ``<table>.parquet``, with the types of the schema.

    Tables without a file are left out. Raises FileNotFoundError when there is no folder or no table in it, and
    ValueError when a file lacks a column of its table.
    """
    folder = Path(folder)
    paths = {name: path for name in schema.TABLES for path in [_path(folder, name)] if path}
    if not paths:
        raise FileNotFoundError(f"{folder}: expected tables such as claims.csv or claims.parquet, found none")
    return {name: _loaded(path, schema.TABLES[name]) for name, path in paths.items()}


def _path(folder: Path, name: str) -> Path | None:
    return next((path for ending in ("parquet", "csv") if (path := folder / f"{name}.{ending}").is_file()), None)


def _loaded(path: Path, table: schema.Table) -> pd.DataFrame:
    import pandas as pd

    # Text columns stay text: a code is no number, and a printed "-" or "NA" is no blank.
    texts = {column.name: "str" for column in table.columns if column.kind == "string"}
    if path.suffix == ".parquet":
        data = pd.read_parquet(path)
    else:
        data = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=[""])
    missing = [name for name in table.names if name not in data.columns]
    if missing:
        raise ValueError(f"{path}: table {table.name!r} lacks the column {', '.join(missing)}")
    return schema.frame(table.name, _records(data[table.names]))


def source(tables: Mapping[str, pd.DataFrame]) -> Source:
    """The tables as records. Raises ValueError for an unknown table, for none and for more than one report."""
    unknown = sorted(set(tables) - set(schema.TABLES))
    if unknown:
        raise ValueError(f"no public table {', '.join(unknown)}; there are {', '.join(schema.TABLES)}")
    records = {name: _records(tables[name]) if name in tables else [] for name in schema.TABLES}
    found = Source(records, frozenset(tables))
    _one_report(found)
    return found


def _one_report(found: Source) -> None:
    ids = {row.get("report_id") for rows in found.records.values() for row in rows}
    if len(ids) > 1:
        raise ValueError(f"expected the tables of one report, found {len(ids)}: {', '.join(sorted(map(str, ids)))}")
    missing = [name for name in NEEDED if found.report.get(name) is None]
    if missing:
        raise ValueError(f"the tables do not say whose report it is: {', '.join(missing)} is blank")


def _records(data: pd.DataFrame) -> list[Record]:
    import pandas as pd

    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in data.to_dict(orient="records")
    ]
