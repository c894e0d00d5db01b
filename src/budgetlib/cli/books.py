"""The commands book, run, new, lab and manifest: whole folders of reports and notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budgetlib.cli.common import (
    OK,
    SOME_BAD,
    UNREADABLE,
    Lang,
    Limit,
    Paths,
    Root,
    Together,
    app,
    expect,
    fail,
    limits_of,
    read_all,
    say,
)
from budgetlib.cli.terminal import Command, help_of, steps

if TYPE_CHECKING:
    from budgetlib.book.write import Book
    from budgetlib.report import Report


@app.command(cls=Command)
def book(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="书放进的文件夹 / folder for the pages.")],
    lang: Lang = "zh",
    together: Together = False,
    limit: Limit = None,
) -> None:
    """自己的报告做成一本书 / a book of your own reports

    报告填得上的笔记本都执行，成为不用联网的网页。
    Every notebook that the reports can fill is executed; the pages need no network.
    退出码 0：填得上的笔记本都做成；1：有的没有做成；2：没有一份报告读得了。
    Exit code 0: every notebook that the reports can fill ran, 1: some did not, 2: no report could be read.
    """
    from budgetlib.book.write import Read, write_book

    expect("--lang", lang, "zh", "en")
    limits = limits_of(limit)
    reports, bad = read_all([path.resolve() for path in paths], together, limits)  # notebooks run elsewhere
    if not reports:
        raise typer.Exit(UNREADABLE)
    with steps() as told:
        read = [Read(one, _origin(one)) for one in reports]
        written = write_book(read, bad, out, "en" if lang == "en" else "zh", told)
    _tell(written)


def _origin(report: Report) -> Path | list[Path]:
    """The file of a report, or its files."""
    files = [file.source for file in report.document.files]
    return files if len(files) > 1 else report.document.source


@app.command(cls=Command)
def run(root: Root = None) -> None:
    """把 data/ 做成一本书，放进 build/ / the book of data/ in build/

    解析、核对、写出各表，执行笔记本，连同说明排成网页。
    Parse, check, write the tables, execute the notebooks, make the pages.
    退出码 / exit code 0；有笔记本没有做成 / a notebook failed: 1。
    """
    from budgetlib.book import build
    from budgetlib.output.summary import tally

    with steps() as told:
        written, reports = build.run(build.project_root(root), told, help_of(app))
    for line in tally(reports).lines():
        say(line)
    _tell(written)


def _tell(written: Book) -> None:
    """Name what failed and say where the book is; ends the command."""
    for one in written.failed:
        say(f"没有做成 / failed: {one.job.name} ({one.job.charts.name}): {one.error}", aside=True)
    say(f"打开 / open: {written.index}")
    raise typer.Exit(SOME_BAD if written.failed else OK)


@app.command(cls=Command)
def new(
    folder: Annotated[Path, typer.Argument(help="新文件夹 / the new folder.", metavar="FOLDER", show_default=False)],
) -> None:
    """新建工作文件夹：笔记本、样本报告、说明 / a folder to work in

    在里面 run、lab、book 都可用，不需要克隆项目。
    The commands run, lab and book work there, without a clone of the project.
    """
    from budgetlib.book import build

    made = build.new_folder(folder)
    say(f"已建 / made: {made}，先看 / read first: {made / 'README.md'}")


@app.command(cls=Command)
def manifest(
    folder: Annotated[
        Path, typer.Argument(help="报告文件夹 / a folder of reports.", metavar="FOLDER", show_default=False)
    ],
) -> None:
    """写来源清单 / write the list of sources

    FOLDER/manifest.csv，待填：每个文件从哪里来；已有的行不变。
    FOLDER/manifest.csv, to be completed: where each file came from. Rows that are there stay.
    """
    from budgetlib.readers.manifest import write_manifest

    if not folder.is_dir():
        fail(f"{folder}: expected a folder of reports.")
    try:
        path, added = write_manifest(folder)
    except OSError as error:
        fail(f"{folder}: {error}")
    say(f"来源清单 / manifest: {path}，新增 {added} 个文件 (files added)")


@app.command(cls=Command)
def lab(
    root: Root = None,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="以root运行 / run as root all the same.")] = False,
) -> None:
    """打开笔记本 / open JupyterLab on the notebooks

    只对本机开放（127.0.0.1）；root 用户须加 --allow-root。
    For this machine alone (127.0.0.1). As root it needs --allow-root.
    """
    import os
    import subprocess

    from budgetlib.book import build

    folder = build.project_root(root) / "notebooks"
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not allow_root:
        fail(
            "lab: 以 root 身份运行的 Jupyter 可任意改动本机 / a notebook run as root may do anything to this machine; "
            "log in as another user, or add --allow-root where there is none (a container)."
        )
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", *["--allow-root"] * allow_root]
    raise typer.Exit(subprocess.call([*command, str(folder)]))
