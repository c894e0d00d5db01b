"""The whole pipeline on data/: parse, check, write the tables, execute the notebooks, link everything in build/."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import export, gallery
from budgetlib.extras import need
from budgetlib.gallery import Executed
from budgetlib.summary import tally

if TYPE_CHECKING:
    from rich.console import Console

    from budgetlib.report import Report

DATA_TITLE = "Figures of Chinese government final accounts and budgets, parsed by budgetlib"
DATA_DESCRIPTION = (
    "Tables parsed from the reports in data/reports by `budgetlib run`; data/README.md says where each report comes "
    "from. Amounts are in 万元 (10,000 yuan), rates in percent. A blank is a blank in the report, 0.0 a printed zero."
)
NOTEBOOK_SECONDS = 120


class BuildError(Exception):
    """The pipeline cannot run; the message says what was expected and what to try."""


def project_root(root: Path | None = None) -> Path:
    """The project folder: ``root``, or the nearest folder at or above the current one with data/ and notebooks/.

    Raises BuildError where there is none.
    """
    start = (root or Path.cwd()).resolve()
    for folder in (start,) if root else (start, *start.parents):
        if (folder / "data" / "reports").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise BuildError(
        f"{start}: expected the project folder, with data/reports and notebooks in it; "
        "change into the cloned project or name it with --root."
    )


def run(root: Path, console: Console) -> None:
    """Parse and check every report in data/reports, execute the notebooks, leave build/; ends with a summary."""
    need("notebooks", "run")
    from rich.progress import Progress

    notebooks = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    sources = report_files(root)
    with Progress(console=console) as progress:
        task = progress.add_task("解析与核对 / parse and check", total=len(sources))
        reports = []
        for source in sources:
            reports.append(_read(source))
            progress.advance(task)
        write_tidy(reports, root / "data" / "tidy")
        export.write_tables(export.gather(reports), root / "build" / "tables", ["csv", "parquet"])
        task = progress.add_task("执行笔记本 / execute notebooks", total=len(notebooks))
        executed = execute_all(notebooks, root / "build", lambda: progress.advance(task))
    gallery.write_font(root / "build")
    index = gallery.write_index(executed, reports, root / "build")
    for line in tally(reports).lines():
        console.print(line)
    console.print(f"打开 / open: {index}")


def report_files(root: Path) -> list[Path]:
    """The reports of data/reports, in order of their names. Raises BuildError when there is none."""
    from budgetlib.readers import FORMATS

    files = sorted(path for path in (root / "data" / "reports").iterdir() if path.suffix.lower() in FORMATS)
    if not files:
        raise BuildError(f"{root / 'data' / 'reports'}: no report here; put a PDF or a text report into it.")
    return files


def write_tidy(reports: Iterable[Report], folder: Path) -> None:
    """Write the tables of the bundled reports and the data package that describes them."""
    tables = export.gather(reports)
    export.write_tables(tables, folder)
    export.write_datapackage(export.datapackage(tables, title=DATA_TITLE, description=DATA_DESCRIPTION), folder)


def execute_all(notebooks: list[Path], out: Path, done: Any) -> list[Executed]:
    """Execute notebooks, two at a time, and write each as HTML under ``out/notebooks``."""
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    os.environ["BUDGETLIB_CHARTS"] = str(out / "charts")

    def one(source: Path) -> Executed:
        executed = _execute(source, out / "notebooks")
        done()
        return executed

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(one, notebooks))


def _execute(source: Path, folder: Path) -> Executed:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert import HTMLExporter

    notebook = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=40"],  # its remarks on transports are not for readers
        timeout=NOTEBOOK_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(source.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise BuildError(f"{source}: a cell failed: {error.ename}: {error.evalue}") from error
    # Pages must read without a network: no script or font from elsewhere.
    exporter = HTMLExporter(mathjax_url="", require_js_url="", embed_images=True)  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": source.stem}})
    body = body.replace("</head>", f"{gallery.notebook_style()}</head>", 1)
    page = folder / f"{source.stem}.html"
    page.write_text(body, encoding="utf-8")
    return Executed(source, page, notebook)


def _read(source: Path) -> Report:
    from budgetlib.pipeline import read_report

    return read_report(source)
