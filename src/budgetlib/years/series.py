"""Published figures over years (``data/series``): read with their sources, strength and derivations; gaps are gaps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from budgetlib.intervals import DIGITS
from budgetlib.numbers import TO_WAN
from budgetlib.readers.document import UnreadableReport

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["agency", "level", "fiscal_year", "report_type", "item", "measure", "value", "unit", "derived", "note"]
COLUMNS += ["strength", "source"]
MEASURES = ("budget", "budget_restated", "execution", "execution_restated", "actual")
"""What a figure is: the budget, what was reported as executed in spring, the final account of summer; ``restated`` is
such a figure as a later year gives it anew, after a change of what is counted."""
STRENGTHS = ("two", "two_rounded", "one")
"""How many pages state the figure: two; two, of which one has only the total or a rounded figure; one."""
READ_IN = ("page", "reprint", "reworded", "text", "unknown")
"""Where a source was read: the outlet's own page; a reprint; a reprint in other words or a translation; a kept text
without title or address; or it is not known."""
SOURCES = "sources.csv"
BREAKS = "breaks.csv"


def read_series(path: str | Path) -> pd.DataFrame:
    """One series (a CSV file) with its sources: the columns of the file, ``amount`` (万元), ``status`` (``printed`` or
    ``derived``), ``outlet``, ``published``, ``title`` and ``read_in`` of the source.

    ``attrs["breaks"]`` is the table of years from which something else is counted, from ``breaks.csv`` beside it.
    Raises UnreadableReport where the file, a column or a source is missing, and where one figure stands twice.
    """
    import pandas as pd

    path = Path(path)
    table = _csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise UnreadableReport(f"{path}: expected the columns {', '.join(COLUMNS)}; {', '.join(missing)} missing.")
    table = table[COLUMNS].astype({"fiscal_year": "int64", "value": "float64"})
    table["amount"] = (table["value"] * table["unit"].map(TO_WAN)).round(DIGITS)
    table["status"] = table["derived"].map({"true": "derived", "false": "printed"})
    table = table.merge(_csv(path.parent / SOURCES), on="source", how="left", indicator="found")
    _must_be_sound(path, table)
    table = table.drop(columns=["derived", "found"])
    breaks = path.parent / BREAKS
    table.attrs["breaks"] = _breaks(_csv(breaks), table) if breaks.is_file() else pd.DataFrame()
    return table


def _csv(path: Path) -> pd.DataFrame:
    import pandas as pd

    if not path.is_file():
        raise UnreadableReport(f"{path}: no such file; a series is a CSV file with {SOURCES} beside it.")
    return pd.read_csv(path, dtype="str").fillna("")


def _must_be_sound(path: Path, table: pd.DataFrame) -> None:
    key = ["agency", "fiscal_year", "item", "measure"]
    faults = {
        "no such source": table["found"] != "both",
        "unknown measure": ~table["measure"].isin(MEASURES),
        "unknown strength": ~table["strength"].isin(STRENGTHS),
        "derived is neither true nor false": table["status"].isna(),
        "unknown place where it was read": ~table["read_in"].isin(READ_IN),
        "unknown unit": table["amount"].isna(),
        "stands twice": table.duplicated(key, keep=False),
    }
    for fault, rows in faults.items():
        if rows.any():
            row = table[rows].iloc[0]
            named = " ".join(str(row[column]) for column in key)
            raise UnreadableReport(f"{path}: {named}: {fault}; correct this row.")


def _breaks(breaks: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    rows = breaks[breaks["agency"].isin(set(table["agency"]))]
    return rows.astype({"from_year": "int64"}).reset_index(drop=True)
