"""Every notebook on real reports of many places, budgets and accounts, statements and prose: never a traceback.

The cells run in this process, without the second engine and without writing charts, so that many reports can be tried.
BUDGETLIB_BOOK_REPORTS is a pattern of paths; by default a sample of ten places.
"""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from tests.bookpages import faults
from typer.testing import CliRunner

from budgetlib.analysis.notebook import READ
from budgetlib.book.sources import BUNDLED, notebooks
from budgetlib.cli import app
from budgetlib.report import Report

SAMPLE = (
    "cities/beijing/2026年北京市审计局部门预算.pdf",
    "cities/changsha/教育局_2026年部门预算.pdf",
    "cities/fuzhou/商务局_2026年部门预算.pdf",
    "cities/guangzhou/信访局_2026年部门预算.pdf",
    "cities/hangzhou/司法局_2026年部门预算.pdf",
    "cities/jiangsu/江苏省政协办公厅/江苏省政协办公厅2018年度部门预算.pdf",
    "cities/shanghai/财政局2025年单位预算.pdf",
    "cities/shenzhen/2026年深圳市审计局部门预算.pdf",
    "cities/xian/2026年西安市审计局部门预算.pdf",
    "cities/xian/卫生健康委员会2022年部门决算.pdf",
    "urumqi-science-technology-2024.txt",
    "workbooks/template.xls",
)

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


class NotAsked:
    """A second reading that nobody made."""

    counts: dict[str, int] = {}  # noqa: RUF012
    differing = ()
    confirmed: frozenset[Any] = frozenset()


@pytest.fixture
def quiet(monkeypatch, tmp_path_factory) -> None:
    import matplotlib

    from budgetlib.charts import drawing

    matplotlib.use("Agg")
    monkeypatch.setenv(READ, str(tmp_path_factory.getbasetemp() / "read"))
    monkeypatch.setattr(Report, "verify", lambda self, progress=None: NotAsked())
    monkeypatch.setattr(drawing, "save", lambda *arguments: None)


def run(path: Path, parameters: dict[str, Any]) -> None:
    """The code cells of a notebook, with the parameters filled in."""
    import matplotlib.pyplot as plt

    names: dict[str, Any] = {"display": lambda shown: shown}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            exec(compile(ast.parse(source), path.name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= parameters
    plt.close("all")


def chosen(corpus: Path) -> list[str]:
    pattern = os.environ.get("BUDGETLIB_BOOK_REPORTS")
    if pattern is None:
        return list(SAMPLE)
    paths = (path.relative_to(corpus / "reports").as_posix() for path in (corpus / "reports").rglob("*.*"))
    return [name for name in sorted(paths) if re.search(pattern, name)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_notebook_stops_on_any_report(corpus, quiet, monkeypatch, lang):
    own = [one for one in notebooks() if BUNDLED not in one.needs]
    stopped = []
    for name in chosen(corpus) if lang == "zh" else chosen(corpus)[:3]:
        path = corpus / "reports" / name
        for notebook in own if path.exists() else ():
            monkeypatch.chdir(notebook.path.parent)
            try:
                run(notebook.path, {"reports": [str(path)], "lang": lang, "agency": None})
            except Exception as error:  # each is named
                stopped.append(f"{name}: {notebook.name}: {type(error).__name__}: {error}")
    assert stopped == []


@pytest.mark.skipif("BUDGETLIB_BOOK_REPORTS" not in os.environ, reason="minutes: BUDGETLIB_BOOK_REPORTS names reports")
def test_the_book_of_each_report_is_whole_and_of_it_alone(corpus, tmp_path):
    """Every notebook that it can fill, as pages: no gap, no raw code, no other office, five figures at least."""
    wrong = []
    for number, name in enumerate(chosen(corpus)):
        out = tmp_path / str(number)
        result = CliRunner().invoke(app, ["book", str(corpus / "reports" / name), "--out", str(out)])
        wrong += [f"{name}: {result.output}"] if result.exit_code else []
        others = tuple(
            office for office in ("乌鲁木齐", "普陀") if office not in (out / "index.html").read_text("utf-8")
        )
        wrong += [f"{name}: {fault}" for page in out.glob("[nt]o*/*.html") for fault in faults(page, others)]
    assert wrong == []
