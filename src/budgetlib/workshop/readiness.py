"""Whether a participant can start: Python, packages, the Chinese font, the kernel and the data of the exercise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path

import budgetlib

OLDEST = (3, 11)
NEEDED = ("pandas", "matplotlib", "PIL", "pypdfium2", "tablers", "camelot")
"""Modules that the exercises load."""
Said = tuple[str, str]
"""What is wrong and what to do, in one Chinese and one English sentence."""

_AGAIN_ZH = "再运行 make lab（没有 make 时按 README 安装）"
_AGAIN_EN = "run make lab (without make: install as the README says)"


class NotReady(Exception):
    """The exercise cannot start; the message says in Chinese and in English what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentences alone, since no line of code is at fault."""
        return str(self).splitlines()


def environment(*files: str | Path) -> None:
    """Print that the exercise can start. Raises NotReady with one sentence on the first thing that is missing.

    ``files`` are the inputs of the exercise, as paths from the notebook's folder.
    """
    said = next(_missing([Path(file) for file in files]), None)
    if said:
        raise NotReady("\n".join(said))
    print("环境正常，可以开始。\nThe environment is fine: you can start.")


def _missing(files: list[Path]) -> Iterator[Said]:
    """Everything that is wrong, what others rest upon first."""
    yield from _python()
    yield from _kernel()
    for name in NEEDED:
        yield from _package(name)
    yield from _versions()
    yield from _font()
    for file in files:
        yield from _file(file)


def _python() -> Iterator[Said]:
    if sys.version_info < OLDEST:
        needed = ".".join(map(str, OLDEST))
        yield (
            f"Python 版本太旧：请安装 Python {needed} 或更新版本，{_AGAIN_ZH}。",
            f"This Python is too old: install Python {needed} or newer, then {_AGAIN_EN}.",
        )


def _kernel() -> Iterator[Said]:
    """A notebook kernel, and one that uses the budgetlib of this project."""
    own = _project_source()
    if "ipykernel" not in sys.modules or (own and not Path(budgetlib.__file__).resolve().is_relative_to(own)):
        yield (
            "内核不对：请关掉这个窗口，在项目文件夹中运行 make lab（没有 make 时 budgetlib lab），再打开本练习。",
            "Wrong kernel: close this window and run make lab (without make: budgetlib lab) in the project folder.",
        )


def _project_source() -> Path | None:
    """The source folder of the project around the current folder; None where there is none."""
    here = Path.cwd().resolve()
    return next((one / "src" for one in (here, *here.parents) if (one / "src" / "budgetlib").is_dir()), None)


def _package(name: str) -> Iterator[Said]:
    try:
        import_module(name)
    except ImportError:
        yield _not_installed(name)


def _versions() -> Iterator[Said]:
    """Packages that are not installed, or older than this project needs."""
    from packaging.requirements import Requirement

    for wanted in map(Requirement, _requirements()):
        needed = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if needed and not wanted.specifier.contains(_version(wanted.name), prereleases=True):
            yield _not_installed(wanted.name)


def _not_installed(package: str) -> Said:
    return (
        f"程序包 {package} 没有装好或版本太旧：请删除项目文件夹中的 .venv，{_AGAIN_ZH}。",
        f"The package {package} is missing or too old: delete .venv in the project folder, then {_AGAIN_EN}.",
    )


def _requirements() -> list[str]:
    try:
        return metadata.requires("budgetlib") or []
    except metadata.PackageNotFoundError:
        return ["budgetlib>0"]  # what is not installed counts as version 0


def _version(package: str) -> str:
    """The installed version; where there is none, one that is too old for anything."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "0"


def _font() -> Iterator[Said]:
    try:
        from pylopdf_fonts_zh_cn import sans_path

        there = Path(sans_path()).is_file()
    except ImportError:
        there = False
    if not there:
        yield (
            f"没有中文字体：请删除项目文件夹中的 .venv，{_AGAIN_ZH}，字体会一起装好。",
            f"The Chinese font is missing: delete .venv in the project folder, then {_AGAIN_EN}.",
        )


def _file(file: Path) -> Iterator[Said]:
    if not file.is_file():
        yield (
            f"找不到 {file.name}：请从项目的 notebooks/workshop 文件夹打开本练习，并确认下载的项目完整。",
            f"{file.name} is missing: open this exercise from notebooks/workshop in a complete copy of the project.",
        )
