"""Things that wait on the disk until their turn comes, so that memory does not grow with their number."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from budgetlib.machine.leftovers import scratch

Thing = TypeVar("Thing")


class Aside(Generic[Thing]):
    """A number of things, each under a number of its own. Use as a context manager."""

    def __enter__(self) -> Aside[Thing]:
        self._folder = scratch()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def __contains__(self, number: int) -> bool:
        return self._path(number).exists()

    def put(self, number: int, thing: Thing) -> None:
        """Lay a thing aside."""
        self._path(number).write_bytes(pickle.dumps(thing))

    def take(self, number: int) -> Thing:
        """Take a thing back."""
        thing: Thing = pickle.loads(self._path(number).read_bytes())
        self._path(number).unlink()
        return thing

    def _path(self, number: int) -> Path:
        return self._folder / str(number)
