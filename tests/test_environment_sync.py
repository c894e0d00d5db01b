"""pyproject.toml, environment.yml and requirements.lock name the same packages with the same versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    """Package name -> version bounds."""
    requirements = [Requirement(line) for line in lines]
    assert len({canonicalize_name(r.name) for r in requirements}) == len(requirements), "a package is named twice"
    return {canonicalize_name(r.name): r.specifier for r in requirements}


def extra(name: str) -> list[str]:
    """The requirements of an extra, those of the extras that it names among them, each once."""
    lines: dict[str, None] = {}
    for line in PROJECT["optional-dependencies"][name]:
        requirement = Requirement(line)
        more = [extra(one) for one in sorted(requirement.extras)] if requirement.name == "budgetlib" else [[line]]
        lines |= dict.fromkeys(one for lines_of in more for one in lines_of)
    return list(lines)


WANTED = bounds([*PROJECT["dependencies"], *extra("dev")])


def conda_environment() -> dict[str, SpecifierSet]:
    """The packages of environment.yml under their Python names, conda's and pip's together."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    items = re.findall(r"^ +- (\S.*)$", text.partition("\ndependencies:\n")[2], flags=re.M)
    packages = [
        item.replace("-base", "").replace("python-duckdb", "duckdb")
        for item in items
        if item not in ("pip", "pip:", "-e .")
    ]
    return bounds(packages)


def locked() -> list[Requirement]:
    """The pinned requirements of the lock, one for each line that starts a package."""
    return [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def test_environment_yml_is_pyproject() -> None:
    assert conda_environment() == WANTED | {"python": SpecifierSet(PROJECT["requires-python"])}


@pytest.mark.parametrize("name", sorted(WANTED))
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_has_one_fitting_version(name: str, python: str) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.9"}
    pins = [
        pin
        for pin in locked()
        if canonicalize_name(pin.name) == name and (pin.marker is None or pin.marker.evaluate(environment))
    ]
    assert len(pins) == 1, f"{name} is not in the lock, or more than once; `make lock` renews it"
    (specifier,) = pins[0].specifier
    assert specifier.operator == "=="
    assert Version(specifier.version) in WANTED[name]


def test_every_pin_has_a_hash() -> None:
    for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK):
        assert re.search(r"^    --hash=sha256:[0-9a-f]{64}\b", block, flags=re.M), block.partition("\n")[0]


def test_lock_has_only_names_versions_and_hashes() -> None:
    """No address or host it was resolved from, no option that points pip anywhere, no path."""
    pin = r"[a-z0-9-]+==[a-z0-9.+!]+( ; [A-Za-z_0-9 '<>=!.()*]+)?( \\)?"
    origin = r"    # +(via( [a-z0-9.-]+( \(pyproject\.toml\))?)?|[a-z0-9.-]+( \(pyproject\.toml\))?)"
    allowed = re.compile(rf"({pin}|    --hash=sha256:[0-9a-f]{{64}}( \\)?|{origin})")
    assert [line for line in LOCK.splitlines() if not allowed.fullmatch(line)] == []
    assert "://" not in LOCK


def test_lock_serves_every_supported_python() -> None:
    classified = [c.rpartition(" :: ")[2] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert classified == list(PYTHONS)
