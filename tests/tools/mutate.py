"""Mutation test with a fixed seed: how many small faults in the checks and on the ground floor do the tests notice?

``python tests/tools/mutate.py`` copies the package, plants one fault at a time (a comparison turned, a sign flipped, a
number off by one, a condition negated, ``and`` for ``or``), runs the tests named below on the copy until one fails, and
lists what survived. It is a script and not part of the suite: sixty faults take half an hour.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = (
    "checks/*.py",
    "parsers/facts.py",
    "parsers/contents.py",
    "numbers.py",
    "intervals.py",
    "text.py",
    "vocabulary.py",
)
TESTS = (
    "tests/checks/test_engine.py",
    "tests/test_intervals.py",
    "tests/test_numbers.py",
    "tests/checks/test_rules.py",
    "tests/checks/test_catalogue.py",
    "tests/checks/test_kinds.py",
    "tests/parsers/test_contents.py",
    "tests/checks/test_performance.py",
    "tests/checks/test_form.py",
    "tests/charts/test_checks.py",
    "tests/behaviour",
    "tests/test_years_of_offices.py",
)
_TURNED = {ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def faults(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module in which a fault can be planted."""
    for node in ast.walk(tree):
        turned = isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED
        signed = isinstance(node, ast.BinOp) and type(node.op) in _SIGNS and not _is_text(node)
        number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
        if turned or signed or number or isinstance(node, (ast.BoolOp, ast.If)):
            yield node


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, (ast.JoinedStr, ast.List)) or _is_string(side) for side in (node.left, node.right))


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def plant(node: ast.AST) -> None:
    """Change a node so that it does something else."""
    if isinstance(node, ast.Compare):
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp):
        node.op = _SIGNS[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant):
        node.value = node.value + 1  # type: ignore[operator]


def mutants(package: Path, seed: int, count: int) -> list[tuple[Path, int]]:
    """File and number of the fault, drawn from all faults of the subjects."""
    files = sorted(path for pattern in SUBJECTS for path in package.glob(pattern))
    every = [(path, n) for path in files for n in range(len(list(faults(ast.parse(path.read_text("utf-8"))))))]
    return random.Random(seed).sample(every, count)


def killed(package: Path, path: Path, number: int) -> tuple[bool, str]:
    """Whether a test fails with the fault planted; and where it is, as ``file:line: code``."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    node = list(faults(tree))[number]
    line = getattr(node, "lineno", 0)
    where = f"{path.relative_to(package)}:{line}: {ast.unparse(node).splitlines()[0][:90]}"
    plant(node)
    path.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
    try:
        return not passes(package), where
    finally:
        path.write_text(text, "utf-8")


def passes(package: Path) -> bool:
    """Whether the tests pass on a package; a fault that never ends is noticed too."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not corpus", *TESTS]
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=900).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main() -> None:
    """Plant, run, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--only", type=int, nargs=2, metavar=("FROM", "TO"), help="a part of them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "src" / "budgetlib"
        shutil.copytree(ROOT / "src" / "budgetlib", package)
        if not passes(package):
            sys.exit("the tests fail without any fault: nothing can be learned from them")
        chosen = mutants(package, options.seed, options.count)[slice(*(options.only or (None,)))]
        survived = []
        for path, number in chosen:
            dead, where = killed(package, path, number)
            survived += [] if dead else [where]
            print("killed  " if dead else "survived", where, flush=True)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} killed")


if __name__ == "__main__":
    main()
