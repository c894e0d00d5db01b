"""What the explorer offers and draws. Figures are those of the bundled reports, taken from their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.book.explorer import explorer, item_chart, report_items

DATA = Path(__file__).parents[1] / "data"
URUMQI = "乌鲁木齐市科学技术局-2024-final"
PLANNING = "上海市普陀区规划和自然资源局-2024-final"


@pytest.fixture(scope="module")
def dataset() -> bl.Dataset:
    return bl.open_dataset(DATA / "tidy")


def item(dataset: bl.Dataset, report: str, label: str):
    return next(one for one in report_items(dataset, report) if one.label == label)


def test_an_item_gathers_what_several_tables_state_of_it(dataset: bl.Dataset) -> None:
    """3,381.51 spent, 1,807.21 less than the year before, 3,977.09 planned at first: pages 5 of the edition."""
    found = item(dataset, URUMQI, "一般公共预算财政拨款支出")
    assert found.amounts == {"prior": 5188.72, "current": 3381.51, "initial_budget": 3977.09}
    assert [table for table, _ in found.rows] == ["changes", "completions"]


def test_a_code_names_an_item_once_though_the_prose_uses_an_old_name(dataset: bl.Dataset) -> None:
    codes = [one.label.split()[0] for one in report_items(dataset, PLANNING) if one.label[0].isdigit()]
    assert len(codes) == len(set(codes)) and "2200199" in codes
    assert not any(one.label == "其他国土资源事务支出" for one in report_items(dataset, PLANNING))


def test_the_three_public_expenses_come_first_where_they_are_stated(dataset: bl.Dataset) -> None:
    assert report_items(dataset, URUMQI)[0].rows == [("three_public", 0)]


def test_the_chart_states_the_change_and_its_pages(dataset: bl.Dataset) -> None:
    fig = item_chart(dataset, URUMQI, item(dataset, URUMQI, "2060101 行政运行"))
    title, _, note = (text.get_text().replace("\n", "") for text in fig.texts[-3:])
    assert title == "行政运行：2024年决算676.32万元，比上年增加68.47万元"
    assert "第5页" in note and "样本" not in note


def test_a_chart_of_a_sample_copy_says_so(dataset: bl.Dataset) -> None:
    fig = item_chart(dataset, PLANNING, item(dataset, PLANNING, "2210201 住房公积金"))
    assert "样本副本" in fig.texts[-1].get_text().replace("\n", "")


def test_the_choice_goes_from_office_to_year_to_item(dataset: bl.Dataset) -> None:
    box = explorer(dataset, DATA / "reports")
    choice, items = box.children[0], box.children[1]
    office, year = choice.children
    assert office.value == "乌鲁木齐市科学技术局"  # published before sample copies
    before = bytes(box.children[2].value)
    items.index = 3
    assert box.children[2].value != before and bytes(box.children[2].value).startswith(b"\x89PNG")
    office.value = "上海市普陀区商务委员会"
    assert [label for label, _ in year.options] == ["2025 预算 / budget"]
    assert "putuo-commerce-budget-2025.pdf" in box.children[3].value


def test_without_the_file_the_chart_is_shown_alone_with_the_reason(dataset: bl.Dataset, tmp_path: Path) -> None:
    box = explorer(dataset, tmp_path)
    assert "没有原文截图 / no crop of the page: urumqi-science-technology-2024.pdf" in box.children[3].value
    assert bytes(box.children[2].value).startswith(b"\x89PNG") and box.children[4].layout.display == "none"
