"""What the commands share: the app, exit codes, options, one sentence for what cannot be done, reading of reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from budgetlib.cli.terminal import Group, reading
from budgetlib.machine.limits import Limits
from budgetlib.text import on_one_line

if TYPE_CHECKING:
    from rich.console import Console

    from budgetlib.report import Report
    from budgetlib.running.outcome import Job

app = typer.Typer(
    cls=Group,
    help="部门预算、部门决算的公开报告变成表格、核对、图和笔记本。\n"
    "Chinese government budgets and final accounts as tables, checks, charts, notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

OK, SOME_FINDINGS, UNREADABLE, NOT_ALL_READ = 0, 1, 2, 3
SOME_BAD = 1
"""Of a parse: some files were read, others were not. Of a book: some notebooks did not run."""

_WHAT = "报告文件或文件夹 / report files or folders."
Paths = Annotated[list[Path], typer.Argument(help=_WHAT, metavar="PATH", show_default=False)]
OptionalPaths = Annotated[list[Path] | None, typer.Argument(help=_WHAT, metavar="PATH", show_default=False)]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=NUMBER",
        help="一个文件的限度 / limits of one file: size, pages, cells, columns, characters, seconds, memory.",
    ),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULE", help="不用的规则，可重复 / a rule or family to leave out; repeatable."),
]
RulesFile = Annotated[
    Path | None, typer.Option("--rules-file", help="自己的规则 / TOML: rules off, parameters, identities of your own.")
]
Together = Annotated[bool, typer.Option("--together", help="这些文件合起来是一份报告 / the files are one report.")]
Root = Annotated[
    Path | None, typer.Option("--root", help="有 data/ 和 notebooks/ 的文件夹 / the folder with data/ and notebooks/.")
]
Lang = Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en.")]


def say(message: str, *, aside: bool = False) -> None:
    """One line of output; ``aside`` is the error stream, where what is no result goes."""
    typer.echo(on_one_line(message), err=aside)


def fail(message: str) -> NoReturn:
    """One clear sentence on the error stream, exit code 2."""
    say(message, aside=True)
    raise typer.Exit(UNREADABLE)


def expect(option: str, value: str, *known: str) -> None:
    """End the command where an option has a value that there is not."""
    if value not in known:
        fail(f"{option} {value}: expected {', '.join(known[:-1])} or {known[-1]}.")


def console() -> Console:
    """Where coloured lines go."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def limits_of(changes: list[str] | None) -> Limits:
    """The limits as the user changed them."""
    return Limits().changed(changes or ())


def rules_of(file: Path | None, ignore: list[str] | None) -> dict[str, Any] | None:
    """The user's changes to the rules."""
    from budgetlib.checks.rulebook import changes

    return changes(file, ignore or [])


def jobs_of(files: list[Path], together: bool) -> list[Job]:
    """What to read: each file, or all of them as one report."""
    return [tuple(files)] if together and files else [*files]


def nothing(paths: list[Path]) -> str:
    """That a folder holds no report."""
    return f"{paths[0]}: nothing to read in this folder; put PDF or text reports into it or name another."


def read_all(paths: list[Path], together: bool, limits: Limits) -> tuple[list[Report], list[str]]:
    """The reports that a worker could read, read here, and one sentence for each file that none could."""
    from budgetlib import batch
    from budgetlib.running.finding import find_files
    from budgetlib.running.pipeline import read_report

    files, skipped = find_files(paths)
    reports, bad = [], [outcome.error for outcome in skipped]
    with reading(len(files)) as heard:
        for outcome in batch.outcomes(jobs_of(files, together), limits=limits, told=heard):
            if outcome.records is None:
                bad.append(outcome.error)
            else:
                reports.append(read_report(outcome.files, limits=limits))
    for sentence in bad if reports else bad or [nothing(paths)]:
        say(sentence, aside=True)
    return reports, bad


def read_one(path: Path, limit: list[str] | None) -> Report:
    """The report in a file or folder, read in this process; the command ends with one sentence where there is none."""
    from budgetlib.running.failures import failure
    from budgetlib.running.finding import find_files
    from budgetlib.running.pipeline import read_report

    limits = limits_of(limit)
    files, skipped = find_files([path])
    if len(files) > 1:
        fail(f"{path}: holds {len(files)} files; expected one report, so name its file.")
    if not files:
        fail(skipped[0].error if skipped else nothing([path]))
    try:
        return read_report(files[0], limits=limits)
    except BaseException as error:  # a panic of an engine is no Exception
        fail(failure(files[0], error).logged())
