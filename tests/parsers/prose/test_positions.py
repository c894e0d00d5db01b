"""What a number is by its position: behind a page break, set in spaces, behind a verb, in front of its noun."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]


def said(prose: Prose) -> list[tuple[str, str, float, str]]:
    return [
        (row.values["item"], row.values["measure"], row.values["value"], row.values["unit"]) for row in prose.claims
    ]


def test_a_number_printed_with_a_space_behind_every_character_is_one(prose: Read) -> None:
    read = prose("2 0 2 3年本部门收入总计 1 6 , 4 1 0 . 7 1万元，比上年减少1 2 . 5 0万元。")
    assert said(read) == [("收入总计", "actual", 16410.71, "万元"), ("收入总计", "change", -12.5, "万元")]
    assert read.claims[0].facts["value"].text == "16,410.71"


def test_numbers_of_columns_stay_apart(prose: Read) -> None:
    assert said(prose("栏次 1 2 3 4 5 6")) == []


def test_the_noun_behind_a_number_is_counted_and_not_the_names_in_front(prose: Read) -> None:
    read = prose(
        "本部门甲山监狱、乙水监狱、丙州戒毒所等3家行政单位以及丁岭法律服务中心1家参公事业单位的"
        "机关运行经费财政拨款预算45.60万元，比上年预算数增加2.10万元，增长4.83%。",
        report_type="budget",
    )
    assert said(read) == [
        ("行政单位", "count", 3.0, "家"),
        ("参公事业单位", "count", 1.0, "家"),
        ("机关运行经费财政拨款", "initial_budget", 45.6, "万元"),
        ("机关运行经费财政拨款", "change", 2.1, "万元"),
        ("机关运行经费财政拨款", "change_pct", 4.83, "%"),
    ]


def test_what_is_bought_is_not_what_is_held(prose: Read) -> None:
    read = prose("公务用车购置费36.00万元，主要用于经批准购置的2辆公务用车；公务用车保有量9辆。")
    assert said(read) == [
        ("公务用车购置费", "actual", 36.0, "万元"),
        ("购置公务用车", "count", 2.0, "辆"),
        ("公务用车保有量", "count", 9.0, "辆"),
    ]


def test_things_bought_are_no_vehicles(prose: Read) -> None:
    read = prose("三、“三公”经费支出决算情况说明", "公务用车购置费0.00万元。新购置3台服务器。购置5台，购置1艘巡查船。")
    assert said(read)[1:] == [("购置服务器", "count", 3.0, "台"), ("购置巡查船", "count", 1.0, "艘")]
    assert [(row.values["item"], row.values.get("count")) for row in read.three_public] == [("vehicle_purchase", None)]
