"""Generated reports come back from their PDFs figure by figure, and no check has anything to say against them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from budgetlib import schema
from budgetlib.readers.document import Grid
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.typeset.prose import prose
from budgetlib.typeset.tables import source
from tools.corpus import LAYOUTS, Generated, generate
from tools.corpus.reports import _Remembering

from .conftest import UNDERSTOOD

FIGURES = ("lines", "claims", "changes", "completions", "three_public", "projects", "indicators")
EACH = 6

Written = Callable[[str], list[tuple[Generated, Report]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Six reports of a layout, three offices over two years: as generated and as read."""
    folder = tmp_path_factory.mktemp("corpus")
    known: dict[str, list[tuple[Generated, Report]]] = {}

    def read(layout: str) -> list[tuple[Generated, Report]]:
        if layout not in known:
            reports = generate(EACH // 2, [2023, 2024], seed=LAYOUTS.index(layout), layouts=[layout])
            known[layout] = [(one, read_report(one.write(folder))) for one in reports]
        return known[layout]

    return read


def unequal(table: str, truth: pd.DataFrame, read: pd.DataFrame) -> list[str]:
    if len(truth) != len(read):
        return [f"{table}: {len(truth)} rows became {len(read)}"]
    return [
        f"{table}[{row}].{column}: {one!r} became {other!r}"
        for column in truth.columns.difference([*schema.READING, *(UNDERSTOOD if table == "lines" else ())])
        for row, (one, other) in enumerate(zip(truth[column], read[column], strict=True))
        if not (pd.isna(one) and pd.isna(other)) and not (pd.notna(one) and pd.notna(other) and one == other)
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_comes_back(made: Written, layout: str) -> None:
    for generated, report in made(layout):
        for table in ("reports", *FIGURES):
            assert unequal(table, generated.tables[table], report.table(table)) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_check_raises_a_false_alarm(made: Written, layout: str) -> None:
    for generated, report in made(layout):
        alarms = report.findings[report.findings["severity"] != "note"]
        assert alarms["message_zh"].tolist() == [], generated.report_id


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_of_the_document_is_read(made: Written, layout: str) -> None:
    for _, report in made(layout):
        assert report.coverage.unread == []


def test_layouts_hold_what_they_promise(made: Written) -> None:
    held = {layout: {table for table in FIGURES if len(made(layout)[0][1].table(table))} for layout in LAYOUTS}
    assert {layout for layout, tables in held.items() if "lines" in tables} == {"shanghai", "split", "yuan"}
    assert {layout for layout, tables in held.items() if "projects" in tables} == {"urumqi", "split"}
    assert {report.reports["unit"].iloc[0] for _, report in made("yuan")} == {"元"}
    assert {report.reports["report_type"].iloc[0] for _, report in made("yuan")} == {"budget"}
    for layout in ("shanghai", "split"):
        assert made(layout)[0][1].lines["statement"].nunique() == 9


def test_split_codes_stand_in_three_columns(made: Written) -> None:
    def heads(layout: str) -> set[str]:
        grids = [block for block in made(layout)[0][1].document.blocks if isinstance(block, Grid)]
        return {cell.text for grid in grids for cell in grid.cells if len(cell.text) == 1}

    assert {"类", "款", "项"} <= heads("split")
    assert not heads("shanghai") & {"类", "款", "项"}


def total(one: Generated, name: str) -> float:
    lines = one.tables["lines"]
    return float(
        lines[(lines["statement"] == "income_expenditure") & (lines["name"] == name)]["amount"].fillna(0).sum()
    )


def test_one_year_follows_from_the_other() -> None:
    reports = list(generate(16, [2023, 2024], layouts=["split"]))
    opened = 0
    for earlier, later in zip(reports[::2], reports[1::2], strict=True):
        assert (earlier.agency, earlier.year + 1) == (later.agency, later.year)
        assert total(earlier, "年末结转和结余") == total(later, "年初结转和结余")
        opened += total(later, "年初结转和结余") > 0
        then = earlier.tables["changes"].set_index("item")["current"]
        now = later.tables["changes"].set_index("item")
        both = now.index.intersection(then.index)
        assert len(both) >= 10
        # current − change, both rounded, may miss what was printed a year ago by one in the last place.
        assert ((now.loc[both, "prior"] - then[both]).abs() < 0.0101).all()
    assert opened


def test_figures_are_rounded_each_on_its_own() -> None:
    tails = 0
    for one in generate(8, [2024], layouts=["shanghai"]):
        lines = one.tables["lines"]
        general = lines[lines["statement"] == "general_public"].pivot_table(
            index="row", columns="column", values="amount", observed=True
        )
        tails += int(
            ((general["total"] - general["basic"].fillna(0) - general["project"].fillna(0)).abs() > 0.005).sum()
        )
    assert tails > 0


def test_the_same_seed_gives_the_same_reports_whichever_are_made() -> None:
    def records(offices: int, years: list[int], seed: int) -> dict[str, object]:
        return {one.report_id: one.records for one in generate(offices, years, seed=seed)}

    many, few = records(10, [2022, 2023, 2024], 5), records(3, [2024], 5)
    assert all(many[report_id] == own for report_id, own in few.items())
    other = records(3, [2024], 6)
    assert other.keys() == few.keys()
    assert all(other[report_id] != own for report_id, own in few.items())


def test_names_are_many_and_show_that_they_are_made_up() -> None:
    names = {one.agency for one in generate(1500, [2024], layouts=["yuan"])}
    assert len(names) == 1500
    assert all(name.startswith("某某市") for name in names)


def test_an_unknown_layout_is_one_sentence() -> None:
    with pytest.raises(ValueError, match="no layout beijing; there are shanghai"):
        next(generate(1, [2024], layouts=["beijing"]))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_remembered_wordings_are_those_that_are_read_back(layout: str) -> None:
    """What ``write`` prints is what ``typeset`` would print, which reads every sentence before it prints it."""
    for one in generate(2, [2024], seed=3, layouts=[layout]):
        found = source({name: table for name, table in one.tables.items() if name != "findings"})
        assert prose(found) == prose(found, reader=_Remembering(found))


def test_the_file_is_named_after_the_report_and_says_that_it_is_fictional(tmp_path: Path, made: Written) -> None:
    one, report = made("urumqi")[0]
    assert one.write(tmp_path / "new").name == f"{one.report_id}.pdf"
    first = [cell.text for _, grid in report.document.grids() for cell in grid.cells if grid.page == 1]
    assert "教学样例：机构与数据均为虚构。" in first
