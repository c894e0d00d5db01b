"""What a killed process leaves behind carries its name, so that the next one knows what it may remove."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import socket
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

_SCRATCH = "budgetlib"


def owned(prefix: str) -> str:
    """A name that says which process of which machine it belongs to, for what a killed run may leave behind."""
    return f"{prefix}-{socket.gethostname()}-{os.getpid()}-"


def abandoned(name: str) -> bool:
    """Whether the process that an ``owned`` name belongs to is gone; never of another machine's."""
    _, _, rest = name.partition("-")
    host, _, numbers = rest.rpartition(f"{socket.gethostname()}-")
    process = numbers.partition("-")[0]
    if host or not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def scratch() -> Path:
    """A new folder for what this process, or the one that it works for, needs until it ends; killed ones' go."""
    with suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}-*"):
            if abandoned(path.name):
                shutil.rmtree(path, ignore_errors=True)
    parent = multiprocessing.parent_process()
    owner = parent.pid if parent else os.getpid()
    if not parent:
        removed_at_exit()
    return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}-{socket.gethostname()}-{owner}-"))


@cache
def removed_at_exit() -> None:
    """See to it that the scratch folders of this process, and of those that work for it, go when it ends."""
    atexit.register(_remove, os.getpid())


def _remove(owner: int) -> None:
    if os.getpid() == owner:
        for path in Path(tempfile.gettempdir()).glob(f"{owned(_SCRATCH)}*"):
            shutil.rmtree(path, ignore_errors=True)
