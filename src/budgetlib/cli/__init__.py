"""The command line: parse, check, show, story, typeset, run, lab."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from budgetlib.extras import MissingExtra
from budgetlib.limits import Limits, within
from budgetlib.readers.document import UnreadableReport
from budgetlib.summary import Tally
from budgetlib.cli.terminal import Command, Group, help_of, reading, steps
from budgetlib.text import on_one_line

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.console import Console

    from budgetlib.batch import Job, Outcome
    from budgetlib.book.write import Book
    from budgetlib.export import Records
    from budgetlib.report import Report
    from budgetlib.show import SourceLine, SourceParts
    from budgetlib.story.pages import Language

app = typer.Typer(
    cls=Group,
    help="部门预算、部门决算的公开报告变成表格、核对、图和笔记本。\n"
    "Chinese government budgets and final accounts as tables, checks, charts, notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from budgetlib import __version__

        typer.echo(f"budgetlib {__version__}")
        raise typer.Exit(0)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="版本号 / the version.", callback=_version, is_eager=True)
    ] = False,
) -> None: ...


OK, SOME_FINDINGS, UNREADABLE, NOT_ALL_READ = 0, 1, 2, 3
SOME_BAD = 1
"""Of a parse: some files were read, others were not."""
TOLD = 5
"""Reports whose remarks are printed in full; the rest is counted."""

Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="一个文件的限度 / limits of one file: size, pages, cells, columns, characters, seconds, memory.",
    ),
]
Paths = Annotated[list[Path], typer.Argument(help="报告文件或文件夹 / report files or folders.", show_default=False)]

Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="不用的规则，可重复 / a rule or family to leave out; may be repeated."),
]
RulesFile = Annotated[
    Path | None, typer.Option("--rules-file", help="自己的规则 / TOML: rules off, parameters, identities of your own.")
]


Together = Annotated[bool, typer.Option("--together", help="这些文件合起来是一份报告 / the files are one report.")]


@app.command(cls=Command)
def parse(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="放表格的文件夹 / folder for the tables.")],
    format: Annotated[str, typer.Option("--format", help="格式 / csv, parquet, xlsx, json or sqlite.")] = "csv",
    csv_safe: Annotated[
        bool,
        typer.Option("--csv-safe", help="给电子表格软件的CSV，如 =25人 前加撇号 / an apostrophe before such texts."),
    ] = False,
    limit: Limit = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="用第二个引擎复读PDF / read each PDF with a second engine and compare.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", help="进程数，默认为核数 / processes; all cores by default.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Dask集群 / a Dask cluster, tcp://…, instead of local processes.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="记住读过什么的文件夹 / what was parsed; DIR/.cache by default.")
    ] = None,
    ignore: Ignored = None,
    rules_file: RulesFile = None,
    together: Together = False,
) -> None:
    """读成表格 / parse reports into tables

    每张公开表一个文件 DIR/<table>.<format>，各报告接在一起。
    Write DIR/<table>.<format> for every public table, all reports together.
    xlsx、sqlite 各成一个文件 / a workbook and a database are one file each.
    退出码 / exit code 0: 全读了 all read, 1: 有的没读 some were not, 2: 都没读 none was.
    中断后再运行，接着做 / interrupted, it goes on where it stopped.
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
    with reading(len(files)) as heard:
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


def _limits(changes: list[str] | None) -> Limits:
    try:
        return Limits().changed(changes or ())
    except ValueError as error:
        _fail(str(error))
        raise


@app.command(cls=Command)
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="报告文件或文件夹 / report files or folders.")] = None,
    format: Annotated[str, typer.Option("--format", help="格式 / text, json or csv.")] = "text",
    lang: Annotated[str, typer.Option("--lang", help="语言 / zh or en.")] = "zh",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="也列出无法核对的 / also what could not be checked, and why.")
    ] = False,
    ignore: Ignored = None,
    rules_file: RulesFile = None,
    limit: Limit = None,
    rules: Annotated[bool, typer.Option("--rules", help="只列规则 / list the rules instead.")] = False,
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
    """核对：哪些数字对不上 / check what does not add up

    退出码 0：没有错误；1：有错误；2：没有文件读得了；3：没有错误，但有文件、页没有读，或读懂的不到九成。
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


@app.command(cls=Command)
def rules(lang: Annotated[str, typer.Option("--lang", help="语言 / zh or en.")] = "zh") -> None:
    """规则一览 / list the rules

    每条规则的名称（--ignore 用）、轻重、应当成立的等式和理由。
    The name to ignore each by, how grave it is, what must hold and why it matters.
    """
    _print_rules(lang)


@app.command(cls=Command)
def show(
    path: Annotated[Path, typer.Argument(help="报告文件 / a report file.")],
    page: Annotated[int | None, typer.Option("--page", help="页（或行） / page (or line) to show.")] = None,
    finding: Annotated[
        int | None, typer.Option("--finding", help="第几条疑点 / finding, from 1 as check lists them.")
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--figure", help="表:行:列 / table:row:column, as in a finding's evidence.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="PNG to write; else a name of its own, here.")] = None,
    limit: Limit = None,
) -> None:
    """追回原页：数字在哪里 / show where figures stand

    把原页存成PNG，数字框出来；文本报告印出那一行。
    A PNG of the page with the figures marked; of a text report the line.
    """
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


@app.command(cls=Command)
def book(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="书放进的文件夹 / folder for the pages.")],
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en.")] = "zh",
    together: Together = False,
    limit: Limit = None,
) -> None:
    """自己的报告做成一本书 / a book of your own reports

    报告填得上的笔记本都执行，成为不用联网的网页。
    Every notebook that the reports can fill is executed; the pages need no network.
    退出码 0：填得上的笔记本都做成；1：有的没有做成；2：没有一份报告读得了。
    Exit code 0: every notebook that the reports can fill ran, 1: some did not, 2: no report could be read.
    """
    from budgetlib.book.sources import BookError
    from budgetlib.book.write import Read, write_book

    if lang not in ("zh", "en"):
        _fail(f"--lang {lang}: expected zh or en.")
    limits = _limits(limit)
    reports, bad = _read_all([path.resolve() for path in paths], together, limits)  # notebooks run elsewhere
    if not reports:
        raise typer.Exit(UNREADABLE)
    try:
        with steps() as told:
            read = [Read(one, _origin(one)) for one in reports]
            written = write_book(read, bad, out, "en" if lang == "en" else "zh", told)
    except BookError as error:
        _fail(str(error))
    _tell(written)


def _origin(report: Report) -> Path | list[Path]:
    """The file of a report, or its files."""
    files = [file.source for file in report.document.files]
    return files if len(files) > 1 else report.document.source


@app.command(cls=Command)
def typeset(
    tables: Annotated[Path, typer.Argument(help="一份报告各表的文件夹 / folder with <table>.csv or <table>.parquet.")],
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
        _fail(f"{tables}: {error}")
    _console().print(f"已排版 / typeset: {written}")


@app.command(cls=Command)
def run(
    root: Annotated[Path | None, typer.Option("--root", help="有 data/ 和 notebooks/ 的文件夹 / the folder.")] = None,
) -> None:
    """把 data/ 做成一本书，放进 build/ / the book of data/ in build/

    解析、核对、写出各表，执行笔记本，连同说明排成网页。
    Parse, check, write the tables, execute the notebooks, make the pages.
    退出码 / exit code 0；有笔记本没有做成 / a notebook failed: 1。
    """
    from budgetlib import build
    from budgetlib.book.sources import BookError
    from budgetlib.summary import tally

    try:
        with steps() as told:
            written, reports = build.run(build.project_root(root), told, help_of(app))
    except (build.BuildError, BookError, UnreadableReport) as error:
        _fail(str(error))
    for line in tally(reports).lines():
        typer.echo(on_one_line(line))
    _tell(written)


def _tell(written: Book) -> None:
    """Name what failed and say where the book is; ends the command."""
    for one in written.failed:
        typer.echo(on_one_line(f"没有做成 / failed: {one.job.name} ({one.job.charts.name}): {one.error}"), err=True)
    typer.echo(on_one_line(f"打开 / open: {written.index}"))
    raise typer.Exit(SOME_BAD if written.failed else OK)


@app.command(cls=Command)
def new(
    folder: Annotated[Path, typer.Argument(help="新文件夹 / the new folder.", show_default=False)],
) -> None:
    """新建工作文件夹：笔记本、样本报告、说明 / a folder to work in

    在里面 run、lab、book 都可用，不需要克隆项目。
    The commands run, lab and book work there, without a clone of the project.
    """
    from budgetlib import build

    try:
        made = build.new_folder(folder)
    except build.BuildError as error:
        _fail(str(error))
    typer.echo(on_one_line(f"已建 / made: {made}，先看 / read first: {made / 'README.md'}"))


@app.command(cls=Command)
def manifest(
    folder: Annotated[Path, typer.Argument(help="报告文件夹 / a folder of reports.", show_default=False)],
) -> None:
    """写来源清单 / write the list of sources

    FOLDER/manifest.csv，待填：每个文件从哪里来；已有的行不变。
    FOLDER/manifest.csv, to be completed: where each file came from. Rows that are there stay.
    """
    from budgetlib.manifest import write_manifest

    if not folder.is_dir():
        _fail(f"{folder}: expected a folder of reports.")
    try:
        path, added = write_manifest(folder)
    except (OSError, UnreadableReport) as error:
        _fail(f"{folder}: {error}")
    typer.echo(on_one_line(f"来源清单 / manifest: {path}，新增 {added} 个文件 (files added)"))


@app.command(cls=Command)
def lab(
    root: Annotated[
        Path | None, typer.Option("--root", help="有 notebooks/ 的文件夹 / the folder with notebooks/.")
    ] = None,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="以root运行 / run as root all the same.")] = False,
) -> None:
    """打开笔记本 / open JupyterLab on the notebooks

    只对本机开放（127.0.0.1）；root 用户须加 --allow-root。
    For this machine alone (127.0.0.1). As root it needs --allow-root.
    """
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


def _read_all(paths: list[Path], together: bool, limits: Limits) -> tuple[list[Report], list[str]]:
    """The reports that a worker could read, read here, and one sentence for each file that none could."""
    from budgetlib import batch
    from budgetlib.pipeline import read_report

    files, skipped = batch.find_files(paths)
    reports, bad = [], [outcome.error for outcome in skipped]
    with reading(len(files)) as heard:
        for outcome in batch.outcomes(_jobs(files, together), limits=limits, told=heard):
            if outcome.records is None:
                bad.append(outcome.error)
            else:
                reports.append(read_report(outcome.files, limits=limits))
    for sentence in bad if reports else bad or [_nothing(paths)]:
        typer.echo(sentence, err=True)
    return reports, bad


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
