"""The PDF as a file: same bytes, no missing glyph, nothing half-written, clear words for tables that cannot be set."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2 as pdfium
import pytest

from budgetlib.charts import source_note
from budgetlib.numbers import shown as figure
from budgetlib.running.pipeline import read_report
from budgetlib.typeset import compile as compiling
from budgetlib.typeset import load_tables, make_edition, typeset
from budgetlib.typeset.compile import MissingGlyph
from budgetlib.typeset.sheet import LYING, UPRIGHT

Made = Callable[..., dict[str, pd.DataFrame]]

CLAIM = {"section": "一、总体情况说明", "subsection": "", "item": "收入总计", "measure": "actual", "value": 3628.92,
         "unit": "万元", "text": "3,628.92"}  # fmt: skip
CHANGE = {"item": "收入总计", "current": 3628.92, "change": 5.0, "direction": "up", "base": "prior_year"}


def page_text(path: Path, page: int) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return "".join(pdf[page].get_textpage().get_text_bounded().split())


def test_same_bytes(made: Made, tmp_path: Path) -> None:
    given = made(claims=[CLAIM])
    first = typeset(given, tmp_path / "a.pdf").read_bytes()
    compiling._compiler.cache_clear()
    assert typeset(given, tmp_path / "b.pdf").read_bytes() == first


def test_first_page_carries_title_and_note(made: Made, tmp_path: Path) -> None:
    out = typeset(made(claims=[CLAIM]), tmp_path / "a.pdf", edition_note=("非原件", "No original"), fictional=True)
    text = page_text(out, 0)
    assert "云岭市气象局（部门）2024年度部门决算" in text
    assert "非原件" in text and "Nooriginal" in text and "虚构" in text
    assert "虚构" in page_text(out, 2)


def test_a_character_without_glyph(made: Made, tmp_path: Path) -> None:
    given = made(claims=[CLAIM], projects=[{"evaluation": "project", "project": "雷达站😀建设", "executed": 1.0}])
    with pytest.raises(MissingGlyph, match="U\\+1F600"):
        typeset(given, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_missing_font_is_an_error(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    template = Path(compiling.__file__).with_name("report.typ")
    bare = typst.Compiler(str(template), ignore_system_fonts=True)
    monkeypatch.setattr(compiling, "_compiler", lambda: bare)
    with pytest.raises(RuntimeError, match="font"):
        typeset(made(claims=[CLAIM]), tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"claims": [CLAIM, {**CLAIM, "report_id": "另一份"}]}, "one report, found 2"),
        ({"claims": [{**CLAIM, "item": "12.5"}]}, "no sentence states actual of '12.5'"),
        ({"claims": [{**CLAIM, "value": 1.0}]}, "no sentence states"),
        ({"claims": [CLAIM], "changes": [CHANGE]}, "changes"),
        ({"claims": [CLAIM], "three_public": [{"item": "total", "actual": 1.0}]}, "three_public"),
        (
            {"indicators": [{"evaluation": "project", "project": "甲", "indicator": "乙"}]},
            "no row of projects for '甲'",
        ),
    ],
)
def test_tables_that_cannot_be_set(made: Made, tmp_path: Path, rows: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        typeset(made(**rows), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_no_tables(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected the rows of one report"):
        typeset({}, tmp_path / "a.pdf")
    with pytest.raises(ValueError, match="no public table budget"):
        typeset({"budget": pd.DataFrame()}, tmp_path / "a.pdf")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_tables_from_a_folder(made: Made, tmp_path: Path, ending: str) -> None:
    given = made(claims=[CLAIM, {**CLAIM, "item": "支出总计", "base": None}])
    for name, data in given.items():
        if ending == "csv":
            data.to_csv(tmp_path / f"{name}.csv", index=False)
        else:
            data.to_parquet(tmp_path / f"{name}.parquet")
    loaded = load_tables(tmp_path)
    assert loaded["claims"].dtypes.equals(given["claims"].dtypes)
    assert typeset(loaded, tmp_path / "a.pdf").read_bytes() == typeset(given, tmp_path / "b.pdf").read_bytes()


def test_a_folder_without_tables(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"expected tables such as claims\.csv"):
        load_tables(tmp_path)
    (tmp_path / "claims.csv").write_text("item,value\na,1\n")
    with pytest.raises(ValueError, match="lacks the column report_id"):
        load_tables(tmp_path)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [(1674.94, 2, "1,674.94"), (10.0, 0, "10"), (9.65, 0, "9.65"), (0.0, 2, "0.00"), (-36.5, 2, "-36.50"),
     (37151.4655, 2, "37,151.4655"), (1e-6, 2, "0.000001"), (None, 2, "")],
)  # fmt: skip
def test_figures(value: float | None, places: int, printed: str) -> None:
    assert figure(value, places) == printed


def test_a_sample_copy_says_so_in_the_edition_and_in_every_note(tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text(
        "某市某局2023年度部门决算\n\n九、财政拨款“三公”经费支出决算情况说明\n\n"
        "“三公”经费支出5.00万元，较上年度减少1.00万元，下降16.67%。\n",
        encoding="utf-8",
    )
    for sample, edition in ((False, "typeset"), (True, "sample")):
        report = read_report(make_edition(source, tmp_path / f"{edition}.pdf", sample=sample))
        assert report.reports["edition"].iloc[0] == edition
        note = source_note(report.three_public).text("zh")
        assert ("样本副本" in note) == sample


def test_a_table_is_as_wide_as_its_paper_less_what_the_template_leaves_at_its_sides() -> None:
    """A4 is 21 by 29.7 cm; the text of an upright page is 15.6 wide, and a table stands out by 0.8 on either side."""
    template = resources.files("budgetlib.typeset").joinpath("report.typ").read_text(encoding="utf-8")
    sides = (r"margin: \(x: ([\d.]+)cm, top", r"pad\(x: -([\d.]+)cm", r"flipped: true, margin: \(x: ([\d.]+)cm")
    margin, out, lying = (float(re.findall(side, template)[0]) for side in sides)
    assert pytest.approx(21 - 2 * margin + 2 * out) == UPRIGHT
    assert pytest.approx(29.7 - 2 * lying) == LYING
