"""The commands show, story and typeset: pages of and about one report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from budgetlib.cli.common import Limit, Paths, app, console, expect, fail, read_one, say
from budgetlib.cli.terminal import Command

if TYPE_CHECKING:
    from PIL.Image import Image

    from budgetlib.output.show_text import SourceLine
    from budgetlib.report import Report
    from budgetlib.show import SourceParts
    from budgetlib.story.pages import Language


@app.command(cls=Command)
def show(
    path: Annotated[Path, typer.Argument(help="报告文件 / a report file.", metavar="PATH", show_default=False)],
    page: Annotated[int | None, typer.Option("--page", help="页（或行） / page (or line) to show.")] = None,
    finding: Annotated[
        int | None, typer.Option("--finding", help="第几条疑点 / finding, from 1 as check lists them.")
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--figure", help="表:行:列 / table:row:column, as in a finding's evidence.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写成的PNG / PNG to write; else a name of its own.")] = None,
    limit: Limit = None,
) -> None:
    """追回原页：数字在哪里 / show where figures stand

    把原页存成PNG，数字框出来；文本报告印出那一行。
    A PNG of the page with the figures marked; of a text report the line.
    """
    from budgetlib.output.show_text import SourceLine
    from budgetlib.show import SourceParts

    if sum(option is not None for option in (page, finding, figure)) != 1:
        fail("expected one of --page N, --finding K and --figure table:row:column.")
    report = read_one(path, limit)
    try:
        seen = _seen(report, page, finding, figure)
    except ValueError as error:
        fail(f"{path}: {error}")
    if isinstance(seen, SourceLine | SourceParts):
        typer.echo(str(seen))
        return
    what = f"page-{page}" if page else f"finding-{finding}" if finding else str(figure)
    target = out or Path(f"{path.stem}-{what.replace(':', '-').replace(' ', '-')}.png")
    try:
        seen.save(target, format="PNG")
    except OSError as error:
        fail(f"{target}: cannot be written ({error.strerror or error}); choose another place with --out.")
    say(str(target))


def _seen(
    report: Report, page: int | None, finding: int | None, figure: str | None
) -> Image | SourceLine | SourceParts:
    from budgetlib.show import show_page, show_source

    if page is not None:
        return show_page(report.parsed, page)
    return show_source(report.parsed, _evidence(report, finding) if finding is not None else figure or "")


def _evidence(report: Report, number: int) -> str:
    """The figures of the finding of that number, from 1."""
    findings = report.checked.findings
    if not 1 <= number <= len(findings):
        raise ValueError(f"there is no finding {number}; the report has {len(findings)}.")
    if not findings[number - 1]["evidence"]:
        raise ValueError(f"finding {number} has no figures as evidence.")
    return str(findings[number - 1]["evidence"])


@app.command(cls=Command)
def story(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="放清单的文件夹 / folder for story.html and story.md.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="先用第二个引擎复读 / read a PDF a second time first.")
    ] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh, en, both.")] = "both",
    limit: Limit = None,
) -> None:
    """一份报告的事实清单 / the fact sheet of a report

    数字、变动、线索、疑点及其原页、图和提醒；同一单位几个年度的报告合成一份。
    Its figures, changes, leads, findings with their source, charts and caveats; the years of one office are one story.
    """
    from budgetlib.story import write_story

    expect("--lang", lang, "zh", "en", "both")
    with console().status("读取报告 / reading"):
        reports = [read_one(path, limit) for path in paths]
    try:
        with console().status("写事实清单 / writing the fact sheet"):
            for report in reports if verify else ():
                report.verify()
            written = write_story(reports, out, lang=cast("Language", lang))
    except ValueError as error:
        fail(f"{paths[0]}: {error}")
    typer.echo(f"事实清单 / fact sheet: {written[0]}")


@app.command(cls=Command)
def typeset(
    tables: Annotated[
        Path,
        typer.Argument(help="一份报告各表的文件夹 / folder with <table>.csv or <table>.parquet.", metavar="TABLES"),
    ],
    out: Annotated[Path, typer.Option("--out", help="写成的文件 / the file: .pdf, .xlsx, .docx, .html, .txt.")],
) -> None:
    """把表格排成报告 / typeset tables as a report

    按公开报告的规定结构，格式由文件名决定。In the official structure; the ending of the name says in which format.
    """
    from budgetlib.typeset import load_tables
    from budgetlib.typeset import typeset as typeset_tables

    try:
        written = typeset_tables(load_tables(tables), out)
    except (ValueError, OSError) as error:
        fail(f"{tables}: {error}")
    say(f"已排版 / typeset: {written}")
