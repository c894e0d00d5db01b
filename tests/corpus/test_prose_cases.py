"""The sentences of the made-up cases, judged by the comparison that comes with them: right, or left unread."""

from __future__ import annotations

import importlib.util
import json
import random
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


def compare(run: ModuleType, case: Any) -> None:
    """Judge the sentences of a case; right, wrong and open figures stand in the case."""
    prose, year = prose_of(case)
    names = [one for one in [case.expected.get("agency")] if isinstance(one, str)] + case.expected.get("names", [])
    rows = [{"text": "", **row.values} for row in prose.claims]
    rows = run.of_own_year({"reports": [{"fiscal_year": year}], "claims": rows})["claims"]
    rows = [row for row in rows if not any(_accepted(run, row, one, names) for one in case.expected.get("accept", []))]
    ignored = [*case.expected.get("ignore", []), *case.expected.get("unread_ok", [])]
    run.compare_claims(case, case.expected["claims"], rows, ignored, names)
    case.counts["open"] += sum(not optional for _, _, optional in case.lost)


def test_every_figure_of_a_sentence_is_right_or_unread(run: ModuleType, corpus: Path) -> None:
    counts: Counter[str] = Counter()
    failures = []
    single, _ = run.load(corpus / "cases", None)
    for case in single:
        if "claims" in case.expected:
            compare(run, case)
            counts.update(case.counts)
            failures += [(case.kind, case.name, *failure) for failure in case.failures]
    assert failures == []
    assert counts["right"] >= 0.98 * (counts["right"] + counts["open"]) > 850


MADE_UP = "岚峭沁漪砚琛筠荻萤蔚隽屹澹翎苕嵘濯笺钰骁"
UNKNOWN = {
    "movements": (("减少", "增加", "下降", "增长", "上升", "降低"), 410),
    "bases": (("上年", "年初预算", "去年"), 370),
    "stages": (("支出决算", "决算支出", "决算数"), 420),
    "items": (("公务接待费", "三公", "财政拨款收入"), 585),
}
"""Words that decide what a figure is, by their class, and how many figures are right without them all the same."""


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", UNKNOWN)
def test_a_figure_whose_words_nobody_can_know_is_unread(
    run: ModuleType, corpus: Path, tmp_path: Path, name: str, seed: int
) -> None:
    words, least = UNKNOWN[name]
    draw = random.Random(seed)
    other = {word: "".join(draw.sample(MADE_UP, 2)) for word in words}
    counts: Counter[str] = Counter()
    single, _ = run.load(corpus / "cases", None)
    for case in single:
        text = case.path.read_text(encoding="utf-8")
        if "claims" not in case.expected or _replaced(text, other) == text:
            continue
        if name == "items":
            case.expected["claims"] = json.loads(
                _replaced(json.dumps(case.expected["claims"], ensure_ascii=False), other)
            )
        case.path = tmp_path / "report.txt"
        case.path.write_text(_replaced(text, other), encoding="utf-8")
        compare(run, case)
        counts.update(case.counts)
    assert counts["wrong"] <= 0.005 * (counts["right"] + counts["wrong"] + counts["open"])
    assert counts["right"] >= least


def _replaced(text: str, words: dict[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other)
    return text


def _accepted(run: ModuleType, row: dict[str, Any], one: dict[str, Any], names: list[str]) -> bool:
    value = run.amount(row["value"], row["unit"])[0]
    named = run.same_item(one, row["item"], names)
    return bool(run.close(value, one["value"]) and run.among(row["measure"], one["measure"]) and named)
