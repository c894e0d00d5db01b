"""Datasets: panels over offices and years, SQL, round trips through files. Reports made up, figures worked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib import schema

TEXT = """某市甲局{scope}{year}年度{kind}决算

一、收入支出决算总体情况说明

{year}年度收入总计{income:.2f}万元，其中：本年收入合计{income:.2f}万元，年初结转和结余0.00万元。

三、支出决算情况说明

本年支出{spent:.2f}万元，其中：基本支出{basic:.2f}万元；项目支出{project:.2f}万元。本年支出比上年{move}{change:.2f}万元。

九、财政拨款“三公”经费支出决算情况说明

财政拨款“三公”经费支出{public:.2f}万元。
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> bl.Dataset:
    folder = tmp_path_factory.mktemp("reports")
    reports = {
        "a.txt": dict(
            scope="（部门）",
            kind="部门",
            year=2022,
            income=100,
            spent=90,
            basic=60,
            project=30,
            move="减少",
            change=10,
            public=4.5,
        ),
        "b.txt": dict(
            scope="（部门）",
            kind="部门",
            year=2023,
            income=120,
            spent=110,
            basic=66,
            project=44,
            move="增加",
            change=25,
            public=5.5,
        ),
        "c.txt": dict(
            scope="（本级）",
            kind="单位",
            year=2023,
            income=50,
            spent=40,
            basic=30,
            project=10,
            move="增加",
            change=5,
            public=1.0,
        ),
    }
    for name, values in reports.items():
        (folder / name).write_text(TEXT.format(**values), encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"nothing")
    return bl.read_reports(folder, workers=1, progress=False)


def test_bad_files_are_named_and_the_rest_is_there(dataset: bl.Dataset) -> None:
    assert len(dataset) == 3
    assert len(dataset.unreadable) == 1 and "bad.pdf" in dataset.unreadable[0]


def test_departments_and_units_stand_side_by_side(dataset: bl.Dataset) -> None:
    trend = dataset.trend("本年支出")
    assert trend[["scope", "fiscal_year", "amount"]].values.tolist() == [
        ["department", 2022, 90.0],
        ["department", 2023, 110.0],
        ["unit", 2023, 40.0],
    ]
    assert set(trend["agency"]) == {"某市甲局"}
    assert trend["report_id"].is_unique


def test_compare_gives_shares(dataset: bl.Dataset) -> None:
    row = dataset.compare(["某市甲局"]).iloc[1]
    assert (row["fiscal_year"], row["expenditure"], row["basic_share"], row["project_share"]) == (
        2023,
        110.0,
        60.0,
        40.0,
    )
    assert row["three_public_share"] == 5.0


def test_compare_takes_from_the_statement_what_the_prose_leaves_out() -> None:
    """The budget of the bundled commerce commission: 1,983.0655 + 35,168.40 = 37,151.4655, printed in 元."""
    tidy = bl.open_dataset(Path(__file__).parents[1] / "data" / "tidy")
    row = tidy.compare(["上海市普陀区商务委员会"]).iloc[0]
    assert (row["basic"], row["project"]) == (1983.0655, 35168.4)
    assert row["basic_share"] == pytest.approx(5.3378, abs=1e-3)


def test_restatement_needs_two_years_of_one_office_and_scope(dataset: bl.Dataset) -> None:
    """2023 says 25 more than the year before, which makes 85; 2022 printed 90."""
    restated = dataset.restatements()
    (row,) = restated[restated["status"] == "restated"].to_dict("records")
    assert (row["scope"], row["fiscal_year"], row["item"]) == ("department", 2023, "本年支出")
    assert (row["printed"], row["implied"], row["difference"]) == (90.0, 85.0, -5.0)


def test_sql_sees_every_table(dataset: bl.Dataset) -> None:
    answer = dataset.sql("select scope, count(*) as n from reports group by scope order by scope")
    assert answer.values.tolist() == [["department", 2], ["unit", 1]]
    for name in schema.TABLES:
        dataset.sql(f"select * from {name} limit 1")


@pytest.fixture(scope="module")
def moved() -> bl.Dataset:
    """One office in 2018, 2019 and 2021: two groups merged in 2019, the housing fund recoded before, all made up."""
    years = {
        2018: [
            ("20115", "工商行政管理事务", 30.0),
            ("2011501", "行政运行", 18.0),
            ("2011504", "执法办案专项", 12.0),
            ("20117", "质量技术监督与检验检疫事务", 12.0),
            ("2011701", "行政运行", 12.0),
        ],
        2019: [("20138", "市场监督管理事务", 45.0), ("2013801", "行政运行", 45.0)],
        2021: [("20138", "市场监督管理事务", 50.0), ("2013801", "行政运行", 47.0), ("2013816", "食品安全监管", 3.0)],
    }
    key = {"agency": "某市丙局", "report_type": "final"}
    reports, lines = [], []
    for year, items in years.items():
        one = key | {"report_id": f"某市丙局-{year}-final", "fiscal_year": year}
        reports.append(one | {"scope": "department"})
        for statement, factor in (("expenditure", 2.0), ("general_public", 1.0)):
            for code, name, amount in items:
                line = {"statement": statement, "code": code, "name": name, "level": len(code) // 2}
                lines.append(one | line | {"column": "total", "amount": amount * factor})
    return bl.Dataset({"reports": schema.frame("reports", reports), "lines": schema.frame("lines", lines)})


def test_a_trend_follows_codes_that_were_merged(moved: bl.Dataset) -> None:
    """30 + 12 in 2018; the statement of the general budget counts, not that of all spending."""
    for item in ("20138", "20115", "一般公共服务支出/市场监督管理事务"):
        trend = moved.trend(item)
        assert trend[["fiscal_year", "codes", "amount"]].values.tolist() == [
            [2018, "20115+20117", 42.0],
            [2019, "20138", 45.0],
            [2021, "20138", 50.0],
        ]
        assert set(trend["item"]) == {item}


def test_a_trend_follows_an_item_of_a_merged_group_by_its_name() -> None:
    """2013802 is 一般行政管理事务 in the reference: 2 + 3 of the groups that were merged, not the 4 of another."""
    key = {"report_id": "a", "agency": "甲", "report_type": "final", "fiscal_year": 2018}
    items = [("2011502", 2.0), ("2011702", 3.0), ("2010102", 4.0)]
    line = {"statement": "general_public", "name": "一般行政管理事务", "column": "total"}
    lines = [key | line | {"code": code, "amount": amount} for code, amount in items]
    reports = schema.frame("reports", [key | {"scope": "unit"}])
    dataset = bl.Dataset({"reports": reports, "lines": schema.frame("lines", lines)})
    assert dataset.trend("2013802")[["codes", "amount"]].values.tolist() == [["2011502+2011702", 5.0]]


def test_drift_goes_from_each_year_to_the_next_there_is(moved: bl.Dataset) -> None:
    groups = moved.drift(level=2)
    columns = ["prior_year", "fiscal_year", "status", "code_earlier", "code_later", "earlier", "later", "change"]
    assert groups[columns].values.tolist() == [
        [2018, 2019, "regrouped", "20115+20117", "20138", 42.0, 45.0, 3.0],
        [2019, 2021, "same", "20138", "20138", 45.0, 50.0, 5.0],
    ]
    items = moved.drift()
    columns = ["prior_year", "status", "name_earlier", "name_later"]
    assert items[columns].astype(object).where(items[columns].notna(), None).values.tolist() == [
        [2018, "regrouped", "行政运行+行政运行", "行政运行"],
        [2018, "unclear", "执法办案专项", None],
        [2019, "same", "行政运行", "行政运行"],
        [2019, "new", None, "食品安全监管"],
    ]


def test_one_year_has_no_drift(dataset: bl.Dataset) -> None:
    assert dataset.drift("economic").empty and "message_zh" in dataset.drift("economic")


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_tables_come_back_from_files(dataset: bl.Dataset, tmp_path: Path, format: str) -> None:
    (dataset.to_parquet if format == "parquet" else dataset.to_csv)(tmp_path)
    opened = bl.open_dataset(tmp_path)
    for name in schema.TABLES:
        assert opened.table(name).equals(dataset.table(name)), name


def test_partitions_hold_a_year_each_and_replace_whole_files(dataset: bl.Dataset, tmp_path: Path) -> None:
    dataset.to_parquet(tmp_path)
    written = dataset.to_parquet(tmp_path, partitioned=True)
    assert [path.name for path in written] == sorted(schema.TABLES) and not list(tmp_path.glob("*.parquet"))
    years = sorted(path.name for path in (tmp_path / "claims").iterdir())
    assert years == ["fiscal_year=2022", "fiscal_year=2023"]
    opened = bl.open_dataset(tmp_path)
    for name in schema.TABLES:
        ordered = dataset.table(name).sort_values("fiscal_year", kind="stable", ignore_index=True)
        assert opened.table(name).equals(ordered), name
    dataset.to_parquet(tmp_path)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_datapackage_describes_every_column(dataset: bl.Dataset, tmp_path: Path) -> None:
    package = json.loads(dataset.to_datapackage(tmp_path, title="t").read_text(encoding="utf-8"))
    fields = {r["path"]: [field["name"] for field in r["schema"]["fields"]] for r in package["resources"]}
    assert fields == {f"{name}.csv": table.names for name, table in schema.TABLES.items()}


def test_a_folder_without_tables_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(bl.UnreadableReport, match=r"reports\.parquet"):
        bl.open_dataset(tmp_path)
