"""The command line: parse, check, typeset, run, lab."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budgetlib.readers.document import UnreadableReport

if TYPE_CHECKING:
    from rich.console import Console

    from budgetlib.report import Report

app = typer.Typer(
    help="Chinese government budgets and final accounts (部门预算、部门决算) as tables, checks, charts and notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

OK, SOME_FINDINGS, UNREADABLE = 0, 1, 2

Paths = Annotated[list[Path], typer.Argument(help="Report files, or folders of reports.", show_default=False)]


@app.command()
def parse(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")],
    format: Annotated[str, typer.Option("--format", help="csv, parquet, xlsx or json.")] = "csv",
) -> None:
    """Parse reports and write DIR/<table>.<format> for every public table, all reports together."""
    from budgetlib import export

    if format not in ("csv", "parquet", "xlsx", "json"):
        _fail(f"--format {format}: expected csv, parquet, xlsx or json.")
    reports, bad = _read_all(_files(paths))
    if reports:
        try:
            export.write_tables(export.gather(reports), out, [format])  # type: ignore[list-item]
        except export.UnwritableFolder as error:
            _fail(str(error))
        _summary(reports, bad, out)
    raise typer.Exit(_code(reports, bad))


@app.command()
def check(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
) -> None:
    """Check reports. Exit code 0: no error found, 1: errors found, 2: a file could not be read."""
    reports, bad = _read_all(_files(paths), quiet=format != "text")
    findings = [finding for report in reports for finding in report.records("findings")]
    if format == "json":
        import json

        typer.echo(json.dumps(findings, ensure_ascii=False, indent=1))
    elif format == "csv":
        from budgetlib import schema

        typer.echo(schema.frame("findings", findings).to_csv(index=False), nl=False)
    else:
        _print_findings(reports, lang)
    if bad:
        raise typer.Exit(UNREADABLE)
    raise typer.Exit(SOME_FINDINGS if any(finding["severity"] == "error" for finding in findings) else OK)


@app.command()
def typeset(
    tables: Annotated[Path, typer.Argument(help="Folder with <table>.csv or <table>.parquet of one report.")],
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
) -> None:
    """Typeset the tables of one report as a report PDF in the official structure."""
    from budgetlib.typeset import load_tables
    from budgetlib.typeset import typeset as typeset_tables

    try:
        written = typeset_tables(load_tables(tables), out)
    except (ValueError, OSError) as error:
        _fail(f"{tables}: {error}")
    _console().print(f"已排版 / typeset: {written}")


@app.command()
def run(
    root: Annotated[Path | None, typer.Option("--root", help="The project folder (with data/ and notebooks/).")] = None,
) -> None:
    """The whole pipeline on data/: parse, check, execute the notebooks, write build/ (HTML, PNG, SVG, tables)."""
    from budgetlib import build

    try:
        build.run(build.project_root(root), _console())
    except (build.BuildError, UnreadableReport) as error:
        _fail(str(error))


@app.command()
def lab(
    root: Annotated[Path | None, typer.Option("--root", help="The project folder (with notebooks/).")] = None,
) -> None:
    """Open JupyterLab on the notebooks."""
    import subprocess

    from budgetlib import build

    try:
        folder = build.project_root(root) / "notebooks"
    except build.BuildError as error:
        _fail(str(error))
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)]))


def main() -> None:
    """Entry point of the ``budgetlib`` command."""
    app()


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def _fail(message: str) -> None:
    """One clear sentence on the error stream, exit code 2."""
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)


def _files(paths: list[Path]) -> list[Path]:
    """The files named, folders replaced by the readable files in them, in order of their names."""
    from budgetlib.readers import FORMATS

    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.rglob("*") if file.suffix.lower() in FORMATS and file.is_file())
        else:
            files.append(path)
    if not files:
        _fail(f"{paths[0]}: no report in this folder; expected files that end in {', '.join(sorted(FORMATS))}.")
    return files


def _read_all(files: list[Path], quiet: bool = False) -> tuple[list[Report], list[str]]:
    """Reports that could be read, and one sentence for each file that could not."""
    from rich.progress import Progress

    from budgetlib.pipeline import read_report

    reports: list[Report] = []
    bad: list[str] = []
    with Progress(console=_console(), transient=True, disable=quiet or len(files) < 2) as progress:
        task = progress.add_task("读取 / reading", total=len(files))
        for file in files:
            try:
                reports.append(read_report(file))
            except UnreadableReport as error:
                bad.append(str(error))
            progress.advance(task)
    for sentence in bad:
        typer.echo(sentence, err=True)
    return reports, bad


def _code(reports: list[Report], bad: list[str]) -> int:
    if not bad:
        return OK
    return SOME_FINDINGS if reports else UNREADABLE


def _summary(reports: list[Report], bad: list[str], out: Path) -> None:
    from budgetlib.summary import summarise

    console = _console()
    for line in summarise(reports, bad).lines():
        console.print(line)
    for report in reports:
        for line in _unread_lines(report):
            console.print(line)
    console.print(f"表格写入 / tables in: {out}")


def _unread_lines(report: Report, limit: int = 5) -> list[str]:
    """The first unread numbers of a report, so that nothing is lost silently; the rest is in report.coverage."""
    unread = report.coverage.unread
    if not unread:
        return []
    lines = [f"  {report.document.source.name}: {len(unread)} 个数字未进入表格 / numbers in no table, e.g."]
    lines += [f"    p.{seen.page} {seen.section}: …{seen.context}…" for seen in unread[:limit]]
    return lines


def _print_findings(reports: list[Report], lang: str) -> None:
    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    console = _console()
    for report in reports:
        findings = list(report.records("findings"))
        console.print(f"[bold]{report.document.source.name}[/bold]: {len(findings)} 条 / findings")
        for finding in findings:
            severity = finding["severity"]
            message = finding["message_zh" if lang == "zh" else "message_en"]
            console.print(f"  [{colours[severity]}]{severity}[/] p.{finding['page']} {finding['rule']}: ", end="")
            console.print(message, markup=False)


if __name__ == "__main__":
    main()
