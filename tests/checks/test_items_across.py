"""Three public expenses with their items as columns: the row is proven and accused like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import budgetlib as bl

HTML = """<html><head><title>云岭市气象局2024年度部门决算</title></head><body><h1>云岭市气象局2024年度部门决算</h1>
<p>财政拨款“三公”经费支出决算表</p><p>单位：万元</p><table>{head}<tr>{figures}</tr></table></body></html>"""
ITEMS = (
    "<td rowspan=2{wide}>合计</td><td rowspan=2{wide}>因公出国（境）费</td>"
    "<td colspan={three}>公务用车购置及运行维护费</td><td rowspan=2{wide}>公务接待费</td>"
)
INNER = "<td{wide}>小计</td><td{wide}>公务用车购置费</td><td{wide}>公务用车运行维护费</td>"
BY_STAGE = (
    f"<tr><td colspan=6>预算数</td><td colspan=6>决算数</td></tr><tr>{ITEMS * 2}</tr><tr>{INNER * 2}</tr>".format(
        wide="", three=3
    )
)
BY_ITEM = f"<tr>{ITEMS}</tr><tr>{INNER}</tr>".format(wide=" colspan=2", three=6) + (
    f"<tr>{'<td>预算数</td><td>决算数</td>' * 6}</tr>"
)
BUDGET, ACTUAL = ["{}", "15.00", "24.00", "0.00", "24.00", "2.25"], ["27.00", "10.00", "{}", "3.00", "12.00", "2.00"]
Read = Callable[[str, str], bl.Report]


@pytest.fixture(params=["by stage", "by item"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    def reading(budget: str, vehicles: str) -> bl.Report:
        columns = [*BUDGET, *ACTUAL]
        if request.param == "by item":
            columns = [cell for pair in zip(BUDGET, ACTUAL, strict=True) for cell in pair]
        cells = "".join(f"<td>{cell}</td>" for cell in columns).format(budget, vehicles)
        path = tmp_path / "report.html"
        head = BY_STAGE if request.param == "by stage" else BY_ITEM
        path.write_text(HTML.format(head=head, figures=cells), encoding="utf-8")
        return bl.read_report(path)

    return reading


@pytest.mark.parametrize(
    ("budget", "vehicles", "expected"),
    [
        ("41.25", "15.00", []),  # 15 + 24 + 2.25; 10 + 15 + 2 and 3 + 12
        ("42.15", "15.00", [(42.15, 41.25)]),
        ("41.25", "51.00", [(27.0, 63.0), (51.0, 15.0)]),
    ],
)
def test_a_total_over_items_in_columns(
    read: Read, budget: str, vehicles: str, expected: list[tuple[float, float]]
) -> None:
    findings = read(budget, vehicles).findings
    errors = findings[findings["severity"] == "error"]
    assert sorted(zip(errors["stated"], errors["expected"], strict=True)) == expected


def test_what_adds_up_is_confirmed(read: Read) -> None:
    lines = read("41.25", "15.00").lines
    proven = lines[lines["confirmed_by"].notna()]
    assert len(proven) == 10, "all but the 0.00, and the 24.00 that stands alone beside it: they prove nothing"


CHANGES = """<html><head><title>云岭市气象局2024年度部门预算</title></head><body><h1>云岭市气象局2024年度部门预算</h1>
<p>六、部门“三公”经费预算情况说明</p>
<p>2024年“三公”经费预算6.00万元，较上年{said}。其中：公务接待费6.00万元，较上年减少2.00万元。</p>
<p>2024年一般公共预算“三公”经费支出预算表</p><p>单位：元</p><table>
<tr><td rowspan=2>单位名称</td><td colspan=3>2023年</td><td colspan=3>2024年</td><td colspan=3>增减变化情况</td></tr>
<tr>{items}{items}{items}</tr>
<tr><td>合计</td><td>160,000.00</td><td>80,000.00</td><td>80,000.00</td><td>60,000.00</td><td>0.00</td><td>60,000.00</td>
<td>-100,000.00</td><td>-80,000.00</td><td>-20,000.00</td></tr></table></body></html>"""
COLUMNS = "<td>“三公”经费合计</td><td>公务用车运行维护费</td><td>公务接待费</td>"


@pytest.mark.parametrize(("said", "stated"), [("减少10.00万元", []), ("增加10.00万元", [10.0])])
def test_a_change_in_the_prose_is_that_of_the_statement(tmp_path: Path, said: str, stated: list[float]) -> None:
    path = tmp_path / "report.html"
    path.write_text(CHANGES.format(said=said, items=COLUMNS), encoding="utf-8")
    report = bl.read_report(path)
    findings = report.findings[report.findings["rule"] == "prose.three_public_statement"]
    assert findings["stated"].tolist() == stated
    assert report.three_public.set_index("item").loc["total", "change"] == -10.0
