"""What becomes of a file that fails: one sentence that names it, and for a bug of ours a traceback in a log.

A failure of one file must not cost the others. What stops everything is what concerns all of them: Ctrl-C, and a parent
process that is out of memory.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from budgetlib.machine.extras import MissingExtra
from budgetlib.machine.limits import LimitMet
from budgetlib.readers.document import UnreadableReport
from budgetlib.text import on_one_line


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be read: one sentence, and the traceback where it was no fault of the file."""

    sentence: str
    trace: str = ""

    def logged(self) -> str:
        """The sentence; a traceback goes to the log of this process, which the sentence then names."""
        if not self.trace:
            return self.sentence
        log = _log()
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{self.sentence}\n{self.trace}\n")
        return f"{self.sentence} 详情 / details: {log}"


def failure(path: Path, error: BaseException) -> Failure:
    """What to say of ``error``, which reading ``path`` raised; raises it again where it concerns more than that file.

    Engines in other languages raise panics, which are no ``Exception``: everything else is of the file.
    """
    in_worker = multiprocessing.parent_process() is not None
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    if isinstance(error, MemoryError):
        if not in_worker:
            raise error
        return Failure(on_one_line(f"{path}: {LimitMet('memory')}"))
    if isinstance(error, UnreadableReport | MissingExtra):
        return Failure(str(error))
    if isinstance(error, OSError):
        return Failure(
            on_one_line(
                f"{path}: 无法打开，请检查文件、权限和文件名 / cannot be opened ({error.strerror or error}); "
                "check the file, its name, and whether you may read it."
            )
        )
    said = f"{path}: reading failed ({type(error).__name__}: {error}); this is a bug of budgetlib, please report it."
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return Failure(on_one_line(said), trace)


@cache
def _log() -> Path:
    """The log of this run, a file of its own that nobody else can have put there."""
    handle, name = tempfile.mkstemp(prefix="budgetlib-errors-", suffix=".log")
    os.close(handle)
    return Path(name)
