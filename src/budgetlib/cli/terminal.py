"""The command line as it is seen: help wrapped by the width that characters take, progress as bars or as lines."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from budgetlib.text import Refusal, on_one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from budgetlib.running.outcome import Outcome

COLUMNS = 80
_TOKEN = re.compile(r"\s+|[\x21-\x7e]+|.", re.DOTALL)
_NO_LINE_START = "，。；：、！？）”’》,.;:!?)"


def columns(text: str) -> int:
    """How many columns ``text`` takes on a terminal: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; Latin words stay whole, no line begins with a stop."""
    lines = [""]
    for token in _TOKEN.findall(" ".join(text.split())):
        if columns(lines[-1] + token) <= width or not lines[-1] or token in _NO_LINE_START:
            lines[-1] += token
        else:
            lines.append("" if token.isspace() else token)
    return [line.rstrip() for line in lines]


class Formatter(TyperCommand.context_class.formatter_class):  # type: ignore[misc, name-defined]
    """Help in 80 columns whatever the terminal: nothing is cut, and Chinese counts as wide as it is."""

    def write_text(self, text: str) -> None:
        """A paragraph; a line of the text stays a line."""
        indent = " " * self.current_indent
        for line in text.split("\n"):
            for part in wrapped(line, COLUMNS - self.current_indent):
                self.write(f"{indent}{part}\n" if part else "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names at the left, what they mean at the right."""
        first = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, meaning in rows:
            room = COLUMNS - self.current_indent - first
            lines = [part for line in meaning.split("\n") for part in wrapped(line, room)] or [""]
            head = f"{'':{self.current_indent}}{name}"
            if columns(name) > first - col_spacing:
                self.write(f"{head}\n")
            else:
                self.write(f"{head}{' ' * (first - columns(name))}{lines.pop(0)}\n")
            for line in lines:
                self.write(f"{'':{self.current_indent + first}}{line}\n")


class Context(TyperCommand.context_class):  # type: ignore[misc, valid-type]
    """A context whose help is written by ``Formatter``."""

    formatter_class = Formatter


class Command(TyperCommand):
    """A command whose help is whole at 80 columns."""

    context_class = Context

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it cannot do is one sentence on the error stream and exit code 2."""
        try:
            return super().invoke(ctx)
        except Refusal as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error

    def get_short_help_str(self, limit: int = COLUMNS) -> str:
        """The first line of the help, never cut."""
        return (self.help or "").strip().split("\n")[0]


class Group(TyperGroup):
    """The commands, whose help is whole at 80 columns."""

    context_class = Context


class Lines:
    """Progress where there is no terminal: one line a step."""

    def __init__(self) -> None:
        self.what, self.steps, self.done = "", 0, 0

    def start(self, what: str, steps: int) -> None:
        """A kind of work begins."""
        self.what, self.steps, self.done = what, steps, 0

    def step(self, name: str, error: str = "") -> None:
        """A step has ended."""
        self.done += 1
        failed = f"，没有做成 / failed: {error}" if error else ""
        typer.echo(on_one_line(f"[{self.done}/{self.steps}] {self.what}: {name}{failed}"), err=True)


class Bars:
    """Progress on a terminal: a bar for each kind of work."""

    def __init__(self, bars: Progress) -> None:
        self.bars = bars
        self.task: TaskID | None = None

    def start(self, what: str, steps: int) -> None:
        """A kind of work begins."""
        self.task = self.bars.add_task(what, total=steps)

    def step(self, name: str, error: str = "") -> None:
        """A step has ended."""
        if self.task is not None:
            self.bars.advance(self.task)


@contextmanager
def steps() -> Iterator[Lines | Bars]:
    """Who is told how long work comes on."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines()
    else:
        with Progress(console=console) as bars:
            yield Bars(bars)


@contextmanager
def reading(count: int) -> Iterator[Callable[[Outcome], None]]:
    """What to call with each outcome of reading as it comes; one file alone is read without a word."""
    if count < 2:
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        numbers = itertools.count(1)

        def line(outcome: Outcome) -> None:
            done = "未能读取 / unreadable" if outcome.error else "已读 / read"
            typer.echo(on_one_line(f"[{next(numbers)}/{count}] {done}: {outcome.path.name}"), err=True)

        yield line
    else:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("读取 / reading", total=count)
            yield lambda outcome: bar.advance(task)


def help_of(app: typer.Typer) -> Iterable[tuple[str, str]]:
    """Each command and its help."""
    from typer.main import get_command

    group: Any = get_command(app)
    for name, command in sorted(group.commands.items()):
        context = command.make_context(f"budgetlib {name}", [], resilient_parsing=True)
        yield name, command.get_help(context)
