"""The command line: parse, check, show, story, typeset, run, lab."""

from __future__ import annotations

import itertools
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from budgetlib.extras import MissingExtra
from budgetlib.limits import Limits, within
from budgetlib.readers.document import UnreadableReport
from budgetlib.summary import Tally
from budgetlib.text import on_one_line

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.console import Console

    from budgetlib.batch import Job, Outcome
    from budgetlib.export import Records
    from budgetlib.report import Report
    from budgetlib.show import SourceLine, SourceParts
    from budgetlib.story.pages import Language

app = typer.Typer(
    help="Chinese government budgets and final accounts (部门预算、部门决算) as tables, checks, charts and notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

OK, SOME_FINDINGS, UNREADABLE, NOT_ALL_READ = 0, 1, 2, 3
SOME_BAD = 1
"""Of a parse: some files were read, others were not."""
TOLD = 5
"""Reports whose remarks are printed in full; the rest is counted."""

Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="What one file may ask for, name=value: size, pages, cells, columns, characters, seconds, memory.",
    ),
]
Paths = Annotated[list[Path], typer.Argument(help="Report files, or folders of reports.", show_default=False)]

Ignored = Annotated[
    list[str] | None, typer.Option("--ignore", help="A rule or family of rules to leave out; may be repeated.")
]
RulesFile = Annotated[
    Path | None, typer.Option("--rules-file", help="TOML: rules off, parameters, identities of your own.")
]


Together = Annotated[bool, typer.Option("--together", help="The files are one report in several files.")]


@app.command()
def parse(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")],
    format: Annotated[str, typer.Option("--format", help="csv, parquet, xlsx, json or sqlite.")] = "csv",
    csv_safe: Annotated[
        bool, typer.Option("--csv-safe", help="CSV for spreadsheets: a text like =25人 is preceded by an apostrophe.")
    ] = False,
    limit: Limit = None,
    verify: Annotated[bool, typer.Option("--verify", help="Read each PDF with a second engine and compare.")] = False,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes; the number of cores by default.")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="A Dask cluster, tcp://…, instead of local processes.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Folder that remembers what was parsed; DIR/.cache by default.")
    ] = None,
    ignore: Ignored = None,
    rules_file: RulesFile = None,
    together: Together = False,
) -> None:
    """Parse reports and write DIR/<table>.<format> for every public table, all reports together.

    A workbook (tables.xlsx) and a database (tables.sqlite) are one file each. Exit code 0: all were read, 1: some were
    not, 2: none was. Interrupted, it goes on where it stopped.
    """
    from budgetlib import batch, export, staging

    if format not in export.FORMATS:
        _fail(f"--format {format}: expected {', '.join(export.FORMATS)}.")
    if csv_safe and format != "csv":
        _fail(f"--csv-safe: expected --format csv, not {format}, which needs no such care.")
    limits = _limits(limit)
    files, skipped = batch.find_files(paths)
    total = Tally(bad=[outcome.error for outcome in skipped])
    told: list[str] = []
    with _progress(len(files)) as heard:
        found = batch.outcomes(
            _jobs(files, together),
            workers=workers,
            cache_folder=cache or (out / ".cache" if len(files) > 1 else None),
            verify=verify,
            scheduler=scheduler,
            limits=limits,
            rules=_changes(rules_file, ignore),
            told=heard,
        )
        readable = _readable(found, total, told)
        try:
            first = next(readable, None)
            if first is not None:
                written = "csv-safe" if csv_safe else format
                export.write_reports(chain([first], readable), out, [written])  # type: ignore[list-item]
        except (staging.UnwritableFolder, UnreadableReport) as error:
            _fail(str(error))
    for sentence in total.bad:
        typer.echo(sentence, err=True)
    if not files and not skipped:
        _fail(_nothing(paths))
    if total.good:
        for line in (*total.lines(), *told, f"表格写入 / tables in: {out}"):
            typer.echo(on_one_line(line))
    raise typer.Exit((SOME_BAD if total.good else UNREADABLE) if total.bad else OK)


def _readable(found: Iterable[Outcome], total: Tally, told: list[str]) -> Iterator[Records]:
    """The tables of the reports that could be read; counts, remarks and reasons go where they belong."""
    for outcome in found:
        if outcome.records is None or outcome.counts is None:
            total.bad.append(outcome.error)
            continue
        total.add(outcome.counts)
        joined = bool(outcome.records["reports"][0].get("files"))
        told.extend(outcome.remarks if total.good <= TOLD else outcome.remarks[:joined])
        yield outcome.records


@contextmanager
def _progress(count: int) -> Iterator[Callable[[Outcome], None]]:
    """What to call with each outcome as it comes: a bar moves on a terminal, elsewhere a line says what was read."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if count < 2:
        yield lambda outcome: None
    elif not console.is_terminal:
        numbers = itertools.count(1)

        def line(outcome: Outcome) -> None:
            done = "未能读取 / unreadable" if outcome.error else "已读 / read"
            typer.echo(on_one_line(f"[{next(numbers)}/{count}] {done}: {outcome.path.name}"), err=True)

        yield line
    else:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("读取 / reading", total=count)
            yield lambda outcome: bar.advance(task)


def _limits(changes: list[str] | None) -> Limits:
    try:
        return Limits().changed(changes or ())
    except ValueError as error:
        _fail(str(error))
        raise


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Report files, or folders of reports.")] = None,
    format: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="List also what could not be checked, and why.")
    ] = False,
    ignore: Ignored = None,
    rules_file: RulesFile = None,
    limit: Limit = None,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules instead.")] = False,
    together: Together = False,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="Folder for each finding with its sources and what to ask.")
    ] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="Review form (公开情况检查表) to write, .xlsx.")] = None,
    ignored: Annotated[
        Path | None,
        typer.Option("--ignored", help="CSV of findings judged before: finding, reason, who, date; they are left out."),
    ] = None,
) -> None:
    """Check reports.

    Exit code 0: no error found, 1: errors found, 2: no file could be read, 3: no error found, but a file or a page
    could not be read, or less than nine tenths of a report was understood.
    """
    from budgetlib import batch

    if rules:
        _print_rules(lang)
        raise typer.Exit(OK)
    if not paths:
        _fail("expected a report to check, or --rules for the list of rules.")
    rulebook, limits = _changes(rules_file, ignore), _limits(limit)
    known = _judged(ignored or (evidence / "ignored.csv" if evidence else None))
    files, skipped = batch.find_files(paths or [])
    total, findings, whole, errors = Tally(), [], True, False
    shown: list[tuple[tuple[Path, ...], Sequence[Mapping[str, Any]]]] = []
    for outcome in chain(skipped, batch.outcomes(_jobs(files, together), limits=limits, rules=rulebook)):
        if outcome.records is None or outcome.counts is None:
            total.bad.append(outcome.error)
            typer.echo(outcome.error, err=True)
            continue
        total.add(outcome.counts)
        whole = whole and outcome.counts.is_whole
        kept = [one for name, one in zip(outcome.names, outcome.records["findings"], strict=True) if name not in known]
        errors = errors or any(one["severity"] == "error" for one in kept)
        if gone := len(outcome.names) - len(kept):
            typer.echo(f"{outcome.path.name}: 已判断、不再列出 {gone} 条 / judged before, left out", err=True)
        if format == "text":
            _print_findings(outcome, outcome.records["reports"][0]["source"], kept, lang, unchecked)
        findings += kept
        shown.append((outcome.files, kept))
    if not files and not skipped:
        _fail(_nothing(paths or []))
    if format == "json":
        import json

        typer.echo(json.dumps(findings, ensure_ascii=False, indent=1))
    elif format == "csv":
        from budgetlib import schema

        typer.echo(schema.frame("findings", findings).to_csv(index=False), nl=False)
    if shown and (evidence or sheet):
        with within(limits):
            _write_findings(shown, rulebook, evidence, sheet)
    raise typer.Exit(_verdict(total, whole, errors))


def _judged(ignored: Path | None) -> Mapping[str, Any]:
    """The findings that somebody has judged, by their names."""
    from budgetlib import judged

    try:
        return judged.read(ignored) if ignored else {}
    except judged.BadJudgements as error:
        _fail(str(error))
        raise


def _write_findings(
    shown: list[tuple[tuple[Path, ...], Sequence[Mapping[str, Any]]]],
    rules: dict[str, Any] | None,
    evidence: Path | None,
    sheet: Path | None,
) -> None:
    """The evidence pack and the review form: pages are looked at again, so the reports are read in this process."""
    from budgetlib.pipeline import read_report
    from budgetlib.staging import UnwritableFolder

    try:
        kept = [(read_report(files, rules=rules), findings) for files, findings in shown]
        if evidence:
            from budgetlib.evidence import write_evidence

            typer.echo(f"疑点与证据 / evidence: {write_evidence(kept, evidence)}", err=True)
        if sheet:
            from budgetlib.reviewsheet import write_sheet

            typer.echo(f"检查表 / review form: {write_sheet(kept, sheet)}", err=True)
    except (UnwritableFolder, UnreadableReport) as error:
        _fail(str(error))


def _verdict(total: Tally, whole: bool, errors: bool) -> int:
    """The exit code of a check: silence about what was not read is no proof that it adds up."""
    if not total.good:
        return UNREADABLE
    if errors:
        return SOME_FINDINGS
    return OK if whole and not total.bad else NOT_ALL_READ


@app.command()
def rules(lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh") -> None:
    """List the rules: the name to ignore each by, how grave it is, what must hold and why it matters."""
    _print_rules(lang)


@app.command()
def show(
    path: Annotated[Path, typer.Argument(help="A report file.")],
    page: Annotated[int | None, typer.Option("--page", help="Page (or line) to show, figures read marked.")] = None,
    finding: Annotated[
        int | None, typer.Option("--finding", help="Finding to show, from 1 as check lists them.")
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--figure", help="table:row:column, as in a finding's evidence.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="PNG to write; else a name of its own, here.")] = None,
    limit: Limit = None,
) -> None:
    """Show where figures stand in a report: a PNG of the page with them marked; of a text report the line."""
    from budgetlib.show import SourceLine, SourceParts

    if sum(option is not None for option in (page, finding, figure)) != 1:
        _fail("expected one of --page N, --finding K and --figure table:row:column.")
    report = _read_one(path, limit)
    try:
        seen = _seen(report, page, finding, figure)
    except (ValueError, UnreadableReport) as error:
        _fail(f"{path}: {error}")
    if isinstance(seen, SourceLine | SourceParts):
        typer.echo(str(seen))
        return
    what = f"page-{page}" if page else f"finding-{finding}" if finding else str(figure)
    target = out or Path(f"{path.stem}-{what.replace(':', '-').replace(' ', '-')}.png")
    try:
        seen.save(target, format="PNG")
    except OSError as error:
        _fail(f"{target}: cannot be written ({error.strerror or error}); choose another place with --out.")
    typer.echo(on_one_line(str(target)))


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


@app.command()
def story(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Folder for story.html, story.md and what they show.")],
    verify: Annotated[bool, typer.Option("--verify", help="Read a PDF with a second engine first.")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh, en or both.")] = "both",
    limit: Limit = None,
) -> None:
    """Write the fact sheet of a report: its figures, changes, leads, findings with their source, charts and caveats.

    Several reports of one office, each of another year, are one story.
    """
    from budgetlib.staging import UnwritableFolder
    from budgetlib.story import write_story

    if lang not in ("zh", "en", "both"):
        _fail(f"--lang {lang}: expected zh, en or both.")
    with _console().status("读取报告 / reading"):
        reports = [_read_one(path, limit) for path in paths]
    try:
        with _console().status("写事实清单 / writing the fact sheet"):
            for report in reports if verify else ():
                report.verify()
            written = write_story(reports, out, lang=cast("Language", lang))
    except (UnwritableFolder, UnreadableReport, ValueError) as error:
        _fail(f"{paths[0]}: {error}" if isinstance(error, ValueError) else str(error))
    typer.echo(f"事实清单 / fact sheet: {written[0]}")


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
def manifest(
    folder: Annotated[Path, typer.Argument(help="A folder of reports.", show_default=False)],
) -> None:
    """Write FOLDER/manifest.csv, to be completed: where each file came from. Rows that are there stay."""
    from budgetlib.manifest import write_manifest

    if not folder.is_dir():
        _fail(f"{folder}: expected a folder of reports.")
    try:
        path, added = write_manifest(folder)
    except (OSError, UnreadableReport) as error:
        _fail(f"{folder}: {error}")
    typer.echo(on_one_line(f"来源清单 / manifest: {path}，新增 {added} 个文件 (files added)"))


@app.command()
def lab(
    root: Annotated[Path | None, typer.Option("--root", help="The project folder (with notebooks/).")] = None,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="Run as root all the same.")] = False,
) -> None:
    """Open JupyterLab on the notebooks, for this machine alone (127.0.0.1). As root it needs --allow-root."""
    import os
    import subprocess

    from budgetlib import build

    try:
        folder = build.project_root(root) / "notebooks"
    except build.BuildError as error:
        _fail(str(error))
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not allow_root:
        _fail(
            "lab: 以 root 身份运行的 Jupyter 可任意改动本机 / a notebook run as root may do anything to this machine; "
            "log in as another user, or add --allow-root where there is none (a container)."
        )
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        *(["--allow-root"] if allow_root else []),
    ]
    raise typer.Exit(subprocess.call([*command, str(folder)]))


def main() -> None:
    """Entry point of the ``budgetlib`` command. Ended by SIGTERM it leaves nothing half written, as by Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        app()
    except MissingExtra as error:
        typer.echo(str(error), err=True)
        sys.exit(UNREADABLE)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def _fail(message: str) -> None:
    """One clear sentence on the error stream, exit code 2."""
    typer.echo(on_one_line(message), err=True)
    raise typer.Exit(UNREADABLE)


def _changes(rules_file: Path | None, ignore: list[str] | None) -> dict[str, Any] | None:
    """The user's changes to the rules."""
    from budgetlib.checks.rulebook import BadRules, changes

    try:
        return changes(rules_file, ignore or [])
    except BadRules as error:
        _fail(str(error))
        raise


def _jobs(files: list[Path], together: bool) -> list[Job]:
    return [tuple(files)] if together and files else [*files]


def _nothing(paths: list[Path]) -> str:
    return f"{paths[0]}: nothing to read in this folder; put PDF or text reports into it or name another."


def _read_one(path: Path, limit: list[str] | None) -> Report:
    """The report in a file or folder, read in this process; the command ends with one sentence where there is none."""
    from budgetlib import batch
    from budgetlib.failures import failure
    from budgetlib.pipeline import read_report

    files, skipped = batch.find_files([path])
    if len(files) > 1:
        _fail(f"{path}: holds {len(files)} files; expected one report, so name its file.")
    if not files:
        _fail(skipped[0].error if skipped else _nothing([path]))
    try:
        return read_report(files[0], limits=_limits(limit))
    except BaseException as error:  # a panic of an engine is no Exception
        _fail(failure(files[0], error).logged())
        raise


_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_SEVERITIES = {"error": "错误 / error", "warning": "提示 / warning", "note": "备注 / note"}


def _print_findings(
    outcome: Outcome, name: str, findings: Sequence[Mapping[str, Any]], lang: str, unchecked: bool
) -> None:
    """Findings of a report by severity; colours where the terminal has them; then what could not be checked."""
    console = _console()
    which = 0 if lang == "zh" else 1
    console.print(name, style="bold", markup=False, end="")
    console.print(f": {len(findings)} 条 / findings")
    for severity, found in groupby(findings, key=itemgetter("severity")):
        console.print(f"  [{_COLOURS[severity]}]{_SEVERITIES[severity]}[/]")
        for finding in found:
            message = finding[("message_zh", "message_en")[which]]
            line = f"    {outcome.place[0]}.{finding['page']} {finding['rule']}: {message}"
            console.print(on_one_line(line), markup=False)
    if unchecked:
        console.print(f"{name}: {len(outcome.unchecked)} 条无法核对 / could not be checked", markup=False)
        for said in outcome.unchecked:
            console.print(on_one_line(f"    {said[which]}"), markup=False)


def _print_rules(lang: str) -> None:
    from budgetlib.checks import catalogue

    for rule in catalogue.rows("en" if lang == "en" else "zh"):
        typer.echo(f"{rule.id}  [{rule.severity}]  {rule.title}  ({rule.why})")


if __name__ == "__main__":
    main()
