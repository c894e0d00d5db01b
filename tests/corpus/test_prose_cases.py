"""The sentences of the made-up cases, judged by the comparison that comes with them: right, or left unread."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import Prose, read_prose
from budgetlib.readers import read

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def run(corpus: Path) -> ModuleType:
    file = corpus / "cases" / "run.py"
    if not file.exists():
        pytest.skip(f"no {file}")
    spec = importlib.util.spec_from_file_location("cases_run", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prose_of(case: Any) -> tuple[Prose, int | None]:
    """The prose of a case, with office, year and kind as its answers state them."""

    def stated(key: str, default: Any = None) -> Any:
        value = case.expected.get(key, default)
        return value[0] if isinstance(value, list) else value

    year = stated("fiscal_year")
    identity = Identity(
        stated("agency"), stated("agency"), year, stated("report_type", "final") or "final", "department", ""
    )
    return read_prose(read(case.path), identity, []), year


def test_every_figure_of_a_sentence_is_right_or_unread(run: ModuleType, corpus: Path) -> None:
    counts: Counter[str] = Counter()
    failures = []
    single, _ = run.load(corpus / "cases", None)
    for case in single:
        if "claims" not in case.expected:
            continue
        prose, year = prose_of(case)
        names = [one for one in [case.expected.get("agency")] if isinstance(one, str)] + case.expected.get("names", [])
        rows = [{"text": "", **row.values} for row in prose.claims]
        rows = run.of_own_year({"reports": [{"fiscal_year": year}], "claims": rows})["claims"]
        rows = [
            row for row in rows if not any(_accepted(run, row, one, names) for one in case.expected.get("accept", []))
        ]
        ignored = [*case.expected.get("ignore", []), *case.expected.get("unread_ok", [])]
        run.compare_claims(case, case.expected["claims"], rows, ignored, names)
        counts.update(case.counts)
        counts["open"] += sum(not optional for _, _, optional in case.lost)
        failures += [(case.kind, case.name, *failure) for failure in case.failures]
    assert failures == []
    assert counts["right"] >= 0.98 * (counts["right"] + counts["open"]) > 850


def _accepted(run: ModuleType, row: dict[str, Any], one: dict[str, Any], names: list[str]) -> bool:
    value = run.amount(row["value"], row["unit"])[0]
    named = run.same_item(one, row["item"], names)
    return bool(run.close(value, one["value"]) and run.among(row["measure"], one["measure"]) and named)
