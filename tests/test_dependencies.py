"""What the library stands on: every requirement is used, none forbids what Apache-2.0 allows, and tablers can go."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from budgetlib.machine import extras

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {name: lines for name, lines in PROJECT["optional-dependencies"].items() if name not in ("all", "dev")}
REQUIRED = [
    requirement
    for line in [*PROJECT["dependencies"], *(line for lines in EXTRAS.values() for line in lines)]
    if (requirement := Requirement(line)).name != "budgetlib"
]
REPORT = str(ROOT / "data" / "reports" / "putuo-wanli-budget-2024.pdf")
RUN = {"ipykernel", "jinja2", "jupyterlab", "myst-nb", "nbval", "sphinx-book-theme", "voila"}
"""Used without an import of ours: servers, kernels, plugins, extensions of Sphinx; jinja2 by the styles of pandas."""
ALLOWED = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python[- ]Software|HPND|0BSD|Zlib|MPL|Mozilla Public|Unlicense|CC0|OFL|"
    r"SIL Open Font|EPL|WTFPL|Historical Permission|public domain)\b",
    re.IGNORECASE,
)
ELSEWHERE = {"docutils"}
"""Free for any use but one file, an editor's mode under the GPL, which no wheel holds."""
FORBIDDEN = re.compile(r"\b(?:AGPL|Affero|GPL-?[23]|GPLv[23]|GNU General Public)\b", re.IGNORECASE)


def imported() -> set[str]:
    """Names of the top-level modules that our code imports, in the library, its notebooks and its benchmarks."""
    names: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
                names |= {str(one.value).partition(".")[0] for one in node.args if isinstance(one, ast.Constant)}
    return names


def test_every_requirement_is_used() -> None:
    """Packages of extras that are not installed are told by their modules' names; rapidocr runs on onnxruntime."""
    modules = imported()
    given = {canonicalize_name(name) for module in modules for name in packages_distributions().get(module, ())}
    unused = {canonicalize_name(one.name) for one in REQUIRED} - given - RUN - modules - {"onnxruntime"}
    assert unused == set()


def test_each_extra_brings_what_is_asked_of_it() -> None:
    """A sentence that names an extra must name one of pyproject.toml, which brings the modules it speaks of."""
    for name, modules in extras.MODULES.items():
        brought = {canonicalize_name(Requirement(line).name) for line in EXTRAS[name]}
        brought |= {"nbformat"} if "nbclient" in brought else set()  # which nbclient brings
        for module in modules:
            known = {canonicalize_name(one) for one in packages_distributions().get(module, [module])}
            assert known & brought, f"{name}: {module}"
    assert set(EXTRAS) == set(extras.MODULES)


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
EXTRA = set(sys.argv[1].split(","))
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in EXTRA else find(name, *rest)
class Gone(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in EXTRA:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
import budgetlib
from budgetlib.cli import main
sys.argv = ["budgetlib", *sys.argv[2:]]
main()
"""


def without_extras(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run our command as if only the core were installed."""
    modules = ",".join(sorted(module for modules in extras.MODULES.values() for module in modules))
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, modules, *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )


@pytest.mark.parametrize("format", ["csv", "json", "xlsx", "sqlite"])
def test_the_core_reads_checks_and_exports(format: str, tmp_path: Path) -> None:
    done = without_extras("parse", REPORT, "--out", str(tmp_path), "--format", format)
    assert (done.returncode, done.stderr) == (0, "")
    assert without_extras("check", REPORT).returncode in (0, 1, 3)


@pytest.mark.parametrize(
    ("extra", "arguments"),
    [
        ("data", ["parse", "REPORT", "--out", "OUT", "--format", "parquet"]),
        ("verify", ["parse", "REPORT", "--out", "OUT", "--verify"]),
        ("typeset", ["typeset", "TABLES", "--out", "OUT/a.pdf"]),
        ("charts", ["story", "REPORT", "--out", "OUT/story"]),
        ("charts", ["show", "REPORT", "--page", "1", "--out", "OUT/page.png"]),
        ("cluster", ["parse", "REPORT", "--out", "OUT", "--scheduler", "tcp://127.0.0.1:1"]),
        ("notebooks", ["run"]),
    ],
)
def test_a_missing_extra_is_one_sentence(extra: str, arguments: list[str], tmp_path: Path) -> None:
    places = {"REPORT": REPORT, "OUT": str(tmp_path), "OUT/a.pdf": str(tmp_path / "a.pdf")}
    places |= {"OUT/page.png": str(tmp_path / "page.png")}
    places |= {"OUT/story": str(tmp_path / "story"), "TABLES": str(tmp_path / "tables")}
    if "TABLES" in arguments:
        assert without_extras("parse", REPORT, "--out", places["TABLES"]).returncode == 0
    done = without_extras(*(places.get(one, one) for one in arguments))
    assert done.returncode == 2
    (sentence,) = done.stderr.strip().splitlines()
    assert f"pip install 'budgetlib[{extra}]'" in sentence


def needed(names: list[str]) -> Iterator[str]:
    """Names of the distributions that these need, with all that those need."""
    waiting, seen = list(names), set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:  # of another system or Python
            continue
        yield name
        found = [Requirement(line) for line in requires]
        waiting += [one.name for one in found if one.marker is None or one.marker.evaluate({"extra": ""})]


def licence(name: str) -> str:
    """What a distribution says of its licence: the expression, else classifiers, else the first line of the text."""
    data = distribution(name).metadata
    classified = [line.rpartition("::")[2] for line in data.get_all("Classifier") or [] if line.startswith("License")]
    said = data.get("License-Expression") or " ".join(classified) or (data.get("License") or "")[:200]
    return said.replace("_", " ").strip()


def test_every_licence_is_allowed() -> None:
    said = {name: licence(name) for name in needed([one.name for one in REQUIRED])}
    bad = {
        name: text
        for name, text in said.items()
        if name not in ELSEWHERE and (not ALLOWED.search(text) or (FORBIDDEN.search(text) and " OR " not in text))
    }
    assert bad == {}


READ = """
import sys
from importlib.abc import MetaPathFinder
class Gone(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "tablers":
            raise ImportError("tablers is gone")
sys.meta_path.insert(0, Gone())
import budgetlib
report = budgetlib.read_report(sys.argv[1], engine="camelot")
numbers = report.coverage
print(len(report.rows["lines"]), len(numbers.unread), len(numbers.figures), "tablers" in sys.modules)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["putuo-wanli-budget-2024.pdf", "putuo-planning-2024.pdf"])
def test_reports_are_read_by_camelot_alone(name: str) -> None:
    """The way out when tablers is no longer kept: what is lost are tables that are nearly empty."""
    from budgetlib import read_report

    path = ROOT / "data" / "reports" / name
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    lines, unread, figures, loaded = done.stdout.split()
    first = read_report(path)
    assert loaded == "False"
    assert int(lines) >= 0.95 * len(first.rows["lines"]), f"{name}: {lines} of {len(first.rows['lines'])} lines"
    assert int(unread) <= 0.05 * int(figures) + len(first.coverage.unread), f"{name}: {unread} numbers unread"
