"""Published series: every figure has a source, gaps stay gaps, claims about years are judged step by step."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

import budgetlib as bl
from budgetlib import analysis

SERIES = Path(__file__).parents[1] / "data" / "series"
FILES = sorted(path for path in SERIES.glob("*.csv") if path.name not in ("sources.csv", "breaks.csv"))
HEAD = "agency,level,fiscal_year,report_type,item,measure,value,unit,derived,note,strength,source\n"


def written(folder: Path, *rows: str) -> Path:
    (folder / "sources.csv").write_text(
        "source,outlet,published,title,read_in\nx,某报,2020-01-01,,page\n", encoding="utf-8"
    )
    path = folder / "one.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def line(*amounts: float | None, first: int = 2015) -> pd.DataFrame:
    years = [first + place for place in range(len(amounts))]
    status = ["missing" if amount is None else "printed" for amount in amounts]
    return pd.DataFrame({"fiscal_year": years, "amount": amounts, "status": status})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_point_has_a_source_with_its_day_and_no_mirror(path: Path) -> None:
    series = bl.read_series(path)
    assert len(series) and series["source"].ne("").all()
    assert (series["published"].ne("") | series["outlet"].ne("")).all()
    assert not series["outlet"].str.contains("转载|轉載|http").any()
    assert (series.loc[series["status"] == "derived", "note"] != "").all()


def test_the_central_series_as_its_sources_print_it() -> None:
    """94.7 and 17.73 亿元: People's Daily, 9 July 2011; 38.72: China News Service, 25 July 2024."""
    series = bl.read_series(SERIES / "central.csv")
    final = analysis.series_years(series, "total", ["actual"]).set_index("fiscal_year")
    assert final.loc[2010, ["amount", "outlet", "published"]].tolist() == [947000.0, "人民日报", "2011-07-09"]
    assert final.loc[2023, "amount"] == pytest.approx(387200.0)
    assert final.index[final["status"] == "missing"].tolist() == [2019, 2021]
    assert final.loc[2022, "status"] == "derived"
    abroad = analysis.series_years(series, "abroad", ["actual"]).set_index("fiscal_year")
    assert abroad.loc[2010, "amount"] == pytest.approx(177300.0)


def test_budget_and_final_account_of_the_centre() -> None:
    """2017: 61.47 budgeted, 43.60 spent, 17.87 below, 70.93 %."""
    table = analysis.budget_and_actual(bl.read_series(SERIES / "central.csv"), "total").set_index("fiscal_year")
    assert table.loc[2017, ["budget", "actual", "below"]].tolist() == pytest.approx([614700.0, 436000.0, 178700.0])
    assert table.loc[2017, "used"] == pytest.approx(70.93, abs=0.005)
    assert 2010 not in table.index and 2021 not in table.index


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("甲,city,2020,final,total,actual,1,万元,no,,one,x", "neither true nor false"),
        ("甲,city,2020,final,total,actual,1,万元,false,,one,y", "no such source"),
        ("甲,city,2020,final,total,actual,1,辆,false,,one,x", "unknown unit"),
        ("甲,city,2020,final,total,spent,1,万元,false,,one,x", "unknown measure"),
        ("甲,city,2020,final,total,actual,1,万元,false,,many,x", "unknown strength"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_named(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(bl.UnreadableReport, match=fault):
        bl.read_series(written(tmp_path, row))


def test_a_source_says_where_it_was_read(tmp_path: Path) -> None:
    path = written(tmp_path, "甲,city,2020,final,total,actual,1,万元,false,,one,x")
    sources = tmp_path / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace(",page", ",somewhere"), encoding="utf-8")
    with pytest.raises(bl.UnreadableReport, match="where it was read"):
        bl.read_series(path)


def test_a_figure_stated_twice_is_named(tmp_path: Path) -> None:
    row = "甲,city,2020,final,total,actual,1,亿元,false,,one,x"
    assert bl.read_series(written(tmp_path, row))["amount"].tolist() == [10000.0]
    with pytest.raises(bl.UnreadableReport, match="甲 2020 total actual: stands twice"):
        bl.read_series(written(tmp_path, row, row))
    with pytest.raises(bl.UnreadableReport, match="no such file"):
        bl.read_series(tmp_path / "none.csv")


def test_a_missing_year_is_never_bridged() -> None:
    """5, 4, nothing, 2: one step fell, the steps into and out of the gap are unknown."""
    claim = analysis.every_year(line(5.0, 4.0, None, 2.0), "fell")
    assert (claim.held, claim.broken, claim.unknown) == ((2016,), (), (2017, 2018))
    assert claim.verdict == "cannot be told"
    assert "2017–2018" in claim.sentence().zh


def test_a_year_left_out_of_the_table_is_a_gap_too() -> None:
    assert analysis.every_year(line(5.0, 4.0, None, 2.0).dropna(), "fell").unknown == (2017, 2018)


def test_level_is_no_fall_and_a_rise_contradicts() -> None:
    assert analysis.every_year(line(5.0, 5.0, 4.0), "fell").broken == (2016,)
    assert analysis.every_year(line(5.0, 6.0, 4.0), "fell").verdict == "contradicted"
    assert analysis.every_year(line(5.0, 4.0, 3.0), "fell").verdict == "borne out"
    assert analysis.every_year(line(3.0, 4.0), "rose").verdict == "borne out"
    assert analysis.every_year(line(3.0), "rose").verdict == "cannot be told"
    with pytest.raises(ValueError, match="expected fell or rose"):
        analysis.every_year(line(3.0), "up")


def test_no_step_is_compared_over_a_break() -> None:
    claim = analysis.every_year(line(5.0, 4.0, 3.0), "fell", breaks=[2017])
    assert (claim.held, claim.unknown) == ((2016,), (2017,))


def test_an_index_starts_at_a_hundred_in_each_line() -> None:
    table = pd.concat([line(50.0, 40.0).assign(agency="甲"), line(None, 7.0).assign(agency="乙")])
    found = analysis.indexed(table, 2015)
    assert found["amount"].tolist()[:2] == [100.0, 80.0]
    assert found["status"].tolist() == ["printed", "printed", "missing", "missing"]


def test_what_the_central_series_says_worked_by_hand() -> None:
    """38.72 / 94.70 - 1 = -59.1 %; 0.64 of 94.28 is 0.7 %, 25.31 of 55.17 is 45.9 %; 74.25 / 93.64 - 1 = -20.7 %."""
    series = bl.read_series(SERIES / "central.csv")
    said = "".join(sentence.zh for sentence in analysis.series_answer(series))
    assert "2010年94.70亿元，2023年38.72亿元，减少59.1%（2017年起口径变了）" in said
    assert "不成立" in said and "不符的有2023年；2017、2019–2022年不能与上年比" in said
    assert "少的2011年低0.7%，多的2020年低45.9%（25.31亿元）" in said
    steps = analysis.step_sentences(analysis.series_years(series, "total", ["actual"]), [2017])
    assert [sentence.en for sentence in steps] == ["Largest fall: 2012, -20.7%.", "Largest rise: 2023, +37.1%."]
    record = "".join(sentence.zh for sentence in analysis.record_sentences(series))
    assert "只有一个来源的29个（11个只见于转载）" in record  # 2018 two, 2020 one, 2021 six, 2022 and 2023 one each
    assert "缺决算合计：2019、2021年" in record and "缺预算合计：2010、2019、2022、2023年" in record


def test_a_budget_series_is_judged_by_its_budgets() -> None:
    """12,259 to 7,860: -35.9 %."""
    said = [sentence.zh for sentence in analysis.series_answer(bl.read_series(SERIES / "urumqi.csv"))]
    assert "2012年12,259.00万元，2016年7,860.00万元，减少35.9%" in said[0]
    assert "成立：4个能比较的年份里4个下降" in said[1] and len(said) == 2


def test_offices_by_what_fell_rose_and_stayed() -> None:
    """676.10 to 660.10: -2.4 %; trips up, reception down, vehicles level."""
    amounts = {
        "total": (676.1, 660.1),
        "abroad": (76.0, 106.0),
        "vehicles": (156.6, 156.6),
        "reception": (443.5, 397.5),
    }
    parts = [line(*pair, first=2018).assign(agency="甲", item=item) for item, pair in amounts.items()]
    (said,) = analysis.offices_answer(pd.concat(parts), {"甲": "甲", "乙": "乙"})
    assert (
        said.zh == "甲：2018年676.10万元，2019年660.10万元（−2.4%）。减：公务接待；增：因公出国（境）；平：公务用车。"
    )
    assert "down: official reception; up: trips abroad; level: official vehicles" in said.en


def test_the_data_package_describes_the_series_as_they_are() -> None:
    package = json.loads((SERIES / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} == {path.name for path in SERIES.glob("*.csv")}
    for one in package["resources"]:
        with (SERIES / one["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0]) == [field["name"] for field in one["schema"]["fields"]] and len(rows) == one["rows"]
