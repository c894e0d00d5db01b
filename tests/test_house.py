"""The house: a lower room never imports a higher one, and no modules import each other in a circle."""

from __future__ import annotations

import ast
from pathlib import Path

import budgetlib

ROOT = Path(budgetlib.__file__).parent
FLOORS: tuple[tuple[str, ...], ...] = (
    ("schema", "vocabulary", "text", "numbers", "intervals", "machine", "reference"),
    ("readers",),
    ("parsers",),
    ("checks",),
    ("output",),
    ("show", "export"),
    ("report",),
    ("years", "review", "running"),
    ("batch",),
    ("dataset",),
    ("analysis",),
    ("charts", "typeset"),
    ("book",),
    ("story", "workshop"),
    ("cli",),
)
"""The rooms and the front doors, lowest first. Those of one floor do not know each other, but for the ground."""


def floor_of(module: str) -> int:
    """Number of the floor on which a module of budgetlib stands."""
    room = module.split(".")[1]
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


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


def test_no_arrow_back_up_nor_to_the_next_room() -> None:
    arrows = [
        f"{module} -> {target}"
        for module, targets in imports().items()
        for target in targets
        if module.split(".")[1] != target.split(".")[1]
        if (floor_of(target) >= floor_of(module) if floor_of(module) else floor_of(target) > 0)
    ]
    assert sorted(arrows) == []


def test_every_module_stands_in_a_room_that_says_what_it_is() -> None:
    entries = {path.name.removesuffix(".py") for path in ROOT.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert entries - {"__init__", "__pycache__"} == {room for rooms in FLOORS for room in rooms}
    for room in (path for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"):
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
