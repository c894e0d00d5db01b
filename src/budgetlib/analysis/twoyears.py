"""Two years of each functional item: where it stood, where it stands, and which items cannot be compared.

Source is the table ``changes`` of one report. Amounts are 万元.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.analysis.yearonyear import growth
from budgetlib.intervals import DIGITS, is_zero
from budgetlib.reference.classification import english
from budgetlib.reference.wording import amount


def two_years(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per functional item, largest change first, items that cannot be compared last.

    Columns: the key, ``name`` (with the 款 in front where another item is called the same), ``code``, ``prior``,
    ``current``, ``change`` (万元), ``compared`` (both years are known), ``zero_base``, ``page``. ValueError when
    ``changes`` holds several reports, or none of its items has both years.
    """
    if changes["report_id"].nunique() > 1:
        raise ValueError(f"two years of one report, please; the table holds {changes['report_id'].nunique()} reports")
    table = growth(changes)
    table["compared"] = table["prior"].notna() & table["current"].notna()
    if not table["compared"].any():
        raise ValueError("no functional item states both years, so there is nothing to compare")
    table["change"] = (table["current"] - table["prior"]).round(DIGITS)
    table = table.sort_values("change", key=lambda change: -change.abs(), kind="stable", ignore_index=True)
    columns = ["report_id", "agency", "fiscal_year", "report_type", "name", "code", "prior", "current", "change"]
    table = table[[*columns, "compared", "zero_base", "page"]]
    table.attrs.update(changes.attrs)
    return table


def slope_headline(items: pd.DataFrame) -> Sentence:
    """How many items of ``two_years`` grew, fell and stayed, and the largest change from amount to amount."""
    known = items[items["compared"]]
    flat = known["change"].map(is_zero)
    grew, fell = int((known["change"].gt(0) & ~flat).sum()), int((known["change"].lt(0) & ~flat).sum())
    if flat.all():
        return Sentence(f"{len(known)}个科目都与上年持平", f"All {len(known)} items are where they were")
    counts = {"增": grew, "减": fell, "平": int(flat.sum())}
    zh = "".join(f"{number}{word}" for word, number in counts.items() if number)
    top = known.iloc[0]
    word = "升到" if top["change"] > 0 else "降到"
    before, after = amount(top["prior"]), amount(top["current"])
    return Sentence(
        f"{len(known)}个科目{zh}，变动最大的是{top['name']}：由{before}{word}{after}万元",
        f"{grew} of {len(known)} items grew, {fell} fell; most: {english(top['name'])}, {before} to {after}",
    )
