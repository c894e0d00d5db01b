"""What is public is documented: docs/ has the pages that the code makes, and nothing is without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.main import get_command

import budgetlib as bl
from budgetlib import analysis, cli, schema
from tools import docs

ROOT = docs.DOCS.parent


@pytest.mark.parametrize("name", ["api.md", "commands.md", "glossary.md", "tables.md"])
def test_a_page_is_what_the_code_says(name: str) -> None:
    made = docs.pages()[name]
    assert docs.DOCS.joinpath(name).read_text(encoding="utf-8") == made, "stale: run `python -m tools.docs`"


def test_every_public_name_table_and_column_is_in_the_pages() -> None:
    pages = docs.pages()
    for name in {*bl.__all__} - {"analysis", "charts"}:
        assert f"## `bl.{name}" in pages["api.md"]
    for name in (*analysis._HOME, *bl.charts.__all__):
        assert f"\n- `{name}" in pages["api.md"]
    for table in schema.TABLES.values():
        page = pages["tables.md"].split(f"## `{table.name}`")[1]
        assert all(f"| `{column}` |" in page for column in table.names)


def test_what_has_no_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bl.read_series, "__doc__", None)
    with pytest.raises(docs.Undocumented, match="read_series"):
        docs.pages()
    monkeypatch.undo()
    monkeypatch.setattr(analysis.growth, "__doc__", None)
    with pytest.raises(docs.Undocumented, match="growth"):
        docs.pages()
    monkeypatch.undo()
    table = schema.TABLES["goals"]
    bare = replace(table, columns=(*table.columns, schema.Column("speed", "float", "", "")))
    monkeypatch.setitem(schema.TABLES, "goals", bare)
    with pytest.raises(docs.Undocumented, match=r"goals\.speed"):
        docs.pages()


def test_every_command_and_option_says_what_it_is() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    silent = [
        (name, option.name)
        for name, command in commands.items()
        for option in command.params
        if not option.help and option.name != "help"
    ]
    assert silent == []
    assert all(command.help for command in commands.values())
    for readme in ("README.md", "README.zh-CN.md"):
        text = ROOT.joinpath(readme).read_text(encoding="utf-8")
        assert [name for name in commands if f"`budgetlib {name}" not in text] == []
