"""The public tables: their columns, types, units and labels, stated once in ``reference/tables.csv``.

Everything that names a column (parsers, exports, ``datapackage.json``, notebooks) takes it from here. Amounts are
float64 in 万元 (10,000 yuan), percentages are in percent (38.52 means 38.52 %), a fall is negative, a blank cell is NA
and a printed 0.00 is 0.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from budgetlib.machine.limits import uncollected
from budgetlib.reference import rows

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["string", "float", "integer", "boolean"]
Lang = Literal["zh", "en"]

AMOUNT = "万元"
PERCENT = "%"

_DTYPES: dict[str, Any] = {"string": "str", "float": "float64", "integer": "Int64", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a public table: its name, type, Chinese and English label, unit and allowed values."""

    name: str
    kind: Kind
    zh: str
    en: str
    unit: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One public table: what a row is, and its columns after the key."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order, the key first."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError names the table when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}; it has {', '.join(self.names)}")

    def labels(self, lang: Lang) -> dict[str, str]:
        """Column name to label in Chinese (``zh``) or English (``en``)."""
        return {column.name: column.zh if lang == "zh" else column.en for column in self.columns}


SEVERITIES = ("error", "warning", "note")
FUNDS = ("appropriation", "superior", "carryover", "other")
FUND_STAGES = ("initial", "adjusted", "executed")

SAID_EDITIONS = {"samples": "sample", "fictional": "fictional", "typeset": "typeset"}
"""Editions that a chart says something of: the name in ``attrs`` of a table under which such reports stand."""
READING = {"page", "source", "files", "sha256", "pages", "edition", "losses", "confirmed_by", "confidence"} | {
    *("numbers", "unread", "figures", "understood", "confirmed")
}
"""Columns that say where something was read and how well: another printing of the same figures has others."""


def _tables() -> dict[str, Table]:
    """The tables of ``reference/tables.csv``: a row without a column opens one; those before it are in all."""
    names: dict[str, tuple[str, str]] = {}
    columns: dict[str, list[Column]] = {"": []}
    for row in rows("tables"):
        table, name = row.pop("table"), row.pop("column")
        if name:
            columns[table].append(Column(name, values=tuple(row.pop("values").split()), **row))  # type: ignore[arg-type]
        else:
            names[table], columns[table] = (row["zh"], row["en"]), [*columns[""]]
    return {name: Table(name, *names[name], tuple(columns[name])) for name in names}


TABLES: dict[str, Table] = _tables()

THREE_PUBLIC_ITEMS = TABLES["three_public"].column("item").values


@uncollected()
def frame(table: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Rows as a DataFrame with exactly the columns and types of ``table``; what a row leaves out is NA.

    Raises KeyError when a row has a column that the table does not have: a misspelt name must not vanish.
    """
    import pandas as pd

    definition = TABLES[table]
    records = list(rows)
    unknown = set().union(*records) - set(definition.names)
    if unknown:
        raise KeyError(f"table {table!r} has no column {', '.join(sorted(unknown))}")
    columns: dict[str, Any] = {}
    for column in definition.columns:
        values = [row.get(column.name) for row in records]
        if column.kind == "string":
            values = [value or None for value in values]  # an empty text says no more than a missing one
        columns[column.name] = pd.array(values, dtype=_DTYPES[column.kind])
    return pd.DataFrame(columns)


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A table read back from a file, with the columns and types of ``table``; columns that it lacks are NA."""
    columns = TABLES[table].columns
    full = frame.reindex(columns=[column.name for column in columns])
    return full.astype({column.name: _DTYPES[column.kind] for column in columns})
