"""From reports to a book: read them, execute the notebooks that they can fill, make the pages, put all in a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from budgetlib import export
from budgetlib.analysis.holds import holdings, report_title
from budgetlib.analysis.notebook import NOTHING, READ, keep
from budgetlib.book.absent import without_answer
from budgetlib.book.execute import Executed, Job, execute_all
from budgetlib.book.files import read_notebook, write_notebook
from budgetlib.book.pages import Chapter, book_title, cover, page_of, word
from budgetlib.book.site import build_site
from budgetlib.book.sources import BUNDLED, SEVERAL, BookError, Notebook, notebooks
from budgetlib.machine.extras import need
from budgetlib.output.staging import replaced
from budgetlib.reference.wording import Lang
from budgetlib.report import Report

TABLES = "tables/tables.xlsx"
_MARK = ".budgetlib-book"
"""A file that says: this folder is a book, and may be replaced by another."""
_PICTURES = (".png", ".svg", ".csv")


class Told(Protocol):
    """Who hears how far the work is: what is being done, how many steps it has, and each step as it ends."""

    def start(self, what: str, steps: int) -> None:
        """``what`` begins, with so many steps."""

    def step(self, name: str, error: str = "") -> None:
        """A step has ended, well or with an error."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book as written: its first page, and the notebooks that failed with the reason."""

    index: Path
    failed: tuple[Executed, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A report that was read, and the file or files that it came from."""

    report: Report
    source: Path | list[Path]


def write_book(read: Sequence[Read], bad: Sequence[str], out: Path, lang: Lang, told: Told) -> Book:
    """Write the book of the reports into the folder ``out``. A notebook that fails is named, and the rest appears.

    Raises BookError when there is no report, or the pages cannot be built or written.
    """
    need("notebooks", "book")
    if not read:
        raise BookError("no report could be read, so there is no book to make.")
    writable(out)
    with _workshop() as work:
        told.start("复读 / second reading", len(read))
        for one in read:
            _remember(one, told)
        chapters = _planned(read, work / "source", lang)
        jobs = [one.job for chapter in chapters for one in chapter.executed]
        told.start("执行笔记本 / notebooks", len(jobs))
        done = {id(one.job): one for one in execute_all(jobs, lambda one: told.step(one.job.name, one.error))}
        chapters = [_with(chapter, done) for chapter in chapters]
        told.start("排页 / pages", 1)
        index = make_pages(chapters, [one.report for one in read], bad, work / "source", out, lang)
        told.step(index.name)
    return Book(index, tuple(one for chapter in chapters for one in chapter.executed if one.error))


def make_pages(
    chapters: Sequence[Chapter],
    reports: Sequence[Report],
    bad: Sequence[str],
    source: Path,
    out: Path,
    lang: Lang,
    formats: Sequence[export.Format] = ("xlsx",),
) -> Path:
    """Write cover, notebooks, charts and tables as sources of a site, and build it into ``out``."""
    for chapter in chapters:
        for one in chapter.executed:
            path = source / chapter.folder / f"{one.job.name}.ipynb"
            write_notebook(one.notebook, path)
            _zip(path)
            write_notebook(page_of(one, lang, _charts_of(one.job)), path)
    export.write_tables(export.gather(reports), source / Path(TABLES).parent, list(formats))
    (source / "index.md").write_text(cover(chapters, reports, lang, TABLES, bad), encoding="utf-8")
    with replaced(out) as stage:
        build_site(source, stage, book_title(reports, lang), lang)
        for folder in ("charts", "tables"):
            if (source / folder).is_dir():  # a report may have nothing to draw
                shutil.copytree(source / folder, stage / folder, dirs_exist_ok=True)
        (stage / _MARK).touch()
    return out / "index.html"


def _planned(read: Sequence[Read], source: Path, lang: Lang) -> list[Chapter]:
    """A chapter for each report, with the notebooks it fills, and one about all together."""
    collection = notebooks()
    chapters = []
    for number, one in enumerate(read, 1):
        folder = "notebooks" if len(read) == 1 else f"report-{number}"
        parameters = {"reports": [_parameter(one.source)], "lang": lang, "agency": None}
        has = holdings(one.report)
        own = [notebook for notebook in collection if not notebook.together and BUNDLED not in notebook.needs]
        fill = [notebook for notebook in own if notebook.filled_by(has)]
        rest = tuple((_title(notebook.path), tuple(notebook.missing(has))) for notebook in own if notebook not in fill)
        jobs = tuple(Executed(_job(notebook, parameters, source, folder), None) for notebook in fill)
        chapters.append(Chapter(folder, report_title(one.report, lang), one.report, jobs, rest))
    parameters = {"reports": [_parameter(one.source) for one in read], "lang": lang, "agency": None}
    several = len(read) > 1
    together = [one for one in collection if one.together and (several or SEVERAL not in one.needs)]
    jobs = tuple(Executed(_job(notebook, parameters, source, "together"), None) for notebook in together)
    return [*chapters, Chapter("together", word("together" if several else "dataset", lang), None, jobs)]


def _job(notebook: Notebook, parameters: dict[str, Any], source: Path, folder: str) -> Job:
    return Job(notebook.name, notebook.path, parameters, source / "charts" / folder)


def _with(chapter: Chapter, done: dict[int, Executed]) -> Chapter:
    """The chapter as executed; a notebook that found nothing to answer is left out with one sentence."""
    ran = [done[id(one.job)] for one in chapter.executed]
    blank = [one for one in ran if not one.error and without_answer(one.notebook.cells)]
    left = tuple((_title(one.job.path), (NOTHING,)) for one in blank)
    return replace(chapter, executed=tuple(one for one in ran if one not in blank), left_out=(*chapter.left_out, *left))


def _parameter(source: Path | list[Path]) -> str | list[str]:
    return str(source.resolve()) if isinstance(source, Path) else [str(path.resolve()) for path in source]


def _remember(one: Read, told: Told) -> None:
    """Let the second engine read the report now, so that no notebook has to."""
    from budgetlib.readers.document import UnreadableReport

    error = ""
    if one.report.document.format == "pdf":
        try:
            one.report.verify()
        except UnreadableReport as failure:
            error = str(failure)
    keep(one.report, one.source)
    told.step(one.report.document.name, error)


def _title(path: Path) -> str:
    first = read_notebook(path).cells[0].source
    return "\n".join(first.split("\n")[:2])


def _charts_of(job: Job) -> list[tuple[str, list[Path]]]:
    """The charts that a notebook saved: name, and its files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(job.charts.glob(f"{job.name[:2]}-*")) if job.charts.is_dir() else []:
        if path.suffix in _PICTURES:
            found.setdefault(path.stem, []).append(path)
    return list(found.items())


def _zip(notebook: Path) -> None:
    """The notebook as a file to download: a page of its own cannot be one."""
    with zipfile.ZipFile(notebook.with_suffix(".notebook.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(notebook, notebook.name)


@contextmanager
def _workshop() -> Iterator[Path]:
    """A folder to work in, where what is read is remembered; gone afterwards."""
    before = os.environ.get(READ)
    with tempfile.TemporaryDirectory(prefix="budgetlib-book-", ignore_cleanup_errors=True) as folder:
        os.environ[READ] = str(Path(folder) / "read")
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[READ]
            else:
                os.environ[READ] = before


def writable(out: Path) -> None:
    """Raises BookError where ``out`` is no folder that a book may be put into: new, empty, or an older book."""
    if out.exists() and not (out.is_dir() and ((out / _MARK).exists() or not any(out.iterdir()))):
        raise BookError(f"{out}: holds something else than a book; name a new folder with --out.")
