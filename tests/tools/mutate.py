"""Mutation test with a fixed seed: how many small faults do the tests notice?

    python tests/tools/mutate.py            sixty faults in the checks and on the ground floor
    python tests/tools/mutate.py --whole    a hundred and twenty in the whole library

Plants one fault at a time in a copy of the package (a comparison turned, a sign flipped, a number off by one, a
condition negated, ``and`` for ``or``) and runs the tests that run this line, the quickest first, until one fails.
Which tests those are is measured once for each test file and kept in ``.cache/mutate``. The faults are drawn by a hash
of the seed and the code, so that work elsewhere does not change them. It is a script and not part of the suite.

Faults that no test can notice are judged by hand in ``equivalent.csv``: they are listed and not counted. Tests of real
reports are left out (``--corpus`` takes them in), tests of sources and of notebooks always.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "mutate"
GROUND = ("checks/*.py", "parsers/facts.py", "parsers/contents.py")
GROUND += ("numbers.py", "intervals.py", "text.py", "vocabulary.py")
LEFT_OUT = ("tools/", "browser/", "notebooks/", "test_house.py", "test_dependencies.py", "test_environment_sync.py")
LIMITS = (2.0, 12.0, 60.0)
"""Seconds of tests in all that a fault has to get through, batch by batch; after the last it has survived."""
_TURNED = {ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


@dataclass(frozen=True)
class Fault:
    """One place where a fault can be planted: bytes ``begin`` to ``end`` of a module, and the code to put there."""

    module: str
    begin: int
    end: int
    lines: range
    function: str
    change: str
    instead: str

    def __str__(self) -> str:
        return f"{self.module}:{self.lines[0]} {self.function}: {self.change}"

    def planted(self, text: str) -> str:
        """The text of the module with the fault; the rest of it stays as it is written."""
        source = text.encode()
        return (source[: self.begin] + self.instead.encode() + source[self.end :]).decode()


def faults(module: str, text: str) -> Iterator[Fault]:
    """All faults of a module; code whose place Python does not know (in f-strings, before 3.12) is passed over."""
    source = text.encode()
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for node, function, instead in places(ast.parse(text)):
        last = node.end_lineno or node.lineno
        begin, end = starts[node.lineno - 1] + node.col_offset, starts[last - 1] + (node.end_col_offset or 0)
        if _reads_as(source[begin:end], node):
            lines = range(node.lineno, last + 1)
            whole = source[starts[node.lineno - 1] :].decode().partition("\n")[0].strip()
            change = f"{ast.unparse(node)[:90]} -> {instead[:90]} in {whole}"
            yield Fault(module, begin, end, lines, function, change, instead)


def _reads_as(code: bytes, node: ast.expr) -> bool:
    try:
        return ast.dump(ast.parse(f"({code.decode()})", mode="eval").body) == ast.dump(node)
    except (SyntaxError, UnicodeDecodeError):
        return False


def places(tree: ast.AST, function: str = "") -> Iterator[tuple[ast.expr, str, str]]:
    """The expressions in which a fault can be planted, the function each stands in, and the code with the fault."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.If, ast.IfExp)):
            if ast.unparse(node.test) == "TYPE_CHECKING":
                continue
            yield node.test, function, f"(not ({ast.unparse(node.test)}))"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lru_cache":
            continue  # how many answers are remembered is not what is said
        if other := _turned(node):
            yield node, function, f"({ast.unparse(other)})"  # type: ignore[misc]
        named = isinstance(node, (ast.FunctionDef, ast.ClassDef))
        yield from places(node, f"{function}.{node.name}".lstrip(".") if named else function)  # type: ignore[attr-defined]


def _turned(node: ast.AST) -> ast.expr | None:
    """The node with another operator or number; nothing where none is to be turned (texts and lists are joined)."""
    if isinstance(node, ast.Compare) and (operator := _TURNED.get(type(node.ops[0]))):
        return ast.Compare(node.left, [operator(), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BinOp) and (sign := _SIGNS.get(type(node.op))):
        return None if _joins(node.left) or _joins(node.right) else ast.BinOp(node.left, sign(), node.right)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return ast.Constant(node.value + 1)  # type: ignore[operator]
    return None


def _joins(node: ast.expr) -> bool:
    return isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple)) or isinstance(getattr(node, "value", None), str)


def drawn(package: Path, patterns: tuple[str, ...], seed: int) -> list[Fault]:
    """All faults of the modules in an order that the seed decides."""
    paths = sorted({path for pattern in patterns for path in package.glob(pattern)})
    every = [fault for path in paths for fault in faults(str(path.relative_to(package)), path.read_text("utf-8"))]
    seen: dict[tuple[str, str, str], int] = {}
    ranked = []
    for fault in every:
        name = (fault.module, fault.function, fault.change)
        seen[name] = seen.get(name, 0) + 1
        ranked.append((hashlib.sha256(repr((seed, name, seen[name])).encode()).digest(), fault))
    return [fault for _, fault in sorted(ranked, key=lambda one: one[0])]


class Tests:
    """Which tests run a line, from runs of each test file alone; measured anew where the file or the module changed."""

    def __init__(self, package: Path, corpus: bool) -> None:
        self.package, self.marks = package, [] if corpus else ["-m", "not corpus"]
        files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py"))]
        self.files = [name for name in files if not any(f"tests/{one}" in name for one in LEFT_OUT)]
        self.seen: dict[str, dict[str, Any]] = {}

    def _measured(self, name: str, module: str) -> dict[str, Any]:
        """What was measured of a test file with the module as it is."""
        out = CACHE / f"{name.replace('/', '-')}{'' if self.marks else '-corpus'}.json"
        if name not in self.seen and out.is_file():
            self.seen[name] = json.loads(out.read_text("utf-8"))
        seen = self.seen.get(name)
        if not seen or any(_hash(path) != seen.get("of", {}).get(key) for key, path in self._read(name, module, seen)):
            print("measuring", name, file=sys.stderr, flush=True)
            CACHE.mkdir(parents=True, exist_ok=True)
            more = {"MUTATE_PACKAGE": str(self.package), "MUTATE_OUT": str(out)}
            self.run(["-p", "contexts", name], 1800, more | {"PYTHONPATH": str(Path(__file__).parent)})
            seen = self.seen[name] = json.loads(out.read_text("utf-8"))
            for test in seen["failed"]:
                print("left out, fails without any fault:", test, file=sys.stderr)
            seen["of"] = {name: _hash(ROOT / name)} | {one: _hash(self.package / one) for one in seen["lines"]}
            out.write_text(json.dumps(seen), "utf-8")
        return seen

    def _read(self, name: str, module: str, seen: dict[str, Any]) -> list[tuple[str, Path]]:
        return [(name, ROOT / name), *([(module, self.package / module)] if module in seen["lines"] else [])]

    def run(self, arguments: list[str], seconds: float, more: dict[str, str]) -> tuple[int, str]:
        """Exit code and output of pytest on the copy of the package; a run that never ends has failed."""
        path = os.pathsep.join([str(self.package.parent), *filter(None, [more.get("PYTHONPATH")])])
        quick = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # nbval takes seconds to load
        environment = {**os.environ, **more, **quick, "PYTHONPATH": path}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *self.marks, *arguments]
        try:
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=seconds, text=True)
        except subprocess.TimeoutExpired:
            return 1, "no end"
        return done.returncode, done.stdout + done.stderr

    def of(self, fault: Fault) -> list[tuple[float, str]]:
        """Seconds and names of the tests that run a line, the quickest first."""
        found = {}
        for one in [self._measured(name, fault.module) for name in self.files]:
            lines = one["lines"].get(fault.module, {})
            tests = {test for line in fault.lines for test in lines.get(str(line), [])}
            if "" in tests:  # constants, caches, fixtures: any test of the file may see them
                tests = set(one["seconds"])
            found |= {test: one["seconds"][test] for test in tests if test not in one["failed"]}
        return sorted((seconds, test) for test, seconds in found.items())

    def notice(self, tests: list[tuple[float, str]], most: float) -> bool:
        """Whether one of the tests fails on the package as it stands: a few first, then more."""
        spent = list(accumulate(seconds for seconds, _ in tests))
        done = 0
        for limit in (one for one in LIMITS if one <= most):
            upto = bisect_right(spent, limit)
            if upto > done and self._fails([test for _, test in tests[done:upto]], 60 + 20 * limit):
                return True
            done = upto
        return False

    def _fails(self, tests: list[str], seconds: float) -> bool:
        code, said = self.run(["-x", *tests], seconds, {})
        if code == 4 and "not found" in said:
            sys.exit(said)
        return code != 0


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def equivalent() -> dict[tuple[str, str, str], str]:
    """The faults judged by hand that change nothing anyone could see: module, function and code to the reason."""
    with (Path(__file__).parent / "equivalent.csv").open(encoding="utf-8", newline="") as file:
        return {(row["module"], row["function"], row["change"]): row["why"] for row in csv.DictReader(file)}


def main() -> None:
    """Plant, run, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--whole", action="store_true", help="faults in the whole library")
    parser.add_argument("--count", type=int, help="how many; 60, of the whole library 120")
    parser.add_argument("--corpus", action="store_true", help="with tests of real reports")
    parser.add_argument("--seconds", type=float, default=LIMITS[-1], help="of tests a fault (2, 12 or 60)")
    parser.add_argument("--only", nargs="+", type=int, help="numbers of faults, to repeat some")
    options = parser.parse_args()
    patterns, count = (("**/*.py",), 120) if options.whole else (GROUND, 60)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "src" / "budgetlib"
        shutil.copytree(ROOT / "src" / "budgetlib", package, ignore=shutil.ignore_patterns("__pycache__"))
        for path in ROOT.iterdir():
            if path.name not in ("src", ".git", ".venv", ".cache"):
                (Path(folder) / path.name).symlink_to(path)
        compileall.compile_dir(package, quiet=2)
        tests, known = Tests(package, options.corpus), equivalent()
        dead = alive = 0
        for number, fault in enumerate(drawn(package, patterns, options.seed)):
            if dead + alive == (options.count or count):
                break
            if options.only and number not in options.only:
                continue
            if why := known.get((fault.module, fault.function, fault.change)):
                print(f"{number:3} equivalent {fault} ({why})", flush=True)
                continue
            path = package / fault.module
            text = path.read_text("utf-8")
            found = tests.of(fault)
            path.write_text(fault.planted(text), "utf-8")
            noticed = tests.notice(found, options.seconds)
            shutil.copy2(ROOT / "src" / "budgetlib" / fault.module, path)  # of its old time: its bytecode holds again
            dead, alive = dead + noticed, alive + (not noticed)
            print(f"{number:3} {'killed  ' if noticed else 'survived'} {fault}", flush=True)
    print(f"{dead} of {dead + alive} killed")


if __name__ == "__main__":
    main()
