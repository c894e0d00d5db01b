"""The pages of docs/ that are made of the code: ``python -m tools.docs`` writes them, a test fails when one is stale.

tables.md: every public table and column. api.md: every public name. commands.md: every command with its options.
glossary.md: the terms of the vocabulary and those of ``glossary.toml``.
"""

from __future__ import annotations

import ast
import inspect
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import budgetlib as bl
from budgetlib import schema
from budgetlib.book.guide import commands
from budgetlib.cli import app
from budgetlib.cli.terminal import help_of
from budgetlib.vocabulary import terms

DOCS = Path(__file__).parents[1] / "docs"
_MADE = "*Made of the code by `python -m tools.docs`; do not edit.*"
_GROUPS = {
    "fund": "资金性质 / Kinds of public money",
    "source": "收入来源 / Where income comes from",
    "balance": "结转结余 / Balances",
    "spending": "支出类别 / Kinds of spending",
    "class": "经济分类 / Economic classes",
    "item": "“三公”经费等 / Items that every report states",
    "stage": "口径 / Stages of a figure",
    "movement": "变动 / Movements",
    "side": "收支 / Sides",
    "classification": "分类 / Classifications",
    "subject": "事项 / Subjects",
    "frame": "表头用语 / Words of tables",
}
"""Kind of term to its heading."""


class Undocumented(Exception):
    """Something public that no sentence explains; the message names it."""


def pages() -> dict[str, str]:
    """Name of each page to its text. Raises Undocumented."""
    made = {
        "tables.md": _tables(),
        "api.md": _api(),
        "commands.md": [_MADE, "", commands(help_of(app))],
        "glossary.md": _glossary(),
    }
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in made.items()}


def _tables() -> Iterator[str]:
    yield from ("# 公开表 / The public tables", "", _MADE, "")
    yield (
        "Every table begins with the same four columns. Money is in 万元 (10,000 yuan), a rate in percent (38.52 means "
        '38.52 %), a fall is negative; a blank is NA, a printed 0.00 is 0.0. `report.table(name, lang="zh")` has the '
        "Chinese labels."
    )
    for table in schema.TABLES.values():
        yield from ("", f"## `{table.name}` {table.zh}", "", f"One row is {table.en}.", "")
        yield from ("| column | 中文 | meaning | type | unit or values |", "|---|---|---|---|---|")
        for column in table.columns:
            if not (column.zh and column.en):
                raise Undocumented(f"{table.name}.{column.name}")
            more = ", ".join(f"`{value}`" for value in column.values) or column.unit
            yield f"| `{column.name}` | {column.zh} | {column.en} | {column.kind} | {more} |"


def _api() -> Iterator[str]:
    yield from ("# Python", "", _MADE, "", "`import budgetlib as bl`; what stands here is public and stays.", "")
    for name in sorted(bl.__all__):
        if not inspect.ismodule(getattr(bl, name)):
            yield from _entry(f"bl.{name}", getattr(bl, name), bl._PUBLIC[name])
    for room in (bl.analysis, bl.charts):
        short = room.__name__.rpartition(".")[2]
        yield from (f"## bl.{short}", "", _first(inspect.getdoc(room), short), "")
        for name in room.__all__:
            value = getattr(room, name)
            if not inspect.ismodule(value):
                yield f"- `{_call(name, value)}`: {_said(name, value, room._HOME[name], room.__name__)}"
        yield ""


def _entry(name: str, value: Any, module: str) -> Iterator[str]:
    """A public name of the library itself, with its own public names."""
    doc = inspect.getdoc(value)
    _first(doc, name)
    yield from (f"## `{_call(name, value)}`", "", str(doc), "")
    if is_dataclass(value) and isinstance(value, type):
        for field in fields(value):
            default = "" if field.default is MISSING else f" = {field.default!r}"
            yield f"- `{field.name}{default}`: {_beside(module, value.__name__, field.name)}"
    for own, member in vars(value).items() if isinstance(value, type) else ():
        if not own.startswith("_") and (callable(member) or isinstance(member, property | classmethod)):
            function = getattr(member, "__func__", member)
            yield f"- `{_call(own, function, own=True)}`: {_first(inspect.getdoc(member), f'{name}.{own}')}"
        elif not own.startswith("_") and hasattr(member, "func"):  # a cached property
            yield f"- `{own}`: {_first(inspect.getdoc(member), f'{name}.{own}')}"
    yield ""


def _said(name: str, value: Any, home: str, room: str) -> str:
    """The first sentence on a name of a room: of a function or class its own, of a constant the one below it."""
    if callable(value):
        return _first(inspect.getdoc(value), name)
    module = f"{room}.{home}" if _exists(f"{room}.{home}") else f"budgetlib.years.{home}"
    return _beside(module, "", name)


@cache
def _exists(module: str) -> bool:
    try:
        return bool(import_module(module))
    except ModuleNotFoundError:
        return False


def _call(name: str, value: Any, own: bool = False) -> str:
    """How a name is called: parameters with their defaults, without types."""
    if not inspect.isroutine(value) or isinstance(value, type):
        return name
    signature = inspect.signature(value)
    kept = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return f"{name}{signature.replace(parameters=kept[own:], return_annotation=inspect.Signature.empty)}"


def _first(doc: str | None, name: str) -> str:
    """The first paragraph of a docstring as one line."""
    if not doc:
        raise Undocumented(name)
    return " ".join(doc.split("\n\n")[0].split())


def _beside(module: str, owner: str, name: str) -> str:
    """The text that stands below the definition of a field of a class, or of a constant of a module."""
    body: list[ast.stmt] = ast.parse(inspect.getsource(sys.modules[module])).body
    for node in body if owner else ():
        if isinstance(node, ast.ClassDef) and node.name == owner:
            body = node.body
    for node, below in pairwise(body):
        named = ast.unparse(node).split("=")[0].split(":")[0].strip() == name
        if named and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            return _first(str(below.value.value), name)
    raise Undocumented(f"{module}: {owner}.{name}")


def _glossary() -> Iterator[str]:
    own = tomllib.loads(DOCS.joinpath("glossary.toml").read_text(encoding="utf-8"))
    said, more = own["vocabulary"], own["more"]
    if odd := {*terms()} ^ {*said}:
        raise Undocumented(f"docs/glossary.toml and reference/terms.toml differ in {', '.join(sorted(odd))}")
    yield from ("# 词汇表 / Glossary", "", _MADE)
    for heading, entries in more.items():
        yield from _group(heading, [(zh, *both) for zh, both in entries.items()])
    for kind, heading in _GROUPS.items():
        yield from _group(heading, [(one.zh, one.en, said[one.id]) for one in terms().values() if one.kind == kind])


def _group(heading: str, rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", f"## {heading}", "", "| 中文 | English | what it is |", "|---|---|---|")
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
