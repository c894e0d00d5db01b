"""Fictional reports with known truth, for tests, benchmarks and teaching: not part of the installed library."""

from __future__ import annotations

from tools.corpus.reports import LAYOUTS, Generated, generate

__all__ = ["LAYOUTS", "Generated", "generate"]
