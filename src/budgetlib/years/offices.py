"""Which reports are of one office: offices renamed, and one office-year that was read twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from budgetlib import schema
from budgetlib.reference.items import item_key
from budgetlib.text import key
from budgetlib.vocabulary import terms

if TYPE_CHECKING:
    import pandas as pd

SERIES = ["agency", "scope", "report_type"]
KEY = [*SERIES, "fiscal_year"]
_EDITIONS = {edition: place for place, edition in enumerate(schema.TABLES["reports"].column("edition").values)}


def chosen(reports: pd.DataFrame) -> pd.DataFrame:
    """``reports`` with ``office_year`` (a text that reports of one office, scope, kind and year share) and ``choice``.

    ``choice`` is 1 for the report that counts: an original before a typeset edition before a sample copy, then the one
    with more confirmed figures, then with more figures, then the one read first. A report without an agency or year is
    of an office-year of its own: two that are unknown are not the same.
    """
    rows = reports.drop_duplicates("report_id").reset_index(drop=True)
    known = rows["agency"].notna() & rows["fiscal_year"].notna()
    known &= ~rows["agency"].map(lambda agency: isinstance(agency, str) and item_key(agency) in terms())
    rows["known"] = known.astype(bool)
    named = ["|".join(map(str, values)) for values in rows[KEY].itertuples(index=False, name=None)]
    rows["office_year"] = rows["report_id"].where(~rows["known"], named)
    order = rows.assign(
        edition=rows["edition"].map(_EDITIONS).fillna(0),
        confirmed=-rows["confirmed"].fillna(0).astype("int64"),
        figures=-rows["figures"].fillna(0).astype("int64"),
    ).sort_values(["edition", "confirmed", "figures"], kind="stable")
    rows["choice"] = (order.groupby("office_year", sort=False).cumcount() + 1).reindex(rows.index)
    return rows


def read_twice(reports: pd.DataFrame) -> pd.DataFrame:
    """Reports of office-years of which there are several: the key, report_id, source, edition, figures, choice."""
    rows = chosen(reports)
    rows = rows[rows["office_year"].duplicated(keep=False)].sort_values(["office_year", "choice"], ignore_index=True)
    return rows[[*KEY, "report_id", "source", "edition", "figures", "choice"]]


def resolved(aliases: Mapping[str, str]) -> dict[str, str]:
    """Every old name, folded, to its last name; ValueError where names go in a circle."""
    folded = {key(old): new for old, new in aliases.items() if key(old) != key(new)}
    found = {}
    for old, new in folded.items():
        seen = {old}
        while key(new) in folded:
            if key(new) in seen:
                raise ValueError(f"aliases: {new} is renamed to itself in a circle; give each office one last name.")
            seen.add(key(new))
            new = folded[key(new)]
        found[old] = new
    return found


def renamed(
    tables: Mapping[str, pd.DataFrame], aliases: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables with each agency under its last name, and what was renamed: report_id, fiscal_year, before, agency.

    ``report_id`` and ``agency_printed`` stay as the reports have them. Names are compared without spaces and width.
    """
    names = resolved(aliases)
    reports = tables["reports"]
    new = reports["agency"].map(lambda agency: names.get(key(agency), agency), na_action="ignore")
    changed = new.notna() & (new != reports["agency"])
    table = reports.loc[changed, ["report_id", "fiscal_year", "agency"]].rename(columns={"agency": "before"})
    table = table.assign(agency=new[changed]).reset_index(drop=True)
    last = dict(zip(table["report_id"], table["agency"], strict=True))
    out = {}
    for name, rows in tables.items():
        agency = rows["report_id"].map(last).fillna(rows["agency"]).astype(rows["agency"].dtype)
        out[name] = rows.assign(agency=agency)
    return out, table
