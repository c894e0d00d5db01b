"""Functional classification: the code of an item that the prose names by 类/款/项."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


def functional_code(item: str) -> str | None:
    """The code of ``类/款/项`` (or a shorter path) in the classification; None for anything else or an unknown name."""
    return _by_path().get(tuple(item.split("/")))


@cache
def _by_path() -> dict[tuple[str, ...], str]:
    """Every name path, aliases included, to its code."""
    text = resources.files("budgetlib.reference").joinpath("functional.csv").read_text(encoding="utf-8")
    names: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        names[row["code"]] = [name for name in (row["name"], *row["aliases"].split("|")) if name]
    paths: dict[tuple[str, ...], str] = {}
    for code in names:
        for path in _paths(code, names):
            paths.setdefault(path, code)
    return paths


def _paths(code: str, names: dict[str, list[str]]) -> list[tuple[str, ...]]:
    parents = _paths(code[:-2], names) if len(code) > 3 else [()]
    return [(*parent, name) for parent in parents for name in names.get(code, ())]
