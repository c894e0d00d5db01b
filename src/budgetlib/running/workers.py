"""Processes that can die without harm: each has one file at a time, its own limits, and ends when its parent is gone.

A worker that dies or takes too long costs the file that it had, which is tried once more by another one if it died.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from budgetlib.machine.limits import Limits

Result = TypeVar("Result")
Task = Callable[[Any], Result]

DIED = "died"
SLOW = "slow"
_FILES_EACH = 200
"""Files after which a worker is replaced by a fresh one: engines in other languages leak a little."""
_TRIES = 2
_GRACE = 1
"""Seconds in which a worker may say itself that its time is over, before it is ended."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of a file whose worker died twice (``died``) or was ended because it took too long (``slow``)."""

    why: str

    def sentence(self, limits: Limits) -> str:
        """The end of a sentence that begins with the file."""
        if self.why == SLOW:
            return f"reading took longer than {limits.seconds:,} s; allow more with --limit seconds=NUMBER."
        return (
            f"the process that read it died twice; the file is damaged or needs more than {limits.memory:,} MB "
            "(--limit memory=NUMBER)."
        )


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    file: int = -1
    """Number of the file that it has, -1 for none."""
    deadline: float = 0.0
    files: int = 0

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Workers(Generic[Result]):
    """A number of processes that do ``task`` for each of many files, and stay for more until ``close``."""

    def __init__(self, count: int, task: Task[Result], limits: Limits) -> None:
        self._count, self._task, self._limits = count, task, limits
        self._workers: list[_Worker] = []

    def results(self, files: Sequence[Any]) -> Iterator[tuple[int, Result | Lost]]:
        """Number of each file and its result, as they come."""
        waiting = deque(range(len(files)))
        tries = [0] * len(files)
        left = len(files)
        try:
            while left:
                self._hand_out(files, waiting)
                for worker in self._ready():
                    number, result = worker.file, self._received(worker)
                    tries[number] += 1
                    if isinstance(result, Lost) and result.why == DIED and tries[number] < _TRIES:
                        waiting.append(number)
                        continue
                    left -= 1
                    yield number, result
        except BaseException:  # Ctrl-C, or nobody waits for the rest: what they do now is of no use
            self.close()
            raise

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def __enter__(self) -> Workers[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hand_out(self, files: Sequence[Any], waiting: deque[int]) -> None:
        while waiting and len(self._workers) < min(self._count, len(waiting) + len(self._busy())):
            self._workers.append(self._started())
        for worker in [worker for worker in self._workers if worker.file < 0]:
            if waiting:
                worker.file = waiting.popleft()
                worker.deadline = time.monotonic() + self._limits.seconds + _GRACE
                with contextlib.suppress(OSError):  # it is dead already, as its end will tell
                    worker.connection.send(files[worker.file])

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.file >= 0]

    def _started(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(theirs, self._task, self._limits), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _ready(self) -> list[_Worker]:
        """Workers that have answered, died, or have had their time."""
        busy = self._busy()
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        answered = wait([worker.connection for worker in busy], timeout=patience)
        now = time.monotonic()
        return [worker for worker in busy if worker.connection in answered or worker.deadline <= now]

    def _received(self, worker: _Worker) -> Result | Lost:
        """The result of a worker; one that died, is late or has done its share is replaced when there is more to do."""
        late = not worker.connection.poll()
        result: Result | Lost
        try:
            result = Lost(SLOW) if late else worker.connection.recv()
        except (EOFError, OSError):
            result = Lost(DIED)
        worker.file = -1
        worker.files += 1
        if isinstance(result, Lost) or worker.files >= _FILES_EACH:
            worker.end()
            self._workers.remove(worker)
        return result


def _serve(connection: Connection, task: Task[Result], limits: Limits) -> None:
    """The life of a worker: a file in, a result out, until the pipe is closed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _be_quiet()
    _limit_memory(limits.memory)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            connection.send(task(connection.recv()))


def _be_quiet() -> None:
    """Engines in other languages print what goes wrong in them; what there is to say comes with the result."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """What a process has asked for already, as a copy of one that has loaded much, does not count."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):  # a lower limit is set already, or the system has none
        most = (megabytes << 20) + _asked_for()
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _asked_for() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
