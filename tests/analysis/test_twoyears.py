"""Two years of each item: names told apart, changes recomputed, items that cannot be compared kept last."""

from __future__ import annotations

import pandas as pd

from budgetlib import analysis, schema
from budgetlib.analysis.twoyears import slope_headline

KEY = {"report_id": "甲局-2024-final", "agency": "甲局", "fiscal_year": 2024, "report_type": "final", "page": 5}


def rows(*found: dict) -> pd.DataFrame:
    return schema.frame("changes", [KEY | {"base": "prior_year"} | row for row in found])


def test_items_of_one_name_are_told_apart_by_their_section():
    table = rows(
        {"item": "甲类/子款/行政运行", "code": "2010101", "prior": 1.0, "current": 2.0, "change": 1.0},
        {"item": "甲类/丑款/行政运行", "code": "2010201", "prior": 5.0, "current": 2.0, "change": -3.0},
        {"item": "甲类/丑款/其他", "code": "2010299", "current": 2.0},
    )
    items = analysis.two_years(table)
    assert items["name"].tolist() == ["丑款/行政运行", "子款/行政运行", "其他"]
    assert items["compared"].tolist() == [True, True, False]
    assert slope_headline(items).zh == "2个科目1增1减，变动最大的是丑款/行政运行：由5.00降到2.00万元"


def test_a_change_that_is_not_stated_is_computed():
    table = rows({"item": "甲类/甲款/甲项", "code": "2010101", "prior": 1.1, "current": 3.3})
    assert analysis.two_years(table)["change"].tolist() == [2.2]


def test_the_published_figures(changes):
    items = analysis.two_years(changes)
    assert items["name"].tolist()[:2] == ["其他科技条件与服务支出", "科技成果转化与扩散"]
    assert items[["prior", "current", "change"]].iloc[0].tolist() == [1598.03, 648.39, -949.64]
    assert items.loc[items["zero_base"], "name"].tolist() == ["科技人才队伍建设", "自然科学基金", "其他科学技术支出"]
