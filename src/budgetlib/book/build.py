"""The whole pipeline on data/: parse, check, write the tables, execute the notebooks, make the book in build/."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from budgetlib import export, reference
from budgetlib.book.execute import Executed, Job, execute_all
from budgetlib.book.guide import write_guides
from budgetlib.book.pages import Chapter
from budgetlib.book.sources import all_notebooks, notebooks
from budgetlib.book.write import Book, Told, make_pages
from budgetlib.machine.extras import need
from budgetlib.report import Report
from budgetlib.text import Refusal

DATA_TITLE = "Figures of Chinese government final accounts and budgets, parsed by budgetlib"
DATA_DESCRIPTION = (
    "Tables parsed from the reports in data/reports by `budgetlib run`; data/README.md says where each report comes "
    "from. Amounts are in 万元 (10,000 yuan), rates in percent. A blank is a blank in the report, 0.0 a printed zero."
)


class BuildError(Refusal):
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
        f"{start}: expected a folder with data/reports and notebooks in it; change into a clone of the project or "
        "a folder made with `budgetlib new`, or name it with --root."
    )


def run(root: Path, told: Told, helps: Iterable[tuple[str, str]] = ()) -> tuple[Book, list[Report]]:
    """Parse and check every report in data/reports, execute the notebooks as they are, leave the book in build/.

    ``helps`` is the help of each command, for a page of it.
    """
    need("notebooks", "run")
    sources = report_files(root)
    told.start("解析与核对 / parse and check", len(sources))
    reports = [_read(source, told) for source in sources]
    write_tidy(reports, root / "data" / "tidy")
    with tempfile.TemporaryDirectory(prefix="budgetlib-run-", ignore_cleanup_errors=True) as work:
        pages = Path(work) / "source"
        charts = pages / "charts" / "notebooks"
        jobs = [Job(path.stem, path, {}, charts) for path in all_notebooks(root / "notebooks")]
        told.start("执行笔记本 / notebooks", len(jobs))
        executed = execute_all(jobs, lambda one: told.step(one.job.name, one.error))
        told.start("排页 / pages", 1)
        guides = write_guides(root / "docs", pages, helps)
        chapters = [Chapter("notebooks", "笔记本 / Notebooks", None, tuple(executed)), *guides]
        index = make_pages(chapters, reports, (), pages, root / "build", "zh", ("xlsx", "csv", "parquet"))
        told.step(index.name)
    return Book(index, tuple(one for one in executed if one.error)), reports


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


def new_folder(folder: Path) -> Path:
    """Make a folder to work in: notebooks, sample reports, a README; ``run``, ``lab`` and ``book`` work there.

    Raises BuildError where something stands there already, or it cannot be written.
    """
    from budgetlib.book.sources import sample_folder

    if folder.exists() and any(folder.iterdir()):
        raise BuildError(f"{folder}: expected a new or an empty folder; this one holds something already.")
    try:
        (folder / "notebooks").mkdir(parents=True, exist_ok=True)
        for one in notebooks():
            shutil.copyfile(one.path, folder / "notebooks" / one.path.name)
        shutil.copytree(sample_folder(), folder / "data" / "reports")
        (folder / "README.md").write_text(reference.text("new-folder.md"), encoding="utf-8")
    except OSError as error:
        raise BuildError(f"{folder}: cannot write here ({error.strerror or error}); name another folder.") from error
    return folder


def _read(source: Path, told: Told) -> Report:
    from budgetlib.running.pipeline import read_report

    report = read_report(source)
    told.step(source.name)
    return report


__all__ = ["BuildError", "Executed", "new_folder", "project_root", "report_files", "run", "write_tidy"]
