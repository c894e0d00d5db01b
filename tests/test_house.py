"""The house: a lower room never imports a higher one, and no modules import each other in a circle."""

from __future__ import annotations

import ast
from pathlib import Path

import budgetlib

ROOT = Path(budgetlib.__file__).parent
ROOMS = ("ground", "readers", "parsers", "checks", "face", "analysis", "charts", "book")
GROUND = {"schema", "vocabulary", "text", "numbers", "extras", "intervals", "limits", "reference", "items", "wording"}
GROUND |= {"leftovers"}
BOOK = {"book", "story", "gallery", "build", "explorer", "typeset", "workshop", "cli"}
"""Rooms and front doors that may know everything below them; every other module of its own belongs to the face."""


def room_of(module: str) -> int:
    """Number of the room that a module of budgetlib stands in."""
    top = module.split(".")[1] if "." in module else ""
    if top in GROUND:
        return 0
    if top in BOOK or not top:
        return ROOMS.index("book")
    return ROOMS.index(top) if top in ROOMS else ROOMS.index("face")


def imports() -> dict[str, set[str]]:
    """Module -> modules of budgetlib that it imports, wherever in the file the import stands."""
    found: dict[str, set[str]] = {}
    paths = {
        path: ".".join(("budgetlib", *path.relative_to(ROOT).with_suffix("").parts)) for path in ROOT.rglob("*.py")
    }
    names = {name.removesuffix(".__init__") for name in paths.values()}
    for path, name in paths.items():
        own = name.removesuffix(".__init__")
        if own == "budgetlib":
            continue
        found[own] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("budgetlib"):
                module = str(node.module)
                for alias in node.names:
                    whole = f"{module}.{alias.name}"
                    target = whole if whole in names else module
                    if target not in (own, "budgetlib"):
                        found[own].add(target)
    return found


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of more than one module (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in graph.get(node, ()):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            group = set()
            while True:
                group.add(stack.pop())
                if node in group:
                    break
            if len(group) > 1:
                found.append(group)

    for node in graph:
        if node not in index:
            visit(node)
    return found


def test_no_circle() -> None:
    assert circles(imports()) == []


def test_no_arrow_back_up() -> None:
    arrows = [
        f"{module} -> {target}"
        for module, targets in imports().items()
        for target in targets
        if room_of(target) > room_of(module)
    ]
    assert sorted(arrows) == []
