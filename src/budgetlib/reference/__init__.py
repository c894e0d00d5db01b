"""Reference data: labels, layouts and codes, as TOML and CSV beside this module, read once."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def load(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this folder (without its ending) as nested dictionaries."""
    return tomllib.loads(text(f"{name}.toml"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the CSV file ``name`` of this folder (without its ending)."""
    return list(csv.DictReader(text(f"{name}.csv").splitlines()))


@cache
def template(name: str) -> Template:
    """A page to be filled in, in which what is filled in is escaped."""
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text(name))


def text(name: str) -> str:
    """A file of this folder."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
