"""The catalogue of rules: complete, and the page docs/rules.md not stale."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from budgetlib import reference
from budgetlib.checks import RULES
from budgetlib.checks.catalogue import FAMILIES, example, markdown, rows, rules
from budgetlib.checks.model import Judged, Verdict
from budgetlib.schema import SEVERITIES

CHECKS = Path(__file__).parents[2] / "src" / "budgetlib" / "checks"
PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_not_stale() -> None:
    stale = f"{PAGE} is stale: run `python -m budgetlib.checks.catalogue > docs/rules.md`"
    assert PAGE.read_text(encoding="utf-8") == markdown(), stale


def test_every_rule_is_complete_and_its_id_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) == len(rules())
    for rule in RULES:
        assert rule.family in FAMILIES and rule.severity in SEVERITIES, rule.id
        assert rule.title_zh and rule.title_en and rule.why.endswith("."), rule.id
        assert "|" not in rule.title_zh + rule.title_en + rule.why, rule.id


def test_rows_are_printable_in_both_languages() -> None:
    zh, en = rows("zh"), rows("en")
    assert [row.id for row in zh] == [row.id for row in en] == [rule.id for rule in RULES]
    score = next(row for row in en if row.id == "performance.rate_score")
    assert score[1:4] == ("Performance self-evaluations", "warning", "Score of the execution rate = weight × rate")
    assert next(row for row in zh if row.id == score.id)[1:3] == ("绩效自评", "提示")


def test_a_kind_of_finding_has_one_severity() -> None:
    """A template of a sentence and its rule have the severity of the catalogue; only cut-off digits are a note."""
    assert {name for name in Verdict._fields if "severity" in name} == set()
    given = Judged(next(rule for rule in RULES if rule.id == "prose.change_rate"), Verdict("truncated", ()))
    assert (given.severity, replace(given, verdict=Verdict("broken", ())).severity) == ("note", "error")
    for rule in RULES:
        assert Judged(rule, Verdict("broken", ())).severity == rule.severity
        assert not re.search(r"\ba (?:note|warning|error) where\b", rule.because), rule.id


def test_what_code_calls_a_kind_is_a_rule() -> None:
    kinds = {
        kind
        for path in CHECKS.glob("*.py")
        for kind in re.findall(r'kind=.*?"([a-z]+\.[a-z_]+)"', path.read_text("utf-8"))
    }
    assert len(kinds) >= 8 and kinds <= {rule.id for rule in RULES}


def test_an_example_is_a_whole_sentence_of_a_rule_that_exists() -> None:
    known = {rule.id: rule for rule in RULES}
    made = reference.load("examples")["rules"]
    assert set(made) == set(known), "a rule without an example, or an example without a rule"
    for name in made:
        told = example(known[name])
        assert told is not None
        zh, en = told
        assert zh.startswith("某市某局2023年度部门决算第5页，") and zh.endswith("。") and en.endswith("."), name
        assert "{" not in zh + en, name
