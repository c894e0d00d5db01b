"""Notebook files read and written."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_notebook(path: Path) -> Any:
    """The notebook at ``path``."""
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def write_notebook(notebook: Any, path: Path) -> None:
    """Write the notebook to ``path``; its folder is made."""
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
