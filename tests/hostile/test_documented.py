"""The page on bad files says of each case which test proves it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "robustness.md").read_text(encoding="utf-8")
CASES = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.partition("## What was tried")[2].partition("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| case")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:40])
def test_every_case_has_its_test(case: list[str]) -> None:
    assert len(case) == 4
    file, _, name = case[3].strip("`").partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_limit_is_documented_with_its_value() -> None:
    from budgetlib.machine.limits import Limits

    for name in Limits.__dataclass_fields__:
        assert re.search(rf"\| `{name}` \| {getattr(Limits(), name):,}(?: MB)? \|", PAGE), name
