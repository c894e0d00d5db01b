"""data/panel against the pages: the three public expenses as read by eye, and what two years say of each other."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import budgetlib as bl

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "data" / "panel"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


READ = rows(Path(__file__).with_name("panel-three-public.csv"))


@pytest.fixture(scope="module")
def dataset() -> bl.Dataset:
    return bl.open_dataset(PANEL)


def printed(row: dict[str, str]) -> float | None:
    """The figure on the page in 万元; “level” is no change, a blank none; one table is printed in yuan."""
    if not row["printed"]:
        return None
    value = 0.0 if row["printed"] == "level" else float(row["printed"].replace(",", ""))
    return value / 10_000 if row["report_id"].startswith("西安") and row["page"] == "35" and value else value


def test_every_figure_of_the_three_public_expenses_is_the_one_on_the_page(dataset: bl.Dataset) -> None:
    """What is missing is named as missing in the file; nothing is wrong. Blanks may be filled from the explanation."""
    table = dataset.three_public.set_index(["report_id", "item"])
    verdicts = {"right": 0, "missing": 0, "filled from the explanation": 0}
    for row in READ:
        key, value = (row["report_id"], row["item"]), printed(row)
        ours = table.loc[key, row["measure"]] if key in table.index else float("nan")
        if value is None:
            verdict = "right" if pd.isna(ours) else "filled from the explanation"
        else:
            verdict = "missing" if pd.isna(ours) else "right" if ours == pytest.approx(value) else "wrong"
        assert verdict == row["verdict"], row
        verdicts[verdict] += 1
    assert len(READ) == 234 and verdicts["missing"] <= 2


def test_every_report_of_the_panel_was_read_by_eye(dataset: bl.Dataset) -> None:
    assert {row["report_id"] for row in READ} == set(dataset.reports["report_id"])


def test_no_sentence_of_a_report_is_kept(dataset: bl.Dataset) -> None:
    assert dataset.changes["reason"].isna().all()
    assert dataset.goals.empty and dataset.indicators.empty and dataset.unread.empty
    for name, table in dataset.tables().items():
        for column in table.select_dtypes("str"):
            if column not in ("losses", "files", "sha256"):
                assert not table[column].dropna().str.contains("[。；]").any(), f"{name}.{column}"


def test_each_difference_between_two_years_is_explained(dataset: bl.Dataset) -> None:
    found = dataset.restatements().query("status != 'same'")
    known = {(row["agency"], row["fiscal_year"], row["item"]): row for row in rows(PANEL / "differences.csv")}
    assert {(one.agency, str(one.fiscal_year), one.item) for one in found.itertuples()} == set(known)
    for one in found.itertuples():
        row = known[one.agency, str(one.fiscal_year), one.item]
        assert (float(row["printed"]), float(row["implied"])) == (one.printed, one.implied)
        assert row["explanation_zh"] and row["explanation_en"]


def test_two_years_of_jiangsu_offices_agree_but_for_what_is_explained(dataset: bl.Dataset) -> None:
    counted = dataset.restatements().query("status == 'same'").groupby(["agency", "fiscal_year"]).size()
    assert counted.min() >= 10 and len(counted) == 9
