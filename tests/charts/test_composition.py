"""Charts of composition: shares that fill their bar, cells inside their parent."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from budgetlib import charts, schema
from budgetlib.charts.composition import stack_bar

KEY = {"report_id": "某局-2024-final", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 5}
CELLS = [
    ("206", "", "科学技术支出", 1, 75.0),
    ("20602", "206", "基础研究", 2, 75.0),
    ("2060203", "20602", "自然科学基金", 3, 74.5),
    ("2060208", "20602", "科技人才队伍建设", 3, 0.5),
    ("205", "", "教育支出", 1, 25.0),
    ("20501", "205", "教育管理事务", 2, 25.0),
    ("2050101", "20501", "行政运行", 3, 25.0),
]
TREE = pd.DataFrame(
    [
        KEY | dict(zip(["code", "parent", "name", "level", "amount"], cell, strict=True)) | {"share": cell[4]}
        for cell in CELLS
    ]
)


def line(statement: str, name: str, column: str, amount: float, code: str | None = None, level: int | None = None):
    return KEY | {
        "statement": statement, "name": name, "column": column, "amount": amount, "code": code, "level": level
    }  # fmt: skip


LINES = schema.frame(
    "lines",
    [
        line("income", "合计", "total", 100.0),
        line("income", "合计", "appropriation", 97.0),
        line("income", "合计", "other", 3.0),
        line("expenditure", "合计", "total", 100.0),
        line("expenditure", "合计", "basic", 60.0),
        line("expenditure", "合计", "project", 40.0),
        line("expenditure", "科学技术支出", "total", 100.0, "206", 1),
        line("basic", "工资福利支出", "amount", 60.0, "301", 1),
    ],
)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def words(fig) -> list[str]:
    return [text.get_text() for text in [*fig.texts, *fig.axes[0].texts]]


def test_cells_lie_inside_their_parent():
    cells = {round(box.get_x()): [] for box in charts.functional_icicle(TREE).axes[0].patches}
    for box in charts.functional_icicle(TREE).axes[0].patches:
        cells[round(box.get_x())].append((box.get_y(), box.get_y() + box.get_height()))
    for column in (0, 1):
        for low, high in cells[column + 1]:
            assert any(top - 1e-6 <= low and high <= bottom + 1e-6 for top, bottom in cells[column])


def test_a_cell_too_low_for_its_name_is_counted_in_the_note():
    fig = charts.functional_icicle(TREE)
    assert not any("科技人才队伍建设" in text for text in words(fig))
    assert any("另有1项占比过小，未标注" in text.replace("\n", "") for text in words(fig))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stacks_fill_the_bar_and_name_what_is_too_narrow(lang):
    fig = charts.composition_stacks(LINES, lang=lang)
    assert sum(bar.get_width() for bar in fig.axes[0].patches) == pytest.approx(400)
    name = "其他收入 3.0%" if lang == "zh" else "Other income 3.0%"
    assert name in words(fig)


def test_a_bar_returns_what_it_could_not_name():
    assert stack_bar(plt.figure().add_subplot(), 0, ["甲", "名称很长的一项"], [95, 5], 0.3) == ["名称很长的一项 5.0%"]


def test_a_sample_copy_is_named_in_the_note():
    tree, lines = TREE.copy(), LINES.copy()
    tree.attrs["samples"] = lines.attrs["samples"] = tuple(set(lines["report_id"]))
    for fig in (charts.functional_icicle(tree), charts.composition_stacks(lines)):
        assert any("样本副本" in text.replace("\n", "") for text in words(fig))
