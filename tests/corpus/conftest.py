"""The reports that were read by hand, with what was read; skipped where the folder is absent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from budgetlib.parsers.identity import identify
from budgetlib.parsers.tables import Tables, read_tables
from budgetlib.readers.document import Document
from budgetlib.readers.pdf import read_pdf

PDF_REPORTS = (
    "guangzhou-petition-budget-2026",
    "putuo-office-unit-budget-2025",
    "xian-health-2022",
    "putuo-commerce-budget-2025",
    "putuo-planning-2024",
    "putuo-social-work-2024",
    "putuo-wanli-budget-2024",
)


@dataclass(frozen=True)
class Reading:
    """A report as budgetlib reads it, beside what was read by hand."""

    truth: dict[str, Any]
    document: Document
    result: Tables


@cache
def _read(folder: Path, name: str) -> Reading:
    truth = json.loads((folder / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    document = read_pdf(_same_file(folder / "reports", name, truth))
    return Reading(truth, document, read_tables(document, identify(document)))


def _same_file(folder: Path, name: str, truth: dict[str, Any]) -> Path:
    """The file of these bytes, whatever it is called by now."""
    named = folder / truth["source_file"]
    if named.is_file():
        return named
    return next(
        p
        for p in folder.rglob("*.pdf")
        if hashlib.sha256(p.read_bytes()).hexdigest() == truth.get("sha256") or p.stem == name
    )


@pytest.fixture
def read(corpus: Path) -> Callable[[str], Reading]:
    """Read a report of the corpus by name, once a session."""
    if not (corpus / "truth").is_dir():
        pytest.skip(f"no figures read by hand in {corpus / 'truth'}")
    return lambda name: _read(corpus, name)


@pytest.fixture(params=PDF_REPORTS)
def reading(request: pytest.FixtureRequest, read: Callable[[str], Reading]) -> Reading:
    """Each PDF report of the corpus."""
    return read(request.param)
