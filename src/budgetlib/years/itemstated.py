"""One item through the public tables: what each report states for it, and what it says of the year before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from budgetlib.intervals import DIGITS
from budgetlib.reference.classification import classification, functional_code, normalised
from budgetlib.reference.items import THREE_PUBLIC, item_key
from budgetlib.years.itemrows import in_wan, named, own_rows, planned_or_final

if TYPE_CHECKING:
    import pandas as pd

_STATEMENTS = ["general_public", "basic", "expenditure"]
"""Where a code is looked up, the first that has it."""


def stated(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    """One row a report that states ``item``: report_id, item, codes, amount (万元), table; statements before prose."""
    import pandas as pd

    places = (_from_lines, _from_three_public, _from_changes, _from_claims)
    return pd.concat([one(tables, item) for one in places], ignore_index=True).drop_duplicates("report_id")


def implied(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    """What reports say of the year before, on the basis of their own kind: report_id, amount, derived, table."""
    import pandas as pd

    changes = own_rows(tables["changes"])
    base = changes["report_type"].map({"final": "prior_year", "budget": "prior_budget"})
    rows = changes[named(changes, item) & changes["prior"].notna() & (changes["base"] == base)]
    told = rows.assign(amount=rows["prior"], derived=rows["derived"].fillna(False).astype(bool), table="changes")
    public = own_rows(tables["three_public"])
    public = public[(public["item"] == THREE_PUBLIC.get(item_key(item))) & (public["report_type"] == "final")]
    amount = public["prior"].fillna((public["actual"] - public["change"]).round(DIGITS))
    derived = public["prior"].isna() | public["prior_derived"].fillna(False).astype(bool)
    public = public.assign(amount=amount, derived=derived, table="three_public")
    rows = pd.concat([part[["report_id", "amount", "derived", "table"]] for part in (public, told)])
    return rows.dropna(subset="amount").drop_duplicates("report_id")


def _from_lines(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    lines = own_rows(tables["lines"])
    rows = lines[lines["statement"].isin(_STATEMENTS) & lines["column"].isin(("total", "amount"))]
    rows = _counted(rows, item, "name").dropna(subset="amount")
    first = rows["statement"].map(_STATEMENTS.index)
    rows = rows[first == first.groupby(rows["report_id"]).transform("min")]
    return _added(rows.drop_duplicates(["report_id", "code"]), "amount", item, "lines")


def _from_three_public(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    table = own_rows(tables["three_public"])
    rows = table[table["item"] == THREE_PUBLIC.get(item_key(item))]
    amount = rows["actual"].where(rows["report_type"] != "budget", rows["budget"])
    rows = rows.assign(amount=amount).dropna(subset="amount").drop_duplicates("report_id")
    return _added(rows, "amount", item, "three_public")


def _from_changes(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    import pandas as pd

    changes = own_rows(tables["changes"])
    changes = changes[changes["current"].notna()]
    coded = _counted(changes, item, "item").drop_duplicates(["report_id", "item"])
    other = changes[named(changes, item) & ~changes["report_id"].isin(coded["report_id"])]
    return _added(pd.concat([other.drop_duplicates("report_id"), coded]), "current", item, "changes")


def _from_claims(tables: Mapping[str, pd.DataFrame], item: str) -> pd.DataFrame:
    claims = own_rows(tables["claims"])
    rows = claims[named(claims, item) & planned_or_final(claims)]
    return _added(in_wan(rows).drop_duplicates("report_id"), "value", item, "claims")


def _counted(rows: pd.DataFrame, item: str, name: str) -> pd.DataFrame:
    """The rows whose code counts as ``item`` (a code, or a path of names) in their year; ``name`` is a column."""
    known = classification("economic" if item in classification("economic").names else "functional")
    code = known.present(functional_code(item) or item)
    wanted = known.name(code)
    years = {int(year): known.counted(code, int(year)) for year in rows["fiscal_year"].unique()}
    possible = tuple(sorted({code for one in years.values() for code in (*one.codes, *one.groups)}))
    rows = rows[rows["code"].str.startswith(possible).fillna(False).astype(bool)] if possible else rows.head(0)
    counts = [
        code in years[year].codes or (code[:5] in years[year].groups and _leaf(label) == normalised(wanted or ""))
        for code, year, label in zip(rows["code"], rows["fiscal_year"], rows[name], strict=True)
    ]
    return rows.loc[rows.index[counts]]


def _leaf(label: str) -> str:
    return normalised(label).split("/")[-1]


def _added(rows: pd.DataFrame, column: str, item: str, table: str) -> pd.DataFrame:
    """The rows of each report added up: report_id, item, codes, amount, table."""
    import pandas as pd

    coded = rows.assign(codes=rows.get("code", pd.Series(None, index=rows.index, dtype="str")))
    groups = coded[coded[column].notna()].groupby("report_id", sort=False)
    added = groups.agg(amount=(column, "sum"), codes=("codes", lambda codes: "+".join(codes.dropna()) or None))
    return added.reset_index().assign(item=item, table=table, amount=added["amount"].round(DIGITS).to_numpy())
