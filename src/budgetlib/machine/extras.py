"""Packages that come with an extra: where one is missing, one sentence names the command that installs it."""

from __future__ import annotations

from importlib.util import find_spec

from budgetlib.text import Refusal

MODULES = {
    "data": ("duckdb", "pyarrow"),
    "charts": ("PIL", "matplotlib", "pylopdf_fonts_zh_cn", "seaborn"),
    "verify": ("camelot", "playa"),
    "typeset": ("fontTools", "pylopdf_fonts_zh_cn", "typst"),
    "notebooks": (
        "ipywidgets",
        "jupyterlab",
        "myst_nb",
        "nbclient",
        "nbformat",
        "sphinx",
        "sphinx_book_theme",
        "voila",
    ),
    "ocr": ("onnxruntime", "rapidocr"),
    "cluster": ("dask", "distributed"),
    "traditional": ("opencc",),
}
"""Extra of pyproject.toml -> the modules that it brings and that we import."""


class MissingExtra(Refusal, ImportError):
    """A feature was asked for whose packages are not installed; the message is one sentence."""


def installed(extra: str) -> bool:
    """Whether the packages of an extra are there; none is imported."""
    return all(find_spec(module) for module in MODULES[extra])


def need(extra: str, feature: str) -> None:
    """Raise MissingExtra where the extra is not installed; ``feature`` (zh / en) is what it was needed for."""
    if not installed(extra):
        raise MissingExtra(
            f"{feature}: 需要附加组件 {extra}，请运行 / needs the extra {extra}, run: pip install 'budgetlib[{extra}]'"
        )
