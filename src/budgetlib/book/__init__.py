"""A book of one's own reports: every notebook that they can fill, executed, as a site that needs no network."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {"write_book": "write", "BookError": "sources"}

__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
