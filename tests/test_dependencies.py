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

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = [Requirement(line) for line in PROJECT["dependencies"]]
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
    given = {canonicalize_name(name) for module in imported() for name in packages_distributions().get(module, ())}
    unused = {canonicalize_name(one.name) for one in REQUIRED} - given - RUN
    assert unused == set()


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
