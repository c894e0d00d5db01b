"""Offices by years: every cell says whether its figure was printed, derived or is missing, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetlib.years.offices import KEY

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["agency", "scope", "report_type", "fiscal_year", "amount", "status", "report_id", "table"]


def panel(
    reports: pd.DataFrame, found: pd.DataFrame, prior: pd.DataFrame, *, scope: str | None, report_type: str | None
) -> pd.DataFrame:
    """``found`` (amounts by office-year) on a full grid of offices and years, gaps filled from a later ``prior``.

    ``Dataset.panel`` says what is chosen where ``scope`` or ``report_type`` is None. ValueError for an unknown one.
    """
    import pandas as pd

    reports = _selected(reports.dropna(subset=["agency", "fiscal_year"]), "report_type", report_type, "final")
    reports = _selected(reports, "scope", scope, "department")
    before = prior.assign(fiscal_year=prior["fiscal_year"] - 1, status=_status(prior["derived"]))
    own = found.assign(status=_status(found["codes"].str.contains("+", regex=False).fillna(False)))
    cells = pd.concat([own, before.sort_values("choice")], ignore_index=True).drop_duplicates(KEY)
    series = reports[KEY[:-1]].drop_duplicates()
    known = cells.merge(series, on=KEY[:-1])
    years = sorted({*reports["fiscal_year"], *known["fiscal_year"]})
    grid = series.merge(pd.DataFrame({"fiscal_year": pd.array(years, dtype="Int64")}), how="cross")
    table = grid.merge(known, on=KEY, how="left")
    table["status"] = table["status"].fillna("missing")
    return table.sort_values(KEY, kind="stable", ignore_index=True)[COLUMNS]


def three_public(table: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """The table of the three public expenses, one row an item and office-year, with status, source and page."""
    from budgetlib.years.threepublic import three_public_items

    columns = ["report_id", "scope", "office_year", "choice", "source"]
    rows = three_public_items(table).merge(ranked[columns], on="report_id", how="inner")
    rows = rows.sort_values("choice", kind="stable").drop_duplicates(["office_year", "item"])
    for name in ("budget", "prior"):
        rows[f"{name}_status"] = _status(rows[f"{name}_derived"]).where(rows[name].notna(), "missing")
    figures = ["budget", "budget_basis", "budget_status", "actual", "prior", "prior_status", "change", "change_pct"]
    rows = rows[[*KEY, "report_id", "item", *figures, "source", "page"]]
    return rows.sort_values([*KEY, "item"], ignore_index=True)


def _selected(reports: pd.DataFrame, column: str, wanted: str | None, first: str) -> pd.DataFrame:
    values = set(reports[column])
    if wanted == "both" and column == "scope":
        return reports
    if wanted is None:
        wanted = first if first in values or not values else str(min(values))
    elif wanted not in values:
        raise ValueError(f"{column}={wanted!r}: the reports have {', '.join(sorted(values)) or 'none'}")
    return reports[reports[column] == wanted]


def _status(derived: pd.Series[Any]) -> pd.Series[Any]:
    return derived.astype(bool).map({True: "derived", False: "printed"}).astype("object")
