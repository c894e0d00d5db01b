"""The commands parse, check and rules: reports to tables, findings and exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from budgetlib.cli.common import (
    NOT_ALL_READ,
    OK,
    SOME_BAD,
    SOME_FINDINGS,
    UNREADABLE,
    Ignored,
    Lang,
    Limit,
    OptionalPaths,
    Paths,
    RulesFile,
    Together,
    app,
    console,
    expect,
    fail,
    jobs_of,
    limits_of,
    nothing,
    rules_of,
    say,
)
from budgetlib.cli.terminal import Command, reading
from budgetlib.machine.limits import within
from budgetlib.output.summary import Tally
from budgetlib.text import on_one_line

if TYPE_CHECKING:
    from budgetlib.export import Records
    from budgetlib.running.outcome import Outcome

TOLD = 5
"""Reports whose remarks are printed in full; the rest is counted."""


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
    from budgetlib import batch, export
    from budgetlib.running.finding import find_files

    expect("--format", format, *export.FORMATS)
    if csv_safe and format != "csv":
        fail(f"--csv-safe: expected --format csv, not {format}, which needs no such care.")
    limits, rules = limits_of(limit), rules_of(rules_file, ignore)
    files, skipped = find_files(paths)
    total = Tally(bad=[outcome.error for outcome in skipped])
    told: list[str] = []
    with reading(len(files)) as heard:
        found = batch.outcomes(
            jobs_of(files, together),
            workers=workers,
            cache_folder=cache or (out / ".cache" if len(files) > 1 else None),
            verify=verify,
            scheduler=scheduler,
            limits=limits,
            rules=rules,
            told=heard,
        )
        readable = _readable(found, total, told)
        first = next(readable, None)
        if first is not None:
            written = "csv-safe" if csv_safe else format
            export.write_reports(chain([first], readable), out, [written])  # type: ignore[list-item]
    for sentence in total.bad:
        typer.echo(sentence, err=True)
    if not files and not skipped:
        fail(nothing(paths))
    if total.good:
        for line in (*total.lines(), *told, f"表格写入 / tables in: {out}"):
            say(line)
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


@app.command(cls=Command)
def check(
    paths: OptionalPaths = None,
    format: Annotated[str, typer.Option("--format", help="格式 / text, json or csv.")] = "text",
    lang: Lang = "zh",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="也列出无法核对的 / also what could not be checked, and why.")
    ] = False,
    ignore: Ignored = None,
    rules_file: RulesFile = None,
    limit: Limit = None,
    rules: Annotated[bool, typer.Option("--rules", help="只列规则 / list the rules instead.")] = False,
    together: Together = False,
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", help="放疑点及其证据的文件夹 / folder for each finding, its sources, what to ask."),
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="公开情况检查表 / the review form to write, .xlsx.")
    ] = None,
    ignored: Annotated[
        Path | None,
        typer.Option(
            "--ignored", help="已判断的疑点，不再列出 / CSV of findings judged before: finding, reason, who, date."
        ),
    ] = None,
) -> None:
    """核对：哪些数字对不上 / check what does not add up

    退出码 0：没有错误；1：有错误；2：没有文件读得了；3：没有错误，但有文件、页没有读，或读懂的不到九成。
    Exit code 0: no error found, 1: errors found, 2: no file could be read,
    3: no error found, but a file or a page was not read, or less than nine tenths of a report understood.
    """
    from budgetlib import batch
    from budgetlib.checks.rulebook import rulebook
    from budgetlib.review import judged
    from budgetlib.running.finding import find_files

    expect("--format", format, "text", "json", "csv")
    expect("--lang", lang, "zh", "en")
    if rules:
        _print_rules(lang)
        raise typer.Exit(OK)
    if not paths:
        fail("expected a report to check, or --rules for the list of rules.")
    changes, limits = rules_of(rules_file, ignore), limits_of(limit)
    tolerances = rulebook(changes).tolerances
    judgements = ignored or (evidence / judged.NAME if evidence else None)
    known = judged.read(judgements) if judgements else {}
    files, skipped = find_files(paths)
    total, whole = Tally(), True
    shown: list[tuple[tuple[Path, ...], list[dict[str, Any]]]] = []
    for outcome in chain(skipped, batch.outcomes(jobs_of(files, together), limits=limits, rules=changes)):
        if outcome.records is None or outcome.counts is None:
            total.bad.append(outcome.error)
            typer.echo(outcome.error, err=True)
            continue
        total.add(outcome.counts)
        whole = whole and outcome.counts.is_whole(tolerances)
        kept = [one for name, one in zip(outcome.names, outcome.records["findings"], strict=True) if name not in known]
        if gone := len(outcome.names) - len(kept):
            typer.echo(f"{outcome.path.name}: 已判断、不再列出 {gone} 条 / judged before, left out", err=True)
        if format == "text":
            _print_findings(outcome, kept, lang, unchecked)
        shown.append((outcome.files, kept))
    if not files and not skipped:
        fail(nothing(paths))
    findings = [one for _, kept in shown for one in kept]
    _print_for_machines(findings, format)
    with within(limits):
        _write_findings(shown, changes, evidence, sheet)
    raise typer.Exit(_verdict(total, whole, any(one["severity"] == "error" for one in findings)))


def _print_for_machines(findings: list[dict[str, Any]], format: str) -> None:
    if format == "json":
        import json

        typer.echo(json.dumps(findings, ensure_ascii=False, indent=1))
    elif format == "csv":
        from budgetlib import schema

        typer.echo(schema.frame("findings", findings).to_csv(index=False), nl=False)


def _write_findings(
    shown: Sequence[tuple[tuple[Path, ...], Sequence[Mapping[str, Any]]]],
    rules: dict[str, Any] | None,
    evidence: Path | None,
    sheet: Path | None,
) -> None:
    """The evidence pack and the review form: pages are looked at again, so the reports are read in this process."""
    from budgetlib.running.pipeline import read_report

    kept = [(read_report(files, rules=rules), findings) for files, findings in shown if evidence or sheet]
    if evidence and kept:
        from budgetlib.review.evidence import write_evidence

        typer.echo(f"疑点与证据 / evidence: {write_evidence(kept, evidence)}", err=True)
    if sheet and kept:
        from budgetlib.review.reviewsheet import write_sheet

        typer.echo(f"检查表 / review form: {write_sheet(kept, sheet)}", err=True)


def _verdict(total: Tally, whole: bool, errors: bool) -> int:
    """The exit code of a check: silence about what was not read is no proof that it adds up."""
    if not total.good:
        return UNREADABLE
    if errors:
        return SOME_FINDINGS
    return OK if whole and not total.bad else NOT_ALL_READ


@app.command(cls=Command)
def rules(lang: Lang = "zh") -> None:
    """规则一览 / list the rules

    每条规则的名称（--ignore 用）、轻重、应当成立的等式和理由。
    The name to ignore each by, how grave it is, what must hold and why it matters.
    """
    expect("--lang", lang, "zh", "en")
    _print_rules(lang)


_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_SEVERITIES = {"error": "错误 / error", "warning": "提示 / warning", "note": "备注 / note"}


def _print_findings(outcome: Outcome, findings: Sequence[Mapping[str, Any]], lang: str, unchecked: bool) -> None:
    """Findings of a report by severity; colours where the terminal has them; then what could not be checked.

    Those of one cause are one entry: what the gravest says, and where the others stand; JSON and CSV have them all.
    """
    out, which = console(), 0 if lang == "zh" else 1
    name = outcome.records["reports"][0]["source"] if outcome.records else outcome.path.name
    causes: dict[object, list[Mapping[str, Any]]] = {}
    for number, finding in enumerate(findings):
        causes.setdefault(finding["group"] or number, []).append(finding)
    out.print(name, style="bold", markup=False, end="")
    out.print(f": {len(findings)} 条 / findings")
    for severity, found in groupby(causes.values(), key=lambda several: several[0]["severity"]):
        out.print(f"  [{_COLOURS[severity]}]{_SEVERITIES[severity]}[/]")
        for first, *others in found:
            out.print(
                on_one_line(f"    {_where(outcome, first)} {first['rule']}: {first[f'message_{lang}']}"), markup=False
            )
            if others:
                out.print(on_one_line(f"      {_others(outcome, first, others)[which]}"), markup=False)
    if unchecked:
        out.print(f"{name}: {len(outcome.unchecked)} 条无法核对 / could not be checked", markup=False)
        for said in outcome.unchecked:
            out.print(on_one_line(f"    {said[which]}"), markup=False)


def _where(outcome: Outcome, finding: Mapping[str, Any]) -> str:
    return f"{outcome.place[0]}.{finding['page']}"


def _others(outcome: Outcome, first: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Where the other findings of one cause stand; their rules, where these are others than that of the first."""
    rules = (f" {one['rule']}" if one["rule"] != first["rule"] else "" for one in others)
    places = [_where(outcome, one) + rule for one, rule in zip(others, rules, strict=True)]
    zh, en = ("、".join(dict.fromkeys(places)), ", ".join(dict.fromkeys(places)))
    return f"同一原因另有 {len(others)} 条：{zh}", f"{len(others)} more of one cause: {en}"


def _print_rules(lang: str) -> None:
    from budgetlib.checks import catalogue

    for rule in catalogue.rows("en" if lang == "en" else "zh"):
        typer.echo(f"{rule.id}  [{rule.severity}]  {rule.title}  ({rule.why})")
