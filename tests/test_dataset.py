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
