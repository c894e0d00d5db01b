"""Items over a change of the classification. The tables are made up, every expectation is worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetlib import schema
from budgetlib.analysis import classified_items, item_drift


def items(*rows: tuple[str, str, float], group: str = "某款") -> pd.DataFrame:
    """Items as ``classified_items`` gives them; the level follows from the code."""
    level = {3: 1, 5: 2, 7: 3, 0: 3}
    table = [(code or None, name, amount, level[len(code)], f"某类/{group}/{name}") for code, name, amount in rows]
    return pd.DataFrame(table, columns=["code", "name", "amount", "level", "path"])


def drift(earlier: pd.DataFrame, later: pd.DataFrame, years: tuple[int, int], **options: object) -> list[tuple]:
    table = item_drift(earlier, later, years, **options)  # type: ignore[arg-type]
    for side, came in (("earlier", earlier), ("later", later)):  # nothing lost, nothing twice
        levels = came[came["level"] == options.get("level", 2 if options.get("kind") == "economic" else 3)]
        assert table[side].sum() == pytest.approx(levels["amount"].sum())
    short = table[["status", "code_earlier", "code_later", "change"]].astype(object)
    return list(short.where(short.notna(), None).itertuples(index=False, name=None))


def test_same_new_and_vanished() -> None:
    earlier = items(("2060101", "行政运行", 100.0), ("2060702", "科普活动", 29.99))
    later = items(("2060101", "行政运行", 110.5), ("2060203", "自然科学基金", 3.0))
    assert drift(earlier, later, (2023, 2024)) == [
        ("same", "2060101", "2060101", 10.5),
        ("vanished", "2060702", None, None),
        ("new", None, "2060203", None),
    ]


def test_an_item_renamed_in_the_reference_is_one_item() -> None:
    earlier = items(("2080501", "归口管理的行政单位离退休", 20.0))
    later = items(("2080501", "行政单位离退休", 25.0))
    assert drift(earlier, later, (2019, 2020)) == [("renamed", "2080501", "2080501", 5.0)]


def test_a_class_renamed() -> None:
    earlier, later = items(("210", "医疗卫生与计划生育支出", 40.0)), items(("210", "卫生健康支出", 44.0))
    assert drift(earlier, later, (2018, 2019), level=1) == [("renamed", "210", "210", 4.0)]


def test_brackets_spaces_and_aliases_are_no_new_name() -> None:
    earlier = items(("20604", "技术与开发", 5.0), ("20103", "政府办公厅(室) 及相关机构事务", 1.0))
    later = items(("20604", "技术研究与开发", 6.0), ("20103", "政府办公厅（室）及相关机构事务", 1.0))
    assert [row[0] for row in drift(earlier, later, (2023, 2024), level=2)] == ["same", "same"]


def test_another_name_that_the_reference_does_not_know_is_unclear() -> None:
    earlier, later = items(("2069901", "科技奖励", 8.0)), items(("2069901", "科技评估", 9.0))
    assert drift(earlier, later, (2023, 2024)) == [("unclear", "2069901", "2069901", None)]


def test_predecessors_that_were_merged_are_added_once() -> None:
    """20115 and 20117 became 20138 in 2019: 30 + 12 against 45."""
    earlier = items(("20115", "工商行政管理事务", 30.0), ("20117", "质量技术监督与检验检疫事务", 12.0))
    later = items(("20138", "市场监督管理事务", 45.0))
    assert drift(earlier, later, (2018, 2019), level=2) == [("regrouped", "20115+20117", "20138", 3.0)]


def test_what_moved_into_an_item_that_was_there_is_read_with_it() -> None:
    """Religious affairs joined the united front in 2019: 4 + 10 against 15."""
    earlier = items(("20124", "宗教事务", 4.0), ("20134", "统战事务", 10.0))
    later = items(("20134", "统战事务", 15.0))
    assert drift(earlier, later, (2018, 2020), level=2) == [("regrouped", "20124+20134", "20134", 1.0)]


def test_a_split_is_read_as_one() -> None:
    earlier = items(("20704", "新闻出版广播影视", 50.0))
    later = items(("20706", "新闻出版电影", 20.0), ("20708", "广播电视", 33.0))
    assert drift(earlier, later, (2018, 2019), level=2) == [("regrouped", "20704", "20706+20708", 3.0)]


def test_items_of_a_merged_group_are_paired_by_name_and_never_guessed() -> None:
    """行政运行 is in both; 工商行政管理专项 has no namesake, and 市场秩序执法 may hold it or not."""
    earlier = items(("2011501", "行政运行", 10.0), ("2011504", "工商行政管理专项", 5.0))
    later = items(("2013801", "行政运行", 11.0), ("2013805", "市场秩序执法", 6.0))
    assert drift(earlier, later, (2018, 2019)) == [
        ("moved", "2011501", "2013801", 1.0),
        ("unclear", "2011504", None, None),
        ("unclear", None, "2013805", None),
    ]


def test_a_move_counts_only_between_the_years_it_lies_between() -> None:
    earlier, later = items(("20115", "工商行政管理事务", 1.0)), items(("20138", "市场监督管理事务", 2.0))
    assert [row[0] for row in drift(earlier, later, (2019, 2020), level=2)] == ["vanished", "new"]


def test_a_code_given_to_something_else_is_not_the_same_item() -> None:
    """30311 was the housing fund until 2017 and is social insurance paid for others since 2020."""
    earlier = items(("30311", "住房公积金", 8.0), ("30101", "基本工资", 50.0))
    later = items(("30113", "住房公积金", 9.0), ("30311", "代缴社会保险费", 2.0), ("30101", "基本工资", 52.0))
    assert drift(earlier, later, (2017, 2020), kind="economic") == [
        ("moved", "30311", "30113", 1.0),
        ("same", "30101", "30101", 2.0),
        ("new", None, "30311", None),
    ]


def test_a_name_that_cannot_be_mistaken_is_followed_without_the_reference() -> None:
    earlier = items(("2100501", "某某专项医疗经费", 7.0))
    later = items(("2101101", "某某专项医疗经费", 7.5))
    (row,) = item_drift(earlier, later, (2016, 2017)).to_dict("records")
    assert (row["status"], row["basis"], row["change"]) == ("moved", "name", 0.5)


@pytest.mark.parametrize("name", ["行政运行", "其他某某支出"])
def test_a_name_that_many_items_bear_proves_nothing(name: str) -> None:
    earlier, later = items(("2300101", name, 7.0)), items(("2300201", name, 7.0))
    assert [row[0] for row in drift(earlier, later, (2022, 2023))] == ["vanished", "new"]


def test_a_name_is_not_followed_away_from_a_code_that_still_holds() -> None:
    """2060702 科普活动 is still listed: without money this year, it is not the 2079901 of the same name."""
    earlier, later = items(("2060702", "科普活动", 7.0)), items(("2079901", "科普活动", 7.0))
    assert [row[0] for row in drift(earlier, later, (2022, 2023))] == ["vanished", "new"]


def test_an_item_without_a_code_is_found_by_its_path() -> None:
    """The prose of one year names what the statement of the next has with its code."""
    earlier, later = items(("", "行政运行", 10.0)), items(("2140101", "行政运行", 12.0))
    assert drift(earlier, later, (2022, 2023)) == [("same", None, "2140101", 2.0)]


def test_messages_state_both_codes_amounts_and_the_basis() -> None:
    earlier, later = items(("30104", "其他社会保障缴费", 1234.5)), items(("30112", "其他社会保障缴费", 1300.0))
    (row,) = item_drift(earlier, later, (2017, 2018), "economic").to_dict("records")
    assert row["message_zh"] == (
        "30104“其他社会保障缴费”（2017年）到2018年为30112“其他社会保障缴费”（其他社会保障缴费调整编码），"
        "按同一项比较：1,234.50→1,300.00万元。"
    )
    assert row["message_en"].startswith(
        "30104“其他社会保障缴费” (2017) is 30112“其他社会保障缴费” in 2018 (the reference:"
    )
    assert row["message_en"].endswith("read as one: 1,234.50 to 1,300.00 (万元).")


def test_years_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="earlier and a later year, not 2024 and 2023"):
        item_drift(items(), items(), (2024, 2023))


def lines(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Lines of statements: statement, code, name, amount of the column total."""
    table = schema.frame("lines").reindex(range(len(rows)))
    table["statement"], table["code"], table["name"], table["amount"] = zip(*rows, strict=True)
    return table.assign(column="total", level=[len(row[1]) // 2 for row in rows])


def test_the_statement_of_the_general_budget_comes_first() -> None:
    found = classified_items(
        lines(
            ("expenditure", "206", "科学技术支出", 9.0),
            ("general_public", "206", "科学技术支出", 5.0),
            ("general_public", "20601", "科学技术管理事务", 5.0),
            ("general_public", "2060101", "行政运行", 5.0),
        ),
        schema.frame("changes"),
    )
    assert found["amount"].tolist() == [5.0, 5.0, 5.0]
    assert found["path"].iloc[-1] == "科学技术支出/科学技术管理事务/行政运行"
    assert found["level"].tolist() == [1, 2, 3]
