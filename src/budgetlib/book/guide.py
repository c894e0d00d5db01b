"""The pages around the notebooks in the book of data/: the project's own texts, commands and rules, every chart."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from budgetlib.book.pages import Chapter

_USERS = ("researcher", "journalist", "teacher", "contributor")
"""Pages that come first: what a reader of each kind does with a report."""
_GALLERY, _COMMANDS = "charts", "commands"


def write_guides(docs: Path, source: Path, helps: Iterable[tuple[str, str]]) -> list[Chapter]:
    """Write those pages into ``source``; returns the chapter that holds them. ``docs`` may be missing; ``helps`` is
    the help of each command.
    """
    folder = source / "guide"
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for path in sorted(docs.glob("*.md")) if docs.is_dir() else []:
        shutil.copyfile(path, folder / path.name)
        names.append(path.stem)
    if (docs / "images").is_dir():
        shutil.copytree(docs / "images", folder / "images")
    (folder / f"{_COMMANDS}.md").write_text(commands(helps), encoding="utf-8")
    (folder / f"{_GALLERY}.md").write_text(gallery(source / "charts" / "notebooks"), encoding="utf-8")
    first = [name for name in _USERS if name in names]
    pages = tuple(dict.fromkeys((*first, _GALLERY, _COMMANDS, *names)))
    return [Chapter("guide", "说明 / Guide", None, (), (), pages)]


def commands(helps: Iterable[tuple[str, str]]) -> str:
    """The commands with their options, as their own help says it."""
    lines = ["# 命令 / Commands", ""]
    for name, text in helps:
        lines += [f"## budgetlib {name}", "", "```text", text, "```", ""]
    return "\n".join(lines)


def gallery(charts: Path) -> str:
    """Every chart that the notebooks saved."""
    lines = ["# 图 / Charts", ""]
    for path in sorted(charts.glob("*.png")):
        lines += [f"## {path.stem}", "", f"![{path.stem}](../charts/{charts.name}/{path.name})", ""]
    return "\n".join(lines)
