"""Where the notebooks are, and which of them a report can fill.

In a clone they are in ``notebooks/``, in an installed package beside the code. A notebook says in its metadata
(``budgetlib``) what it ``needs``: names of ``analysis.Holdings``, of which the report must hold one, ``reports`` (it is
about all reports together) or ``bundled`` (it is about the data of the collection).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from budgetlib.analysis.holds import ABSENT, Holdings
from budgetlib.analysis.sentences import Sentence
from budgetlib.book.files import read_notebook
from budgetlib.text import Refusal

TOGETHER = "reports"
"""What a notebook needs that is about all reports together, not about one."""
SEVERAL = "several"
"""What a notebook needs that compares: more than one report."""
BUNDLED = "bundled"
"""What a notebook needs that is about the data of the collection, years of several offices: no book of own reports."""
_CLONE = Path(__file__).parents[3]


class BookError(Refusal):
    """A book cannot be made; the message says what was expected and what to try."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook of the collection: its file, and what a report must hold (any one of them) to fill it."""

    path: Path
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name without ending: the number in reading order and what it is about."""
        return self.path.stem

    @property
    def together(self) -> bool:
        """Whether it is about all reports together."""
        return TOGETHER in self.needs

    def filled_by(self, has: Holdings) -> bool:
        """Whether the report holds any of what the notebook needs."""
        if BUNDLED in self.needs:
            return False
        return not self.needs or self.together or any(getattr(has, need) for need in self.needs)

    def missing(self, has: Holdings) -> list[Sentence]:
        """Why the report cannot fill it, one sentence for each thing that it lacks."""
        return [] if self.filled_by(has) else has.lacks(*(need for need in self.needs if need in ABSENT))


def notebook_folder() -> Path:
    """The folder of the notebooks. Raises BookError where they are not installed."""
    packed = Path(str(resources.files("budgetlib"))) / "notebooks"
    for folder in (_CLONE / "notebooks", packed):
        if any(folder.glob("[0-9]*.ipynb")):
            return folder
    raise BookError(f"{packed}: the notebooks are not there; install budgetlib anew.")


def sample_folder() -> Path:
    """The folder of the sample reports. Raises BookError where they are not installed."""
    packed = Path(str(resources.files("budgetlib"))) / "sample"
    for folder in (_CLONE / "data" / "reports", packed):
        if folder.is_dir():
            return folder
    raise BookError(f"{packed}: the sample reports are not there; install budgetlib anew.")


def notebooks(folder: Path | None = None) -> list[Notebook]:
    """The notebooks in reading order that take reports as parameters; others are about published series."""
    found = []
    for path in all_notebooks(folder):
        notebook = read_notebook(path)
        if _takes_reports(notebook):
            needs: Sequence[str] = notebook.metadata.get("budgetlib", {}).get("needs", ())
            found.append(Notebook(path, tuple(needs)))
    return found


def all_notebooks(folder: Path | None = None) -> list[Path]:
    """The files of all numbered notebooks in reading order."""
    return sorted((folder or notebook_folder()).glob("[0-9]*.ipynb"))


def _takes_reports(notebook: Any) -> bool:
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return any(line.startswith("reports =") for cell in cells for line in cell.source.split("\n"))
