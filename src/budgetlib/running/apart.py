"""Reading one report in a process of its own, which can die, hang or ask for too much without harm to ours.

The process stays for the next report. It is a fork of ours; where the system has none, or where we are such a process
ourselves, reading happens here, and no limit of memory holds.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetlib.machine.leftovers import removed_at_exit
from budgetlib.machine.limits import LimitMet, Limits, within
from budgetlib.readers.document import UnreadableReport
from budgetlib.running.workers import Lost, Workers

_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class _Kept:
    """The process that reads for us, whose it is, and the limits that it was started with."""

    owner: int
    limits: Limits
    workers: Workers[Any]


_KEPT: list[_Kept] = []


def possible() -> bool:
    """Whether this process can have another one read for it."""
    return sys.platform == "linux" and not multiprocessing.current_process().daemon


def done(task: Callable[..., Any], path: Path, limits: Limits, *arguments: Any) -> Any:
    """``task(*arguments)``, in the other process. Raises what it raises, and UnreadableReport where that dies."""
    with _ONE_AT_A_TIME, within(limits):
        ((_, result),) = _workers(limits).results([(task, os.getcwd(), limits, path, arguments)])
        if isinstance(result, Lost):
            raise UnreadableReport(f"{path}: {result.sentence(limits)}")
        if isinstance(result, BaseException):
            if isinstance(result, MemoryError):
                raise UnreadableReport(f"{path}: {LimitMet('memory')}") from result
            raise result
        return result


def close() -> None:
    """End the process, if there is one; the next report starts another."""
    for kept in _KEPT:
        if kept.owner == os.getpid():
            kept.workers.close()
    _KEPT.clear()


def _workers(limits: Limits) -> Workers[Any]:
    if not _KEPT or (_KEPT[0].owner, _KEPT[0].limits) != (os.getpid(), limits):
        close()
        removed_at_exit()
        _KEPT.append(_Kept(os.getpid(), limits, Workers(1, _do, limits)))
    return _KEPT[0].workers


def _do(job: tuple[Callable[..., Any], str, Limits, Path, tuple[Any, ...]]) -> Any:
    """In the other process: the result, or the error, which must be such that it can be sent."""
    task, folder, limits, path, arguments = job
    try:
        os.chdir(folder)
        with within(limits):
            return task(*arguments)
    except (UnreadableReport, ValueError, MemoryError, OSError) as error:
        return error.with_traceback(None)
    except BaseException:  # a bug, or a panic of an engine, which is no Exception
        return RuntimeError(
            f"{path}: reading failed; this is a bug of budgetlib, please report it.\n{traceback.format_exc()}"
        )
