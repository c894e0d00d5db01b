"""How much one file may ask for before it is given up with one sentence: a report stays far below, a bomb does not."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace

from budgetlib.text import Refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold and cost. The largest reports known stay below a fifth of each of them."""

    size: int = 200
    """Megabytes of the file, and of what an archive in it unpacks to."""
    pages: int = 2_000
    """Pages of a PDF, sheets of a workbook."""
    cells: int = 200_000
    """Cells of all tables together, empty ones included."""
    columns: int = 1_000
    """Columns of one table."""
    characters: int = 3_000_000
    """Characters of all text together."""
    seconds: int = 900
    """Time that reading may take, in a worker also checking; scans read by OCR take 15 seconds a page."""
    page_seconds: int = 120
    """Time that OCR may take for one page; one that takes longer is missing, and the others are read."""
    memory: int = 4_000
    """Megabytes that a worker may ask the system for (address space; not enforced on Windows and macOS)."""

    def changed(self, changes: Iterable[str]) -> Limits:
        """These limits with some of them changed (``seconds=60``).

        Raises BadLimit with one sentence for a limit that there is not, or no whole number above zero.
        """
        return replace(self, **dict(map(_change, changes)))


_UNITS = {"size": " MB", "memory": " MB", "seconds": " s", "page_seconds": " s"}
_ACTIVE: ContextVar[Limits | None] = ContextVar("limits", default=None)


class BadLimit(Refusal, ValueError):
    """A limit that there is not, or no number."""


class LimitMet(Exception):
    """A file asks for more than it may; the message is the end of a sentence that begins with the file."""

    def __init__(self, name: str, found: object = "") -> None:
        self.name = name
        limit, unit = getattr(active(), name), _UNITS.get(name, "")
        more = f"it has {found}{unit}, " if found != "" else ""
        super().__init__(
            f"超出一份报告的限度，确是报告时请加 --limit {name}=数值 / "
            f"asks for more {name} than a report does ({more}the limit is {limit:,}{unit}); "
            f"if it is a report, read it with --limit {name}=NUMBER."
        )


def active() -> Limits:
    """The limits under which this process reads now."""
    return _ACTIVE.get() or Limits()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without a search for circles of objects: a report is a hundred thousand objects and no circle, and each search
    looks at all that is there, a third of the time of a long report.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Read under these limits until the end of the block."""
    token = _ACTIVE.set(limits)
    try:
        with uncollected():
            yield
    finally:
        _ACTIVE.reset(token)


def keep(name: str, found: float) -> None:
    """Raise LimitMet where ``found`` is above the limit of that name."""
    if found > getattr(active(), name):
        raise LimitMet(name, f"{found:,.0f}")


@contextmanager
def awake_after(seconds: float, name: str = "seconds") -> Iterator[None]:
    """Raise LimitMet in this block when it takes longer, and again each second should somebody catch it.

    Only where the system can wake a program: in its main thread, not on Windows; elsewhere there is no limit of time.
    Inside another block that one's time goes on and rules where it ends sooner.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    left, again = signal.getitimer(signal.ITIMER_REAL)
    if left and left <= seconds:
        yield
        return

    def late(*_: object) -> None:
        raise LimitMet(name)

    begun = time.monotonic()
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begun), 0.01), again)


def _change(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    known = [field.name for field in fields(Limits)]
    if name not in known:
        raise BadLimit(f"--limit {text}: expected one of {', '.join(known)}, as in --limit seconds=60.")
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise BadLimit(f"--limit {text}: expected a whole number above zero, as in --limit {name}=60.")
    return name, int(value)
