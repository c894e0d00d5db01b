"""`import budgetlib` is light, and its public names are all there."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import budgetlib

HEAVY = ("camelot", "cv2", "matplotlib", "numpy", "pandas", "pyarrow", "pypdfium2", "seaborn", "tablers", "typst")


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``statement``."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def imported_for_type_checkers() -> dict[str, str]:
    """Name -> module of the imports under ``if TYPE_CHECKING`` in the package's __init__."""
    tree = ast.parse(Path(budgetlib.__file__).read_text(encoding="utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in guarded for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module or "" for node in imports for alias in node.names}


def test_import_loads_nothing_heavy() -> None:
    loaded = modules_after("import budgetlib")
    assert "budgetlib" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_looking_at_the_names_loads_nothing_heavy() -> None:
    assert modules_after("import budgetlib; dir(budgetlib); budgetlib.__version__").isdisjoint(HEAVY)


def test_reading_and_writing_csv_or_json_needs_no_tables_of_pandas(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("某市某局2024年度部门决算\n\n一、收入决算情况说明\n\n本年收入合计12.00万元。\n", encoding="utf-8")
    loaded = modules_after(
        "from pathlib import Path; import budgetlib as bl; from budgetlib import export, schema\n"
        f"report = bl.read_report({str(path)!r})\n"
        "records = {name: list(report.records(name)) for name in schema.TABLES}\n"
        f"export.write_reports([records], Path({str(tmp_path / 'out')!r}), ['csv', 'json'])"
    )
    assert loaded.isdisjoint({"camelot", "cv2", "matplotlib", "numpy", "pandas", "pyarrow", "seaborn"})
    assert (tmp_path / "out" / "claims.csv").is_file()


@pytest.mark.parametrize("name", sorted(budgetlib._PUBLIC))
def test_public_name_is_there(name: str) -> None:
    assert getattr(budgetlib, name).__name__ == name
    assert name in dir(budgetlib)


def test_type_checkers_see_the_same_names() -> None:
    assert imported_for_type_checkers() == budgetlib._PUBLIC | {"analysis": "budgetlib", "charts": "budgetlib"}


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = budgetlib.no_such_name
